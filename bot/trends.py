"""`tendenser`: what learning points are about and how meetings go, as numbers over the quarters;
and once a quarter, what takes up more room, to those who lead the team. In private alone."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.calendar.days import local_day
from dialogs.calendar.period import Period, latest
from dialogs.calendar.season import Foreseen, Reader, moved
from dialogs.cards import Card
from dialogs.learning import themes as rules
from dialogs.learning import trend_cards as cards
from dialogs.learning import trend_words as words
from dialogs.learning.evaluation import Kept
from dialogs.learning.themes import QUARTERS_SHOWN, Theme, Trend
from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action, State
from dialogs.people.team import LINES_AT_MOST, NoTeamHere, Team, TooManyLines, WrongPlacePrivate
from storage import outbox, people, rhythm, roles, trends
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session

THEME = "learning.theme"  # the message
PRACTICES_SHOWN = 3
DEPARTMENT = 0  # in the place of a team's id


# --- shown on demand -------------------------------------------------------------------------


def show(session: Session, call: Call) -> Answer:
    if call.in_group:
        raise WrongPlacePrivate
    led = [team for team in people.teams_of(session, call.who.id) if _leads(call.who, team)]
    department = bool(roles.of_department(session, call.who.id))
    if department and (call.id == DEPARTMENT or not led):
        return Answer(card=_of_department(session, call), anew=True)
    chosen = [team for team in led if team.id == call.id] or led
    if len(chosen) > 1 or (department and call.id is None):
        return Answer(card=cards.choice(led, department=department), anew=True)
    if not chosen:
        raise NoTeamHere
    return Answer(card=_of_team(session, call, chosen[0]), anew=True)


def _leads(who: Person, team: Team) -> bool:
    return TABLE[Action.LOOK_AT_TRENDS].allows(rights.roles(who, team), State.NOTHING)


def _quarters(day: Period, zone: ZoneInfo) -> trends.Quarters:
    return {quarter: quarter.bounds(zone) for quarter in latest(day, QUARTERS_SHOWN)}


def _of_team(session: Session, call: Call, team: Team) -> Card:
    quarters = _quarters(Period.quarter(call.today), call.zone)
    counted = trends.themes(session, [team.id], quarters)
    return cards.trends(
        words.of_team(team.name),
        "",
        rules.trends(counted, [*quarters]),
        trends.evaluated(session, [team.id], quarters),
        _kept(session, [team.id], quarters) if call.who == team.leader else None,
        rules.growing(counted, [*quarters][-2]),
        team.id,
    )


def _of_department(session: Session, call: Call) -> Card:
    quarters = _quarters(Period.quarter(call.today), call.zone)
    teams = [team.id for team in people.all_teams(session)]
    return cards.trends(
        words.of_team("afdelingen"),
        words.of_department(len(teams)),
        rules.trends(trends.themes(session, teams, quarters), [*quarters]),
        trends.evaluated(session, teams, quarters),
        _kept(session, teams, quarters),
    )


def _kept(
    session: Session, teams: Collection[int], quarters: trends.Quarters
) -> Mapping[Period, Kept]:
    return {quarter: trends.kept(session, teams, *bounds) for quarter, bounds in quarters.items()}


# --- what takes up more room -----------------------------------------------------------------


def themes_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """To the leader and the coordinator, each in private: the theme that grew most."""
    team = rhythm.now_for(session, occurrence, now, zone)
    quarter = rhythm.period(occurrence).before
    if team is None or _grew(session, team, quarter, zone) is None:
        return
    for who in {team.leader, team.coordinator}:
        if who is not None:
            _tell(session, team, quarter, who, now)


def _grew(session: Session, team: Team, quarter: Period, zone: ZoneInfo) -> Trend | None:
    quarters = {each: each.bounds(zone) for each in latest(quarter, 2)}
    found = rules.growing(trends.themes(session, [team.id], quarters), quarter)
    return found[0] if found else None


def _tell(session: Session, team: Team, quarter: Period, to: Person, now: datetime) -> None:
    entity = f"{team.id}:{quarter.key}:{to.id}"
    outbox.want(session, THEME, entity, to_person(to.id), Priority.PROMPT, now)


def _theme_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team_id, key, person_id = entity.split(":")
    team, quarter = people.find_team(session, int(team_id)), Period.read(key)
    grew = _grew(session, team, quarter, zone) if team and quarter else None
    if team is None or grew is None:
        return None
    who = next((p for p in (team.leader, team.coordinator) if p and str(p.id) == person_id), None)
    if who is None:  # leads it no more
        return None
    card = cards.theme(
        team,
        grew,
        trends.practices(session, team.id, grew.theme, PRACTICES_SHOWN),
        leads=who == team.leader,
        stands_first=people.topics(session, team.id)[:1] == [words.topic(grew.theme)],
    )
    return Show(message=Message(card=card, summary=words.GROWS))


def put_on_meeting(session: Session, call: Call) -> Answer:
    """It is offered first, when there is no case."""
    team = call.team
    theme = Theme.read(call.name.partition(":")[2], team.methods)
    topic = words.topic(theme)
    rest = [other for other in people.topics(session, team.id) if other != topic]
    if len(rest) >= LINES_AT_MOST:
        raise TooManyLines(len(rest) + 1)
    people.save_topics(session, team.id, [topic, *rest])
    last_quarter = Period.quarter(local_day(call.now, call.zone)).before
    outbox.show_anew(session, THEME, f"{team.id}:{last_quarter.key}:", call.now)
    return Answer(text=words.STANDS_FIRST)


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    for team, during, at in rhythm.times(session, rhythm.THEMES, after, until, zone):
        on = rhythm.falls_on(rhythm.THEMES, during)
        nominal, because = moved(at, on, team.calendar, zone)
        yield Foreseen(
            at=at,
            series=rhythm.THEMES,
            whom=words.whom(team.name),
            title=words.FORESEEN_TITLE,
            text=words.FORESEEN_TEXT,
            nominal=nominal,
            because=because,
            team_id=team.id,
            readers=Reader.LEADING,
        )


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={"tendenser": Command(show)},
        presses={"trends.show": show, "trends.topic": put_on_meeting},
        dialogs={},
        kinds={THEME: Kind(title="Noget fylder mere", build=partial(_theme_message, zone=zone))},
        refusal=words.refusal,
        occasions={rhythm.THEMES: partial(themes_due, zone=zone)},
        series={rhythm.THEMES: "Noget fylder mere"},
        foresees=partial(foresees, zone=zone),
    )
