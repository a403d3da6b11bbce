"""Afterwards."""

from functools import partial

from tests.chaos.scenarios.ways import (
    OTHER,
    TAPS,
    Act,
    Scenario,
    alone,
    closed,
    closed_itself,
    listed_in,
    presses,
    submits,
    two_cases_held_one,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("sparring.second")
async def _(home: House) -> Act:
    await two_cases_held_one(home)
    return presses(home.karen, home.own(home.karen), "Start sparringen")


@scenario("sparring.keep")
async def _(home: House) -> Act:
    await two_cases_held_one(home)
    return presses(home.karen, home.own(home.karen), "Gem den til næste gang")


@scenario("sparring.note")
async def _(home: House) -> Act:
    await closed(home)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("sparring.note done")
async def _(home: House) -> Act:
    await closed(home)
    await alone(home, home.ole, "Ja")
    await home.at("9.00", days=1)
    return presses(home.ole, home.own(home.ole), "Det er noteret")


@scenario("sparring.reached")
async def _(home: House) -> Act:
    await closed_itself(home)
    return presses(home.karen, home.own(home.karen), "Nej, tag sagen igen")


@scenario("sparring.question")
async def _(home: House) -> Act:
    await closed_itself(home)
    await alone(home, home.karen, "Nej, tag sagen igen")
    form = await home.ole.opens(home.own(home.ole), "Skriv spørgsmålet")
    return submits(form, question=OTHER)


@scenario("sparring.checklist")
async def _(home: House) -> Act:
    await closed(home)
    return submits(await home.karen.opens(home.chat, "Efter sparringen"), again="yes")


@scenario("sparring.evaluate")
async def _(home: House) -> Act:
    await closed(home)
    return submits(await home.mette.opens(home.chat, "Tre tryk om mødet"), **TAPS)
