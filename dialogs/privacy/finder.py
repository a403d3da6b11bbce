"""Finds in a text what points at somebody, before anything is kept or passed on.

A CPR number stops the text. All else is a question: whoever wrote the text knows better, so a
finding brings words to put in its place and no verdict. Everything is found in the text as it
reads and told in places of the text as it was written.
"""

from collections.abc import Iterator, Sequence

from dialogs.privacy import cpr, names, numbers, places, reading, roles
from dialogs.privacy.finding import Finding, Sort, Span
from dialogs.privacy.plain import Plain, plain
from dialogs.privacy.vocabulary import load

__all__ = ["Finding", "Sort", "findings", "has_cpr", "reworded", "without_cpr"]

INSTEAD_OF_CPR = "[CPR]"
_INSTEAD = {
    Sort.CPR: "",
    Sort.EMAIL: "en mailadresse",
    Sort.CASE_NUMBER: "sagsnummeret",
    Sort.ADDRESS: "adressen",
    Sort.BIRTH_DATE: "fødselsdatoen",
    Sort.PHONE: "en telefon",
}


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
    """In order of what is surest; what is taken by one sort is no other."""
    text = read.text
    known = load()
    words = reading.words(text)
    begins = {word.start for word in words if word.begins}
    taken = bytearray(len(text))
    found: list[tuple[Span, Sort, str]] = []

    def take(sort: Sort, span: Span, instead: str) -> None:
        if any(taken[span.start : span.end]):
            return
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        if span.start in begins:
            instead = instead[:1].upper() + instead[1:]
        found.append((read.original(*span), sort, instead))

    for sort, spans in (
        (Sort.CPR, cpr.spans(text)),
        (Sort.EMAIL, numbers.mails(text)),
        (Sort.CASE_NUMBER, numbers.cases(text)),
        (Sort.ADDRESS, places.addresses(text, words, known)),
        (Sort.BIRTH_DATE, numbers.birth_dates(text)),
        (Sort.PHONE, numbers.phones(text)),
    ):
        for span in spans:
            take(sort, span, _INSTEAD[sort])
    for span in places.institutions(words, known):
        take(Sort.INSTITUTION, span, roles.place_role(text[span.start : span.end]))
    cast = roles.Cast()
    for name in names.names(text, words, known):
        if any(taken[slice(*name.span(words))]):
            continue
        first, role = cast.role(words, name)
        take(Sort.NAME, Span(words[first].start, words[name.last].end), role)
    return sorted(found)


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
