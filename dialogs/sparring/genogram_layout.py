"""Where everything of a genogram is drawn: symbols, the lines of a family, homes, and what is
between two people. Units are pixels of the drawing; y grows downwards.

Symbols stand in rows. Between two rows there are levels: first for the lines below couples, then
for the lines above children. No two lines lie on each other, and no line runs through a symbol.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, permutations
from typing import NamedTuple

from dialogs.sparring.genogram import Child, Genogram, Household, Sex, Tie, Twin, Union, twins
from dialogs.sparring.genogram_rows import Family, Net, Rows, family, ordered
from dialogs.sparring.genogram_ways import CELL, Box, Point, around, way

HALF = 42.0  # of a square
HALVES: Mapping[Sex, float] = {
    Sex.MALE: HALF,
    Sex.FEMALE: 45.0,
    Sex.OTHER: HALF,
    Sex.UNKNOWN: 52.0,
}
RIM = 6.0  # between the two borders of who is in focus
PASSING = 8.0  # half of what a line between two symbols needs
GAP = 40.0  # between two symbols
COUPLE_GAP = 48.0
STRANGERS_GAP = 56.0
MARGIN = 60.0
PORT = 13.0  # between two lines at one symbol
LEVEL = 26.0
EVENED = 14.0
BESIDE = 14.0
BELOW_SYMBOL = 32.0  # to the first line
ABOVE_SYMBOL = 40.0  # to the last line
ABOVE_TWINS = 46.0
SWEEPS = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands: the centre of the symbol, half its width, and its form."""

    x: float
    y: float
    half: float
    sex: Sex = Sex.UNKNOWN
    rim: float = 0.0  # of a second border

    def box(self, room: float = 0) -> Box:
        size = self.half + self.rim + room
        return Box(self.x - size, self.y - size, self.x + size, self.y + size)

    def edge(self, ux: float, uy: float) -> Point:
        """Where a line that leaves the centre in this direction (of length 1) leaves the form."""
        size = self.half + self.rim
        match self.sex:
            case Sex.FEMALE:
                far = size
            case Sex.UNKNOWN:
                far = size / (abs(ux) + abs(uy))
            case _:
                far = size / max(abs(ux), abs(uy))
        return Point(self.x + ux * far, self.y + uy * far)


@dataclass(frozen=True, slots=True)
class CoupleLine:
    union: Union
    points: tuple[Point, ...]  # from the one symbol down, across, and up to the other
    marks: Point  # where the slashes of a separation stand
    hops: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildLine:
    """From the common line down to a child, or, for twins, from their common point."""

    child: Child
    points: tuple[Point, ...]


class Segment(NamedTuple):
    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Outline:
    home: Household
    points: tuple[Point, ...]  # closed; drawn with round corners


@dataclass(frozen=True, slots=True)
class Layout:
    width: float
    height: float
    spots: Mapping[int, Spot]
    couples: tuple[CoupleLine, ...]
    common: tuple[Segment, ...]  # the lines that brothers and sisters hang on
    children: tuple[ChildLine, ...]
    bars: tuple[Segment, ...]  # between identical twins
    homes: tuple[Outline, ...]
    bonds: tuple[tuple[Point, ...], ...]  # in the order of the genogram's


def laid_out(genogram: Genogram) -> Layout:
    """The whole drawing of a genogram with at least one person."""
    kin = family(genogram)
    rows = ordered(kin)
    return _Plan(kin, rows).layout()


# --- how far to the right ----------------------------------------------------------------------


def placed(kin: Family, rows: Rows, halves: Mapping[int, float]) -> dict[int, float]:
    """Everybody's x: children below the middle of their parents, as far as there is room."""
    homes = [set(home.members) for home in kin.genogram.households]
    couples = {frozenset(union.partners) for union in kin.genogram.unions}

    def room(one: int, other: int) -> float:
        gap = GAP
        if frozenset((one, other)) in couples:
            gap = COUPLE_GAP
        elif any((one in home) != (other in home) for home in homes):
            gap = STRANGERS_GAP
        return halves[one] + halves[other] + gap

    rooms = [[room(*pair) for pair in pairwise(row)] for row in rows]
    packed: dict[int, float] = {}  # everybody as near the next as can be
    for row, between in zip(rows, rooms, strict=True):
        at = -sum(between) / 2
        for who, step in zip(row, [*between, 0.0], strict=True):
            packed[who] = at
            at += step
    x = dict(packed)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for number in range(len(rows)) if down else reversed(range(len(rows))):
            wanted: dict[int, list[float]] = {}
            for net in kin.nets:
                if down and net.row + 1 == number:
                    shift = leaves(net, x, kin) - _middle(net.below, packed)
                    for who in net.below:
                        wanted.setdefault(who, []).append(packed[who] + shift)
                if not down and net.row == number:
                    shift = _middle(net.below, x) - leaves(net, packed, kin)
                    for who in net.above:
                        wanted.setdefault(who, []).append(packed[who] + shift)
            _settle(rows[number], rooms[number], wanted, x)
    return x


