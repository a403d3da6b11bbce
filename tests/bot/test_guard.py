"""Nothing that somebody writes is taken before the guard has read it."""

import pytest

from bot.rehearsal.connector import Form
from storage.tables import CaseContentRow, LearningPointRow
from tests.areas import AREAS
from tests.bot.test_learning import THANKS, forward, last
from tests.chaos.scenarios import SCENARIOS
from tests.house import House, house, moved_in

CPR = "120398-1234"
WITH_CPR = f"Ring til barnet, {CPR}, i morgen."
WITH_NAME = "Det var godt, at vi spurgte Mathilde først."
WITHOUT = "Det var godt, at vi spurgte barn 1 først."
STOPPED = (
    "Noget i din tekst ligner et CPR-nummer (linje 1, fra tegn 18). "
    "Jeg har ikke gemt den. Skriv fx “barn 1” i stedet."
)
DIALOGS = {verb: dialog for area in AREAS for verb, dialog in area.dialogs.items()}
REWORD, KEEP, PUT_RIGHT = "Skriv “barn 1”", "Det er ikke et navn", "Jeg har rettet det"


async def points(home: House) -> list[str]:
    rows = await home.bot.store.read(lambda s: s.query(LearningPointRow.text).all())
    return [text for (text,) in rows]


async def questions(home: House) -> list[str]:
    rows = await home.bot.store.read(lambda s: s.query(CaseContentRow.text).all())
    return [text for (text,) in rows]


async def writes(home: House, text: str) -> Form:
    form = await home.mette.opens(home.chat, "Tag en sag med")
    return await form.submit(question=text)


# --- a CPR number ----------------------------------------------------------------------------


async def test_a_cpr_number_stops_the_form_and_nothing_that_was_written_is_lost(home):
    again = await writes(home, WITH_CPR)

    assert isinstance(again, Form)
    assert again.texts[0] == STOPPED
    assert again.inputs["question"]["value"] == WITH_CPR
    assert await questions(home) == []
    assert not isinstance(await again.submit(question="Hvordan hjælper vi barnet?"), Form)
    assert await questions(home) == ["Hvordan hjælper vi barnet?"]


async def test_a_cpr_number_typed_alone_is_told_to_be_deleted(home):
    await home.says(home.mette, f"læring {WITH_CPR}", alone=True)

    assert last(home, home.mette) == (
        "Noget i din tekst ligner et CPR-nummer (linje 1, fra tegn 25). Jeg har ikke gemt den. "
        "Skriv fx “barn 1” i stedet. Slet også selv beskeden her."
    )
    assert await points(home) == []


@pytest.mark.parametrize("text", [f"læring {WITH_CPR}", f"sag {WITH_CPR}", f"hjælp {CPR}", CPR])
async def test_a_cpr_number_typed_in_the_group_is_told_to_its_writer_alone(home, text):
    before = home.shown()
    await home.says(home.mette, text)

    assert home.shown() == before
    assert last(home, home.mette) == (
        "I din besked til Team Øst er der noget, der ligner et CPR-nummer. Jeg har ikke gemt den. "
        "Slet selv beskeden i chatten, og skriv fx “barn 1” i stedet."
    )
    assert CPR not in home.shown(home.mette)
    assert await points(home) == await questions(home) == []


async def test_a_changed_button_cannot_bring_a_cpr_number_in(home):
    await home.says(home.mette, "Vi kan godt spørge netværket noget tidligere", alone=True)
    offered = home.own(home.mette).messages[-1]
    data = {"text": WITH_CPR, "nonce": "n"}
    value = {"action": {"type": "Action.Execute", "verb": "learning.save", "data": data}}

    answer = await home.mette.invokes(
        home.own(home.mette), "adaptiveCard/action", value, on=offered
    )

    assert answer.text == STOPPED
    assert await points(home) == []


async def test_a_guest_may_be_named_but_never_by_number(home):
    await home.at("9.00", days=1)
    form = await home.karen.opens(home.chat, "Ret sag og tid")

    again = await form.submit(guest=f"Susanne {CPR}")
    assert isinstance(again, Form)
    assert not isinstance(await again.submit(guest="Susanne Holm fra PPR"), Form)


async def test_a_chat_whose_name_holds_a_cpr_number_is_kept_without_it(empty):
    chat = empty.teams.group_chat(f"Sagen {CPR}", *empty.people.values())
    await empty.teams.add_bot(chat, by=empty.karen)
    await empty.settle()

    await empty.says(empty.karen, "indstillinger")
    assert CPR not in "\n".join(chat.shown)


# --- a name ----------------------------------------------------------------------------------


async def test_a_name_in_a_form_is_asked_about_and_rewritten_with_one_press(home):
    asked = await writes(home, WITH_NAME)

    assert isinstance(asked, Form)
    assert asked.texts[0] == "“Mathilde” ligner et navn. Skal jeg skrive “barn 1” i stedet?"
    assert asked.buttons == [REWORD, KEEP, PUT_RIGHT]
    assert asked.inputs["question"]["value"] == WITH_NAME
    assert await questions(home) == []

    assert not isinstance(await asked.submit(REWORD, question=WITH_NAME), Form)
    assert await questions(home) == [WITHOUT]


