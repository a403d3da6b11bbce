"""Families at random, and what can be measured of how one is drawn."""

from itertools import combinations, pairwise

from hypothesis import strategies as st

from dialogs.sparring.genogram import (
    Bond,
    Child,
    Feeling,
    Genogram,
    Home,
    Household,
    Member,
    Sex,
    Status,
    Tie,
    Twin,
    Union,
)
from dialogs.sparring.genogram_layout import Layout, Spot
from dialogs.sparring.genogram_text import sex_of
from dialogs.sparring.genogram_ways import Box, Point

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"
MEN, WOMEN, CHILDREN = ("far", "stedfar", "onkel"), ("mor", "moster", "faster"), ("barn", "pige")


@st.composite
def families(draw: st.DrawFn, most: int = 25, plain: bool = False) -> Genogram:
    """Generation by generation: couples find each other, and have children. A plain one has one
    pair at its top, and whoever marries into it comes alone: it can be drawn without crossings."""
    members: list[Member] = []
    unions: list[Union] = []

    def somebody(roles: tuple[str, ...], age: int | None = None) -> int:
        role = draw(st.sampled_from(roles))
        letter = LETTERS[len(members)]
        focus, dead = draw(st.sampled_from([(False, False)] * 4 + [(True, False), (False, True)]))
        who = Member(
            id=len(members) + 1,
            role=role,
            letter=letter,
            age=age,
            sex=draw(st.sampled_from([sex_of(role)] * 5 + [Sex.OTHER])),
            focus=focus,
            dead=dead,
        )
        members.append(who)
        return who.id

    def children_of(union: Union, count: int) -> list[int]:
        born = [somebody(CHILDREN, draw(st.integers(0, 60))) for _ in range(count)]
        twin = draw(st.sampled_from([Twin.NOT, Twin.NOT, Twin.TWIN, Twin.IDENTICAL]))
        ties = [draw(st.sampled_from([Tie.BORN] * 4 + [Tie.ADOPTED, Tie.FOSTER])) for _ in born]
        marks = [twin if n < 2 <= count else Twin.NOT for n in range(count)]
        children = tuple(map(Child, born, ties, marks))
        unions[unions.index(union)] = Union(
            first=union.first, second=union.second, status=union.status, children=children
        )
        return born

    def alone(who: int) -> Union:
        unions.append(Union(first=who))
        return unions[-1]

    def couple(first: int, second: int) -> Union:
        union = Union(first=first, second=second, status=draw(st.sampled_from(Status)))
        unions.append(union)
        return union

    row = []
    for _ in range(1 if plain else draw(st.integers(1, 3))):
        if len(members) + 2 <= most:
            one, other = somebody(MEN), somebody(WOMEN)
            room = min(4, most - len(members))
            row += children_of(couple(one, other), draw(st.integers(0, max(room, 0))))
    for _ in range(draw(st.integers(0, 2))):
        below: list[int] = []
        for who in row:
            for _ in range(draw(st.integers(0, 1 if plain else 2))):
                if len(members) + 2 > most:
                    break
                other = somebody(MEN if members[who - 1].sex is Sex.FEMALE else WOMEN)
                room = min(3, most - len(members))
                below += children_of(couple(who, other), draw(st.integers(0, room)))
            if len(members) < most and not plain and draw(st.integers(0, 4)) == 0:
                below += children_of(alone(who), 1)
        row = below
    genogram = Genogram(members=tuple(members), unions=tuple(unions))
    if plain or len(members) < 3:
        return genogram
    return _lived_in(draw, genogram)


def _lived_in(draw: st.DrawFn, genogram: Genogram) -> Genogram:
    """With homes, with what is between people, and with children in care of others."""
    ids = [who.id for who in genogram.members]
    several = st.lists(st.sampled_from(ids), min_size=1, max_size=6, unique=True)
    homes = draw(st.lists(several, max_size=3))
    pairs = draw(st.lists(st.sampled_from(list(combinations(ids, 2))), max_size=4, unique=True))
    unions = list(genogram.unions)
    young = [c.id for u in unions for c in u.children if not genogram.unions_of(c.id)]
    if young and len(unions) > 1 and draw(st.booleans()):
        child = draw(st.sampled_from(young))
        carers = draw(
            st.sampled_from(
                [u for u in unions if all(c.id != child for c in u.children)] or unions
            )
        )
        if all(each.id != child for each in carers.children):
            in_care = (*carers.children, Child(child, Tie.FOSTER))
            unions[unions.index(carers)] = Union(
                first=carers.first, second=carers.second, status=carers.status, children=in_care
            )
    return Genogram(
        members=genogram.members,
        unions=tuple(unions),
        households=tuple(Household(tuple(each), draw(st.sampled_from(Home))) for each in homes),
        bonds=tuple(Bond(*pair, draw(st.sampled_from(Feeling))) for pair in pairs),
    )


