"""Texts that want to be more than text: shown as typed on every card, and active on none."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogs import cards as parts
from dialogs.learning import cards as learning
from dialogs.learning import deciding_cards as deciding
from dialogs.learning.deciding import Page
from dialogs.learning.point import LearningPoint, Marks, PointState
from dialogs.learning.practice import (
    Improvement,
    ImprovementKind,
    Practice,
    PracticeEvent,
    What,
)
from dialogs.people import cards as people
from dialogs.people.person import Person
from dialogs.people.team import Right, Team
from dialogs.sparring import cards, forms
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import SHIPPED, AgendaName
from dialogs.sparring.case import Case, CaseState, Kind
from dialogs.sparring.plan import Coming, Plan
from dialogs.text import on_one_line
from tests.dialogs.between import shown as of_between
from tests.dialogs.courses import after_shown as after_courses
from tests.dialogs.courses import shown as of_courses
from tests.dialogs.learning import shown
from tests.dialogs.supervision import shown as of_supervision
from tests.dialogs.yearly import shown as of_yearly
from tests.injections import corpus, marker
from tests.reader import Reading, read

ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
SEEN_ALIKE = 50  # of the corpus: a family


def cards_that_show(text: str) -> dict[str, dict]:
    """Every card and form with something in it that somebody wrote, or is called."""
    who, other = Person(1, text), Person(2, text)
    team = Team(
        id=1,
        name=text,
        coordinator=who,
        deputy=other,
        leader=who,
        focus=text,
        tools=(text,),
        methods=(text,),
    )
    case = Case(
        id=1,
        team_id=1,
        owner=who,
        kind=Kind.CASE,
        question=text,
        state=CaseState.WAITING,
        brought_at=NINE,
    )
    plan = Plan(id=1, team_id=1, at=NINE, case=case, guest=text, absent_owner=other, offer=other)
    topic = Plan(id=1, team_id=1, at=NINE, topic=text, timekeeper=other)
    coming = Coming(at=NINE, who=who)
    nobody = cards.Today(away={1, 2}, nobody_brings=True, turn=who)
    waiting = cards.Queue(team=text, waiting=[case], asked=1, rota=[who, other], coming=coming)
    point = LearningPoint(
        id=1,
        text=text,
        at=NINE,
        team_id=1,
        state=PointState.DECLINED,
        marks=Marks(method=text),
        prevents=text,
        practice_id=1,
        reason=text,
        answer=text,
    )
    practice = Practice(id=1, team_id=1, text=text, method=text, owner=who)
    event = PracticeEvent(id=1, at=NINE, what=What.EDITED, reason=text, text=text)
    improvement = Improvement(
        id=1,
        team_id=1,
        practice_id=1,
        kind=ImprovementKind.METHOD,
        text=text,
        owner=who,
        due_on=NINE.date(),
    )
    page = Page(number=0, total=1)
    made = {
        "start": cards.start_card(plan, team, cards.Today(), ZONE, NINE),
        "start with a topic": cards.start_card(topic, team, nobody, ZONE, NINE),
        "cancelled": cards.cancelled_line(plan, coming, ZONE),
        "your case": cards.your_case(NINE, ZONE, case),
        "principle": cards.principle_request("1", case, text),
        "accepted": cards.principle_accepted(case, who),
        "declined": cards.principle_declined("1", who, text),
        "asked back": cards.principle_asked_back("1", who, text),
        "parked": cards.parked(text),
        "second": cards.second_case(1, case, 40, None),
        "swap": cards.swap_request(1, who),
        "swap answer": cards.swap_answer_to_asker(who, agreed=True),
        "queue": cards.queue([waiting, waiting], [case], ZONE),
        "welcome": people.welcome(who, who),
        "hello": people.hello(text),
        "which team": people.which_team(who, [team]),
        "team choice": people.team_choice("n", "sparring.bring_to", text, [team, team]),
        "settings": people.settings_card(team, Right.FRAME, [text], text),
        "settings choice": people.settings_choice([team, team]),
        "private message": people.private_message_waits(text, ""),
        "summary": learning.summary([LearningPoint(id=1, text=text, at=NINE)], text),
        "outcome": learning.outcome(point, text, text, id="1-declined-1"),
        "point": deciding.point_card(
            replace(point, state=PointState.PROPOSED), [(text, text)], [point], adds_to=text
        ),
        "waiting": deciding.waiting_list([point], page, {1: text, 2: text}),
        "history": deciding.history_card(practice, [event], [], ZONE, decides=True, leads=True),
        "improvements": deciding.improvement_list([improvement], page, {1}),
        "improvement due": deciding.improvement_due(improvement),
        "fill form": learning.point_form("n", "T", "v", point, [text], id="1").card,
        "answer form": learning.answer_form("n", point, id="1").card,
        "missing form": learning.missing_form("n", point, text, id="1").card,
        "approve form": deciding.approve_form(
            "n", point, [text], [who], owner=who, review_on=NINE.date()
        ).card,
        "merge form": deciding.merge_form("n", point, [practice]).card,
        "join form": deciding.join_form("n", point, practice, id="1:1:1").card,
        "decline form": deciding.reason_form("n", "T", "v", text, "R", "R", id=1).card,
        "improve form": deciding.improve_form("n", practice, [who], owner=who).card,
        "advice": learning.advice_offer("n", text, text, 1, 1),
        "save offer": learning.save_offer("n", text),
        "bring form": forms.bring_form("n", [team, team]).card,
        "prepare form": forms.prepare_form("n", plan, [case], [text], [who]).card,
        "reason form": forms.reason_form("n", "sparring.decline", case, "1").card,
        "swap form": forms.swap_form("n", "1-2-3", [who]).card,
        "settings form": people.settings_form("n", team, Right.FRAME, [who], [other]).card,
        "lists form": people.lists_form("n", team, [text]).card,
        "absence form": people.absence_form("n", who, [other], []).card,
        "write form": learning.write_form("n", [team, team], 1, text).card,
        "advice form": learning.advice_form("n", text, text, 1, 1).card,
    }
    made |= shown.with_text(text, team, other)
    made |= of_between.with_text(text, team, who)
    made |= of_yearly.with_text(text, team, who)
    made |= of_supervision.with_text(text, team, who)
    made |= after_courses.made(text, who)
    made |= of_courses.with_text(text, team, who)
    return made | {f"phase: {name}": card for name, card in phases(who, other, team, text)}


def phases(who: Person, other: Person, team: Team, text: str):
    meeting, _ = rules.start(
        id=1,
        agenda=SHIPPED[AgendaName.SHORT],
        chair=who,
        coordinator=who,
        deputy=other,
        case_owner=other,
        timekeeper=other,
        present=6,
        now=NINE,
    )
    while meeting.later:
        yield meeting.phase, cards.phase_card(meeting, team, text, guest=text, until=text)
        yield f"{meeting.phase} line", cards.phase_line(meeting, meeting.phase)
        meeting, _ = rules.next_phase(meeting, NINE)
    yield "started", cards.started_line(meeting)


CORPUS = corpus()


def wrong_with(number: int) -> list[str]:
    """The cards on which this text of the corpus is active, or not shown as it was typed."""
    text = on_one_line(CORPUS[number])
    return [
        name
        for name, card in cards_that_show(text).items()
        if not _is_shown_as_typed(text, marker(number), read(card), needed=not _is_cut(name))
    ]


def _is_cut(name: str) -> bool:
    """Choices are shortened, and a long text may lose its end there."""
    return "line" in name or name in ("talks form", "choose form", "areas form")


def _is_shown_as_typed(text: str, mark: str, reading: Reading, *, needed: bool) -> bool:
    if reading.active or any("1999" in call for call in reading.calls):
        return False
    showing = [seen for seen in reading.seen if mark in seen]
    return all(text in seen for seen in showing) and (bool(showing) or not needed)


@pytest.mark.parametrize("start", range(0, len(CORPUS), SEEN_ALIKE))
def test_every_card_shows_a_text_as_typed_and_nothing_in_it_is_active(start):
    """All thousand are an experiment of the bench."""
    wrong = {number: wrong_with(number) for number in range(start, start + SEEN_ALIKE, 5)}

    assert not any(wrong.values())


def test_the_corpus_is_a_thousand_different_texts_and_the_same_each_time():
    assert len(set(CORPUS)) == 1000
    assert corpus() == CORPUS


def test_as_they_are_in_a_text_block_they_would_do_something():
    """The reader of these tests is not blind."""
    readings = [read({"body": [{"type": "TextBlock", "text": text}]}) for text in CORPUS]

    assert sum(bool(reading.active or reading.calls) for reading in readings) > 400


def test_a_date_in_what_somebody_wrote_is_not_worked_out():
    text = "{{DATE(1999-12-31T23:59:00Z)}} {{{{TIME(1999-12-31T23:59:00Z)}}}}"
    for part in (parts.quote(text), parts.line(text), parts.heading(text)):
        reading = read(parts.card([part]))

        assert reading.seen == [text]
        assert reading.calls == []


def test_the_titles_of_choices_that_are_spread_out_are_words_of_ours():
    """Some clients read them as Markdown."""
    for form in cards_that_show("*kx0000k*").values():
        for part in form["body"]:
            if part.get("style") == "expanded":
                assert not any("kx0000k" in choice["title"] for choice in part["choices"])
