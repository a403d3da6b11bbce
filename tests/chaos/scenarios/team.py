"""The team and its settings."""

from functools import partial

from dialogs.people.rights import Role
from storage import calendar, people, roles
from tests.chaos.scenarios.ways import (
    Act,
    Scenario,
    alone,
    done,
    led_by_sara,
    listed_in,
    presses,
    second_chat,
    submits,
)
from tests.house import RITA, House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("bot_added")
async def _(home: House) -> Act:
    chat = home.teams.group_chat("Team Nord", *home.people.values())
    chat.bot_is_here = True
    activity = home.jens.activity(chat, "installationUpdate", action="add")
    return partial(home.teams.deliver, home.jens, chat, activity, check=False)


@scenario("bot_removed")
async def _(home: House) -> Act:
    activity = home.jens.activity(home.chat, "installationUpdate", action="remove")
    return partial(home.teams.deliver, home.jens, home.chat, activity, check=False)


@scenario("members_changed")
async def _(home: House) -> Act:
    anne = home.teams.person("Anne Vind")
    home.chat.members.append(anne)
    joined = {"membersAdded": [{"id": anne.id, "aadObjectId": anne.aad_id}]}
    activity = anne.activity(home.chat, "conversationUpdate") | joined
    return partial(home.teams.deliver, anne, home.chat, activity, check=False)


@scenario("people.use_team")
async def _(home: House) -> Act:
    return presses(home.karen, await second_chat(home), "Brug Team Øst")


@scenario("people.new_team")
async def _(home: House) -> Act:
    return presses(home.karen, await second_chat(home), "Nyt team")


@scenario("people.settings")
async def _(home: House) -> Act:
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    return submits(form, name="Team Nordøst", weekday="2", starts_at="13:05")


@scenario("people.phases")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "indstillinger")
    form = await home.sara.opens(home.chat, "Ret faser og tider")
    return submits(form, reflection="15")


@scenario("people.lists")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "indstillinger")
    form = await home.sara.opens(home.chat, "Ret lister")
    return submits(form, topics="Samvær\nTvivl", focus="Børnesamtalen")


@scenario("people.absence")
async def _(home: House) -> Act:
    await home.says(home.karen, "fravær")
    form = await home.karen.opens(home.chat, "Meld fravær")
    return submits(form, first="2026-08-04")


@scenario("people.absence undone")
async def _(home: House) -> Act:
    await home.says(home.karen, "fravær")
    await done(home, await home.karen.opens(home.chat, "Meld fravær"), first="2026-08-04")
    return submits(await home.karen.opens(home.chat, "Meld fravær"), "Ophæv fravær")


@scenario("quiet.until")
async def _(home: House) -> Act:
    await home.says(home.mette, "ro", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Få ro")
    return submits(form, until="2026-08-17")


@scenario("quiet.end")
async def _(home: House) -> Act:
    await home.says(home.mette, "ro", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Få ro")
    await done(home, form, until="2026-08-17")
    await home.says(home.mette, "ro", alone=True)
    return presses(home.mette, home.own(home.mette), "Jeg vil gerne høre fra dig igen")


@scenario("people.roles")
async def _(home: House) -> Act:
    rita = home.teams.person(RITA)
    for person in (rita, home.sara):
        await home.teams.add_bot(home.own(person), by=person)
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Roller i afdelingen")
    return submits(form, leader_group=["Sara Bay"])


@scenario("calendar.settings")
async def _(home: House) -> Act:
    rita = home.teams.person(RITA)
    await home.teams.add_bot(home.own(rita), by=rita)
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Afdelingens kalender")
    return submits(form, weeks="42", ends="15:30", municipality="Vejle")


@scenario("calendar.approve")
async def _(home: House) -> Act:
    await home.teams.add_bot(home.own(home.sara), by=home.sara)
    await home.says(home.sara, "hej", alone=True)

    def name(session: people.Session) -> None:
        sara = next(each for each in people.members(session, 1) if each.name == "Sara")
        roles.name_holders(session, Role.LEADER_GROUP, {sara.id}, now=home.clock.time)

    await home.bot.store.write(name)
    await home.says(home.sara, "årshjul", alone=True)
    return presses(home.sara, home.own(home.sara), "Godkend årshjulet 2026")


@scenario("calendar.unsubscribe")
async def _(home: House) -> Act:
    def subscribe(session: people.Session) -> None:
        ole = next(each for each in people.members(session, 1) if each.name == "Ole")
        calendar.give_link(session, ole.id, "1")

    await home.bot.store.write(subscribe)
    await home.says(home.ole, "årshjul", alone=True)
    return presses(home.ole, home.own(home.ole), "Stop abonnementet")


@scenario("privacy.erase")
async def _(home: House) -> Act:
    await home.says(home.jens, "mine", alone=True)
    await alone(home, home.jens, "Slet mine oplysninger")
    return presses(home.jens, home.own(home.jens), "Slet mine oplysninger")
