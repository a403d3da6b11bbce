"""What a form says of a course wish, read into a wish or refused with one reason."""

import re
from collections.abc import Callable, Collection
from datetime import date

from dialogs.courses.areas import NoSuchArea
from dialogs.courses.wish import (
    HALF_DAYS_AT_MOST,
    LINE_AT_MOST,
    PRICE_AT_MOST,
    TENURE_AT_MOST,
    TITLE_AT_MOST,
    WHY_AT_MOST,
    Actor,
    Ground,
    Kind,
    Move,
    Partner,
    State,
    Track,
    Wish,
    WishRefused,
    moved,
)
from dialogs.courses.year import Year, is_frozen, year_of
from dialogs.people.person import Person
from dialogs.text import Empty, cleaned, one_line, required

OUTSIDE = "outside"  # the choice "none of the areas"
HEAVY, TEMPORARY, URGENT = "heavy", "temporary", "urgent"  # what may be ticked
_PRICE = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,9})(?:,(?:[0-9][0-9]|-))?(?:\s*kr\.?)?")
_DAYS = re.compile(r"([0-9]{1,3})(?:[,.]([05]))?(?:\s*dage?)?")
_YEARS = re.compile(r"([0-9]{1,2})(?:\s*år)?")


class KindMissing(WishRefused):
    """A wish has a kind."""


class WhatMissing(WishRefused):
    """Nothing is wished for."""


class WhyMissing(WishRefused):
    """It does not say why."""


class AreaMissing(WishRefused):
    """A wish serves an area, or says that it serves none."""


class OutsideUnexplained(WishRefused):
    """It falls outside the areas, and does not say why it is wished all the same."""


class TaskMissing(WishRefused):
    """Personal development is there for the task (row 186)."""


def typed(text: str) -> dict[str, str]:
    """What was written after the word, as the form's fields: a short line is what is wished for,
    and more is why. Raises TooLong (characters)."""
    kept = cleaned(text)
    if len(kept) <= TITLE_AT_MOST:
        return {"title": one_line(kept, most=TITLE_AT_MOST)} if kept else {}
    return {"why": required(kept, most=WHY_AT_MOST)}


class NotAPrice(WishRefused):
    """Whole kroner; 0 where it costs nothing."""


class NotDays(WishRefused):
    """Whole or half days."""


class NotYears(WishRefused):
    """Whole years, or nothing."""


class Frozen(WishRefused):
    """The round of that year is closed for changes."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class DatesMissing(WishRefused):
    """A course that somebody has signed up for has a first and a last day."""


class DatesTurned(WishRefused):
    """It would end before it begins."""


class DatesOver(WishRefused):
    """It is over already."""


def check_open(wish: Wish) -> None:
    """Raises NotAllowed when it may not be changed any more."""
    moved(wish, Move.EDIT, {Actor.EMPLOYEE})


def check_granted(wish: Wish) -> None:
    """Raises NotAllowed when there is nothing to sign up for."""
    moved(wish, Move.ENROL, {Actor.EMPLOYEE})


def price_of(typed: str, *, most: int = PRICE_AT_MOST) -> int:
    """Kroner. Raises NotAPrice."""
    found = _PRICE.fullmatch(" ".join(typed.split()).casefold())
    kroner = int(re.sub("[^0-9]", "", found[1])) if found else -1
    if not 0 <= kroner <= most:
        raise NotAPrice
    return kroner


def half_days_of(typed: str) -> int:
    """Raises NotDays."""
    found = _DAYS.fullmatch(" ".join(typed.split()).casefold())
    halves = 2 * int(found[1]) + (found[2] == "5") if found else -1
    if not 0 <= halves <= HALF_DAYS_AT_MOST:
        raise NotDays
    return halves


def tenure_of(typed: str) -> int | None:
    """Raises NotYears."""
    if not typed.strip():
        return None
    found = _YEARS.fullmatch(" ".join(typed.split()).casefold())
    if found is None or int(found[1]) > TENURE_AT_MOST:
        raise NotYears
    return int(found[1])


def track_of(kind: Kind, price: int, half_days: int, year: Year, ticked: Collection[str]) -> Track:
    """Which way it is decided (row 203); what weighs more is never small."""
    if kind is Kind.REPRESENTATIVE:
        return Track.REPRESENTATIVE
    if kind is Kind.SHARING:
        return Track.THEME
    if URGENT in ticked:
        return Track.AD_HOC
    small = price <= year.small_price and half_days <= year.small_half_days
    return Track.AT_ONCE if small and HEAVY not in ticked else Track.ROUND


def read(
    field: Callable[[str], str],
    who: Person,
    team_id: int | None,
    *,
    areas: Collection[str],
    rules: Year,
    today: date,
    was: Wish | None = None,
) -> Wish:
    """`field` gives what was written; `was`: the wish that is edited. Raises WishRefused,
    NoSuchArea and TooLong."""
    if was is not None and was.track is Track.ROUND and is_frozen(was.year, today):
        raise Frozen(was.year)
    if field("kind") not in set(Kind):
        raise KindMissing
    kind = Kind(field("kind"))
    title = _line(field("title"), WhatMissing, TITLE_AT_MOST)
    try:
        why = required(field("why"), most=WHY_AT_MOST)
    except Empty:
        raise WhyMissing from None
    area, outside = _area(field, areas)
    task = _line(field("task"), TaskMissing, LINE_AT_MOST) if kind is Kind.PERSONAL else None
    costs = kind is not Kind.SHARING
    price = price_of(field("price") or ("" if costs else "0"))
    half_days = half_days_of(field("days") or ("" if costs else "0"))
    ticked = [each.strip() for each in field("ticked").split(",")]
    track = track_of(kind, price, half_days, rules, ticked)
    kept_year = was is not None and was.track is track
    return Wish(
        id=was.id if was else 0,
        who=who,
        team_id=team_id,
        year=was.year if was is not None and kept_year else year_of(track, today),
        kind=kind,
        track=track,
        title=title,
        why=why,
        area=area,
        outside=outside,
        task=task,
        ground=Ground(field("ground")) if field("ground") in set(Ground) else None,
        partner=Partner(field("partner")) if field("partner") in set(Partner) else None,
        price=price,
        half_days=half_days,
        heavy=HEAVY in ticked,
        tenure=tenure_of(field("tenure")),
        temporary=TEMPORARY in ticked,
        state=was.state if was is not None else State.WISHED,
    )


def _line(typed: str, missing: type[WishRefused], most: int) -> str:
    try:
        return one_line(typed, most=most)
    except Empty:
        raise missing from None


def _area(field: Callable[[str], str], areas: Collection[str]) -> tuple[str | None, str | None]:
    chosen = field("area")
    if not chosen:
        raise AreaMissing
    if chosen == OUTSIDE:
        return None, _line(field("outside"), OutsideUnexplained, LINE_AT_MOST)
    if chosen not in areas:
        raise NoSuchArea
    return chosen, None


def course_days(first: str, last: str, today: date) -> tuple[date, date]:
    """Raises DatesMissing, DatesTurned or DatesOver."""
    try:
        starts, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise DatesMissing from None
    if ends < starts:
        raise DatesTurned
    if ends < today:
        raise DatesOver
    return starts, ends
