"""Teams' clients: people who write, press buttons and open forms."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.rehearsal.answers import CARD_ACTION, Answer, BotFailed, Form, asked
from bot.rehearsal.chats import Answered, Chat, Line, Message, Pressed, Said, Version
from bot.rehearsal.shown import Json, NoSuchButton, actions, find_action, handed_over

if TYPE_CHECKING:
    from bot.rehearsal.connector import Teams

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class NotDelivered(Exception):
    """Teams would not bring this to the bot: it is not mentioned, or not there."""


class Delivery(NamedTuple):
    """What went to the bot, to be sent again."""

    person: Person
    chat: Chat
    activity: Json


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a Teams client. This bot knows them by `id`, the directory by `aad_id`."""

    teams: Teams = field(repr=False, compare=False)
    name: str
    aad_id: str  # empty: nobody's directory knows them
    id: str
    email: str
    tenant: str = ""  # another one than the chat's
    role: str = "user"
    platform: str = "Windows"  # of their client; or iOS, Android

    async def says(
        self, chat: Chat, text: str, *, mention: bool = True, check: bool = True
    ) -> Answer:
        """Write to the bot; outside a personal chat that takes an @mention."""
        self._must_be_in(chat)
        if chat.kind != "personal" and not mention:
            raise NotDelivered(f"{text!r} in {chat.name} does not mention the bot")
        compose = self._message if chat.kind == "personal" else self._mention
        activity = compose(chat, text)
        chat.lines.append(Line(activity["id"], self, text))
        self.teams.tell(Said(at=self.teams.now(), chat=chat, person=self, text=text))
        return await self.teams.deliver(self, chat, activity, check=check)

    async def presses(
        self,
        chat: Chat,
        button: str,
        /,
        *,
        message: Message | Version | None = None,
        check: bool = True,
        **values: object,
    ) -> Answer:
        """Press the button of that title, on the newest message that shows this person one.

        `message` presses on that message, or on a version of it that is gone by now. `values` go
        into the card's own inputs. A button that opens a dialog answers with a Form.
        """
        self._must_be_in(chat)
        pressed_on, card, action = self._find(chat, button, message)
        self.teams.tell(Pressed(at=self.teams.now(), chat=chat, person=self, title=button))
        data = handed_over(card, action, values)
        if action["type"] == "Action.Execute":
            named = {key: action[key] for key in ("id", "verb") if key in action}
            value: Json = {"action": {"type": "Action.Execute", **named, "data": data}}
            value |= {"trigger": "manual"}
            answer = await self.invokes(chat, CARD_ACTION, value, on=pressed_on, check=check)
        else:
            answer = await self._submits(chat, data, pressed_on, check=check)
        if answer.kind == "card" and answer.card:  # a form's card opens beside the message
            pressed_on.views[self.id] = answer.card
        return answer

    async def opens(
        self, chat: Chat, button: str, /, *, message: Message | Version | None = None
    ) -> Form:
        """Press a button that opens a dialog. Raises BotFailed if the answer is no form."""
        answer = await self.presses(chat, button, message=message)
        if not isinstance(answer, Form):
            raise BotFailed(answer.status, f"{button!r} opened no form: {answer.texts}")
        return answer

    def sees(self, chat: Chat) -> list[str]:
        """Like `chat.shown`, with the cards that only this person was answered with."""
        standing = [each for each in chat.messages if not each.deleted]
        return ["\n".join(each.seen_by(self).texts) for each in standing]

    async def invokes(
        self,
        chat: Chat,
        name: str,
        value: Json,
        *,
        on: Message | None = None,
        check: bool = True,
    ) -> Answer:
        """Ask the bot something that it answers in the HTTP response. `on`: the card pressed."""
        of_card: Json = {"replyToId": on.activity_id} if on else {}
        activity = self.activity(
            chat, "invoke", thread=on.thread if on else None, name=name, value=value, **of_card
        )
        activity["channelData"]["source"] = {"name": "message"}
        answer = await self.teams.deliver(self, chat, activity, check=check)
        self.teams.tell(Answered(at=self.teams.now(), chat=chat, person=self, answer=answer))
        return answer

    def activity(
        self,
        chat: Chat,
        kind: str,
        *,
        activity_id: str | None = None,
        thread: str | None = None,
        **fields: object,
    ) -> Json:
        """An activity from this person with all that Teams puts into every one."""
        teams = self.teams
        now = teams.now()
        local = now.astimezone(COPENHAGEN)
        return {
            "type": kind,
            "id": activity_id or f"f:{uuid4()}",
            "timestamp": teams.written(now),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": COPENHAGEN.key,
            "serviceUrl": teams.service_url,
            "channelId": "msteams",
            "from": self._account(),
            "conversation": chat.account(thread),
            "recipient": {"id": teams.bot_id, "name": teams.bot_name},
            "entities": [self._client()],
            "channelData": chat.channel_data(),
            "locale": "da-DK",
            **fields,
        }

    def _account(self) -> Json:
        known: Json = {"aadObjectId": self.aad_id} if self.aad_id else {}
        elsewhere: Json = {"tenantId": self.tenant} if self.tenant else {}
        return {"id": self.id, "name": self.name, **known, **elsewhere}

    def _client(self) -> Json:
        return {
            "type": "clientInfo",
            "locale": "da-DK",
            "country": "DK",
            "platform": self.platform,
            "timezone": COPENHAGEN.key,
        }

    def _message(self, chat: Chat, text: str, **fields: object) -> Json:
        """A message; in a channel it begins a thread of its own."""
        new_id = self.teams.next_id()
        fields = {"textFormat": "plain", "text": text, **fields}
        return self.activity(chat, "message", activity_id=new_id, thread=new_id, **fields)

    def _mention(self, chat: Chat, text: str) -> Json:
        bot = {"id": self.teams.bot_id, "name": self.teams.bot_name}
        tag = f"<at>{self.teams.bot_name}</at>"
        html = f'<p><span itemtype="http://schema.skype.com/Mention" itemid="0">{bot["name"]}'
        html += f"</span> {escape(text)}</p>"
        return self._message(
            chat,
            f"{tag} {text}",
            entities=[{"type": "mention", "mentioned": bot, "text": tag}, self._client()],
            attachments=[{"contentType": "text/html", "content": html}],
        )

    async def _submits(self, chat: Chat, data: Json, on: Message, *, check: bool) -> Answer:
        """Action.Submit: a dialog, a line in the person's name, or a message with a value."""
        extra = data.get("msteams", {})
        match extra.get("type"):
            case "task/fetch":
                return await self.invokes(chat, "task/fetch", asked(data), on=on, check=check)
            case "imBack":
                activity = self._message(chat, extra["value"], replyToId=on.activity_id)
            case "messageBack":
                value = {"value": extra.get("value"), "replyToId": on.activity_id}
                activity = self._message(chat, extra.get("text", ""), **value)
            case None:
                activity = self._message(chat, "", value=data, replyToId=on.activity_id)
                del activity["text"], activity["textFormat"]
            case other:
                raise NotImplementedError(f"a button of the kind {other!r}")
        activity["conversation"] = chat.account(on.thread)
        return await self.teams.deliver(self, chat, activity, check=check)

    def _must_be_in(self, chat: Chat) -> None:
        if self not in chat.members:
            raise NotDelivered(f"{self.name} is not in {chat.name}")
        if not self.teams.reaches(chat):
            raise NotDelivered(f"the bot is not in {chat.name}")

    def _find(
        self, chat: Chat, button: str, where: Message | Version | None
    ) -> tuple[Message, Json, Json]:
        for message, version in self._candidates(chat, where):
            for card in version.cards:
                with suppress(NoSuchButton):
                    return message, card, find_action(actions(card), button)
        raise NoSuchButton(f"{self.name} sees no {button!r} in\n{chat.dump()}")

    def _candidates(
        self, chat: Chat, where: Message | Version | None
    ) -> list[tuple[Message, Version]]:
        match where:
            case None:
                newest_first = reversed(chat.posted.values())
                return [(each, each.seen_by(self)) for each in newest_first if not each.deleted]
            case Message():
                return [(where, where.seen_by(self))]
            case Version():
                return [(chat.posted[where.activity["id"]], where)]
