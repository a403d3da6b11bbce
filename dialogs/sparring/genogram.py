"""The family of a case as a team draws it: roles and ages, never a name and never a date.

People are told apart by role, a letter where a role comes twice, and age. Which roles there are
is a closed list (`kin.py`), so a name has no way in. The rules refuse what could not be drawn.

(domain, section 3: McGoldrick, Gerson & Petry's conventions.)
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from dialogs.refusal import Refusal

MEMBERS_AT_MOST = 25
HOUSEHOLDS_AT_MOST = 6
BONDS_AT_MOST = 12
AGE_AT_MOST = 110


class Sex(StrEnum):
    """How a person is drawn: square, circle, rounded square, or diamond with a question mark."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What two people are to each other."""

    MARRIED = "married"
    TOGETHER = "together"
    APART = "apart"  # were together, and never married
    SEPARATED = "separated"
    DIVORCED = "divorced"


class Tie(StrEnum):
    """How a child belongs to those above it."""

    BORN = "born"
    ADOPTED = "adopted"
    FOSTER = "foster"


class Twin(StrEnum):
    """A child that was born together with the one beside it."""

    NOT = "not"
    TWIN = "twin"
    IDENTICAL = "identical"
    TRIPLET = "triplet"


class Home(StrEnum):
    HOUSEHOLD = "household"
    INSTITUTION = "institution"


class Feeling(StrEnum):
    """What is between two people; abuse is no line in a drawing here (domain, section 3.1)."""

    CLOSE = "close"
    VERY_CLOSE = "very_close"
    DISTANT = "distant"
    CONFLICT = "conflict"
    CLOSE_CONFLICT = "close_conflict"
    CUT_OFF = "cut_off"
    REPAIRED = "repaired"
    CARE = "care"  # the first takes care of the second


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person. `age` in years; 0 is under one year."""

    id: int
    role: str  # one of kin.ROLES, perhaps seen from another: "mors kæreste"
    letter: str = ""  # "A" … where several have the role
    age: int | None = None
    sex: Sex = Sex.UNKNOWN
    focus: bool = False
    dead: bool = False
    unborn: bool = False

    @property
    def label(self) -> str:
        return f"{self.role} {self.letter}" if self.letter else self.role


@dataclass(frozen=True, slots=True)
class Child:
    id: int
    tie: Tie = Tie.BORN
    twin: Twin = Twin.NOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """A couple, or somebody alone (`second` is None), and the children in the order of birth."""

    first: int
    second: int | None = None
    status: Status | None = None
    children: tuple[Child, ...] = ()

    @property
    def partners(self) -> tuple[int, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True)
class Household:
    members: tuple[int, ...]
    kind: Home = Home.HOUSEHOLD


@dataclass(frozen=True, slots=True)
class Bond:
    first: int
    second: int
    feeling: Feeling


@dataclass(frozen=True, slots=True, kw_only=True)
class Genogram:
    """Raises a GenogramRefusal where it could not be drawn or read aloud."""

    members: tuple[Member, ...] = ()
    unions: tuple[Union, ...] = ()  # of one person in the order of time
    households: tuple[Household, ...] = ()
    bonds: tuple[Bond, ...] = ()

    def __post_init__(self) -> None:
        _few_enough(self)
        _told_apart(self.members)
        _couples_once(self)
        _children_once(self)
        _homes_and_bonds(self)
        generations(self)

    def member(self, member_id: int) -> Member:
        return next(each for each in self.members if each.id == member_id)

    def unions_of(self, member_id: int) -> list[Union]:
        return [union for union in self.unions if member_id in union.partners]

    def name(self, member_id: int) -> str:
        """As short as it is clear: "mor", "barn A", "barn 12"."""
        who = self.member(member_id)
        alike = [each for each in self.members if each.label == who.label]
        return who.label if len(alike) == 1 or who.age is None else f"{who.label} {who.age}"


# --- what is refused -------------------------------------------------------------------------


class GenogramRefusal(Refusal):
    """A genogram cannot be as it was asked for."""


class TooMany(GenogramRefusal):
    """Of people, homes or bonds."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(what, most)
        self.what = what
        self.most = most


class NotToldApart(GenogramRefusal):
    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class CoupleTwice(GenogramRefusal):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


class WithThemselves(GenogramRefusal):
    """Somebody stands on both sides."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ChildTwice(GenogramRefusal):
    """In one row of children, or born to two couples."""

    def __init__(self, name: str, *, born: bool) -> None:
        super().__init__(name)
        self.name = name
        self.born = born


class TwinAlone(GenogramRefusal):
    def __init__(self, name: str, of: int) -> None:
        super().__init__(name, of)
        self.name = name
        self.of = of


class OwnAncestor(GenogramRefusal):
    """Somebody stands both above and beside, or below, the same person."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class BondTwice(CoupleTwice):
    pass


