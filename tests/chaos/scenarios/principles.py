"""What a principle case ends in, and whether it was of use."""

from datetime import timedelta
from functools import partial

from dialogs.learning.practice import Practice, What
from storage import people, practice
from tests.chaos.scenarios.ways import (
    POINT,
    PROPOSAL,
    Act,
    Scenario,
    alone,
    asked_sara,
    brought,
    done,
    forward,
    led_by_sara,
    listed_in,
    presses,
    submits,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


async def common_direction(home: House) -> None:
    """A principle case of Ole's, in the phase in which it is written down."""
    await asked_sara(home)
    await alone(home, home.sara, "Ja, tag den")
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await forward(home, "Fælles retning")


async def proposed_to_sara(home: House) -> None:
    await common_direction(home)
    form = await home.karen.opens(home.chat, "Skriv Sådan gør vi")
    await done(home, form, text=PROPOSAL, owner="Mette")


async def sent_back(home: House) -> None:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Svar tilbage")
    await done(home, form, reason="Skriv det kortere.")


@scenario("principles.write")
async def _(home: House) -> Act:
    await common_direction(home)
    form = await home.karen.opens(home.chat, "Skriv Sådan gør vi")
    return submits(form, text=PROPOSAL, owner="Mette")


@scenario("principles.none")
async def _(home: House) -> Act:
    await common_direction(home)
    await forward(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")
    return presses(home.karen, home.own(home.karen), "Der er ikke noget denne gang")


@scenario("principles.confirm")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    return presses(home.sara, home.own(home.sara), "Bekræft")


@scenario("principles.amend")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Bekræft med ændringer")
    return submits(form, text=POINT)


@scenario("principles.back")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Svar tilbage")
    return submits(form, reason="Skriv det kortere.")


@scenario("principles.rewrite")
async def _(home: House) -> Act:
    await sent_back(home)
    form = await home.karen.opens(home.own(home.karen), "Skriv det om")
    return submits(form, text=POINT)


@scenario("principles.drop")
async def _(home: House) -> Act:
    await sent_back(home)
    return presses(home.karen, home.own(home.karen), "Lad det ligge")


@scenario("principles.withdraw")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    await alone(home, home.sara, "Bekræft")
    await home.says(home.sara, "sådan gør vi", alone=True)
    await alone(home, home.sara, "Se historik")
    form = await home.sara.opens(home.own(home.sara), "Træk tilbage")
    return submits(form, reason="Vejledningen siger det nu.")


async def asked_whether_it_holds(home: House) -> None:
    day = (home.clock.time + timedelta(days=7)).date()

    def share(session: people.Session) -> None:
        shared = Practice(team_id=1, text=POINT, review_on=day)
        practice.add(session, shared, What.APPROVED, home.clock.time)

    await led_by_sara(home)
    await home.bot.store.write(share)
    await home.at("8.59", days=7)
    await home.at("9.00")
    while not any("Skal ændres" in each.buttons for each in home.own(home.karen).messages):
        await home.at("9.00", days=1)  # she has had that day's message


@scenario("principles.still")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    return presses(home.karen, home.own(home.karen), "Det gælder stadig")


@scenario("principles.change")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    form = await home.karen.opens(home.own(home.karen), "Skal ændres")
    return submits(form, text=PROPOSAL)


@scenario("principles.end")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    form = await home.karen.opens(home.own(home.karen), "Skal trækkes tilbage")
    return submits(form, reason="Vejledningen siger det nu.")


async def asked_whether_of_use(home: House) -> None:
    await brought(home, home.ole)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await forward(home, "Fælles læring")
    form = await home.mette.opens(home.chat, "Skriv læringspunkt")
    await done(home, form, text=POINT)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    await home.at("8.59", days=17)
    await home.at("9.00")


@scenario("trying.answer")
async def _(home: House) -> Act:
    await asked_whether_of_use(home)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("trying.tell")
async def _(home: House) -> Act:
    await asked_whether_of_use(home)
    await alone(home, home.ole, "Ja")
    form = await home.ole.opens(home.own(home.ole), "Hvad skete der?")
    return submits(form, text="Det gav ro.")
