"""`søg` in a group, in private and by form; and what resembles a case, to its bringer alone."""

from datetime import date

import pytest
from sqlalchemy import select

from dialogs.learning.practice import Practice, What
from storage import practice
from storage.tables import CaseContentRow, InboxRow, TeamRow
from tests.house import MONDAY, House

NETWORK = "Spørg netværket, før vi foreslår en indsats."
SCHOOL = "Ved skolefravær mødes skole og hjem inden to uger, mens vanen er ny."
QUESTION = "Hvad gør vi, når skolefravær bliver en vane i hjemmet?"


def _learn(session, text, **more):
    team_id = session.scalars(select(TeamRow.id)).first()
    return practice.add(
        session, Practice(team_id=team_id, text=text, **more), What.APPROVED, MONDAY
    )


@pytest.fixture
async def learned(home: House) -> House:
    await home.bot.store.write(_learn, NETWORK, method="ICS", valid_from=date(2026, 8, 3))
    await home.bot.store.write(_learn, SCHOOL)
    return home


async def asked(home, person, text):
    await home.says(person, text, alone=True)
    return home.own(person).shown[-1]


async def test_soeg_shows_the_text_its_team_method_and_since_when(learned):
    said = await asked(learned, learned.mette, "søg netvaerk")

    assert NETWORK in said
    assert "Team Øst · ICS · gælder fra d. 3. august 2026" in said
    assert SCHOOL not in said


async def test_soeg_is_answered_in_the_group_as_well(learned):
    await learned.says(learned.sara, "soeg fravær i skolen")

    assert SCHOOL in learned.chat.shown[-1]


async def test_soeg_alone_asks_what_to_look_for(learned):
    said = await asked(learned, learned.mette, "søg")

    assert "Hvad vil du finde?" in said


async def test_nothing_found_offers_a_broader_word_that_finds_something(learned):
    said = await asked(learned, learned.mette, "søg netværk hos oldeforældrene på Mars")
    assert "Jeg fandt ikke noget om “netværk hos oldeforældrene på Mars”." in said

    await learned.mette.presses(learned.own(learned.mette), "Søg på “netværk”")
    await learned.settle()
    assert NETWORK in learned.own(learned.mette).shown[-1]


async def test_a_search_that_is_too_long_is_answered_with_a_sentence(learned):
    said = await asked(learned, learned.mette, "søg " + "netværk " * 40)

    assert "på højst 200 tegn" in said


@pytest.mark.parametrize("words", ['"', "AND", "*", 'netværk" OR words:*', "NEAR(a b)"])
async def test_no_syntax_of_a_database_reaches_anybody(learned, words):
    said = await asked(learned, learned.mette, f"søg {words}")

    assert "lykkedes ikke" not in said


async def test_the_form_shows_what_was_found_and_can_be_used_again(learned):
    await learned.says(learned.mette, "søg")
    form = await learned.mette.opens(learned.chat, "Søg")
    again = await form.submit(words="skolefraver")
    assert SCHOOL in "\n".join(again.texts)

    nothing = await again.submit(words="netværk hos oldeforældrene på Mars")
    assert "Jeg fandt ikke noget" in "\n".join(nothing.texts)


async def test_what_was_looked_for_is_stored_nowhere(learned):
    await asked(learned, learned.mette, "søg kvantemekanik")

    def kept(session):
        return [row.key + row.outcome for row in session.scalars(select(InboxRow))]

    assert not any("kvantemekanik" in row for row in await learned.bot.store.read(kept))


# --- what resembles a case -------------------------------------------------------------------


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "by form"])
async def test_who_brings_a_case_is_shown_alone_what_was_learned_that_resembles_it(learned, typed):
    if typed:
        await learned.says(learned.ole, f"sag {QUESTION}", alone=True)
    else:
        form = await learned.ole.opens(learned.chat, "Tag en sag med")
        await form.submit(question=QUESTION)
        await learned.settle()

    told = learned.told(learned.ole)
    card = next(each for each in told.split("\n---\n") if "ligner din sag" in each)
    assert SCHOOL in card
    assert NETWORK not in card
    assert QUESTION not in card
    assert SCHOOL not in learned.shown()
    assert SCHOOL not in learned.told(learned.mette)


async def test_nothing_is_shown_where_nothing_resembles_the_case(learned):
    await learned.says(learned.ole, "sag Hvad overser vi hos far?", alone=True)

    assert "ligner din sag" not in learned.told(learned.ole)


async def test_the_question_stands_in_the_case_alone(learned):
    await learned.says(learned.ole, f"sag {QUESTION}", alone=True)

    def kept(session):
        return list(session.scalars(select(CaseContentRow.text)))

    assert await learned.bot.store.read(kept) == [QUESTION]