def _middle(people: Sequence[int], x: Mapping[int, float]) -> float:
    return (min(x[who] for who in people) + max(x[who] for who in people)) / 2


def leaves(net: Net, x: Mapping[int, float], kin: Family) -> float:
    """Where the line to the children leaves a couple's: in the middle, or, when others stand
    between the two, beside the one who stands further out."""
    if len(net.above) == 1:
        return x[net.above[0]]
    return sum(_open(net.above, x, kin)) / 2


def _open(couple: Sequence[int], x: Mapping[int, float], kin: Family) -> tuple[float, float]:
    """The part of a couple's line that has no other symbol above it."""
    one, other = sorted(couple, key=lambda who: x[who])
    between = sorted(
        (who for who in kin.start[_row(kin, one)] if x[one] < x[who] < x[other]),
        key=lambda who: x[who],
    )
    if not between:
        return x[one], x[other]
    unions = kin.genogram.unions_of
    if len(unions(one)) >= len(unions(other)):
        return x[between[-1]], x[other]
    return x[one], x[between[0]]


def _row(kin: Family, who: int) -> int:
    return next(number for number, row in enumerate(kin.start) if who in row)


def _settle(
    row: Sequence[int],
    rooms: Sequence[float],
    wanted: Mapping[int, list[float]],
    x: dict[int, float],
) -> None:
    """As near as can be to where they want to be, in this order and with this room between."""
    offsets = [0.0]
    for step in rooms:
        offsets.append(offsets[-1] + step)
    groups: list[list[float]] = []  # sum of weights, weighted sum, how many
    for who, offset in zip(row, offsets, strict=True):
        said = wanted.get(who)
        weight = 1.0 if said else 0.02
        want = (sum(said) / len(said) if said else x[who]) - offset
        groups.append([weight, weight * want, 1])
        while len(groups) > 1 and groups[-2][1] / groups[-2][0] > groups[-1][1] / groups[-1][0]:
            last = groups.pop()
            groups[-1] = [a + b for a, b in zip(groups[-1], last, strict=True)]
    at = 0
    for weight, total, count in groups:
        for place in range(at, at + int(count)):
            x[row[place]] = total / weight + offsets[place]
        at += int(count)


# --- the lines of a family ---------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """Something horizontal between two rows, with what hangs on it and what it hangs on."""

    left: float
    right: float
    up: tuple[float, ...]  # where lines come down to it
    down: tuple[float, ...]  # where lines go down from it
    level: int = 0
    y: float = 0.0

    def overlaps(self, other: "_Line") -> bool:
        return self.left - PORT < other.right and other.left - PORT < self.right


