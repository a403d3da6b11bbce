"""The kinds of messages: how each is built, and what follows when it has been sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sending import Message
from dialogs import cards
from dialogs.cards import Card
from storage import outbox
from storage.people import Contact, Conversation
from storage.store import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What a message shows now. With a heading it is posted as that, and filled by an update."""

    message: Message
    heading: Card | None = None
    carries: frozenset[int] = frozenset()  # of a letter: the sections that stand in it

    @property
    def has_buttons(self) -> bool:
        """Both copies would act on one row, so in doubt it is sent once more; a line is not."""
        return self.message.card is not None and cards.has_buttons(self.message.card)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Not a message: the roster of this chat is to be read."""

    conversation: Conversation


Built = Show | Fetch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of message is built, and what follows when it has been sent or cannot be."""

    build: Callable[[Session, str, datetime], Built]
    sent: Callable[[Session, str, datetime], None] | None = None
    fetched: Callable[[Session, str, Sequence[Contact], datetime], None] | None = None
    undeliverable: Callable[[Session, str, str, datetime], None] | None = None
    harmless: bool = False  # begins as a heading, or is no message: may be asked for twice
    lasting: bool = False  # never superseded: when nothing is left to show, it came too late
    title: str = ""  # what `status` calls it
    private: bool = True  # between two people: `status` says "en privat besked", and no more
    quiet: bool = False  # that it was for somebody is a secret: no line in the group in its place


def moment(at: datetime) -> str:
    """In a message's name. The letter keeps it from reading as a CPR number: of the seconds since
    1970, whole weeks from 2027 on do (18.01.…)."""
    return f"t{at.timestamp():.0f}"


def show(card: Card, summary: str) -> Show:
    return Show(message=Message(card=card, summary=summary))


def only_as_update(session: Session, kind: str, entity: str, said: Card | str) -> Built:
    """What is over is not worth a post of its own. `said`: a line, or a card."""
    if outbox.posted(session, kind, entity) is None:
        return None
    return show(cards.said(said) if isinstance(said, str) else said, "")
