"""A genogram as SVG: black on white, white on black or what the reader has chosen. It takes the
colour of the text around it; `--ground` is what it stands on, `--bond` the colour of what is
between two. No colour means anything by itself: each line has its own pattern, and a legend.

There is no style in it and no script, so that the strictest page may show it.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from math import hypot, sqrt

from dialogs.sparring import genogram_words as words
from dialogs.sparring.genogram import (
    Feeling,
    Genogram,
    Home,
    Member,
    Sex,
    Status,
    Tie,
    Twin,
)
from dialogs.sparring.genogram_layout import RIM, CoupleLine, Layout, Spot, laid_out
from dialogs.sparring.genogram_ways import Point

GROUND = "var(--ground, Canvas)"
BOND = "var(--bond, currentColor)"
STROKE = 2.0
DASHES = "9 6"
DOTS = "0.1 6.5"
HOME_DASHES = {Home.HOUSEHOLD: "12 8", Home.INSTITUTION: "16 6 2 6"}
ROLE_SIZE, AGE_SIZE, LEGEND_SIZE = 15.0, 19.0, 15.0
_LETTER = 0.56  # width of a letter, of its size
_NARROW = frozenset("fijltr ")
_WIDE = frozenset("mwMæÆ")
ROUND = 22.0
DASHED = (Status.TOGETHER, Status.APART)
SLASHES = {Status.SEPARATED: 1, Status.DIVORCED: 2, Status.APART: 2}


def drawing(genogram: Genogram, *, id: str = "genogram") -> str:
    """SVG text. `id` tells its title and description from those of other drawings on the page."""
    told = " ".join(words.told(genogram))
    if not genogram.members:
        return _svg(id, 320, 60, words.EMPTY, told, [_text(160, 36, words.EMPTY, 16)])
    plan = laid_out(genogram)
    legend, width, height = _legend(genogram, plan)
    parts = [
        *_homes(plan),
        *_family(plan),
        *(
            part
            for bond, line in zip(genogram.bonds, plan.bonds, strict=True)
            for part in _bond(bond.feeling, line, _lines(plan))
        ),
        *(part for who in genogram.members for part in _person(who, plan.spots[who.id])),
        *legend,
    ]
    return _svg(id, width, height, words.summary(genogram), told, parts)


def _svg(id: str, width: float, height: float, title: str, told: str, parts: Iterable[str]) -> str:
    named = escape(id, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="genogram" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}" '
        f'aria-labelledby="{named}-title {named}-desc" fill="none" stroke="currentColor" '
        f'stroke-width="{_n(STROKE)}" stroke-linecap="round" stroke-linejoin="round">'
        f'<title id="{named}-title">{escape(title)}</title>'
        f'<desc id="{named}-desc">{escape(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )


# --- people ----------------------------------------------------------------------------------


def _person(who: Member, spot: Spot) -> Iterable[str]:
    if who.focus:
        yield _shape(who, spot, RIM)
    yield _shape(who, spot, 0)
    if who.dead:
        far = spot.half * (1.0 if who.sex in (Sex.MALE, Sex.OTHER) else 0.7)
        far = spot.half * 0.5 if who.sex is Sex.UNKNOWN else far
        for turn in (1, -1):
            yield _line(
                [
                    Point(spot.x - far, spot.y - far * turn),
                    Point(spot.x + far, spot.y + far * turn),
                ],
                width=1.3,
            )
    yield from _written(who, spot)


def _shape(who: Member, spot: Spot, room: float) -> str:
    x, y, half = spot.x, spot.y, spot.half + room
    if who.unborn:
        return _polygon([(x, y - half), (x + half, y + half * 0.8), (x - half, y + half * 0.8)])
    match who.sex:
        case Sex.FEMALE:
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half)}" fill="{GROUND}"/>'
        case Sex.UNKNOWN:
            half += room * 0.4
            return _polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)])
        case Sex.MALE | Sex.OTHER:
            corner = min(22.0, half / 2) if who.sex is Sex.OTHER else 0.0
            return (
                f'<rect x="{_n(x - half)}" y="{_n(y - half)}" width="{_n(2 * half)}" '
                f'height="{_n(2 * half)}" rx="{_n(corner)}" fill="{GROUND}"/>'
            )


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    said = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{said}" fill="{GROUND}"/>'


def _written(who: Member, spot: Spot) -> Iterable[str]:
    """The role, in as many lines as it takes, then the age; sized so that it stays inside."""
    label = who.label[:1].upper() + who.label[1:]
    lines = [(line, ROLE_SIZE, False) for line in _in_lines(label, who, spot)]
    if who.age is not None:
        lines.append((str(who.age) if who.age else "< 1", AGE_SIZE, True))
    if who.sex is Sex.UNKNOWN and not who.unborn:
        lines.append((words.UNKNOWN_SIGN, 13.0, False))
    height = sum(size * 1.15 for _, size, _ in lines)
    y = spot.y - height / 2 + (spot.half * 0.3 if who.unborn else 0)
    for line, size, strong in lines:
        middle = y + size * 1.15 / 2
        room = _room(who, spot, abs(middle - spot.y) + size * 0.36)
        fits = min(size, size * room / max(_width(line, size), 1.0))
        yield _text(
            spot.x, middle + fits * 0.35, line, fits, strong=strong, halo=who.dead or who.unborn
        )
        y += size * 1.15


def _in_lines(label: str, who: Member, spot: Spot) -> list[str]:
    role, _, letter = label.rpartition(" ") if who.letter else (label, "", "")
    pieces = role.split()
    if letter:
        pieces[-1] = f"{pieces[-1]} {letter}"
    broken: list[str] = []
    for piece in pieces:
        broken += _broken(piece, _room(who, spot, 26.0))
    return broken


_HEADS = (
    *("adoptiv", "kontakt", "netværks", "støtte", "tvillinge"),
    *("pleje", "sviger", "sted", "halv", "bonus", "store", "lille", "olde", "barne", "spæd"),
)


def _broken(word: str, room: float) -> list[str]:
    """A long word is divided where it was put together: "Tvillinge-", "søster"."""
    if _width(word, ROLE_SIZE) <= room * 1.12:
        return [word]
    head = next((h for h in _HEADS if word.lower().startswith(h) and len(word) > len(h) + 2), "")
    return [f"{word[: len(head)]}-", word[len(head) :]] if head else [word]


def _room(who: Member, spot: Spot, off: float) -> float:
    """How wide a line of text may be, so far from the middle."""
    half = spot.half - 4
    if who.unborn:
        return half * 1.15
    match who.sex:
        case Sex.FEMALE:
            return 2 * sqrt(max(half**2 - off**2, 200))
        case Sex.UNKNOWN:
            return 2 * max(half - off, 14)
        case _:
            return 2 * half


def _width(text: str, size: float) -> float:
    letters = (0.3 if c in _NARROW else 0.84 if c in _WIDE else _LETTER for c in text)
    return sum(letters) * size


def _text(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    strong: bool = False,
    halo: bool = False,
    anchor: str = "middle",
) -> str:
    """With a halo where lines run behind it."""
    edge = f'stroke="{GROUND}" stroke-width="4" paint-order="stroke"' if halo else 'stroke="none"'
    weight = ' font-weight="700"' if strong else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" '
        f'fill="currentColor" {edge}{weight}>{escape(text)}</text>'
    )


# --- the family's lines ------------------------------------------------------------------------


def _family(plan: Layout) -> Iterable[str]:
    for couple in plan.couples:
        yield from _couple(couple)
    for segment in (*plan.common, *plan.bars):
        yield _line(segment)
    for child in plan.children:
        yield from _child(child.child.tie, child.points)


def _couple(couple: CoupleLine) -> Iterable[str]:
    status = couple.union.status
    yield _line(couple.points, dashes=DASHES if status in DASHED else "")
    if status is not None:
        yield from _slashes(couple.marks, SLASHES.get(status, 0))


def _slashes(at: Point, count: int) -> Iterable[str]:
    for number in range(count):
        x = at.x + (number - (count - 1) / 2) * 9
        yield _line([Point(x - 6, at.y + 11), Point(x + 6, at.y - 11)])


def _child(tie: Tie, points: Sequence[Point]) -> Iterable[str]:
    match tie:
        case Tie.BORN:
            yield _line(points)
        case Tie.FOSTER:
            yield _line(points, dashes=DOTS, width=3.2)
        case Tie.ADOPTED:
            yield _line([Point(p.x - 3.5, p.y) for p in points])
            yield _line([Point(p.x + 3.5, p.y) for p in points], dashes="6 6")


def _line(
    points: Iterable[Point], *, dashes: str = "", width: float = STROKE, color: str = ""
) -> str:
    said = " ".join(f"{_n(p.x)},{_n(p.y)}" for p in points)
    more = f' stroke-dasharray="{dashes}"' if dashes else ""
    more += f' stroke-width="{_n(width)}"' if width != STROKE else ""
    more += f' stroke="{color}"' if color else ""
    return f'<polyline points="{said}"{more}/>'


# --- homes -------------------------------------------------------------------------------------


def _homes(plan: Layout) -> Iterable[str]:
    for outline in plan.homes:
        yield _outline(outline.points, HOME_DASHES[outline.home.kind])


def _outline(points: Sequence[Point], dashes: str) -> str:
    closed = [points[-1], *points, points[0]]
    steps: list[str] = []
    for before, at, after in zip(closed, closed[1:], closed[2:], strict=False):
        start = _towards(at, before)
        end = _towards(at, after)
        steps.append(
            f"{'L' if steps else 'M'}{_n(start.x)} {_n(start.y)}"
            f"Q{_n(at.x)} {_n(at.y)} {_n(end.x)} {_n(end.y)}"
        )
    return f'<path d="{"".join(steps)}Z" stroke-dasharray="{dashes}" stroke-width="1.6"/>'


def _towards(at: Point, other: Point) -> Point:
    length = hypot(other.x - at.x, other.y - at.y) or 1.0
    share = min(ROUND, length / 2) / length
    return Point(at.x + (other.x - at.x) * share, at.y + (other.y - at.y) * share)


# --- what is between two -----------------------------------------------------------------------


def _lines(plan: Layout) -> list[tuple[Point, Point]]:
    return [
        *plan.common,
        *(pair for line in plan.couples for pair in pairwise(line.points)),
        *(pair for line in plan.children for pair in pairwise(line.points)),
    ]


def _bond(
    feeling: Feeling, points: Sequence[Point], lines: Sequence[tuple[Point, Point]] = ()
) -> Iterable[str]:
    match feeling:
        case Feeling.CLOSE:
            yield from _parallel(points, 7.5)
        case Feeling.VERY_CLOSE:
            yield from _parallel(points, 11.5)
            yield _line(points, color=BOND)
        case Feeling.DISTANT:
            yield _line(points, dashes="2 7", color=BOND)
        case Feeling.CONFLICT:
            yield _line(_zigzag(points, 6.0), color=BOND)
        case Feeling.CLOSE_CONFLICT:
            yield from _parallel(points, 18.0)
            yield _line(_zigzag(points, 5.0), color=BOND)
        case Feeling.CUT_OFF | Feeling.REPAIRED:
            yield from _broken_off(points, lines, mended=feeling is Feeling.REPAIRED)
        case Feeling.CARE:
            yield _line(points, color=BOND)
            yield _arrow(points)


def _parallel(points: Sequence[Point], width: float) -> Iterable[str]:
    yield _line(points, width=width, color=BOND)
    yield _line(points, width=width - 2 * STROKE, color=GROUND)


def _along(points: Sequence[Point], far: float) -> tuple[Point, Point]:
    """The place so far along a line, and its direction."""
    for start, end in pairwise(points):
        length = hypot(end.x - start.x, end.y - start.y)
        if far <= length or end == points[-1]:
            ux, uy = (end.x - start.x) / (length or 1.0), (end.y - start.y) / (length or 1.0)
            return Point(start.x + ux * far, start.y + uy * far), Point(ux, uy)
        far -= length
    return points[0], Point(1.0, 0.0)


def _length(points: Sequence[Point]) -> float:
    return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points))


def _zigzag(points: Sequence[Point], high: float) -> list[Point]:
    length = _length(points)
    count = max(int(length / 7), 4)
    found = [points[0]]
    for number in range(1, count):
        at, to = _along(points, length * number / count)
        side = high if number % 2 else -high
        found.append(Point(at.x - to.y * side, at.y + to.x * side))
    return [*found, points[-1]]


def _broken_off(
    points: Sequence[Point], lines: Sequence[tuple[Point, Point]], *, mended: bool
) -> Iterable[str]:
    """Broken where no line of the family passes, which would look like a bar of its own."""
    length = _length(points)
    gap = 9.0 if mended else 6.0
    middle = length * max(
        (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74),
        key=lambda share: (
            min((_apart(_along(points, length * share)[0], line) for line in lines), default=0.0)
            // 14
        ),
    )
    before, after = middle - gap, middle + gap
    yield _line([points[0], *_between(points, 0, before), _along(points, before)[0]], color=BOND)
    yield _line(
        [_along(points, after)[0], *_between(points, after, length), points[-1]], color=BOND
    )
    for far in (before, after):
        at, to = _along(points, far)
        yield _line(
            [Point(at.x - to.y * 10, at.y + to.x * 10), Point(at.x + to.y * 10, at.y - to.x * 10)],
            color=BOND,
        )
    if mended:
        at, _ = _along(points, middle)
        yield f'<circle cx="{_n(at.x)}" cy="{_n(at.y)}" r="4.5" stroke="{BOND}"/>'


def _apart(point: Point, line: tuple[Point, Point]) -> float:
    """From a line; more than 30 pixels are as good as any."""
    (ax, ay), (bx, by) = line
    length = hypot(bx - ax, by - ay) or 1.0
    share = ((point.x - ax) * (bx - ax) + (point.y - ay) * (by - ay)) / length**2
    share = min(max(share, 0.0), 1.0)
    far = hypot(point.x - ax - share * (bx - ax), point.y - ay - share * (by - ay))
    return min(far, 30.0)


def _between(points: Sequence[Point], start: float, end: float) -> list[Point]:
    far, found = 0.0, []
    for before, at in pairwise(points[:-1]):
        far += hypot(at.x - before.x, at.y - before.y)
        if start < far < end:
            found.append(at)
    return found


def _arrow(points: Sequence[Point]) -> str:
    tip = points[-1]
    _, to = _along(points, _length(points))
    back = Point(tip.x - to.x * 13, tip.y - to.y * 13)
    return (
        f'<polygon points="{_n(tip.x)},{_n(tip.y)} '
        f"{_n(back.x - to.y * 7)},{_n(back.y + to.x * 7)} "
        f'{_n(back.x + to.y * 7)},{_n(back.y - to.x * 7)}" fill="{BOND}" stroke="{BOND}"/>'
    )


# --- the legend --------------------------------------------------------------------------------

_SIGN, _ROW = 54.0, 34.0


def _legend(genogram: Genogram, plan: Layout) -> tuple[list[str], float, float]:
    """What occurs in this drawing, in columns below it; the whole size with it."""
    entries = list(_entries(genogram))
    column = _SIGN + 22 + max(_width(said, LEGEND_SIZE) for _, said in entries) + 18
    width = max(plan.width, column + 48)
    columns = max(1, min(len(entries), int((width - 32) // column)))
    rows = -(-len(entries) // columns)
    top = plan.height + 8
    parts = [
        f'<line x1="24" y1="{_n(top)}" x2="{_n(width - 24)}" y2="{_n(top)}" '
        'stroke-width="0.8" opacity="0.6"/>'
    ]
    for number, (signs, said) in enumerate(entries):
        x = 24 + (number // rows) * column
        y = top + 30 + (number % rows) * _ROW
        parts.append(f'<g transform="translate({_n(x)} {_n(y)})">{"".join(signs)}')
        parts.append(_text(_SIGN + 14, 5, said, LEGEND_SIZE, anchor="start") + "</g>")
    return parts, width, top + 30 + rows * _ROW


_START, _END = Point(0, 0), Point(_SIGN, 0)


def _entries(genogram: Genogram) -> Iterable[tuple[list[str], str]]:
    members, unions = genogram.members, genogram.unions
    small = Spot(_SIGN / 2, 0, 11)
    born = [who for who in members if not who.unborn]
    for sex, said in words.LEGEND_SEXES.items():
        if any(who.sex is sex for who in born):
            sign = Member(id=0, role="", sex=sex)
            yield [_shape(sign, small, 1)], said
    if any(who.unborn for who in members):
        yield [_shape(Member(id=0, role="", unborn=True), small, 2)], words.LEGEND_UNBORN
    if any(who.focus for who in members):
        sign = Member(id=0, role="", sex=next(who.sex for who in members if who.focus))
        smaller = Spot(_SIGN / 2, 0, 8)
        yield [_shape(sign, smaller, 5), _shape(sign, smaller, 0)], words.LEGEND_FOCUS
    if any(who.dead for who in members):
        cross = [[Point(16, -11), Point(38, 11)], [Point(16, 11), Point(38, -11)]]
        yield [_line(each, width=1.3) for each in cross], words.LEGEND_DEAD
    for status, said in words.LEGEND_STATUSES.items():
        if any(union.status is status for union in unions):
            yield (
                [
                    _line((_START, _END), dashes=DASHES if status in DASHED else ""),
                    *_slashes(Point(_SIGN / 2, 0), SLASHES.get(status, 0)),
                ],
                said,
            )
    ties = {child.tie for union in unions for child in union.children}
    for tie, said in words.LEGEND_TIES.items():
        if tie in ties and tie is not Tie.BORN:
            yield list(_child(tie, (Point(_SIGN / 2, -13), Point(_SIGN / 2, 13)))), said
    twins = {child.twin for union in unions for child in union.children} - {Twin.NOT}
    if twins:
        tops = [Point(_SIGN / 2 + dx, 13) for dx in (-13, 13)]
        signs = [_line((Point(_SIGN / 2, -13), top)) for top in tops]
        if twins - {Twin.IDENTICAL}:
            yield signs, words.LEGEND_TWINS
        if Twin.IDENTICAL in twins:
            bar = _line((Point(_SIGN / 2 - 6.5, 0), Point(_SIGN / 2 + 6.5, 0)))
            yield [*signs, bar], words.LEGEND_IDENTICAL
    for kind, said in words.LEGEND_HOMES.items():
        if any(home.kind is kind for home in genogram.households):
            yield [_line((_START, _END), dashes=HOME_DASHES[kind], width=1.6)], said
    for feeling, said in words.LEGEND_FEELINGS.items():
        if any(bond.feeling is feeling for bond in genogram.bonds):
            yield list(_bond(feeling, (_START, _END))), said


def _n(number: float) -> str:
    """Short, and the same everywhere."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