async def test_the_writer_may_say_that_it_is_no_name(home):
    asked = await writes(home, WITH_NAME)

    assert not isinstance(await asked.submit(KEEP, question=WITH_NAME), Form)
    assert await questions(home) == [WITH_NAME]


async def test_a_decision_is_about_the_text_as_it_stood(home):
    asked = await writes(home, WITH_NAME)

    again = await asked.submit(KEEP, question=f"{WITH_NAME} Ole Hansen kom også.")

    assert isinstance(again, Form)
    assert await questions(home) == []


async def test_what_was_put_right_by_hand_is_read_again(home):
    asked = await writes(home, WITH_NAME)

    again = await asked.submit(PUT_RIGHT, question=WITH_NAME)
    assert isinstance(again, Form)
    assert not isinstance(await again.submit(PUT_RIGHT, question="Hvad nu?"), Form)
    assert await questions(home) == ["Hvad nu?"]


async def test_a_cpr_number_beside_the_decision_is_stopped_all_the_same(home):
    asked = await writes(home, WITH_NAME)

    for button in (REWORD, KEEP, PUT_RIGHT):
        again = await asked.submit(button, question=WITH_CPR)
        assert isinstance(again, Form)
        assert again.texts[0] == STOPPED


async def test_a_form_handed_in_twice_is_still_taken_once(home):
    asked = await writes(home, WITH_NAME)

    await asked.submit(REWORD, question=WITH_NAME)
    await asked.submit(REWORD, question=WITH_NAME)

    assert await questions(home) == [WITHOUT]


async def test_a_decision_stands_in_the_form_that_it_leads_to(home):
    """Advice with a name in it, during the reflection: asked about once, then parked."""
    advice = "Du skal ringe til Mathilde i morgen."
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question="Hvad overser vi?")
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await forward(home, "Refleksionsrunde")
    await home.says(home.mette, "læring", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv læringspunkt")
    asked = await form.submit(text=advice)

    offered = await asked.submit(KEEP, text=advice)
    assert offered.title == "Forslag eller læringspunkt?"

    said = await offered.submit("Parkér forslaget", text=advice)
    assert not isinstance(said, Form)
    assert advice in await questions(home)


async def test_a_name_typed_alone_is_asked_about_on_a_card(home):
    await home.says(home.mette, f"læring {WITH_NAME}", alone=True)

    assert last(home, home.mette).startswith("“Mathilde” ligner et navn.")
    assert WITHOUT in last(home, home.mette)
    assert await points(home) == []

    await home.mette.presses(home.own(home.mette), REWORD)
    assert await points(home) == [WITHOUT]
    assert home.mette.sees(home.own(home.mette))[-1] == THANKS


async def test_a_name_that_is_none_is_kept_as_typed(home):
    await home.says(home.mette, f"sag {WITH_NAME}", alone=True)

    await home.mette.presses(home.own(home.mette), KEEP)
    assert await questions(home) == [WITH_NAME]


async def test_a_text_that_is_no_command_is_offered_to_be_kept_without_its_names(home):
    await home.says(home.mette, WITH_NAME, alone=True)
    assert WITHOUT in last(home, home.mette)

    await home.mette.presses(home.own(home.mette), REWORD)
    assert await points(home) == [WITHOUT]


async def test_a_name_typed_in_the_group_is_not_taken_and_not_repeated(home):
    await home.says(home.mette, f"læring {WITH_NAME}")

    said = home.chat.shown[-1]
    assert said.startswith("Noget i teksten kan pege på en bestemt person, så jeg har ikke taget")
    assert "Mathilde" not in said
    assert "Skriv læringspunkt" in home.chat.messages[-1].buttons
    assert await points(home) == []


async def test_nobody_says_in_a_group_what_was_decided(home):
    data = {"word": "læring", "text": WITH_NAME, "nonce": "n"}
    value = {"action": {"type": "Action.Execute", "verb": "guard.say", "data": data}}
    await home.mette.invokes(home.chat, "adaptiveCard/action", value, on=home.chat.messages[-1])

    assert await points(home) == []


# --- whole -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scenario", [each for each in SCENARIOS if each.verb in DIALOGS], ids=lambda each: each.name
)
async def test_every_text_input_of_every_form_is_read(scenario, tmp_path):
    """By construction: whoever adds an input to a form says how it is read."""
    async with house(tmp_path) as empty:
        act = await scenario.reach(await moved_in(empty))
        form = getattr(getattr(act, "func", None), "__self__", None)
        assert isinstance(form, Form)
        dialog = DIALOGS[scenario.verb]
        inputs = {name for name, each in form.inputs.items() if each["type"] == "Input.Text"}
        assert inputs <= {*dialog.texts, *dialog.naming}
