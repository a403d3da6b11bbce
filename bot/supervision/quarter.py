"""A date for each quarter: who is asked for one, and when the leader hears that there is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.kinds import Built, only_as_update, show
from bot.supervision.names import ASK, MISSING, REMIND, first_there, is_asked_again, leading
from dialogs.calendar.days import asked_at, at_work, local_day
from dialogs.calendar.period import Period
from dialogs.people.team import Team
from dialogs.supervision import cards, words
from dialogs.supervision import rhythm as times
from dialogs.supervision.booking import QuarterOver, SettledAlready
from storage import occurrences, outbox, people, rhythm
from storage import supervision as store
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session


def quarter_begins(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    """Each is caught up until the next says the same."""
    quarter = rhythm.period(occurrence)
    _, ends = quarter.bounds(zone)
    for team in rhythm.teams(session):
        of = times.times(quarter, team.calendar, zone)
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
    who = leading(session, team, now, zone)
    if who is None:
        rhythm.put_off(session, occurrence, quarter.key, team, now, zone)
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
    leader = first_there(session, [team.leader], now, zone)
    if leader is not None:
        outbox.want(session, MISSING, entity, to_person(leader.id), Priority.PROMPT, now)
        return
    who = leading(session, team, now, zone)
    if who is not None and "+" not in occurrence.key:  # once, not each day that the leader is away
        outbox.want(session, ASK, f"{entity}-late", to_person(who.id), Priority.PROMPT, now)
    if team.leader is not None or who is None:
        rhythm.put_off(session, occurrence, quarter.key, team, now, zone)


# --- pressed ---------------------------------------------------------------------------------


def again(session: Session, call: Call) -> Answer:
    team, quarter = _open_quarter(session, call)
    _, ends = quarter.bounds(call.zone)
    due = asked_at(call.now + times.AGAIN_AFTER, team.calendar, call.zone)
    key = f"{quarter.key}+{local_day(due, call.zone).isoformat()}"
    if due >= ends:
        raise QuarterOver
    occurrences.call_off(session, REMIND, team.id, call.now)  # this one comes instead
    occurrences.plan(session, ASK, team.id, key, due, ends)
    _show_quarter(session, team, quarter, call.now)
    return Answer(card=cards.said(words.ASKS_AGAIN))


def nudge(session: Session, call: Call) -> Answer:
    """The leader has the coordinator asked once more, at once if they are at work."""
    team, quarter = _open_quarter(session, call)
    _, ends = quarter.bounds(call.zone)
    due = at_work(call.now, team.calendar, call.zone)
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


def _open_quarter(session: Session, call: Call) -> tuple[Team, Period]:
    team, quarter = call.team, Period.read(call.name.partition(":")[2])
    if quarter is None or store.of_quarter(session, team.id, quarter) is not None:
        raise SettledAlready
    if _is_over(quarter, call.now, call.zone):
        raise QuarterOver
    return team, quarter


def _is_over(quarter: Period, now: datetime, zone: ZoneInfo) -> bool:
    _, ends = quarter.bounds(zone)
    return ends <= now


# --- what the messages show ------------------------------------------------------------------


def ask_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, quarter = _of_quarter(session, entity)
    if team is None:
        return None
    if store.of_quarter(session, team.id, quarter) is not None:
        return only_as_update(session, ASK, entity, words.OVER)
    if _is_over(quarter, now, zone):
        return only_as_update(session, ASK, entity, words.QUARTER_OVER)
    if is_asked_again(session, team, quarter):
        return only_as_update(session, ASK, entity, words.ASKS_AGAIN)
    return show(cards.ask(team, quarter), words.TITLE)


def missing_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, quarter = _of_quarter(session, entity)
    weeks = times.weeks_left(quarter, local_day(now, zone))
    if team is None:
        return None
    if store.of_quarter(session, team.id, quarter) is not None:
        return only_as_update(session, MISSING, entity, words.OVER)
    if not weeks:
        return only_as_update(session, MISSING, entity, words.QUARTER_OVER)
    if is_asked_again(session, team, quarter):
        return only_as_update(session, MISSING, entity, words.NUDGED)
    return show(cards.missing(team, quarter, weeks, team.coordinator), words.TITLE)


def _of_quarter(session: Session, entity: str) -> tuple[Team | None, Period]:
    team_id, key, _ = entity.split(":", 2)
    quarter = Period.read(key)
    assert quarter is not None  # noqa: S101
    return people.find_team(session, int(team_id)), quarter