@dataclass(slots=True)
class _Plan:
    kin: Family
    rows: Rows
    halves: dict[int, float] = field(init=False)
    x: dict[int, float] = field(init=False)
    y: dict[int, float] = field(init=False)
    below: dict[int, dict[int, float]] = field(init=False)
    above: dict[int, dict[int, float]] = field(init=False)
    couple_y: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        members = self.kin.genogram.members
        self.halves = {who.id: HALVES[who.sex] for who in members}
        self.halves |= dict.fromkeys(self.kin.passing, PASSING)
        self.x = placed(self.kin, self.rows, self.halves)
        least = min(self.x[who] - self.halves[who] for who in self.x)
        self.x = {who: round(at - least + MARGIN, 1) for who, at in self.x.items()}

    def layout(self) -> Layout:
        self._ports()
        couples, nets = self._levels()
        spots = {
            who.id: Spot(
                self.x[who.id],
                self.y[who.id],
                self.halves[who.id],
                who.sex,
                RIM if who.focus else 0.0,
            )
            for who in self.kin.genogram.members
        }
        common, children, bars = self._children(nets)
        width = max(spot.x + spot.half for spot in spots.values()) + MARGIN
        height = max(spot.y + spot.half for spot in spots.values()) + MARGIN
        drawn = self._couples(couples)
        lines = [
            *(seg for line in drawn for seg in map(Segment._make, pairwise(line.points))),
            *common,
            *(seg for line in children for seg in map(Segment._make, pairwise(line.points))),
        ]
        return Layout(
            width=width,
            height=height,
            spots=spots,
            couples=drawn,
            common=tuple(common),
            children=tuple(children),
            bars=tuple(bars),
            homes=self._homes(spots, lines),
            bonds=self._bonds(spots, lines),
        )

    # Where lines leave and reach a symbol.

    def _ports(self) -> None:
        """Each line has its own place: below a symbol by partner, the outermost to the middle, so
        that the nearer couple's line is not crossed; above it by where its line comes from."""
        self.below, self.above = {}, {}
        unions = self.kin.genogram.unions
        for who in self.x:
            ours = [
                (number, union) for number, union in enumerate(unions) if who in union.partners
            ]
            alone = [number for number, union in ours if union.second is None]
            sides = [
                (number, self.x[self._partner(union, who)] - self.x[who])
                for number, union in ours
                if union.second is not None
            ]
            left = sorted((each for each in sides if each[1] < 0), key=lambda each: -each[1])
            right = sorted((each for each in sides if each[1] > 0), key=lambda each: -each[1])
            order = [*(n for n, _ in left), *alone, *(n for n, _ in right)]
            middle = (len(order) - 1) / 2
            step = min(PORT * 1.4, 50 / max(len(order), 1))
            for place, number in enumerate(order):
                at = self.x[who] + (place - middle) * step
                self.below.setdefault(number, {})[who] = at
        for who in self.x:
            nets = [n for n, net in enumerate(self.kin.nets) if who in net.below]
            nets.sort(key=lambda n: leaves(self.kin.nets[n], self.x, self.kin))
            for place, n in enumerate(nets):
                at = self.x[who] + (place - (len(nets) - 1) / 2) * PORT * 1.6
                self.above.setdefault(n, {})[who] = at

    @staticmethod
    def _partner(union: Union, who: int) -> int:
        assert union.second is not None  # noqa: S101
        return union.second if union.first == who else union.first

    # Which line runs at which height.

    def _levels(self) -> tuple[dict[int, _Line], dict[int, _Line]]:
        """Gives every row its y, and every line its level. Union → line, net → line."""
        unions = self.kin.genogram.unions
        self.y = {}
        couples: dict[int, _Line] = {}
        nets: dict[int, _Line] = {}
        top = MARGIN
        for number, row in enumerate(self.rows):
            tallest = max((self.halves[who] for who in row), default=HALF)
            for who in row:
                self.y[who] = top + tallest
            base = top + 2 * tallest
            mine = [n for n, net in enumerate(self.kin.nets) if net.row == number]
            here = {
                n: self._couple_line(n)
                for n, union in enumerate(unions)
                if union.second is not None and union.first in row
            }
            depth = _levelled(list(here.values()))
            couples |= here
            lines = {n: self._net_line(n) for n in mine}
            bent = [line for line in lines.values() if line.right - line.left > 0.5]
            rise = _levelled(bent)
            nets |= lines
            first = base + BELOW_SYMBOL
            for union, line in here.items():
                line.y = self.couple_y[union] = first + line.level * LEVEL
            second = first + (depth * LEVEL if depth else 0)
            for line in lines.values():
                line.y = second + (line.level * LEVEL if line in bent else 0)
            has_twins = any(
                child.twin is not Twin.NOT for n in mine for child in self._union(n).children
            )
            top = second + rise * LEVEL + (ABOVE_TWINS if has_twins else ABOVE_SYMBOL)
        return couples, nets

    def _union(self, net: int) -> Union:
        return self.kin.genogram.unions[self.kin.nets[net].union]

    def _couple_line(self, number: int) -> _Line:
        ports = self.below[number]
        left, right = sorted(ports.values())
        nets = [
            n for n, net in enumerate(self.kin.nets) if net.union == number and len(net.above) == 2
        ]
        return _Line(left, right, (left, right), tuple(self._source(n) for n in nets))

    def _source(self, n: int) -> float:
        """Where the line down from those above begins: right above the children, if it can."""
        net = self.kin.nets[n]
        if len(net.above) == 1:
            who = net.above[0]
            return self.below.get(net.union, {}).get(who, self.x[who]) if who > 0 else self.x[who]
        below = self._points(n)
        middle = (min(below) + max(below)) / 2
        left, right = _open(net.above, self.x, self.kin)
        one, other = sorted(self.below[net.union].values())
        least = max(one, left + PORT * 1.5) if left > one else one + PORT
        most = min(other, right - PORT * 1.5) if right < other else other - PORT
        at = min(max(middle, least), most) if least < most else (left + right) / 2
        near = min(below, key=lambda x: abs(x - at))
        return near if abs(near - at) < 4 else at

    def _points(self, n: int) -> list[float]:
        """Where the lines of a net reach its common line: a child's place, or between twins."""
        return sorted(set(self._hangs(n).values()))

    def _hangs(self, n: int) -> dict[int, float]:
        """Child (or who passes through) → where its line leaves the common line."""
        net = self.kin.nets[n]
        ports = self.above[n]
        found = {who: ports[who] for who in net.below}
        if len(net.above) == 2 or net.above[0] > 0:
            for born in twins(self.kin.genogram, self._union(n)):
                ids = [child.id for child in born]
                if all(who in found for who in ids):
                    middle = sum(ports[who] for who in ids) / len(ids)
                    found |= dict.fromkeys(ids, middle)
        return found

    def _net_line(self, n: int) -> _Line:
        source, points = self._source(n), self._points(n)
        every = [source, *points]
        return _Line(min(every), max(every), (source,), tuple(points))

    # What is drawn of them.

    def _couples(self, couples: dict[int, _Line]) -> tuple[CoupleLine, ...]:
        drawn = []
        for number, line in couples.items():
            union = self.kin.genogram.unions[number]
            (one, left), (other, right) = sorted(self.below[number].items(), key=lambda e: e[1])
            y = line.y
            points = (
                Point(left, self.y[one]),
                Point(left, y),
                Point(right, y),
                Point(right, self.y[other]),
            )
            drawn.append(CoupleLine(union, points, Point(self._marks(line), y)))
        return tuple(drawn)

    @staticmethod
    def _marks(line: _Line) -> float:
        """In the middle of the longest piece of it that has no other line on it."""
        stops = sorted((line.left, *line.down, line.right))
        one, other = max(pairwise(stops), key=lambda pair: round(pair[1] - pair[0], 1))
        return (one + other) / 2

    def _children(
        self, nets: dict[int, _Line]
    ) -> tuple[list[Segment], list[ChildLine], list[Segment]]:
        common: list[Segment] = []
        children: list[ChildLine] = []
        bars: list[Segment] = []
        for n, line in nets.items():
            source, y = line.up[0], line.y
            bent = line.right - line.left > 0.5
            hangs = self._hangs(n)
            ties = {child.tie for who in hangs for child in self._those(n, who)}
            one = len(hangs) == 1 or ties == {Tie.FOSTER}
            lead = [Point(source, self._start_y(n)), Point(source, y)]
            if not one:
                common.append(Segment(*lead))
                if bent:
                    common.append(Segment(Point(line.left, y), Point(line.right, y)))
            for place, who in enumerate(sorted(hangs, key=lambda who: abs(hangs[who] - source))):
                port = self.above[n][who]
                points = [Point(hangs[who], y), Point(port, self.y[who])]
                if abs(hangs[who] - port) > 0.5:  # a twin: obliquely, to the top of its symbol
                    points[1] = Point(port, self.y[who] - self.halves[who] + 2)
                    points.append(Point(port, self.y[who]))
                if one and place == 0:
                    points = [*lead, *points] if bent else [lead[0], *points[1:]]
                elif one:
                    points = [self._nearest(hangs, who, source, y), *points]
                children.append(ChildLine(self._those(n, who)[0], tuple(points)))
            bars += self._bars(n, y)
        return common, children, bars

    def _those(self, n: int, who: int) -> list[Child]:
        """The children that a line leads to."""
        ids = self.kin.passing.get(who, (who,))
        return [child for child in self._union(n).children if child.id in ids]

    @staticmethod
    def _nearest(hangs: Mapping[int, float], who: int, source: float, y: float) -> Point:
        """Where a dotted line to a further child goes on from: none is drawn twice."""
        mine = hangs[who]
        before = [source, *(x for x in hangs.values() if abs(x - source) < abs(mine - source))]
        same = [x for x in before if (x - source) * (mine - source) >= 0]
        return Point(max(same, key=lambda x: abs(x - source)), y)

    def _start_y(self, n: int) -> float:
        """Of the line that comes from above: at the couple's line, or at a symbol."""
        net = self.kin.nets[n]
        if len(net.above) == 2:
            return self.couple_y[net.union]
        return self.y[net.above[0]]

    def _bars(self, n: int, y: float) -> list[Segment]:
        found = []
        if len(self.kin.nets[n].above) == 1 and self.kin.nets[n].above[0] < 0:
            return []
        for born in twins(self.kin.genogram, self._union(n)):
            ids = [child.id for child in born]
            if born[0].twin is not Twin.IDENTICAL or not all(w in self.above[n] for w in ids):
                continue
            ports = [self.above[n][who] for who in ids]
            middle = sum(ports) / len(ports)
            bottom = self.y[ids[0]] - self.halves[ids[0]]
            height = y + (bottom - y) * 0.55
            found.append(
                Segment(
                    Point(middle + (min(ports) - middle) * 0.55, height),
                    Point(middle + (max(ports) - middle) * 0.55, height),
                )
            )
        return found

    # Homes and bonds.

    def _homes(self, spots: Mapping[int, Spot], lines: Sequence[Segment]) -> tuple[Outline, ...]:
        found = []
        upright = {line.start.x for line in lines if abs(line.start.x - line.end.x) < 1}
        for number, home in enumerate(self.kin.genogram.households):
            room = 10.0 + 6 * (number % 3)
            inside = [box for row in self.rows for box in self._runs(row, home, spots, room)]
            outside = [spot.box(12) for who, spot in spots.items() if who not in home.members]
            beside = [_beside(box, upright) for box in _evened(inside)]
            found.append(Outline(home, around(beside, outside)))
        return tuple(found)

    @staticmethod
    def _runs(
        row: Sequence[int], home: Household, spots: Mapping[int, Spot], room: float
    ) -> list[Box]:
        """Neighbours who live together, in one box."""
        here = [who for who in row if who in spots]
        tallest = max((spots[who].half + spots[who].rim for who in here), default=0.0) + room
        runs: list[list[int]] = [[]]
        for who in here:
            if who in home.members:
                runs[-1].append(who)
            elif runs[-1]:
                runs.append([])
        return [
            Box(
                spots[run[0]].box(room).left,
                spots[run[0]].y - tallest,
                spots[run[-1]].box(room).right,
                spots[run[0]].y + tallest,
            )
            for run in runs
            if run
        ]

    def _bonds(
        self, spots: Mapping[int, Spot], lines: Sequence[Segment]
    ) -> tuple[tuple[Point, ...], ...]:
        found: list[tuple[Point, ...]] = []
        taken: list[Segment] = []
        for bond in self.kin.genogram.bonds:
            one, other = spots[bond.first], spots[bond.second]
            others = [spot for who, spot in spots.items() if who not in (bond.first, bond.second)]
            line = way(one, other, others, lines, taken)
            taken += map(Segment._make, pairwise(line))
            found.append(line)
        return tuple(found)


