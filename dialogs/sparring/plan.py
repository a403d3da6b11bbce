"""A sparring that is coming: when, about what, by which agenda, and who may start it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import DAY, Week, instant, is_held, local_day
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.refusal import Refusal
from dialogs.sparring import rota
from dialogs.sparring.agenda import Agenda, AgendaName
from dialogs.sparring.case import Case, CaseState, Kind, NotAccepted, next_case
from dialogs.sparring.meeting import LeadsAlready, NobodyOffered, NotYourself

LATE_AFTER = timedelta(minutes=5)
LEAST_PRESENT, MOST_PRESENT = 3, 12
REMINDED_BEFORE = 3  # working days


class PlanState(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # nobody started it before the next one came


class Consent(StrEnum):
    """What the coordinator answered about a guest from another authority."""

    GIVEN = "given"
    UNRECOGNISABLE = "unrecognisable"
    NO_GUEST = "no_guest"


class PlanRefused(Refusal):
    """A rule of the coming sparring says no."""


class NotStarting(PlanRefused):
    """Somebody who does not lead today pressed start."""

    def __init__(self, coordinator: Person | None, deputy: Person | None) -> None:
        super().__init__()
        self.coordinator = coordinator
        self.deputy = deputy


class OwnCase(PlanRefused):
    """The coordinator's own case is led by the deputy."""

    def __init__(self, deputy: Person | None) -> None:
        super().__init__()
        self.deputy = deputy


class NothingToTalkAbout(PlanRefused):
    """Neither a case nor a topic is chosen."""


class MeetingRuns(PlanRefused):
    """A sparring is running in this chat already."""


class PlanIsOver(PlanRefused):
    """The sparring was started or cancelled."""


class PlanMovedOn(PlanRefused):
    """The start card was changed since the button was made."""


class NoSuchAgenda(PlanRefused):
    """A mødeform that is none of the shipped ones."""


class NoSuchPlan(PlanRefused):
    """A button of a sparring that is not this chat's, or does not exist."""


class NoTimeForSecond(PlanRefused):
    """The booking has no room for another case any more."""


class NoMeeting(PlanRefused):
    """No sparring is running here."""


class PassIsOver(PlanRefused):
    """The sparring that a turn was for has been."""


class NotYourTurn(PlanRefused):
    """A button about somebody else's turn."""


class TimekeeperOwnsCase(PlanRefused):
    """The case owner presents and does not keep the time."""


class PrincipleNotAgreed(PlanRefused):
    """The principle agenda is for a principle case, which the team leader has accepted."""


class NotYoursToSumUp(PlanRefused):
    """What comes after the sparring is ticked off by who led it, or by the coordinator."""

    def __init__(self, chair: Person) -> None:
        super().__init__()
        self.chair = chair


class TapsMissing(PlanRefused):
    """One of the three questions has no answer."""


class EvaluationIsOver(PlanRefused):
    """The three taps are taken from the closing phase until the learning window closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    id: int
    team_id: int
    at: datetime | None  # None: started by hand, at no planned time
    state: PlanState = PlanState.PLANNED
    case: Case | None = None
    topic: str = ""
    agenda: AgendaName = AgendaName.SINGLE_CASE
    present: int = 6
    guest: str = ""
    consent: Consent | None = None
    timekeeper: Person | None = None
    offer: Person | None = None  # would lead today
    stand_in: Person | None = None  # leads today, agreed by another
    absent_owner: Person | None = None  # whose case waits for next time
    late: bool = False  # the late start has been shown, with its two ends
    turn: int = 1

    @property
    def owner(self) -> Person | None:
        return self.case.owner if self.case else None

    @property
    def has_subject(self) -> bool:
        """A case that is taken again has no question until its owner writes one anew."""
        return self.case is not None or bool(self.topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The next sparring of a team, and who brings a case to it as far as is known."""

    at: datetime | None
    who: Person | None


def leader_today(plan: Plan, team: Team, away: Collection[int] = ()) -> Person | None:
    """Who leads: a stand-in, or the coordinator, or on their own case, or when they are away, the
    deputy."""
    if plan.stand_in is not None:
        return plan.stand_in
    for who in (team.coordinator, team.deputy):
        if who is not None and who != plan.owner and who.id not in away:
            return who
    return None


def on_turn(plan: Plan, turn: int | None) -> None:
    """Refuses a press that was made for an earlier state of the start card."""
    if turn is not None and turn != plan.turn:
        raise PlanMovedOn