# --- what is measured ------------------------------------------------------------------------

Line = tuple[Point, Point]


def lines_of(family: Genogram, layout: Layout) -> list[tuple[frozenset[int], Line]]:
    """The family's lines but the bars of twins, each with those whose symbols it may touch."""
    alone = frozenset(union.first for union in family.unions if union.second is None)
    found: list[tuple[frozenset[int], Line]] = [(alone, line) for line in layout.common]
    for couple in layout.couples:
        whose = frozenset(couple.union.partners)
        found += ((whose, line) for line in pairwise(couple.points))
    for line in layout.children:
        whose = frozenset({line.child.id}) | alone
        found += ((whose, each) for each in pairwise(line.points))
    return found


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def runs_through(line: Line, spot: Spot, room: float = -2.0) -> bool:
    """Whether a line comes into a symbol, a little within its border."""
    size = spot.half + spot.rim + room
    (ax, ay), (bx, by) = ((p.x - spot.x, p.y - spot.y) for p in line)
    if min(ax, bx) > size or max(ax, bx) < -size or min(ay, by) > size or max(ay, by) < -size:
        return False
    match spot.sex:
        case Sex.FEMALE:
            length = ((bx - ax) ** 2 + (by - ay) ** 2) or 1.0
            share = min(max(-(ax * (bx - ax) + ay * (by - ay)) / length, 0.0), 1.0)
            return (ax + share * (bx - ax)) ** 2 + (ay + share * (by - ay)) ** 2 < size**2
        case Sex.UNKNOWN:  # a square on its corner
            return _in_square((ax + ay, ax - ay), (bx + by, bx - by), size)
        case _:
            return _in_square((ax, ay), (bx, by), size)


def _in_square(start: tuple[float, float], end: tuple[float, float], size: float) -> bool:
    enter, leave = 0.0, 1.0
    for begin, to in zip(start, end, strict=True):
        if abs(to - begin) < 1e-9:
            if abs(begin) >= size:
                return False
            continue
        one, other = sorted(((-size - begin) / (to - begin), (size - begin) / (to - begin)))
        enter, leave = max(enter, one), min(leave, other)
    return leave > enter


def inside(point: Point, spot: Spot, room: float) -> bool:
    dx, dy = abs(point.x - spot.x), abs(point.y - spot.y)
    size = spot.half + spot.rim + room
    match spot.sex:
        case Sex.FEMALE:
            return dx**2 + dy**2 < size**2
        case Sex.UNKNOWN:
            return dx + dy < size
        case _:
            return max(dx, dy) < size


def crossings(family: Genogram, layout: Layout) -> int:
    """Of the family's lines, where they do not merely meet."""
    every = [line for _, line in lines_of(family, layout)]
    return sum(crosses(one, other) for one, other in combinations(every, 2))


def crosses(one: Line, other: Line) -> bool:
    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < -1 and side(c, d, a) * side(c, d, b) < -1


def side(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def lie_on_each_other(one: Line, other: Line) -> bool:
    """Whether two lines share more than a point."""
    (a, b), (c, d) = one, other
    length = ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5
    if length < 1 or max(abs(side(a, b, c)), abs(side(a, b, d))) / length > 2:
        return False
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    start, end = sorted(ux * (p.x - a.x) + uy * (p.y - a.y) for p in (c, d))
    return min(end, length) - max(start, 0.0) > 3


def surrounds(outline: tuple[Point, ...], point: Point) -> bool:
    """By how often a line to the right meets the outline."""
    meets = 0
    for a, b in pairwise((*outline, outline[0])):
        if (a.y > point.y) != (b.y > point.y):
            x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
            meets += x > point.x
    return meets % 2 == 1
