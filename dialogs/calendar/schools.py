"""When the schools of a municipality are on holiday: shown in the year, and moves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogs.calendar.days import Week


class Holiday(StrEnum):
    WINTER = "winter"
    SUMMER = "summer"
    AUTUMN = "autumn"
    CHRISTMAS = "christmas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schools:
    """By the numbers of ISO weeks, the same each year. Easter moves with the public holidays."""

    municipality: str = ""
    weeks: Mapping[Holiday, tuple[int, ...]]

    def on(self, day: date) -> Holiday | None:
        number = Week.of(day).number
        return next((name for name, weeks in self.weeks.items() if number in weeks), None)


# As in most municipalities; in some the winter holiday is in week 8 (domain, section 2.8).
SHIPPED = Schools(
    weeks={
        Holiday.WINTER: (7,),
        Holiday.SUMMER: (27, 28, 29, 30, 31),
        Holiday.AUTUMN: (42,),
        Holiday.CHRISTMAS: (52, 53),
    }
)