def _beside(box: Box, upright: Iterable[float]) -> Box:
    """A little wider where its border would lie on an upright line."""

    def meets(side: float) -> bool:
        return any(abs(side - x) < 2 * CELL - 2 for x in upright)

    left = box.left - BESIDE * meets(box.left)
    return box._replace(left=left, right=box.right + BESIDE * meets(box.right))


def _evened(boxes: Sequence[Box]) -> list[Box]:
    """Borders that are nearly above each other are drawn right above each other."""
    lefts, rights = [box.left for box in boxes], [box.right for box in boxes]
    return [
        box._replace(
            left=min(x for x in lefts if abs(x - box.left) < EVENED),
            right=max(x for x in rights if abs(x - box.right) < EVENED),
        )
        for box in boxes
    ]


def _levelled(lines: list[_Line]) -> int:
    """Gives each line a level, from 0, so that no two lie on each other and as few as can be
    cross; how many levels there are."""
    order = _best_order(lines)
    for place, line in enumerate(order):
        line.level = 1 + max(
            (other.level for other in order[:place] if other.overlaps(line)), default=-1
        )
    return max((line.level for line in lines), default=-1) + 1


_ALL_ORDERS = 6


def _best_order(lines: list[_Line]) -> list[_Line]:
    """From the highest to the lowest."""
    if len(lines) <= _ALL_ORDERS:
        return list(min(permutations(lines), key=_crossings))
    order: list[_Line] = []
    for line in lines:
        ways = [[*order[:at], line, *order[at:]] for at in range(len(order) + 1)]
        order = min(ways, key=_crossings)
    return order


def _crossings(order: Iterable[_Line]) -> int:
    return sum(_crosses(upper, lower) for upper, lower in combinations(order, 2))


def _crosses(upper: _Line, lower: _Line) -> int:
    return sum(lower.left < x < lower.right for x in upper.down) + sum(
        upper.left < x < upper.right for x in lower.up
    )
