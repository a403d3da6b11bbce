"""A date for each quarter: who is asked for one, and when the leader hears that there is none."""

from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.kinds import Built, only_as_update, show
from bot.supervision.names import ASK, MISSING, NUDGE, REMIND, first_there, leading
from dialogs.calendar.days import asked_at, at_work, local_day
from dialogs.calendar.period import Period
from dialogs.people.team import Team
from dialogs.supervision import cards, words
from dialogs.supervision import rhythm as times
from dialogs.supervision.booking import QuarterOver, SettledAlready
from storage import occurrences, outbox, people, rhythm
from storage import supervision as store
from storage.occurrences import Occurrence, key_again
from storage.outbox import Priority, to_person
from storage.store import Session

LATE = "1-late"  # in a message's name: asked of the coordinator in the leader's place


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
        rhythm.put_off(session, occurrence, team, now, zone)
        _show_quarter(session, team, quarter, now)
        return
    which = _which(occurrence)
    address = to_person(who.id)
    outbox.want(session, ASK, f"{team.id}:{quarter.key}:{which}", address, Priority.PROMPT, now)


def _which(occurrence: Occurrence) -> str:
    """Tells this time from the others of a quarter."""
    usual = "2" if occurrence.series == REMIND else "1"
    return occurrence.again or usual


def missing_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The leader, in time to mend it. As long as there is none here, whoever books it."""
    team = rhythm.now_for(session, occurrence, now, zone)
    quarter = rhythm.period(occurrence)
    if team is None or store.of_quarter(session, team.id, quarter) is not None:
        return
    which = _which(occurrence)
    leader = first_there(session, [team.leader], now, zone)
    if leader is not None:
        entity = f"{team.id}:{quarter.key}:{which}"
        outbox.want(session, MISSING, entity, to_person(leader.id), Priority.PROMPT, now)
        return
    who = leading(session, team, now, zone)
    if who is not None and not occurrence.again:  # once, not each day that the leader is away
        entity = f"{team.id}:{quarter.key}:{LATE}"
        outbox.want(session, ASK, entity, to_person(who.id), Priority.PROMPT, now)
    if team.leader is not None or who is None:
        rhythm.put_off(session, occurrence, team, now, zone)


# --- pressed ---------------------------------------------------------------------------------


def again(session: Session, call: Call) -> Answer:
    due = asked_at(call.now + times.AGAIN_AFTER, call.team.calendar, call.zone)
    answer = _asks_on(session, call, ASK, due)
    occurrences.call_off(session, REMIND, call.team.id, call.now)  # this one comes instead
    return answer


def nudge(session: Session, call: Call) -> Answer:
    """The leader has the coordinator asked once more, at once if they are at work."""
    return _asks_on(session, call, NUDGE, at_work(call.now, call.team.calendar, call.zone))


def _asks_on(session: Session, call: Call, series: str, due: datetime) -> Answer:
    team, quarter = _open_quarter(session, call)
    _, ends = quarter.bounds(call.zone)
    if due >= ends:
        raise QuarterOver
    day = local_day(due, call.zone)
    key = key_again(quarter.key, day)
    occurrences.plan(session, series, team.id, key, due, ends)
    _show_quarter(session, team, quarter, call.now)
    return Answer(card=cards.said(words.asks_again(day)))


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
    if (day := _asks_again(session, ASK, entity, team, quarter, zone)) is not None:
        return only_as_update(session, ASK, entity, words.asks_again(day))
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
    if (day := _asks_again(session, MISSING, entity, team, quarter, zone)) is not None:
        return only_as_update(session, MISSING, entity, words.asks_again(day))
    return show(cards.missing(team, quarter, weeks, team.coordinator), words.TITLE)


def _asks_again(
    session: Session, kind: str, entity: str, team: Team, quarter: Period, zone: ZoneInfo
) -> date | None:
    """The last day on which this is asked after the message, to come or over: only the newest
    has buttons, and the others say so, whenever they are looked at."""
    on = _day_of(kind, entity, team, quarter, zone)
    if kind == MISSING:
        # The leader's own press, which comes on the same day as a rule.
        found = [day for day in _days_again(session, NUDGE, team, quarter) if day >= on]
        found += [day for day in _days_again(session, MISSING, team, quarter) if day > on]
    else:
        days = (_days_again(session, series, team, quarter) for series in (ASK, NUDGE))
        found = [day for day in chain.from_iterable(days) if day > on]
    return max(found, default=None)


def _days_again(session: Session, series: str, team: Team, quarter: Period) -> list[date]:
    return occurrences.days_again(session, series, team.id, quarter.key)


def _day_of(kind: str, entity: str, team: Team, quarter: Period, zone: ZoneInfo) -> date:
    of = times.times(quarter, team.calendar, zone)
    usual = {
        (ASK, "1"): of.ask,
        (ASK, "2"): of.remind,
        (ASK, LATE): of.missing,
        (MISSING, "1"): of.missing,
    }
    which = entity.split(":", 2)[2]
    found = usual.get((kind, which))
    return local_day(found.at, zone) if found else date.fromisoformat(which)


def _of_quarter(session: Session, entity: str) -> tuple[Team | None, Period]:
    team_id, key, _ = entity.split(":", 2)
    quarter = Period.read(key)
    assert quarter is not None  # noqa: S101
    return people.find_team(session, int(team_id)), quarter
