"""What reaches a use case, and what it answers: plain values, no SDK."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import local_day
from dialogs.cards import NO_CHOICE, Card, Form
from dialogs.people.person import Person
from dialogs.people.rights import Standing
from dialogs.people.team import NoTeamHere, Team
from storage import people
from storage.people import PERSONAL, Contact, Conversation
from storage.store import Session

DIGITS_AT_MOST = 18


class TurnKind(StrEnum):
    MESSAGE = "message"
    PRESS = "press"
    OPEN_FORM = "open_form"
    HAND_IN = "hand_in"
    BOT_ADDED = "bot_added"
    BOT_REMOVED = "bot_removed"
    MEMBERS_CHANGED = "members_changed"
    UNKNOWN_INVOKE = "unknown_invoke"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One activity, as bot/teams read it."""

    kind: TurnKind
    activity_id: str
    conversation: Conversation
    contact: Contact | None
    text: str = ""
    reply_to: str = ""  # the thread of a channel; elsewhere the conversation itself
    verb: str = ""
    pressed_on: str = ""  # the message that the button stands in
    data: Mapping[str, str] = field(default_factory=dict)
    joined: Sequence[Contact] = ()
    left: Sequence[str] = ()  # Teams' or the directory's ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A turn with everything that the server knows about it: who, where, when."""

    turn: Turn
    who: Person
    place: Conversation
    now: datetime
    zone: ZoneInfo
    administrator: bool
    nonce: str  # for a form that is opened now
    rest: str = ""  # what was written after the command
    standing: Standing | None = None  # towards what it is about; None: the table was not asked

    @property
    def in_group(self) -> bool:
        return self.place.kind != PERSONAL

    @property
    def pressed(self) -> bool:
        return self.turn.kind is not TurnKind.MESSAGE

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @property
    def name(self) -> str:
        """The `id` of the button or form, as text."""
        return self.field("id")

    @property
    def id(self) -> int | None:
        return number(self.name)

    @property
    def team(self) -> Team:
        """Of the button, as the table of rights has looked it up. Raises NoTeamHere."""
        if self.standing is None or self.standing.team is None:
            raise NoTeamHere
        return self.standing.team

    @property
    def named(self) -> int | None:
        """The id that follows the team in the name of a button: "3:12"."""
        return number(self.name.partition(":")[2])

    @property
    def turn_number(self) -> int | None:
        """The turn that the button was made for; None when a command was typed."""
        number = self.field("turn")
        return int(number) if number.isdecimal() else None

    def field(self, name: str) -> str:
        """What a form or button says of this; empty for none, and for "nobody" in a list."""
        value = self.turn.data.get(name, "")
        return "" if value == NO_CHOICE else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Said to the one who asked. In a chat a card or a text; to a press, what the message becomes
    (`shows` names it), a card or a line for the presser alone; to a form, another form or a line.
    """

    shows: tuple[str, str] | None = None  # kind, entity
    card: Card | None = None
    anew: bool = False  # the card is said in the chat, and the pressed message stays as it is
    text: str = ""
    form: Form | None = None
    asks: bool = False  # nothing was taken: the answer to a press is a question in return
    # Looked up on a snapshot once the turn is stored, and answered instead: nothing waits for it.
    reads: "Callable[[Session], Answer] | None" = None
    again: bool = False  # a repetition: what is said in the chat was said the first time


def number(text: str) -> int | None:
    """An id as a button or a list holds it; None: no database has such a one."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS_AT_MOST else None


UseCase = Callable[[Session, Call], Answer]
NOTHING = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A form: how it is opened, and what happens when it is handed in.

    `texts` names the inputs in which people write freely: the guard reads them first. Those in
    `naming` are there to name somebody (a guest, the team): there only a CPR number is stopped.
    """

    open: UseCase
    hand_in: UseCase
    texts: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()


class Where(StrEnum):
    ANYWHERE = "anywhere"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Command:
    use_case: UseCase
    where: Where = Where.ANYWHERE
    takes_text: bool = False  # what follows the word is kept, so the guard reads it first
    only: tuple[str, ...] = ()  # what may follow the word; with anything else it is no command


def teams_here(session: Session, call: Call) -> list[Team]:
    """The team of this chat; in a chat of one's own, one's teams."""
    if call.in_group:
        here = call.place.team_id
        return [people.team(session, here)] if here is not None else []
    return people.teams_of(session, call.who.id)
