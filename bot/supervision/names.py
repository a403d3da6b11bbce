"""What its series and messages are called, and who leads a team today."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import local_day
from dialogs.people.person import Person
from dialogs.people.team import Team
from storage import people, rhythm
from storage import supervision as store
from storage.store import Session

# series, and the messages of the same names
QUARTER = rhythm.SUPERVISION
ASK, REMIND, MISSING = "supervision.ask", "supervision.remind", "supervision.missing"
NUDGE = "supervision.nudge"  # a series alone: the leader has it asked once more
THEMES, HELD, REQUEST = "supervision.themes", "supervision.held", store.REQUEST
# messages alone
BOOKED, DRAFT, LEARNED = "supervision.booked", "supervision.draft", "supervision.learned"
ANSWERED, FILE_SENT = store.ANSWERED, "supervision.file"
FILE = "supervision"
CANCELLED = "x"  # in a message's name, where the version stands
ANSWER_WITHIN = timedelta(days=14)  # of what is asked about a day that was


def leading(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> Person | None:
    """The coordinator, or the deputy in their place; None: neither is there today."""
    return first_there(session, [team.coordinator, team.deputy], now, zone)


def first_there(
    session: Session, asked: Iterable[Person | None], now: datetime, zone: ZoneInfo
) -> Person | None:
    found = [who for who in asked if who is not None]
    away = people.absent_on(session, [who.id for who in found], local_day(now, zone))
    return next((who for who in found if who.id not in away), None)
