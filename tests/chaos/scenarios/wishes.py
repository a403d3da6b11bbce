"""Course wishes."""

from datetime import date
from functools import partial

from bot.rehearsal.connector import Chat, Form, Person
from dialogs.courses.wish import Decision, Track, Wish
from dialogs.courses.wish import Kind as WishKind
from dialogs.courses.wish import State as WishState
from dialogs.people.rights import Role
from storage import courses, people, roles
from tests.chaos.scenarios.ways import (
    Act,
    Scenario,
    alone,
    led_by_sara,
    listed_in,
    presses,
    submits,
    ticks,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


async def wished(home: House, track: Track, state: WishState, *, who: str = "Mette") -> None:
    """Sara leads, Karen is the leader group, and Mette has a wish that stands so."""
    await led_by_sara(home)

    def put(session: people.Session) -> None:
        members = {each.name: each for each in people.members(session, 1)}
        now = home.clock.time
        roles.name_holders(session, Role.LEADER_GROUP, [members["Karen"].id], now=now)
        wish = Wish(
            who=members[who],
            team_id=1,
            year=now.year,
            kind=WishKind.COURSE,
            track=track,
            title="Samtaler med små børn",
            why="Det bliver der brug for.",
            area="talks",
            state=state,
            decision=None if state is WishState.WISHED else Decision.GRANT,
        )
        courses.add_wish(session, wish, now)

    await home.bot.store.write(put)


async def among_courses(home: House, person: Person, *buttons: str) -> Chat:
    await home.says(person, "kursusønske", alone=True)
    for button in buttons:
        await alone(home, person, button)
    return home.own(person)


@scenario("courses.wish")
async def _(home: House) -> Act:
    chat = await among_courses(home, home.mette)
    form = await home.mette.opens(chat, "Skriv et ønske")
    return submits(
        form, kind="course", title="ICS", why="Det mangler vi.", area="ics", price="0", days="1"
    )


@scenario("courses.withdraw")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.WISHED)
    chat = await among_courses(home, home.mette, "Mine ønsker", "Se 1")
    return presses(home.mette, chat, "Træk ønsket tilbage")


@scenario("courses.enrol")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.GRANTED)
    chat = await among_courses(home, home.mette, "Mine ønsker", "Se 1")
    form = await home.mette.opens(chat, "Jeg er tilmeldt")
    return submits(form, first="2026-10-01", last="2026-10-02")


@scenario("courses.decide")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.WISHED)
    chat = await among_courses(home, home.sara, "Teamets ønsker", "Se 1")
    form = await home.sara.opens(chat, "Afgør")
    return submits(form, decision="not_now", reason="Det må vente.")


@scenario("courses.talks")
async def _(home: House) -> Act:
    await led_by_sara(home)
    chat = await among_courses(home, home.sara)
    form = await home.sara.opens(chat, "MUS og planer")
    first = form.inputs["planned"]["choices"][0]["value"]
    return submits(form, planned=first)


@scenario("courses.give")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.PRIORITISED)
    chat = await among_courses(home, home.sara)
    form = await home.sara.opens(chat, "Giv tilbagemelding")
    draft = await form.submit()
    assert isinstance(draft, Form)
    return submits(draft, text="Du kommer afsted.")


@scenario("courses.orient")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.GRANTED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    return presses(home.karen, chat, "Send samlet orientering")


@scenario("courses.budget")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.WISHED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    form = await home.karen.opens(chat, "Budget og reserve")
    return submits(form, budget="100.000", reserve="20.000")


@scenario("courses.areas")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.WISHED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    form = await home.karen.opens(chat, "Kompetenceområder")
    return submits(form, title="Plejefamilier")


async def prompted(home: House) -> None:
    """A minute before the first of the ladder: somebody may decide, and it is November."""
    await wished(home, Track.ROUND, WishState.WISHED, who="Ole")
    here = home.clock.time
    await home.at("8.00", days=(date(2026, 11, 2) - here.date()).days)
    await home.at("8.59")


@scenario("courses.ready")
async def _(home: House) -> Act:
    await prompted(home)
    await home.later(minutes=2)
    return presses(home.mette, home.own(home.mette), "Jeg har ikke flere ønsker")


@scenario("clock asks for course wishes")
async def _(home: House) -> Act:
    await prompted(home)
    return ticks(home, minutes=1)
