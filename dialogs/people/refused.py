"""Why the table of rights says no: facts for a sentence that says who can, or what to do instead.

The refusals are those that the areas have already, so that one situation has one sentence.
"""

from collections.abc import Sequence

from dialogs.between.sharing import NoSuchShare
from dialogs.calendar.season import ApprovedByLeaders
from dialogs.handbook.glossary import NoSuchTerm
from dialogs.learning import principle as principles
from dialogs.learning import trying
from dialogs.learning.deciding import NoSuchPoint, NotDeciding
from dialogs.people.person import Person
from dialogs.people.rights import DEPARTMENT, Action, Role, Row, Standing, State
from dialogs.people.team import NoTeamHere, NotYours, Team
from dialogs.refusal import Refusal
from dialogs.sparring import case as cases
from dialogs.sparring import meeting as meetings
from dialogs.sparring import plan as plans
from dialogs.status.report import NotForYou


class RightsRefused(Refusal):
    """The table says no, and no area has a word of its own for it."""


class NoSuchAct(RightsRefused):
    """A command or button that is in no row of the table."""


class NotInTheTeam(RightsRefused):
    """Somebody from elsewhere asks in a team's chat, or for what is a team's own."""

    def __init__(self, helper: Person | None) -> None:
        super().__init__()
        self.helper = helper


class OnlyTotals(RightsRefused):
    """A chef sees aggregates, and nothing of one team."""


class OnlyAdministers(RightsRefused):
    """An administrator without a team asks for what is a team's own, and may never have one."""


class ForWhoLeads(RightsRefused):
    """It is for whoever leads the team. Carries who does."""

    def __init__(self, who: Sequence[Person]) -> None:
        super().__init__(len(who))
        self.who = tuple(dict.fromkeys(who))


class ForLeaderGroup(RightsRefused):
    """It is the leader group's."""


class NamedByAdministrators(RightsRefused):
    """The roles of the department are named by an administrator, in a chat of their own."""


def ask(row: Row, standings: Sequence[Standing]) -> Standing:
    """The first of these in which the table allows it. Raises why it does not."""
    for standing in standings:
        if not standing.missing and row.allows(standing.roles, standing.state):
            return standing
    raise refusal(row, standings[0])


def refusal(row: Row, standing: Standing) -> Refusal:
    team, roles = standing.team, standing.roles
    if row.action is Action.NAME_ROLES:
        return NamedByAdministrators()
    if row.action in (Action.APPROVE_SEASON, Action.SET_CALENDAR):
        return ApprovedByLeaders()
    if standing.missing:
        return _missing(row.action)
    if roles == {Role.CHEF}:
        return OnlyTotals()
    if roles <= {Role.OUTSIDER, Role.GUEST, *DEPARTMENT} and team is not None:
        return outsider(team)
    if standing.state is State.NO_TEAM and roles == {Role.ADMINISTRATOR}:
        return OnlyAdministers()
    if standing.state is State.NO_TEAM:
        return NoTeamHere()
    if not any(standing.state in states for states in row.may.values()):
        return _not_now(row.action, standing.state)
    return _not_you(row.action, standing, team or Team(id=0, name=""))


def outsider(team: Team | None) -> NotInTheTeam:
    helpers = (team.coordinator, team.deputy, team.leader) if team is not None else ()
    return NotInTheTeam(next((who for who in helpers if who is not None and who.name), None))


def _missing(action: Action) -> Refusal:
    match action:
        case Action.OWN_CASE:
            return cases.CaseTaken()
        case Action.ANSWER_PRINCIPLE:
            return cases.NotForYouToAnswer()
        case Action.OWN_TURN | Action.ANSWER_SWAP:
            return plans.NotYourTurn()
        case Action.SET_RHYTHM | Action.SET_FRAME:
            return NoTeamHere()
        case (
            Action.DECIDE
            | Action.READ_PRACTICE
            | Action.CHANGE_PRACTICE
            | Action.FINISH_IMPROVEMENT
        ):
            return NoSuchPoint()
        case Action.PULSE | Action.COMMENT | Action.PICK_TOPIC:
            return NoTeamHere()
        case Action.OWN_SHARE | Action.TICK_SHARE:
            return NoSuchShare()
        case Action.DECIDE_TERM:
            return NoSuchTerm()
        case Action.KEEP_DIRECTORY | Action.KEEP_LANGUAGE:
            return NoTeamHere()
        case Action.KEEP_TILSYN | Action.OWN_AGREEMENT:
            return NoTeamHere()
        case Action.BRING_THEME | Action.BOOK_SUPERVISION | Action.LEAVE_OUT_SUPERVISION:
            return NoTeamHere()
        case Action.PARK | Action.KEEP_ADVICE:
            return meetings.MeetingIsOver()
        case Action.REWRITE_PRINCIPLE | Action.CONFIRM_PRINCIPLE | Action.REVIEW_PRACTICE:
            return principles.NoSuchPractice()
        case Action.TRY:
            return trying.QuestionIsOver()
        case (
            Action.RUN
            | Action.CLOSE
            | Action.TAKE_OVER
            | Action.HEAR_PROPOSALS
            | Action.LOOK_AT_BOARD
            | Action.DRAW
            | Action.EVALUATE
            | Action.SUM_UP
            | Action.WRITE_PRINCIPLE
        ):
            return plans.NoMeeting()
        case _:
            return plans.NoSuchPlan()


