"""Quiet: one message a day that nobody asked for, in working hours, and none while one rests."""

from datetime import timedelta

import pytest

from bot.rehearsal.connector import Fault
from storage import clock, letters, outbox
from storage.store import Store
from tests.chaos.scenarios import led_by_sara
from tests.house import House


async def asks(home: House, person, *, who: str = "Sara") -> None:
    """A colleague is asked to spare, which they did not ask for."""
    await home.says(person, "sparring", alone=True)
    form = await person.opens(home.own(person), "Spørg en kollega")
    await form.submit(who=who)
    await home.settle()


async def alone(home: House, person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def quiet(home: House, person, until: str):
    await home.says(person, "ro", alone=True)
    form = await person.opens(home.own(person), "Få ro")
    answer = await form.submit(until=until)
    await home.settle()
    return "\n".join(answer.texts)


def new(home: House, person, before: int) -> list[str]:
    return home.own(person).shown[before:]


@pytest.fixture
async def evening(home: House) -> House:
    """Monday at 17, and Sara has a chat of her own."""
    await home.says(home.sara, "hjælp", alone=True)
    await home.at("17.00")
    return home


async def test_what_comes_in_the_evening_is_one_message_the_next_morning(evening):
    before = len(evening.own(evening.sara).messages)
    for person in (evening.ole, evening.mette):
        await asks(evening, person)
    await evening.at("8.59", days=1)
    assert len(evening.own(evening.sara).messages) == before

    await evening.at("9.00")
    [letter] = new(evening, evening.sara, before)
    assert letter.startswith("To ting til dig")
    assert "Ole" in letter
    assert "Mette" in letter
    buttons = evening.own(evening.sara).last.buttons

    # The first is answered: there stands what one is told, and the other keeps its buttons.
    told = await alone(evening, evening.sara, buttons[0])
    assert "Mette" in told
    left = evening.own(evening.sara).last
    assert "\n".join(left.texts) == told
    assert left.buttons[-2:] == buttons[-2:]
    assert len(left.buttons) < len(buttons)

    # A third waits: Sara has had today's message.
    await asks(evening, evening.bo)
    await evening.at("16.30")
    assert len(new(evening, evening.sara, before)) == 1
    await evening.at("9.00", days=1)
    assert "Bo" in new(evening, evening.sara, before)[1]


async def test_a_press_in_a_letter_that_comes_again_sends_nothing_more(home):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=2)
    told = await alone(home, home.karen, "Ikke denne gang")
    sent = len(home.teams.ledger)

    [answer] = await home.teams.resend_last()
    await home.settle()

    assert "\n".join(answer.texts) == told
    assert len(home.teams.ledger) == sent


async def test_quiet_until_a_day_holds_back_what_was_not_asked_for_alone(home):
    await led_by_sara(home)
    told = await quiet(home, home.mette, "2026-08-08")
    assert told == (
        "Du hører ikke fra mig før mandag d. 10. august. "
        "Bliver det din tur imens, venter den på dig."
    )
    before = len(home.own(home.mette).messages)
    await asks(home, home.ole, who="Mette")
    await home.at("9.00", days=2)
    assert len(home.own(home.mette).messages) == before

    # It is seen by Mette, with why; by who leads, without.
    await home.says(home.mette, "ro", alone=True)
    assert "Én besked venter. Du har bedt om ro; den kommer mandag d. 10. august kl. 9.00." in (
        home.told(home.mette)
    )
    await home.says(home.mette, "mine", alone=True)
    assert "Ro: til lørdag d. 8. august, 1 besked venter på dig" in home.told(home.mette)
    await home.says(home.sara, "status", alone=True)
    assert "En privat besked venter, til modtageren igen er til at træffe." in home.told(home.sara)

    # What answers one's own doing comes, and so does what must be deleted.
    await home.says(home.mette, "læring Spørg netværket først.")
    assert "Tak for dit læringspunkt." in home.told(home.mette)
    await home.says(home.mette, "sag Om 010190-1234")
    assert "CPR" in home.told(home.mette)

    before = len(home.own(home.mette).messages)
    await home.at("9.00", days=5)
    [came] = new(home, home.mette, before)
    assert "Ole" in came


