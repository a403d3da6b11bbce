"""The coming sparring: when it is, who leads it, what may be started, whose turn it is."""

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from dialogs.calendar.days import Week
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.sparring import cards, refusals, words
from dialogs.sparring import plan as rules
from dialogs.sparring.agenda import AgendaName
from dialogs.sparring.case import Case, CaseState, Kind, NotAccepted
from dialogs.sparring.meeting import LeadsAlready, NobodyOffered, NotYourself
from dialogs.sparring.plan import Coming, Plan, Upcoming

ZONE = ZoneInfo("Europe/Copenhagen")
KAREN, BO, OLE, METTE = (Person(n, name) for n, name in enumerate(("Karen", "Bo", "Ole", "Mette")))
TEAM = Team(
    id=1, name="Team Øst", coordinator=KAREN, deputy=BO, weekday=1, starts_at=time(9), booked=60
)
TUESDAY = datetime(2026, 8, 4, 7, 0, tzinfo=UTC)
CASE = Case(
    id=1,
    team_id=1,
    owner=OLE,
    kind=Kind.CASE,
    question="Hvad overser vi?",
    state=CaseState.WAITING,
    brought_at=TUESDAY,
)
PLAN = Plan(id=1, team_id=1, at=TUESDAY, case=CASE)


def local(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%d.%m %H.%M}" if at else ""


# --- when ------------------------------------------------------------------------------------


def test_it_is_at_nine_on_both_sides_of_a_change_of_the_clock():
    before = datetime(2026, 10, 20, 0, 0, tzinfo=UTC)
    times = [local(at) for at, _ in islice(rules.sessions(TEAM, before, ZONE), 2)]
    assert times == ["20.10 09.00", "27.10 09.00"]


def test_a_closed_week_is_passed_over():
    team = replace(TEAM, own_weeks=(Week(2026, 33),))
    assert local(rules.next_session(team, TUESDAY, ZONE)) == "18.08 09.00"


def test_the_sparring_that_begins_now_is_not_the_next_one():
    assert local(rules.next_session(TEAM, TUESDAY, ZONE)) == "11.08 09.00"
    assert local(rules.next_session(TEAM, TUESDAY - timedelta(minutes=1), ZONE)) == "04.08 09.00"


def test_a_team_without_a_day_has_no_next_sparring():
    assert rules.next_session(replace(TEAM, weekday=None), TUESDAY, ZONE) is None


def test_the_sparring_of_a_day_is_found_by_the_day():
    team = replace(TEAM, own_weeks=(Week(2026, 34),))
    for day, expected in ((11, "11.08 09.00"), (12, ""), (18, ""), (25, "25.08 09.00"), (4, "")):
        found = rules.session_on(team, date(2026, 8, day), TUESDAY, ZONE)
        assert local(found) == expected


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (5, False), (6, True)])
def test_it_is_late_after_five_minutes(minutes, late):
    assert rules.is_late(PLAN, TUESDAY + timedelta(minutes=minutes)) is late


def test_what_was_started_by_hand_is_never_late():
    assert not rules.is_late(replace(PLAN, at=None), TUESDAY + timedelta(days=1))


def test_every_fourth_week_is_evaluated():
    assert [n for n in range(30, 41) if rules.is_evaluated(date.fromisocalendar(2026, n, 2))] == [
        32,
        36,
        40,
    ]


# --- who leads -------------------------------------------------------------------------------


def test_the_coordinator_leads_and_the_deputy_in_the_other_place():
    assert rules.leader_today(PLAN, TEAM) == KAREN
    assert rules.leader_today(PLAN, TEAM, away={KAREN.id}) == BO
    assert rules.leader_today(replace(PLAN, case=replace(CASE, owner=KAREN)), TEAM) == BO
    assert rules.leader_today(PLAN, TEAM, away={KAREN.id, BO.id}) is None
    assert rules.leader_today(replace(PLAN, stand_in=METTE), TEAM) == METTE


