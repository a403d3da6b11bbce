"""Chats as the people in them see them, and the events that a live view can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.rehearsal.shown import Json, buttons, shows

if TYPE_CHECKING:
    from bot.rehearsal.answers import Answer
    from bot.rehearsal.connector import Teams
    from bot.rehearsal.people import Person

ADAPTIVE = "application/vnd.microsoft.card.adaptive"

Kind = Literal["personal", "groupChat", "channel"]


class Version(NamedTuple):
    """One state of a message: as posted, or as an update left it."""

    when: datetime
    activity: Json

    @property
    def text(self) -> str:
        return self.activity.get("text") or ""

    @property
    def cards(self) -> list[Json]:
        attachments = self.activity.get("attachments") or ()
        return [each["content"] for each in attachments if each["contentType"] == ADAPTIVE]

    @property
    def card(self) -> Json | None:
        return next(iter(self.cards), None)

    @property
    def texts(self) -> list[str]:
        """The message's text and all text of its cards, in order."""
        return [*filter(None, [self.text]), *(text for card in self.cards for text in shows(card))]

    @property
    def buttons(self) -> list[str]:
        return [title for card in self.cards for title in buttons(card)]

    def with_card(self, card: Json) -> Version:
        attachment = {"contentType": ADAPTIVE, "content": card}
        return self._replace(activity={**self.activity, "attachments": [attachment]})


@dataclass(kw_only=True, eq=False)
class Message:
    """Something the bot posted. In a channel, `thread` is the id of the post it stands under."""

    activity_id: str
    thread: str
    versions: list[Version]
    views: dict[str, Json] = field(default_factory=dict)  # person's id -> card only they see
    deleted: bool = False

    @property
    def present(self) -> Version:
        return self.versions[-1]

    def seen_by(self, person: Person) -> Version:
        card = self.views.get(person.id)
        return self.present.with_card(card) if card else self.present

    @property
    def text(self) -> str:
        return self.present.text

    @property
    def card(self) -> Json | None:
        return self.present.card

    @property
    def texts(self) -> list[str]:
        return self.present.texts

    @property
    def buttons(self) -> list[str]:
        return self.present.buttons

    def update(self, version: Version) -> None:
        """An update is for everybody: it ends what an answer had shown to one person alone."""
        self.versions.append(version)
        self.views.clear()


class Line(NamedTuple):
    """What a person wrote."""

    activity_id: str
    person: Person
    text: str


@dataclass(kw_only=True, eq=False)
class Chat:
    """A conversation. `messages` are the bot's, oldest first; what people write is in `lines`."""

    teams: Teams = field(repr=False)
    id: str
    name: str
    kind: Kind
    members: list[Person]
    meeting_id: str | None = None
    bot_is_here: bool = False
    posted: dict[str, Message] = field(default_factory=dict, repr=False)
    lines: list[Line] = field(default_factory=list, repr=False)
    threads: dict[str, str] = field(default_factory=dict, repr=False)  # activity -> first post

    @property
    def messages(self) -> list[Message]:
        return list(self.posted.values())

    @property
    def shown(self) -> list[str]:
        """What stands in the chat now: the text of each of the bot's messages."""
        return ["\n".join(each.texts) for each in self.posted.values() if not each.deleted]

    @property
    def last(self) -> Message:
        """The newest message that stands. Raises LookupError before there is one."""
        for message in reversed(self.posted.values()):
            if not message.deleted:
                return message
        raise LookupError(f"nothing stands in {self.name}")

    async def until(
        self,
        predicate: Callable[[Chat], object],
        timeout: float = 5,  # noqa: ASYNC109 - the failure shows the chat, a bare timeout does not
    ) -> None:
        """Wait, in real seconds, until the predicate holds. Raises AssertionError with the chat.

        A predicate that looks for what is not there yet (LookupError) does not hold.
        """
        await self.teams.until(lambda _: predicate(self), timeout, dump=self.dump)

    def dump(self) -> str:
        """The chat to read: people's lines, the bot's texts and its buttons."""
        entries = {line.activity_id: f"{line.person.name}: {line.text}" for line in self.lines}
        entries |= {each.activity_id: _dumped(each) for each in self.posted.values()}
        told = [entries[key] for key in sorted(entries)] or ["(nothing)"]
        return "\n".join([f"{self.name} ({self.kind}):", *("  " + entry for entry in told)])

    def channel_data(self) -> Json:
        """What every activity of this conversation says about where it comes from."""
        known: Json = {"tenant": {"id": self.teams.tenant}}
        if self.kind == "channel":
            team = {"id": self.id, "name": self.name, "aadGroupId": self.teams.guid(self.id)}
            known |= {"team": team, "channel": {"id": self.id}}
        if self.meeting_id:
            known |= {"meeting": {"id": self.meeting_id}}
        return known

    def account(self, thread: str | None) -> Json:
        """The `conversation` of an activity; in a channel its id names the thread."""
        of_thread = self.kind == "channel" and thread
        account: Json = {
            "conversationType": self.kind,
            "tenantId": self.teams.tenant,
            "id": f"{self.id};messageid={thread}" if of_thread else self.id,
        }
        if self.kind != "personal":
            account |= {"isGroup": True}
        if self.kind == "groupChat":
            account |= {"name": self.name}
        return account


def _dumped(message: Message) -> str:
    body = "(deleted)" if message.deleted else "\n      ".join(message.texts)
    titles = "".join(f"\n      [{title}]" for title in message.buttons if not message.deleted)
    return f"bot {message.activity_id} v{len(message.versions)}: {body}{titles}"


@dataclass(frozen=True, kw_only=True)
class Said:
    at: datetime
    chat: Chat
    person: Person
    text: str


@dataclass(frozen=True, kw_only=True)
class Pressed:
    at: datetime
    chat: Chat
    person: Person
    title: str


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    at: datetime
    chat: Chat
    person: Person
    title: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What only the person who pressed or handed in gets to see."""

    at: datetime
    chat: Chat
    person: Person
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Posted:
    at: datetime
    chat: Chat
    message: Message


@dataclass(frozen=True, kw_only=True)
class Updated:
    at: datetime
    chat: Chat
    message: Message


@dataclass(frozen=True, kw_only=True)
class Deleted:
    at: datetime
    chat: Chat
    message: Message


Event = Said | Pressed | HandedIn | Answered | Posted | Updated | Deleted
