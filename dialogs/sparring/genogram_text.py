"""A genogram in plain words, read and written:

    mor 38 og far 41: skilt; barn 12 i fokus, barn 9
    mor og stedfar 40: sammen; pige 3
    bor sammen: mor, stedfar, barn 12, barn 9, pige 3
    mor og far: konflikt

A line is about a couple (what they are, after the colon; their children, oldest first, after the
semicolon), about somebody alone with children, about a home, or about what is between two. Who is
new is presented by being mentioned; afterwards the role is enough, with the age or the letter
where several have it. Reading is forgiving (case, order, full stops); writing is always the same.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from dialogs.privacy.guard import stop_cpr
from dialogs.sparring import kin
from dialogs.sparring.genogram import (
    AGE_AT_MOST,
    Bond,
    Child,
    Genogram,
    GenogramRefusal,
    Home,
    Household,
    Member,
    Sex,
    Tie,
    Twin,
    Union,
    WrongAge,
)
from dialogs.text import cleaned, folded, required

TEXT_AT_MOST = 2_000  # characters
_LINES = re.compile(r"\n|\.(?=\s|$)")
_PEOPLE = re.compile(r",|;|\s+og\s+|\s*&\s*")
_DATE = re.compile(r"\d+[./-]\d+|\d{3,}")
_BABY = ("mdr", "måneder", "måned", "uger", "uge")
_ROLES = {folded(role): role for role in (*kin.ROLES, *kin.EXPECTED)}
_T = TypeVar("_T", bound=StrEnum)


class Wanted(StrEnum):
    """What was expected where a word could not be read."""

    ROLE = "role"  # who in the family it is
    AFTER_ROLE = "after_role"  # an age, or something that can be said of a person
    RELATION = "relation"  # what two people are to each other
    TWO = "two"  # two people
    SOMEBODY = "somebody"  # at least one person
    CHILDREN_OF = "children_of"  # children belong to a couple, not to a bond
    STATUS = "status"  # a couple's, before its children
    NO_DATE = "no_date"  # an age rather than a date or a year


class Unread(GenogramRefusal):
    """A line could not be read: which word, and what was expected instead."""

    def __init__(self, wanted: Wanted, line: int, word: str = "", near: str = "") -> None:
        super().__init__(wanted, line, word, near)
        self.wanted = wanted
        self.line = line  # counts from 1
        self.word = word
        self.near = near  # what was perhaps meant; "" where nothing resembles it


class WhoIsMeant(GenogramRefusal):
    """Several have this role, and neither age nor letter tells which."""

    def __init__(self, label: str, line: int, choices: tuple[str, ...]) -> None:
        super().__init__(label, line, *choices)
        self.label = label
        self.line = line
        self.choices = choices


# --- reading ---------------------------------------------------------------------------------


def read(text: str) -> Genogram:
    """Raises CprWritten, TooLong or a GenogramRefusal. An empty text is an empty genogram."""
    stop_cpr([text])
    if not cleaned(text):
        return Genogram()
    reader = _Reader()
    for number, line in enumerate(_LINES.split(required(text, most=TEXT_AT_MOST)), 1):
        if line.strip():
            reader.read(line.strip(), number)
    return reader.genogram()


@dataclass(slots=True)
class _Mention:
    """What was said of somebody in one place."""

    who: int
    tie: Tie | None = None
    twin: Twin = Twin.NOT


@dataclass(slots=True)
class _Reader:
    members: list[Member] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    homes: list[Household] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    number: int = 0

    def genogram(self) -> Genogram:
        return Genogram(
            members=tuple(self.members),
            unions=tuple(self.unions),
            households=tuple(self.homes),
            bonds=tuple(self.bonds),
        )

    def read(self, line: str, number: int) -> None:
        self.number = number
        home, _, who = line.partition(":")
        if (kind := _known(kin.HOMES, home)) is not None:
            members = tuple(each.who for each in self.people(who))
            if not members:
                raise Unread(Wanted.SOMEBODY, number, home.strip())
            self.homes.append(Household(members, kind))
            return
        head, has_children, below = line.partition(";")
        who, is_said, what = head.partition(":")
        above = self.people(who)
        if not above:
            raise Unread(Wanted.SOMEBODY, number, line)
        if not is_said and not has_children:
            return  # somebody is presented, alone
        first, second = above[0].who, above[1].who if len(above) > 1 else None
        if len(above) > 2 or (is_said and second is None):
            raise Unread(Wanted.TWO, number, who.strip())
        self.said(first, second, what, below, is_said=bool(is_said))

    def said(
        self, first: int, second: int | None, what: str, below: str, *, is_said: bool
    ) -> None:
        feeling = _known(kin.FEELINGS, what)
        status = _known(kin.STATUSES, what)
        if feeling is not None and second is not None:
            if below.strip():
                raise Unread(Wanted.CHILDREN_OF, self.number, below.strip())
            self.bonds.append(Bond(first, second, feeling))
            return
        if is_said and status is None:
            near = _near(what, (*kin.STATUSES, *kin.FEELINGS))
            raise Unread(Wanted.RELATION, self.number, what.strip(), near)
        if second is not None and status is None:
            raise Unread(Wanted.STATUS, self.number)
        usual = usual_tie([self.members[who - 1] for who in (first, second) if who])
        children = tuple(
            Child(each.who, each.tie or usual(self.members[each.who - 1]), each.twin)
            for each in self.people(below)
        )
        union = Union(first=first, second=second, status=status, children=children)
        self.unions.append(union)

    def people(self, text: str) -> list[_Mention]:
        return [self.mention(each.split()) for each in _PEOPLE.split(text) if each.strip()]

    def mention(self, words: list[str]) -> _Mention:
        words = [kept for word in words if (kept := word.strip("()\"'“”«».!?"))]
        role, rest = self.role(words)
        letter, rest = _letter(rest)
        age, rest = self.age(role, rest)
        who = Member(id=0, role=role, letter=letter, age=age, sex=sex_of(role))
        mentioned = _Mention(0)
        while rest:
            who, rest = self.attribute(who, mentioned, rest)
        mentioned.who = self.known(who)
        return mentioned

    def role(self, words: list[str]) -> tuple[str, list[str]]:
        """Perhaps seen from another: "mors kæreste", "plejemors mor"."""
        two = " ".join(words[:2])
        if folded(two) in map(folded, kin.EXPECTED):
            return _ROLES[folded(two)], words[2:]
        if not words:
            raise Unread(Wanted.ROLE, self.number)
        first = folded(words[0])
        if first in _ROLES:
            return _ROLES[first], words[1:]
        of = _ROLES.get(first.removesuffix("s")) if first.endswith("s") else None
        if of is not None and len(words) > 1 and folded(words[1]) in _ROLES:
            return f"{of}s {_ROLES[folded(words[1])]}", words[2:]
        lost = words[1] if of is not None and len(words) > 1 else words[0]
        self.no_date(lost)
        raise Unread(Wanted.ROLE, self.number, lost, _near(lost, _ROLES.values()))

    def age(self, role: str, words: list[str]) -> tuple[int | None, list[str]]:
        if not words or not words[0][0].isdigit():
            return None, words
        self.no_date(words[0])
        if not words[0].isdecimal() or int(words[0]) > AGE_AT_MOST:
            raise WrongAge(role, words[0])
        unit = folded(words[1]) if len(words) > 1 else ""
        if unit in map(folded, _BABY):
            months = int(words[0]) // (4 if unit.startswith("uge") else 1)
            return months // 12, words[2:]
        return int(words[0]), words[2:] if unit == folded("år") else words[1:]

    def attribute(
        self, who: Member, mentioned: _Mention, words: list[str]
    ) -> tuple[Member, list[str]]:
        for length in (2, 1):
            said = " ".join(words[:length])
            if folded(said) == kin.FOCUS:
                return replace(who, focus=True), words[length:]
            if folded(said) == folded(kin.DEAD):
                return replace(who, dead=True), words[length:]
            if (sex := _known(kin.SEXES, said)) is not None:
                return replace(who, sex=sex), words[length:]
            if (tie := _known(kin.TIES, said)) is not None:
                mentioned.tie = tie
                return who, words[length:]
            if (twin := _known(kin.TWINS, said)) is not None:
                mentioned.twin = twin
                return who, words[length:]
        self.no_date(words[0])
        known = (kin.FOCUS, kin.DEAD, *kin.SEXES, *kin.TIES, *kin.TWINS)
        raise Unread(Wanted.AFTER_ROLE, self.number, words[0], _near(words[0], known))

    def no_date(self, word: str) -> None:
        if _DATE.search(word):
            raise Unread(Wanted.NO_DATE, self.number, word)

    def known(self, said: Member) -> int:
        """The one who is meant, presented now if nobody is."""
        alike = [each for each in self.members if each.label == said.label]
        meant = [each for each in alike if said.age is None or each.age in (said.age, None)]
        if len(meant) > 1:
            choices = tuple(f"{each.label} {each.age}" for each in meant if each.age is not None)
            raise WhoIsMeant(said.label, self.number, choices)
        if not meant:
            unborn = said.role in kin.EXPECTED
            self.members.append(replace(said, id=len(self.members) + 1, unborn=unborn))
            return len(self.members)
        was = meant[0]
        told = said.sex if said.sex is not sex_of(said.role) else was.sex
        self.members[was.id - 1] = replace(
            was,
            age=was.age if said.age is None else said.age,
            sex=told,
            focus=was.focus or said.focus,
            dead=was.dead or said.dead,
        )
        return was.id


def sex_of(role: str) -> Sex:
    return kin.ROLES.get(role.split()[-1], Sex.UNKNOWN)


def usual_tie(above: list[Member]) -> Callable[[Member], Tie]:
    """How a child belongs to these people when nothing is said of it."""
    roles = {who.role for who in above}

    def tie(child: Member) -> Tie:
        if child.role in kin.FOSTER or (roles and roles <= kin.FOSTER_PARENTS):
            return Tie.FOSTER
        return Tie.ADOPTED if roles and roles <= kin.ADOPTIVE_PARENTS else Tie.BORN

    return tie


def _letter(words: list[str]) -> tuple[str, list[str]]:
    if words and len(words[0]) == 1 and words[0].isalpha():
        return words[0].upper(), words[1:]
    return "", words


def _known(words: Mapping[str, _T], said: str) -> _T | None:
    """Forgiving of case, spaces and æ/ae."""
    asked = folded(" ".join(said.split()))
    return next((value for word, value in words.items() if folded(word) == asked), None)


def _near(word: str, known: Iterable[str]) -> str:
    words = {folded(each): each for each in known}
    found = get_close_matches(folded(" ".join(word.split())), words, n=1, cutoff=0.72)
    return words[found[0]] if found else ""


# --- writing ---------------------------------------------------------------------------------


def written(genogram: Genogram) -> str:
    """The text that reads as this genogram."""
    writer = _Writer(genogram)
    lines = [
        *map(writer.union, genogram.unions),
        *(writer.presented(who) for who in genogram.members if who.id not in writer.presented_ids),
        *map(writer.home, genogram.households),
        *map(writer.bond, genogram.bonds),
    ]
    return "\n".join(lines)


class _Writer:
    def __init__(self, genogram: Genogram) -> None:
        self._genogram = genogram
        self.presented_ids: set[int] = set()

    def union(self, union: Union) -> str:
        said = self._several([self._said(who) for who in union.partners])
        if union.status is not None:
            said = f"{said}: {word_of(kin.STATUSES, union.status)}"
        below = ", ".join(self._child(union, child) for child in union.children)
        return f"{said}; {below}" if below or union.status is None else said

    def _child(self, union: Union, child: Child) -> str:
        usual = usual_tie([self._genogram.member(who) for who in union.partners])
        words = [self._said(child.id)]
        if child.tie is not usual(self._genogram.member(child.id)):
            words.append(word_of(kin.TIES, child.tie))
        if child.twin is not Twin.NOT:
            words.append(word_of(kin.TWINS, child.twin))
        return " ".join(words)

    def presented(self, who: Member) -> str:
        return self._said(who.id)

    def home(self, home: Household) -> str:
        members = ", ".join(self._said(who) for who in home.members)
        word = "bor hos sig selv" if len(home.members) == 1 else "bor sammen"
        return f"{'bor på institution' if home.kind is Home.INSTITUTION else word}: {members}"

    def bond(self, bond: Bond) -> str:
        both = self._several([self._said(bond.first), self._said(bond.second)])
        return f"{both}: {word_of(kin.FEELINGS, bond.feeling)}"

    @staticmethod
    def _several(names: list[str]) -> str:
        return " og ".join(names)

    def _said(self, member_id: int) -> str:
        """All that is known of somebody, at first; then the role, and what tells them apart."""
        if member_id in self.presented_ids:
            return self._genogram.name(member_id)
        self.presented_ids.add(member_id)
        who = self._genogram.member(member_id)
        words = [who.label, *([str(who.age)] if who.age is not None else [])]
        if who.sex is not sex_of(who.role):
            words.append(next(word for word, sex in kin.SEXES.items() if sex is who.sex))
        if who.dead:
            words.append(kin.DEAD)
        if who.focus:
            words.append(kin.FOCUS)
        return " ".join(words)


def word_of(words: Mapping[str, _T], value: _T) -> str:
    """The first of the words for it."""
    return next(word for word, each in words.items() if each == value)
