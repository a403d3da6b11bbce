"""The season as a wheel: twelve months as a ring, the prompts of a year as marks on it, and a
hand for today. Pure: marks in, SVG out, and the same as a list.

What has happened is never told by colour alone: a mark that is done is full with a tick, one that
is due has a ring round it, one that is late is a triangle, one to come is open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from html import escape
from math import cos, pi, sin
from zoneinfo import ZoneInfo

from dialogs.calendar.days import local_day
from dialogs.calendar.season import Behind, Foreseen
from dialogs.calendar.words import MONTHS

SIZE = 640.0
MIDDLE = SIZE / 2
OUTER, INNER = 296.0, 248.0  # the ring of months
RIM = 226.0  # where the marks begin; further ones of the same days stand nearer the middle
STEP, ROWS = 25.0, 6
MARK = 9.0
HUB = 62.0
NEAR = timedelta(days=7)  # marks so near each other would lie on each other
SHOWN_TITLE = 60  # characters
GROUND = "var(--ground, Canvas)"


class State(StrEnum):
    DONE = "done"
    DUE = "due"
    LATE = "late"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing of the year. `text` is what else is said of it, in the list only."""

    at: date
    title: str
    state: State
    text: str = ""


STATES = {
    State.DONE: "gjort",
    State.DUE: "nu",
    State.LATE: "mangler stadig",
    State.TO_COME: "kommer",
}
TITLE = "Årshjul"
EMPTY = "Der er ikke noget i årshjulet endnu."
TODAY = "i dag"
ALL_TEAMS = "Alle teams"
TEAMS_AT_MOST = 4  # that are named


def marks(
    behind: Iterable[Behind],
    coming: Iterable[Foreseen],
    teams: Mapping[int, str],
    today: date,
    zone: ZoneInfo,
) -> list[Mark]:
    """Of the season. `teams`: by their names, where the reader sees more than one; what comes to
    several on one day is one mark."""
    found = [
        (each.on, each.title, _state(each, today), teams.get(each.team_id or 0, ""))
        for each in behind
    ]
    for each in coming:
        day = local_day(each.at, zone)
        found.append((day, each.title, state_of(day, today), teams.get(each.team_id or 0, "")))
    whose: dict[tuple[date, str, State], set[str]] = defaultdict(set)
    for at, title, state, team in found:
        whose[at, title, state].add(team)
    return [
        Mark(at=at, title=title, state=state, text=_teams(sorted(names - {""}), len(teams)))
        for (at, title, state), names in whose.items()
    ]


def _state(each: Behind, today: date) -> State:
    return state_of(each.on, today, done=each.done, late_until=each.due_until)


def _teams(names: Sequence[str], all_of_them: int) -> str:
    if len(names) > 1 and len(names) == all_of_them:
        return ALL_TEAMS
    more = len(names) - TEAMS_AT_MOST
    shown = ", ".join(names[:TEAMS_AT_MOST])
    return f"{shown} og {more} mere" if more > 0 else shown


def state_of(
    at: date, today: date, *, done: bool = False, late_until: date | None = None
) -> State:
    """What a thing is today. Without `late_until` it is only ever due on its day; later it is
    late until it is done."""
    if done:
        return State.DONE
    if at > today:
        return State.TO_COME
    if at == today or (late_until is not None and today <= late_until):
        return State.DUE
    return State.LATE


# --- as a list -------------------------------------------------------------------------------


def told(shown: Sequence[Mark], today: date) -> list[str]:
    """A line for each: the alternative text of the wheel, and its list. The next comes first in
    its year; the order is that of the days."""
    if not shown:
        return [EMPTY]
    return [_line(mark, today) for mark in sorted(shown, key=_order)]


def listed(shown: Sequence[Mark], today: date) -> list[str]:
    """The same lines where a heading says in which state they are."""
    return [_line(mark, today, with_state=False) for mark in sorted(shown, key=_order)]


def _line(mark: Mark, today: date, *, with_state: bool = True) -> str:
    state = f" ({STATES[mark.state]})" if with_state else ""
    year = f" {mark.at.year}" if mark.at.year != today.year else ""
    said = f"{mark.at.day}. {MONTHS[mark.at.month - 1]}{year}: {mark.title}{state}"
    return f"{said}. {mark.text}" if mark.text else said


def _order(mark: Mark) -> tuple[date, str, str]:
    return mark.at, mark.title, mark.text


# --- as a picture ----------------------------------------------------------------------------


def drawing(shown: Sequence[Mark], today: date, *, id: str = "aarshjul") -> str:
    """SVG text: a year from the month that it is, clockwise with January at the top. Marks of
    another year stand on their day all the same; the list says which."""
    counts = {state: sum(mark.state is state for mark in shown) for state in State}
    said = ", ".join(f"{count} {STATES[state]}" for state, count in counts.items() if count)
    parts = [
        *_months(today),
        *_hand(today),
        *(_mark(mark, row) for mark, row in _rows(shown)),
        *_hub(today),
        *_legend(),
    ]
    described = " ".join(told(shown, today))
    return _svg(id, f"{TITLE}: {said}" if said else EMPTY, described, parts)


