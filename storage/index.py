"""The index that `søg` looks in: what every valid practice is found by.

The words stand in ordinary tables, which a backup copies like any other. Each database keeps a
full-text index of them by itself: SQLite an FTS5 table that triggers fill, PostgreSQL a column
that it makes with its Danish configuration, under a GIN index (see the migration that adds them).
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select, update

from dialogs.learning.finding import RULES, Stems
from dialogs.learning.practice import PracticeState
from storage import types
from storage.store import Session
from storage.tables import PracticeRow, PracticeSearchRow, SearchStandRow, SearchWordRow

ROWS = 1_000  # in one statement
STAND = 1  # the id of the one row


def note(session: Session, practice_id: int) -> None:
    """Called whenever a practice changed: what it is found by follows."""
    row = session.execute(
        select(PracticeRow.state, PracticeRow.text, PracticeRow.method).where(
            PracticeRow.id == practice_id
        )
    ).one_or_none()
    valid = row is not None and row.state == PracticeState.VALID
    words = _words(Stems(), row.text, row.method) if row is not None and valid else None
    was = session.scalar(
        select(PracticeSearchRow.words).where(PracticeSearchRow.practice_id == practice_id)
    )
    if was == words:
        return
    if was is not None:
        here = PracticeSearchRow.practice_id == practice_id
        session.execute(delete(PracticeSearchRow).where(here))
    if words is not None:
        session.execute(insert(PracticeSearchRow).values(practice_id=practice_id, words=words))
    _count(session, was, words)


def forget(session: Session, practice_ids: Iterable[int]) -> None:
    """Before practices are deleted: their words are not counted any more."""
    for practice_id in practice_ids:
        here = PracticeSearchRow.practice_id == practice_id
        was = session.scalar(select(PracticeSearchRow.words).where(here))
        if was is not None:
            session.execute(delete(PracticeSearchRow).where(here))
            _count(session, was, None)


def keep_right(session: Session) -> int | None:
    """At every start: makes the index anew where it is not what it should be, after a migration,
    an older backup or other rules. Returns how many texts it then holds; None: it was right."""
    stand = session.get(SearchStandRow, STAND)
    valid = session.scalar(select(func.count()).select_from(PracticeRow).where(_IS_VALID))
    held = session.scalar(select(func.count()).select_from(PracticeSearchRow))
    right = stand is not None and stand.rules == RULES and valid == held == stand.texts
    return None if right else rebuild(session)


def rebuild(session: Session) -> int:
    """Makes the whole index anew, and returns how many texts it holds."""
    for table in (PracticeSearchRow, SearchWordRow, SearchStandRow):
        session.execute(delete(table))
    stems = Stems()
    counted: Counter[str] = Counter()
    texts = words = last = 0
    while part := _next_texts(session, last):
        rows = []
        for practice_id, text, method in part:
            found = stems.of(f"{text} {method or ''}")
            counted.update(set(found))
            words += len(found)
            rows.append({"practice_id": practice_id, "words": " ".join(found)})
        session.execute(insert(PracticeSearchRow), rows)
        texts += len(part)
        last = part[-1][0]
    _insert_words(session, counted)
    session.execute(insert(SearchStandRow).values(id=STAND, rules=RULES, texts=texts, words=words))
    return texts


_IS_VALID = PracticeRow.state == PracticeState.VALID


def _next_texts(session: Session, after: int) -> list[tuple[int, str, str | None]]:
    query = (
        select(PracticeRow.id, PracticeRow.text, PracticeRow.method)
        .where(_IS_VALID, PracticeRow.id > after)
        .order_by(PracticeRow.id)
        .limit(ROWS)
    )
    return [(id_, text, method) for id_, text, method in session.execute(query)]


def _insert_words(session: Session, counted: Counter[str]) -> None:
    rows = [
        {"word": word, "backwards": word[::-1], "texts": texts}
        for word, texts in sorted(counted.items())
    ]
    for n in range(0, len(rows), ROWS):
        session.execute(insert(SearchWordRow), rows[n : n + ROWS])


def _words(stems: Stems, text: str, method: str | None) -> str:
    return " ".join(stems.of(f"{text} {method or ''}"))


def _count(session: Session, was: str | None, words: str | None) -> None:
    """The difference that one text makes, in the vocabulary and in the sums."""
    before, after = (was or "").split(), (words or "").split()
    gone, new = set(before) - set(after), set(after) - set(before)
    if new:
        rows = [{"word": word, "backwards": word[::-1], "texts": 1} for word in sorted(new)]
        added = types.insert(session.get_bind().dialect.name, SearchWordRow)
        one_more = {"texts": SearchWordRow.texts + 1}
        session.execute(added.on_conflict_do_update(index_elements=["word"], set_=one_more), rows)
    if gone:
        fewer = update(SearchWordRow).values(texts=SearchWordRow.texts - 1)
        session.execute(fewer.where(SearchWordRow.word.in_(gone)))
        session.execute(
            delete(SearchWordRow).where(SearchWordRow.word.in_(gone), SearchWordRow.texts <= 0)
        )
    stand = session.get(SearchStandRow, STAND)
    if stand is None:
        stand = SearchStandRow(id=STAND, rules=RULES, texts=0, words=0)
        session.add(stand)
    stand.texts += (words is not None) - (was is not None)
    stand.words += len(after) - len(before)
    session.flush()