def chair_for(plan: Plan, team: Team, actor: Person) -> Person:
    """Whoever starts it leads it, and nobody leads their own case."""
    if actor == plan.owner:
        raise OwnCase(leader_today(plan, team))
    return actor


def ready(plan: Plan, agenda: AgendaName) -> None:
    """Refuses a start without anything to talk about, or without the team leader's yes."""
    if not plan.has_subject:
        raise NothingToTalkAbout
    if plan.case is not None and plan.case.state in (
        CaseState.REQUESTED,
        CaseState.ASKED_BACK,
        CaseState.DECLINED,
    ):
        raise NotAccepted
    if plan.case is not None and plan.case.state is not CaseState.WAITING:
        raise PlanMovedOn
    fits(agenda, plan.case)


def fits(agenda: AgendaName, case: Case | None) -> None:
    """A principle case needs the team leader's agreement beforehand (inventory row 4)."""
    if agenda is AgendaName.PRINCIPLE and (case is None or case.kind is not Kind.PRINCIPLE):
        raise PrincipleNotAgreed


def agenda_for(case: Case | None, team: Team) -> AgendaName:
    """What the kind asks for, or else the team's usual one; without a case a general topic."""
    if case is None:
        return AgendaName.TOPIC
    usual = AgendaName.SINGLE_CASE if team.agenda is AgendaName.PRINCIPLE else team.agenda
    return case.agenda or usual


def is_late(plan: Plan, now: datetime) -> bool:
    return plan.at is not None and not plan.late and now > plan.at + LATE_AFTER


def offer_to_lead(plan: Plan, team: Team, actor: Person) -> None:
    if actor == plan.owner:
        raise OwnCase(None)
    if actor == leader_today(plan, team):
        raise LeadsAlready


def agree_to(plan: Plan, actor: Person) -> Person:
    """Another than who offered says yes. Raises a refusal of the meeting's family."""
    if plan.offer is None:
        raise NobodyOffered
    if actor == plan.offer:
        raise NotYourself
    return plan.offer


def sessions(team: Team, after: datetime, zone: ZoneInfo) -> Iterable[tuple[datetime, bool]]:
    """The team's weekly times after a moment, and whether each is held or falls on a closed day.

    Computed in local time, so that a change of the clock moves nothing (inventory row 1).
    """
    if team.weekday is None or team.starts_at is None:
        return
    day = local_day(after, zone) - DAY
    while True:
        day += DAY
        at = instant(day, team.starts_at, zone)
        if day.weekday() == team.weekday and at > after:
            yield at, is_held(day, team.starts_at, team.calendar)


def next_session(team: Team, after: datetime, zone: ZoneInfo) -> datetime | None:
    return next((at for at, held in sessions(team, after, zone) if held), None)


def session_on(team: Team, day: date, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The sparring that is held on this day, if it is to come."""
    for at, held in sessions(team, after, zone):
        if local_day(at, zone) >= day:
            return at if held and local_day(at, zone) == day else None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A sparring to come, and who cannot bring a case to it."""

    at: datetime
    away: Collection[int]
    passed: Collection[int] = ()


def whose_turn(
    coming: Iterable[Upcoming], waiting: Iterable[Case], order: rota.Order
) -> int | None:
    """Who brings a case to the last of these sparringer."""
    return next(reversed(list(turns(coming, waiting, order))), None)


def turns(
    coming: Iterable[Upcoming], waiting: Iterable[Case], order: rota.Order
) -> Iterator[int | None]:
    """Who brings a case to each of these sparringer, when the ones before it have taken theirs:
    the first in the queue who is there, or else by the rota."""
    left = list(waiting)
    for session in coming:
        case = next_case(left, session.away)
        who: int | None
        if case is not None:
            left.remove(case)
            who = case.owner.id
        else:
            who = rota.following(order, {*session.away, *session.passed})
        order = order if who is None else rota.had_turn(order, who)
        yield who


def second_agenda(team: Team, left: timedelta, case: Case) -> Agenda | None:
    """The agenda for another case in what is left of the booking; None: no room for one."""
    whole = team.agenda_of(agenda_for(case, team))
    short = team.agenda_of(AgendaName.SHORT)
    if left >= timedelta(hours=1):
        return whole
    return short if left >= short.total else None


def is_evaluated(day: date) -> bool:
    """Three taps every fourth week."""
    return Week.of(day).number % 4 == 0