def _angle(day: date) -> float:
    """From the top, clockwise, in radians: each month takes a twelfth."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    share = (day.day - 0.5) / (following - first).days
    return 2 * pi * (day.month - 1 + share) / 12


def _at(angle: float, radius: float) -> tuple[float, float]:
    return MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle)


def _months(today: date) -> Iterable[str]:
    for radius in (OUTER, INNER):
        yield f'<circle cx="{_n(MIDDLE)}" cy="{_n(MIDDLE)}" r="{_n(radius)}"/>'
    for month in range(1, 13):
        start = 2 * pi * (month - 1) / 12
        (x1, y1), (x2, y2) = _at(start, INNER), _at(start, OUTER)
        yield _line_from(x1, y1, x2, y2)
        x, y = _at(start, HUB + 8)
        far_x, far_y = _at(start, INNER)
        yield (
            f'<line x1="{_n(x)}" y1="{_n(y)}" x2="{_n(far_x)}" y2="{_n(far_y)}" '
            'stroke-width="0.6" opacity="0.45"/>'
        )
        x, y = _at(start + pi / 12, (OUTER + INNER) / 2)
        now = month == today.month
        yield _text(x, y + 6, MONTHS[month - 1][:3], 18, strong=now)


def _rows(shown: Sequence[Mark]) -> Iterable[tuple[Mark, int]]:
    """Marks that would lie on each other stand behind each other; when there are too many, the
    last share a place, and the list has them all."""
    rows: list[list[date]] = [[] for _ in range(ROWS)]
    for mark in sorted(shown, key=lambda mark: ((mark.at.month, mark.at.day), mark.title)):
        day = mark.at.replace(year=LEAP)
        row = next((n for n, days in enumerate(rows) if _is_room(n, days, day)), ROWS - 1)
        rows[row].append(day)
        yield mark, row


LEAP = 2000  # a year that has every day


def _is_room(row: int, days: Sequence[date], day: date) -> bool:
    """Nearer to the middle a week is shorter; and after December comes January."""
    needed = NEAR * (RIM / (RIM - row * STEP))
    return not days or (day - days[-1] > needed and days[0].replace(year=LEAP + 1) - day > needed)


def _mark(mark: Mark, row: int) -> str:
    x, y = _at(_angle(mark.at), RIM - row * STEP)
    title = mark.title if len(mark.title) <= SHOWN_TITLE else f"{mark.title[:SHOWN_TITLE]} …"
    said = f"{mark.at.day}. {MONTHS[mark.at.month - 1]}: {title} ({STATES[mark.state]})"
    return f"<g><title>{escape(said)}</title>{_sign(mark.state, x, y)}</g>"


def _sign(state: State, x: float, y: float) -> str:
    circle = f'<circle cx="{_n(x)}" cy="{_n(y)}"'
    match state:
        case State.DONE:
            tick = f"{_n(x - 4)},{_n(y)} {_n(x - 1)},{_n(y + 3.5)} {_n(x + 4.5)},{_n(y - 4)}"
            return (
                f'{circle} r="{_n(MARK)}" fill="currentColor"/>'
                f'<polyline points="{tick}" stroke="{GROUND}"/>'
            )
        case State.DUE:
            return (
                f'{circle} r="{_n(MARK + 1.5)}" fill="{GROUND}" stroke-width="2.5"/>'
                f'{circle} r="4.5" fill="currentColor"/>'
            )
        case State.LATE:
            points = f"{_n(x)},{_n(y - 11)} {_n(x + 11)},{_n(y + 8)} {_n(x - 11)},{_n(y + 8)}"
            return (
                f'<polygon points="{points}" fill="{GROUND}" stroke-width="2.5"/>'
                f'<line x1="{_n(x)}" y1="{_n(y - 4)}" x2="{_n(x)}" y2="{_n(y + 4)}"/>'
            )
        case State.TO_COME:
            return f'{circle} r="{_n(MARK - 1)}" fill="{GROUND}"/>'


def _hand(today: date) -> Iterable[str]:
    x, y = _at(_angle(today), INNER - 4)
    yield (
        f'<line x1="{_n(MIDDLE)}" y1="{_n(MIDDLE)}" x2="{_n(x)}" y2="{_n(y)}" stroke-width="3.5"/>'
    )


def _hub(today: date) -> Iterable[str]:
    yield f'<circle cx="{_n(MIDDLE)}" cy="{_n(MIDDLE)}" r="{_n(HUB)}" fill="{GROUND}"/>'
    yield _text(MIDDLE, MIDDLE - 8, TODAY, 16)
    day = f"{today.day}. {MONTHS[today.month - 1][:3]}"
    yield _text(MIDDLE, MIDDLE + 16, day, 20, strong=True)


def _legend() -> Iterable[str]:
    for place, (state, said) in enumerate(STATES.items()):
        x = 36 + (0, 120, 215, 390)[place]
        yield _sign(state, x, SIZE + 22)
        yield _text(x + 18, SIZE + 28, said, 17, anchor="start")


def _line_from(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _text(
    x: float, y: float, text: str, size: float, *, strong: bool = False, anchor: str = "middle"
) -> str:
    weight = ' font-weight="700"' if strong else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" '
        f'fill="currentColor" stroke="none"{weight}>{escape(text)}</text>'
    )


def _svg(id: str, title: str, described: str, parts: Iterable[str]) -> str:
    named = escape(id, quote=True)
    height = SIZE + 48
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="wheel" '
        f'viewBox="0 0 {_n(SIZE)} {_n(height)}" width="{_n(SIZE)}" height="{_n(height)}" '
        f'aria-labelledby="{named}-title {named}-desc" fill="none" stroke="currentColor" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        f'<title id="{named}-title">{escape(title)}</title>'
        f'<desc id="{named}-desc">{escape(described)}</desc>{"".join(parts)}</svg>'
    )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
