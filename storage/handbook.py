"""The shared language, and what stands in the handbook."""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialogs.handbook.content import Practised
from dialogs.handbook.glossary import Term, TermKnown, TermState, in_order, key
from dialogs.learning.practice import PracticeKind, PracticeState
from storage.tables import PracticeRow, TeamRow, TermRow

PROPOSED, ANSWERED = "handbook.proposed", "handbook.answered"  # messages


def practised(session: Session) -> Sequence[Practised]:
    """Everything that is valid, of every team, the oldest first."""
    query = (
        select(PracticeRow, TeamRow.name)
        .join(TeamRow, TeamRow.id == PracticeRow.team_id)
        .where(PracticeRow.state == PracticeState.VALID)
        .order_by(PracticeRow.id)
    )
    return [
        Practised(
            kind=PracticeKind(row.kind),
            team=team,
            text=row.text,
            method=row.method,
            anchor=row.anchor,
            guideline=row.guideline,
            valid_from=row.valid_from,
            review_on=row.review_on,
        )
        for row, team in session.execute(query)
    ]


# --- shared language -------------------------------------------------------------------------


def terms(session: Session, team_id: int | None = None) -> list[Term]:
    """What was taken, of all teams or of one, as a dictionary has them."""
    query = select(TermRow).where(TermRow.state == TermState.TAKEN)
    if team_id is not None:
        query = query.where(TermRow.team_id == team_id)
    return in_order([_term(row) for row in session.scalars(query)])


def proposals(session: Session, team_id: int) -> Sequence[Term]:
    """Of a team, in the order in which they came."""
    here = (TermRow.team_id == team_id, TermRow.state == TermState.PROPOSED)
    return [
        _term(row) for row in session.scalars(select(TermRow).where(*here).order_by(TermRow.id))
    ]


def count_proposals(session: Session, team_id: int) -> int:
    here = (TermRow.team_id == team_id, TermRow.state == TermState.PROPOSED)
    return session.scalar(select(func.count()).where(*here)) or 0


def term(session: Session, term_id: int) -> Term | None:
    row = session.get(TermRow, term_id)
    return _term(row) if row is not None else None


def add_term(session: Session, new: Term, proposer_id: int | None) -> int:
    """Raises TermKnown: it is one language for all teams."""
    here = (TermRow.key == key(new.word), TermRow.state != TermState.DECLINED)
    state = session.scalar(select(TermRow.state).where(*here).limit(1))
    if state is not None:
        raise TermKnown(taken=state == TermState.TAKEN)
    values = {
        "team_id": new.team_id,
        "word": new.word,
        "key": key(new.word),
        "meaning": new.meaning,
        "state": new.state,
        "proposer_id": proposer_id,
    }
    return session.scalars(insert(TermRow).values(values).returning(TermRow.id)).one()


def decide(session: Session, term_id: int, state: TermState) -> None:
    session.execute(update(TermRow).where(TermRow.id == term_id).values(state=state))


def proposer(session: Session, term_id: int) -> int | None:
    """To tell them; None: they are gone, or have heard."""
    return session.scalar(select(TermRow.proposer_id).where(TermRow.id == term_id))


def has_heard(session: Session, term_id: int) -> None:
    """Who proposed it is told what came of it, and needed no more; nor is what was declined."""
    session.execute(update(TermRow).where(TermRow.id == term_id).values(proposer_id=None))
    session.execute(
        delete(TermRow).where(TermRow.id == term_id, TermRow.state == TermState.DECLINED)
    )


def remove_term(session: Session, team_id: int, term_id: int) -> bool:
    """Whether it was there, and that team's."""
    gone = session.scalar(
        delete(TermRow)
        .where(
            TermRow.id == term_id,
            TermRow.team_id == team_id,
            TermRow.state == TermState.TAKEN,
        )
        .returning(TermRow.id)
    )
    return gone is not None


def _term(row: TermRow) -> Term:
    return Term(
        id=row.id,
        team_id=row.team_id,
        word=row.word,
        meaning=row.meaning,
        state=TermState(row.state),
    )
