"""Private messages between the meetings, their names, and the dates that they come by."""

from datetime import datetime

from bot.sending import Message
from dialogs.cards import Card
from dialogs.people.person import Person
from storage import outbox
from storage.outbox import Priority, to_person
from storage.store import Session

SHARE_TODAY = "between.share_today"  # a message, and the series that it comes by
ASK_BECAME = "between.ask_became"  # the series


def tell(session: Session, kind: str, entity: int, to: Person, now: datetime) -> None:
    outbox.want(session, kind, entity, to_person(to.id), Priority.PROMPT, now)


def answered(session: Session, kind: str, entity: int, who: Person, now: datetime) -> None:
    """The message whose button was pressed shows the answer from now on, if it stands."""
    if outbox.posted(session, kind, str(entity)) is not None:
        tell(session, kind, entity, who, now)


def message(card: Card, summary: str) -> Message:
    return Message(card=card, summary=summary)
