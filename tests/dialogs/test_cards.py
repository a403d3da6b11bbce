"""Every card fits Teams: its schema, its size, its buttons; and user text does nothing."""

import json
from collections import ChainMap
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from jsonschema.validators import validator_for

from dialogs import cards as parts
from dialogs.calendar import schools, season_cards
from dialogs.calendar.days import USUAL
from dialogs.calendar.period import Period, latest
from dialogs.calendar.words import reader_clock
from dialogs.learning import cards as learning
from dialogs.learning import deciding_cards as deciding
from dialogs.learning import digest, digest_cards, invitation, pulse, themes, trend_cards
from dialogs.learning.deciding import Page
from dialogs.learning.evaluation import Evaluated, Kept
from dialogs.learning.point import (
    Anchor,
    Guideline,
    LearningPoint,
    Marks,
    PointKind,
    PointState,
    PreventedBy,
)
from dialogs.learning.practice import (
    Improvement,
    ImprovementKind,
    Practice,
    PracticeEvent,
    PracticeState,
    What,
)
from dialogs.learning.themes import Counted, Sort, Theme
from dialogs.people import cards as people
from dialogs.people.person import Person
from dialogs.people.team import Absence, Right, Team
from dialogs.privacy import cards as guard_cards
from dialogs.privacy import own_cards, own_words
from dialogs.privacy.guard import Way, in_question
from dialogs.privacy.own import Held, Membership
from dialogs.quiet import cards as quiet
from dialogs.quiet import words as quiet_words
from dialogs.quiet.free import Free, Why
from dialogs.sparring import cards, clarity_cards, forms, plan, starters
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import SHIPPED, AgendaName
from dialogs.sparring.case import Case, CaseState, Kind
from dialogs.sparring.clarity import When
from dialogs.sparring.plan import Coming, Plan
from dialogs.status import cards as status
from dialogs.status.report import Date, Doubt, Lost, Missed, Report, Sent, Waiting
from tests.dialogs.between import shown as of_between
from tests.dialogs.courses import after_shown as after_courses
from tests.dialogs.courses import shown as of_courses
from tests.dialogs.learning import shown
from tests.dialogs.sparring import shown as of_drawing
from tests.dialogs.supervision import shown as of_supervision
from tests.dialogs.yearly import shown as of_yearly

EVERYTHING = people.Place(
    group=False,
    has_team=True,
    without_team=True,
    status=True,
    trends=True,
    courses=True,
    tilsyn=True,
    season=True,
    searches=True,
)
ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
KAREN, BO, OLE, METTE = (Person(n, who) for n, who in enumerate(["Karen", "Bo", "Ole", "Mette"]))
LONGEST = "Æ" * 300
TEAM = Team(id=1, name="Team Øst", coordinator=KAREN, deputy=BO, leader=METTE, focus="F" * 200)
CASE = Case(
    id=1,
    team_id=1,
    owner=OLE,
    kind=Kind.WENT_WRONG,
    question=LONGEST,
    state=CaseState.WAITING,
    brought_at=NINE,
)
PLAN = Plan(id=1, team_id=1, at=NINE, case=CASE, guest="Susanne fra PPR", absent_owner=METTE)
COMING = Coming(at=NINE, who=OLE)
TODAY = cards.Today(away={METTE.id})
NOBODY = cards.Today(away={KAREN.id, BO.id}, nobody_brings=True, turn=METTE)
QUEUE = cards.Queue(
    team="Team Øst", waiting=[CASE] * 8, asked=1, rota=[KAREN, BO, OLE, METTE], coming=COMING
)


HELD = Held(
    quiet="",
    name="Karen Holm",
    teams=(Membership(team="Team Øst", roles=("koordinator",)), Membership(team="Vest", roles=())),
    absences=(Absence(person_id=1, first=NINE.date(), last=NINE.date()),),
    points=tuple(
        (f"Spørg netværket <b>før</b> indsatsen ({n}).", state)
        for n, state in enumerate([*PointState, *PointState][:7])
    ),
    rows={"person": 1, "member": 2, "absence": 1, "pass": 3, "learning_point": 7},
)


