"""Use it: weeks after a sparring its case owner alone is asked whether a point was of use."""

import pytest

import bot.trying
from bot.rehearsal.connector import Form, Person
from dialogs.learning.point import PointState
from dialogs.learning.practice import Practice, PracticeState, What
from storage import people, practice, trying
from storage.tables import LearningPointRow, OccurrenceRow, TrialRow
from tests.house import ZONE, House

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
POINT = "Spørg netværket, før vi foreslår en indsats."
NEWER = "Brug barnets egne ord."
ASKS = f"For tre uger siden skrev I: “{POINT}”\nHar du haft brug for det siden?"


async def held(home: House, *points: str, owner: Person | None = None) -> House:
    """A sparring about a case of Ole's, from which these were taken along."""
    owner = owner or home.ole
    form = await owner.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.settle()
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith("Fælles læring"):
        await home.presses(home.karen, "Næste fase")
    for text in points:
        form = await home.mette.opens(home.chat, "Skriv læringspunkt")
        await form.submit(text=text)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    return home


@pytest.fixture
async def learned(home: House) -> House:
    """On Tuesday d. 4. august, and nothing has been asked yet."""
    await home.at("9.00", days=1)
    return await held(home, POINT)


async def mornings(home: House, days: int) -> None:
    await home.at("8.59", days=days)
    await home.at("9.00")


@pytest.fixture
async def asked(learned: House) -> House:
    await mornings(learned, 17)
    return learned


