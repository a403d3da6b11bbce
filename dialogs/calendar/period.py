"""Months and quarters by the keys that what comes again has ("2026-11", "2026-Q4")."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialogs.calendar.days import instant

MONTH, QUARTER = 1, 3  # in months
_MIDNIGHT = time(0)
_KEY = re.compile(r"([1-9][0-9]{3})-(?:Q([1-4])|(0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a quarter of the local calendar."""

    year: int
    number: int  # of the months or quarters of a year, from 1
    months: int = MONTH

    @classmethod
    def month(cls, day: date) -> "Period":
        return cls(day.year, day.month)

    @classmethod
    def quarter(cls, day: date) -> "Period":
        return cls(day.year, (day.month + 2) // QUARTER, QUARTER)

    @classmethod
    def read(cls, key: str) -> "Period | None":
        """None: it is no key of a month or quarter."""
        found = _KEY.fullmatch(key)
        if found is None:
            return None
        year, quarter, month = found.groups()
        return cls(int(year), int(quarter or month), QUARTER if quarter else MONTH)

    @property
    def key(self) -> str:
        if self.months == QUARTER:
            return f"{self.year}-Q{self.number}"
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def before(self) -> "Period":
        return self._moved(-1)

    @property
    def after(self) -> "Period":
        return self._moved(1)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        return (
            instant(self.first, _MIDNIGHT, zone),
            instant(self.after.first, _MIDNIGHT, zone),
        )

    def _moved(self, by: int) -> "Period":
        a_year = 12 // self.months
        year, number = divmod(self.year * a_year + self.number - 1 + by, a_year)
        return Period(year, number + 1, self.months)


def latest(now: Period, count: int) -> tuple[Period, ...]:
    """So many up to this one, the oldest first."""
    found = [now]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))