STRANGER = Held(name="", teams=(), absences=(), quiet="", points=(), rows={"person": 1})


def status_report(team: int) -> Report:
    """Everything that can be wrong, with long names, and of all of it a lot."""
    many = range(1000)
    return Report(
        team_id=team,
        team="Æ" * 60,
        on_the_way=1000,
        waiting=[Waiting(reason=f"{n}", count=1000, next_try=NINE) for n in many],
        sent=Sent(count=10_000, last_at=NINE),
        doubts=[Doubt(title="Besked om en dag uden sparring", count=9, last_at=NINE)] * 1000,
        lost=[Lost(reason=f"403:{'W' * 400}", count=1000, titles=["Æ" * 40, "", "B", "C"])] * 1000,
        removed=True,
        out_of_reach=many,
        not_told=["Besked om en dag uden sparring"] * 1000,
        missed_count=1000,
        names=["Æ" * 40] * 1000,
        coming=[Date(title="Påmindelse om tur", at=NINE)] * 1000,
        missed=[Missed(title="Påmindelse om tur", at=NINE, was_away=False)] * 1000,
    )


def meetings() -> dict[str, rules.Meeting]:
    """Every phase of every agenda: running, warned, up, paused, after the hour, offered."""
    found = {}
    for agenda in SHIPPED.values():
        meeting, _ = rules.start(
            id=1,
            agenda=agenda,
            chair=BO,
            coordinator=KAREN,
            deputy=BO,
            case_owner=OLE,
            timekeeper=METTE,
            present=6,
            now=NINE,
        )
        while True:
            name = f"{agenda.name} {meeting.phase}"
            found[name] = meeting
            end = meeting.ends_at
            found[f"{name} warned"], _ = rules.time_passes(meeting, end - timedelta(seconds=30))
            found[f"{name} up"], _ = rules.time_passes(meeting, end)
            found[f"{name} paused"], _ = rules.pause(meeting, NINE)
            found[f"{name} offered"], _ = rules.take_over(meeting, Person(9, "Jens"))
            found[f"{name} over"], _ = rules.time_passes(meeting, NINE + timedelta(hours=1))
            found[f"{name} away"], _ = rules.been_away(meeting, timedelta(minutes=3))
            if not meeting.later:
                return_after = rules.close(meeting, NINE)
                found[f"{name} closed"] = return_after[0]
                break
            meeting, _ = rules.next_phase(meeting, NINE)
    return found


MEETINGS = meetings()


DECIDED = LearningPoint(
    id=1,
    text="T" * 2000,
    at=NINE,
    team_id=1,
    marks=Marks(
        kind=PointKind.WRONG,
        method="M" * 200,
        anchor=Anchor.LAW,
        guideline=Guideline.NOT_FOLLOWED,
    ),
    prevents="P" * 500,
    prevented_by=PreventedBy.LEADER_GROUP,
    practice_id=1,
    reason="R" * 500,
    answer="A" * 1000,
)
PRACTICE = Practice(
    id=1,
    team_id=1,
    text="T" * 2000,
    method="M" * 200,
    anchor="law",
    guideline="good",
    owner=METTE,
    valid_from=NINE.date(),
    review_on=NINE.date(),
)
EVENTS = [
    PracticeEvent(id=n, at=NINE, what=what, reason="R" * 500, text=f"{n}" * 2000)
    for n, what in enumerate([*What, *What][:12])
]
IMPROVEMENT = Improvement(
    id=1,
    team_id=1,
    practice_id=1,
    kind=ImprovementKind.SYSTEM,
    text="T" * 500,
    owner=METTE,
    due_on=NINE.date(),
)
PAGE, TWO = Page(number=3, total=1000), {1: "Team Øst", 2: "Æ" * 60}


