"""The table of rights: pure, complete, and with a sentence for every no."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from dialogs.people import refused, rights, rights_words
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, About, Action, Role, Standing, State
from dialogs.people.team import NoTeamHere, NotYours, Right, Team
from dialogs.sparring import meeting as meetings
from dialogs.sparring import plan as plans
from dialogs.sparring.agenda import SHIPPED, AgendaName
from dialogs.sparring.plan import Plan
from tests.areas import AREAS
from tests.rights_table import FILE, written

KAREN, BO, ANNE, OLE, METTE, JENS, SARA = (
    Person(n, name)
    for n, name in enumerate(("Karen", "Bo", "Anne", "Ole", "Mette", "Jens", "Sara"), start=1)
)
NINE = datetime(2026, 8, 4, 7, 0, tzinfo=UTC)
TEAM = Team(id=1, name="Team Øst", coordinator=KAREN, deputy=BO, leader=ANNE)
PLAN = Plan(id=1, team_id=1, at=NINE, stand_in=SARA)
MEETING, _ = meetings.start(
    id=1,
    agenda=SHIPPED[AgendaName.SINGLE_CASE],
    chair=KAREN,
    coordinator=KAREN,
    deputy=BO,
    case_owner=OLE,
    timekeeper=JENS,
    present=6,
    now=NINE - timedelta(minutes=1),
)
ALONE = frozenset({Role.LEADER_GROUP, Role.CHEF, Role.ADMINISTRATOR, Role.GUEST, Role.OUTSIDER})


def stands(who=METTE, *roles, state=State.RUNNING, team=TEAM, **more) -> Standing:
    found = frozenset(roles) or rights.roles(who, team, member=True, plan=PLAN, meeting=MEETING)
    more = {"plan": PLAN, "meeting": MEETING, **more}
    return Standing(who=who, roles=found, state=state, team=team, **more)


def test_every_act_has_one_row_and_every_name_is_in_one():
    assert set(TABLE) == set(Action)
    names = [name for row in TABLE.values() for name in row.names]
    assert len(names) == len(set(names))
    for name in names:
        assert rights.row_of(name) is not None


def test_what_is_in_no_row_is_nobodys():
    assert rights.row_of("sparring.delete_everything") is None
    assert rights.row_of("") is None


def test_where_the_sparring_stands_matters_to_what_is_of_the_chat_or_of_a_meeting():
    """Of a team, a case or a swap nobody looks how far the sparring is."""
    looked_up = {row.about for row in TABLE.values() if row.asks_when}
    assert looked_up == {About.PLACE, About.MEETING}


def test_a_guest_may_nothing_whatever_the_state():
    assert not any(row.allows({Role.GUEST}, state) for row in TABLE.values() for state in State)


def test_of_a_team_an_outsider_may_nothing():
    here = [state for state in State if state is not State.NO_TEAM]
    assert not any(row.allows({Role.OUTSIDER}, s) for row in TABLE.values() for s in here)


def test_a_chef_only_gets_help_totals_shared_practice_and_what_is_held_on_them():
    may = [a for a, row in TABLE.items() if any(row.allows({Role.CHEF}, s) for s in State)]
    numbers = [Action.LOOK_AT_TRENDS, Action.COURSES, Action.LOOK_AT_TILSYN]  # the department's
    assert set(may) == {Action.HELP, Action.MINE, Action.QUIET, Action.FIND, *numbers}


def test_roles_are_changed_by_the_leader_and_the_administrator_and_the_deputy_by_who_leads():
    assert set(TABLE[Action.SET_FRAME].may) == {Role.LEADER, Role.ADMINISTRATOR}
    assert set(TABLE[Action.NAME_ROLES].may) == {Role.ADMINISTRATOR}
    also = set(TABLE[Action.SET_RHYTHM].may) - set(TABLE[Action.SET_FRAME].may)
    assert also == {Role.COORDINATOR, Role.DEPUTY}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (KAREN, {Role.MEMBER, Role.COORDINATOR, Role.CHAIR}),
        (BO, {Role.MEMBER, Role.DEPUTY}),
        (ANNE, {Role.MEMBER, Role.LEADER}),
        (OLE, {Role.MEMBER, Role.CASE_OWNER}),
        (JENS, {Role.MEMBER, Role.TIMEKEEPER}),
        (SARA, {Role.MEMBER, Role.STAND_IN}),
        (METTE, {Role.MEMBER}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_somebody_is_several_things_at_once(who, found):
    assert stands(who).roles == found


def test_who_is_nothing_is_an_outsider():
    assert rights.roles(METTE, TEAM) == {Role.OUTSIDER}
    assert rights.roles(METTE, None) == {Role.OUTSIDER}
    assert rights.roles(METTE, TEAM, department=[Role.CHEF]) == {Role.CHEF}


@pytest.mark.parametrize(
    ("who", "right"),
    [(KAREN, Right.RHYTHM), (BO, Right.RHYTHM), (ANNE, Right.FRAME), (OLE, Right.NOTHING)],
)
def test_who_may_change_what_of_the_settings(who, right):
    assert rights.right(stands(who)) is right
    administers = stands(who, Role.ADMINISTRATOR)
    assert rights.right(administers) is Right.FRAME


@pytest.mark.parametrize("actor", [BO, OLE, METTE, SARA])
def test_only_who_leads_moves_the_meeting(actor):
    with pytest.raises(meetings.NotLeading):
        refused.ask(TABLE[Action.RUN], [stands(actor)])
    assert refused.ask(TABLE[Action.RUN], [stands(KAREN)]).who == KAREN


def test_a_timekeeper_moves_and_does_not_close():
    assert refused.ask(TABLE[Action.RUN], [stands(JENS)]).who == JENS

    with pytest.raises(meetings.OnlyTheChairCloses):
        refused.ask(TABLE[Action.CLOSE], [stands(JENS)])


@pytest.mark.parametrize(
    ("action", "standing", "why"),
    [
        (Action.RUN, stands(KAREN, state=State.WINDOW), meetings.MeetingIsOver),
        (Action.RUN, stands(KAREN, state=State.PLANNED), plans.NoMeeting),
        (Action.RUN, stands(KAREN, missing=True), plans.NoMeeting),
        (Action.DRAW, stands(METTE, missing=True), plans.NoMeeting),
        (Action.DRAW, stands(METTE, state=State.WINDOW), meetings.MeetingIsOver),
        (Action.PREPARE, stands(METTE, state=State.PLANNED), plans.NotStarting),
        (Action.PREPARE, stands(KAREN), plans.MeetingRuns),
        (Action.PREPARE, stands(KAREN, state=State.OVER), plans.PlanIsOver),
        (Action.START_NOW, stands(KAREN), plans.MeetingRuns),
        (Action.HEAR_PROPOSALS, stands(METTE), meetings.NotTheCaseOwner),
        (Action.TAKE_OVER, stands(METTE, Role.LEADER), refused.NotInTheTeam),
        (Action.EVALUATE, stands(METTE, state=State.OVER), plans.EvaluationIsOver),
        (Action.SUM_UP, stands(METTE, state=State.WINDOW), plans.NotYoursToSumUp),
        (Action.SET_RHYTHM, stands(METTE), NotYours),
        (Action.BRING, stands(METTE, Role.OUTSIDER), refused.NotInTheTeam),
        (Action.BRING, stands(METTE, Role.OUTSIDER, Role.LEADER_GROUP), refused.NotInTheTeam),
        (Action.LOOK_AT_QUEUE, stands(METTE, Role.CHEF), refused.OnlyTotals),
        (
            Action.LOOK_AT_QUEUE,
            stands(METTE, Role.OUTSIDER, team=None, state=State.NO_TEAM),
            NoTeamHere,
        ),
        (Action.NAME_ROLES, stands(ANNE), refused.NamedByAdministrators),
    ],
)
def test_why_not(action, standing, why):
    with pytest.raises(why):
        refused.ask(TABLE[action], [standing])


def test_of_several_teams_the_one_that_allows_it_counts():
    elsewhere = stands(METTE, Role.COORDINATOR)
    assert refused.ask(TABLE[Action.SET_RHYTHM], [stands(METTE), elsewhere]) is elsewhere


def test_every_no_of_the_table_has_a_sentence_in_good_danish():
    said = set()
    for row, role, state in product(TABLE.values(), Role, State):
        found = frozenset({role} if role in ALONE else {role, Role.MEMBER})
        if row.allows(found, state):
            continue
        no_team = state is State.NO_TEAM
        for missing in (False, True):
            standing = stands(
                METTE, *found, state=state, team=None if no_team else TEAM, missing=missing
            )
            why = refused.refusal(row, standing)
            text = next(text for area in AREAS if (text := area.refusal(why)))
            assert text.endswith("."), text
            said.add(text)
    assert not any("!" in text or "ugyldig" in text for text in said)


def test_every_role_state_and_act_has_danish_words():
    assert set(rights_words.ROLES) == set(rights_words.WHO) == set(Role)
    assert set(rights_words.STATES) == set(State)
    assert set(rights_words.ACTS) == set(Action)


def test_the_municipality_reads_what_the_table_says():
    assert FILE.read_text(encoding="utf-8") == written()