def test_who_starts_it_leads_it():
    assert rules.chair_for(PLAN, TEAM, KAREN) == KAREN
    assert rules.chair_for(PLAN, TEAM, BO) == BO


def test_nobody_leads_their_own_case():
    own = replace(PLAN, case=replace(CASE, owner=KAREN))
    with pytest.raises(rules.OwnCase) as refused:
        rules.chair_for(own, TEAM, KAREN)
    assert refused.value.deputy == BO


def test_to_lead_today_takes_another_who_agrees():
    rules.offer_to_lead(PLAN, TEAM, METTE)
    offered = replace(PLAN, offer=METTE)
    assert rules.agree_to(offered, OLE) == METTE
    with pytest.raises(NotYourself):
        rules.agree_to(offered, METTE)
    with pytest.raises(NobodyOffered):
        rules.agree_to(PLAN, OLE)


def test_not_everybody_may_offer_to_lead():
    for actor, refusal in ((OLE, rules.OwnCase), (KAREN, LeadsAlready)):
        with pytest.raises(refusal):
            rules.offer_to_lead(PLAN, TEAM, actor)


# --- what may be started ---------------------------------------------------------------------


def test_without_a_case_or_a_topic_there_is_nothing_to_start():
    with pytest.raises(rules.NothingToTalkAbout):
        rules.ready(replace(PLAN, case=None), AgendaName.SINGLE_CASE)
    rules.ready(replace(PLAN, case=None, topic="Et emne"), AgendaName.TOPIC)


@pytest.mark.parametrize("state", [CaseState.REQUESTED, CaseState.ASKED_BACK, CaseState.DECLINED])
def test_a_principle_case_is_not_started_before_the_leader_has_said_yes(state):
    asked = replace(CASE, kind=Kind.PRINCIPLE, state=state)
    with pytest.raises(NotAccepted):
        rules.ready(replace(PLAN, case=asked), AgendaName.PRINCIPLE)
    rules.ready(replace(PLAN, case=replace(asked, state=CaseState.WAITING)), AgendaName.PRINCIPLE)


def test_a_case_that_was_held_meanwhile_is_not_started_again():
    with pytest.raises(rules.PlanMovedOn):
        rules.ready(replace(PLAN, case=replace(CASE, state=CaseState.HELD)), AgendaName.SHORT)


def test_the_principle_agenda_is_for_principle_cases():
    rules.fits(AgendaName.SHORT, CASE)
    for case in (CASE, None):
        with pytest.raises(rules.PrincipleNotAgreed):
            rules.fits(AgendaName.PRINCIPLE, case)


def test_a_team_whose_usual_agenda_is_the_principle_one_can_still_hold_a_case():
    team = replace(TEAM, agenda=AgendaName.PRINCIPLE)
    assert rules.agenda_for(CASE, team) is AgendaName.SINGLE_CASE
    assert rules.agenda_for(replace(CASE, kind=Kind.PRINCIPLE), team) is AgendaName.PRINCIPLE
    assert rules.agenda_for(None, team) is AgendaName.TOPIC


def test_a_button_belongs_to_the_card_that_it_was_made_for():
    rules.on_turn(PLAN, 1)
    rules.on_turn(PLAN, None)
    with pytest.raises(rules.PlanMovedOn):
        rules.on_turn(replace(PLAN, turn=2), 1)


@pytest.mark.parametrize(
    ("left", "agenda"),
    [(29, None), (30, AgendaName.SHORT), (59, AgendaName.SHORT), (60, AgendaName.SINGLE_CASE)],
)
def test_a_second_case_gets_what_the_booking_has_left(left, agenda):
    found = rules.second_agenda(TEAM, timedelta(minutes=left), CASE)
    assert (found.name if found else None) is agenda


