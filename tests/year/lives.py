"""Who the people are: how soon they answer, when they are away, want quiet or sit with a phone."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
AUTUMN, WINTER = date(2026, 10, 12), date(2027, 2, 15)  # Mondays of the weeks 42 and 7
SUMMER = (date(2027, 7, 5), date(2027, 7, 12))  # three weeks from one of them
LAST_SUMMER = date(2026, 8, 7)  # some are back a week later than the others
LEAVE = (date(2027, 1, 4), date(2027, 2, 26))  # one of them, while the round is told
PHONES = ("iOS", "Android")


class Temper(StrEnum):
    SOON = "svarer med det samme"
    LATER = "svarer efter nogle dage"
    FORGETS = "glemmer det ofte"


TEMPERS = (Temper.SOON,) * 5 + (Temper.LATER,) * 3 + (Temper.FORGETS,) * 2
NEVER: Mapping[Temper, float] = {Temper.SOON: 0.04, Temper.LATER: 0.12, Temper.FORGETS: 0.5}


@dataclass(frozen=True, kw_only=True)
class Life:
    temper: Temper
    away: tuple[tuple[date, date], ...]
    quiet: tuple[date, date] | None = None  # asked for on the one, until the other
    phone: str = ""

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def answers_after(self, chance: random.Random) -> timedelta | None:
        """None: never."""
        if chance.random() < NEVER[self.temper]:
            return None
        if self.temper is Temper.SOON:
            return timedelta(minutes=20) if chance.random() < 0.85 else timedelta(days=1)
        return timedelta(days=chance.randint(1, 4), hours=chance.randint(0, 3))


def lives(names: Iterable[str], leaders: Iterable[str], chance: random.Random) -> dict[str, Life]:
    """Of every ten five answer at once, three later, and two forget; one is on a long leave."""
    everybody, led = list(names), list(leaders)
    shuffled = chance.sample(everybody, len(everybody))
    found = {name: _life(n, chance) for n, name in enumerate(shuffled)}
    for n, name in enumerate(led):
        temper = Temper.LATER if n == 1 else Temper.SOON
        found[name] = Life(temper=temper, away=(_summer(chance),), phone=PHONES[0] if n else "")
    return found


def _life(n: int, chance: random.Random) -> Life:
    begins = date(2026, 9, 1) + timedelta(days=chance.randrange(270))
    away = [_summer(chance), (begins, begins + timedelta(days=chance.randint(0, 2)))]
    if n % 3 == 0:
        away.append((AUTUMN, AUTUMN + timedelta(days=4)))
    if n % 4 == 0:
        away.append((WINTER, WINTER + timedelta(days=4)))
    if n % 8 == 1:
        away.append((date(2026, 8, 3), LAST_SUMMER))
    if n == 5:
        away.append(LEAVE)
    quiet = None
    if n % 6 == 2:
        begins = date(2026, 9, 7) + chance.randrange(38) * WEEK
        quiet = (begins, begins + chance.randint(1, 2) * WEEK)
    phone = PHONES[n % 2] if n % 3 == 1 else ""
    return Life(temper=TEMPERS[n % 10], away=tuple(away), quiet=quiet, phone=phone)


def _summer(chance: random.Random) -> tuple[date, date]:
    begins = chance.choice(SUMMER)
    return begins, begins + 3 * WEEK - timedelta(days=3)
