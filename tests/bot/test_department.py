"""The roles of the department: named by an administrator in private, and what they lead to."""

import pytest

from dialogs.people import words
from dialogs.people.rights import Role
from storage import roles
from tests.house import RITA, House


@pytest.fixture
async def rita(home: House):
    rita = home.teams.person(RITA)
    for person in (rita, home.teams.person("Per Skov"), home.teams.person("Lis Buhl")):
        await home.teams.add_bot(home.own(person), by=person)
        await home.says(person, "hej", alone=True)
    return rita


async def form(home: House, rita):
    await home.says(rita, "indstillinger", alone=True)
    return await rita.opens(home.own(rita), "Roller i afdelingen")


async def held(home: House, role: Role) -> list[str]:
    return [who.name for who in await home.bot.store.read(roles.holders, role)]


async def test_an_administrator_names_them_and_takes_them_back(home, rita):
    first = await form(home, rita)
    said = await first.submit(leader_group=["Lis Buhl", "Per Skov"], chef=["Per Skov"])
    assert said.texts == [words.SAVED]
    assert await held(home, Role.LEADER_GROUP) == ["Lis Buhl", "Per Skov"]
    assert await held(home, Role.CHEF) == ["Per Skov"]

    again = await form(home, rita)
    assert len(again.inputs["leader_group"]["value"].split(",")) == 2  # as it is now
    await again.submit(leader_group=["Lis Buhl"])

    assert await held(home, Role.LEADER_GROUP) == ["Lis Buhl"]
    assert await held(home, Role.CHEF) == ["Per Skov"]


async def test_nobody_else_is_offered_it_or_may(home, rita):
    await home.says(home.karen, "indstillinger")
    assert "Roller i afdelingen" not in home.chat.last.buttons

    data = {"data": {"verb": "people.roles", "nonce": "n", "chef": "1"}}
    for name in ("task/fetch", "task/submit"):
        answer = await home.karen.invokes(home.chat, name, data)
        assert answer.texts == ["Roller i afdelingen vælger en administrator, privat hos mig."]
    assert await held(home, Role.CHEF) == []


async def test_only_who_is_on_the_list_can_be_named(home, rita):
    data = {"data": {"verb": "people.roles", "nonce": "n", "chef": "4711"}}

    answer = await rita.invokes(home.own(rita), "task/submit", data)

    assert answer.texts[0] == "Vælg blandt dem, der står på listen."
    assert await held(home, Role.CHEF) == []


async def test_a_chef_hears_of_totals_and_sees_no_team(home, rita):
    per = home.teams.person("Per Skov")
    await (await form(home, rita)).submit(chef=["Per Skov"])

    for text in ("hjælp", "status", "kø", "læring Spørg netværket", "Hvad sker der i teamet nu"):
        await home.says(per, text, alone=True)
        assert home.own(per).shown[-1] == words.ONLY_TOTALS

    await home.says(per, "hjælp", alone=True)
    assert "Mine oplysninger" in home.own(per).last.buttons
    await home.says(per, "søg noget andet", alone=True)
    assert home.own(per).last.buttons == ["Søg igen"]  # who knows it is told in the teams


async def test_an_administrator_is_offered_no_search_that_is_refused(home, rita):
    await home.says(rita, "hjælp", alone=True)

    assert "Status" in home.own(rita).last.buttons
    assert "Søg i fælles praksis" not in home.own(rita).last.buttons


async def test_a_leader_group_is_helped_without_a_team(home, rita):
    lis = home.teams.person("Lis Buhl")
    await (await form(home, rita)).submit(leader_group=["Lis Buhl"])

    await home.says(lis, "hjælp", alone=True)
    assert "Skriv læringspunkt" in home.own(lis).last.buttons
    await home.says(lis, "kø", alone=True)
    assert home.own(lis).shown[-1].startswith("Jeg ved ikke, hvilket team du er i endnu.")


async def test_who_only_administers_is_offered_nothing_of_a_team_and_told_why(home, rita):
    for word in ("hjælp", "En tekst, som ikke er en kommando, men lang"):
        await home.says(rita, word, alone=True)
        assert "Skriv læringspunkt" not in home.own(rita).last.buttons
        assert "Indstillinger" in home.own(rita).last.buttons
    for word in ("supervision", "tendenser", "kursusønske", "læring Spørg netværket først."):
        await home.says(rita, word, alone=True)
        assert home.own(rita).shown[-1] == (
            "Det hører til i et team, og jeg ser dig ikke i noget. "
            "Som administrator kan du skrive indstillinger, status eller årshjul."
        )


async def test_an_administrator_without_any_team_can_name_them_all_the_same(empty):
    rita = empty.teams.person(RITA)
    await empty.teams.add_bot(empty.own(rita), by=rita)
    await empty.settle()
    await empty.says(rita, "indstillinger", alone=True)

    offered = ["Roller i afdelingen", "Faste datoer", "Afdelingens kalender"]
    assert empty.own(rita).last.buttons == offered
