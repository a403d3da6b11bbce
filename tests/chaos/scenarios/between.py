"""Between the meetings."""

from functools import partial

from tests.chaos.scenarios.ways import (
    POINT,
    Act,
    Scenario,
    alone,
    done,
    in_two_teams,
    led_by_sara,
    listed_in,
    presses,
    says,
    submits,
    ticks,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


KNOWS = "Vi har prøvet tegn på tryghed i tre samtaler."
WORD, MEANING = "netværksmøde", "Et møde, som familien har inviteret til."


async def shared(home: House, **more: str) -> None:
    await home.says(home.mette, "del", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Del viden")
    await done(home, form, text=KNOWS, **more)


async def asked_colleague(home: House) -> None:
    """Ole has asked Sara, who has a chat of her own."""
    await home.says(home.sara, "hjælp", alone=True)
    await home.says(home.ole, "sparring", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Spørg en kollega")
    await done(home, form, who="Sara")


async def proposed(home: House) -> None:
    await home.says(home.karen, "hjælp", alone=True)
    await home.says(home.mette, "ord")
    form = await home.mette.opens(home.chat, "Foreslå et ord")
    await done(home, form, word=WORD, meaning=MEANING)


async def listed(home: House) -> None:
    """Sara leads, and Ole stands on her list."""
    await led_by_sara(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Skriv en på")
    await done(home, form, who="Ole", topics="samvær, netværk")


@scenario("del")
async def _(home: House) -> Act:
    return says(home.mette, home.chat, f"del {KNOWS}")


@scenario("between.share")
async def _(home: House) -> Act:
    await home.says(home.mette, "del")
    form = await home.mette.opens(home.chat, "Del viden")
    return submits(form, text=KNOWS)


@scenario("between.share_to")
async def _(home: House) -> Act:
    await in_two_teams(home)
    await home.says(home.ole, f"del {KNOWS}", alone=True)
    return presses(home.ole, home.own(home.ole), "Team Vest")


@scenario("between.shared")
async def _(home: House) -> Act:
    await shared(home)
    await home.says(home.karen, "del", alone=True)
    return presses(home.karen, home.own(home.karen), "Nr. 1 er delt")


@scenario("between.unshare")
async def _(home: House) -> Act:
    await shared(home)
    await home.says(home.mette, "del", alone=True)
    return presses(home.mette, home.own(home.mette), "Træk nr. 1 tilbage")


@scenario("between.share_day")
async def _(home: House) -> Act:
    await shared(home, place="staff", day="2026-08-04")
    await home.at("8.00", days=1)
    form = await home.mette.opens(home.own(home.mette), "Vælg en anden dag")
    return submits(form, day="2026-08-11")


@scenario("between.ask")
async def _(home: House) -> Act:
    await home.says(home.ole, "sparring", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Spørg en kollega")
    return submits(form, who="Sara", reason="En sag, der fylder.")


@scenario("between.answer")
async def _(home: House) -> Act:
    await asked_colleague(home)
    return presses(home.sara, home.own(home.sara), "Ja")


@scenario("between.became")
async def _(home: House) -> Act:
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("9.00", days=8)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("between.find asks again")
async def _(home: House) -> Act:
    await home.says(home.ole, "hvem", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Find en at spørge")
    return submits(form, text="samvær")


@scenario("between.entry")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Skriv en på")
    return submits(form, who="Ole", topics="samvær, netværk")


@scenario("between.entries")
async def _(home: House) -> Act:
    await listed(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Ret listen")
    return submits(form, "Fjern")


@scenario("log")
async def _(home: House) -> Act:
    return says(home.mette, home.own(home.mette), f"log {POINT}")


@scenario("between.log")
async def _(home: House) -> Act:
    await home.says(home.mette, "log", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv i loggen")
    return submits(form, text=POINT)


@scenario("between.erase_line")
async def _(home: House) -> Act:
    await home.says(home.mette, f"log {POINT}", alone=True)
    await home.says(home.mette, "log", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Slet en linje")
    return submits(form)


@scenario("handbook.propose")
async def _(home: House) -> Act:
    await home.says(home.mette, "ord")
    form = await home.mette.opens(home.chat, "Foreslå et ord")
    return submits(form, word=WORD, meaning=MEANING)


@scenario("handbook.take")
async def _(home: House) -> Act:
    await proposed(home)
    return presses(home.karen, home.own(home.karen), "Tag ordet med")


@scenario("handbook.not_now")
async def _(home: House) -> Act:
    await proposed(home)
    return presses(home.karen, home.own(home.karen), "Ikke nu")


@scenario("handbook.remove")
async def _(home: House) -> Act:
    await proposed(home)
    await alone(home, home.karen, "Tag ordet med")
    await home.says(home.karen, "ord", alone=True)
    form = await home.karen.opens(home.own(home.karen), "Fjern et ord")
    return submits(form)


@scenario("clock reminds of a staff meeting")
async def _(home: House) -> Act:
    await shared(home, place="staff", day="2026-08-04")
    await home.at("7.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock asks whether it became something")
async def _(home: House) -> Act:
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("8.59", days=8)
    return ticks(home, minutes=1)
