"""The practice texts and queries that the search is measured by, and recall.

They were written before there was an order of what is found, and a third of the queries was held
out while it was made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import index
from storage.tables import PracticeRow, TeamRow

HERE = Path(__file__).parents[1] / "dialogs" / "learning"
AT = 5  # of what is shown


@dataclass(frozen=True, slots=True)
class Query:
    words: str
    expected: tuple[str, ...]  # texts by their marks


def practices() -> dict[str, str]:
    """Mark → text."""
    lines = (HERE / "practices.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {mark: text for mark, text in rows}


def queries(*, held_out: bool) -> list[Query]:
    name = "queries_held_out.txt" if held_out else "queries.txt"
    rows = (line.split(" | ") for line in (HERE / name).read_text("utf-8").splitlines())
    return [Query(words, tuple(marks.split())) for words, marks in rows]


def team_values(name: str) -> dict[str, Any]:
    row = {"conversation_id": "c", "booked": 60, "agenda": "single_case", "edits": {}, "focus": ""}
    lists: dict[str, Any] = {"tools": [], "methods": [], "topics": [], "closed_weeks": []}
    return {"name": name, **row, **lists}


def fill(session: Session, *, team: str = "Team Øst") -> dict[int, str]:
    """The practices of one team, indexed; id → mark."""
    added = insert(TeamRow).values(team_values(team)).returning(TeamRow.id)
    team_id = session.execute(added).scalar_one()
    marks = {}
    for mark, text in practices().items():
        values = {"kind": "shared", "state": "valid", "team_id": team_id, "text": text}
        added = insert(PracticeRow).values(values).returning(PracticeRow.id)
        marks[session.execute(added).scalar_one()] = mark
    index.rebuild(session)
    return marks


def recalls(
    asked: Sequence[Query], find: Callable[[str], Sequence[int]], marks: Mapping[int, str]
) -> dict[Query, float]:
    """For each query, how many of the expected texts are among the first."""
    found = {}
    for query in asked:
        first = [marks[practice_id] for practice_id in find(query.words)[:AT]]
        found[query] = sum(mark in first for mark in query.expected) / len(query.expected)
    return found
