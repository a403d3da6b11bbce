"""The coming sparring."""

from functools import partial

from tests.chaos.scenarios.ways import (
    Act,
    Scenario,
    brought,
    done,
    listed_in,
    presses,
    says,
    submits,
    up,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("start")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    return says(home.karen, home.chat, "start kort")


@scenario("sparring.start_now")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    await home.says(home.karen, "hjælp")
    return presses(home.karen, home.chat, "Start sparringen")


@scenario("sparring.start")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.karen, home.chat, "Start sparringen")


@scenario("sparring.start_short")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.karen, home.chat, "Start kort (30 min.)")


@scenario("sparring.cancel")
async def _(home: House) -> Act:
    await up(home)
    return submits(await home.karen.opens(home.chat, "Aflys sparringen"))


@scenario("sparring.lead_today")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.mette, home.chat, "Jeg leder i dag")


@scenario("sparring.agree_today")
async def _(home: House) -> Act:
    await up(home)
    await home.presses(home.mette, "Jeg leder i dag")
    return presses(home.sara, home.chat, "Det er fint")


@scenario("sparring.prepare")
async def _(home: House) -> Act:
    await up(home)
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    return submits(form, present="4", guest="Susanne fra PPR", timekeeper="Sara")


@scenario("sparring.consent")
async def _(home: House) -> Act:
    await up(home)
    await done(home, await home.karen.opens(home.chat, "Ret sag og tid"), guest="Susanne fra PPR")
    return presses(home.karen, home.own(home.karen), "Det er på plads")
