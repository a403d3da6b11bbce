"""After a course."""

from functools import partial

from bot.rehearsal.connector import Chat, Form, Person
from dialogs.courses.wish import State as WishState
from dialogs.courses.wish import Track
from tests.chaos.scenarios.ways import Act, Scenario, alone, done, listed_in, presses, submits
from tests.chaos.scenarios.wishes import among_courses, wished
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


async def on_a_course(home: House, person: Person, verb: str, wish_id: str = "1") -> Form:
    data = {"data": {"verb": verb, "id": wish_id, "msteams": {"type": "task/fetch"}}}
    form = await person.invokes(home.own(person), "task/fetch", data)
    assert isinstance(form, Form)
    return form


async def ended(home: House) -> None:
    """Mette's course was yesterday."""
    await wished(home, Track.AT_ONCE, WishState.GRANTED)
    form = await on_a_course(home, home.mette, "courses.enrol")
    await done(home, form, first="2026-08-05", last="2026-08-05")
    await home.at("8.59", days=3)
    await home.at("9.01")


async def brought_home(home: House) -> None:
    await ended(home)
    await alone(home, home.mette, "Det er gennemført")
    await home.at("8.59", days=14)
    await home.at("9.01")


@scenario("courses.completed")
async def _(home: House) -> Act:
    await ended(home)
    return presses(home.mette, home.own(home.mette), "Det er gennemført")


@scenario("courses.ends_later")
async def _(home: House) -> Act:
    await ended(home)
    return submits(await on_a_course(home, home.mette, "courses.ends_later"), last="2026-09-01")


@scenario("courses.how")
async def _(home: House) -> Act:
    await brought_home(home)
    return submits(await on_a_course(home, home.mette, "courses.how"), how="case")


@scenario("courses.shared")
async def _(home: House) -> Act:
    await brought_home(home)
    return presses(home.mette, home.own(home.mette), "Det er delt")


@scenario("courses.waive")
async def _(home: House) -> Act:
    await brought_home(home)
    form = await on_a_course(home, home.mette, "courses.waive")
    return submits(form, reason="Det var kun for superbrugere.")


async def themed(home: House) -> Chat:
    await wished(home, Track.ROUND, WishState.GRANTED)
    return await among_courses(home, home.karen, "Kursusrunden", "Temaer uden kursus")


@scenario("courses.theme")
async def _(home: House) -> Act:
    chat = await themed(home)
    return submits(await home.karen.opens(chat, "Læg et tema"), title="Børnesamtaler")


@scenario("courses.tell_themes")
async def _(home: House) -> Act:
    chat = await themed(home)
    await done(home, await home.karen.opens(chat, "Læg et tema"), title="Børnesamtaler")
    await among_courses(home, home.karen, "Kursusrunden")
    await alone(home, home.karen, "Send samlet orientering")
    await among_courses(home, home.karen, "Kursusrunden", "Temaer uden kursus")
    return presses(home.karen, chat, "Fortæl afdelingen om temaerne")


@scenario("courses.evaluated")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.GRANTED)
    chat = await among_courses(home, home.karen, "Kursusrunden", "Årets evaluering")
    return presses(home.karen, chat, "Evalueringen er holdt")
