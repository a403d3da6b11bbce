"""Cases and turns."""

from functools import partial

from tests.chaos.scenarios.ways import (
    QUESTION,
    Act,
    Scenario,
    asked_sara,
    done,
    in_two_teams,
    led_by_sara,
    listed_in,
    presses,
    says,
    submits,
    to_thursday,
    up,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("sag in the group")
async def _(home: House) -> Act:
    return says(home.ole, home.chat, f"sag {QUESTION}")


@scenario("sag alone, while the card is up")
async def _(home: House) -> Act:
    await home.at("9.00", days=1)
    return says(home.ole, home.own(home.ole), f"sag {QUESTION}")


@scenario("sparring.bring")
async def _(home: House) -> Act:
    form = await home.ole.opens(home.chat, "Tag en sag med")
    return submits(form, question=QUESTION, kind="review")


@scenario("sparring.bring as principle case")
async def _(home: House) -> Act:
    await led_by_sara(home)
    form = await home.ole.opens(home.chat, "Tag en sag med")
    return submits(form, question=QUESTION, kind="principle")


@scenario("sparring.bring from the reminder")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Tag en sag med")
    return submits(form, question=QUESTION)


@scenario("sparring.bring_to")
async def _(home: House) -> Act:
    await in_two_teams(home)
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    return presses(home.ole, home.own(home.ole), "Team Vest")


@scenario("sparring.withdraw")
async def _(home: House) -> Act:
    await up(home)
    await home.says(home.ole, "kø", alone=True)
    return presses(home.ole, home.own(home.ole), "Træk sagen tilbage")


@scenario("sparring.accept")
async def _(home: House) -> Act:
    await asked_sara(home)
    return presses(home.sara, home.own(home.sara), "Ja, tag den")


@scenario("sparring.decline")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke som principiel sag")
    return submits(form, text="Vi har en retningslinje.")


@scenario("sparring.ask_back")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Spørg ind")
    return submits(form, text="Gælder det også nabokommunen?")


@scenario("sparring.answer")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Spørg ind")
    await done(home, form, text="Gælder det også nabokommunen?")
    await home.later(minutes=1)
    form = await home.ole.opens(home.own(home.ole), "Svar")
    return submits(form, text="Ja, også dér.")


@scenario("sparring.as_case")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke som principiel sag")
    await done(home, form, text="Vi har en retningslinje.")
    return presses(home.ole, home.own(home.ole), "Tag det som enkeltsag")


@scenario("sparring.pass")
async def _(home: House) -> Act:
    await to_thursday(home)
    return presses(home.karen, home.own(home.karen), "Ikke denne gang")


@scenario("sparring.swap")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    return submits(form, **{"with": "Mette"})


@scenario("sparring.swap_answer yes")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    await done(home, form, **{"with": "Mette"})
    return presses(home.mette, home.own(home.mette), "Det er fint")


@scenario("sparring.swap_answer no")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    await done(home, form, **{"with": "Mette"})
    return presses(home.mette, home.own(home.mette), "Ikke denne gang")