def of_the_way() -> dict[str, dict[str, Any]]:
    """From the point to what is shared, and what its writer hears."""
    return {
        "menu": learning.menu(decides=True),
        "kept": learning.kept("Tak.", 1),
        "fill later": learning.fill_later(1),
        **{
            f"outcome {state}": learning.outcome(
                replace(DECIDED, state=state), "P" * 2000, "Karen", id="1-approved-1"
            )
            for state in PointState
        },
        "waiting": deciding.waiting_card("Der venter et læringspunkt.", any_left=True),
        "waiting list": deciding.waiting_list([DECIDED] * 4, PAGE, TWO),
        "nothing waits": deciding.waiting_list([], Page(number=0, total=0), TWO),
        "practices": deciding.practice_list([PRACTICE] * 4, PAGE, TWO),
        "no practices": deciding.practice_list([], Page(number=0, total=0), TWO),
        "improvements": deciding.improvement_list([IMPROVEMENT] * 4, PAGE, {1}),
        "no improvements": deciding.improvement_list([], Page(number=0, total=0), set()),
        **{
            f"point {state}": deciding.point_card(
                replace(DECIDED, state=state),
                [("T" * 2000, "Æ" * 60)] * 3,
                [DECIDED] * 3,
                adds_to="T" * 2000,
            )
            for state in PointState
        },
        "history": deciding.history_card(PRACTICE, EVENTS, [], ZONE, decides=True, leads=True),
        "history of what is withdrawn": deciding.history_card(
            replace(PRACTICE, state=PracticeState.WITHDRAWN),
            EVENTS,
            [],
            ZONE,
            decides=True,
            leads=True,
        ),
        "improvement due": deciding.improvement_due(IMPROVEMENT),
        "improvement done": deciding.improvement_due(replace(IMPROVEMENT, done=True)),
    }


def forms_of_the_way() -> dict[str, parts.Form]:
    people_ = [Person(n, "Æ" * 40) for n in range(40)]
    methods = ["M" * 200] * 20
    return {
        "fill": learning.point_form("n", "Fyld ud", "learning.fill", DECIDED, methods, id="1"),
        "prevent": learning.prevent_form("n", DECIDED),
        "answer": learning.answer_form("n", DECIDED, id="1-clarifying-1"),
        "missing": learning.missing_form("n", DECIDED, "P" * 2000, id="1-merged-1"),
        "approve": deciding.approve_form(
            "n", DECIDED, methods, people_, owner=people_[0], review_on=NINE.date()
        ),
        "merge": deciding.merge_form("n", DECIDED, [PRACTICE] * 30),
        "join": deciding.join_form("n", DECIDED, PRACTICE, id="1:1:1"),
        "decline": deciding.reason_form(
            "n", "Afvis", "deciding.decline", "T" * 2000, "Begrundelse", "R", id=1
        ),
        "improve": deciding.improve_form(
            "n", PRACTICE, people_, owner=None, kind="system", remark="R"
        ),
    }


ASKED = in_question({"text": "Moren Fatima og Mathilde bor Storegade 4 i Vejle. " * 30})["text"]
WAYS = {way: {"guard": way, "guarded": "m"} for way in Way}


OCTOBER, FOURTH = Period(2026, 10), Period(2026, 4, 3)
PRACTICE = Practice(team_id=1, text="Æ" * 2000)
INVITATION = invitation.Invitation(
    team_id=1, month="2026-11", practice=PRACTICE, leader=METTE, text="Æ" * 1000
)


