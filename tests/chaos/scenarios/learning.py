"""Learning points."""

from functools import partial

from bot.rehearsal.connector import Form
from tests.chaos.scenarios.ways import (
    ADVICE,
    POINT,
    Act,
    Scenario,
    in_phase,
    listed_in,
    presses,
    says,
    submits,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("læring in the group")
async def _(home: House) -> Act:
    return says(home.sara, home.chat, f"læring {POINT}")


@scenario("læring alone")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    return says(home.mette, home.own(home.mette), f"læring {POINT}")


@scenario("unclear in private")
async def _(home: House) -> Act:
    return says(home.mette, home.own(home.mette), "Vi spurgte netværket for sent")


@scenario("learning.save")
async def _(home: House) -> Act:
    await home.says(home.mette, "Vi spurgte netværket for sent", alone=True)
    return presses(home.mette, home.own(home.mette), "Gem som læringspunkt")


@scenario("learning.write")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    return submits(await home.mette.opens(home.chat, "Skriv læringspunkt"), text=POINT)


@scenario("learning.park")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, ADVICE, alone=True)
    return presses(home.mette, home.own(home.mette), "Parkér forslaget")


@scenario("learning.keep")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, ADVICE, alone=True)
    return presses(home.mette, home.own(home.mette), "Gem som læringspunkt")


@scenario("learning.advice")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, "læring", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv læringspunkt")
    offered = await form.submit(text=ADVICE)
    await home.settle()
    assert isinstance(offered, Form)
    return submits(offered, "Parkér forslaget")
