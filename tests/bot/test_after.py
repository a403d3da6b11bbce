"""After the sparring: what is deleted, what must be noted, what comes again, three taps."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rehearsal.connector import Fault, Form, FormRefused, Person
from storage.backup import back_up
from storage.tables import MeetingRow
from tests.databases import databases
from tests.house import House

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
PROPOSAL = "Kald netværket sammen på skolen."
GUEST = "Susanne fra PPR"
SECOND_PROPOSAL = "Spørg farmor, om hun kan hente."


async def alone(home: House, person: Person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def parks(home: House, person: Person, proposal: str) -> str:
    form = await person.opens(home.chat, "Parkér forslag")
    answer = await form.submit(proposal=proposal)
    await home.settle()
    return answer.text


async def to_phase(home: House, title: str, by: Person | None = None) -> None:
    while not home.chat.shown[-1].startswith(title):
        await home.presses(by or home.karen, "Næste fase")


async def closes(home: House) -> None:
    await to_phase(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")


def last(home: House, person: Person) -> str:
    return home.own(person).shown[-1]


def reminders(home: House) -> int:
    return home.told(home.ole).count("Det skal noteres snarest muligt.")


@pytest.fixture
async def started(home: House) -> House:
    """Ole's case, Tuesday at nine, led by Karen: 4 August is in week 32."""
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    return home


# --- what is deleted -------------------------------------------------------------------------


async def test_before_closing_the_team_is_told_what_will_be_deleted(started):
    await to_phase(started, "Afrunding")

    assert (
        "Det, I har skrevet om sagen hos mig, slettes, når vi slutter. "
        "Ole, er der noget, du vil have med i fagsystemet?" in started.chat.shown[-1]
    )


async def test_after_closing_nothing_of_it_is_in_the_files_nor_in_a_backup(home, tmp_path):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    await form.submit(guest=GUEST)
    await home.settle()
    await home.presses(home.karen, "Start sparringen")
    await to_phase(home, "Refleksionsrunde")
    for proposal in (PROPOSAL, SECOND_PROPOSAL):
        await parks(home, home.mette, proposal)
    said = (QUESTION, GUEST, PROPOSAL, SECOND_PROPOSAL)
    assert all(text.encode() in databases.stored(tmp_path) for text in said)

    await closes(home)
    await home.bot.clockwork.tick()

    stored = databases.stored(tmp_path)
    assert [text for text in said if text.encode() in stored] == []
    assert [text for text in said if text in home.shown()] == []
    file = tmp_path / "backup.db"
    await asyncio.to_thread(back_up, databases.url(tmp_path), file, now=home.clock.time)
    assert [text for text in said if text.encode() in file.read_bytes()] == []


