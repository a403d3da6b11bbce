"""What `søg` finds: valid practice of every team, the best first.

The database says which texts hold the words, within bounds and the newest first; the order among
them is found by dialogs/learning/finding.py. So both databases give the same answer, and a common
word costs no more than a rare one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import ColumnElement, Integer, column, func, literal_column, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute

from dialogs.learning import finding
from dialogs.learning.finding import Asked, Found, Question, Stems
from dialogs.learning.practice import PracticeState
from storage import practice as practices
from storage.index import STAND
from storage.store import Session
from storage.tables import PracticeRow, PracticeSearchRow, SearchStandRow, SearchWordRow, TeamRow

__all__ = ["Found", "broader", "find", "similar"]

LOOKED_AT = 200  # texts that are weighed against one another
FORMS = 24  # compounds that a word is looked for in: those that are used most
SLIPS = 2_000  # words that one with a typing slip is compared with
TYPED = 400  # different words of a text that are looked at
LAST = "\U0010ffff"  # after every other letter

_FTS = table("practice_fts", column("rowid", Integer))


def find(session: Session, words: str, *, most: int = 5) -> Sequence[Found]:
    """What answers a search, the best first; empty: nothing answers enough of it."""
    question = _question(session, words, finding.ASKED_AT_MOST, slips=True)
    if question is None:
        return []
    least = finding.FOUND_FROM
    found = _ranked(session, question, _narrowing(question, least))
    return _shown(session, [each for each in found if each.share >= least][:most])


def similar(
    session: Session, text: str, *, most: int = 3, besides: Collection[int] = ()
) -> Sequence[Found]:
    """What resembles a text, the nearest first, but not these practices; empty: nothing does
    well enough."""
    question = _question(session, text, finding.RESEMBLING_AT_MOST, slips=False)
    if question is None:
        return []
    pairs = list(combinations(question.asked, finding.RESEMBLES_BY))
    found = _ranked(session, question, [pairs])
    near = [
        each
        for each in found
        if each.share >= finding.RESEMBLES_FROM
        and each.by >= finding.RESEMBLES_BY
        and each.practice_id not in besides
    ]
    return _shown(session, near[:most])


def broader(session: Session, words: str) -> str | None:
    """The one word of a search by which most is found, as it was typed."""
    stems = Stems()
    typed = {stem: word for word in words.split() for stem in stems.of(word)}
    known = _texts_of(session, typed)
    best = max((stem for stem in typed if known.get(stem)), key=known.__getitem__, default=None)
    return typed[best] if best is not None and len(typed) > 1 else None


# --- what is asked for -----------------------------------------------------------------------


def _question(session: Session, text: str, at_most: int, *, slips: bool) -> Question | None:
    """The words of a text that count, rare ones first, with the forms that they are found by.
    `slips`: words that nobody has used count as well, and may be others that were mistyped."""
    stand = session.get(SearchStandRow, STAND)
    if stand is None or not stand.texts:
        return None
    stems = Stems()
    typed = list(dict.fromkeys(stems.of(text)))[:TYPED]
    known = _texts_of(session, typed)
    used = sorted((stem for stem in typed if stem in known), key=known.__getitem__)
    unknown = [stem for stem in typed if stem not in known]
    # In a long text what is unknown may be anything; what is known says what it is about.
    first = unknown + used if slips and len(typed) <= at_most else used + unknown
    first = first[:at_most]
    known |= _texts_of(session, {p for stem in first for p in finding.parts_of(stem).values()})
    asked = [_asked(session, stem, known, slips=slips) for stem in first]
    if not slips:
        asked = [each for each in asked if each.all_forms]
    if not any(each.all_forms for each in asked):
        return None
    return Question(asked=asked, of=stand.texts, usual=stand.words / stand.texts)


def _asked(session: Session, stem: str, known: Mapping[str, int], *, slips: bool) -> Asked:
    texts = known.get(stem, 0)
    asked = Asked(stem=stem, forms={stem: 1.0} if texts else {})
    asked.parts = finding.compound(stem, known)
    for word, times in _compounds_with(session, stem).items():
        asked.forms.setdefault(word, finding.RELATED)
        texts += times
    if slips and not asked.forms:
        near = finding.meant(stem, _near(session, stem)) if not asked.parts else {}
        near = near or dict.fromkeys(_beginning_like(session, stem), finding.DISTANT)
        asked.forms |= near
        texts += sum(_texts_of(session, near).values())
    if not asked.forms and asked.parts:
        texts += min(known[part] for part in asked.parts)
    asked.texts = texts
    return asked


def _texts_of(session: Session, stems: Collection[str]) -> dict[str, int]:
    """In how many texts each stem stands; without those that stand in none."""
    query = select(SearchWordRow.word, SearchWordRow.texts)
    found = session.execute(query.where(SearchWordRow.word.in_(stems)))
    return {word: texts for word, texts in found}


def _compounds_with(session: Session, stem: str) -> dict[str, int]:
    """The words that begin or end with this one, those first that stand in most texts."""
    if len(stem) < finding.PART_AT_LEAST:
        return {}
    begins = [_from(SearchWordRow.word, begin) for begin in finding.before_changing(stem)]
    here = or_(*begins, _from(SearchWordRow.backwards, stem[::-1]))
    query = (
        select(SearchWordRow.word, SearchWordRow.texts)
        .where(
            here,
            SearchWordRow.word != stem,
            func.length(SearchWordRow.word) >= len(stem) + finding.REST_AT_LEAST,
        )
        .order_by(SearchWordRow.texts.desc(), SearchWordRow.word)
        .limit(FORMS)
    )
    return {word: texts for word, texts in session.execute(query)}


def _beginning_like(session: Session, stem: str) -> Sequence[str]:
    begin = finding.beginning(stem)
    if not begin:
        return []
    begins = _from(SearchWordRow.word, begin)
    most = SearchWordRow.texts.desc()
    query = select(SearchWordRow.word).where(begins).order_by(most, SearchWordRow.word)
    return session.scalars(query.limit(FORMS)).all()


def _near(session: Session, stem: str) -> Sequence[str]:
    """The words among which the one that was meant may be: with the same beginning or end."""
    slips = finding.slips_allowed(stem)
    if not slips:
        return []
    size = func.length(SearchWordRow.word)
    query = (
        select(SearchWordRow.word)
        .where(
            or_(
                _from(SearchWordRow.word, stem[:2]),
                _from(SearchWordRow.backwards, stem[:-4:-1]),
            ),
            size.between(len(stem) - slips, len(stem) + slips),
        )
        .order_by(SearchWordRow.word)
        .limit(SLIPS)
    )
    return session.scalars(query).all()


def _from(words: InstrumentedAttribute[str], begin: str) -> ColumnElement[bool]:
    return words.between(begin, begin + LAST)


# --- which texts -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    practice_id: int
    share: float
    well: float
    by: int


def _narrowing(question: Question, least: float) -> list[list[tuple[Asked, ...]]]:
    """Sets of words to look for together: all of them, all but one, and as few as are enough."""
    there = [each for each in question.asked if each.all_forms]
    enough = [some for some in question.enough(least) if all(each.all_forms for each in some)]
    levels = [[tuple(there)]]
    if len(there) > 2:
        levels.append(list(combinations(there, len(there) - 1)))
    return [*levels, enough]


def _ranked(
    session: Session, question: Question, levels: Iterable[Sequence[tuple[Asked, ...]]]
) -> list[_Weighed]:
    found: dict[int, str] = {}
    for sets in levels:
        if sets and len(found) < LOOKED_AT:
            found |= _holding(session, sets)
    weighed = [_weighed(question, each, words) for each, words in found.items()]
    return sorted(weighed, key=lambda each: (-round(each.well, 6), -each.practice_id))


def _weighed(question: Question, practice_id: int, words: str) -> _Weighed:
    share, well, by = question.answered(words.split())
    return _Weighed(practice_id=practice_id, share=share, well=well, by=by)


def _holding(session: Session, sets: Iterable[tuple[Asked, ...]]) -> dict[int, str]:
    """The newest texts that hold all the words of any of these sets."""
    row = PracticeSearchRow
    if session.get_bind().dialect.name == "postgresql":
        matching = literal_column("found_by").op("@@")(
            func.to_tsquery("danish", _expression(sets, " & ", " | ", "'"))
        )
        query = select(row.practice_id, row.words).where(matching)
        query = query.order_by(row.practice_id.desc()).limit(LOOKED_AT)
    else:
        matching = literal_column("practice_fts").op("MATCH")(
            _expression(sets, " AND ", " OR ", '"')
        )
        newest = select(_FTS.c.rowid).where(matching).order_by(_FTS.c.rowid.desc())
        query = select(row.practice_id, row.words).where(
            row.practice_id.in_(newest.limit(LOOKED_AT))
        )
    return {practice_id: words for practice_id, words in session.execute(query)}


def _expression(sets: Iterable[tuple[Asked, ...]], both: str, either: str, mark: str) -> str:
    """Stems hold letters and digits only: nothing in them means anything to a database."""

    def of_word(asked: Asked) -> str:
        return f"({either.join(f'{mark}{form}{mark}' for form in asked.all_forms)})"

    return either.join(f"({both.join(map(of_word, some))})" for some in sets)


def _shown(session: Session, ranked: Sequence[_Weighed]) -> list[Found]:
    ids = [each.practice_id for each in ranked]
    query = (
        select(PracticeRow.id, TeamRow.name)
        .join(TeamRow, TeamRow.id == PracticeRow.team_id)
        .where(PracticeRow.id.in_(ids), PracticeRow.state == PracticeState.VALID)
    )
    teams = {practice_id: name for practice_id, name in session.execute(query)}
    found = []
    for each in ranked:
        practice = practices.get(session, each.practice_id) if each.practice_id in teams else None
        if practice is not None:
            team = teams[each.practice_id]
            found.append(Found(practice=practice, team=team, score=round(each.share, 3)))
    return found