async def alone(home: House, person: Person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


def questions(home: House, person: Person) -> list[str]:
    return [text for text in home.own(person).shown if "Har du haft brug for det siden?" in text]


def last(home: House, person: Person) -> str:
    return home.own(person).shown[-1]


async def trials(home: House) -> list[tuple[str, str | None]]:
    rows = await home.bot.store.read(lambda s: s.query(TrialRow.way, TrialRow.text).all())
    return [tuple(row) for row in rows]


async def missed(home: House) -> list[str]:
    def found(session):
        query = session.query(OccurrenceRow).filter(OccurrenceRow.missed_at.is_not(None))
        return [row.series for row in query if row.series.startswith("trying.")]

    return await home.bot.store.read(found)


async def decided(home: House, state: PointState) -> None:
    def write(session):
        session.query(LearningPointRow).update({"state": state})

    await home.bot.store.write(write)


# --- asked -----------------------------------------------------------------------------------


async def test_after_seventeen_days_the_case_owner_alone_is_asked(learned):
    await learned.at("8.59", days=17)  # a Friday
    assert questions(learned, learned.ole) == []

    await learned.at("9.00")

    assert questions(learned, learned.ole) == [ASKS]
    assert learned.own(learned.ole).last.buttons == [
        "Ja",
        "Ja, på en anden måde",
        "Ikke endnu",
        "Det passede ikke",
    ]
    for other in (learned.karen, learned.mette):
        assert questions(learned, other) == []
    assert "Har du haft brug" not in learned.shown()


async def test_a_weekend_or_a_closed_week_waits(home):
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(closed_weeks="34")
    await home.at("9.00", days=1)
    await held(home, POINT)

    await mornings(home, 19)  # Sunday of the closed week
    assert questions(home, home.ole) == []
    await mornings(home, 1)
    assert questions(home, home.ole) == [ASKS]


async def test_the_newest_that_was_not_declined_is_asked_about(home):
    await home.at("9.00", days=1)
    await held(home, POINT, NEWER)

    def decline_the_newest(session):
        here = LearningPointRow.text == NEWER
        session.query(LearningPointRow).filter(here).update({"state": PointState.DECLINED})

    await mornings(home, 3)
    await home.bot.store.write(decline_the_newest)
    await mornings(home, 14)
    assert questions(home, home.ole) == [ASKS]


async def test_where_nothing_was_learned_nothing_is_asked(home):
    await home.at("9.00", days=1)
    await held(home)
    await mornings(home, 17)

    assert questions(home, home.ole) == []
    assert await missed(home) == []


async def test_a_topic_has_no_case_owner_and_asks_nobody(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith("Fælles læring"):
        await home.presses(home.karen, "Næste fase")
    form = await home.mette.opens(home.chat, "Skriv læringspunkt")
    await form.submit(text=POINT)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    await mornings(home, 17)

    assert "Har du haft brug" not in "".join(home.told(p) for p in home.people.values())


# --- answered --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "way", "thanks"),
    [
        ("Ja", "yes", "Tak. Det hjælper de andre at vide."),
        ("Ja, på en anden måde", "otherwise", "Tak. En anden måde er også læring."),
        ("Ikke endnu", "not_yet", "Det er helt fint. Jeg spørger ikke igen."),
        ("Det passede ikke", "did_not_fit", "Tak. Det er lige så godt at vide."),
    ],
)
async def test_one_press_is_enough(asked, button, way, thanks):
    assert await alone(asked, asked.ole, button) == thanks

    assert last(asked, asked.ole) == thanks
    assert await trials(asked) == [(way, None)]
    await mornings(asked, 30)
    assert questions(asked, asked.ole) == []


async def test_what_happened_may_be_told_and_belongs_to_the_point(asked):
    await alone(asked, asked.ole, "Ja, på en anden måde")
    form = await asked.ole.opens(asked.own(asked.ole), "Hvad skete der?")
    assert f"“{POINT}”" in form.texts
    answer = await form.submit(text="Vi spurgte mormor først.")
    await asked.settle()

    assert answer.text == "Tak. Det står nu ved læringspunktet, uden dit navn."
    assert last(asked, asked.ole) == "Tak. Det står nu ved læringspunktet, uden dit navn."
    assert await trials(asked) == [("otherwise", "Vi spurgte mormor først.")]


async def test_nobody_has_to_tell(asked):
    await alone(asked, asked.ole, "Ja")
    form = await asked.ole.opens(asked.own(asked.ole), "Hvad skete der?")

    assert (await form.submit(text="")).text == "Det er i orden. Dit svar er gemt."
    assert await trials(asked) == [("yes", None)]


async def test_too_long_or_with_a_number_it_stays_in_the_form(asked):
    await alone(asked, asked.ole, "Ja")
    form = await asked.ole.opens(asked.own(asked.ole), "Hvad skete der?")

    again = await form.submit(text="å" * 501)
    assert isinstance(again, Form)
    assert again.texts[0] == "Svaret er på 501 tegn. Skriv det på højst 500."
    assert again.inputs["text"]["value"] == "å" * 501
    again = await again.submit(text="Det var 120398-1234.")
    assert isinstance(again, Form)
    assert again.texts[0].startswith("Noget i din tekst ligner et CPR-nummer")
    assert await trials(asked) == [("yes", None)]


async def test_two_presses_are_one_answer(asked):
    message = asked.own(asked.ole).last
    presses = [a for a in message.card["actions"] if a["title"] in ("Ja", "Det passede ikke")]
    for press in presses:
        value = {"action": {"type": "Action.Execute", **{k: press[k] for k in ("verb", "data")}}}
        await asked.ole.invokes(asked.own(asked.ole), "adaptiveCard/action", value, on=message)

    assert await trials(asked) == [("yes", None)]


async def test_only_the_case_owner_answers(asked):
    [press] = [a for a in asked.own(asked.ole).last.card["actions"] if a["title"] == "Ja"]
    value = {"action": {"type": "Action.Execute", **{k: press[k] for k in ("verb", "data")}}}
    answer = await asked.mette.invokes(
        asked.own(asked.mette), "adaptiveCard/action", value, on=asked.own(asked.ole).last
    )

    assert "\n".join(answer.texts) == "Det er ikke aktuelt længere. Der er ikke ændret noget."
    assert await trials(asked) == []


async def test_before_anybody_was_asked_nothing_is_answered(learned):
    data = {"id": "1-1-1", "way": "yes"}
    value = {"action": {"type": "Action.Execute", "verb": "trying.answer", "data": data}}
    own = learned.own(learned.ole)
    answer = await learned.ole.invokes(own, "adaptiveCard/action", value, on=own.last)

    assert "\n".join(answer.texts) == "Det er ikke aktuelt længere. Der er ikke ændret noget."
    assert await trials(learned) == []


# --- once more, and then never again ---------------------------------------------------------


async def test_a_week_later_it_is_asked_once_more_and_then_closed(asked):
    await mornings(asked, 7)
    _, second = questions(asked, asked.ole)
    assert second == (
        f"For fire uger siden skrev I: “{POINT}”\n"
        "Har du haft brug for det siden? Jeg spørger kun den her gang til."
    )

    await mornings(asked, 7)
    assert questions(asked, asked.ole) == []
    assert last(asked, asked.ole) == "Det er for længe siden nu. Jeg spørger ikke igen."
    count = len(asked.own(asked.ole).messages)
    await mornings(asked, 60)
    new = asked.own(asked.ole).shown[count:]
    assert not [text for text in new if "brug for det" in text]


async def test_the_reminder_answers_for_both(asked):
    await mornings(asked, 7)
    await alone(asked, asked.ole, "Ikke endnu")

    assert questions(asked, asked.ole) == []
    said = [t for t in asked.own(asked.ole).shown if t.startswith("Det er helt fint.")]
    assert len(said) == 2
    assert await trials(asked) == [("not_yet", None)]


async def test_declined_meanwhile_it_is_not_asked(learned):
    await decided(learned, PointState.DECLINED)
    await mornings(learned, 17)

    assert questions(learned, learned.ole) == []


async def test_withdrawn_meanwhile_nobody_is_reminded_and_the_card_says_so(asked):
    def withdraw(session):
        fresh = Practice(team_id=1, text=POINT, state=PracticeState.WITHDRAWN)
        practice_id = practice.add(session, fresh, What.WITHDRAWN, asked.clock.time)
        values = {"state": PointState.APPROVED, "practice_id": practice_id}
        session.query(LearningPointRow).update(values)

    await asked.bot.store.write(withdraw)
    await mornings(asked, 7)

    assert len(questions(asked, asked.ole)) == 1
    said = await alone(asked, asked.ole, "Ja")
    assert said == "Det er ikke aktuelt længere. Der er ikke ændret noget."
    assert await trials(asked) == []


# --- one at a time ---------------------------------------------------------------------------


async def test_two_meetings_in_a_week_have_one_question_open_at_a_time(home):
    await home.at("9.00", days=1)
    await held(home, POINT)
    await home.says(home.karen, "hjælp")
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question="Hvad overser vi hos far?")
    await home.says(home.karen, "start")
    while not home.chat.shown[-1].startswith("Fælles læring"):
        await home.presses(home.karen, "Næste fase")
    form = await home.mette.opens(home.chat, "Skriv læringspunkt")
    await form.submit(text=NEWER)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")

    await mornings(home, 17)
    assert questions(home, home.ole) == [ASKS]
    await alone(home, home.ole, "Ja")
    await mornings(home, 7)

    assert questions(home, home.ole) == [
        f"For fire uger siden skrev I: “{NEWER}”\nHar du haft brug for det siden?"
    ]


