"""A sparring from start to close, as its people see it."""

import asyncio
from datetime import timedelta

import pytest

from bot.rehearsal.connector import Fault
from tests.house import House

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
BUTTON = "Næste fase"
KORT = 7  # phases


@pytest.fixture
async def started(home: House) -> House:
    """Ole's case, Tuesday at nine, led by Karen."""
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    return home


async def forward(home: House, phases: int) -> None:
    for _ in range(phases):
        await home.presses(home.karen, BUTTON)


def live(home: House) -> str:
    return home.chat.shown[-1]


async def test_the_start_card_comes_by_itself_at_the_teams_own_time(home):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("8.59", days=1)
    assert QUESTION not in home.shown()

    await home.at("9.00")

    assert f"Ole tager en sag med: “{QUESTION}”" in live(home)
    assert home.chat.last.buttons[:4] == [
        "Start sparringen",
        "Start kort (30 min.)",
        "Ret sag og tid",
        "Aflys sparringen",
    ]


async def test_each_phase_is_a_new_card_and_the_old_one_becomes_a_line(started):
    before = len(started.chat.messages)

    said = await started.presses(started.karen, BUTTON)

    assert said.startswith("Ramme og spørgsmål · færdig kl.")
    assert len(started.chat.messages) == before + 1
    assert live(started).startswith("Præsentation · 2 af 7")
    assert "Ramme og spørgsmål · færdig" in started.chat.shown[-2]


async def test_a_whole_meeting_posts_no_more_than_its_phases_and_two(started):
    already = len(started.chat.messages) - 2  # the start card and the first phase are of it
    await forward(started, 6)
    await started.presses(started.karen, "Afslut sparringen")
    await started.at("12.00", days=1)

    assert len(started.chat.messages) - already == 7 + 2
    assert "Det tog vi med" in live(started)


async def test_a_card_is_posted_as_its_heading_and_filled_by_an_update(started):
    first, filled = started.chat.last.versions[0].activity, started.chat.last.versions[1].activity

    assert QUESTION not in str(first)
    assert "actions" not in first["attachments"][0]["content"]
    assert QUESTION in str(filled)


@pytest.mark.parametrize("who", ["bo", "ole", "mette"])
async def test_somebody_else_than_who_leads_is_told_kindly(started, who):
    said = await started.presses(started.people[who], BUTTON)

    assert said.startswith("Karen leder mødet i dag.")
    assert "Ramme" in live(started)


async def test_an_old_button_says_that_the_meeting_moved_on(started):
    old = started.chat.last.versions[-1]
    await forward(started, 1)
    started.clock.time += timedelta(minutes=3)  # long after Teams would send it again

    said = await started.presses(started.karen, BUTTON, message=old)

    assert said == "Mødet er gået videre til præsentationen."
    assert "Præsentation" in live(started)


async def test_two_presses_at_once_move_the_meeting_once(started):
    await asyncio.gather(*(started.karen.presses(started.chat, BUTTON) for _ in range(5)))
    await started.settle()

    assert live(started).startswith("Præsentation · 2 af 7")


@pytest.mark.parametrize("new_id", [True, False])
async def test_a_press_that_teams_sends_again_has_one_effect(started, new_id):
    await started.presses(started.karen, BUTTON)

    answer = await started.teams.resend_invoke(new_id=new_id)
    await started.settle()

    assert answer.status == 200
    assert live(started).startswith("Præsentation · 2 af 7")


async def test_a_repeated_press_is_answered_from_the_present_state(started):
    first = await started.presses(started.karen, BUTTON)

    again = await started.teams.resend_invoke(new_id=False)

    assert "\n".join(again.texts) == first


async def test_the_words_do_what_the_buttons_do(started):
    await started.says(started.karen, "næste")
    assert "Præsentation" in live(started)

    await started.says(started.karen, "pause")
    assert "Pause. Der er ti minutter tilbage" in live(started)

    await started.says(started.karen, "fortsæt")
    await started.says(started.karen, "+2")
    assert "TIME(2026-08-04T07:12:00Z)" in live(started)

    await started.says(started.karen, "fortryd")
    assert "TIME(2026-08-04T07:10:00Z)" in live(started)


async def test_undo_shows_the_earlier_phase_on_the_live_card_and_posts_nothing(started):
    await forward(started, 1)
    posts = len(started.chat.messages)

    await started.presses(started.karen, "Fortryd sidste tryk")
    assert "Ramme og spørgsmål · 1 af 7" in live(started)
    assert len(started.chat.messages) == posts

    await forward(started, 1)
    assert "Præsentation · 2 af 7" in live(started)
    assert len(started.chat.messages) == posts


