"""What a bot answers to a press or a form, as the one who asked is shown it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.rehearsal.chats import ADAPTIVE, Chat, HandedIn
from bot.rehearsal.shown import Json, actions, buttons, find_action, handed_over, inputs, shows

if TYPE_CHECKING:
    from bot.rehearsal.people import Person

CARD_ACTION = "adaptiveCard/action"
WORD = "application/vnd.microsoft.activity.message"


class BotFailed(Exception):
    """The bot answered with an HTTP error, or with something that Teams cannot show."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(f"{status}: {body!r}")
        self.status = status
        self.body = body


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the bot's HTTP answer shows to the one who asked. `none` also stands for a failure."""

    status: int
    kind: Literal["card", "message", "form", "none"] = "none"
    card: Json | None = None
    text: str = ""

    @property
    def texts(self) -> list[str]:
        return [*filter(None, [self.text]), *(shows(self.card) if self.card else ())]

    @property
    def buttons(self) -> list[str]:
        return buttons(self.card) if self.card else []


@dataclass(frozen=True, kw_only=True)
class Form(Answer):
    """A dialog that is open for one person."""

    card: Json
    title: str
    person: Person
    chat: Chat

    @property
    def inputs(self) -> dict[str, Json]:
        return inputs(self.card)

    async def submit(
        self, button: str | None = None, /, *, check: bool = True, **values: object
    ) -> Answer:
        """Hand the form in with its first submit button, or the one named.

        Inputs not given keep their default. Raises KeyError for an unknown input and FormRefused
        where Teams would keep the form open.
        """
        submits = [each for each in actions(self.card) if each["type"] == "Action.Submit"]
        action = find_action(submits, button) if button else submits[0]
        data = handed_over(self.card, action, values)
        teams = self.person.teams
        teams.tell(
            HandedIn(
                at=teams.now(),
                chat=self.chat,
                person=self.person,
                title=self.title,
                values={key: data[key] for key in self.inputs if key in data},
            )
        )
        return await self.person.invokes(self.chat, "task/submit", asked(data), check=check)


def read_answer(status: int, body: object, *, name: str, person: Person, chat: Chat) -> Answer:
    """What a client makes of the body that answers an invoke. Raises BotFailed if nothing."""
    try:
        match body:
            case None:
                return Answer(status=status)
            case {"statusCode": 200, "type": kind, "value": value} if name == CARD_ACTION:
                return _card_or_word(status, kind, value)
            case {"task": {"type": "continue", "value": dialog}} if name.startswith("task/"):
                return _form(status, dialog, person, chat)
            case {"task": {"type": "message", "value": str(text)}} if name.startswith("task/"):
                return Answer(status=status, kind="message", text=text)
    except (KeyError, TypeError) as fault:
        raise BotFailed(status, body) from fault
    raise BotFailed(status, body)


def _card_or_word(status: int, kind: str, value: object) -> Answer:
    if kind == ADAPTIVE and isinstance(value, dict) and value["type"] == "AdaptiveCard":
        return Answer(status=status, kind="card", card=value)
    if kind == WORD and isinstance(value, str):
        return Answer(status=status, kind="message", text=value)
    raise TypeError(kind)


def _form(status: int, dialog: Json, person: Person, chat: Chat) -> Form:
    if dialog["card"]["contentType"] != ADAPTIVE:
        raise TypeError(dialog["card"]["contentType"])
    return Form(
        status=status,
        kind="form",
        card=dialog["card"]["content"],
        title=dialog["title"],
        person=person,
        chat=chat,
    )


def asked(data: Json) -> Json:
    """The value of a dialog's invoke."""
    return {"data": data, "context": {"theme": "default"}}
