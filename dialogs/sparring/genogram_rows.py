"""Who stands in which row of a genogram, and in what order: couples together, the oldest child to
the left, men left of women, and as few lines across each other as can be found.

An order is judged by what a reader would stumble over, and made better a step at a time until no
step helps; the same family is always ordered the same way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from dialogs.sparring import kin
from dialogs.sparring.genogram import Genogram, Sex, generations

Row = tuple[int, ...]  # people by id; who only passes through a row has a negative id
Rows = tuple[Row, ...]
_TRIED_AT_FIRST = 120  # ways to put the first row
_FEW = 5
_KEPT = 2  # of them are made better
_STEPS = 60

# What it costs a reader.
CROSSING = 10.0
STRANGER_BETWEEN_PARTNERS = 9.0
PARTNER_BETWEEN_PARTNERS = 1.0
STRANGER_AMONG_SIBLINGS = 2.0
YOUNGER_FIRST = 2.5
STRANGER_AT_HOME = 2.2
LATER_NEARER = 2.0
WOMAN_FIRST = 0.6
FAR_FROM_A_BOND = 0.12
LATER_LEFT = 0.3


@dataclass(frozen=True, slots=True)
class Net:
    """Lines from one place in a row to places in the row below."""

    row: int  # of the place above
    union: int  # which union's
    above: tuple[int, ...]  # its partners, or who passes through
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """What of a genogram matters to the order."""

    genogram: Genogram
    start: Rows
    nets: tuple[Net, ...]
    passing: dict[int, tuple[int, ...]]  # who passes through → the children


def family(genogram: Genogram) -> Family:
    """People in rows, and the lines from row to row; a line over several rows passes through."""
    row_of = _everybodys_row(genogram)
    rows: list[list[int]] = [[] for _ in range(max(row_of.values(), default=-1) + 1)]
    for who in genogram.members:
        rows[row_of[who.id]].append(who.id)
    nets: list[Net] = []
    passing: dict[int, tuple[int, ...]] = {}
    for number, union in enumerate(genogram.unions):
        row = row_of[union.first]
        heights = dict.fromkeys(row_of[child.id] for child in union.children)
        below: list[int] = []
        for at in sorted(heights):
            children = tuple(child.id for child in union.children if row_of[child.id] == at)
            if at == row + 1:
                below += children
                continue
            one: int | None = None
            for between in range(row + 1, at):
                through = -len(passing) - 1
                passing[through] = children
                rows[between].append(through)
                if one is None:
                    below.append(through)
                else:
                    nets.append(Net(between - 1, number, (one,), (through,)))
                one = through
            if one is not None:
                nets.append(Net(at - 1, number, (one,), children))
        if below:
            nets.append(Net(row, number, union.partners, tuple(below)))
    return Family(genogram, tuple(map(tuple, rows)), tuple(nets), passing)


def _everybodys_row(genogram: Genogram) -> dict[int, int]:
    """Families that have nothing to do with each other stand at the height of their roles."""
    found = generations(genogram)
    whose = _families(genogram)
    height = {who.id: kin.generation(who.role) for who in genogram.members}
    rows = {who.id: found.get(who.id, 0) for who in genogram.members}
    parts: dict[int, list[int]] = {}
    for who in genogram.members:
        parts.setdefault(whose[who.id], []).append(who.id)
    largest = max(parts.values(), key=len, default=[])
    level = _level(largest, rows, height)
    for members in parts.values():
        down = level - _level(members, rows, height)
        rows |= {who: rows[who] + down for who in members}
    used = sorted(set(rows.values()))
    return {who: used.index(row) for who, row in rows.items()}


def _level(members: Sequence[int], rows: dict[int, int], height: dict[int, int]) -> int:
    """The row where children of this family would stand, by most of its roles."""
    levels = [rows[who] + height[who] for who in members]
    return max(sorted(set(levels)), key=levels.count, default=0)


def _families(genogram: Genogram) -> dict[int, int]:
    whose = {who.id: who.id for who in genogram.members}
    for union in genogram.unions:
        ours = {whose[each] for each in (*union.partners, *(c.id for c in union.children))}
        whose = {who: min(ours) if part in ours else part for who, part in whose.items()}
    return whose


# --- the order -------------------------------------------------------------------------------


def ordered(family: Family) -> Rows:
    """The best order that was found."""
    judge = Judge(family)
    tried = sorted(
        (_below(family, (row, *family.start[1:])) for row in _first_rows(family)),
        key=judge.cost,
    )
    best = min(
        (_improved(family, rows, judge.cost) for rows in dict.fromkeys(tried[:_KEPT])),
        key=judge.cost,
        default=(),
    )
    return best


def _first_rows(family: Family) -> Iterator[Row]:
    """Ways to begin: everybody in every order if they are few, or else couple by couple."""
    row = family.start[0] if family.start else ()
    few = len(row) <= _FEW
    pieces = [(who,) for who in row] if few else _blocks(family, row)
    for count, order in enumerate(permutations(pieces)):
        if count == _TRIED_AT_FIRST:
            return
        yield _joined(order)


def _joined(blocks: Iterable[Row]) -> Row:
    return tuple(who for block in blocks for who in block)


def _blocks(family: Family, row: Row) -> list[Row]:
    """Partners of partners stand together: who has several stands in their middle."""
    blocks: list[Row] = []
    left = list(row)
    partners = _partners(family)
    while left:
        group = [left.pop(0)]
        for who in group:
            for other in partners.get(who, ()):
                if other in left:
                    left.remove(other)
                    group.append(other)
        blocks.append(_block(family, group, partners))
    return blocks


def _block(family: Family, group: list[int], partners: dict[int, list[int]]) -> Row:
    sexes = {who.id: who.sex for who in family.genogram.members}
    middle = max(group, key=lambda who: len(partners.get(who, ())))
    placed = [middle]
    waiting = [middle]
    while waiting:
        who = waiting.pop(0)
        others = [each for each in partners.get(who, ()) if each not in placed]
        for number, other in enumerate(others):
            at = placed.index(who)
            if len(others) == 1:
                left = sexes.get(other) is Sex.MALE and sexes.get(who) is not Sex.MALE
                left = left if at == 0 else at < len(placed) - 1
            else:
                left = number % 2 == 0
            if left:
                placed.insert(0 if at == 0 or len(others) > 1 else at, other)
            else:
                placed.append(other)
            waiting.append(other)
    return tuple(placed)


def _partners(family: Family) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for union in family.genogram.unions:
        if union.second is not None:
            found.setdefault(union.first, []).append(union.second)
            found.setdefault(union.second, []).append(union.first)
    return found


def _below(family: Family, rows: Rows, top: int = 0) -> Rows:
    """Each row by the one above: children below their parents, partners with their partner.
    `top` is the number of the first of these rows."""
    done = [rows[0]]
    for number in range(1, len(rows)):
        place = {who: at for at, who in enumerate(done[-1])}
        wanted: dict[int, list[float]] = {}
        for net in family.nets:
            if net.row != top + number - 1:
                continue
            middle = sum(place[who] for who in net.above) / len(net.above)
            for at, who in enumerate(net.below):
                wanted.setdefault(who, []).append(middle + at / 100)
        blocks = _blocks(family, rows[number])

        def key(block: Row, wanted: dict[int, list[float]] = wanted) -> float:
            said = [each for who in block for each in wanted.get(who, ())]
            return sum(said) / len(said) if said else float(len(rows[0]))

        done.append(_joined(sorted(blocks, key=key)))
    return tuple(done)


def _improved(family: Family, rows: Rows, cost: Callable[[Rows], float]) -> Rows:
    best, least = rows, cost(rows)
    for _ in range(_STEPS):
        found = False
        for number in range(len(best)):
            for row in _changed(family, best[number]):
                alone = (*best[:number], row, *best[number + 1 :])
                ways = [alone]
                if number + 1 < len(best) and len(best[number]) <= _FEW:
                    ways.append((*best[:number], *_below(family, alone[number:], number)))
                for other in ways:
                    price = cost(other)
                    if price < least - 1e-9:
                        best, least, found = other, price, True
        for other in _mirrored(best):
            price = cost(other)
            if price < least - 1e-9:
                best, least, found = other, price, True
        if not found:
            break
    return best


def _changed(family: Family, row: Row) -> Iterator[Row]:
    """Somebody moved to another place; a group of neighbours moved, or turned round."""
    seen = {row}
    size = len(row)
    for length in range(1, min(size, 5)):
        for at in range(size - length + 1):
            moved = row[at : at + length]
            rest = row[:at] + row[at + length :]
            for to in range(len(rest) + 1):
                new = rest[:to] + moved + rest[to:]
                if new not in seen:
                    seen.add(new)
                    yield new
            new = row[:at] + moved[::-1] + row[at + length :]
            if new not in seen:
                seen.add(new)
                yield new


def _mirrored(rows: Rows) -> Iterator[Rows]:
    yield tuple(row[::-1] for row in rows)
    for number in range(1, len(rows)):
        yield (*rows[:number], *(row[::-1] for row in rows[number:]))


class Judge:
    """What an order costs a reader."""

    def __init__(self, family: Family) -> None:
        self._nets: dict[int, list[Net]] = {}
        for net in family.nets:
            self._nets.setdefault(net.row, []).append(net)
        genogram = family.genogram
        self._partners = _partners(family)
        self._sexes = {who.id: who.sex for who in genogram.members}
        self._couples = [union.partners for union in genogram.unions if union.second is not None]
        self._siblings = [net.below for net in family.nets if len(net.below) > 1]
        self._homes = [home.members for home in genogram.households if len(home.members) > 1]
        self._bonds = [(bond.first, bond.second) for bond in genogram.bonds]
        self._row_of = {who: number for number, row in enumerate(family.start) for who in row}
        self._rows_cost: dict[tuple[int, Row], float] = {}
        self._cross_cost: dict[tuple[int, Row, Row], float] = {}

    def cost(self, rows: Rows) -> float:
        total = sum(self._of_row(number, row) for number, row in enumerate(rows))
        for number in range(len(rows) - 1):
            total += self._between(number, rows[number], rows[number + 1])
        return total + self._apart(rows)

    def _of_row(self, number: int, row: Row) -> float:
        key = (number, row)
        if key not in self._rows_cost:
            at = {who: place for place, who in enumerate(row)}
            self._rows_cost[key] = (
                self._of_couples(at, row)
                + self._of_siblings(at, row)
                + self._of_homes(at, row)
                + self._of_time(at)
            )
        return self._rows_cost[key]

    def _of_couples(self, at: dict[int, int], row: Row) -> float:
        total = 0.0
        for one, other in self._couples:
            if one not in at:
                continue
            left, right = sorted((at[one], at[other]))
            for who in row[left + 1 : right]:
                known = who in self._partners.get(one, ()) or who in self._partners.get(other, ())
                total += PARTNER_BETWEEN_PARTNERS if known else STRANGER_BETWEEN_PARTNERS
            sexes = (self._sexes[row[left]], self._sexes[row[right]])
            total += WOMAN_FIRST * (sexes == (Sex.FEMALE, Sex.MALE))
        return total

    def _of_siblings(self, at: dict[int, int], row: Row) -> float:
        total = 0.0
        for siblings in self._siblings:
            if siblings[0] not in at:
                continue
            places = [at[who] for who in siblings]
            total += YOUNGER_FIRST * sum(a > b for a, b in combinations(places, 2))
            family = {*siblings, *(p for who in siblings for p in self._partners.get(who, ()))}
            between = row[min(places) : max(places) + 1]
            total += STRANGER_AMONG_SIBLINGS * sum(who not in family for who in between)
        return total

    def _of_homes(self, at: dict[int, int], row: Row) -> float:
        total = 0.0
        for home in self._homes:
            places = [at[who] for who in home if who in at]
            if len(places) > 1:
                total += STRANGER_AT_HOME * (max(places) - min(places) + 1 - len(places))
        return total

    def _of_time(self, at: dict[int, int]) -> float:
        """Of several partners the earlier stand nearer, and to the left."""
        total = 0.0
        for who, partners in self._partners.items():
            if who not in at or len(partners) < 2:
                continue
            for earlier, later in combinations([at[each] - at[who] for each in partners], 2):
                if earlier * later > 0:
                    total += LATER_NEARER * (abs(earlier) > abs(later))
                else:
                    total += LATER_LEFT * (earlier > 0)
        return total

    def _between(self, number: int, above: Row, below: Row) -> float:
        key = (number, above, below)
        if key not in self._cross_cost:
            self._cross_cost[key] = CROSSING * self._crossings(number, above, below)
        return self._cross_cost[key]

    def _crossings(self, number: int, above: Row, below: Row) -> int:
        place = {who: at for at, who in enumerate(above)}
        under = {who: at for at, who in enumerate(below)}
        ends = [
            (self._leaves(net.above, place), [under[who] for who in net.below])
            for net in self._nets.get(number, ())
        ]
        count = 0
        for (one, ones), (other, others) in combinations(ends, 2):
            if one == other:
                # Two from the same place, such as one who is alone with two rows of children.
                count += min(
                    sum(a > b for a in ones for b in others),
                    sum(a < b for a in ones for b in others),
                )
            elif one < other:
                count += sum(a > b for a in ones for b in others)
            else:
                count += sum(a < b for a in ones for b in others)
        return count

    def _leaves(self, above: tuple[int, ...], place: dict[int, int]) -> float:
        """Where a couple's line to its children begins: between the two, and when others stand
        between them, by the one who has fewer partners."""
        if len(above) == 1:
            return place[above[0]]
        one, other = above
        if len(self._partners.get(one, ())) > len(self._partners.get(other, ())):
            one, other = other, one
        step = 0.5 if place[other] > place[one] else -0.5
        return place[one] + step

    def _apart(self, rows: Rows) -> float:
        """How far from each other those stand between whom something is."""
        at = {}
        widest = max(map(len, rows), default=1)
        for row in rows:
            for place, who in enumerate(row):
                at[who] = place + (widest - len(row)) / 2
        total = 0.0
        for one, other in self._bonds:
            total += abs(at[one] - at[other])
        for home in self._homes:
            places = [at[who] for who in home]
            total += max(places) - min(places)
        return FAR_FROM_A_BOND * total