def _not_now(action: Action, state: State) -> Refusal:
    """The act is nobody's in this state."""
    match action, state:
        case Action.START_NOW | Action.PREPARE | Action.LEAD_TODAY, State.RUNNING:
            return plans.MeetingRuns()
        case Action.PREPARE | Action.LEAD_TODAY, _:
            return plans.PlanIsOver()
        case Action.EVALUATE, State.OVER:
            return plans.EvaluationIsOver()
        case Action.SUM_UP | Action.REACHED | Action.SECOND | Action.KEEP_FOR_NEXT, State.RUNNING:
            return meetings.NotYetClosing()
        case Action.TRY, _:
            return trying.QuestionIsOver()
        case _, State.WINDOW | State.OVER:
            return meetings.MeetingIsOver()
        case _:
            return _missing(action)


def _not_you(action: Action, standing: Standing, team: Team) -> Refusal:
    """The act is somebody else's."""
    match action:
        case Action.SET_RHYTHM:
            return NotYours(_named(team.coordinator, team.leader))
        case Action.SET_FRAME | Action.KEEP_DIRECTORY:
            return NotYours(_named(team.leader))
        case Action.TICK_SHARE | Action.DECIDE_TERM | Action.KEEP_LANGUAGE:
            return NotYours(_named(team.coordinator, team.leader))
        case Action.STATUS:
            leads = _named(team.coordinator, team.deputy, team.leader)
            return NotForYou(list(dict.fromkeys(who.name for who in leads)))
        case Action.LOOK_AT_WAITING | Action.DECIDE | Action.CHANGE_PRACTICE:
            leads = _named(team.coordinator, team.deputy, team.leader)
            return NotDeciding(list(dict.fromkeys(who.name for who in leads)))
        case Action.LOOK_AT_TRENDS | Action.PICK_TOPIC:
            return ForWhoLeads(_named(team.coordinator, team.deputy, team.leader))
        case Action.BOOK_SUPERVISION:
            return ForWhoLeads(_named(team.coordinator, team.deputy, team.leader))
        case (
            Action.COMMENT
            | Action.KEEP_YEARLY
            | Action.LEAD_WISHES
            | Action.LEAVE_OUT_SUPERVISION
            | Action.KEEP_TILSYN
        ):
            return ForWhoLeads(_named(team.leader))
        case Action.COURSE_ROUND | Action.COURSE_PLANS:
            return ForLeaderGroup()
        case Action.ANSWER_PRINCIPLE:
            return cases.NotForYouToAnswer()
        case Action.START_NOW | Action.PREPARE | Action.CONSENT | Action.SECOND:
            plan = standing.plan or plans.Plan(id=0, team_id=team.id, at=None)
            return plans.NotStarting(plans.leader_today(plan, team), team.deputy)
        case Action.CONFIRM_PRINCIPLE:
            return principles.NotYoursToConfirm(team.leader)
        case Action.REWRITE_PRINCIPLE:
            return principles.NotYoursToWrite(team.coordinator)
        case Action.TRY:
            return trying.QuestionIsOver()
        case Action.NOTE | Action.REACHED | Action.KEEP_FOR_NEXT | Action.CLARITY:
            return plans.NoSuchPlan()
    if standing.meeting is not None:
        return _not_leading(action, standing, standing.meeting, team)
    return outsider(team)


def _not_leading(
    action: Action, standing: Standing, meeting: meetings.Meeting, team: Team
) -> Refusal:
    match action:
        case Action.CLOSE if Role.TIMEKEEPER in standing.roles:
            return meetings.OnlyTheChairCloses(meeting)
        case Action.RUN | Action.CLOSE:
            return meetings.NotLeading(meeting, standing.who)
        case Action.HEAR_PROPOSALS:
            return meetings.NotTheCaseOwner()
        case Action.SUM_UP:
            return plans.NotYoursToSumUp(meeting.chair)
        case Action.WRITE_PRINCIPLE:
            return principles.NotYoursToWrite(meeting.chair)
        case _:
            return outsider(team)


def _named(*holders: Person | None) -> tuple[Person, ...]:
    return tuple(who for who in holders if who is not None and who.name)
