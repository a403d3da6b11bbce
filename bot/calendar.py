"""The department's calendar, the year that follows from it, and dates in one's own calendar."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, teams_here
from bot.links import File, Links
from bot.switchboard import Area
from dialogs.calendar import season as rules
from dialogs.calendar import season_cards as cards
from dialogs.calendar import season_words as words
from dialogs.calendar import span as spans
from dialogs.calendar import wheel
from dialogs.calendar.days import DAY, Calendar, Hours, Openness, Week, instant, local_day
from dialogs.calendar.ics import MEDIA_TYPE, calendar_text
from dialogs.calendar.period import Period
from dialogs.calendar.schools import Holiday, Schools
from dialogs.calendar.season import Dated, Foreseen, Looker, NothingToApprove
from dialogs.calendar.span import Span
from dialogs.calendar.wheel import Mark
from dialogs.cards import Card
from dialogs.people.person import Person
from dialogs.people.rights import Role
from dialogs.people.team import Team, WrongPlacePrivate, closed_weeks, time_of_day
from dialogs.privacy.audit import Action as Audited
from dialogs.text import on_one_line
from storage import audit, calendar, clock, people, roles, sparring
from storage.store import Session, Store

A_YEAR = timedelta(days=366)
SOON = timedelta(days=92)  # what the board still shows at the end of the year
TURN = sparring.TURN
WEEKLY = frozenset({sparring.START, sparring.CLOSED_DAY, TURN})
BACK = timedelta(days=7)  # what a personal calendar still shows of what is over
MUNICIPALITY_AT_MOST = 60


def foreseen(
    session: Session, areas: Iterable[Area], after: datetime, until: datetime, zone: ZoneInfo
) -> list[Foreseen]:
    """Every prompt of every area in between, in the order that they come."""
    found = [
        each
        for area in areas
        if area.foresees is not None
        for each in area.foresees(session, after, until)
    ]
    whom = {each.person_id for each in found if each.person_id is not None}
    absences = people.absences(session, whom, local_day(after, zone))
    found.sort(key=lambda each: (each.at, each.whom, each.title, each.text))
    return rules.with_absence(found, absences, zone)


# --- looked at -------------------------------------------------------------------------------


def marks(
    session: Session, person_id: int, now: datetime, zone: ZoneInfo, areas: Iterable[Area]
) -> list[Mark]:
    """The calendar year for the board's wheel: what has become of it, and what comes, also of the
    first months of the next one. Without what comes each week, which makes no year."""
    areas = list(areas)
    looker = _private_looker(session, person_id)
    today = local_day(now, zone)
    begins = instant(date(today.year, 1, 1), time(), zone)
    ends = max(instant(date(today.year + 1, 1, 1), time(), zone), now + SOON)
    back = [
        each
        for area in areas
        if area.looks_back is not None
        for each in area.looks_back(session, begins, now)
    ]
    coming = [
        each
        for each in foreseen(session, areas, now, ends, zone)
        if each.series not in WEEKLY or (each.series == TURN and each.person_id == person_id)
    ]
    many = looker.department or len(looker.teams) > 1
    names = {team.id: team.name for team in people.all_teams(session)} if many else {}
    return wheel.marks(
        rules.shown_to(back, looker), rules.shown_to(coming, looker), names, today, zone
    )


def _private_looker(session: Session, person_id: int) -> Looker:
    teams = people.teams_of(session, person_id)
    who = Person(person_id, "")
    return Looker(
        person_id=person_id,
        teams=frozenset(team.id for team in teams),
        leads=frozenset(team.id for team in teams if _leads(team, who)),
        department=Role.LEADER_GROUP in roles.of_department(session, person_id),
    )


def _leads(team: Team, who: Person) -> bool:
    return who in (team.coordinator, team.deputy, team.leader)


def show(session: Session, call: Call, areas: Sequence[Area]) -> Answer:
    """The whole year takes a moment to work out, so it is read when the turn has been taken."""
    span = _span(call)
    _looker(session, call)
    return Answer(anew=True, reads=partial(_shown, call=call, span=span, areas=areas))


def _shown(session: Session, call: Call, span: Span, areas: Sequence[Area]) -> Answer:
    found = _until_year_ends(session, call, _year(span, call.today), areas)
    return Answer(card=_card(session, call, span, found))


def _year(span: Span, today: date) -> int:
    """The one that is approved as a whole, where a part of it is looked at: this or the next."""
    return min(max(span.first, today).year, today.year + 1)


def _until_year_ends(
    session: Session, call: Call, year: int, areas: Sequence[Area]
) -> list[Foreseen]:
    """What comes within a year, and all of that year: else its last months would be new to whoever
    approved it before they came into sight."""
    ends = instant(date(year + 1, 1, 1), time(), call.zone)
    return foreseen(session, areas, call.now, max(ends, call.now + A_YEAR), call.zone)


def _span(call: Call) -> Span:
    text = call.name or call.rest or Period.month(call.today).key
    return spans.coming(text, call.today)


def _looker(session: Session, call: Call) -> Looker:
    teams = teams_here(session, call)
    leads = {team.id for team in teams if _leads(team, call.who) and not call.in_group}
    return Looker(
        person_id=call.who.id,
        teams=frozenset(team.id for team in teams),
        leads=frozenset(leads),
        department=bool({Role.LEADER_GROUP, Role.ADMINISTRATOR} & _roles(call))
        and not call.in_group,
        group=call.in_group,
    )


def _roles(call: Call) -> frozenset[Role]:
    return call.standing.roles if call.standing is not None else frozenset()


def _card(session: Session, call: Call, span: Span, found: Sequence[Foreseen]) -> Card:
    looker, zone = _looker(session, call), call.zone
    theirs = rules.shown_to(found, looker)
    here = [each for each in theirs if span.first <= local_day(each.at, zone) <= span.last]
    year = _year(span, call.today)
    approval = calendar.approval(session, year)
    fresh, gone = frozenset[str](), 0
    if approval is not None:
        fresh, gone = rules.changed_since(approval, found, call.today, zone)
    days, private = calendar.of_department(session), not call.in_group
    approves = private and Role.LEADER_GROUP in _roles(call)
    return cards.season(
        cards.View(
            said=span.said,
            rows=words.rows(here, zone, fresh if private else ()),
            beneath=[
                words.closed_days(span.first, span.last, days),
                words.school_weeks(span.first, span.last, calendar.schools(session)),
                words.approved(year, approval, len(fresh), gone) if private else "",
            ],
            before=_turned(Period.month(span.first).before, call.today),
            after=_turned(Period.month(span.last).after, call.today),
            year=year if approves and (approval is None or fresh or gone) else None,
            private=private,
            subscribed=private and calendar.link(session, call.who.id) is not None,
            sets_calendar=looker.department,
        )
    )


def _turned(month: Period, today: date) -> str:
    """The month that one may turn to; empty: it is over, or too far away."""
    there = Period.month(today) <= month <= Period.month(today + A_YEAR)
    return month.key if there else ""


def printed_year(
    session: Session, areas: Iterable[Area], real: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """The coming year for a terminal, by the clock that the bot goes by."""
    anchor = clock.known(session)
    now = anchor.domain + (real - anchor.real) * anchor.speed if anchor else real
    today = local_day(now, zone)
    yield from words.printed(
        foreseen(session, areas, now, now + A_YEAR, zone),
        today,
        local_day(now + A_YEAR, zone),
        calendar.of_department(session),
        calendar.schools(session),
        zone,
    )


# --- approved --------------------------------------------------------------------------------


def approve(session: Session, call: Call, areas: Sequence[Area]) -> Answer:
    """A leader has seen the year; what comes does not wait for it."""
    year = call.id
    if year not in (call.today.year, call.today.year + 1):
        raise NothingToApprove
    found = _until_year_ends(session, call, year, areas)
    seen = rules.fingerprints(rules.to_approve(found, year, call.zone), call.zone)
    if not seen:
        raise NothingToApprove
    calendar.approve(session, year, call.who.id, seen, call.now)
    about = f"season:{year}"
    audit.note(session, Audited.SEASON_APPROVED, by=call.who.id, about=about, now=call.now)
    month = Period.month(max(call.today, date(year, 1, 1)))
    return Answer(card=_card(session, call, spans.read(month.key, call.today), found), anew=True)


# --- the department's calendar ---------------------------------------------------------------


def open_settings(session: Session, call: Call) -> Answer:
    """Without the weeks that are over: handed in again, they would be next year's."""
    there, followed = calendar.of_department(session), calendar.schools(session)
    this = Week.of(call.today)
    there = replace(there, weeks=tuple(week for week in there.weeks if week >= this))
    return Answer(form=cards.calendar_form(call.nonce, there, followed))


