"""Ways round things: a line from one symbol to another that runs through no third, and an outline
round some symbols that takes in no other."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from math import cos, hypot, inf, radians, sin
from typing import NamedTuple, Protocol

CELL = 6  # pixels; outlines that are no simple hull are found on a grid
_NEAR = 9.0  # how near a symbol a line may come
_CORNER = 12.0  # how far from a symbol a line turns
_CROSSES_BOND, _CROSSES_LINE, _ALONG_A_LINE, _BEND = 60.0, 14.0, 120.0, 30.0
_OBLIQUE, _FLAT = 40.0, 0.35  # of a line that leaves a symbol nearly along its border


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Place(Protocol):
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    def box(self, room: float = 0) -> Box: ...
    def edge(self, ux: float, uy: float) -> Point: ...


Line = tuple[Point, Point]
Cell = tuple[int, int]


# --- a line between two ----------------------------------------------------------------------


def way(
    one: Place,
    other: Place,
    others: Sequence[Place],
    lines: Sequence[Line],
    taken: Sequence[Line],
) -> tuple[Point, ...]:
    """The best line from one symbol to another: straight if it can be, round others if not.
    `lines` are the family's, `taken` those of other bonds."""
    walls = [place.box(_NEAR) for place in others]
    own = [one.box(_NEAR), other.box(_NEAR)]

    def price(start: Point, end: Point) -> float:
        line = (start, end)
        near = [each for each in lines if _near_each_other(line, each)]
        near_bonds = [each for each in taken if _near_each_other(line, each)]
        return (
            hypot(end.x - start.x, end.y - start.y)
            + sum(_cross(line, each) for each in near_bonds) * _CROSSES_BOND
            + sum(_cross(line, each) for each in near) * _CROSSES_LINE
            + sum(_along(line, each) for each in (*near, *near_bonds)) * _ALONG_A_LINE
        )

    starts, ends = list(_ports(one)), list(_ports(other))
    straight = [
        (price(start, end) + _OBLIQUE * (2 - leaving - arriving), start, end)
        for start, out in starts
        for end, in_ in ends
        if (leaving := _along_with(out, start, end)) > _FLAT
        and (arriving := _along_with(in_, end, start)) > _FLAT
        and _is_free(start, end, walls)
    ]
    if straight:
        _, start, end = min(straight)
        return start, end
    corners = [
        point
        for place in (*others, one, other)
        for point in _corners(place.box(_CORNER))
        if not any(_inside(point, wall) for wall in walls)
    ]
    # From a symbol one goes straight out, so that nothing runs through it.
    outs = {_out(point, to): point for point, to in starts}
    ins = {_out(point, to): point for point, to in ends}
    found = _shortest(list(outs), list(ins), corners, (*walls, *own), price)
    return (outs[found[0]], *found, ins[found[-1]])


def _out(point: Point, to: Point) -> Point:
    return Point(point.x + to.x * 2 * _NEAR, point.y + to.y * 2 * _NEAR)


_ANGLES = (0, 35, 60, 120, 145, 180, 215, 240, 300, 325)  # above and below run the family's lines


def _ports(place: Place) -> Iterator[tuple[Point, Point]]:
    """Where a line may leave a symbol, and the direction out of it."""
    for angle in _ANGLES:
        ux, uy = cos(radians(angle)), sin(radians(angle))
        yield place.edge(ux, uy), Point(ux, uy)


def _along_with(out: Point, start: Point, end: Point) -> float:
    length = hypot(end.x - start.x, end.y - start.y) or 1.0
    return (out.x * (end.x - start.x) + out.y * (end.y - start.y)) / length


def _corners(box: Box) -> Iterator[Point]:
    for x in (box.left, box.right):
        for y in (box.top, box.bottom):
            yield Point(x, y)


def _shortest(
    starts: Sequence[Point],
    ends: Sequence[Point],
    corners: Sequence[Point],
    walls: Sequence[Box],
    price: "Price",
) -> tuple[Point, ...]:
    """A* over the corners that can be seen from each other."""
    goals = set(ends)
    points = [*corners, *ends]
    far = {
        point: min(hypot(point.x - goal.x, point.y - goal.y) for goal in ends)
        for point in (*points, *starts)
    }
    waiting: list[tuple[float, float, tuple[Point, ...]]] = []
    for start in starts:
        heappush(waiting, (far[start], 0.0, (start,)))
    done: set[Point] = set()
    best: dict[Point, float] = {}
    while waiting:
        _, so_far, path = heappop(waiting)
        at = path[-1]
        if at in done:
            continue
        done.add(at)
        if at in goals:
            return path
        for point in points:
            least = so_far + _BEND + hypot(point.x - at.x, point.y - at.y)
            if point in done or point == at or least >= best.get(point, inf):
                continue
            if not _is_free(at, point, walls):
                continue
            total = so_far + price(at, point) + _BEND
            if total < best.get(point, inf):
                best[point] = total
                heappush(waiting, (total + far[point], total, (*path, point)))
    return starts[0], ends[0]  # everything is closed: never where symbols stand apart


