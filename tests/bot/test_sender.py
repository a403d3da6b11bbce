"""Every way a send can end has its own outcome (design, section 3), over real HTTP."""

from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot.rehearsal.connector import Fault, Teams
from bot.sending import (
    Accepted,
    FetchRoster,
    Message,
    Never,
    OpenChat,
    Post,
    TryAgain,
    Unsure,
    Update,
)
from bot.teams.sender import Sender
from storage.people import Contact, Conversation
from tests.house import Clock

HELLO = Message(text="Hej")


@pytest.fixture
async def teams():
    async with Teams(now=Clock()) as teams:
        yield teams


@pytest.fixture
def chat(teams):
    chat = teams.group_chat("Team Øst", teams.person("Karen Holm"), teams.person("Ole Friis"))
    chat.bot_is_here = True
    return chat


@pytest.fixture
async def sender():
    async with aiohttp.ClientSession() as http:
        yield Sender(http, hosts=None, credentials=None)


@pytest.fixture
def place(teams, chat):
    return Conversation(
        id=chat.id,
        kind="groupChat",
        service_url=teams.service_url,
        tenant_id=teams.tenant,
        bot_id=teams.bot_id,
    )


async def test_an_accepted_message_has_an_id_and_can_be_updated(sender, chat, place):
    posted = await sender.send(Post(conversation=place, message=HELLO))
    assert isinstance(posted, Accepted)

    update = Update(conversation=place, activity_id=posted.id, message=Message(text="Hej igen"))
    assert isinstance(await sender.send(update), Accepted)
    assert chat.shown == ["Hej igen"]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(status=429, retry_after=3), TryAgain(reason="429", after=timedelta(seconds=3))),
        (Fault(status=412), TryAgain(reason="412")),
        (Fault(status=404, code="ConversationNotFound"), TryAgain(reason="404")),
        (Fault(status=500), Unsure(reason="500")),
        (Fault(status=502), Unsure(reason="502")),
        (Fault(status=503), Unsure(reason="503")),
        (Fault(drop="after"), Unsure(reason="")),
        (Fault(status=400), Never(reason="400")),
        (Fault(status=401), Never(reason="401")),
        (Fault(status=403), Never(reason="403")),
        (Fault(status=413), Never(reason="413")),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_post_that_is_not_accepted(teams, sender, place, fault, outcome):
    teams.faults.append(fault)

    ended = await sender.send(Post(conversation=place, message=HELLO))

    assert type(ended) is type(outcome)
    assert ended.reason.startswith(outcome.reason)
    if isinstance(outcome, TryAgain):
        assert ended.after == outcome.after


@pytest.mark.parametrize("status", [403, 404])
async def test_an_update_of_a_message_that_is_gone_says_so(teams, sender, place, status):
    posted = await sender.send(Post(conversation=place, message=HELLO))
    teams.faults.append(Fault(match="PUT *", status=status, code="ActivityNotFound"))

    ended = await sender.send(Update(conversation=place, activity_id=posted.id, message=HELLO))

    assert isinstance(ended, Never)
    assert ended.gone


async def test_nobody_listens(sender, place):
    nowhere = replace(place, service_url="http://127.0.0.1:9/")

    ended = await sender.send(Post(conversation=nowhere, message=HELLO))

    assert ended == TryAgain(reason="no_connection")


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "http://10.0.0.1/", "https://smba.trafficmanager.net/", ""]
)
async def test_an_address_that_is_not_the_services_gets_no_request(sender, place, url):
    ended = await sender.send(Post(conversation=replace(place, service_url=url), message=HELLO))

    assert ended == Never(reason="service_url")


async def test_a_roster_is_read_to_its_last_page(teams, sender):
    people = [teams.person(f"Person {n}") for n in range(450)]
    big = teams.group_chat("Stort", *people)
    big.bot_is_here = True
    place = Conversation(
        id=big.id,
        kind="groupChat",
        service_url=teams.service_url,
        tenant_id=teams.tenant,
        bot_id=teams.bot_id,
    )

    ended = await sender.send(FetchRoster(conversation=place))

    assert isinstance(ended, Accepted)
    assert [contact.aad_id for contact in ended.roster] == [person.aad_id for person in people]


async def test_a_chat_of_ones_own_is_opened_once(teams, sender, place):
    karen = teams.person("Karen Holm")
    contact = Contact(aad_id=karen.aad_id, teams_id=karen.id, name=karen.name)

    first = await sender.send(OpenChat(contact=contact, via=place))
    second = await sender.send(OpenChat(contact=contact, via=place))

    assert first == second
    assert first.id == teams.personal(karen).id