def hand_in_settings(session: Session, call: Call) -> Answer:
    """Every team goes by it at once; what is due already happens."""
    there = calendar.of_department(session)
    chosen = Calendar(
        weeks=closed_weeks(call.field("weeks"), today=call.today),
        first_of_may=_openness(call, "first_of_may", there.first_of_may),
        constitution_day=_openness(call, "constitution_day", there.constitution_day),
        christmas_eve=_openness(call, "christmas_eve", there.christmas_eve),
        new_years_eve=_openness(call, "new_years_eve", there.new_years_eve),
        hours=Hours(
            begins=time_of_day(call.field("begins")) or time(8),
            ends=time_of_day(call.field("ends")) or time(16),
            friday_ends=time_of_day(call.field("friday_ends")) or time(14),
        ),
    )
    calendar.save(session, chosen, _schools(call))
    audit.note(session, Audited.SETTINGS_CHANGED, by=call.who.id, about="calendar:1", now=call.now)
    for team in people.all_teams(session):
        sparring.schedule(session, team, call.now, call.zone)
    return Answer(text=words.SAVED)


def _openness(call: Call, name: str, there: Openness) -> Openness:
    chosen = call.field(name)
    return Openness(chosen) if chosen in set(Openness) else there


def _schools(call: Call) -> Schools:
    weeks = {
        holiday: tuple(
            sorted(week.number for week in closed_weeks(call.field(holiday), today=call.today))
        )
        for holiday in Holiday
    }
    name = on_one_line(call.field("municipality"))[:MUNICIPALITY_AT_MOST].strip()
    return Schools(municipality=name, weeks=weeks)


