"""What a board shows of a meeting, and to whom: read on one snapshot."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.people.person import Person
from storage import audit, people, sparring
from storage.tables import GuestRow, MeetingRow, PersonRow


def person_of(session: Session, pseudonym: str) -> int | None:
    return audit.who(session, pseudonym)


def known(session: Session, aad_id: str) -> int | None:
    """Who this is in the directory; None: nobody that was met."""
    return session.scalar(select(PersonRow.id).where(PersonRow.aad_id == aad_id))


def as_guest(session: Session, aad_id: str) -> int | None:
    """The meeting that runs in a chat whose roster calls this account a guest."""
    query = (
        select(MeetingRow.id)
        .join(GuestRow, GuestRow.conversation_id == MeetingRow.conversation_id)
        .where(GuestRow.aad_id == aad_id, MeetingRow.state.in_(sparring.RUNNING))
        .order_by(MeetingRow.started_at.desc())
    )
    return session.scalars(query).first()


def is_guest(session: Session, aad_id: str) -> bool:
    query = select(GuestRow.aad_id).where(GuestRow.aad_id == aad_id).limit(1)
    return session.scalar(query) is not None


def running_for(session: Session, person_id: int) -> int | None:
    """The sparring that runs in one of somebody's teams; of several the newest."""
    teams = [team.id for team in people.teams_of(session, person_id)]
    query = (
        select(MeetingRow.id)
        .where(MeetingRow.team_id.in_(teams), MeetingRow.state.in_(sparring.RUNNING))
        .order_by(MeetingRow.started_at.desc())
    )
    return session.scalars(query).first()


def question(session: Session, meeting_id: int) -> str:
    """What the sparring is about: the case's question, or the topic."""
    case_id = sparring.noted(session, meeting_id, "case_id")
    if case_id is None:
        topic: str = sparring.noted(session, meeting_id, "topic")
        return topic
    return sparring.said_of_case(session, case_id, sparring.QUESTION)


def there(session: Session, meeting_id: int) -> list[Person]:
    """The members who are not away on the day, in the order of turns."""
    row = session.get_one(MeetingRow, meeting_id)
    if row.started_at is None:
        return []
    away = people.absent_on(session, people.order(session, row.team_id), row.started_at.date())
    named = people.directory(session, row.team_id)
    return [named[who] for who in people.order(session, row.team_id) if who not in away]
