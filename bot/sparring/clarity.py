"""How clear the case owner's next step is, before and after: asked of them alone, in private."""

from datetime import datetime

from bot.call import Answer, Call
from bot.outbox import Built, Show
from bot.sending import Message
from bot.sparring import names
from bot.sparring.announcing import answered
from dialogs.cards import Card
from dialogs.sparring import clarity as rules
from dialogs.sparring import clarity_cards as cards
from dialogs.sparring.clarity import ClarityIsOver, When
from dialogs.sparring.meeting import Meeting
from storage import outbox, sparring, trends
from storage.store import Session


def say(session: Session, call: Call) -> Answer:
    """Pressed again on a card that is behind, the new number counts."""
    meeting = call.standing.meeting if call.standing is not None else None
    when = _when(call.name)
    if meeting is None or when is None or not rules.is_asked(when, meeting):
        raise ClarityIsOver
    step = rules.step(call.field("step"))
    trends.note_clarity(session, meeting.id, when, step)
    answered(session, names.CLARITY, names.clarity(meeting.id, when), call.who, call.now)
    return Answer(card=cards.noted(when, step))


def _when(name: str) -> When | None:
    _, _, when = name.partition("-")
    return When(when) if when in set(When) else None


def message(session: Session, entity: str, now: datetime) -> Built:
    number, _, _ = entity.partition("-")
    meeting, when = sparring.meeting(session, int(number)), _when(entity)
    if meeting is None or when is None:
        return None
    step = trends.clarity(session, meeting.id)[when]
    if step is None and _still_asked(session, meeting, when, now):
        return _show(cards.asked(entity, when))
    if outbox.posted(session, names.CLARITY, entity) is None:
        return None
    return _show(cards.noted(when, step) if step is not None else cards.over())


def _still_asked(session: Session, meeting: Meeting, when: When, now: datetime) -> bool:
    until: datetime | None = sparring.noted(session, meeting.id, "write_until")
    return rules.is_asked(when, meeting) and (until is None or now < until)


def _show(card: Card) -> Show:
    return Show(message=Message(card=card, summary=cards.SUMMARY))