async def test_quiet_is_ended_by_a_press_and_what_waited_comes(home):
    await quiet(home, home.mette, "2026-08-15")
    await asks(home, home.ole, who="Mette")
    await home.says(home.mette, "stille", alone=True)

    told = await alone(home, home.mette, "Jeg vil gerne høre fra dig igen")

    assert told.startswith("Ro\nSå skriver jeg til dig igen, højst én gang om dagen.")
    assert "Ole" in home.own(home.mette).shown[-1]
    assert await home.bot.store.read(letters.quiet_until, 4) is None


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-08-03", "Vælg en dag fra i morgen og frem."),
        ("2025-01-01", "Vælg en dag fra i morgen og frem."),
        ("2027-08-03", "Jeg kan højst tie stille i et halvt år."),
    ],
)
async def test_a_day_that_cannot_be_is_refused_in_one_sentence(home, until, said):
    assert said in await quiet(home, home.mette, until)
    await home.says(home.mette, "ro", alone=True)
    assert home.own(home.mette).last.buttons == ["Få ro"]


async def test_quiet_is_nobody_elses_matter(home):
    await home.says(home.mette, "ro")

    assert "Få ro" not in home.chat.last.buttons
    assert "privat" in home.chat.shown[-1]


async def test_who_is_noted_as_away_by_their_leader_hears_when_they_are_back(home):
    await led_by_sara(home)
    await home.says(home.mette, "hjælp", alone=True)
    await home.says(home.sara, "fravær", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Meld fravær")
    await form.submit(who="Mette", first="2026-08-03", last="2026-08-06")
    await home.settle()
    before = len(home.own(home.mette).messages)
    await asks(home, home.ole, who="Mette")
    await home.at("15.00", days=3)
    assert len(home.own(home.mette).messages) == before

    await home.at("9.00", days=1)
    assert "Ole" in new(home, home.mette, before)[0]


async def test_the_end_of_an_absence_lets_go_of_what_waited(home):
    await home.says(home.mette, "fravær", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Meld fravær")
    await form.submit(first="2026-08-03", last="2026-08-06")
    await home.settle()
    await asks(home, home.ole, who="Mette")
    assert "Ole" not in home.own(home.mette).shown[-1]

    form = await home.mette.opens(home.own(home.mette), "Meld fravær")
    await form.submit("Ophæv fravær")
    await home.settle()
    assert "Ole" in home.own(home.mette).shown[-1]


async def test_who_cannot_be_reached_is_asked_for_in_the_group_and_told_when_the_app_is_there(
    home,
):
    home.teams.faults.append(Fault(match="POST */v3/conversations", times=9, status=403))
    await asks(home, home.ole, who="Sara")
    assert await home.bot.store.read(outbox.ended_badly) != []
    assert "Sara, jeg har en besked til dig" in home.shown()

    await home.teams.add_bot(home.own(home.sara), by=home.sara)
    await home.settle()
    assert "Ole" in home.told(home.sara)


async def test_what_is_held_leaves_while_nothing_can_be_wiped(evening, monkeypatch):
    async def full(**_):
        raise OSError("no space left on device")

    await asks(evening, evening.ole)
    await evening.bot.store.write(clock.owe_wipe)
    monkeypatch.setattr(Store, "wipe", lambda _, **how: full(**how))
    evening.clock.time += timedelta(hours=16)  # the next morning

    with pytest.raises(OSError, match="space"):
        await evening.bot.clockwork.tick()

    await evening.bot.outbox.sweep()
    assert await evening.bot.store.read(letters.next_held) is None
