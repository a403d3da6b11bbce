"""Numbers before anybody writes them down: dates, CPR numbers, and ten digits that are none.

Every number is made from a date and any serial, so a CPR number here belongs to nobody on purpose.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dialogs.calendar.words import MONTHS

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Cpr:
    day: int
    month: int
    year: int  # its last two digits: the seventh digit of the number tells the century
    serial: str

    @property
    def date(self) -> str:
        return f"{self.day:02}{self.month:02}{self.year:02}"

    @property
    def digits(self) -> str:
        return self.date + self.serial


def passes_modulus_11(digits: str) -> bool:
    return sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def cpr(random: Random) -> Cpr:
    chance = random.random()
    if chance < 0.2:
        return first_of_january(random)
    if chance < 0.3:
        number = any_cpr(random)
        return Cpr(number.day + 60, number.month, number.year, number.serial)
    if chance < 0.55:
        return checked(random)
    return any_cpr(random)


def any_cpr(random: Random) -> Cpr:
    """Any date that each year has, and any serial: so every century the seventh digit can tell."""
    month = random.randint(1, 12)
    day = random.randint(1, 28 if month == 2 else 30)
    return Cpr(day, month, random.randint(0, 99), f"{random.randint(0, 9999):04}")


def first_of_january(random: Random) -> Cpr:
    """Of the 1960s to 1990s, without the check digit: issued since 2007, and valid."""
    while True:
        number = Cpr(1, 1, random.randint(60, 99), f"{random.randint(0, 4999):04}")
        if not passes_modulus_11(number.digits):
            return number


def checked(random: Random) -> Cpr:
    while True:
        number = any_cpr(random)
        if passes_modulus_11(number.digits):
            return number


def digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def no_date(random: Random) -> str:
    """Six digits that are no day and month, with the sixty of a replacement number or without."""
    day = random.choice([0, *range(32, 61), *range(92, 100)])
    month = random.choice([0, *range(13, 100)])
    if random.random() < 0.5:
        return f"{day:02}{random.randint(1, 12):02}{random.randint(0, 99):02}"
    return f"{random.randint(1, 31):02}{month:02}{random.randint(0, 99):02}"


def phone(random: Random) -> str:
    return random.choice("23456789") + digits(random, 7)


def child_birthday(random: Random) -> date:
    return date(2007, 1, 1) + timedelta(days=random.randrange(19 * 365))


def adult_birthday(random: Random) -> date:
    return date(1962, 1, 1) + timedelta(days=random.randrange(38 * 365))


def working_day(random: Random) -> date:
    return date(2025, 8, 1) + timedelta(days=random.randrange(700))


def in_words(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