def digest_cards_of_all_sorts() -> dict[str, dict[str, Any]]:
    many = ["Æ" * 2000] * 100
    told = digest.Digest(approved=many, shared=many, withdrawn=[("Æ" * 2000, "Ø" * 500)] * 100)
    teams = {team: f"{team} {'Æ' * 58}" for team in range(99)}
    whole = digest.of_department((team, name, "Æ" * 2000) for team, name in teams.items())
    answers = pulse.together([dict.fromkeys(pulse.QUESTIONS, n) for n in (1, 4, 5)])
    return {
        "digest": digest_cards.of_team(OCTOBER, told),
        "department": digest_cards.of_department(FOURTH, whole),
        "department, for a chef": digest_cards.totals(FOURTH, whole),
        "pulse": digest_cards.asked("1:2026-Q4", NINE, ZONE),
        "pulse reminder": digest_cards.reminded("1:2026-Q4", NINE, ZONE),
        "pulse form": digest_cards.pulse_form("n", "1:2026-Q4").card,
        "pulse result": digest_cards.result(FOURTH, answers, answers),
        "pulse result, too few": digest_cards.result(FOURTH, None, answers),
        "invitation": digest_cards.invited("1:2026-11", INVITATION),
        "comment form": digest_cards.comment_form("n", "1:2026-11", INVITATION).card,
        "comment": digest_cards.comment(INVITATION),
        "clarity before": clarity_cards.asked("1-before", When.BEFORE),
        "clarity after": clarity_cards.asked("1-after", When.AFTER),
        "clarity noted": clarity_cards.noted(When.BEFORE, 7),
        "clarity over": clarity_cards.over(),
    }


def trend_cards_of_all_sorts() -> dict[str, dict[str, Any]]:
    """As much as there can be of everything, and nothing of it."""
    quarters = latest(FOURTH, themes.QUARTERS_SHOWN)
    every = [
        *(Theme(Sort.METHOD, f"{n} {'Æ' * 190}") for n in range(30)),
        *(Theme(Sort.KIND, kind) for kind in PointKind),
        *(Theme(Sort.GUIDELINE, guideline) for guideline in Guideline),
    ]
    counted = [
        Counted(theme=theme, quarter=quarter, points=9 * n, contributors=9)
        for theme in every
        for n, quarter in enumerate(quarters, 1)
    ]
    evaluated = [
        Evaluated(
            quarter=quarter,
            taps=[(n, {"useful": 3, "reflective": 1, "safe": 2}) for n in range(999)],
            clarity=[(1, 9)] * 99,
        )
        for quarter in quarters
    ]
    held = Kept(held=9, cancelled=9, not_started=9, postponed=9, protected=timedelta(hours=99))
    growing = themes.growing(counted, FOURTH)
    return {
        "trends": trend_cards.trends(
            "Tendenser",
            "9 teams",
            themes.trends(counted, quarters),
            evaluated,
            dict.fromkeys(quarters, held),
            growing,
            1,
        ),
        "trends, none": trend_cards.trends("Tendenser", "", themes.trends([], quarters), []),
        "trends of which": trend_cards.choice([TEAM] * 9, department=True),
        "theme": trend_cards.theme(
            TEAM, growing[0], ["Æ" * 2000] * 3, leads=True, stands_first=False
        ),
        "theme chosen": trend_cards.theme(TEAM, growing[0], [], leads=False, stands_first=True),
    }


def cards_of_the_year() -> dict[str, dict[str, Any]]:
    rows = [("Æ" * 200, "Ø" * 300)] * 90
    view = season_cards.View(
        said="december 2026",
        rows=rows,
        beneath=["Lukket: tor. d. 24. (juleaftensdag)."],
        before="2026-11",
        after="2027-01",
        year=2026,
        private=True,
        subscribed=True,
        sets_calendar=True,
    )
    return {
        "season": season_cards.season(view),
        "season, empty": season_cards.season(season_cards.View(said="uge 47 2026", rows=[])),
        "calendar link": season_cards.link("https://sparring.example.dk/calendar/x.ics"),
        "calendar form": season_cards.calendar_form("n", USUAL, schools.SHIPPED).card,
    }


