"""What `søg` finds: valid practice of every team, the best first.

The database says which texts hold the words, within bounds and the newest first; the order among
them is found by dialogs/learning/finding.py. So both databases give the same answer, and a common
word costs no more than a rare one. The SQL stands here as text: made anew for each search, it
would cost more than it finds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import TextClause, bindparam, text

from dialogs.learning import finding
from dialogs.learning.finding import Asked, Found, Question, Stems
from storage import practice as practices
from storage.store import Session

__all__ = ["Found", "broader", "find", "similar"]

LOOKED_AT = 100  # texts that are weighed against one another
FORMS = 6  # compounds that a word is looked for in: those that are used most
SLIPS = 1_000  # words that one with a typing slip is compared with
READ = 1_000  # characters of a text that are looked at
LEADING = 3  # words
MANY = 3_000  # texts
PLENTY = 10  # texts that hold all the words: those that hold fewer come after them
LAST = "\U0010ffff"  # after every other letter


def find(session: Session, words: str, *, most: int = 5) -> Sequence[Found]:
    """What answers a search, the best first; empty: nothing answers enough of it."""
    question = _question(session, words, finding.ASKED_AT_MOST, slips=True)
    if question is None:
        return []
    least = finding.FOUND_FROM
    there = [each for each in question.asked if each.all_forms]
    found = _ranked(session, question, _narrowing(there))
    return _shown(session, [each for each in found if each.share >= least][:most])


def similar(
    session: Session, text: str, *, most: int = 3, besides: Collection[int] = ()
) -> Sequence[Found]:
    """What resembles a text, the nearest first, but not these practices; empty: nothing does
    well enough."""
    question = _question(session, text, finding.RESEMBLING_AT_MOST, slips=False)
    if question is None:
        return []
    near = [
        each
        for each in _ranked(session, question, [finding.RESEMBLES_BY])
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


_STAND = text("SELECT texts, words FROM search_stand")
_WORDS = text("SELECT word, texts FROM search_word WHERE word IN :words").bindparams(
    bindparam("words", expanding=True)
)
_COMPOUNDS = """
    SELECT * FROM (
        SELECT {n} AS n, word, texts FROM search_word
        WHERE {column} BETWEEN :begin{n} AND :end{n} AND length(word) >= :least{n}
        ORDER BY texts DESC, word LIMIT :most
    ) AS a{n}
"""
_NEAR = text(
    """
    SELECT word FROM search_word
    WHERE (word BETWEEN :begin AND :begin_last OR backwards BETWEEN :end AND :end_last)
    AND length(word) BETWEEN :least AND :most
    ORDER BY texts DESC, word LIMIT :slips
    """
)


def _question(session: Session, text: str, at_most: int, *, slips: bool) -> Question | None:
    """The words of a text that count, rare ones first, with the forms that they are found by.
    `slips`: words that nobody has used count as well, and may be others that were mistyped."""
    stand = _rows(session, _STAND)
    typed = list(dict.fromkeys(Stems().of(text[:READ])))
    if not typed or not stand or not stand[0].texts:
        return None
    short = len(typed) <= at_most
    known = _texts_of(session, [*typed, *(_parts(typed) if short else ())])
    used = sorted((stem for stem in typed if stem in known), key=known.__getitem__)
    unknown = [stem for stem in typed if stem not in known]
    # In a long text what is unknown may be anything; what is known says what it is about.
    first = (unknown + used if slips and short else used + unknown)[:at_most]
    if not short:
        known |= _texts_of(session, _parts(first))
    within = _compounds_with(session, first)
    asked = [_asked(session, stem, known, within.get(stem, {}), slips=slips) for stem in first]
    if not slips:
        asked = [each for each in asked if each.all_forms]
    if not any(each.all_forms for each in asked):
        return None
    texts, words = stand[0]
    return Question(asked=asked, of=texts, usual=words / texts)


def _parts(stems: Iterable[str]) -> set[str]:
    return {part for stem in stems for part in finding.parts_of(stem).values()}


def _asked(
    session: Session,
    stem: str,
    known: Mapping[str, int],
    within: Mapping[str, int],
    *,
    slips: bool,
) -> Asked:
    asked = Asked(stem=stem, forms={stem: 1.0} if stem in known else {})
    asked.parts = finding.compound(stem, known)
    asked.forms |= dict.fromkeys(within, finding.RELATED)
    texts = known.get(stem, 0) + sum(within.values())
    if slips and not asked.forms:
        near = finding.meant(stem, _near(session, stem)) if not asked.parts else {}
        alike = {} if near else _beginning_like(session, stem)
        asked.forms = near or dict.fromkeys(alike, finding.DISTANT)
        texts = sum((_texts_of(session, near) if near else alike).values())
    if not asked.forms and asked.parts:
        texts = min(known[part] for part in asked.parts)
    asked.texts = texts
    return asked


def _texts_of(session: Session, stems: Iterable[str]) -> dict[str, int]:
    """In how many texts each stem stands; without those that stand in none."""
    words = list(stems)
    return {w: texts for w, texts in _rows(session, _WORDS, words=words)} if words else {}


def _compounds_with(session: Session, stems: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each word those that begin or end with it, those that stand in most texts."""
    ranges = [
        (stem, column, begin)
        for stem in stems
        if len(stem) >= finding.PART_AT_LEAST
        for column, begin in (
            *(("word", begin) for begin in finding.before_changing(stem)),
            ("backwards", stem[::-1]),
        )
    ]
    if not ranges:
        return {}
    parts = [_COMPOUNDS.format(n=n, column=column) for n, (_, column, _) in enumerate(ranges)]
    values: dict[str, Any] = {"most": FORMS}
    for n, (stem, _, begin) in enumerate(ranges):
        values |= {f"begin{n}": begin, f"end{n}": begin + LAST}
        values[f"least{n}"] = len(stem) + finding.REST_AT_LEAST
    found: dict[str, dict[str, int]] = {}
    for n, word, texts in _rows(session, text(" UNION ALL ".join(parts)), **values):
        found.setdefault(ranges[n][0], {})[word] = texts
    return found


