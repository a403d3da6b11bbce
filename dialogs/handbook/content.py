"""What stands in the handbook and in its tables: values in, rows and chapters out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.calendar.words import dated
from dialogs.exports import Block, Heading, Paragraph, Row
from dialogs.handbook import words
from dialogs.handbook.glossary import Term, in_order
from dialogs.learning.practice import PracticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """One practice, as the whole department may read it: a team, and no person."""

    kind: PracticeKind
    team: str
    text: str
    method: str | None = None
    anchor: str | None = None
    guideline: str | None = None
    valid_from: date | None = None
    review_on: date | None = None


def rows(practices: Iterable[Practised]) -> list[Row]:
    return [
        (
            each.text,
            words.KINDS[each.kind],
            each.team,
            each.method or "",
            words.ANCHORS.get(each.anchor or "", ""),
            words.GUIDELINES.get(each.guideline or "", ""),
            _iso(each.valid_from),
            _iso(each.review_on),
        )
        for each in practices
    ]


def term_rows(terms: Sequence[Term]) -> list[Row]:
    return [(each.word, each.meaning) for each in in_order(terms)]


def _iso(day: date | None) -> str:
    """Sorts as text, and every program reads it as that day."""
    return day.isoformat() if day else ""


def chapters(practices: Sequence[Practised], terms: Sequence[Term], today: date) -> list[Block]:
    """By method, in alphabetical order, "Sådan gør vi" first in each; then the shared words."""
    blocks: list[Block] = [
        Paragraph(words.made_on(dated(today))),
        Paragraph(words.HANDBOOK_IS, small=True),
    ]
    methods = {each.method or "" for each in practices}
    for method in sorted(methods, key=lambda name: (not name, name.casefold())):
        blocks.append(Heading(method or words.NO_METHOD, 1))
        for kind in (PracticeKind.PRINCIPLE, PracticeKind.SHARED):
            found = [each for each in practices if (each.method or "") == method]
            blocks += _of_kind(kind, [each for each in found if each.kind is kind])
    if not practices:
        blocks.append(Paragraph(words.NO_PRACTICE))
    blocks.append(Heading(words.LANGUAGE, 1))
    for each in in_order(terms):
        blocks += [Heading(each.word), Paragraph(each.meaning)]
    if not terms:
        blocks.append(Paragraph(words.NO_WORDS))
    return blocks


def _of_kind(kind: PracticeKind, practices: Sequence[Practised]) -> Iterable[Block]:
    if practices:
        yield Heading(words.KINDS[kind])
    for each in sorted(practices, key=lambda one: (one.team.casefold(), one.text.casefold())):
        yield Paragraph(each.text)
        yield Paragraph(_about(each), small=True)


def _about(each: Practised) -> str:
    parts = [
        each.team,
        f"gælder fra {dated(each.valid_from)}" if each.valid_from else "",
        f"ses på igen {dated(each.review_on)}" if each.review_on else "",
        words.ANCHORS.get(each.anchor or "", "").lower(),
    ]
    return " · ".join(part for part in parts if part)