async def test_near_the_end_and_at_zero_the_card_says_so(started):
    await forward(started, 1)
    await started.at("9.08")
    assert "To minutter igen" in live(started)

    await started.at("9.10")
    assert (
        "Tiden er gået. Tryk Næste fase, ellers går vi videre kl. {{TIME(2026-08-04T07:18:00Z)}}."
        in live(started)
    )


async def test_without_a_press_the_meeting_moves_on_by_itself(started):
    await started.at("9.09")

    assert live(started).startswith("Præsentation · 2 af 7")


async def test_the_extension_button_follows_the_spare_time(started):
    assert "Forlæng 2 min." in started.chat.last.buttons
    await started.presses(started.karen, "Forlæng 2 min.")
    await started.presses(started.karen, "Forlæng 2 min.")
    assert "Forlæng 1 min." in started.chat.last.buttons

    await started.presses(started.karen, "Forlæng 1 min.")
    assert not any("Forlæng" in title for title in started.chat.last.buttons)


async def test_back_to_reflection_puts_a_sentence_on_the_card(started):
    await forward(started, 3)
    posts = len(started.chat.messages)

    await started.presses(started.karen, "Tilbage til refleksion")

    assert len(started.chat.messages) == posts
    assert "løsninger" in live(started)


async def test_the_reflection_has_its_anchors_a_starter_and_a_guide(started):
    await forward(started, 3)

    for word in ("Metode:", "Lov:", "Politik:", "Barnet:", "Først ca. 1½ min. til hver"):
        assert word in live(started)


async def test_the_deputy_takes_over_with_one_press_and_gives_the_meeting_back(started):
    await started.presses(started.bo, "Jeg leder videre")
    assert "Bo styrer tiden." in live(started)
    assert (await started.presses(started.karen, BUTTON)).startswith("Bo leder mødet i dag.")

    await started.presses(started.bo, "Giv mødet til Karen")
    assert "Karen styrer tiden." in live(started)


async def test_another_member_leads_when_somebody_agrees(started):
    await started.presses(started.mette, "Jeg leder videre")
    assert "Mette vil gerne lede resten." in live(started)

    said = await started.presses(started.mette, "Det er fint")
    assert said == "Det skal være en anden end dig, der siger ja."

    await started.presses(started.sara, "Det er fint")
    assert "Mette styrer tiden." in live(started)


async def test_a_press_on_a_closed_meeting_changes_nothing(started):
    old = started.chat.last.versions[-1]
    await forward(started, 6)
    await started.presses(started.karen, "Afslut sparringen")
    shown = started.shown()
    started.clock.time += timedelta(minutes=3)

    said = await started.presses(started.karen, BUTTON, message=old)

    assert said == "Sparringen er slut. Der er ikke ændret noget."
    assert started.shown() == shown


async def test_a_second_meeting_in_the_same_chat_is_refused(started):
    await started.says(started.karen, "start kort")

    assert live(started).startswith("Der er allerede en sparring i gang her.")


async def test_closing_belongs_to_the_closing_phase(started):
    await started.says(started.karen, "afslut")

    assert live(started).startswith("Sparringen slutter i afrundingen.")


async def test_the_hour_ends_in_the_closing_and_at_75_it_closes_itself(started):
    await started.presses(started.karen, "Hold pause")
    await started.at("10.00")
    assert "Timen er gået. Karen runder af og trykker Afslut sparringen." in live(started)

    await started.at("10.15")
    assert "Sparringen stod stadig åben, så jeg lukkede den" in live(started)
    assert "Nåede I rundt?" in started.told(started.karen)


async def test_postponed_the_case_comes_first_next_time(started):
    form = await started.karen.opens(started.chat, "Udskyd til næste gang")
    await form.submit()
    await started.settle()
    assert live(started) == (
        "Sagen er udskudt til næste gang. Det, I nåede at skrive, er slettet."
    )

    await started.at("9.00", days=7)
    assert QUESTION in live(started)


async def test_who_typed_udskyd_can_say_no_and_everybody_sees_it(started):
    await started.says(started.karen, "udskyd")
    asked = started.chat.last
    assert asked.buttons == ["Udskyd til næste gang", "Nej, vi fortsætter"]

    refused = await started.ole.presses(started.chat, "Nej, vi fortsætter")
    assert refused.text.startswith("Karen leder mødet")
    assert await started.presses(started.karen, "Nej, vi fortsætter") == "Sagen er ikke udskudt."

    assert started.shown().endswith("Sagen er ikke udskudt.")
    assert asked.buttons == []
    await started.later(seconds=30)
    await started.says(started.karen, "udskyd")  # asked again, it asks anew
    assert started.chat.last.buttons == ["Udskyd til næste gang", "Nej, vi fortsætter"]


