"""Supervision: a date for each quarter is found, themes are brought, it is held or moved, and what
was learned in general goes the way of every learning point; and more of it may be asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, number, teams_here
from bot.files import Offered
from bot.links import File, Links, Ticket
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.calendar.appointment import appointed
from dialogs.calendar.days import DAY, at_work, local_day, next_morning
from dialogs.calendar.ics import MEDIA_TYPE, appointment_text
from dialogs.calendar.moved import Time
from dialogs.calendar.period import Period
from dialogs.calendar.season import Behind, Dated, Foreseen, moved
from dialogs.cards import Card
from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action
from dialogs.people.team import NoTeamHere, Team
from dialogs.supervision import booking as rules
from dialogs.supervision import cards, words
from dialogs.supervision import rhythm as times
from dialogs.supervision.booking import (
    NoSuchSupervision,
    NoSuchWanted,
    NotHeldYet,
    RequestState,
    SettledAlready,
    State,
    Supervision,
    Wanted,
)
from storage import audit, occurrences, outbox, people, rhythm
from storage import supervision as store
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

# series, and the messages of the same names
QUARTER = rhythm.SUPERVISION
ASK, REMIND, MISSING = "supervision.ask", "supervision.remind", "supervision.missing"
THEMES, HELD, REQUEST = "supervision.themes", "supervision.held", store.REQUEST
# messages alone
BOOKED, DRAFT, LEARNED = "supervision.booked", "supervision.draft", "supervision.learned"
ANSWERED, FILE_SENT = store.ANSWERED, "supervision.file"
FILE = "supervision"
CANCELLED = "x"  # in a message's name, where the version stands
ANSWER_WITHIN = timedelta(days=14)  # of what is asked about a day that was


# --- by the clock ----------------------------------------------------------------------------


def quarter_begins(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    """Each is caught up until the next says the same."""
    quarter = rhythm.period(occurrence)
    _, ends = quarter.bounds(zone)
    for team in rhythm.teams(session):
        of = times.times(quarter, team.closed_weeks, zone)
        asked = [(ASK, of.ask.at), (REMIND, of.remind.at), (MISSING, of.missing.at)]
        for (series, due), until in zip(asked, [of.remind.at, of.missing.at, ends], strict=True):
            if due < until:
                occurrences.plan(session, series, team.id, quarter.key, due, until)


def ask_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The coordinator, or who is there in their place."""
    team = rhythm.now_for(session, occurrence, now, zone)
    quarter = rhythm.period(occurrence)
    if team is None or store.of_quarter(session, team.id, quarter) is not None:
        return
    who = _leading(session, team, now, zone)
    if who is None:
        _put_off(session, occurrence, quarter.key, team, now, zone)
        return
    which = _which(occurrence)
    address = to_person(who.id)
    outbox.want(session, ASK, f"{team.id}:{quarter.key}:{which}", address, Priority.PROMPT, now)


def _which(occurrence: Occurrence) -> str:
    """Tells this time from the others of a quarter."""
    usual = "2" if occurrence.series == REMIND else "1"
    return occurrence.key.partition("+")[2] or usual


def missing_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The leader, in time to mend it. As long as there is none here, whoever books it."""
    team = rhythm.now_for(session, occurrence, now, zone)
    quarter = rhythm.period(occurrence)
    if team is None or store.of_quarter(session, team.id, quarter) is not None:
        return
    entity = f"{team.id}:{quarter.key}:{_which(occurrence)}"
    leader = _first_there(session, [team.leader], now, zone)
    if leader is not None:
        outbox.want(session, MISSING, entity, to_person(leader.id), Priority.PROMPT, now)
        return
    who = _leading(session, team, now, zone)
    if who is not None and "+" not in occurrence.key:  # once, not each day that the leader is away
        outbox.want(session, ASK, f"{entity}-late", to_person(who.id), Priority.PROMPT, now)
    if team.leader is not None or who is None:
        _put_off(session, occurrence, quarter.key, team, now, zone)


def themes_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    there = _as_booked(session, occurrence)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None or there.at is None or now >= there.at:
        return
    due = at_work(now, team.closed_weeks, zone)
    home = people.conversation(session, people.home(session, team.id))
    if home is None or home.left:
        return
    if due != now:
        key = f"{there.version}+{due.date().isoformat()}"
        occurrences.plan(session, THEMES, there.id, key, due, there.at)
        return
    entity = f"{there.id}:{there.version}"
    outbox.want(session, THEMES, entity, to_chat(home.id), Priority.LINE, now)


def held_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The working day after, and once more."""
    there = _as_booked(session, occurrence)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None:
        return
    who = _leading(session, team, now, zone)
    version = str(there.version)
    if who is None or at_work(now, team.closed_weeks, zone) != now:
        _put_off(session, occurrence, occurrence.key.partition("+")[0], team, now, zone)
        return
    again = occurrence.key.partition("+")[0].endswith("-2")
    if not again:
        due = times.after_again(now, team.closed_weeks, zone)
        until = due + ANSWER_WITHIN
        occurrences.plan(session, HELD, there.id, f"{version}-2", due, until)
    entity = f"{there.id}:{version}:{2 if again else 1}"
    outbox.want(session, HELD, entity, to_person(who.id), Priority.PROMPT, now)


