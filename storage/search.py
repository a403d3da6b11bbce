"""What `søg` finds: valid practice of every team, by its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select

from dialogs.learning.practice import Practice
from storage import practice
from storage.store import Session
from storage.tables import PracticeRow, TeamRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    practice: Practice
    team: str
    score: float


def note(session: Session, practice_id: int) -> None:
    """Called whenever a practice changed: what it is found by follows."""


def find(session: Session, words: str, *, most: int = 5) -> Sequence[Found]:
    near = similar(session, words, most=1_000, least=0)
    return [each for each in near if words.casefold() in each.practice.text.casefold()][:most]


def similar(
    session: Session, text: str, *, most: int = 3, besides: Collection[int] = (), least: float = 60
) -> Sequence[Found]:
    rows = session.execute(
        select(PracticeRow.id, PracticeRow.text, TeamRow.name)
        .join(TeamRow, TeamRow.id == PracticeRow.team_id)
        .where(PracticeRow.state == "valid", PracticeRow.id.not_in(tuple(besides)))
    )
    scored = sorted(
        ((fuzz.token_set_ratio(text.casefold(), row.text.casefold()), row) for row in rows),
        key=lambda each: -each[0],
    )
    found = [(score, row, practice.get(session, row.id)) for score, row in scored[:most]]
    return [
        Found(practice=kept, team=row.name, score=score)
        for score, row, kept in found
        if kept is not None and score > least
    ]