@pytest.mark.parametrize(
    ("ends", "said"),
    [("Udskyd til næste gang", "Sagen er udskudt."), ("", "Sagen er ikke udskudt.")],
)
async def test_the_question_whether_to_postpone_does_not_outlive_the_meeting(started, ends, said):
    await started.says(started.karen, "udskyd")
    asked = started.chat.last

    if ends:
        form = await started.karen.opens(started.chat, ends)
        await form.submit()
        await started.settle()
    else:
        await started.at("10.15")  # it closes itself

    assert asked.texts == [said]
    assert asked.buttons == []


async def test_a_question_that_is_on_its_way_when_the_sparring_is_over_does_not_stay(started):
    form = await started.karen.opens(started.chat, "Udskyd til næste gang")
    sent = len(started.teams.ledger)
    started.teams.faults.append(Fault(match="POST */activities*", hang=0.5))
    asking = asyncio.create_task(started.says(started.karen, "udskyd"))
    await started.teams.until(lambda teams: len(teams.ledger) > sent)

    await form.submit()
    await asking
    await started.later(seconds=1)

    assert live(started) == "Sagen er udskudt."
    assert started.chat.last.buttons == []


async def test_a_phase_card_that_is_gone_is_put_up_once_more(started):
    await forward(started, 1)
    posts = len(started.chat.messages)
    started.teams.faults.append(
        Fault(match="PUT *", times=1, status=404, code="ActivityNotFoundInConversation")
    )

    await started.presses(started.karen, "Forlæng 2 min.")

    assert len(started.chat.messages) == posts + 1
    assert "TIME(2026-08-04T07:12:00Z)" in live(started)


async def test_throttled_cards_come_when_teams_lets_them(started):
    started.teams.faults.append(Fault(match="POST *", times=1, status=429, retry_after=2))
    await started.presses(started.karen, BUTTON)
    assert "Ramme" in live(started)

    await started.later(seconds=3)
    assert live(started).startswith("Præsentation · 2 af 7")


async def test_a_post_in_doubt_leaves_at_most_one_harmless_heading(started):
    started.teams.faults.append(Fault(match="POST *", times=1, drop="after"))
    await started.presses(started.karen, BUTTON)
    await started.later(seconds=3)

    heading, filled = started.chat.shown[-2:]
    assert heading == "Præsentation · 2 af 7"
    assert filled.startswith("Præsentation · 2 af 7\n1 af 7 faser er færdige")


async def test_the_case_owner_asks_for_proposals_and_they_get_a_phase(started):
    await forward(started, 4)
    assert "Hør forslag" in started.chat.last.buttons
    said = await started.presses(started.mette, "Hør forslag")
    assert said.startswith("Det er sagsejer, der siger til")

    await started.presses(started.ole, "Hør forslag")
    await forward(started, 1)

    assert "Forslag · 6 af 8" in live(started)
    assert "Beslutninger træffes ikke her." in live(started)


async def test_help_in_a_meeting_says_where_its_buttons_are(started):
    await started.says(started.ole, "hjælp")
    assert "Knapperne til den står på kortet med fasen" in live(started)
    assert "+2" not in live(started)
    assert started.chat.last.buttons[0] == "Åbn tavlen"

    await started.says(started.karen, "hvordan går vi videre")
    assert "skrive næste, +2, pause, fortsæt, fortryd, afslut eller udskyd." in live(started)

    await forward(started, 6)
    await started.presses(started.karen, "Afslut sparringen")
    await started.says(started.karen, "hjælp")
    assert "Sparringen er i gang" not in live(started)


async def test_help_offers_whoever_only_keeps_the_time_no_word_that_is_refused_them(home):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    keeper = next(
        each["value"] for each in form.inputs["timekeeper"]["choices"] if each["title"] == "Mette"
    )
    await form.submit(timekeeper=keeper)
    await home.settle()
    await home.presses(home.karen, "Start sparringen")

    await home.says(home.mette, "hjælp")

    assert "Du kan også skrive næste, +2, pause, fortsæt eller fortryd." in live(home)


async def test_a_case_that_is_not_first_is_told_its_place_and_without_spare_time_there_is_no_more(
    started,
):
    await started.says(started.mette, "sag Hvad overser vi hos far?", alone=True)
    await started.says(started.sara, "sag Hvem ser barnet?", alone=True)
    assert "Du står som nr. 2 i rækken." in started.told(started.sara)

    for _ in range(4):  # two minutes, two and one
        await started.says(started.karen, "+2")

    assert live(started) == "Der er ikke mere ekstra tid."