def all_cards() -> dict[str, dict[str, Any]]:
    made = {
        f"phase: {name}": cards.phase_card(
            meeting, TEAM, LONGEST, guest="Susanne fra PPR", until="I morgen", evaluated=True
        )
        for name, meeting in MEETINGS.items()
        if meeting.is_open
    }
    closed = next(m for m in MEETINGS.values() if not m.is_open)
    made |= {
        f"line: {name}": cards.phase_line(meeting, slot)
        for (name, meeting), slot in product(
            list(MEETINGS.items())[:3], SHIPPED[AgendaName.SHORT].names
        )
        if slot in meeting.runs
    }
    made |= {
        "start": cards.start_card(PLAN, TEAM, TODAY, ZONE, NINE),
        "start late": cards.start_card(
            Plan(id=1, team_id=1, at=NINE, case=CASE, late=True, offer=METTE),
            TEAM,
            TODAY,
            ZONE,
            NINE,
        ),
        "start topic": cards.start_card(
            Plan(id=1, team_id=1, at=NINE, topic=starters.TOPICS[0]), TEAM, NOBODY, ZONE, NINE
        ),
        "start nothing": cards.start_card(
            Plan(id=1, team_id=1, at=None), TEAM, NOBODY, ZONE, NINE
        ),
        "closed": cards.closed_card(closed, NINE, COMING, ZONE, evaluated=True, open_=True),
        "closed later": cards.closed_card(
            closed, NINE, COMING, ZONE, evaluated=False, open_=False
        ),
        "cancelled": cards.cancelled_line(PLAN, COMING, ZONE),
        "postponed": cards.postponed_line(),
        "postpone question": cards.postpone_question(closed, "1-t1"),
        "your turn": cards.your_turn(NINE, ZONE, "1-2-3"),
        "your case": cards.your_case(NINE, ZONE, CASE),
        "guest": cards.guest_question("1-1"),
        "principle": cards.principle_request("1", CASE, LONGEST),
        "accepted": cards.principle_accepted(CASE, METTE),
        "declined": cards.principle_declined("1", METTE, LONGEST),
        "asked back": cards.principle_asked_back("1", None, LONGEST),
        "parked": cards.parked("P" * 1000),
        "note": cards.note_question(1),
        "note reminder": cards.note_reminder(1),
        "minutes": cards.minutes(closed),
        "second": cards.second_case(1, CASE, 40, SHIPPED[AgendaName.SHORT]),
        "taken again": cards.taken_again("1"),
        "swap answer": cards.swap_answer_to_asker(BO, agreed=True),
        "ask question": cards.ask_question(),
        "reached": cards.reached_the_end(1),
        "swap": cards.swap_request(1, OLE),
        "queue": cards.queue([QUEUE], [], ZONE),
        "own queue": cards.queue([QUEUE, QUEUE], [CASE] * 8, ZONE),
        "how": cards.how_it_goes(),
        "welcome": people.welcome(KAREN, METTE),
        "welcome nobody": people.welcome(None, None),
        "hello": people.hello("Ole"),
        "hello stranger": people.hello("Ole", has_team=False),
        "team choice": people.team_choice("n", "sparring.bring_to", LONGEST, [TEAM, TEAM]),
        "which team": people.which_team(KAREN, [TEAM]),
        "settings": people.settings_card(
            TEAM,
            Right.FRAME,
            ["Ole", "Mette"],
            "Ændret",
            department=people.OfDepartment(names_roles=True, sets_calendar=True, keeps_dates=True),
        ),
        "year menu": people.year_menu(EVERYTHING),
        "help": people.help_card(people.Place(group=True, has_team=True, starts=True)),
        "help leader": people.help_card(EVERYTHING),
        "help in a meeting": people.help_card(
            people.Place(group=True, has_team=True, season=True, meeting=1, runs=True)
        ),
        "status": status.status(
            [status_report(team) for team in range(12)], NINE + timedelta(minutes=1), ZONE
        ),
        "status with a CPR left over": status.status([], NINE, ZONE, 2),
        "mine": own_cards.mine(HELD),
        "mine, of a stranger": own_cards.mine(STRANGER),
        "quiet": quiet.quiet_card(quiet_words.HOW, quiet_words.NOTHING_WAITS, is_quiet=False),
        "quiet now": quiet.quiet_card(
            quiet_words.quiet(NINE.date(), NINE.date()),
            quiet_words.waits(3, Free(at=NINE, why=Why.QUIET), ZONE),
            is_quiet=True,
        ),
        "letter": quiet.letter({1: own_cards.case_dropped(), 2: people.absence_card()}),
        "letter, over": quiet.letter({}),
        "erase?": own_cards.erase_question(HELD, "nonce"),
        "file": own_cards.file_is_ready("https://sparring.example/files/token"),
        "case dropped": own_cards.case_dropped(),
        "kept": own_cards.said(own_words.KEPT),
        "help, with nothing": people.help_card(people.Place(group=False, has_team=True)),
        "guard in a chat": guard_cards.asked_in_chat("n", "guard.say", "læring", ASKED),
        "guard in the group": guard_cards.not_in_the_group(learning.ask()),
        "status well": status.status([Report(team_id=1, team="Team Øst")], NINE, ZONE),
        "help stranger": people.help_card(people.Place(group=False, has_team=False), unclear=True),
        **of_the_way(),
        "learning summary": learning.summary(
            [LearningPoint(id=n, text="L" * 2000, at=NINE) for n in range(5)], "Næste gang"
        ),
        "advice": learning.advice_offer("n", "Skal jeg gemme det?", "T" * 2000, 1, 1),
        "save offer": learning.save_offer("n", "T" * 2000),
    }
    dialogs = {
        "bring": forms.bring_form("n", [TEAM, TEAM]),
        "cancel": forms.cancel_form("n", PLAN),
        "prepare": forms.prepare_form("n", PLAN, [CASE], starters.TOPICS, [KAREN, BO]),
        **of_drawing.forms(),
        "park": forms.park_form("n", MEETINGS["single_case reflection"]),
        "postpone": forms.postpone_form("n", closed),
        "checklist": forms.checklist_form("n", closed, COMING, ZONE),
        "question form": forms.question_form("n", "1"),
        "evaluation": forms.evaluation_form("n", 1),
        "swap form": forms.swap_form("n", "1-2-3", [KAREN]),
        "reason": forms.reason_form("n", "sparring.decline", CASE, "1"),
        "settings form": people.settings_form("n", TEAM, Right.FRAME, [KAREN, BO], [METTE]),
        "lists": people.lists_form("n", TEAM, starters.TOPICS),
        "absence": people.absence_form("n", KAREN, [BO], []),
        "quiet form": quiet.quiet_form("n", NINE.date()),
        **forms_of_the_way(),
        "write": learning.write_form("n", [TEAM, TEAM], 1),
        "advice form": learning.advice_form("n", "Skal jeg?", "T" * 2000, 1, 1),
        "guarded": guard_cards.asked_in_form(
            learning.write_form("n", [TEAM, TEAM], 1), {"text": ASKED.text}, ASKED, WAYS
        ),
        **{f"phases {name}": people.phases_form("n", TEAM, name) for name in AgendaName},
    }
    return with_names_of_their_own(
        made,
        cards_of_the_year(),
        digest_cards_of_all_sorts(),
        trend_cards_of_all_sorts(),
        shown.with_text("T" * 2000, TEAM, METTE) | shown.without_text(TEAM),
        of_courses.with_text("T" * 600, TEAM, METTE) | of_courses.without_text(),
        of_between.with_text("T" * 500, TEAM, METTE) | of_between.without_text(TEAM, METTE),
        after_courses.made("T" * 120, METTE) | after_courses.without_text(),
        of_yearly.with_text("T" * 80, TEAM, METTE) | of_yearly.without_text(TEAM, METTE),
        of_supervision.with_text("T" * 500, TEAM, METTE) | of_supervision.without_text(TEAM),
        {name: form.card for name, form in dialogs.items()},
    )


