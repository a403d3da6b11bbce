"""The development part's ways to write numbers and dates; its texts lie beside it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from tests.dialogs.privacy import numbers
from tests.dialogs.privacy.numbers import Cpr, digits
from tests.dialogs.privacy.writing import Maker, Part, read_sentences, read_words

Way = Callable[[Cpr, Random], str]

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LOOK_ALIKES = (str.maketrans("0", "O"), str.maketrans("1", "l"))
ZERO_WIDTH = "\u200b\u200c"
SOFT_HYPHEN = "\u00ad"


def hyphenated(between: str) -> Way:
    return lambda cpr, _: cpr.date + between + cpr.serial


def parted(between: str, before_serial: str) -> Way:
    return lambda cpr, _: (
        between.join((cpr.date[:2], cpr.date[2:4], cpr.date[4:])) + before_serial + cpr.serial
    )


def zero_width(cpr: Cpr, random: Random) -> str:
    return "".join(d + random.choice(["", *ZERO_WIDTH]) for d in cpr.digits[:9]) + cpr.digits[9]


def look_alikes(cpr: Cpr, random: Random) -> str:
    """The letter O for a nought or l for a one, as on an old typewriter."""
    with_both = Cpr(cpr.day, random.choice([1, 10]), cpr.year, cpr.serial)
    return f"{with_both.date}-{cpr.serial}".translate(random.choice(LOOK_ALIKES))


# How often, and how. What a person does every day comes first.
CPR_WAYS: Mapping[str, tuple[int, Way]] = {
    "hyphen": (20, hyphenated("-")),
    "nothing between": (16, hyphenated("")),
    "space": (10, hyphenated(" ")),
    "hyphen and spaces": (3, hyphenated(" - ")),
    "hyphen and a space": (2, hyphenated("- ")),
    "dot": (3, hyphenated(".")),
    "en dash": (4, hyphenated("–")),
    "minus sign": (2, hyphenated("\u2212")),
    "hard hyphen": (4, hyphenated("\u2011")),
    "hard space": (2, hyphenated("\u00a0")),
    "date with dots": (4, parted(".", "-")),
    "date with spaces": (4, parted(" ", " ")),
    "date with slashes": (2, parted("/", "-")),
    "line break": (3, hyphenated("\n")),
    "hyphen and line break": (3, hyphenated("-\n")),
    "spaced out": (4, lambda cpr, _: " ".join(cpr.date + "-" + cpr.serial)),
    "full-width digits": (
        3,
        lambda cpr, _: f"{cpr.date}-{cpr.serial}".translate(FULL_WIDTH),
    ),
    "Arabic-Indic digits": (
        3,
        lambda cpr, _: f"{cpr.date}-{cpr.serial}".translate(ARABIC_INDIC),
    ),
    "zero width": (5, zero_width),
    "soft hyphen": (3, hyphenated(SOFT_HYPHEN)),
    "soft hyphens among them": (
        2,
        lambda cpr, _: SOFT_HYPHEN.join((cpr.digits[:2], cpr.digits[2:6], cpr.digits[6:])),
    ),
    "letters for digits": (4, look_alikes),
}


def cpr(random: Random) -> str:
    weights = [weight for weight, _ in CPR_WAYS.values()]
    ((_, way),) = random.choices(list(CPR_WAYS.values()), weights)
    return way(numbers.cpr(random), random)


def phone(random: Random) -> str:
    n = numbers.phone(random)
    pairs = " ".join((n[:2], n[2:4], n[4:6], n[6:]))
    return random.choice([n, n, pairs, pairs, f"{n[:4]} {n[4:]}", f"+45 {pairs}", f"+45{n}"])


def birth_date(random: Random, born: Callable[[Random], date] = numbers.child_birthday) -> str:
    day = born(random)
    return random.choice(
        [
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d.%m.%Y}",
            f"{day:%d-%m-%Y}",
            f"{day:%d%m%y}",
            f"{day.day}/{day.month} {day.year}",
            f"{day.day}/{day.month}-{day.year}",
            numbers.in_words(day),
            f"{day:%d%m%y}-xxxx",
        ]
    )


def birth_date_words(random: Random) -> str:
    return numbers.in_words(numbers.child_birthday(random))


def coming_birthday_words(random: Random) -> str:
    return numbers.in_words(date(2026, 8, 1) + timedelta(days=random.randrange(500)))


def masked_cpr(random: Random) -> str:
    return f"{numbers.child_birthday(random):%d%m%y}-{random.choice(['xxxx', 'XXXX'])}"


def case_number(random: Random) -> str:
    year, n = random.randint(2018, 2026), random.randint(1, 99999)
    kle = random.choice(["27.24.00-P19", "27.21.00-G01", "27.18.04-A00"])
    return random.choice(
        [
            f"{year}-{n:06}",
            f"{year % 100}/{n}",
            f"{year}/{n:05}",
            f"{kle}-{n % 900 + 1}-{year % 100}",
            f"S{year}-{n}",
        ]
    )


def working_day(random: Random) -> str:
    day = numbers.working_day(random)
    at = f"kl. {random.randint(8, 15)}.{random.choice(['00', '15', '30'])}"
    return random.choice(
        [
            numbers.in_words(day),
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d-%m-%Y} {at}",
            f"{day:%d.%m.%y} {at}",
            f"{day.day}/{day.month} {at}",
            f"{day:%Y-%m-%d}",
        ]
    )


def kle(random: Random) -> str:
    group, subject, facet = (random.randint(0, 20) for _ in range(3))
    return f"27.{group:02}.{subject:02}-{random.choice('AGPØ')}{facet:02}"


MAKERS: Mapping[str, Maker] = {
    "cpr": cpr,
    "phone": phone,
    "birth_date": birth_date,
    "adult_birth_date": lambda r: birth_date(r, numbers.adult_birthday),
    "birth_date_words": birth_date_words,
    "coming_birthday_words": coming_birthday_words,
    "masked_cpr": masked_cpr,
    "case_number": case_number,
    "dubu": lambda r: digits(r, r.choice([6, 7])),
    "working_day": working_day,
    "iso_time": lambda r: f"{numbers.working_day(r)}T{r.randint(8, 15):02}:{r.randint(0, 59):02}",
    "iso_day": lambda r: f"{numbers.working_day(r)}",
    "number": lambda r: str(r.randint(1, 180)),
    "postcode": lambda r: str(r.randint(1000, 9990)),
    "time": lambda r: f"{r.randint(8, 15)}.{r.choice(['00', '15', '30', '45'])}",
    "week": lambda r: str(r.randint(1, 52)),
    "age": lambda r: str(r.randint(1, 17)),
    "youth": lambda r: str(r.randint(13, 17)),
    "pregnancy": lambda r: str(r.randint(28, 36)),
    "meeting_in_words": lambda r: numbers.in_words(numbers.working_day(r)),
    "small_age": lambda r: str(r.randint(1, 10)),
    "hours": lambda r: str(r.randint(2, 20)),
    "room": lambda r: f"{r.randint(1, 4)}.{r.randint(10, 40)}",
    "meeting_id": lambda r: " ".join(digits(r, 3) for _ in range(4)),
    "kle": kle,
    "cvr": lambda r: str(r.randint(10_000_000, 43_999_999)),
    "p_number": lambda r: f"10{r.randint(13, 31)}{digits(r, 6)}",
    "ean": lambda r: f"57980{digits(r, 8)}",
    "invoice": lambda r: digits(r, r.choice([6, 7, 9])),
    "reg": lambda r: f"{r.randint(1000, 9999)}",
    "account": lambda r: f"000{digits(r, 7)}",
    "ten_digits": lambda r: numbers.no_date(r) + r.choice(["", "-", " "]) + digits(r, 4),
    "barcode": lambda r: f"978{digits(r, 10)}",
    "version": lambda r: f"{r.randint(1, 9)}.{r.randint(0, 30)}.{r.randint(0, 9)}",
    "amount": lambda r: f"{r.randint(1, 90)}.{digits(r, 3)}{r.choice(['', ',50', ',00'])}",
    "extension": lambda r: str(r.randint(1000, 9999)),
}

DEVELOPED = Part(
    sentences=read_sentences("developed_sentences.txt"),
    words=read_words("developed_words.txt"),
    makers=MAKERS,
    joints=(" ", " ", " ", "\n"),
    openings=("", "", "", "", "", "", "- ", "• "),
)