class Price(Protocol):
    def __call__(self, start: Point, end: Point, /) -> float: ...


def _is_free(start: Point, end: Point, walls: Iterable[Box]) -> bool:
    left, right = (start.x, end.x) if start.x < end.x else (end.x, start.x)
    top, bottom = (start.y, end.y) if start.y < end.y else (end.y, start.y)
    for wall in walls:
        if right <= wall[0] or left >= wall[2] or bottom <= wall[1] or top >= wall[3]:
            continue
        if _hits(start, end, wall):
            return False
    return True


def _hits(start: Point, end: Point, box: Box) -> bool:
    """Whether a line runs through the inside of a box (Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    for begin, step, low, high in (
        (start.x, end.x - start.x, box.left, box.right),
        (start.y, end.y - start.y, box.top, box.bottom),
    ):
        if abs(step) < 1e-9:
            if not low < begin < high:
                return False
            continue
        one, other = (low - begin) / step, (high - begin) / step
        enter, leave = max(enter, min(one, other)), min(leave, max(one, other))
    return leave - enter > 1e-6


def _inside(point: Point, box: Box) -> bool:
    return box.left < point.x < box.right and box.top < point.y < box.bottom


def _near_each_other(one: Line, other: Line) -> bool:
    """Quickly: whether they might meet, or run along each other."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    return (
        max(ax, bx) + 10 > min(cx, dx)
        and max(cx, dx) + 10 > min(ax, bx)
        and max(ay, by) + 10 > min(cy, dy)
        and max(cy, dy) + 10 > min(ay, by)
    )


def _cross(one: Line, other: Line) -> bool:
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _along(one: Line, other: Line) -> bool:
    """Whether two lines run so near each other that they look like one."""
    (a, b), (c, d) = one, other
    length = hypot(b.x - a.x, b.y - a.y) or 1.0
    apart = max(abs(_side(a, b, c)), abs(_side(a, b, d))) / length
    if apart > 10:
        return False
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    from_, to = sorted((ux * (p.x - a.x) + uy * (p.y - a.y)) for p in (c, d))
    return min(to, length) - max(from_, 0.0) > 6


# --- an outline round several ------------------------------------------------------------------


def around(inside: Sequence[Box], outside: Sequence[Box]) -> tuple[Point, ...]:
    """A closed line round the boxes `inside`: their hull, or, where somebody else stands in it,
    the boxes and ways between them that keep clear of those `outside`."""
    hull = _hull([corner for box in inside for corner in _corners(box)])
    if not any(_touches(hull, box) for box in outside):
        return tuple(hull)
    closed: set[Cell] = set().union(*map(_cells, outside))
    whole, *left = inside
    cells, joined = _cells(whole), [whole]
    while left:
        one, other = min(
            ((one, other) for one in joined for other in left), key=lambda pair: _apart(*pair)
        )
        left.remove(other)
        joined.append(other)
        both = _hull([*_corners(one), *_corners(other)])
        cells |= _cells(other)
        straight = _straight(one, other)
        if not any(_touches(both, box) for box in outside):
            cells |= _filled(both)
        elif straight is not None and not any(_overlap(straight, box) for box in outside):
            cells |= _cells(straight)
        else:
            cells |= _corridor(one, other, outside)
    return _smoothed(_traced(cells - closed))


def _straight(one: Box, other: Box) -> Box | None:
    """What lies straight between two boxes; None: too little of them faces each other."""
    left, right = max(one.left, other.left), min(one.right, other.right)
    top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
    if right - left > 2 * _WIDE and bottom < top:
        return Box(left, bottom, right, top)
    if bottom - top > 2 * _WIDE and right < left:
        return Box(right, top, left, bottom)
    return None


def _overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _apart(one: Box, other: Box) -> float:
    across = max(one.left - other.right, other.left - one.right, 0.0)
    return hypot(across, max(one.top - other.bottom, other.top - one.bottom, 0.0))


