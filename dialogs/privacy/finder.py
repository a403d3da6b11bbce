"""Finds in a text what points at somebody, before anything is kept or passed on.

A CPR number stops the text. All else is a question: whoever wrote the text knows better, so a
finding brings words to put in its place and no verdict. Everything is found in the text as it
reads and told in places of the text as it was written.
"""

import re
from collections.abc import Iterator, Sequence

from dialogs.privacy import cpr
from dialogs.privacy.finding import Finding, Sort, Span
from dialogs.privacy.plain import Plain, plain

__all__ = ["Finding", "Sort", "findings", "has_cpr", "reworded", "without_cpr"]

INSTEAD_OF_CPR = "[CPR]"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\d.-])(?:\+45 ?)?[2-9]\d(?: ?\d\d){3}(?![\d-])")


def findings(text: str) -> tuple[Finding, ...]:
    """In order, never overlapping."""
    return tuple(_located(text, _found(plain(text))))


def has_cpr(text: str) -> bool:
    return any(True for _ in cpr.spans(plain(text).text))


def reworded(text: str, found: Sequence[Finding]) -> str:
    """Each finding replaced by what to write instead."""
    return _replaced(text, [(each.start, each.end, each.instead) for each in found])


def without_cpr(text: str) -> str:
    """For names that others gave: nothing can be asked, so the number alone goes."""
    read = plain(text)
    numbers = [read.original(*span) for span in cpr.spans(read.text)]
    return _replaced(text, [(start, end, INSTEAD_OF_CPR) for start, end in numbers])


def _replaced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    kept: list[str] = []
    place = 0
    for start, end, instead in sorted(pieces):
        kept += (text[place:start], instead)
        place = end
    return "".join((*kept, text[place:]))


def _found(read: Plain) -> list[tuple[Span, Sort, str]]:
    found: list[tuple[Span, Sort, str]] = []
    taken = bytearray(len(read.text))
    for sort, spans, instead in (
        (Sort.CPR, cpr.spans(read.text), ""),
        (Sort.EMAIL, _matches(_EMAIL, read.text), "en mailadresse"),
        (Sort.PHONE, _matches(_PHONE, read.text), "en telefon"),
    ):
        for span in spans:
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                found.append((read.original(*span), sort, instead))
    return sorted(found)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(*match.span())


def _located(text: str, found: list[tuple[Span, Sort, str]]) -> Iterator[Finding]:
    line, begins = 1, 0
    place = 0
    for span, sort, instead in found:
        breaks = text.count("\n", place, span.start)
        if breaks:
            line += breaks
            begins = text.rindex("\n", place, span.start) + 1
        place = span.start
        yield Finding(
            sort=sort,
            start=span.start,
            end=span.end,
            line=line,
            column=span.start - begins + 1,
            instead=instead,
        )
