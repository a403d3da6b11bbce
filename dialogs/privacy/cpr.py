"""CPR numbers in running text, in any disguise that a person would still read as one.

Digits stand in groups. A number is ten digits in one or more neighbouring groups, the first six of
them a day, a month and a year; with a year of four digits it is twelve. Which groups may belong
together depends on how they are split and what stands between them: "010203-1234" is one,
"12.03.24 14.30" is a day and an hour. Modulus 11 may add to a doubtful form, and never takes
anything away: since 2007 numbers are given out that do not fulfil it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from stdnum.dk import cpr

from dialogs.privacy.finding import Span

_DIGITS = 10
_WITH_CENTURY = 12
_DATE = 6
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_REPLACED = 60  # is added to the day of replacement and test numbers

# Letters that pass for digits among digits; "|" too.
_LETTERS = "OoОоΟοIl|"
_AS_DIGITS = str.maketrans(_LETTERS, "000000111")
_RUN = re.compile(
    rf"(?:(?<![^\W\d_])[{_LETTERS}]+)?[0-9][0-9{_LETTERS}]*"
    rf"|(?<![^\W\d_])[{_LETTERS}]+(?![^\W\d_])"
)
_MOST_LETTERS = 5

_LONGEST_GAP = 10
_MARKS = r"-–…./\\_:,;*+~=()\[\]{}'\"`<>«»“”"
_GAP = re.compile(rf"[ \n]{{0,4}}(?:[{_MARKS}]{{1,3}}[ \n]{{0,3}}){{0,2}}\Z")
_LIST = re.compile(r"[,;]\s|[.!?]\s+\Z")  # more likely between two numbers than within one

_LOOK_BACK = 48
_NAMED_CPR = re.compile(
    r"(?:\bcpr|personn(?:umme)?r|erstatningsn(?:umme)?r)[\w-]{0,12}\W{0,4}(?:\w{1,6}\W{1,3})?\Z",
    re.I,
)
_NAMED_OTHER = re.compile(
    r"(?:\b(?:p-?nr|p-?nummer(?:et)?|p-enhed\w*|reg\.?(?: ?nr)?|ean|gln|iban|cvr|fik|konto\w*|"
    r"j\.? ?nr|journal\w*|faktura\w*|ordre\w*|ydern\w*|giro\w*|isbn|"
    r"(?!(?:cpr|person|erstatnings|sags|id|test|patient|borger)-?n)[\w-]{3,24}(?:nummer|nr))\w{0,3}"
    r"[-.: #]{0,3}(?:nr|nummer(?:et)?|id|lokation)?[-.:# ]{0,3}(?:er |lyder |hedder )?"
    r"(?:\d{4}[- ]{1,3})?|\+)\Z",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:sidste fire|sidste 4|fire sidste|4 sidste|løbenummer\w*|kontrolcifre\w*)\b", re.I
)
_LAST_FOUR = re.compile(
    rf"[^\d\n]{{0,24}}{_TOLD.pattern}"
    r"[^\d\n]{0,24}(?P<serial>\d{4})(?!\d)",
    re.I,
)


# "1. februar 2003-1234"
_MONTH = re.compile(
    r"(?<!\d)\d{1,2}\.? ?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}\.? ?"
    r"(?:(?:18|19|20)\d\d|\d\d) ?-{1,2} ?\d{4}(?!\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits without anything between them, and what stands before."""

    start: int
    end: int
    digits: str
    letters: int
    gap: str


def spans(text: str) -> Iterator[Span]:
    """In a text as it reads (`plain`), in order and apart from each other."""
    end = 0
    for span in sorted({*_in_digits(text), *_with_month_in_words(text)}):
        if span.start >= end:
            end = span.end
            yield span


def _with_month_in_words(text: str) -> Iterator[Span]:
    for match in _MONTH.finditer(text):
        yield Span(*match.span())


def _in_digits(text: str) -> Iterator[Span]:
    groups = list(_groups(text))
    told = bool(_TOLD.search(text))
    first = 0
    while first < len(groups):
        last, end = _number_from(text, groups, first, told)
        if end:
            yield Span(groups[first].start, end)
        first = last + 1


def _groups(text: str) -> Iterator[_Group]:
    before = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        while start < end and text[end - 1] in _LETTERS and text[end : end + 1].isalpha():
            end -= 1
        written = text[start:end]
        if written:
            letters = sum(char in _LETTERS for char in written)
            gap = text[before:start]
            yield _Group(start, end, written.translate(_AS_DIGITS), letters, gap)
            before = end