async def test_after_closing_the_question_stands_in_no_private_card_either(home):
    """The reminder of Karen's turn shows her case once she has brought it."""
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=2)
    form = await home.karen.opens(home.own(home.karen), "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.settle()
    assert QUESTION in home.told(home.karen)
    await home.at("9.00", days=5)
    await home.presses(home.bo, "Start sparringen")
    await to_phase(home, "Afrunding", by=home.bo)
    await home.presses(home.bo, "Afslut sparringen")

    assert QUESTION not in home.told(home.karen)
    assert "Det, du skrev om sagen hos mig, er slettet." in home.told(home.karen)


async def test_a_topic_is_forgotten_with_its_meeting(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    query = select(MeetingRow.topic).where(MeetingRow.state != "planned")
    assert all(await home.bot.store.read(lambda session: session.scalars(query).all()))

    await closes(home)

    topics = await home.bot.store.read(lambda session: session.scalars(query).all())
    assert topics == [""]


async def test_postponed_the_proposals_are_gone_and_the_question_waits(started, tmp_path):
    await to_phase(started, "Refleksionsrunde")
    await parks(started, started.mette, PROPOSAL)

    form = await started.karen.opens(started.chat, "Udskyd til næste gang")
    await form.submit()
    await started.settle()
    await started.bot.clockwork.tick()

    assert f"“{PROPOSAL}”" in started.told(started.ole)  # delivered before it was deleted
    assert PROPOSAL.encode() not in databases.stored(tmp_path)
    assert QUESTION.encode() in databases.stored(tmp_path)


async def test_a_case_that_is_taken_back_is_nowhere_in_the_files(home, tmp_path):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.says(home.ole, "kø", alone=True)

    await alone(home, home.ole, "Træk sagen tilbage")
    await home.bot.clockwork.tick()

    assert QUESTION.encode() not in databases.stored(tmp_path)


# --- parked proposals ------------------------------------------------------------------------


async def test_parked_proposals_reach_the_case_owner_when_the_word_is_theirs_again(
    started, tmp_path
):
    await to_phase(started, "Refleksionsrunde")
    said = await parks(started, started.mette, PROPOSAL)
    await parks(started, started.sara, SECOND_PROPOSAL)
    assert said == "Forslaget er parkeret. Ole får det efter refleksionsrunden, uden dit navn."
    assert PROPOSAL not in started.told(started.ole)

    await to_phase(started, "Tilbage til Ole")
    await started.bot.clockwork.tick()

    told = started.told(started.ole)
    assert told.count("Et forslag, som en kollega parkerede til dig:") == 2
    assert f"“{PROPOSAL}”" in told
    assert "Mette" not in told
    assert "Sara" not in told
    assert PROPOSAL not in started.shown()
    assert PROPOSAL.encode() not in databases.stored(tmp_path)


async def test_a_proposal_that_cannot_be_delivered_is_deleted_all_the_same(started, tmp_path):
    started.teams.unreachable(started.ole)
    await to_phase(started, "Refleksionsrunde")
    await parks(started, started.mette, PROPOSAL)

    await started.presses(started.karen, "Næste fase")
    await started.bot.clockwork.tick()

    assert started.chat.shown[-1].startswith("Ole, jeg har en besked til dig")
    assert PROPOSAL.encode() not in databases.stored(tmp_path)


async def test_a_proposal_still_under_way_is_deleted_a_quarter_after_closing(started, tmp_path):
    started.teams.faults.append(Fault(match=_to_ole(started), times=99, status=429))
    await to_phase(started, "Refleksionsrunde")
    await parks(started, started.mette, PROPOSAL)
    await closes(started)

    started.clock.time += timedelta(minutes=15)
    await started.bot.clockwork.tick()
    await started.bot.clockwork.tick()

    assert PROPOSAL.encode() not in databases.stored(tmp_path)


async def test_an_empty_proposal_stays_in_the_form(started):
    await to_phase(started, "Refleksionsrunde")
    form = await started.mette.opens(started.chat, "Parkér forslag")

    with pytest.raises(FormRefused):
        await form.submit(proposal="")
    again = await form.submit(proposal="\u200b")
    assert isinstance(again, Form)
    assert again.texts[0] == "Der mangler en tekst."


# --- what must be noted ----------------------------------------------------------------------


async def test_the_case_owner_is_asked_in_private_before_it_closes(started):
    await to_phase(started, "Afrunding")

    assert last(started, started.ole) == "Skal noget fra sparringen noteres i fagsystemet?"
    assert "fagsystemet?" not in started.told(started.karen)
    assert await alone(started, started.ole, "Nej") == "Godt. Så er der ikke mere."
    await closes(started)
    await started.at("9.00", days=1)
    assert reminders(started) == 0


async def test_a_yes_is_reminded_of_each_working_day_until_it_is_done(started):
    await closes(started)
    assert await alone(started, started.ole, "Ja") == "Jeg spørger igen næste arbejdsdag."

    for day in ("onsdag", "torsdag", "fredag"):
        await started.at("9.00", days=1)
        assert reminders(started) == ("onsdag", "torsdag", "fredag").index(day) + 1
    await started.at("9.00", days=1)  # Saturday
    await started.at("9.00", days=1)
    assert reminders(started) == 3
    await started.at("9.00", days=1)
    assert reminders(started) == 4

    assert await alone(started, started.ole, "Det er noteret") == "Godt. Så spørger jeg ikke mere."
    assert last(started, started.ole) == "Godt. Så spørger jeg ikke mere."
    assert reminders(started) == 0  # those of the other days as well
    await started.at("9.00", days=1)
    assert reminders(started) == 0


async def test_to_be_asked_again_tomorrow_is_asked_once(started):
    await closes(started)
    await alone(started, started.ole, "Ja")
    await started.at("9.00", days=1)

    said = await alone(started, started.ole, "Spørg igen næste arbejdsdag")
    assert said == "Jeg spørger igen næste arbejdsdag."
    await started.at("9.00", days=1)

    assert reminders(started) == 2


async def test_an_older_reminder_does_not_bring_back_what_is_done(started):
    await closes(started)
    await alone(started, started.ole, "Ja")
    await started.at("9.00", days=1)
    older = started.own(started.ole).last.present
    await started.at("9.00", days=1)
    await alone(started, started.ole, "Det er noteret")

    await started.ole.presses(
        started.own(started.ole), "Spørg igen næste arbejdsdag", message=older
    )

    await started.at("9.00", days=1)
    assert reminders(started) == 0
    assert started.told(started.ole).count("Godt. Så spørger jeg ikke mere.") == 2


# --- a case that comes again -----------------------------------------------------------------


@pytest.fixture
async def closed_itself(started: House) -> House:
    await started.presses(started.karen, "Hold pause")
    await started.at("10.15")
    return started


async def test_closed_by_itself_the_chair_is_asked_whether_it_was_finished(closed_itself):
    home = closed_itself
    assert last(home, home.karen).endswith(
        "Sparringen stod stadig åben, så jeg lukkede den. Nåede I rundt?"
    )
    assert await alone(home, home.karen, "Ja, vi blev færdige") == "Godt."


async def test_not_finished_the_owner_puts_the_question_anew_and_it_comes_first(closed_itself):
    home = closed_itself
    said = await alone(home, home.karen, "Nej, tag sagen igen")
    assert said == (
        "Sagen kommer først næste gang. Sagsejer bliver spurgt privat om sit spørgsmål."
    )
    assert "Din sag kommer først næste gang." in last(home, home.ole)

    form = await home.ole.opens(home.own(home.ole), "Skriv spørgsmålet")
    answer = await form.submit(question="Hvordan taler vi med far?")
    assert answer.text == "Tak. Sagen kommer først næste gang."

    await home.at("12.00", days=1)
    await home.at("9.00", days=6)
    assert "Ole tager en sag med: “Hvordan taler vi med far?”" in home.chat.shown[-1]


async def test_without_a_new_question_the_case_comes_all_the_same(closed_itself):
    home = closed_itself
    await alone(home, home.karen, "Nej, tag sagen igen")
    await home.at("12.00", days=1)
    await home.at("9.00", days=6)
    assert "Ole tager sagen fra sidst op igen." in home.chat.shown[-1]

    form = await home.ole.opens(home.own(home.ole), "Skriv spørgsmålet")
    await form.submit(question="Hvordan taler vi med far?")
    await home.settle()
    assert "“Hvordan taler vi med far?”" in home.chat.shown[-1]

    await home.presses(home.karen, "Start sparringen")
    assert "“Hvordan taler vi med far?”" in home.chat.shown[-1]


async def test_the_checklist_may_say_that_the_case_comes_again(started):
    await closes(started)
    form = await started.karen.opens(started.chat, "Efter sparringen")
    assert "Næste gang er tirsdag d. 11. august kl. 9.00. Det er Karens tur." in form.texts
    assert "Underretningspligten er din egen." in "\n".join(form.texts)

    answer = await form.submit(again="yes")
    await started.settle()

    assert answer.text.startswith("Sagen kommer først næste gang.")
    assert "Din sag kommer først næste gang." in last(started, started.ole)


async def test_the_checklist_is_for_who_led(started):
    await closes(started)

    answer = await started.mette.presses(started.chat, "Efter sparringen")

    assert answer.text == "Karen ledte sparringen og samler op bagefter."


# --- at the end ------------------------------------------------------------------------------


async def test_the_next_one_is_named_at_the_end(started):
    await closes(started)

    card = started.chat.shown[-1]
    assert "Sparringen sluttede kl." in card
    assert "Næste gang er tirsdag d. 11. august kl. 9.00. Det er Karens tur." in card


async def test_planned_and_actual_minutes_go_to_the_coordinator_alone(started):
    await started.later(minutes=2)
    await closes(started)

    told = started.told(started.karen)
    assert "Sådan gik tiden, planlagt → brugt. Kun du ser det her." in told
    assert "Ramme og spørgsmål: 3 → 2 min." in told
    for other in (started.bo, started.ole, started.mette):
        assert "Sådan gik tiden" not in started.told(other)
    assert "→ 2 min." not in started.shown()


# --- three taps ------------------------------------------------------------------------------

TAPS = {"useful": "3", "reflective": "2", "safe": "1"}


async def test_in_every_fourth_week_three_taps_are_offered_from_the_closing_on(started):
    assert "Tre tryk om mødet" not in started.chat.last.buttons
    await to_phase(started, "Afrunding")
    form = await started.mette.opens(started.chat, "Tre tryk om mødet")
    assert "Svarene gemmes for mødet, ikke for dig." in form.texts

    assert (await form.submit(**TAPS)).text == "Tak for dine tre tryk."

    await closes(started)
    assert "Tre tryk om mødet" in started.chat.last.buttons


async def test_each_taps_once(started):
    await closes(started)
    for expected in ("Tak for dine tre tryk.", "Tak, du har allerede svaret."):
        form = await started.mette.opens(started.chat, "Tre tryk om mødet")
        assert (await form.submit(**TAPS)).text == expected


async def test_when_the_window_is_closed_the_taps_are_over(started):
    await closes(started)
    form = await started.mette.opens(started.chat, "Tre tryk om mødet")
    await started.at("12.00", days=1)

    answer = await form.submit(**TAPS)

    assert "De er slut for denne gang." in "\n".join(answer.texts)
    closed = next(m for m in started.chat.messages if "Sparringen sluttede" in "".join(m.texts))
    assert closed.buttons == []


async def test_the_word_on_another_child_goes_with_the_window_and_never_says_today(started):
    def closed() -> str:
        return next(text for text in started.chat.shown if "Sparringen sluttede" in text)

    await closes(started)
    assert "Fik du under sparringen en bekymring for et andet barn?" in closed()

    await started.at("12.00", days=1)
    await started.settle()
    assert "et andet barn" not in closed()


async def test_in_other_weeks_nobody_is_asked(home):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=7)  # week 33
    await home.presses(home.karen, "Start sparringen")
    await closes(home)

    assert not any("Tre tryk om mødet" in message.buttons for message in home.chat.messages)


def _to_ole(home: House):
    own = home.own(home.ole).id
    return lambda request: own in request.path
