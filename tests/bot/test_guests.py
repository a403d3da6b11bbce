"""Guests follow the meeting's cards, and see nothing that is stored: a kind no, not silence."""

import aiohttp
import pytest
from sqlalchemy import select

from bot.rehearsal.connector import TENANT
from bot.rehearsal.faults import Fault
from bot.rehearsal.people import CARD_ACTION
from storage import people
from storage.types import Base
from tests import house as houses
from tests.house import House

ELSEWHERE = "7c7c7c7c-0000-4000-8000-000000000001"
NO = "Jeg er kun for teamets egne medarbejdere. Karen hjælper dig gerne videre."


def everything(session) -> str:
    """But for the inbox, whose keys name nobody."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "inbox"]
    return "\n".join(repr(row) for table in tables for row in session.execute(select(table)))


@pytest.fixture(params=["in the directory", "of another tenant", "anonymous"])
def gitte(request, home: House):
    kinds = {
        "in the directory": {},
        "of another tenant": {"tenant": ELSEWHERE},
        "anonymous": {"role": "anonymous"},
    }
    return home.teams.guest("Gitte Gade", **kinds[request.param])


async def test_a_guest_is_never_in_the_rota(home, gitte):
    await home.teams.join(home.chat, gitte, by=home.karen)
    await home.settle()

    order = await home.bot.store.read(people.members, 1)

    assert [who.name for who in order] == ["Karen", "Bo", "Ole", "Mette", "Sara", "Jens"]


async def test_what_a_guest_asks_is_answered_kindly_and_nothing_of_them_is_stored(home, gitte):
    await home.teams.join(home.chat, gitte, by=home.karen)
    await home.settle()
    before = await home.bot.store.read(everything)

    for text in (
        "kø",
        "hjælp",
        "status",
        "søg netværk",
        "sag Hvad nu?",
        "Goddag til jer alle her",
    ):
        await home.says(gitte, text)
        assert home.chat.shown[-1] == NO
    for name in ("task/fetch", "task/submit"):
        answer = await gitte.invokes(home.chat, name, {"data": {"verb": "learning.write"}})
        assert answer.texts == [NO]
    action = {"type": "Action.Execute", "verb": "sparring.queue", "data": {}}
    answer = await gitte.invokes(home.chat, CARD_ACTION, {"action": action})
    assert answer.texts == [NO]
    await home.says(gitte, "mine", alone=True)
    assert home.told(gitte) == NO.replace("Karen", "En af dem")

    assert await home.bot.store.read(everything) == before
    assert "Gitte" not in before


async def test_what_a_guest_writes_is_answered_once_however_often_it_comes(home, gitte):
    await home.teams.join(home.chat, gitte, by=home.karen)
    await gitte.says(home.chat, "hjælp")
    await home.settle()
    shown = home.chat.shown

    await home.teams.resend_last(times=3)
    await home.settle()

    assert shown[-1].startswith("Jeg er kun for teamets egne medarbejdere.")
    assert home.chat.shown == shown


async def test_a_guest_who_adds_the_bot_leads_nothing(empty):
    gitte = empty.teams.guest("Gitte Gade", tenant=ELSEWHERE)
    chat = empty.teams.group_chat("Team Øst", gitte, *empty.people.values())

    await empty.teams.add_bot(chat, by=gitte)
    await empty.settle()

    assert "Jeg ved ikke, hvem der er jeres koordinator" in empty.shown()
    assert "Gitte" not in await empty.bot.store.read(everything)


async def test_what_is_known_of_a_guest_goes_when_they_leave(home):
    gitte = home.teams.guest("Gitte Gade")
    await home.teams.join(home.chat, gitte, by=home.karen)
    await home.settle()
    assert gitte.aad_id in await home.bot.store.read(everything)

    await home.teams.leave(home.chat, gitte, by=home.karen)
    await home.settle()

    assert gitte.aad_id not in await home.bot.store.read(everything)


async def test_of_who_is_in_no_roster_nothing_is_stored_until_the_roster_names_them(home):
    zoe = home.teams.person("Zoe Vind")
    home.chat.members.append(zoe)  # Teams has not told of her
    home.teams.faults.append(Fault(match="GET *", status=503))

    await home.says(zoe, "kø")
    assert home.chat.shown[-1] == NO
    assert "Zoe" not in await home.bot.store.read(everything)

    await home.later(minutes=10)  # the roster is asked for again
    await home.says(zoe, "kø")
    assert "Zoe" in home.chat.shown[-1]


# --- at the door -----------------------------------------------------------------------------


def from_elsewhere(home: House, **changes):
    activity = home.ole.activity(home.chat, "message", text="kø")
    activity["channelData"]["tenant"]["id"] = ELSEWHERE
    return activity | changes


async def delivered(home: House, activity) -> int:
    url = f"{home.bot.url}/api/messages"
    async with aiohttp.ClientSession() as web, web.post(url, json=activity) as response:
        return response.status


async def test_a_tenant_that_is_the_guests_in_a_chat_that_is_ours_is_told_so(tmp_path):
    async with houses.house(tmp_path, tenant_id=TENANT) as home:
        await houses.moved_in(home)
        before = await home.bot.store.read(everything)

        assert await delivered(home, from_elsewhere(home)) == 200
        await home.settle()

        assert home.chat.shown[-1] == NO
        assert await home.bot.store.read(everything) == before

        own = home.ole.activity(home.own(home.ole), "message", text="kø")
        own["channelData"]["tenant"]["id"] = ELSEWHERE
        assert await delivered(home, own) == 403  # no shared chat
        theirs = from_elsewhere(home)
        theirs["conversation"]["tenantId"] = ELSEWHERE
        assert await delivered(home, theirs) == 403  # their own chat
        joined = from_elsewhere(home, type="conversationUpdate")
        assert await delivered(home, joined) == 403  # nobody asks anything
        itself = from_elsewhere(home, **{"from": {"id": home.teams.bot_id}})
        assert await delivered(home, itself) == 403
        assert await home.bot.store.read(everything) == before