class WrongAge(GenogramRefusal):
    def __init__(self, label: str, word: str) -> None:
        super().__init__(label, word)
        self.label = label
        self.word = word


def _few_enough(genogram: Genogram) -> None:
    for what, found, most in (
        ("members", genogram.members, MEMBERS_AT_MOST),
        ("households", genogram.households, HOUSEHOLDS_AT_MOST),
        ("bonds", genogram.bonds, BONDS_AT_MOST),
    ):
        if len(found) > most:
            raise TooMany(what, most)


def _told_apart(members: tuple[Member, ...]) -> None:
    for who in members:
        if who.age is not None and not 0 <= who.age <= AGE_AT_MOST:
            raise WrongAge(who.label, str(who.age))
    for label, count in Counter(who.label for who in members).items():
        ages = [who.age for who in members if who.label == label]
        if count > 1 and (None in ages or len(set(ages)) < count):
            raise NotToldApart(label)


def _couples_once(genogram: Genogram) -> None:
    seen: set[frozenset[int]] = set()
    for union in genogram.unions:
        if union.first == union.second:
            raise WithThemselves(genogram.name(union.first))
        couple = frozenset(union.partners)
        if couple in seen:
            raise CoupleTwice(*_names(genogram, (union.first, union.second or union.first)))
        seen.add(couple)


def _children_once(genogram: Genogram) -> None:
    born: set[int] = set()
    for union in genogram.unions:
        ids = [child.id for child in union.children]
        for who in ids:
            if ids.count(who) > 1:
                raise ChildTwice(genogram.name(who), born=False)
            if who in union.partners:
                raise WithThemselves(genogram.name(who))
        ours = {child.id for child in union.children if child.tie is Tie.BORN}
        if twice := born & ours:
            raise ChildTwice(genogram.name(min(twice)), born=True)
        born |= ours
        for _ in twins(genogram, union):
            pass


def _homes_and_bonds(genogram: Genogram) -> None:
    for home in genogram.households:
        for who in home.members:
            if home.members.count(who) > 1:
                raise WithThemselves(genogram.name(who))
    seen: set[frozenset[int]] = set()
    for bond in genogram.bonds:
        if bond.first == bond.second:
            raise WithThemselves(genogram.name(bond.first))
        pair = frozenset((bond.first, bond.second))
        if pair in seen:
            raise BondTwice(*_names(genogram, (bond.first, bond.second)))
        seen.add(pair)


def _names(genogram: Genogram, ids: tuple[int, int]) -> tuple[str, str]:
    return genogram.name(ids[0]), genogram.name(ids[1])


def twins(genogram: Genogram, union: Union) -> Iterator[tuple[Child, ...]]:
    """Those born together: neighbours of the same mark, two and two or three and three."""
    waiting: list[Child] = []
    for child in (*union.children, None):
        other = child is None or (waiting and child.twin is not waiting[0].twin)
        if waiting and other:
            of = 3 if waiting[0].twin is Twin.TRIPLET else 2
            raise TwinAlone(genogram.name(waiting[0].id), of)
        if child is None or child.twin is Twin.NOT:
            continue
        waiting.append(child)
        if len(waiting) == (3 if child.twin is Twin.TRIPLET else 2):
            yield tuple(waiting)
            waiting = []


def generations(genogram: Genogram) -> dict[int, int]:
    """Person → row, the eldest in row 0: couples stand side by side, children below those that
    they belong to. People without family in the drawing are left out. Raises OwnAncestor."""
    beside = {who.id: who.id for who in genogram.members}

    def group(who: int) -> int:
        while beside[who] != who:
            who = beside[who]
        return who

    for union in genogram.unions:
        for one, other in pairwise(union.partners):
            beside[group(one)] = group(other)
    below = {
        (group(union.first), group(child.id))
        for union in genogram.unions
        for child in union.children
    }
    rows = {group(each): 0 for union in genogram.unions for each in _everybody(union)}
    if (circling := _stood_below(rows, below)) is not None:
        lost = next(who for who in genogram.members if group(who.id) == circling)
        raise OwnAncestor(genogram.name(lost.id))
    # Who has nobody above in the drawing stands as near above those below as can be.
    latest = dict.fromkeys(rows, max(rows.values(), default=0))
    for _ in rows:
        latest |= {above: min(latest[above], latest[child] - 1) for above, child in below}
    children = {child for _, child in below}
    rows |= {who: latest[who] for who in rows if who not in children}
    _stood_below(rows, below)
    return {who.id: rows[group(who.id)] for who in genogram.members if group(who.id) in rows}


