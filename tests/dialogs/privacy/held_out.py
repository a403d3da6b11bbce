"""The held-out part's ways to write numbers and dates; its texts lie beside it.

Whoever writes the rules of the guard reads neither: they would measure themselves.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from tests.dialogs.privacy import numbers
from tests.dialogs.privacy.numbers import MONTHS, Cpr, digits
from tests.dialogs.privacy.writing import Maker, Part, read_sentences, read_words

Way = Callable[[Cpr, Random], str]

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
MONOSPACE = str.maketrans("0123456789", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿")
INVISIBLE = "\u200d\u2060\ufeff"
LEFT_TO_RIGHT = "\u200e"
SOFT_HYPHEN = "\u00ad"


def pattern(shape: str) -> Way:
    """The ten digits in the places of `#`."""

    def write(cpr: Cpr, _: Random) -> str:
        left = iter(cpr.digits)
        return "".join(next(left) if sign == "#" else sign for sign in shape)

    return write


def broken_up(cpr: Cpr, random: Random) -> str:
    """Pasted from a web page, with what cannot be seen in one to three places."""
    written = list(f"{cpr.date}-{cpr.serial}")
    for at in random.sample(range(1, len(written)), random.randint(1, 3)):
        written[at] = random.choice(INVISIBLE) + written[at]
    return "".join(written)


def typed_letters(cpr: Cpr, random: Random) -> str:
    month = random.choice([1, 10])
    letters = random.choice([("0", "o"), ("1", "I")])
    return Cpr(cpr.day, month, cpr.year, cpr.serial).digits.replace(*letters)


PLAIN_WAYS: Mapping[str, tuple[int, Way]] = {
    "plainly": (22, pattern("######-####")),
    "in one": (20, pattern("##########")),
    "apart": (12, pattern("###### ####")),
}
ODD_WAYS: Mapping[str, tuple[int, Way]] = {
    "slash": (3, pattern("######/####")),
    "slashed date": (2, pattern("##/##-## ####")),
    "date in hyphens": (3, pattern("##-##-##-####")),
    "date in hyphens, apart": (2, pattern("##-##-## ####")),
    "date in dots, apart": (2, pattern("##.##.## ####")),
    "date in pairs": (2, pattern("## ## ##-####")),
    "all in pairs": (2, pattern("## ## ## ## ##")),
    "day and year apart": (1, pattern("#### ## ####")),
    "serial in pairs": (2, pattern("###### ## ##")),
    "hyphen on the right": (2, pattern("###### -####")),
    "two hyphens": (1, pattern("######--####")),
    "underscore": (1, pattern("######_####")),
    "two spaces": (2, pattern("######  ####")),
    "tabulator": (1, pattern("######\t####")),
    "thin space": (1, pattern("######\u2009####")),
    "narrow hard space": (1, pattern("######\u202f####")),
    "typographic hyphen": (2, pattern("######\u2010####")),
    "figure dash": (1, pattern("######\u2012####")),
    "em dash": (2, pattern("######—####")),
    "dash and spaces": (2, pattern("###### – ####")),
    "hyphen on the next line": (1, pattern("######\n-####")),
    "hyphen, blank, next line": (1, pattern("###### -\n####")),
    "line of another system": (2, pattern("######\r\n####")),
    "figures apart": (3, pattern("# # # # # # # # # #")),
    "figures apart, hyphen between": (2, pattern("# # # # # #-# # # #")),
    "wide figures": (2, lambda c, _: f"{c.date}-{c.serial}".translate(FULL_WIDTH)),
    "Persian figures": (2, lambda c, _: f"{c.date} {c.serial}".translate(PERSIAN)),
    "typewriter figures": (1, lambda c, _: c.digits.translate(MONOSPACE)),
    "broken up": (4, broken_up),
    "soft hyphen and hyphen": (2, pattern(f"######{SOFT_HYPHEN}-####")),
    "soft hyphens in pairs": (1, pattern(SOFT_HYPHEN.join(["##"] * 5))),
    "direction mark": (1, pattern(f"######{LEFT_TO_RIGHT}-####")),
    "typed letters": (4, typed_letters),
}
CPR_WAYS = {**PLAIN_WAYS, **ODD_WAYS}


def cpr(random: Random, ways: Mapping[str, tuple[int, Way]] = CPR_WAYS) -> str:
    weights = [weight for weight, _ in ways.values()]
    ((_, way),) = random.choices(list(ways.values()), weights)
    return way(numbers.cpr(random), random)


def phone(random: Random) -> str:
    n = numbers.phone(random)
    shape = random.choice(
        [
            "########",
            "## ## ## ##",
            "## ### ###",
            "## ## ####",
            "##.##.##.##",
            "##-##-##-##",
            "(+45) ## ## ## ##",
            "(+45) ########",
            "0045 ########",
            "+45 #### ####",
            "+45 ##-##-##-##",
            *ABROAD,
        ]
    )
    left = iter(n + digits(random, 4))
    return "".join(next(left) if sign == "#" else sign for sign in shape)


ABROAD = (
    "+46 70-### ## ##",
    "+48 5## ### ###",
    "+299 ## ## ##",
    "+298 ######",
    "+380 50 ### ####",
)


def birth_date(random: Random, born: Callable[[Random], date] = numbers.child_birthday) -> str:
    day = born(random)
    month = MONTHS[day.month - 1]
    return random.choice(
        [
            f"{day.day}/{day.month}-{day:%y}",
            f"{day.day}/{day.month} {day:%y}",
            f"{day.day}.{day.month}.{day:%y}",
            f"{day:%d.%m.%y}",
            f"{day.day}-{day.month}-{day.year}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%Y-%m-%d}",
            f"{day:%d %m %y}",
            f"{day.day} {month} {day.year}",
            f"{day.day}. {month[:3]} {day.year}",
            f"{day.day} {month} {day:%y}",
        ]
    )


def named(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def next_birthday(random: Random) -> str:
    return named(date(2026, 9, 1) + timedelta(days=random.randrange(400)))


def last_birthday(random: Random) -> str:
    return named(date(2025, 6, 1) + timedelta(days=random.randrange(300)))


def half_cpr(random: Random) -> str:
    hidden = random.choice(["-****", " xxxx", "-????", "-...."])
    return f"{numbers.child_birthday(random):%d%m%y}{hidden}"


def case_number(random: Random) -> str:
    year, n = random.randint(15, 26), random.randint(1000, 9999)
    plan = random.choice(["15.20.00-P27", "27.27.00-A00", "27.36.08-G01"])
    return random.choice(
        [
            f"{year}-{n}",
            f"EMN-20{year}-{n:05}",
            f"{plan}-{n % 70 + 1}-{year}",
            f"D{year}-{n}{n % 89 + 10}",
            f"20{year} - {n:05}",
            f"20{year}-{n}-{n % 800 + 100}",
        ]
    )


def meeting_day(random: Random) -> str:
    day, hour = numbers.working_day(random), random.randint(8, 15)
    return random.choice(
        [
            f"{day.day}/{day.month}",
            f"d {day.day}/{day.month} kl {hour}",
            f"{day.day}/{day.month}-{day:%y}",
            f"{day.day}.{day.month}.{day:%y} kl {hour}",
            f"{day:%d.%m.%Y} kl. {hour}",
            f"{day.day} {MONTHS[day.month - 1]}",
            f"{day.day}. {MONTHS[day.month - 1][:3]} {day.year}",
        ]
    )


def stamp(random: Random) -> str:
    return f"{numbers.working_day(random)} {random.randint(8, 16):02}:{random.randint(0, 59):02}"


def order(random: Random) -> str:
    first, rest = numbers.no_date(random), digits(random, 4)
    return random.choice([f"{first}{rest}", f"{first[:5]}-{first[5]}{rest}", f"{first}.{rest}"])


def iban(random: Random) -> str:
    bank = random.randint(4000, 5999)
    return f"DK{random.randint(32, 59)} {bank} 00{digits(random, 2)} {digits(random, 4)} 61"


def unit_number(random: Random) -> str:
    number = f"10{random.randint(13, 31)}{digits(random, 6)}"
    return random.choice([number, f"1.{number[1:4]}.{number[4:7]}.{number[7:]}"])


def subject_number(random: Random) -> str:
    group, subject = random.randint(0, 36), random.randint(0, 12)
    return f"27.{group:02}.{subject:02}" + random.choice(["", " G01", "-K08", "-P05", " A26"])


def long_ean(random: Random) -> str:
    n = f"5798{digits(random, 9)}"
    return random.choice([f"{n[:4]} {n[4:8]} {n[8:]}", f"{n[0]} {n[1:7]} {n[7:]}"])


def company(random: Random) -> str:
    n = str(random.randint(10_000_000, 43_999_999))
    return " ".join((n[:2], n[2:4], n[4:6], n[6:]))


MAKERS: Mapping[str, Maker] = {
    "cpr": cpr,
    "plain_cpr": lambda r: cpr(r, PLAIN_WAYS),
    "phone": phone,
    "birth_date": birth_date,
    "old_birth_date": lambda r: birth_date(r, numbers.adult_birthday),
    "month": lambda r: r.choice(MONTHS),
    "year": lambda r: str(r.randint(2008, 2025)),
    "next_birthday": next_birthday,
    "last_birthday": last_birthday,
    "half_cpr": half_cpr,
    "case_number": case_number,
    "dubu_case": lambda r: digits(r, r.choice([5, 5, 7])),
    "long_number": lambda r: f"{r.randint(15, 26)}/{digits(r, 6)}",
    "age": lambda r: str(r.randint(2, 17)),
    "little": lambda r: str(r.randint(2, 9)),
    "number": lambda r: str(r.randint(2, 240)),
    "number_after": lambda r: str(r.randint(2, 9)),
    "postcode": lambda r: str(r.randint(2000, 9900)),
    "clock": lambda r: f"kl {r.randint(8, 15)}{r.choice(['', '.30', ':45', '.10'])}",
    "meeting_day": meeting_day,
    "stamp": stamp,
    "compact_day": lambda r: f"{numbers.working_day(r):%Y%m%d}",
    "long_stamp": lambda r: f"{numbers.working_day(r):%Y%m%d}{r.randint(8, 16):02}{digits(r, 2)}",
    "teams_id": lambda r: " ".join([*(digits(r, 3) for _ in range(3)), digits(r, 2)]),
    "code": lambda r: "".join(r.choice("abcdefghkmnpqrABCDEFGH23456789") for _ in range(6)),
    "subject_no": subject_number,
    "company": company,
    "company_plain": lambda r: str(r.randint(10_000_000, 43_999_999)),
    "unit_number": unit_number,
    "long_ean": long_ean,
    "bank": lambda r: f"{r.randint(1000, 9999)}{r.choice('-./')}000{digits(r, 7)}",
    "iban": iban,
    "receipt": lambda r: f"B{digits(r, 5)}",
    "order": order,
    "isbn": lambda r: f"978-87-{digits(r, 2)}-{digits(r, 5)}-{digits(r, 1)}",
    "serial_no": lambda r: f"SN{digits(r, 3)}-{r.choice('KXQ')}{digits(r, 4)}",
    "ticket": lambda r: f"INC{digits(r, 7)}",
    "build": lambda r: (
        f"{r.randint(2, 12)}.{r.randint(0, 9)}.{r.randint(0, 40)}-{r.choice('abc')}"
    ),
    "price": lambda r: r.choice([f"{r.randint(1, 60)}.{digits(r, 3)},-", f"kr {digits(r, 2)}00"]),
    "ext": lambda r: f"{r.randint(10, 99)} {r.randint(10, 99)}",
    "hall": lambda r: f"{r.choice('ABC')}{r.randint(1, 4)}.{r.randint(1, 30)}",
    "weeks": lambda r: str(r.randint(2, 50)),
}

HELD_OUT = Part(
    sentences=read_sentences("held_out_sentences.txt"),
    words=read_words("held_out_words.txt"),
    makers=MAKERS,
    joints=("\n", "\n", " - ", "\n- ", " ... ", ", "),
    openings=("", "", "", "", "", "* ", "> ", "nb "),
)
