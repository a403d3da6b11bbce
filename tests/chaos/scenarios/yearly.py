"""The fixed dates of the year."""

from functools import partial

from bot.rehearsal.connector import Form
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


async def yearly_form(home: House, verb: str, name: str = "") -> Form:
    data = {"data": {"verb": verb, "id": name, "msteams": {"type": "task/fetch"}}}
    form = await home.sara.invokes(home.own(home.sara), "task/fetch", data)
    assert isinstance(form, Form)
    return form


async def dated(home: House) -> None:
    """Sara leads, and is asked about new law two weeks before its day."""
    await led_by_sara(home)
    await done(home, await yearly_form(home, "yearly.set", "law"), on="on")
    await home.at("8.59", days=59)
    await home.at("9.01")


async def aided(home: House) -> None:
    await led_by_sara(home)
    await done(home, await yearly_form(home, "yearly.set", "first_aid"), on="on")
    await done(home, await yearly_form(home, "yearly.aid"), who="Sara Bay", day="2026-10-12")


@scenario("yearly.set")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await yearly_form(home, "yearly.set", "law"), on="on")


@scenario("yearly.aid")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await yearly_form(home, "yearly.aid"), who="Sara Bay", day="2027-03-01")


@scenario("yearly.done")
async def _(home: House) -> Act:
    await dated(home)
    return presses(home.sara, home.own(home.sara), "Det er gjort")


@scenario("yearly.skip")
async def _(home: House) -> Act:
    await dated(home)
    return presses(home.sara, home.own(home.sara), "Spring over denne gang")


@scenario("yearly.put")
async def _(home: House) -> Act:
    await dated(home)
    return submits(await home.sara.opens(home.own(home.sara), "Sæt på et møde"), who="Sara Bay")


@scenario("yearly.renew")
async def _(home: House) -> Act:
    await aided(home)
    await home.at("8.59", days=10)
    await home.at("9.01")
    form = await home.sara.opens(home.own(home.sara), "Det er fornyet")
    return submits(form, day="2028-10-12")
