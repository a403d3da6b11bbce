"""What Teams sends again has one effect, and is answered from the present state."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.rehearsal.connector import Fault, Form
from storage import sparring
from storage.tables import CaseContentRow, CaseRow, InboxRow, LearningPointRow, PersonRow
from tests.house import House

QUESTION = "Hvad overser vi hos far?"
POINT = "Spørg netværket, før vi foreslår en indsats."
ADVICE = "Du skal ringe til skolen i morgen."
NEXT = "Næste fase"
NOTED, SAVED = "Det er noteret.", "Det er gemt."
BROUGHT = "Tak. Sagen er noteret."
IN_THE_CHAT = "Svaret står nederst i chatten."


async def count(home: House, row, *where) -> int:
    query = select(func.count()).select_from(row).where(*where)
    return await home.bot.store.read(lambda session: session.scalar(query))


async def points(home: House) -> int:
    return await count(home, LearningPointRow)


async def turn(home: House) -> int:
    def of_the_meeting(session):
        [meeting_id] = sparring.running(session)
        return sparring.meeting(session, meeting_id).turn

    return await home.bot.store.read(of_the_meeting)


async def again(home: House, *, new_id: bool) -> str:
    answer = await home.teams.resend_invoke(new_id=new_id)
    await home.settle()
    return "\n".join(answer.texts)


async def reflects(home: House) -> None:
    while not home.chat.shown[-1].startswith("Refleksionsrunde"):
        await home.presses(home.karen, NEXT)


@pytest.fixture
async def started(home: House) -> House:
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    return home


@pytest.fixture
async def in_two(home: House) -> House:
    """Ole and Jens are in another team as well."""
    vest = home.teams.group_chat("Team Vest", home.ole, home.jens)
    await home.teams.add_bot(vest, by=home.jens)
    await home.settle()
    await home.jens.presses(vest, "Nyt team")
    await home.settle()
    return home


# --- what is written -------------------------------------------------------------------------


async def test_a_message_that_comes_five_times_is_taken_once_and_answered_once(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)

    answers = await home.teams.resend_last(times=4)
    await home.settle()

    assert {answer.status for answer in answers} == {200}
    assert await points(home) == 1
    assert sum(text.startswith("Tak.") for text in home.own(home.mette).shown) == 1


async def test_a_message_that_was_refused_is_refused_once_in_the_chat(home):
    await home.says(home.mette, "læring \u200b", alone=True)
    shown = home.told(home.mette)

    await home.teams.resend_last(times=3)
    await home.settle()

    assert home.told(home.mette) == shown


async def test_the_same_words_written_anew_are_a_message_of_their_own(home):
    await home.says(home.mette, "kø", alone=True)
    await home.says(home.mette, "kø", alone=True)

    assert home.told(home.mette).count("Kommende sager") == 2


# --- presses ---------------------------------------------------------------------------------


async def test_a_press_that_comes_five_times_at_once_moves_the_meeting_once(started):
    before = await turn(started)
    first = await started.karen.presses(started.chat, NEXT)

    copies = await asyncio.gather(
        *(started.teams.resend_invoke(new_id=new_id) for new_id in (True, False, True, True))
    )
    await started.settle()

    assert await turn(started) == before + 1
    assert [copy.card for copy in copies] == [first.card] * 4


async def test_a_repetition_shows_the_card_as_it_is_now(started):
    await started.presses(started.karen, "Forlæng 2 min.")
    extended = started.chat.last.card
    await started.presses(started.karen, "Hold pause")
    delivery = started.teams._last_invoke

    await started.presses(started.karen, "Fortsæt")
    started.teams._last_invoke = delivery
    answer = await started.teams.resend_invoke(new_id=True)

    assert answer.card == started.chat.last.card != extended
    assert "Hold pause" in answer.buttons


async def test_after_two_minutes_the_same_press_is_a_new_one(started):
    await started.presses(started.karen, NEXT)
    started.clock.time += timedelta(minutes=3)

    assert await again(started, new_id=True) == "Mødet er gået videre til præsentationen."


async def test_what_was_withdrawn_is_withdrawn_once_and_nobody_is_scolded(home):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.says(home.ole, "kø", alone=True)
    await home.ole.presses(home.own(home.ole), "Træk sagen tilbage")

    assert await again(home, new_id=True) == NOTED
    assert await again(home, new_id=False) == NOTED


async def test_a_refused_press_is_asked_anew(started):
    card = started.chat.last
    refused = await started.presses(started.mette, NEXT)
    assert refused.startswith("Karen leder mødet i dag.")
    assert await again(started, new_id=False) == refused

    await started.presses(started.mette, "Jeg leder videre")
    await started.presses(started.sara, "Det er fint")
    assert await started.presses(started.mette, NEXT, message=card) != refused


async def test_the_deputy_who_gave_the_lead_back_does_not_take_it_by_a_repetition(started):
    await started.presses(started.bo, "Jeg leder videre")
    delivery = started.teams._last_invoke
    await started.presses(started.bo, "Giv mødet til Karen")

    started.teams._last_invoke = delivery
    await again(started, new_id=True)
    assert "Karen styrer tiden." in started.chat.shown[-1]

    await started.presses(started.bo, "Jeg leder videre")  # the same button, of today's card
    assert "Bo styrer tiden." in started.chat.shown[-1]


async def test_another_sentence_comes_for_a_second_press_and_not_for_a_repetition(started):
    await reflects(started)
    await started.presses(started.karen, "Tilbage til refleksion")
    first = started.chat.shown[-1]

    await again(started, new_id=True)
    assert started.chat.shown[-1] == first

    await started.presses(started.karen, "Tilbage til refleksion")
    assert started.chat.shown[-1] != first


# --- buttons that make something -------------------------------------------------------------


@pytest.mark.parametrize("new_id", [True, False])
async def test_a_learning_point_by_a_button_is_kept_once(home, new_id):
    await home.says(home.mette, POINT, alone=True)
    await home.mette.presses(home.own(home.mette), "Gem som læringspunkt")

    assert await again(home, new_id=new_id) == NOTED
    assert await points(home) == 1


async def test_a_parked_proposal_is_parked_once_however_late_it_comes_again(started):
    await reflects(started)
    await started.says(started.mette, ADVICE, alone=True)
    await started.mette.presses(started.own(started.mette), "Parkér forslaget")
    await started.later(minutes=3)

    assert await again(started, new_id=True) == NOTED
    assert await count(started, CaseContentRow, CaseContentRow.kind == sparring.PROPOSAL) == 1


async def test_a_case_for_one_of_ones_teams_is_brought_once_even_a_day_later(in_two):
    home = in_two
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    card = home.own(home.ole).last.present
    await home.ole.presses(home.own(home.ole), "Team Vest", message=card)
    await home.at("10.00", days=1)

    said = await home.ole.presses(home.own(home.ole), "Team Vest", message=card)

    assert said.text == NOTED
    assert await count(home, CaseContentRow, CaseContentRow.kind == sparring.QUESTION) == 1


async def test_another_button_of_the_same_card_counts(in_two):
    home = in_two
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    card = home.own(home.ole).last.present

    for team in ("Team Vest", "Team Øst"):
        said = await home.ole.presses(home.own(home.ole), team, message=card)
        assert said.texts[0].startswith(BROUGHT)

    assert await count(home, CaseContentRow, CaseContentRow.kind == sparring.QUESTION) == 2


async def test_a_question_in_return_is_asked_again_and_nothing_is_said_to_be_noted(in_two):
    home = in_two
    await home.says(home.ole, POINT, alone=True)
    asked = await home.ole.presses(home.own(home.ole), "Gem som læringspunkt")
    assert asked.buttons == ["Team Øst", "Team Vest"]

    for new_id in (True, False):
        answer = await home.teams.resend_invoke(new_id=new_id)
        assert answer.buttons == asked.buttons
    assert await points(home) == 0


# --- what only reads -------------------------------------------------------------------------


async def test_a_press_that_only_reads_is_answered_in_the_chat_once(home):
    await home.says(home.mette, "hjælp", alone=True)
    own = home.own(home.mette)
    said = (await home.mette.presses(own, "Kommende sager")).text
    await home.settle()
    posts = len(own.messages)

    assert await again(home, new_id=False) == said == IN_THE_CHAT
    assert len(own.messages) == posts

    assert await again(home, new_id=True) == said  # it may as well be asked a second time
    assert len(own.messages) == posts + 1


async def test_an_unknown_button_is_not_noted(home):
    value = {"action": {"type": "Action.Execute", "verb": "no.such", "data": {}}}
    first = await home.mette.invokes(home.chat, "adaptiveCard/action", value)

    assert await again(home, new_id=False) == first.text
    assert first.text.startswith("Det forstod jeg ikke.")


# --- forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize("new_id", [True, False])
async def test_a_form_is_taken_once(home, new_id):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("20.00", days=3)

    assert await again(home, new_id=new_id) == SAVED
    assert await count(home, CaseContentRow, CaseContentRow.kind == sparring.QUESTION) == 1


async def test_a_form_that_was_put_right_is_taken(home):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    asked_back = await form.submit(question="x" * 900)
    assert isinstance(asked_back, Form)
    assert isinstance(await home.teams.resend_invoke(new_id=True), Form)

    assert (await asked_back.submit(question=QUESTION)).text.startswith(BROUGHT)


async def test_a_nonce_is_one_persons(home):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    data = {**form.card["actions"][0]["data"], "question": QUESTION}

    for person in (home.ole, home.mette):
        answer = await person.invokes(home.chat, "task/submit", {"data": data})
        assert answer.text.startswith(BROUGHT)


async def test_a_form_opened_again_is_a_form_again(home):
    first = await home.ole.opens(home.chat, "Tag en sag med")
    second = await home.teams.resend_invoke(new_id=False)

    assert isinstance(second, Form)
    assert second.texts == first.texts
    assert (await second.submit(question=QUESTION)).text.startswith(BROUGHT)


# --- long after, and when something fails ----------------------------------------------------


async def test_after_the_inbox_has_forgotten_a_move_still_does_nothing(started):
    await started.presses(started.karen, NEXT)
    await started.says(started.mette, f"læring {POINT}")
    await started.at("8.00", days=31)
    assert await count(started, InboxRow) == 0

    assert await again(started, new_id=False) == "Sparringen er slut. Der er ikke ændret noget."
    assert await points(started) == 1


async def test_the_inbox_holds_no_word_of_what_was_written(in_two):
    home = in_two
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.ole.presses(home.own(home.ole), "Team Vest")
    await home.says(home.mette, POINT, alone=True)
    await home.mette.presses(home.own(home.mette), "Gem som læringspunkt")

    def rows(session):
        return str(session.execute(select(InboxRow.key, InboxRow.outcome)).all())

    held = await home.bot.store.read(rows)
    assert "far" not in held
    assert "netværket" not in held


async def test_an_answer_that_did_not_reach_the_chat_is_not_said_by_a_repetition(home):
    """Whoever asked asks again; said a second time, it might stand there twice."""
    home.teams.faults.append(Fault(match="POST *", drop="before"))
    await home.says(home.mette, "kø", alone=True)

    await home.teams.resend_last()
    await home.settle()

    assert "Kommende sager" not in home.told(home.mette)


async def test_a_form_that_cannot_be_opened_says_why_each_time_it_is_asked_for(home):
    await home.says(home.karen, "ord")
    action = {"data": {"verb": "handbook.remove", "id": "1"}}

    first = await home.karen.invokes(home.chat, "task/fetch", action)
    copies = [await home.teams.resend_invoke(new_id=new_id) for new_id in (False, True)]

    assert first.texts == ["Jeres team har ingen ord på listen."]
    assert [copy.texts for copy in copies] == [first.texts] * 2


# --- after somebody was erased ---------------------------------------------------------------


async def resent(home: House, *deliveries) -> list[str]:
    answers = [await home.teams.resend(each) for each in deliveries]
    await home.settle()
    return ["\n".join(answer.texts) for answer in answers]


async def test_what_somebody_did_before_they_were_erased_is_not_done_again_after_it(home):
    await home.says(home.ole, f"læring {POINT}", alone=True)
    said = home.teams.last
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.settle()
    handed_in = home.teams.last
    await home.says(home.ole, "mine", alone=True)
    asked = home.teams.last
    pressed = []
    for _ in ("asked", "sure"):
        await home.ole.presses(home.own(home.ole), "Slet mine oplysninger")
        await home.settle()
        pressed.append(home.teams.last)
    await home.later(seconds=1)
    before = home.own(home.ole).shown

    answers = await resent(home, said, handed_in, asked, *pressed)

    assert answers == ["", SAVED, "", IN_THE_CHAT, NOTED]
    assert home.own(home.ole).shown == before
    assert await points(home) == 1
    assert await count(home, CaseRow) == 0
    assert await count(home, PersonRow, PersonRow.name == "Ole Friis") == 0


async def test_a_key_names_neither_chat_nor_person_nor_what_was_sent(home):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.says(home.ole, "kø", alone=True)
    await home.settle()

    keys = await home.bot.store.read(lambda session: session.scalars(select(InboxRow.key)).all())

    assert len(keys) >= 2
    assert all(re.fullmatch(r"(activity|form|press):[0-9a-f]{64}", key) for key in keys), keys