def _corridor(one: Box, other: Box, outside: Sequence[Box]) -> set[Cell]:
    """As wide as there is room for, on the shortest way between two boxes."""
    walls = [Box(b.left - 6, b.top - 6, b.right + 6, b.bottom + 6) for b in outside]
    corners = [
        point
        for b in walls
        for point in _corners(Box(b.left - 2, b.top - 2, b.right + 2, b.bottom + 2))
        if not any(_inside(point, wall) for wall in walls)
    ]
    path = _shortest(
        list(_gates(one)),
        list(_gates(other)),
        corners,
        walls,
        lambda start, end: hypot(end.x - start.x, end.y - start.y),
    )
    cells: set[Cell] = set()
    for start, end in pairwise(path):
        steps = int(hypot(end.x - start.x, end.y - start.y) // CELL) + 1
        for step in range(steps + 1):
            x = start.x + (end.x - start.x) * step / steps
            y = start.y + (end.y - start.y) * step / steps
            cells |= _cells(Box(x - _WIDE, y - _WIDE, x + _WIDE, y + _WIDE))
    return cells


_WIDE = 14.0  # half of a way between two parts of a home


def _gates(box: Box) -> Iterator[Point]:
    """Along the border of a box, and a little inside."""
    for share in (0.1, 0.5, 0.9):
        x = box.left + (box.right - box.left) * share
        y = box.top + (box.bottom - box.top) * share
        yield from (Point(x, box.top + 4), Point(x, box.bottom - 4))
        yield from (Point(box.left + 4, y), Point(box.right - 4, y))


def _filled(hull: Sequence[Point]) -> set[Cell]:
    sides = list(pairwise((*hull, hull[0])))
    xs, ys = [p.x for p in hull], [p.y for p in hull]
    return {
        (i, j)
        for i, j in _cells(Box(min(xs), min(ys), max(xs), max(ys)))
        if all(_side(a, b, Point((i + 0.5) * CELL, (j + 0.5) * CELL)) >= 0 for a, b in sides)
    }


def _hull(points: Iterable[Point]) -> list[Point]:
    """The convex hull (Andrew's monotone chain)."""
    every = sorted(set(points))

    def half(order: Iterable[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in order:
            while len(kept) > 1 and _side(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return [*half(every), *half(reversed(every))]


def _touches(hull: Sequence[Point], box: Box) -> bool:
    sides = list(pairwise((*hull, hull[0])))
    if any(_hits(start, end, box) for start, end in sides):
        return True
    return all(_side(start, end, Point(box.left, box.top)) > 0 for start, end in sides)


def _cells(box: Box) -> set[Cell]:
    return {
        (i, j)
        for i in range(int(box.left // CELL), int(-(-box.right // CELL)))
        for j in range(int(box.top // CELL), int(-(-box.bottom // CELL)))
    }


def _traced(cells: set[Cell]) -> tuple[Point, ...]:
    """The outer border of cells that hang together, clockwise."""
    after: dict[Cell, list[Cell]] = {}
    for i, j in cells:
        for neighbour, start, end in (
            ((i, j - 1), (i, j), (i + 1, j)),
            ((i + 1, j), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1), (i + 1, j + 1), (i, j + 1)),
            ((i - 1, j), (i, j + 1), (i, j)),
        ):
            if neighbour not in cells:
                after.setdefault(start, []).append(end)
    start = min(after, key=lambda cell: (cell[1], cell[0]))
    border = [start]
    heading = (1, 0)
    at = start
    while True:
        ways = after[at]
        at_next = ways[0]
        if len(ways) > 1:  # two cells that touch at a corner: keep to the inside
            turn = (-heading[1], heading[0])
            at_next = next((w for w in ways if (w[0] - at[0], w[1] - at[1]) == turn), ways[0])
        heading = (at_next[0] - at[0], at_next[1] - at[1])
        at = at_next
        if at == start:
            break
        border.append(at)
    closed = [border[-1], *border, border[0]]
    return tuple(
        Point(float(x * CELL), float(y * CELL))
        for (px, py), (x, y), (nx, ny) in zip(closed, closed[1:], closed[2:], strict=False)
        if (x - px, y - py) != (nx - x, ny - y)
    )


def _smoothed(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without the steps of the grid (Douglas and Peucker's)."""
    far = max(range(len(points)), key=lambda n: hypot(*_less(points[n], points[0])))
    closed = (*points, points[0])
    return (*_thinned(closed[: far + 1])[:-1], *_thinned(closed[far:])[:-1])


def _thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    first, last = points[0], points[-1]
    length = hypot(*_less(last, first)) or 1.0
    apart = [abs(_side(first, last, point)) / length for point in points]
    furthest = max(range(len(points)), key=apart.__getitem__)
    if apart[furthest] <= CELL * 1.6 or len(points) < 3:
        return (first, last)
    return (*_thinned(points[: furthest + 1])[:-1], *_thinned(points[furthest:]))


def _less(one: Point, other: Point) -> tuple[float, float]:
    return one.x - other.x, one.y - other.y