def _beginning_like(session: Session, stem: str) -> dict[str, int]:
    begin = finding.beginning(stem)
    if not begin:
        return {}
    query = text(_COMPOUNDS.format(n=0, column="word"))
    values = {"begin0": begin, "end0": begin + LAST, "least0": 0, "most": FORMS}
    return {word: texts for _, word, texts in _rows(session, query, **values)}


def _near(session: Session, stem: str) -> list[str]:
    """The words among which the one that was meant may be: with the same beginning or end."""
    slips = finding.slips_allowed(stem)
    if not slips:
        return []
    begin, end = stem[:2], stem[:-4:-1]
    values = {
        "begin": begin,
        "begin_last": begin + LAST,
        "end": end,
        "end_last": end + LAST,
        "least": len(stem) - slips,
        "most": len(stem) + slips,
        "slips": SLIPS,
    }
    return [word for (word,) in _rows(session, _NEAR, **values)]


# --- which texts -----------------------------------------------------------------------------


class _Weighed(NamedTuple):
    practice_id: int
    share: float
    well: float
    by: int


_HOLDING = {
    "sqlite": text(
        """
        SELECT practice_id, words FROM practice_search WHERE practice_id IN (
            SELECT rowid FROM practice_fts WHERE practice_fts MATCH :expression
            ORDER BY rowid DESC LIMIT :most
        )
        """
    ),
    "postgresql": text(
        """
        SELECT practice_id, words FROM practice_search
        WHERE found_by @@ to_tsquery('danish', :expression)
        ORDER BY practice_id + 0 DESC LIMIT :most
        """
    ),
}
# Where there are many, the newest are found sooner by going back through the rows than by asking
# the index for all. PostgreSQL cannot know how many there are: it is told by the order.
_HOLDING_MANY = text(str(_HOLDING["postgresql"]).replace("practice_id + 0", "practice_id"))
_MARKS = {"sqlite": (" AND ", " OR ", '"'), "postgresql": (" & ", " | ", "'")}


def _narrowing(asked: Sequence[Asked]) -> list[int]:
    """How many of the words a text must hold: all, all but one, two, and any."""
    there = len(asked)
    return [many for many in dict.fromkeys((there, there - 1, 2, 1)) if 0 < many <= there]


def _ranked(session: Session, question: Question, narrowing: Iterable[int]) -> list[_Weighed]:
    there = [each for each in question.asked if each.all_forms]
    there.sort(key=lambda each: each.texts)
    found: dict[int, str] = {}
    for many in narrowing:
        if many <= len(there) and len(found) < PLENTY:
            found |= _holding(session, question, many, there)
    weighed = [_weighed(question, each, words) for each, words in found.items()]
    return sorted(weighed, key=lambda each: (-round(each.well, 6), -each.practice_id))


def _weighed(question: Question, practice_id: int, words: str) -> _Weighed:
    share, well, by = question.answered(words.split())
    return _Weighed(practice_id=practice_id, share=share, well=well, by=by)


def _holding(
    session: Session, question: Question, many: int, asked: Sequence[Asked]
) -> dict[int, str]:
    """The newest texts that hold so many of these words."""
    kind = session.get_bind().dialect.name
    both, either, mark = _MARKS[kind]
    words = [
        f"({either.join(f'{mark}{form}{mark}' for form in each.all_forms)})" for each in asked
    ]
    expression = _at_least(many, words, both, either)
    query = _HOLDING[kind]
    if kind == "postgresql" and question.expected(many, asked) > MANY:
        query = _HOLDING_MANY
    rows = _rows(session, query, expression=expression, most=LOOKED_AT)
    return {practice_id: words for practice_id, words in rows}


def _at_least(many: int, words: Sequence[str], both: str, either: str) -> str:
    """Each word as seldom as it goes: the first and so many less of the rest, or all without it.
    Stems hold letters and digits only, so nothing in them means anything to a database."""
    if many == 2:  # of many words, one is among the rarest: the index need not read the others
        pairs = [f"{word}{both}({either.join(words[n:])})" for n, word in enumerate(words[:-1], 1)]
        return f"({either.join(f'({pair})' for pair in pairs[:LEADING])})"
    if many == 1 or many == len(words):
        return f"({(either if many == 1 else both).join(words)})"
    first, *rest = words
    with_it = f"({first}{both}{_at_least(many - 1, rest, both, either)})"
    return f"({with_it}{either}{_at_least(many, rest, both, either)})"


def _shown(session: Session, ranked: Sequence[_Weighed]) -> list[Found]:
    there = practices.valid(session, [each.practice_id for each in ranked]) if ranked else {}
    return [
        Found(
            practice=there[each.practice_id][0],
            team=there[each.practice_id][1],
            score=round(each.share, 3),
        )
        for each in ranked
        if each.practice_id in there
    ]


def _rows(session: Session, query: TextClause, **values: Any) -> Sequence[Any]:
    return session.connection().execute(query, values).all()
