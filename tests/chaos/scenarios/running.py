"""The running sparring."""

from functools import partial

from bot.rehearsal.people import CARD_ACTION
from tests.chaos.scenarios.ways import (
    OTHER,
    PROPOSAL,
    Act,
    Scenario,
    done,
    in_phase,
    listed_in,
    presses,
    says,
    started,
    submits,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("næste")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "næste")


@scenario("fortryd")
async def _(home: House) -> Act:
    await in_phase(home, "Præsentation")
    return says(home.karen, home.chat, "fortryd")


@scenario("pause")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "pause")


@scenario("fortsæt")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    return says(home.karen, home.chat, "fortsæt")


@scenario("+2")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "+2")


@scenario("afslut")
async def _(home: House) -> Act:
    await in_phase(home, "Afrunding")
    return says(home.karen, home.chat, "afslut")


@scenario("sparring.next")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Næste fase")


@scenario("sparring.next with parked proposals")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    for proposal in (PROPOSAL, OTHER):
        await done(home, await home.mette.opens(home.chat, "Parkér forslag"), proposal=proposal)
    return presses(home.karen, home.chat, "Næste fase")


@scenario("sparring.undo")
async def _(home: House) -> Act:
    await in_phase(home, "Præsentation")
    return presses(home.karen, home.chat, "Fortryd sidste tryk")


@scenario("sparring.pause")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Hold pause")


@scenario("sparring.resume")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    return presses(home.karen, home.chat, "Fortsæt")


@scenario("sparring.extend")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Forlæng 2 min.")


@scenario("sparring.reflect")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    return presses(home.karen, home.chat, "Tilbage til refleksion")


@scenario("sparring.word")
async def _(home: House) -> Act:
    """No card has it: on the board it is a press like any other."""
    await in_phase(home, "Refleksionsrunde")
    data = {"id": "1"}
    pressed = {"action": {"type": "Action.Execute", "verb": "sparring.word", "data": data}}
    return partial(
        home.karen.invokes, home.chat, CARD_ACTION, pressed, on=home.chat.last, check=False
    )


@scenario("sparring.take_over by the deputy")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.bo, home.chat, "Jeg leder videre")


@scenario("sparring.take_over by a colleague")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.mette, home.chat, "Jeg leder videre")


@scenario("sparring.agree")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.mette, "Jeg leder videre")
    return presses(home.sara, home.chat, "Det er fint")


@scenario("sparring.give_back")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.bo, "Jeg leder videre")
    return presses(home.bo, home.chat, "Giv mødet til Karen")


@scenario("sparring.proposals")
async def _(home: House) -> Act:
    await in_phase(home, "Tilbage til Ole")
    return presses(home.ole, home.chat, "Hør forslag")


@scenario("sparring.park")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    form = await home.mette.opens(home.chat, "Parkér forslag")
    return submits(form, proposal=PROPOSAL)


@scenario("sparring.timeline")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    return submits(await both.submit("Skriv på tavlen"), text="nu: går ikke i skole")


@scenario("sparring.genogram")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    return submits(await both.submit("Tegn genogram"), text="mor 38; barn 12")


@scenario("sparring.genogram_step")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    form = await both.submit("Tegn genogram")
    steps = await form.submit("Tegn trin for trin", text="mor 38")
    step = await steps.submit("Tilføj person")
    return submits(step, role="far", age="41")


@scenario("sparring.postpone")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await done(home, await home.mette.opens(home.chat, "Parkér forslag"), proposal=PROPOSAL)
    return submits(await home.karen.opens(home.chat, "Udskyd til næste gang"))


@scenario("udskyd")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "udskyd")


@scenario("sparring.go_on")
async def _(home: House) -> Act:
    await started(home)
    await home.says(home.karen, "udskyd")
    return presses(home.karen, home.chat, "Nej, vi fortsætter")


@scenario("sparring.close")
async def _(home: House) -> Act:
    await in_phase(home, "Afrunding")
    return presses(home.karen, home.chat, "Afslut sparringen")
