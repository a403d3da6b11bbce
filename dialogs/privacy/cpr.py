"""CPR numbers in running text, in any disguise that a person would still read as one.

Digits stand in groups; a number is ten digits in one or more neighbouring groups, of which the
first six are a day, a month and a year. Which groups may belong together depends on how they are
split and what stands between them: "010203-1234" is one, "12.03.24 14.30" is a day and an hour.
Modulus 11 may add to a doubtful form, and never takes anything away: since 2007 numbers are given
out that do not fulfil it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from stdnum.dk import cpr

from dialogs.privacy.finding import Span

DIGITS = 10
_DATE = 6
_MOST_LETTERS = 4  # O for 0 and l for 1, as long as most are digits
_AS_DIGITS = str.maketrans("OoОоΟοIl|", "000000111")
_RUN = re.compile(r"[0-9OoОоΟοIl|]+")
_LETTERS = "OoОоΟοIl|"
_GAP = re.compile(r"\s{0,4}(?:[-./\\_:,;*+~=()\[\]'\"]\s{0,3}){0,3}\Z")
_LONGEST_GAP = 10
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIGHT = re.compile(r"[ \n]{0,3}[-./\\_:*+~=]{0,2}[ \n]{0,3}\Z")
_NAMED_CPR = re.compile(
    r"(?:cpr|personn(?:umme)?r)\W*(?:-?(?:nr|nummer\w*))?\W*(?:\w+\W+)?\Z", re.I
)
_NAMED_OTHER = re.compile(
    r"(?:\bp-?n(?:umme)?r|\bp-enhed\w*|konto\w*|\breg\.? ?(?:nr)?|\bean\b|\bgln\b|\biban\b|"
    r"\bcvr\b|"
    r"\bj\.? ?nr|journal\w*|\bsags\w*|\bsag nr|faktura\w*|ordre\w*|\bydern\w*|\btlf|telefon\w*|"
    r"\bmobil\w*|\bdubu\b|\bdok\w*|\besdh\b)"
    r"[-.: ]{0,3}(?:n(?:umme)?r(?:et)?|id)?[.:# ]{0,3}(?:er )?(?:\d{4}[- ]{1,3})?\Z",
    re.I,
)
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str
    letters: int


def spans(text: str) -> Iterator[Span]:
    """In a text as it reads (`plain`), in order and apart from each other."""
    groups = list(_groups(text))
    first = 0
    while first < len(groups):
        last = _number_from(text, groups, first)
        if last is None:
            first += 1
        else:
            yield Span(groups[first].start, groups[last].end)
            first = last + 1


def _groups(text: str) -> Iterator[_Group]:
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start and text[start - 1].isalpha():
            while start < end and text[start] in _LETTERS:
                start += 1
        if end < len(text) and text[end].isalpha():
            while start < end and text[end - 1] in _LETTERS:
                end -= 1
        written = text[start:end]
        if written:
            letters = sum(char in _LETTERS for char in written)
            yield _Group(start, end, written.translate(_AS_DIGITS), letters)


def _number_from(text: str, groups: list[_Group], first: int) -> int | None:
    """The last group of the number that begins with group `first`."""
    digits = ""
    letters = 0
    gaps: list[str] = []
    for last in range(first, min(first + 12, len(groups))):
        group = groups[last]
        if last > first:
            gap = text[groups[last - 1].end : group.start]
            if len(gap) > _LONGEST_GAP or not _GAP.match(gap):
                return None
            gaps.append(gap)
        digits += group.digits
        letters += group.letters
        if len(digits) > 12:
            return None
        if len(digits) in (10, 12) and letters <= _MOST_LETTERS:
            lengths = tuple(len(each.digits) for each in groups[first : last + 1])
            if _is_number(text, digits, lengths, gaps, groups, first, last):
                return last
    return None


def _is_number(
    text: str,
    digits: str,
    lengths: tuple[int, ...],
    gaps: list[str],
    groups: list[_Group],
    first: int,
    last: int,
) -> bool:
    if len(digits) == 12:
        if lengths not in ((8, 4), (2, 2, 4, 4)) or digits[4:6] not in ("18", "19", "20"):
            return False
        digits = digits[:4] + digits[6:]
        if "-" not in gaps[-1]:
            return False
    if not _begins_with_a_day(digits):
        return False
    before = text[max(0, groups[first].start - _LOOK_BACK) : groups[first].start]
    if _NAMED_CPR.search(before):
        return True
    if lengths == (10,):
        return not _NAMED_OTHER.search(before)
    hyphened = lengths == (6, 4) and "-" in gaps[0]
    if _NAMED_OTHER.search(before) and not hyphened:
        return False
    if not all(_TIGHT.match(gap) for gap in gaps):
        return False
    if _is_hour(digits, lengths, gaps):
        return False
    if len(lengths) > 3 and _goes_on(text, groups, first, last, gaps):
        return False
    if len(lengths) > 1 and sum(lengths) > DIGITS:
        return True
    if _DATE in accumulate(lengths) or set(lengths) == {2}:
        return True
    return cpr.checksum(digits) == 0 or any("\n" in gap for gap in gaps)


def _begins_with_a_day(digits: str) -> bool:
    """Replacement and test numbers have 60 added to the day."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _is_hour(digits: str, lengths: tuple[int, ...], gaps: list[str]) -> bool:
    """A day and a time of day: "12.03.24 14.30"."""
    if lengths != (2, 2, 2, 2, 2) or len(set(gaps)) == 1:
        return False
    return gaps[3] in (".", ":") and int(digits[6:8]) < 24 and int(digits[8:]) < 60


def _goes_on(text: str, groups: list[_Group], first: int, last: int, gaps: list[str]) -> bool:
    """Part of something longer: the same gap leads to more digits."""
    before = text[groups[first - 1].end : groups[first].start] if first else None
    after = text[groups[last].end : groups[last + 1].start] if last + 1 < len(groups) else None
    counted_before = first > 0 and groups[first - 1].letters < len(groups[first - 1].digits)
    return (counted_before and before == gaps[0]) or after == gaps[-1]