@pytest.mark.parametrize(
    ("typed", "agenda"),
    [
        ("", None),
        ("kort", AgendaName.SHORT),
        ("KORT ", AgendaName.SHORT),
        ("enkeltsag", AgendaName.SINGLE_CASE),
        ("principiel", AgendaName.PRINCIPLE),
        ("principiel sag", AgendaName.PRINCIPLE),
        ("emne", AgendaName.TOPIC),
        ("generelt emne", AgendaName.TOPIC),
    ],
)
def test_a_mødeform_is_known_by_its_word(typed, agenda):
    assert words.agenda_named(typed) is agenda


def test_an_unknown_mødeform_is_refused():
    with pytest.raises(rules.NoSuchAgenda):
        words.agenda_named("stormøde")


# --- whose turn it is ------------------------------------------------------------------------


def coming(*away: int, passed: tuple[int, ...] = ()) -> Upcoming:
    return Upcoming(at=TUESDAY, away=away, passed=passed)


def test_a_case_comes_before_the_rota():
    assert rules.whose_turn([coming()], [CASE], (0, 1, 2, 3)) == OLE.id
    assert rules.whose_turn([coming()], [], (0, 1, 2, 3)) == KAREN.id


def test_who_is_away_or_passes_is_left_out():
    assert rules.whose_turn([coming(OLE.id)], [CASE], (0, 1, 2, 3)) == KAREN.id
    assert rules.whose_turn([coming(0, passed=(1,))], [], (0, 1, 2, 3)) == OLE.id
    assert rules.whose_turn([coming(0, 1, 2, 3)], [], (0, 1, 2, 3)) is None


def test_the_sparringer_before_it_take_theirs_first():
    assert rules.whose_turn([coming(), coming()], [CASE], (0, 1, 2, 3)) == KAREN.id
    assert rules.whose_turn([coming(), coming()], [], (0, 1, 2, 3)) == BO.id


# --- words and cards -------------------------------------------------------------------------


def test_every_refusal_has_words():
    made = {
        rules.NotStarting: rules.NotStarting(KAREN, BO),
        rules.OwnCase: rules.OwnCase(BO),
        rules.NotYoursToSumUp: rules.NotYoursToSumUp(KAREN),
    }
    for kind in rules.PlanRefused.__subclasses__():
        refusal = made.get(kind) or kind()
        said = refusals.refusal(refusal)
        assert said, kind
        assert said.endswith(".")
        assert "!" not in said


def test_no_fixed_text_shouts_or_blames():
    for name, text in inspect.getmembers(words):
        if isinstance(text, str) and name.isupper():
            assert "!" not in text, name
            assert "brugeren" not in text.casefold(), name


def test_a_start_card_in_full_stays_within_its_size():
    full = replace(
        PLAN,
        case=replace(CASE, question="å" * 300),
        guest="Å" * 60,
        offer=METTE,
        absent_owner=BO,
        timekeeper=METTE,
        late=True,
    )
    team = replace(TEAM, focus="å" * 200)
    card = cards.start_card(full, team, cards.Today(), ZONE, TUESDAY)
    assert len(str(card)) * 2 < 24 * 1024
    first = [action for action in card["actions"] if action.get("mode") != "secondary"]
    assert len(first) <= 6


def test_nobody_to_lead_puts_the_button_for_it_forward():
    today = cards.Today(away={KAREN.id, BO.id})
    card = cards.start_card(PLAN, TEAM, today, ZONE, TUESDAY)
    [leads] = [each for each in card["actions"] if each["title"] == "Jeg leder i dag"]
    assert leads.get("mode") != "secondary"


def test_in_two_teams_the_queue_says_which_is_which():
    queues = [
        cards.Queue(team=name, waiting=[], asked=0, rota=[OLE], coming=Coming(at=None, who=OLE))
        for name in ("Team Øst", "Team Vest")
    ]
    shown = str(cards.queue(queues, [CASE], ZONE))
    assert "Kommende sager i Team Vest" in shown
    assert "Træk sagen tilbage" in shown
    assert "Der er ikke valgt dag og tid endnu." in shown
