"""The clock."""

from functools import partial

from bot.rehearsal.connector import Form
from tests.chaos.scenarios.ways import (
    POINT,
    Act,
    Scenario,
    alone,
    brought,
    closed,
    done,
    forward,
    in_phase,
    listed_in,
    presses,
    started,
    submits,
    ticks,
    up,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("clock puts up the start card")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock ends a phase")
async def _(home: House) -> Act:
    await started(home)
    return ticks(home, minutes=9)


@scenario("clock closes what nobody closed")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    await home.at("10.14")
    return ticks(home, minutes=1)


@scenario("learning.fill")
async def _(home: House) -> Act:
    return submits(await filling_in(home), text=f"{POINT} Altid.")


async def filling_in(home: House) -> Form:
    await home.says(home.mette, f"læring {POINT}", alone=True)
    return await home.mette.opens(home.own(home.mette), "Fyld ud")


@scenario("learning.prevent")
async def _(home: House) -> Act:
    asked = await (await filling_in(home)).submit(kind="wrong")
    assert isinstance(asked, Form)
    return submits(asked, prevents="En tjekliste.", prevented_by="team")


async def deciding(home: House, button: str, text: str = POINT) -> Form:
    """Karen looks at what Mette wrote."""
    await home.says(home.mette, f"læring {text}", alone=True)
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Læringspunkter, der venter", "Se 1"):
        await alone(home, home.karen, each)
    return await home.karen.opens(home.own(home.karen), button)


async def practised(home: House) -> None:
    await done(home, await deciding(home, "Godkend"))


@scenario("deciding.approve")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Godkend"))


async def merging(home: House) -> Form:
    await practised(home)
    form = await deciding(home, "Saml med et andet", f"{POINT} Altid.")
    joined = await form.submit()
    assert isinstance(joined, Form)
    return joined


@scenario("deciding.join")
async def _(home: House) -> Act:
    return submits(await merging(home), text=f"{POINT} Hver gang.")


@scenario("deciding.decline")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Afvis"), reason="Det er kun den ene sag.")


@scenario("deciding.clarify")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Spørg den, der skrev"), reason="Gælder det altid?")


async def declined(home: House) -> None:
    await done(home, await deciding(home, "Afvis"), reason="Det er kun den ene sag.")


@scenario("learning.answer")
async def _(home: House) -> Act:
    form = await deciding(home, "Spørg den, der skrev")
    await done(home, form, reason="Gælder det altid?")
    form = await home.mette.opens(home.own(home.mette), "Svar")
    return submits(form, answer="Ja.", text=POINT)


@scenario("learning.rewrite")
async def _(home: House) -> Act:
    await declined(home)
    form = await home.mette.opens(home.own(home.mette), "Skriv det om")
    return submits(form, text=f"{POINT} Altid.")


@scenario("learning.take_up")
async def _(home: House) -> Act:
    await declined(home)
    return presses(home.mette, home.own(home.mette), "Tag det op")


@scenario("learning.missing")
async def _(home: House) -> Act:
    await done(home, await merging(home), text=f"{POINT} Altid.")
    form = await home.mette.opens(home.own(home.mette), "Sig, hvad der mangler")
    return submits(form, text="Også når mor siger nej.")


async def changing(home: House, button: str) -> Form:
    await practised(home)
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Fælles praksis", "Se 1"):
        await alone(home, home.karen, each)
    return await home.karen.opens(home.own(home.karen), button)


@scenario("deciding.withdraw")
async def _(home: House) -> Act:
    return submits(await changing(home, "Træk tilbage"), reason="Loven er ændret.")


async def improving(home: House) -> Act:
    form = await changing(home, "Sæt på forbedringslisten")
    said = {"kind": "method", "text": "Skriv en vejledning.", "due_on": "2026-08-14"}
    return submits(form, **said)


@scenario("deciding.improve")
async def _(home: House) -> Act:
    return await improving(home)


@scenario("deciding.done")
async def _(home: House) -> Act:
    await (await improving(home))()
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Forbedringer"):
        await alone(home, home.karen, each)
    return presses(home.karen, home.own(home.karen), "1 er gjort")


@scenario("clock reminds of an improvement")
async def _(home: House) -> Act:
    await (await improving(home))()
    await home.at("8.59", days=11)
    return ticks(home, minutes=1)


@scenario("clock sums up the learning points")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    await done(home, await home.mette.opens(home.chat, "Skriv læringspunkt"), text=POINT)
    await forward(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")
    await home.at("11.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock reminds of a turn")
async def _(home: House) -> Act:
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("8.59", days=2)
    return ticks(home, minutes=1)


@scenario("clock reminds of what must be noted")
async def _(home: House) -> Act:
    await closed(home)
    await alone(home, home.ole, "Ja")
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock passes absence on")
async def _(home: House) -> Act:
    await up(home)
    await home.says(home.ole, "fravær")
    await done(home, await home.ole.opens(home.chat, "Meld fravær"), first="2026-08-04")
    return ticks(home, seconds=1)


@scenario("clock says that the week is closed")
async def _(home: House) -> Act:
    await done(home, await home.karen.opens(home.chat, "Vælg dag og tid"), closed_weeks="32")
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)
