"""Finds in a text what points at somebody, before anything is kept or passed on.

A CPR number stops the text. All else is a question: whoever wrote the text knows better, so a
finding brings words to put in its place and no verdict. Everything is found in the text as it
reads and told in places of the text as it was written.
"""

from collections.abc import Iterator, Sequence

from dialogs.privacy import addresses, cpr, institutions, names, numbers, reading, roles
from dialogs.privacy.finding import Finding, Sort, Span
from dialogs.privacy.plain import Plain, plain
from dialogs.privacy.vocabulary import load

__all__ = ["Finding", "Sort", "findings", "has_cpr", "reworded", "without_cpr"]

INSTEAD_OF_CPR = "[CPR]"
_NOTHING = "¤"


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
    """What is taken by one sort is no other: the surest come first."""
    known = load()
    taken = _Taken(read.text)
    for span in cpr.spans(read.text):
        taken.take(span, "", Sort.CPR)
    text = taken.hidden()
    words = reading.words(text)
    taken.begins = {word.start for word in words if word.begins}
    for sort, spans in (
        (Sort.EMAIL, numbers.mails(text)),
        (Sort.CASE_NUMBER, numbers.cases(text)),
        (Sort.ADDRESS, addresses.addresses(text, words, known)),
    ):
        for span in spans:
            taken.take(*roles.thing(text, sort, span), sort)
    for span in institutions.institutions(text, words, known):
        taken.take(span, roles.place(text[slice(*span)]), Sort.INSTITUTION)
    ends = set()
    cast = roles.Cast()
    for name in names.names(text, words, known):
        if taken.is_free(name.span(words)):
            first, role = cast.role(words, name)
            end = words[name.last].end
            ends.add(end)
            end += name.possessive and text.startswith("'", end)
            taken.take(Span(words[first].start, end), role, Sort.NAME)
    for sort, spans in (
        (Sort.BIRTH_DATE, numbers.birth_dates(text, ends)),
        (Sort.PHONE, numbers.phones(text)),
    ):
        for span in spans:
            taken.take(*roles.thing(text, sort, span), sort)
    return sorted((read.original(*span), sort, instead) for span, sort, instead in taken.found)


class _Taken:
    """What has been found in one text so far."""

    def __init__(self, text: str) -> None:
        self.found: list[tuple[Span, Sort, str]] = []
        self.begins: set[int] = set()
        self._text = text
        self._taken = bytearray(len(text))

    def is_free(self, span: Span) -> bool:
        return not any(self._taken[slice(*span)])

    def take(self, span: Span, instead: str, sort: Sort) -> None:
        if self.is_free(span):
            self._taken[slice(*span)] = b"\1" * (span.end - span.start)
            begins = span.start in self.begins
            self.found.append((span, sort, _begun(instead) if begins else instead))

    def hidden(self) -> str:
        """The text with signs that mean nothing where something was found."""
        kept = list(self._text)
        for span, _, _ in self.found:
            kept[slice(*span)] = _NOTHING * (span.end - span.start)
        return "".join(kept)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


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
