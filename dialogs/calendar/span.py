"""Periods as Danes write them: "2026-Q4", "uge 47", "primo 2027", "august–september"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from dialogs.calendar.days import DAY
from dialogs.calendar.words import MONTHS
from dialogs.refusal import Refusal
from dialogs.text import on_one_line

_YEAR = r"(?:\s+(?P<year>20\d\d))?"
_MONTH = "|".join(MONTHS)
_SHORT = {name[:3]: name for name in MONTHS} | {"sept": "september"}
_THIRDS = ("primo", "medio", "ultimo")
_SHAPES = {
    name: re.compile(shape, re.IGNORECASE)
    for name, shape in {
        "year": r"(?P<year>20\d\d)",
        "month_key": r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])",
        "quarter": r"(?P<year>20\d\d)-?q(?P<quarter>[1-4])",
        "quarter_words": rf"(?P<quarter>[1-4])\.?\s*(?:kvartal|kv\.?){_YEAR}",
        "week": rf"uge\s*(?P<week>[1-9]|[1-4]\d|5[0-3]){_YEAR}",
        "week_key": r"(?P<year>20\d\d)-w(?P<week>0[1-9]|[1-4]\d|5[0-3])",
        "third": rf"(?P<third>{'|'.join(_THIRDS)})(?:\s+(?P<name>{_MONTH}))?{_YEAR}",
        "months": rf"(?P<name>{_MONTH})(?:\s*(?:-|til|og)\s*(?P<until>{_MONTH}))?{_YEAR}",
    }.items()
}


class PeriodRefused(Refusal):
    """A period that cannot be taken."""


class PeriodUnclear(PeriodRefused):
    """It cannot be read as one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PeriodIsPast(PeriodRefused):
    """It was over before today."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the one day to the other, both among it; and how it is said, which reads the same."""

    first: date
    last: date
    said: str


def read(text: str, today: date) -> Span:
    """Without a year it is the one that runs or comes next. Raises PeriodUnclear."""
    wanted = _tidied(text)
    for name, shape in _SHAPES.items():
        found = shape.fullmatch(wanted)
        if found is not None:
            parts = {key: value.lower() for key, value in found.groupdict().items() if value}
            return _of(name, parts, today, text)
    raise PeriodUnclear(on_one_line(text))


def coming(text: str, today: date) -> Span:
    """As `read`, for what is to happen. Raises PeriodUnclear or PeriodIsPast."""
    span = read(text, today)
    if span.last < today:
        raise PeriodIsPast(span.said)
    return span


def _tidied(text: str) -> str:
    text = re.sub(r"[–—]", "-", " ".join(text.split())).rstrip(".").lower()
    return re.sub(r"([a-zæøå]+)\.?", lambda word: _SHORT.get(word[1], word[0]), text)


def _of(name: str, parts: dict[str, str], today: date, text: str) -> Span:
    year = int(parts["year"]) if "year" in parts else None
    if name == "year":
        assert year is not None  # noqa: S101
        return Span(first=date(year, 1, 1), last=date(year, 12, 31), said=f"{year}")
    if year is not None:
        return _in_year(year, parts, text)
    found = (
        _in_year(each, parts, text)
        for each in count(today.year - 1)
        if "week" not in parts or int(parts["week"]) <= _weeks_in(each)
    )
    return next(span for span in found if span.last >= today)


def _in_year(year: int, parts: dict[str, str], text: str) -> Span:
    if "week" in parts:
        return _week(year, int(parts["week"]), text)
    if "quarter" in parts:
        quarter = int(parts["quarter"])
        said = f"{quarter}. kvartal {year}"
        return _months(year, 3 * quarter - 2, 3 * quarter, said)
    if "third" in parts:
        return _third(year, parts["third"], parts.get("name"))
    if "month" in parts:
        month = int(parts["month"])
        return _months(year, month, month, f"{MONTHS[month - 1]} {year}")
    first = MONTHS.index(parts["name"]) + 1
    last = MONTHS.index(parts.get("until", parts["name"])) + 1
    months = f"{MONTHS[first - 1]}–{MONTHS[last - 1]}" if first != last else MONTHS[first - 1]
    return _months(year, first, last, f"{months} {year}")


def _months(year: int, first: int, last: int, said: str) -> Span:
    """ "november–januar" ends in the year after."""
    ends = year + (last < first)
    last_day = date(ends, last, monthrange(ends, last)[1])
    return Span(first=date(year, first, 1), last=last_day, said=said)


def _week(year: int, number: int, text: str) -> Span:
    if number > _weeks_in(year):
        raise PeriodUnclear(on_one_line(text))
    monday = date.fromisocalendar(year, number, 1)
    return Span(first=monday, last=monday + timedelta(days=6), said=f"uge {number} {year}")


def _weeks_in(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _third(year: int, third: str, name: str | None) -> Span:
    """Of a year it is four months, of a month ten days; the last takes what is left."""
    number = _THIRDS.index(third)
    if name is None:
        return _months(year, 4 * number + 1, 4 * number + 4, f"{third} {year}")
    month = MONTHS.index(name) + 1
    first = date(year, month, 10 * number + 1)
    last = first + 9 * DAY if number < 2 else date(year, month, monthrange(year, month)[1])
    return Span(first=first, last=last, said=f"{third} {name} {year}")