def _as_booked(session: Session, occurrence: Occurrence) -> Supervision | None:
    """None: it was moved, cancelled or held since this was planned."""
    there = store.get(session, int(occurrence.entity))
    version = occurrence.key.partition("+")[0].partition("-")[0]
    if there is None or there.state is not State.BOOKED or version != str(there.version):
        return None
    return there


def request_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    wanted = store.wanted(session, int(occurrence.entity))
    team = people.find_team(session, wanted.team_id) if wanted else None
    if wanted is None or team is None or wanted.state is not RequestState.ASKED:
        return
    who = _answering(session, team, now, zone)
    if who is None or at_work(now, team.closed_weeks, zone) != now:
        _put_off(session, occurrence, "once", team, now, zone)
        return
    outbox.want(session, REQUEST, wanted.id, to_person(who.id), Priority.PROMPT, now)


def _put_off(
    session: Session,
    occurrence: Occurrence,
    key: str,
    team: Team,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Nobody is there today. Until when it is worth asking, the occurrence itself says."""
    due = next_morning(now, team.closed_weeks, zone)
    late = occurrence.late_until
    if late is not None and due >= late:
        occurrences.came_to_nothing(session, occurrence, now)
        return
    later = f"{key}+{local_day(due, zone).isoformat()}"
    occurrences.plan(session, occurrence.series, occurrence.entity, later, due, late)


def _leading(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> Person | None:
    """The coordinator, or the deputy in their place; None: neither is there today."""
    return _first_there(session, [team.coordinator, team.deputy], now, zone)


def _answering(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> Person | None:
    asked = [team.leader, team.coordinator, team.deputy]
    return _first_there(session, asked, now, zone)


def _first_there(
    session: Session, asked: Iterable[Person | None], now: datetime, zone: ZoneInfo
) -> Person | None:
    found = [who for who in asked if who is not None]
    away = people.absent_on(session, [who.id for who in found], local_day(now, zone))
    return next((who for who in found if who.id not in away), None)


# --- looked at -------------------------------------------------------------------------------


def show(session: Session, call: Call) -> Answer:
    """`supervision`. In a group everybody sees the same."""
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    chosen = [team for team in teams if team.id == call.id] or teams
    if len(chosen) > 1:
        return Answer(card=cards.choice(chosen), anew=True)
    return Answer(card=_overview(session, call, chosen[0]), anew=True)


def _overview(session: Session, call: Call, team: Team) -> Card:
    this = Period.quarter(call.today)
    leads = not call.in_group and _leads(call.who, team)
    coming = store.coming(session, team.id, call.now)
    next_ = coming[0] if coming else None
    of = cards.Overview(
        team=team,
        quarters=[
            (quarter, store.of_quarter(session, team.id, quarter))
            for quarter in (this, this.after)
        ],
        next=next_,
        themes=store.themes(session, next_.id) if next_ else (),
        besides=[each for each in coming if each.extra],
        waiting=store.waiting(session, team.id) if leads else (),
        leads=leads,
    )
    return cards.overview(of, call.zone)


def _leads(who: Person, team: Team) -> bool:
    return TABLE[Action.BOOK_SUPERVISION].allows(rights.roles(who, team), rights.State.NOTHING)


# --- booked ----------------------------------------------------------------------------------


def open_book(session: Session, call: Call) -> Answer:
    form = cards.book_form(call.nonce, "supervision.book", call.name, words.BOOK)
    return Answer(form=form)


def hand_in_book(session: Session, call: Call) -> Answer:
    """The day decides the quarter."""
    team = _team(call)
    at = _appointed(call, team)
    fresh = Supervision(
        team_id=team.id,
        quarter=Period.quarter(local_day(at, call.zone)),
        at=at,
        supervisor=rules.supervisor_name(call.field("supervisor")),
    )
    made = store.book(session, fresh)
    _announce(session, call, made)
    return Answer(text=words.was_booked(made, call.zone))


def open_move(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    local = there.at.astimezone(call.zone) if there.at else None
    form = cards.book_form(
        call.nonce, "supervision.move", call.name, words.MOVE, there=there, at=local
    )
    return Answer(form=form)


def hand_in_move(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    at = _appointed(call, _team(call))
    supervisor = rules.supervisor_name(call.field("supervisor"))
    quarter = Period.quarter(local_day(at, call.zone))
    moved = store.move(session, replace(there, supervisor=supervisor), at, quarter)
    _call_off(session, there, call.now)
    _announce(session, call, moved)
    return Answer(text=words.was_booked(moved, call.zone))


def cancel(session: Session, call: Call) -> Answer:
    """Whoever books is asked anew; late in the quarter the leader hears of it as well."""
    there = _booked(session, call)
    store.save(session, replace(there, state=State.CANCELLED))
    store.forget_themes(session, there.id)
    _call_off(session, there, call.now)
    _follow(session, there, call.now)
    team = _team(call)
    if there.at is not None and there.at > call.now:
        _to_group(session, BOOKED, f"{there.id}:{CANCELLED}", team, call.now)
    _draft(session, call, there, CANCELLED)
    if not there.extra:
        _ask_anew(session, team, there.quarter, call)
    return Answer(card=cards.said(words.cancelled(there, call.zone)))


def _ask_anew(session: Session, team: Team, quarter: Period, call: Call) -> None:
    due = next_morning(call.now, team.closed_weeks, call.zone)
    _, ends = quarter.bounds(call.zone)
    if due >= ends:
        return
    key = f"{quarter.key}+{local_day(due, call.zone).isoformat()}"
    late = times.times(quarter, team.closed_weeks, call.zone).missing.at <= call.now
    occurrences.plan(session, ASK, team.id, key, due, ends)
    if late and team.leader is not None:
        occurrences.plan(session, MISSING, team.id, key, due, ends)


def held(session: Session, call: Call) -> Answer:
    """The themes go, and what was learned in general is asked for."""
    there = _booked(session, call)
    if there.at is None or there.at > call.now:
        raise NotHeldYet
    store.save(session, replace(there, state=State.HELD))
    store.forget_themes(session, there.id)
    _call_off(session, there, call.now)
    _follow(session, there, call.now)
    _to_group(session, LEARNED, str(there.id), _team(call), call.now)
    return Answer(card=cards.said(words.held_thanks(there)))


def _appointed(call: Call, team: Team) -> datetime:
    return appointed(
        call.field("day"), call.field("clock"), team=team, now=call.now, zone=call.zone
    )


def _announce(session: Session, call: Call, made: Supervision) -> None:
    """To the team; a draft of the mail to whoever booked it; and its own dates are planned."""
    team = _team(call)
    assert made.at is not None  # noqa: S101
    _follow(session, made, call.now)
    _to_group(session, BOOKED, f"{made.id}:{made.version}", team, call.now)
    _draft(session, call, made, str(made.version))
    closed = team.closed_weeks
    themes = times.themes(made.at, closed, call.zone).at
    if themes > call.now:
        occurrences.plan(session, THEMES, made.id, str(made.version), themes, made.at)
    due = times.after(made.at, closed, call.zone).at
    occurrences.plan(session, HELD, made.id, str(made.version), due, due + ANSWER_WITHIN)


def _call_off(session: Session, there: Supervision, now: datetime) -> None:
    for series in (THEMES, HELD):
        occurrences.call_off(session, series, there.id, now)


def _follow(session: Session, there: Supervision, now: datetime) -> None:
    """What stands somewhere about it, or about its quarter, shows how it is now."""
    for kind in (ASK, MISSING):
        outbox.show_anew(session, kind, f"{there.team_id}:{there.quarter.key}:", now)
    for kind in (BOOKED, THEMES, HELD):
        outbox.show_anew(session, kind, f"{there.id}:", now)


def _draft(session: Session, call: Call, there: Supervision, which: str) -> None:
    entity = f"{there.id}:{which}:{call.who.id}"
    outbox.want(session, DRAFT, entity, to_person(call.who.id), Priority.LINE, call.now)


def _to_group(session: Session, kind: str, entity: str, team: Team, now: datetime) -> None:
    address = to_chat(people.home(session, team.id))
    outbox.want(session, kind, entity, address, Priority.LINE, now)


def again(session: Session, call: Call) -> Answer:
    team, quarter = _open_quarter(session, call)
    _, ends = quarter.bounds(call.zone)
    due = at_work(call.now + times.AGAIN_AFTER, team.closed_weeks, call.zone)
    key = f"{quarter.key}+{local_day(due, call.zone).isoformat()}"
    if due < ends:
        occurrences.call_off(session, REMIND, team.id, call.now)  # this one comes instead
        occurrences.plan(session, ASK, team.id, key, due, ends)
    _show_quarter(session, team, quarter, call.now)
    return Answer(card=cards.said(words.ASKS_AGAIN))


def nudge(session: Session, call: Call) -> Answer:
    """The leader has the coordinator asked once more, at once if they are at work."""
    team, quarter = _open_quarter(session, call)
    _, ends = quarter.bounds(call.zone)
    due = at_work(call.now, team.closed_weeks, call.zone)
    key = f"{quarter.key}+{local_day(due, call.zone).isoformat()}"
    occurrences.plan(session, ASK, team.id, key, due, ends)
    _show_quarter(session, team, quarter, call.now)
    return Answer(card=cards.said(words.NUDGED))


def skip(session: Session, call: Call) -> Answer:
    team, quarter = _open_quarter(session, call)
    store.skip(session, team.id, quarter)
    _show_quarter(session, team, quarter, call.now)
    return Answer(card=cards.said(words.SKIPPED))


def _show_quarter(session: Session, team: Team, quarter: Period, now: datetime) -> None:
    for kind in (ASK, MISSING):
        outbox.show_anew(session, kind, f"{team.id}:{quarter.key}:", now)


def _is_asked_again(session: Session, team: Team, quarter: Period) -> bool:
    """Whether somebody's press has the question come another day."""
    ends = datetime.combine(quarter.after.first, datetime.min.time(), UTC)
    found = occurrences.upcoming(session, str(team.id), ends)
    return any(
        each.series == ASK and "+" in each.key and rhythm.period(each) == quarter for each in found
    )


def _open_quarter(session: Session, call: Call) -> tuple[Team, Period]:
    team, quarter = _team(call), Period.read(call.name.partition(":")[2])
    if quarter is None or store.of_quarter(session, team.id, quarter) is not None:
        raise SettledAlready
    return team, quarter


def _team(call: Call) -> Team:
    """Of the button, as the table of rights has looked it up."""
    if call.standing is None or call.standing.team is None:
        raise NoTeamHere
    return call.standing.team


def _named(call: Call) -> int | None:
    """What follows the team in the name of a button."""
    return number(call.name.partition(":")[2])


def _booked(session: Session, call: Call) -> Supervision:
    """Raises NoSuchSupervision: it is not this team's, or no longer to come."""
    named = _named(call)
    there = store.get(session, named) if named is not None else None
    if there is None or there.team_id != _team(call).id or there.state is not State.BOOKED:
        raise NoSuchSupervision
    return there


# --- themes ----------------------------------------------------------------------------------


def open_theme(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    form = cards.theme_form(call.nonce, call.name, store.themes(session, there.id))
    return Answer(form=form)


def hand_in_theme(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    text = rules.theme_text(call.field("text"), len(store.themes(session, there.id)))
    store.add_theme(session, there.id, text)
    outbox.show_anew(session, THEMES, f"{there.id}:", call.now)
    return Answer(text=words.THEME_KEPT)


# --- the file --------------------------------------------------------------------------------


def calendar(session: Session, call: Call, links: Links) -> Answer:
    """A link is its reader's own: asked for in a group, it comes in private."""
    named = _named(call)
    there = store.get(session, named) if named is not None else None
    if there is None or there.team_id != _team(call).id or there.at is None:
        raise NoSuchSupervision
    url = links.to_file(
        audit.pseudonym(session, call.who.id), f"{FILE}:{there.team_id}:{there.id}"
    )
    if not call.in_group:
        return Answer(card=cards.file_ready(url), anew=True)
    entity = f"{there.id}:{call.who.id}:{call.now.timestamp():.0f}"
    outbox.want(session, FILE_SENT, entity, to_person(call.who.id), Priority.LINE, call.now)
    return Answer(text=words.FILE_SENT)


def _file_message(session: Session, entity: str, now: datetime, links: Links) -> Built:
    supervision_id, person_id, _ = entity.split(":")
    there = store.get(session, int(supervision_id))
    if there is None:
        return None
    pseudonym = audit.pseudonym(session, int(person_id))
    url = links.to_file(pseudonym, f"{FILE}:{there.team_id}:{there.id}")
    return _show(cards.file_ready(url), words.FILE_READY)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo, *, host: str
) -> Callable[[], File] | None:
    found = store.get(session, number(ticket.more.partition(":")[2]) or 0)
    if found is None:
        return None
    teams = {team.id: team for team in people.teams_of(session, person_id)}
    if found.team_id not in teams:
        return None
    one = _dated(found, teams[found.team_id], words.with_supervisor(found))
    return partial(_written, one, host, now) if one else None


def _dated(of: Supervision, team: Team, text: str = "") -> Dated | None:
    if of.at is None:
        return None
    cancelled = of.state is State.CANCELLED
    return Dated(
        key=f"supervision-{of.id}",
        title=words.event_title(team),
        begins=of.at,
        ends=of.at + rules.LASTS,
        text=text,
        version=of.version + cancelled,
        cancelled=cancelled,
    )


def _written(one: Dated, host: str, now: datetime) -> File:
    content = appointment_text(one, host=host, now=now)
    return File(name="supervision.ics", content=content, kind=MEDIA_TYPE)


def dated(session: Session, person_id: int, after: datetime, until: datetime) -> Iterator[Dated]:
    """Their teams' supervisions. Who comes stands in the bot's own messages, which forget it."""
    for team in people.teams_of(session, person_id):
        for each in store.coming(session, team.id, after):
            one = _dated(each, team)
            if one is not None and one.begins <= until:
                yield one


def file_team(ticket: Ticket) -> int | None:
    return number(ticket.more.partition(":")[0])


def files(links: Links) -> Mapping[str, Offered]:
    return {FILE: Offered(maker=partial(file, host=links.host), team=file_team)}


# --- asked for besides -----------------------------------------------------------------------


def open_request(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    return Answer(form=cards.request_form(call.nonce, teams))


def hand_in_request(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    team = next((each for each in teams if str(each.id) == call.field("team")), teams[0])
    wanted = Wanted(
        team_id=team.id,
        asker=call.who,
        reason=rules.reason_text(call.field("reason")),
        whole=call.field("whom") == cards.WHOLE,
    )
    request_id = store.want(session, wanted, call.now)
    due = at_work(call.now, team.closed_weeks, call.zone)
    occurrences.plan(session, REQUEST, request_id, "once", due)
    return Answer(text=words.REQUESTED)


def _asked(session: Session, call: Call) -> Wanted:
    named = _named(call)
    wanted = store.wanted(session, named) if named is not None else None
    if wanted is None or wanted.team_id != _team(call).id:
        raise NoSuchWanted
    if wanted.state is not RequestState.ASKED:
        raise NoSuchWanted
    return wanted


def open_answer(session: Session, call: Call) -> Answer:
    _asked(session, call)
    form = cards.book_form(call.nonce, "supervision.answer", call.name, words.REQUEST_TITLE)
    return Answer(form=form)


def hand_in_answer(session: Session, call: Call) -> Answer:
    """Yes, and when. For the whole team it is booked like any other."""
    wanted, team = _asked(session, call), _team(call)
    at = _appointed(call, team)
    supervisor = rules.supervisor_name(call.field("supervisor"))
    store.answer(session, wanted.id, RequestState.AGREED, supervisor, at)
    if wanted.whole:
        quarter = Period.quarter(local_day(at, call.zone))
        fresh = Supervision(
            team_id=team.id, quarter=quarter, at=at, supervisor=supervisor, extra=True
        )
        _announce(session, call, store.book(session, fresh))
    _answered(session, call, wanted)
    return Answer(text=words.answered_yes(wanted, call.zone))


def open_decline(session: Session, call: Call) -> Answer:
    return Answer(form=cards.decline_form(call.nonce, call.name, _asked(session, call)))


def hand_in_decline(session: Session, call: Call) -> Answer:
    wanted = _asked(session, call)
    reply = rules.no_text(call.field("reply"))
    store.answer(session, wanted.id, RequestState.DECLINED, reply, None)
    _answered(session, call, wanted)
    return Answer(text=words.ANSWERED_NO)


def _answered(session: Session, call: Call, wanted: Wanted) -> None:
    entity = f"{wanted.id}:{call.who.id}"
    address = to_person(wanted.asker.id)
    outbox.want(session, ANSWERED, entity, address, Priority.ANSWER, call.now)
    if outbox.posted(session, REQUEST, str(wanted.id)) is not None:
        outbox.show_anew(session, REQUEST, str(wanted.id), call.now)


def _answer_heard(session: Session, entity: str, now: datetime) -> None:
    """A no that was heard is forgotten at once."""
    wanted = store.wanted(session, int(entity.partition(":")[0]))
    if wanted is not None and wanted.state is RequestState.DECLINED:
        store.forget_request(session, wanted.id)


def _answer_undelivered(session: Session, entity: str, reason: str, now: datetime) -> None:
    _answer_heard(session, entity, now)


# --- what the messages show ------------------------------------------------------------------


def _ask_message(session: Session, entity: str, now: datetime) -> Built:
    team, quarter = _of_quarter(session, entity)
    if team is None:
        return None
    if store.of_quarter(session, team.id, quarter) is not None:
        return _only_as_update(session, ASK, entity, words.OVER)
    if _is_asked_again(session, team, quarter):
        return _only_as_update(session, ASK, entity, words.ASKS_AGAIN)
    return _show(cards.ask(team, quarter), words.TITLE)


def _missing_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, quarter = _of_quarter(session, entity)
    weeks = times.weeks_left(quarter, local_day(now, zone))
    if team is None:
        return None
    if not weeks or store.of_quarter(session, team.id, quarter) is not None:
        return _only_as_update(session, MISSING, entity, words.OVER)
    if _is_asked_again(session, team, quarter):
        return _only_as_update(session, MISSING, entity, words.NUDGED)
    return _show(cards.missing(team, quarter, weeks, team.coordinator), words.TITLE)


def _of_quarter(session: Session, entity: str) -> tuple[Team | None, Period]:
    team_id, key, _ = entity.split(":", 2)
    quarter = Period.read(key)
    assert quarter is not None  # noqa: S101
    return people.find_team(session, int(team_id)), quarter


def _booked_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if version == CANCELLED:
        return _show(cards.said(words.cancelled(there, zone)), words.TITLE)
    if there.state is State.BOOKED and version == str(there.version):
        return _show(cards.booked(there, zone), words.booked(there, zone))
    line = cards.line_of(there, zone)
    return _only_as_update(session, BOOKED, entity, line)


def _themes_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if there.state is State.BOOKED and version == str(there.version):
        card = cards.themes_due(there, store.themes(session, there.id), zone)
        return _show(card, words.themes_due(there, zone))
    return _only_as_update(session, THEMES, entity, cards.line_of(there, zone))


def _held_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if there.state is State.BOOKED and version == str(there.version):
        return _show(cards.was_it_held(there, zone), words.was_it_held(there, zone))
    return _only_as_update(session, HELD, entity, cards.line_of(there, zone))


def _of_message(session: Session, entity: str) -> tuple[Supervision | None, str]:
    supervision_id, version = entity.split(":")[:2]
    return store.get(session, int(supervision_id)), version


def _learned_message(session: Session, entity: str, now: datetime) -> Built:
    return _show(cards.learned(), words.LEARNED)


def _draft_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None:
        return None
    if version != (CANCELLED if there.state is State.CANCELLED else str(there.version)):
        return _only_as_update(session, DRAFT, entity, cards.line_of(there, zone))
    return _show(cards.draft(there, team, zone), words.DRAFT_TITLE)


def _request_message(session: Session, entity: str, now: datetime) -> Built:
    wanted = store.wanted(session, int(entity))
    if wanted is None or wanted.state is not RequestState.ASKED:
        return _only_as_update(session, REQUEST, entity, words.OVER)
    return _show(cards.requested(wanted), words.REQUEST_TITLE)


def _answered_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    request_id, _, by_id = entity.partition(":")
    wanted = store.wanted(session, int(request_id))
    if wanted is None or wanted.state is RequestState.ASKED:
        return None
    named = people.directory(session, wanted.team_id)
    by = named.get(int(by_id))
    if wanted.state is RequestState.DECLINED:
        return _show(cards.declined(wanted, by), words.ANSWER_TITLE)
    return _show(cards.agreed(wanted, by, zone), words.ANSWER_TITLE)


def _show(card: Card, summary: str) -> Show:
    return Show(message=Message(card=card, summary=summary))


def _only_as_update(session: Session, kind: str, entity: str, line: str) -> Built:
    """What is over is not worth a post of its own."""
    if outbox.posted(session, kind, entity) is None:
        return None
    return _show(cards.said(line), "")


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """Each quarter's questions as long as nothing settles it, and what follows a date."""
    for team in rhythm.teams(session):
        found = [
            *_of_quarters(session, team, after, until, zone),
            *_asked_again(session, team, until, zone),
            *_of_dates(session, team, after, zone),
        ]
        yield from (each for each in found if after < each.at <= until)


def _of_quarters(
    session: Session, team: Team, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    this = quarter = Period.quarter(local_day(after, zone))
    last = local_day(until, zone)
    while quarter.first <= last:
        is_asked = quarter != this or _is_planned(session, team, quarter, until)
        if is_asked and store.of_quarter(session, team.id, quarter) is None:
            of = times.times(quarter, team.closed_weeks, zone)
            missing = words.missing(
                team, quarter, times.weeks_left(quarter, local_day(of.missing.at, zone))
            )
            if of.ask.at < of.remind.at:
                yield _to_leading(session, ASK, team, of.ask, words.ask(team, quarter), zone)
            yield _to_leading(session, REMIND, team, of.remind, words.ask(team, quarter), zone)
            yield _foreseen(
                MISSING,
                team,
                of.missing,
                zone,
                whom=f"{words.TO_LEADER}, {team.name}",
                title=words.MISSING_TITLE,
                text=missing,
                person=team.leader,
            )
        quarter = quarter.after


def _is_planned(session: Session, team: Team, quarter: Period, until: datetime) -> bool:
    """A team that began within a quarter is asked from the next one on."""
    found = occurrences.upcoming(session, str(team.id), until)
    return any(
        each.series in (ASK, REMIND, MISSING) and rhythm.period(each) == quarter for each in found
    )


def _asked_again(
    session: Session, team: Team, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """What somebody's press has come another day."""
    for each in occurrences.upcoming(session, str(team.id), until):
        if each.series in (ASK, REMIND, MISSING) and "+" in each.key:
            quarter = rhythm.period(each)
            if each.series != MISSING and store.of_quarter(session, team.id, quarter) is None:
                time = Time(at=each.due_at, nominal=local_day(each.due_at, zone))
                text = words.ask(team, quarter)
                yield _to_leading(session, each.series, team, time, text, zone)


def _of_dates(session: Session, team: Team, after: datetime, zone: ZoneInfo) -> Iterator[Foreseen]:
    closed = team.closed_weeks
    for there in store.coming(session, team.id, after - ANSWER_WITHIN):
        assert there.at is not None  # noqa: S101
        yield _foreseen(
            THEMES,
            team,
            times.themes(there.at, closed, zone),
            zone,
            whom=team.name,
            title=words.THEMES_DUE_TITLE,
            text=words.themes_due(there, zone),
        )
        time = times.after(there.at, closed, zone)
        text = words.was_it_held(there, zone)
        yield _to_leading(session, HELD, team, time, text, zone, title=words.HELD_TITLE)


def _to_leading(
    session: Session,
    series: str,
    team: Team,
    time: Time,
    text: str,
    zone: ZoneInfo,
    title: str = words.ASK_TITLE,
) -> Foreseen:
    who = _leading(session, team, time.at, zone)
    away = team.coordinator is not None and who is not None and who != team.coordinator
    return _foreseen(
        series,
        team,
        time,
        zone,
        whom=f"{words.TO_COORDINATOR}, {team.name}",
        title=title,
        text=text,
        person=who or team.coordinator,
        because=words.is_absent(team.coordinator) if away and team.coordinator else "",
    )


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """Each quarter's: held, not said yet whether it was, or without a date since it was asked
    about."""
    asked = {
        (each.entity, rhythm.period(each))
        for each in occurrences.happened(session, (ASK, REMIND), since, now)
    }
    for team in rhythm.teams(session):
        quarter = Period.quarter(local_day(since, zone))
        while quarter.first <= local_day(now, zone):
            there = store.of_quarter(session, team.id, quarter)
            if there is None and (str(team.id), quarter) in asked:
                of = times.times(quarter, team.closed_weeks, zone)
                on, late = local_day(of.ask.at, zone), local_day(of.missing.at, zone)
                yield _behind(team, on, words.without_date(quarter), due_until=late - DAY)
            elif there is not None and there.at is not None and there.at <= now:
                on, held = local_day(there.at, zone), there.state is State.HELD
                late = local_day(there.at + ANSWER_WITHIN, zone)
                title = words.of_quarter(quarter) if held else words.HELD_TITLE
                yield _behind(team, on, title, done=held, due_until=late)
            quarter = quarter.after


def _behind(team: Team, on: date, title: str, *, due_until: date, done: bool = False) -> Behind:
    return Behind(on=on, title=title, done=done, due_until=due_until, team_id=team.id)


def _foreseen(
    series: str,
    team: Team,
    time: Time,
    zone: ZoneInfo,
    *,
    whom: str,
    title: str,
    text: str,
    person: Person | None = None,
    because: str = "",
) -> Foreseen:
    nominal, why = moved(time.at, time.nominal, team.closed_weeks, zone)
    return Foreseen(
        at=time.at,
        series=series,
        whom=whom,
        title=title,
        text=text,
        nominal=nominal,
        because=", ".join(filter(None, [why, because])),
        team_id=team.id,
        person_id=person.id if person else None,
    )


def area(links: Links, zone: ZoneInfo) -> Area:
    in_group = {
        BOOKED: (words.BOOKED_TITLE, _booked_message),
        THEMES: (words.THEMES_DUE_TITLE, _themes_message),
    }
    return Area(
        commands={"supervision": Command(show)},
        presses={
            "supervision.show": show,
            "supervision.cancel": cancel,
            "supervision.held": held,
            "supervision.again": again,
            "supervision.nudge": nudge,
            "supervision.skip": skip,
            "supervision.calendar": partial(calendar, links=links),
        },
        dialogs={
            "supervision.book": Dialog(
                open=open_book, hand_in=hand_in_book, naming=("supervisor",)
            ),
            "supervision.move": Dialog(
                open=open_move, hand_in=hand_in_move, naming=("supervisor",)
            ),
            "supervision.theme": Dialog(open=open_theme, hand_in=hand_in_theme, texts=("text",)),
            "supervision.request": Dialog(
                open=open_request, hand_in=hand_in_request, texts=("reason",)
            ),
            "supervision.answer": Dialog(
                open=open_answer, hand_in=hand_in_answer, naming=("supervisor",)
            ),
            "supervision.decline": Dialog(
                open=open_decline, hand_in=hand_in_decline, texts=("reply",)
            ),
        },
        kinds={
            **{
                name: Kind(title=title, private=False, build=partial(build, zone=zone))
                for name, (title, build) in in_group.items()
            },
            LEARNED: Kind(title=words.LEARNED_TITLE, private=False, build=_learned_message),
            ASK: Kind(title=words.ASK_TITLE, private=False, build=_ask_message),
            MISSING: Kind(
                title=words.MISSING_TITLE,
                private=False,
                build=partial(_missing_message, zone=zone),
            ),
            HELD: Kind(
                title=words.HELD_TITLE, private=False, build=partial(_held_message, zone=zone)
            ),
            DRAFT: Kind(title=words.DRAFT_TITLE, build=partial(_draft_message, zone=zone)),
            FILE_SENT: Kind(title=words.FILE, build=partial(_file_message, links=links)),
            REQUEST: Kind(title=words.REQUEST_TITLE, build=_request_message),
            ANSWERED: Kind(
                title=words.ANSWER_TITLE,
                build=partial(_answered_message, zone=zone),
                sent=_answer_heard,
                undeliverable=_answer_undelivered,
            ),
        },
        refusal=words.refusal,
        occasions={
            series: partial(occasion, zone=zone)
            for series, occasion in {
                QUARTER: quarter_begins,
                ASK: ask_due,
                REMIND: ask_due,
                MISSING: missing_due,
                THEMES: themes_due,
                HELD: held_due,
                REQUEST: request_due,
            }.items()
        },
        series={
            ASK: words.ASK_TITLE,
            REMIND: words.ASK_TITLE,
            MISSING: words.MISSING_TITLE,
        },
        dated=dated,
        foresees=partial(foresees, zone=zone),
        looks_back=partial(looks_back, zone=zone),
    )
