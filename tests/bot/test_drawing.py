"""The tavle and the genogram of a meeting: written in forms, seen by those who are in it, and gone
when it closes."""

import pytest
from sqlalchemy import select

from bot.rehearsal.answers import Form
from bot.rehearsal.people import Person
from bot.sparring.drawing import Drawings
from storage import sparring
from storage.tables import CaseContentRow
from tests.house import House

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
TAVLE = "for 2 år siden: mor og far går fra hinanden\nnu: går ikke i skole"
FAMILY = "mor 38, far 41: skilt; barn 12 i fokus, barn 9"


@pytest.fixture
async def started(home: House) -> House:
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    return home


async def opened(home: House, who: Person, which: str) -> Form:
    return await (await who.opens(home.chat, "Tavle og genogram")).submit(which)


async def kinds(home: House) -> set[str]:
    def work(session):
        return set(session.scalars(select(CaseContentRow.kind)))

    return await home.bot.store.read(work)


async def drawn(home: House, drawings: Drawings) -> tuple[str, str]:
    def work(session):
        found = drawings.timeline(session, 1), drawings.genogram(session, 1)
        return tuple(each.svg if each else "" for each in found)

    return await home.bot.store.read(work)


async def test_what_is_drawn_is_in_no_chat_and_gone_when_the_meeting_closes(started):
    home, drawings = started, Drawings()
    written = await (await opened(home, home.ole, "Skriv på tavlen")).submit(text=TAVLE)
    assert written.text == "Gemt. Det ses på mødets tavle."
    family = await opened(home, home.mette, "Tegn genogram")
    assert (await family.submit(text=FAMILY)).text == written.text
    board, genogram = await drawn(home, drawings)
    assert "går ikke i skole" in board
    assert "Mor (38 år) og far (41 år) er skilt." in genogram
    assert "skilt" not in home.shown()
    both = str((await home.karen.opens(home.chat, "Tavle og genogram")).card)
    assert "For 2 år siden: mor og far går fra hinanden" in both
    assert "Mor (38 år) og far (41 år) er skilt." in both

    again = await opened(home, home.karen, "Tegn genogram")
    assert again.inputs["text"]["value"] == FAMILY.replace(", far", " og far")
    assert "Sammen har de to børn: barn (12 år, i fokus) og barn (9 år)." in str(again.card)
    assert (await opened(home, home.karen, "Skriv på tavlen")).inputs["text"]["value"] == TAVLE

    for _ in range(6):
        await home.presses(home.karen, "Næste fase")
    assert await kinds(home) >= {"timeline", "genogram"}
    await home.presses(home.karen, "Afslut sparringen")
    assert await kinds(home) == set()
    assert await drawn(home, drawings) == ("", "")
    late = await again.submit(text=FAMILY)
    assert "Sparringen er slut" in late.text


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("Skriv på tavlen", "Der står ingen hændelser nu. Skriv en, så ses den på mødets tavle."),
        (
            "Tegn genogram",
            "Genogrammet er tomt nu. Skriv, hvem der er i familien, så ses det på mødets tavle.",
        ),
    ],
)
async def test_of_an_empty_drawing_nobody_is_told_that_it_is_seen(started, button, told):
    form = await opened(started, started.ole, button)

    assert (await form.submit(text=" ")).text == told


async def test_a_genogram_can_be_drawn_step_by_step(started):
    form = await opened(started, started.ole, "Tegn genogram")
    steps = await form.submit("Tegn trin for trin", text="mor 38")
    far = await (await steps.submit("Tilføj person")).submit(role="far", age="41")
    couple = await far.submit("Tilføj par")
    lacking = await couple.submit(first="1", second="1", status="divorced")
    assert "“mor” står der to gange" in str(lacking.card)
    together = await lacking.submit(first="1", second="2", status="divorced")
    child = await together.submit("Tilføj barn")
    done = await child.submit(parents="1-2", role="barn", age="12", marks="i fokus")
    assert "Sammen har de et barn: barn (12 år, i fokus)." in str(done.card)

    # The same step handed in again is no second child.
    twice = await child.submit(parents="1-2", role="barn", age="9")
    assert "En anden har ændret genogrammet." in str(twice.card)
    text = await started.bot.store.read(sparring.drawn_in, 1, sparring.GENOGRAM)
    assert text == "mor 38 og far 41: skilt; barn 12 i fokus"


async def test_two_who_write_at_once_lose_nothing_of_each_other(started):
    oles = await opened(started, started.ole, "Skriv på tavlen")
    mettes = await opened(started, started.mette, "Skriv på tavlen")
    await oles.submit(text="nu: går ikke i skole")

    asked = await mettes.submit(text="6 år: begynder i skole")
    assert "En anden har ændret det, mens du skrev." in str(asked.card)
    assert asked.inputs["text"]["value"] == "6 år: begynder i skole"
    assert (await asked.submit()).text == "Gemt. Det ses på mødets tavle."


async def test_a_name_or_a_number_is_not_taken(started):
    form = await opened(started, started.ole, "Tegn genogram")
    lost = await form.submit(text="mor 38; barm 12")
    assert "Linje 1: Jeg kender ikke rollen “barm”. Mente du “barn”?" in str(lost.card)
    number = await form.submit(text="mor 010190-1234")
    assert "ligner et CPR-nummer" in str(number.card)
    named = await (await opened(started, started.ole, "Skriv på tavlen")).submit(
        text="nu: Mathilde flytter til mormor"
    )
    assert "ligner et navn" in str(named.card)
    assert await kinds(started) == {"question"}


async def test_the_commands_show_the_way_and_nothing_of_the_case(started):
    await started.says(started.ole, "tavle")
    ways = ["Åbn tavlen", "Skriv på tavlen", "Tegn genogram", "Læs dem her"]
    assert started.chat.last.buttons == ways
    await started.says(started.ole, "genogram")
    ways = ["Åbn tavlen", "Skriv på tavlen", "Tegn genogram", "Læs dem her"]
    assert started.chat.last.buttons == ways
    assert "slettes, når mødet slutter" in started.chat.shown[-1]


async def test_outside_a_meeting_there_is_nothing_to_draw_on(home):
    await home.says(home.ole, "tavle")
    assert home.chat.last.buttons == []


@pytest.mark.parametrize("word", ["tavle", "genogram"])
async def test_before_the_first_sparring_nobody_hears_that_it_is_over(home, word):
    await home.says(home.ole, word)

    assert home.chat.shown[-1] == "Der er ingen sparring i gang her lige nu."