def _stood_below(rows: dict[int, int], below: set[tuple[int, int]]) -> int | None:
    """Moves everybody down below those above them; one who can never be, or None."""
    for _ in range(len(rows) + 1):
        lower = {child: rows[parent] + 1 for parent, child in below if rows[child] <= rows[parent]}
        if not lower:
            return None
        rows |= lower
    return min(lower)


def _everybody(union: Union) -> Iterable[int]:
    return (*union.partners, *(child.id for child in union.children))


# --- step by step ----------------------------------------------------------------------------


def add_member(genogram: Genogram, who: Member) -> Genogram:
    """`who` is given the next id."""
    return replace(genogram, members=(*genogram.members, replace(who, id=next_id(genogram))))


def next_id(genogram: Genogram) -> int:
    return max((each.id for each in genogram.members), default=0) + 1


def add_couple(genogram: Genogram, first: int, second: int, status: Status) -> Genogram:
    """A couple; or what a couple that stands there already has become."""
    for union in genogram.unions:
        if set(union.partners) == {first, second}:
            return _with(genogram, union, replace(union, status=status))
    union = Union(first=first, second=second, status=status)
    return replace(genogram, unions=(*genogram.unions, union))


def add_child(genogram: Genogram, parents: tuple[int, ...], child: Child) -> Genogram:
    """Below a couple that is there, or below somebody alone; the oldest first."""
    for union in genogram.unions:
        if set(union.partners) == set(parents):
            children = _by_age(genogram, (*union.children, child))
            return _with(genogram, union, replace(union, children=children))
    if len(parents) > 1:
        raise NoSuchCouple(genogram.name(parents[0]), genogram.name(parents[1]))
    union = Union(first=parents[0], children=(child,))
    return replace(genogram, unions=(*genogram.unions, union))


class NoSuchCouple(CoupleTwice):
    pass


def _by_age(genogram: Genogram, children: tuple[Child, ...]) -> tuple[Child, ...]:
    """A new one goes before the first younger one; who stood there keeps their order."""
    *before, new = children
    age = genogram.member(new.id).age
    for place, other in enumerate(before):
        theirs = genogram.member(other.id).age
        if age is not None and theirs is not None and theirs < age:
            return (*before[:place], new, *before[place:])
    return children


def _with(genogram: Genogram, was: Union, new: Union) -> Genogram:
    unions = tuple(new if union is was else union for union in genogram.unions)
    return replace(genogram, unions=unions)


def add_household(genogram: Genogram, home: Household) -> Genogram:
    return replace(genogram, households=(*genogram.households, home))


def add_bond(genogram: Genogram, bond: Bond) -> Genogram:
    """What was between the two before gives way to it."""
    kept = [
        each for each in genogram.bonds if {each.first, each.second} != {bond.first, bond.second}
    ]
    return replace(genogram, bonds=(*kept, bond))


def remove_member(genogram: Genogram, member_id: int) -> Genogram:
    """Somebody, and what holds only with them. Children stay with whom is left."""
    unions = []
    for union in genogram.unions:
        left = [who for who in union.partners if who != member_id]
        children = _without(union.children, member_id)
        if not left or (len(left) == 1 and not children):
            continue
        if len(left) < len(union.partners):
            union = Union(first=left[0])
        unions.append(replace(union, children=children))
    homes = [
        replace(home, members=tuple(who for who in home.members if who != member_id))
        for home in genogram.households
    ]
    return Genogram(
        members=tuple(who for who in genogram.members if who.id != member_id),
        unions=tuple(_merged(unions)),
        households=tuple(home for home in homes if home.members),
        bonds=tuple(each for each in genogram.bonds if member_id not in (each.first, each.second)),
    )


def _without(children: tuple[Child, ...], member_id: int) -> tuple[Child, ...]:
    """A twin whose other is gone is a child like others."""
    gone = next((child for child in children if child.id == member_id), None)
    kept = [child for child in children if child.id != member_id]
    if gone is None or gone.twin is Twin.NOT:
        return tuple(kept)
    return tuple(Child(each.id, each.tie) if each.twin is gone.twin else each for each in kept)


def _merged(unions: list[Union]) -> list[Union]:
    """Somebody who is left alone twice has their children in one row."""
    merged: dict[frozenset[int], Union] = {}
    for union in unions:
        key = frozenset(union.partners)
        if key in merged:
            union = replace(merged[key], children=(*merged[key].children, *union.children))
        merged[key] = union
    return list(merged.values())


def remove_household(genogram: Genogram, place: int) -> Genogram:
    homes = genogram.households
    return replace(genogram, households=(*homes[:place], *homes[place + 1 :]))


def remove_bond(genogram: Genogram, place: int) -> Genogram:
    return replace(genogram, bonds=(*genogram.bonds[:place], *genogram.bonds[place + 1 :]))
