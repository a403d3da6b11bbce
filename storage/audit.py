"""The audit trail: one chain, however many processes write it."""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialogs.privacy.audit import Action, Broken, End, Entry, first_broken, sealed
from storage.tables import AuditEndRow, AuditRow, PersonRow

ONLY = 1
BATCH = 500  # rows
PERSON = "person:"
_PERSON = re.compile(rf"\b{PERSON}(\d+)\b")


def note(session: Session, action: Action, *, by: int | None, about: str, now: datetime) -> None:
    """Notes that it was done. `by`: a person's id, None for the bot itself or a command; `about`:
    kind:id, never content.

    People stand there as pseudonyms, also in `about` (`person:<id>`): erasing somebody cuts off
    who that was, and the chain still holds. Two processes that note at once collide, and one of
    them does its unit again.
    """
    end = _end(session)
    entry = Entry(
        id=max(end.last, session.scalar(select(func.max(AuditRow.id))) or 0) + 1,
        at=now,
        action=action,
        by=pseudonym(session, by) if by is not None else "",
        about=_about(session, about),
        previous=end.newest,
    )
    seal = sealed(entry)
    session.execute(
        insert(AuditRow).values(
            id=entry.id,
            at=entry.at,
            action=entry.action,
            by=entry.by,
            about=entry.about,
            previous=entry.previous,
            hash=seal,
        )
    )
    session.execute(
        update(AuditEndRow).where(AuditEndRow.id == ONLY).values(last=entry.id, newest=seal)
    )


def pseudonym(session: Session, person_id: int) -> str:
    """What somebody is called where their id would outlive them. Random, so nothing leads back
    from it once their row is gone. Empty for nobody that is known."""
    here = PersonRow.id == person_id
    known = session.execute(select(PersonRow.pseudonym).where(here)).first()
    if known is None:
        return ""
    if known[0] is not None:
        return str(known[0])
    fresh = secrets.token_hex(12)
    session.execute(update(PersonRow).where(here).values(pseudonym=fresh))
    return fresh


def who(session: Session, called: str) -> int | None:
    """The person behind a pseudonym, while they are known."""
    return session.scalar(select(PersonRow.id).where(PersonRow.pseudonym == called))


def check(session: Session) -> Broken | None:
    """The first entry that was changed, or is missing; None: the trail is whole."""
    return first_broken(_entries(session), _known_end(session) or End())


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def forget_before(session: Session, moment: datetime) -> int:
    """Takes entries away at the beginning, and remembers what the first that is kept goes on
    from."""
    kept = select(func.min(AuditRow.id)).where(AuditRow.at >= moment)
    until = session.scalar(kept) or _end(session).last + 1
    old = AuditRow.id < until
    last = session.scalar(select(AuditRow.hash).where(old).order_by(AuditRow.id.desc()).limit(1))
    if last is None:
        return 0
    gone = session.scalars(delete(AuditRow).where(old).returning(AuditRow.id)).all()
    session.execute(update(AuditEndRow).where(AuditEndRow.id == ONLY).values(before=last))
    return len(gone)


def _about(session: Session, about: str) -> str:
    return _PERSON.sub(lambda found: PERSON + pseudonym(session, int(found[1])), about)


def _end(session: Session) -> End:
    known = _known_end(session)
    if known is not None:
        return known
    session.execute(insert(AuditEndRow).values(id=ONLY, last=0, newest="", before=""))
    return End()


def _known_end(session: Session) -> End | None:
    row = session.get(AuditEndRow, ONLY, populate_existing=True)
    return End(last=row.last, newest=row.newest, before=row.before) if row else None


def _entries(session: Session) -> Iterator[tuple[Entry, str]]:
    """In parts: whoever stops at the first broken one leaves nothing open."""
    last = -1
    query = select(AuditRow).order_by(AuditRow.id).limit(BATCH)
    while rows := session.scalars(query.where(AuditRow.id > last)).all():
        for row in rows:
            entry = Entry(
                id=row.id,
                at=row.at,
                action=row.action,
                by=row.by,
                about=row.about,
                previous=row.previous,
            )
            yield entry, row.hash
        last = rows[-1].id
