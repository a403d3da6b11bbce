"""Supervision."""

from functools import partial

from bot.rehearsal.connector import Chat, Person
from tests.chaos.scenarios.ways import (
    Act,
    Scenario,
    done,
    led_by_sara,
    listed_in,
    presses,
    submits,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


async def in_october(home: House) -> None:
    """Sara leads; the quarter's first question has come to Karen, who is at work."""
    await led_by_sara(home)
    await home.says(home.karen, "hjælp", alone=True)
    await home.says(home.sara, "hjælp", alone=True)
    await home.at("6.00", days=59)
    await home.at("9.00")


async def supervised(home: House) -> None:
    await in_october(home)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")
    await done(home, form, day="2026-11-05", clock="09:00")


async def shows_supervision(home: House, person: Person) -> Chat:
    await home.says(person, "supervision", alone=True)
    return home.own(person)


async def wants_supervision(home: House) -> None:
    await led_by_sara(home)
    await home.says(home.sara, "hjælp", alone=True)
    form = await home.ole.opens(await shows_supervision(home, home.ole), "Bed om supervision")
    await done(home, form)
    await home.at("9.00")
    await home.later(minutes=1)


@scenario("supervision.book")
async def _(home: House) -> Act:
    await in_october(home)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")
    return submits(form, day="2026-11-05", clock="09:00", supervisor="Susanne Bro")


@scenario("supervision.move")
async def _(home: House) -> Act:
    await supervised(home)
    form = await home.karen.opens(await shows_supervision(home, home.karen), "Flyt")
    return submits(form, day="2026-11-12", clock="10:00")


async def was_held(home: House) -> None:
    await supervised(home)
    await home.at("6.00", days=36)
    await home.at("9.00")


@scenario("supervision.held")
async def _(home: House) -> Act:
    await was_held(home)
    return presses(home.karen, home.own(home.karen), "Ja, den er holdt")


@scenario("supervision.cancel")
async def _(home: House) -> Act:
    await was_held(home)
    return presses(home.karen, home.own(home.karen), "Den blev aflyst")


@scenario("supervision.again")
async def _(home: House) -> Act:
    await in_october(home)
    return presses(home.karen, home.own(home.karen), "Spørg igen om en uge")


async def late_in_the_quarter(home: House) -> None:
    await in_october(home)
    await home.at("6.00", days=56)
    await home.at("9.00")


@scenario("supervision.nudge")
async def _(home: House) -> Act:
    await late_in_the_quarter(home)
    return presses(home.sara, home.own(home.sara), "Skriv til Karen")


@scenario("supervision.skip")
async def _(home: House) -> Act:
    await late_in_the_quarter(home)
    return presses(home.sara, home.own(home.sara), "Kvartalet springes over")


@scenario("supervision.theme")
async def _(home: House) -> Act:
    await supervised(home)
    form = await home.ole.opens(home.chat, "Skriv et tema")
    return submits(form, text="Samarbejdet med skolen")


@scenario("supervision.request")
async def _(home: House) -> Act:
    chat = await shows_supervision(home, home.ole)
    return submits(await home.ole.opens(chat, "Bed om supervision"), whom="Hele teamet")


@scenario("supervision.answer")
async def _(home: House) -> Act:
    await wants_supervision(home)
    form = await home.sara.opens(home.own(home.sara), "Vælg dato")
    return submits(form, day="2026-08-20", clock="13:00")


@scenario("supervision.decline")
async def _(home: House) -> Act:
    await wants_supervision(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke nu")
    return submits(form, reply="Vi har supervision om to uger.")