def with_names_of_their_own(*groups: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Two of one name would leave one of them unseen."""
    together = ChainMap(*groups)
    names = [name for group in groups for name in group]
    assert len(names) == len(together), [n for n in names if names.count(n) > 1]
    return dict(together)


CARDS = all_cards()


@pytest.fixture(scope="module")
def schema():
    files = resources.files("adaptive_cards")
    loaded = json.loads(files.joinpath("schemas/schema-1.5.json").read_text())
    return validator_for(loaded)(loaded)


NEWER = ("msteams", "associatedInputs")


def degraded(part: Any) -> Any:
    """The card as schema 1.5 knows it: Teams' own elements replaced by their fallback."""
    if isinstance(part, dict):
        if part.get("type") in ("ProgressBar", "Chart.VerticalBar.Grouped"):
            return degraded(part["fallback"])
        return {
            k: degraded(v) for k, v in part.items() if k not in ("msteams", "associatedInputs")
        }
    return [degraded(each) for each in part] if isinstance(part, list) else part


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_valid(name, schema):
    schema.validate(degraded(CARDS[name]))


def test_the_schema_refuses_what_is_no_card(schema):
    broken = parts.card([parts.line("x")]) | {"body": [{"type": "TextBlock"}]}

    with pytest.raises(jsonschema.ValidationError):
        schema.validate(broken)


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_small_enough_and_has_few_enough_buttons(name):
    card = CARDS[name]
    primary = [a for a in card.get("actions", []) if a.get("mode") != "secondary"]

    assert len(json.dumps(card, ensure_ascii=False).encode()) <= 24 * 1024
    assert len(primary) <= 6
    assert len(card.get("actions", [])) - len(primary) <= 6
    assert card["body"]


@pytest.mark.parametrize("name", [name for name in CARDS if name.startswith("phase: ")])
def test_a_shared_card_has_no_inputs_and_one_view_for_all(name):
    text = json.dumps(CARDS[name])

    assert '"Input.' not in text
    assert '"refresh"' not in text


def test_words_keep_our_own_calls():
    """Whoever reads the card sees the time on their own clock."""
    [shown] = parts.card([parts.line(f"Slutter {reader_clock(NINE)}.")])["body"]

    assert shown["type"] == "TextBlock"
    assert shown["text"] == "Slutter kl. {{TIME(2026-08-04T07:00:00Z)}}."


def test_our_own_call_is_worked_out_beside_what_somebody_wrote():
    [shown] = parts.card([parts.line(f"*Ole* {reader_clock(NINE)}")])["body"]

    assert [run["text"] for run in shown["inlines"]] == [
        "*Ole* kl. ",
        "{{TIME(2026-08-04T07:00:00Z)}}",
    ]


def test_a_form_comes_back_with_what_was_typed_and_one_sentence():
    form = parts.form(
        "T", [parts.write("a", "A"), parts.write("b", "B")], verb="v", submit="S", nonce="n"
    )

    again = parts.refilled(form, {"a": "mit", "nonce": "n"}, "Skriv lidt mere.")

    assert "Skriv lidt mere." in json.dumps(again.card, ensure_ascii=False)
    assert [part.get("value") for part in again.card["body"][1:]] == ["mit", None]


@pytest.mark.parametrize(
    ("typed", "shown"), [("12", 12), ("1.5", 1.5), ("", 3), ("nan", 3), ("tolv", 3), (None, 3)]
)
def test_a_number_that_is_asked_for_again_is_a_number(typed: str | None, shown: float):
    """Shown a text, a client leaves the field empty."""
    asked = parts.count("n", "Antal", value=3, least=0, most=60)
    form = parts.form("T", [asked], verb="v", submit="S", nonce="n")

    again = parts.refilled(form, {"n": typed}, "Det er for meget.")

    assert again.card["body"][1]["value"] == shown
    assert isinstance(again.card["body"][1]["value"], float)


def test_titles_that_are_spread_out_are_not_cut_off():
    """On a phone, where one may be longer than the line."""
    options = [parts.Option("1", "En principiel sag (teamlederen skal sige ja først)")]

    form = parts.form(
        "T",
        [
            parts.choose("a", "A", options, spread=True),
            parts.choose("b", "B", options, several=True),
            parts.choose("c", "C", options),
        ],
        verb="v",
        submit="S",
        nonce="n",
    )

    assert [part.get("wrap") for part in form.card["body"]] == [True, True, None]


def test_which_sentences_stand_on_a_redrawn_card_does_not_change():
    meeting = MEETINGS["single_case reflection"]

    assert cards.phase_card(meeting, TEAM, "") == cards.phase_card(meeting, TEAM, "")


def test_the_group_is_not_told_that_something_went_wrong():
    said = json.dumps([CARDS["start"], CARDS["queue"]], ensure_ascii=False)

    assert "gik galt" not in said
    assert plan.leader_today(PLAN, TEAM) == KAREN


def said_on(card: dict[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False)


def phase(name: str) -> str:
    return said_on(CARDS[f"phase: single_case {name}"])


def test_the_teams_focus_stands_on_the_start_card_and_in_the_frame():
    for text in (said_on(CARDS["start"]), phase("frame")):
        assert f"Fokus lige nu: {TEAM.focus}" in text


def test_the_teams_tools_are_offered_in_the_presentation():
    assert "Redskaber: genogram, tidslinje" in phase("presentation")


def test_the_presentation_belongs_to_the_case_owner():
    assert "Ole fortæller. Kollegerne lytter uden at afbryde." in phase("presentation")


def test_doubt_is_welcome_from_the_beginning():
    assert "Det er i orden at være i tvivl." in phase("frame")


def test_the_reflection_asks_by_the_teams_own_methods():
    questions = [question for pack in starters.BY_METHOD.values() for question in pack]

    assert any(question in phase("reflection") for question in questions)


def test_the_reflection_offers_a_sentence_to_begin_with():
    assert any(starter in phase("reflection") for starter in starters.REFLECTION)
    assert "\N{NO-BREAK SPACE}…" in phase("reflection")  # never alone on a line


def test_how_a_sparring_goes_can_always_be_read():
    said = said_on(CARDS["how"])

    assert all(word in said for word in ("afklarende spørgsmål", "refleksionsrunden", "en time"))


def test_every_chart_says_the_same_in_words():
    charts = [part for part in CARDS["trends"]["body"] if part["type"].startswith("Chart.")]

    assert len(charts) == 3
    for chart in charts:
        said = json.dumps(chart["fallback"], ensure_ascii=False)
        for row in chart["data"]:
            assert row["legend"] in said
            assert all(f"{each['y']:.0f} i {each['x']}" in said for each in row["values"])


def test_a_number_on_a_scale_says_what_it_is_of_when_it_is_read_aloud():
    rows = [part for part in CARDS["clarity before"]["body"] if part["type"] == "ColumnSet"]
    pressed = [column["selectAction"] for row in rows for column in row["columns"]]

    assert [each["title"] for each in pressed] == [f"{n} af 10" for n in range(11)]
    assert max(len(row["columns"]) for row in rows) <= 4  # a thumb tells them apart


RUNNING = [name for name, meeting in MEETINGS.items() if meeting.is_open]


@pytest.mark.parametrize("name", RUNNING)
def test_a_running_meeting_has_one_button_that_stands_out(name):
    actions = cards.phase_card(MEETINGS[name], TEAM, "?")["actions"]
    strong = [each["title"] for each in actions if each.get("style") == "positive"]
    first = {"Fortsæt"} if MEETINGS[name].left is not None else {"Næste fase", "Afslut sparringen"}
    assert len(strong) == 1
    assert set(strong) <= first


def test_buttons_that_are_called_the_same_are_told_apart_by_ear():
    card = CARDS["yearly off"]
    change = [
        action
        for part in card["body"]
        if part["type"] == "ActionSet"
        for action in part["actions"]
        if action["title"] == "Ret"
    ]
    read = [each["tooltip"] for each in change]
    assert len(set(read)) == len(change) == 7
    assert read[0] == "Ret: Ny lovgivning"