def _number_from(text: str, groups: Sequence[_Group], first: int, told: bool) -> tuple[int, int]:
    """The last group that was used up, and where the number ends; 0: none begins here."""
    count = letters = 0
    for last in range(first, min(first + _WITH_CENTURY, len(groups))):
        group = groups[last]
        if last > first and (len(group.gap) > _LONGEST_GAP or not _GAP.match(group.gap)):
            break
        count += len(group.digits)
        letters += group.letters
        if count > _WITH_CENTURY or letters > _MOST_LETTERS:
            break
        if count == _DIGITS or (count >= 8 and len(group.digits) == 4):
            tried = _Tried(text, groups, first, last)
            if tried.is_number:
                return last, group.end
    return _with_last_four(text, groups, first) if told else (first, 0)


def _with_last_four(text: str, groups: Sequence[_Group], first: int) -> tuple[int, int]:
    """ "født 010203, de sidste fire er 1234"."""
    for last in range(first, min(first + 3, len(groups))):
        tried = _Tried(text, groups, first, last)
        if tried.as_date is None:
            continue
        four = _LAST_FOUR.match(text, groups[last].end)
        if four:
            used = last
            while used + 1 < len(groups) and groups[used + 1].start <= four.start("serial"):
                used += 1
            return used, four.end()
    return first, 0


class _Tried:
    """Neighbouring groups that may be one number."""

    def __init__(self, text: str, groups: Sequence[_Group], first: int, last: int) -> None:
        self.text = text
        self.groups = groups
        self.first = first
        self.last = last
        self.lengths = tuple(len(each.digits) for each in groups[first : last + 1])
        self.gaps = tuple(each.gap for each in groups[first + 1 : last + 1])

    @cached_property
    def digits(self) -> str:
        return "".join(each.digits for each in self.groups[self.first : self.last + 1])

    @property
    def as_date(self) -> str | None:
        """Six digits, where the groups are a date and nothing else."""
        if self.lengths == (6,):
            return self.digits if _begins_with_a_day(self.digits) else None
        if self.lengths == (8,):
            written = self.digits[:4] + self.digits[6:]
            century = self.digits[4:6] in ("18", "19", "20")
            return written if century and _begins_with_a_day(written) else None
        if len(self.lengths) == 3 and max(self.lengths[:2]) <= 2 and self.lengths[2] in (2, 4):
            day, month, year = (each.digits for each in self.groups[self.first : self.last + 1])
            written = f"{int(day):02}{int(month):02}{year[-2:]}"
            return written if _begins_with_a_day(written) else None
        return None

    @property
    def is_number(self) -> bool:
        count = len(self.digits)
        if count == _DIGITS and _begins_with_a_day(self.digits):
            return self._is_ten()
        return self._is_date_and_serial()

    def _is_ten(self) -> bool:
        if self.named_cpr:
            return True
        if self.lengths == (_DIGITS,):
            return not self.named_other
        checked = cpr.checksum(self.digits) == 0
        if any(_LIST.match(gap) for gap in self.gaps):
            return checked and self.lengths == (6, 4)
        if self.named_other and "-" not in self.gaps[-1]:
            return False
        if self._is_hour():
            return False
        if len(self.lengths) == 2:
            return self.lengths not in ((2, 8), (8, 2)) or checked or "\n" in self.gaps[0]
        if self._goes_on():
            return False
        regular = _DATE in accumulate(self.lengths) or set(self.lengths[:-1]) == {2}
        return regular or checked or "\n" in "".join(self.gaps)

    def _is_date_and_serial(self) -> bool:
        """With a year of four digits, or without noughts: "1/2-1990 1234", "01021990-1234"."""
        if self.lengths[-1] != 4 or len(self.lengths) < 2:
            return False
        date = _Tried(self.text, self.groups, self.first, self.last - 1)
        if date.as_date is None or any(_LIST.match(gap) for gap in self.gaps):
            return False
        if self.named_cpr:
            return True
        return "-" in self.gaps[-1] and not self.named_other

    @cached_property
    def before(self) -> str:
        start = self.groups[self.first].start
        return self.text[max(0, start - _LOOK_BACK) : start]

    @cached_property
    def named_cpr(self) -> bool:
        return bool(_NAMED_CPR.search(self.before))

    @cached_property
    def named_other(self) -> bool:
        return bool(_NAMED_OTHER.search(self.before))

    def _is_hour(self) -> bool:
        """A day and a time of day: "12.03.24 14.30"."""
        if self.lengths != (2, 2, 2, 2, 2) or len(set(self.gaps)) == 1:
            return False
        hour, minute = int(self.digits[6:8]), int(self.digits[8:])
        return self.gaps[3] in (".", ":") and hour < 24 and minute < 60

    def _goes_on(self) -> bool:
        """Part of something longer: the same gap leads to more digits."""
        first, last = self.groups[self.first], self.last + 1
        led = self.first > 0 and self.groups[self.first - 1].letters == 0
        if led and first.gap == self.gaps[0]:
            return True
        return last < len(self.groups) and self.groups[last].gap == self.gaps[-1]


def _begins_with_a_day(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    day -= _REPLACED if day > _REPLACED else 0
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]
