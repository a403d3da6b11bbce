"""A stand-in for Teams: its connector service and the clients of the people, over real HTTP.

The rehearsal plays a meeting on it, and the tests know no other fake. It refuses what Teams would
refuse; where the documentation leaves a doubt it is the stricter of the two.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from types import TracebackType
from typing import Self
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import aiohttp

from bot.rehearsal.answers import Answer, BotFailed, Form, read_answer
from bot.rehearsal.chats import Chat, Event, Kind, Message, Version
from bot.rehearsal.faults import Fault, Request
from bot.rehearsal.people import Delivery, NotDelivered, Person
from bot.rehearsal.service import Service
from bot.rehearsal.shown import FormRefused, Json, NoSuchButton

__all__ = [
    "Answer",
    "BotFailed",
    "Chat",
    "Event",
    "Fault",
    "Form",
    "FormRefused",
    "Message",
    "NoSuchButton",
    "NotDelivered",
    "Person",
    "Request",
    "Teams",
    "Version",
]

TENANT = "0f5c5a3e-5a0e-4a43-9e37-8d1a7c0b6f11"
APP_ID = "6d0f3f0e-2f0a-4a57-8a51-5d6c9b3e7a20"
NORDIC = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
# A bot that has not answered by then is asked again.
PATIENCE = aiohttp.ClientTimeout(total=15)


class Teams:
    """One tenant with one bot in it. Enter it, then let people talk.

    `faults`, `limits`, `listeners`, `token` and `bot_url` may be changed at any time. `ledger`
    holds every request that the bot made, in the order of arrival.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        bot_url: str | None = None,
        tenant: str = TENANT,
        app_id: str = APP_ID,
        token: str | None = None,
        max_bytes: int = 100 * 1024,
    ) -> None:
        self.now = now
        self.bot_url = bot_url
        self.tenant = tenant
        self.token = token
        self.max_bytes = max_bytes
        self.bot_id = f"28:{app_id}"
        self.bot_name = "Sparringsrum"
        self.service_url = ""
        self.limits = False
        self.faults: list[Fault] = []
        self.ledger: list[Request] = []
        self.listeners: list[Callable[[Event], None]] = []
        self.chats: dict[str, Chat] = {}
        self._people: dict[str, Person] = {}
        self._out_of_reach: set[Person] = set()
        self._last_id = 0
        self._arrival = asyncio.Event()
        self._last: Delivery | None = None
        self._last_invoke: Delivery | None = None

    async def __aenter__(self) -> Self:
        self._service = Service(self)
        self.service_url = await self._service.start()
        self._clients = aiohttp.ClientSession(timeout=PATIENCE)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._clients.close()
        await self._service.stop()

    # People and places. All ids follow from the names, so that a run can be repeated.

    def person(self, name: str) -> Person:
        if name not in self._people:
            account = re.sub(r"[^a-z]+", ".", name.lower().translate(NORDIC)).strip(".")
            self._people[name] = Person(
                teams=self,
                name=name,
                aad_id=self.guid(name),
                id=f"29:1{_opaque(self.bot_id + name)}",
                email=f"{account}@kommune.example",
            )
        return self._people[name]

    def guest(self, name: str, *, tenant: str = "", role: str = "guest") -> Person:
        """Somebody from outside: a guest in the directory; of another `tenant`; or `anonymous`,
        whom no directory knows."""
        aad_id = "" if role == "anonymous" else self.person(name).aad_id
        self._people[name] = replace(self.person(name), tenant=tenant, role=role, aad_id=aad_id)
        return self._people[name]

    def on_phone(self, name: str, platform: str) -> Person:
        """The same person, whose client is "iOS" or "Android"."""
        self._people[name] = replace(self.person(name), platform=platform)
        return self._people[name]

    def known(self, person_id: str | None) -> Person | None:
        return next((each for each in self._people.values() if each.id == person_id), None)

    def guid(self, name: str) -> str:
        return str(uuid5(uuid5(NAMESPACE_URL, self.tenant), name))

    def group_chat(self, name: str, *members: Person) -> Chat:
        return self._new_chat(name, "groupChat", f"19:{self._hex(name)}@thread.v2", *members)

    def channel(self, name: str, *members: Person) -> Chat:
        """The General channel of a team: the team and its channel have the same id."""
        return self._new_chat(name, "channel", f"19:{self._hex(name)}@thread.tacv2", *members)

    def meeting_chat(self, name: str, *members: Person) -> Chat:
        """The chat of a Teams meeting."""
        chat_id = f"19:meeting_{self._hex(name)}@thread.v2"
        chat = self._new_chat(name, "groupChat", chat_id, *members)
        chat.meeting_id = base64.b64encode(f"0#{chat_id}#0".encode()).decode()
        return chat

    def personal(self, person: Person) -> Chat:
        """The 1:1 chat with the bot; there is one, whoever opens it first."""
        chat_id = f"a:1{_opaque(person.id)}"
        return self.chats.get(chat_id) or self._new_chat(person.name, "personal", chat_id, person)

    def unreachable(self, person: Person) -> None:
        """The person has no personal app: the bot can neither open nor use their 1:1 chat."""
        self._out_of_reach.add(person)

    def reachable(self, person: Person) -> None:
        self._out_of_reach.discard(person)

    def reaches(self, chat: Chat) -> bool:
        """Whether the bot may write here."""
        if chat.kind == "personal":
            return chat.members[0] not in self._out_of_reach
        return chat.bot_is_here

    # Who comes and goes

    async def add_bot(self, chat: Chat, *, by: Person) -> None:
        """Install the app here; in a 1:1 chat the person comes within reach."""
        chat.bot_is_here = True
        if chat.kind == "personal":
            self.reachable(by)
        await self._roster_change(chat, by, "membersAdded", {"id": self.bot_id})
        await self._installation(chat, by, "add")

    async def remove_bot(self, chat: Chat, *, by: Person | None = None) -> None:
        chat.bot_is_here = False
        remover = by or chat.members[0]
        if chat.kind == "personal":
            self.unreachable(remover)
        await self._roster_change(chat, remover, "membersRemoved", {"id": self.bot_id})
        await self._installation(chat, remover, "remove")

    async def join(self, chat: Chat, person: Person, *, by: Person | None = None) -> None:
        chat.members.append(person)
        if chat.bot_is_here:
            await self._roster_change(chat, by or person, "membersAdded", _member(person))

    async def leave(self, chat: Chat, person: Person, *, by: Person | None = None) -> None:
        chat.members.remove(person)
        if chat.bot_is_here:
            await self._roster_change(chat, by or person, "membersRemoved", _member(person))

    # What goes to the bot

    async def deliver(
        self, person: Person, chat: Chat, activity: Json, *, check: bool = True
    ) -> Answer:
        """POST the activity to the bot. Raises BotFailed if it is not taken, unless unchecked."""
        delivery = Delivery(person, chat, activity)
        self._last = delivery
        if activity["type"] == "invoke":
            self._last_invoke = delivery
        return await self._deliver(delivery, check=check)

    @property
    def last(self) -> Delivery:
        """What was sent to the bot last, to be sent again later."""
        if self._last is None:
            raise LookupError("nothing was sent to the bot yet")
        return self._last

    async def resend(self, delivery: Delivery) -> Answer:
        """The same once more, under its own id."""
        return await self._deliver(delivery)

    async def resend_last(self, *, times: int = 1) -> list[Answer]:
        """The last activity once more, `times` times at once: Teams was not answered in time."""
        last = self.last
        return await asyncio.gather(*(self.resend(last) for _ in range(times)))

    async def resend_invoke(self, *, new_id: bool = True) -> Answer:
        """The last invoke once more, as a client does that was not answered in time."""
        if self._last_invoke is None:
            raise LookupError("nobody has pressed anything yet")
        again = self._last_invoke
        if new_id:
            again = again._replace(activity={**again.activity, "id": f"f:{uuid4()}"})
        return await self.resend(again)

    def next_id(self) -> str:
        """An id of a message: 13 digits, the milliseconds of its time, always increasing."""
        self._last_id = max(self._last_id + 1, int(self.now().timestamp() * 1000))
        return str(self._last_id)

    # Watching

    async def until(
        self,
        predicate: Callable[[Teams], object],
        timeout: float = 5,  # noqa: ASYNC109 - the failure shows the chats, a bare timeout does not
        *,
        dump: Callable[[], str] | None = None,
    ) -> None:
        """Like `Chat.until`, over all chats."""
        try:
            async with asyncio.timeout(timeout):
                while not _holds(predicate, self):
                    await self._arrival.wait()
        except TimeoutError:
            shown = (dump or self.dump)()
            raise AssertionError(f"not within {timeout:g} s:\n{shown}") from None

    def notice(self) -> None:
        """Something arrived: let all who wait look again."""
        self._arrival.set()
        self._arrival = asyncio.Event()

    def tell(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    def dump(self) -> str:
        """All chats, and the last of what the bot asked for."""
        asked = [
            f"  {each.method} {each.path} -> {each.status or 'no answer'}"
            for each in self.ledger[-10:]
        ]
        return "\n".join([*(chat.dump() for chat in self.chats.values()), "requests:", *asked])

    @staticmethod
    def written(moment: datetime) -> str:
        """A moment as Teams writes it: UTC with milliseconds and a Z."""
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _new_chat(self, name: str, kind: Kind, chat_id: str, *members: Person) -> Chat:
        chat = Chat(teams=self, id=chat_id, name=name, kind=kind, members=list(members))
        self.chats[chat_id] = chat
        return chat

    def _hex(self, name: str) -> str:
        namesakes = sum(chat.name == name for chat in self.chats.values())
        return UUID(self.guid(f"{name} {namesakes}")).hex

    async def _roster_change(self, chat: Chat, by: Person, change: str, member: Json) -> None:
        activity = by.activity(chat, "conversationUpdate") | {change: [member]}
        if chat.kind == "channel":
            side = "Added" if change == "membersAdded" else "Removed"
            activity["channelData"]["eventType"] = f"teamMember{side}"
        await self._happens(chat, by, activity)

    async def _installation(self, chat: Chat, by: Person, action: str) -> None:
        activity = by.activity(chat, "installationUpdate", action=action)
        activity["channelData"]["source"] = {"name": "message"}
        if chat.kind == "channel":
            activity["channelData"]["settings"] = {"selectedChannel": {"id": chat.id}}
        await self._happens(chat, by, activity)

    async def _happens(self, chat: Chat, by: Person, activity: Json) -> None:
        del activity["from"]["name"]  # Teams names nobody in these
        await self.deliver(by, chat, activity)

    async def _deliver(self, delivery: Delivery, *, check: bool = True) -> Answer:
        if self.bot_url is None:
            raise ValueError("where is the bot? Set bot_url first")
        activity = delivery.activity
        delivery.chat.threads.setdefault(activity["id"], _thread(activity))
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        post = self._clients.post(self.bot_url, json=activity, headers=headers)
        async with post as response:
            status, content = response.status, await response.text()
        self.notice()
        try:
            return _read(status, content, delivery)
        except BotFailed:
            if check:
                raise
            return Answer(status=status)


def _read(status: int, content: str, delivery: Delivery) -> Answer:
    """An invoke is answered with 200 and a body; anything else with some 2xx."""
    if delivery.activity["type"] != "invoke" and 200 <= status < 300:
        return Answer(status=status)
    try:
        body = json.loads(content) if content else None
    except ValueError:
        body = content
    if status != 200:
        raise BotFailed(status, body)
    name = delivery.activity["name"]
    return read_answer(status, body, name=name, person=delivery.person, chat=delivery.chat)


def _holds(predicate: Callable[[Teams], object], teams: Teams) -> bool:
    try:
        return bool(predicate(teams))
    except LookupError:
        return False


def _thread(activity: Json) -> str:
    return str(activity["conversation"]["id"]).partition(";messageid=")[2]


def _member(person: Person) -> Json:
    return {"id": person.id, "aadObjectId": person.aad_id}


def _opaque(seed: str) -> str:
    return base64.urlsafe_b64encode(sha256(seed.encode()).digest()).decode().rstrip("=")