# --- in one's own calendar -------------------------------------------------------------------


def subscribe(session: Session, call: Call, links: Links) -> Answer:
    """The same link each time, until it is taken back."""
    if call.in_group:
        raise WrongPlacePrivate
    links.are_there()
    there = calendar.link(session, call.who.id)
    number = there or secrets.token_urlsafe(12)
    url = links.to_calendar(audit.pseudonym(session, call.who.id), number)
    if there is None:
        calendar.give_link(session, call.who.id, number)
    return Answer(card=cards.link(url), anew=True)


def unsubscribe(session: Session, call: Call) -> Answer:
    calendar.take_link_back(session, call.who.id)
    return Answer(card=cards.said(words.STOPPED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """What a link to somebody's dates opens: worked out when it is asked for, stored nowhere."""

    links: Links
    store: Store
    areas: Sequence[Area]
    now: Callable[[], datetime]
    zone: ZoneInfo

    async def open(self, token: str) -> File | None:
        """None: it is no link of ours, or was taken back."""
        subscribed = self.links.read_calendar(token)
        if subscribed is None:
            return None
        return await self.store.read(self._made, *subscribed)

    def _made(self, session: Session, pseudonym: str, number: str) -> File | None:
        person_id = audit.who(session, pseudonym)
        if person_id is None or calendar.link(session, person_id) != number:
            return None
        now = self.now()
        found = dates(session, self.areas, person_id, now, self.zone)
        text = calendar_text(found, name="Sparringsrum", host=self.links.host, now=now)
        return File(name="sparringsrum.ics", content=text, kind=MEDIA_TYPE)


def dates(
    session: Session, areas: Iterable[Area], person_id: int, now: datetime, zone: ZoneInfo
) -> list[Dated]:
    begins = instant(local_day(now, zone) - BACK + DAY, time(), zone)
    found = [
        each
        for area in areas
        if area.dated is not None
        for each in area.dated(session, person_id, begins, now + A_YEAR)
    ]
    return sorted(found, key=lambda each: (each.begins, each.key))


def area(others: Sequence[Area], links: Links) -> Area:
    """`others`: whose prompts make the year."""
    look = partial(show, areas=others)
    return Area(
        commands={"årshjul": Command(look)},
        presses={
            "calendar.season": look,
            "calendar.approve": partial(approve, areas=others),
            "calendar.subscribe": partial(subscribe, links=links),
            "calendar.unsubscribe": unsubscribe,
        },
        dialogs={
            "calendar.settings": Dialog(
                open=open_settings,
                hand_in=hand_in_settings,
                naming=("weeks", "municipality", *Holiday),
            )
        },
        kinds={},
        refusal=words.refusal,
    )
