"""Ledelsestilsyn."""

from functools import partial

from bot.rehearsal.connector import Chat, Form
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


async def looks_at_tilsyn(home: House) -> Chat:
    await home.says(home.sara, "ledelsestilsyn", alone=True)
    return home.own(home.sara)


async def tilsyn_begun(home: House) -> None:
    """Sara leads, and has set it up."""
    await led_by_sara(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Ret ledelsestilsyn")
    await done(home, form)


async def tilsyn_held(home: House, *names: str) -> None:
    await tilsyn_begun(home)
    for name in names or ("Ole",):
        form = await home.sara.opens(await looks_at_tilsyn(home), "Notér ledelsestilsyn")
        await done(home, form, who=name)


async def theme_recurs(home: House) -> None:
    names = ("Ole", "Mette", "Jens")
    await tilsyn_held(home, *names)
    for name in names:
        form = await home.sara.opens(await looks_at_tilsyn(home), "Samtalen er holdt")
        await done(home, form, who=name, themes="Børnesamtalen")


@scenario("tilsyn.plan")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await home.sara.opens(await looks_at_tilsyn(home), "Ret ledelsestilsyn"))


@scenario("tilsyn.tick")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Notér ledelsestilsyn")
    return submits(form, who="Ole")


@scenario("tilsyn.book")
async def _(home: House) -> Act:
    await tilsyn_held(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Vælg dato for samtale")
    return submits(form, who="Ole", day="2026-08-11", clock="10:00")


async def talked(home: House) -> Form:
    await tilsyn_held(home)
    return await home.sara.opens(await looks_at_tilsyn(home), "Samtalen er holdt")


@scenario("tilsyn.talked")
async def _(home: House) -> Act:
    more = {"text": "Vi ser på begrundelserne sammen.", "follow_up": "2026-08-20"}
    return submits(await talked(home), themes="Børnesamtalen", **more)


@scenario("tilsyn.followed")
async def _(home: House) -> Act:
    more = {"text": "Vi ser på begrundelserne sammen.", "follow_up": "2026-08-20"}
    await done(home, await talked(home), **more)
    await home.says(home.ole, "ledelsestilsyn", alone=True)
    return presses(home.ole, home.own(home.ole), "Den er fulgt op")


@scenario("tilsyn.need")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Skriv udviklingsbehov")
    return submits(form, text="Samtaler med små børn.")


@scenario("tilsyn.no_need")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    await home.at("6.00", days=52)
    await home.at("9.00")
    return presses(home.sara, home.own(home.sara), "Ikke noget denne gang")


@scenario("tilsyn.topic")
async def _(home: House) -> Act:
    await theme_recurs(home)
    return presses(home.sara, home.own(home.sara), "Sæt på næste møde")


@scenario("tilsyn.not_now")
async def _(home: House) -> Act:
    await theme_recurs(home)
    return presses(home.sara, home.own(home.sara), "Ikke nu")


@scenario("tilsyn.improve")
async def _(home: House) -> Act:
    await theme_recurs(home)
    form = await home.sara.opens(home.own(home.sara), "Sæt på forbedringslisten")
    return submits(form, text="En ny skabelon.", owner="Ole", due_on="2026-09-01")