# --- nobody there ----------------------------------------------------------------------------


async def test_who_is_away_is_not_asked_and_it_is_recorded(learned):
    await learned.says(learned.ole, "fravær", alone=True)
    form = await learned.ole.opens(learned.own(learned.ole), "Meld fravær")
    await form.submit(first="2026-08-20", last="2026-08-24")
    await mornings(learned, 17)

    assert questions(learned, learned.ole) == []
    assert await missed(learned) == ["trying.ask"]


async def test_who_left_the_team_is_not_asked_and_it_is_recorded(learned):
    def without_ole(session):
        ole = next(p for p in people.members(session, 1) if p.name == "Ole")
        people.save_order(session, 1, tuple(i for i in people.order(session, 1) if i != ole.id))

    await learned.bot.store.write(without_ole)
    await mornings(learned, 17)

    assert questions(learned, learned.ole) == []
    assert await missed(learned) == ["trying.ask"]


async def test_who_cannot_be_reached_is_not_asked_and_it_is_recorded(learned):
    def out_of_reach(session):
        ole = next(p for p in people.members(session, 1) if p.name == "Ole")
        people.unreachable(session, ole.id, learned.clock.time)

    learned.teams.unreachable(learned.ole)
    await learned.bot.store.write(out_of_reach)
    await mornings(learned, 17)

    assert questions(learned, learned.ole) == []
    assert await missed(learned) == ["trying.ask"]


async def test_who_was_erased_is_not_asked_and_it_is_recorded(learned):
    await learned.says(learned.ole, "mine", alone=True)
    await alone(learned, learned.ole, "Slet mine oplysninger")
    await alone(learned, learned.ole, "Slet mine oplysninger")
    await learned.later(seconds=1)
    await mornings(learned, 17)

    assert questions(learned, learned.ole) == []
    assert await missed(learned) == ["trying.ask"]


# --- what came of it -------------------------------------------------------------------------


async def test_it_stands_beside_the_practice_without_a_count_and_without_who(asked):
    def approve(session):
        fresh = Practice(team_id=1, text=POINT)
        practice_id = practice.add(session, fresh, What.APPROVED, asked.clock.time)
        values = {"state": PointState.APPROVED, "practice_id": practice_id}
        session.query(LearningPointRow).update(values)
        return practice_id

    number = await asked.bot.store.write(approve)
    await alone(asked, asked.ole, "Ja, på en anden måde")
    form = await asked.ole.opens(asked.own(asked.ole), "Hvad skete der?")
    await form.submit(text="Vi spurgte mormor først.")
    data = {"id": str(number)}
    value = {"action": {"type": "Action.Execute", "verb": "deciding.history", "data": data}}
    own = asked.own(asked.mette)
    await asked.says(asked.mette, "hjælp", alone=True)
    await asked.mette.invokes(own, "adaptiveCard/action", value, on=own.last)
    await asked.settle()

    assert last(asked, asked.mette) == (
        f"Fælles praksis\n“{POINT}”\nSådan blev det til\n21. august 2026: Godkendt som fælles "
        "praksis\nPrøvet: virkede på en anden måde. Vi spurgte mormor først."
    )
    assert "Ole" not in last(asked, asked.mette)
    assert await asked.bot.store.read(lambda s: trying.of_point(s, 1)) is not None


async def test_every_text_input_of_the_form_is_read(asked):
    await alone(asked, asked.ole, "Ja")
    form = await asked.ole.opens(asked.own(asked.ole), "Hvad skete der?")

    inputs = {name for name, each in form.inputs.items() if each["type"] == "Input.Text"}
    assert inputs == {*bot.trying.area(ZONE).dialogs["trying.tell"].texts}
