"""Private messages between the meetings, their names, and the dates that they come by."""

from collections.abc import Iterator
from datetime import datetime

from bot.sending import Message
from dialogs.between import words
from dialogs.calendar.season import Foreseen, Reader
from dialogs.cards import Card
from dialogs.people.person import Person
from storage import between, occurrences, outbox
from storage.between import SHARE_TODAY
from storage.outbox import Priority, to_person
from storage.store import Session

ASK_BECAME = "between.ask_became"  # the series
NO_ANSWER = "between.no_answer"  # the series
__all__ = ["ASK_BECAME", "NO_ANSWER", "SHARE_TODAY", "answered", "message", "tell"]
OF_A_REQUEST = (ASK_BECAME, NO_ANSWER)


def tell(
    session: Session,
    kind: str,
    entity: int,
    to: Person,
    now: datetime,
    *,
    useful_until: datetime | None = None,
) -> None:
    """What they did not ask for: it waits until they are at work and free."""
    address = to_person(to.id)
    outbox.want(session, kind, entity, address, Priority.PROMPT, now, useful_until=useful_until)


def reply(session: Session, kind: str, entity: int, to: Person, now: datetime) -> None:
    """What they wait for."""
    outbox.want(session, kind, entity, to_person(to.id), Priority.ANSWER, now)


def answered(session: Session, kind: str, entity: int, who: Person, now: datetime) -> None:
    """The message whose button was pressed shows the answer from now on, if it stands."""
    if outbox.posted(session, kind, str(entity)) is not None:
        tell(session, kind, entity, who, now)


def message(card: Card, summary: str) -> Message:
    return Message(card=card, summary=summary)


def foresees(session: Session, after: datetime, until: datetime) -> Iterator[Foreseen]:
    """To each alone: who asked whom is between the two."""
    for each in occurrences.planned(session, (SHARE_TODAY, *OF_A_REQUEST), after, until):
        share = between.share(session, int(each.entity)) if each.series == SHARE_TODAY else None
        asked = between.request(session, int(each.entity)) if each.series in OF_A_REQUEST else None
        who = share.who if share else asked.asker if asked else None
        if who is not None:
            title, text = words.FORESEEN[each.series]
            yield Foreseen(
                at=each.due_at,
                series=each.series,
                whom=who.name,
                title=title,
                text=text,
                person_id=who.id,
                readers=Reader.NOBODY,
            )
