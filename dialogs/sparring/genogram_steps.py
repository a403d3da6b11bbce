"""The same genogram step by step, for whoever would rather choose than write: each step is one
form, and changes what the text says."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from dialogs.sparring import genogram as rules
from dialogs.sparring import kin
from dialogs.sparring.genogram import (
    Bond,
    Child,
    Feeling,
    Genogram,
    GenogramRefusal,
    Home,
    Household,
    Member,
    Status,
    Tie,
    Twin,
)
from dialogs.sparring.genogram_text import Wanted, read, sex_of, written
from dialogs.text import on_one_line

# The roles that are offered; whoever needs another writes it.
OFFERED = (
    *("barn", "dreng", "pige", "mor", "far", "stedmor", "stedfar", "mors kæreste"),
    *("fars kæreste", "storebror", "lillebror", "storesøster", "lillesøster", "halvbror"),
    *("halvsøster", "mormor", "morfar", "farmor", "farfar", "oldemor", "oldefar", "moster"),
    *("faster", "morbror", "farbror", "onkel", "tante", "kusine", "fætter", "plejemor"),
    *("plejefar", "adoptivmor", "adoptivfar", "ventet barn", "kontaktperson", "støtteperson"),
)
NEW = "new"  # a child that is not in the drawing yet
Said = Callable[[str], str]
_T = TypeVar("_T", bound=StrEnum)


class Step(StrEnum):
    PERSON = "person"
    COUPLE = "couple"
    CHILD = "child"
    HOME = "home"
    BOND = "bond"
    REMOVE = "remove"


class NothingChosen(GenogramRefusal):
    """A step needs a choice that was not made."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def taken(genogram: Genogram, step: Step, said: Said) -> Genogram:
    """The genogram after a step; `said` gives what a form's field says. Raises a
    GenogramRefusal. What comes back reads the same as it is written."""
    return read(written(_STEPS[step](genogram, said)))


def _person(genogram: Genogram, said: Said) -> Genogram:
    return rules.add_member(genogram, _new(said))


def _new(said: Said) -> Member:
    role = said("role")
    if role not in OFFERED:
        raise NothingChosen(Wanted.ROLE)
    letter = on_one_line(said("letter"))[:1].upper()
    marks = said("marks").split(",")
    return Member(
        id=0,
        role=role,
        letter=letter if letter.isalpha() else "",
        age=_age(role, on_one_line(said("age"))),
        sex=sex_of(role),
        focus=kin.FOCUS in marks,
        dead=kin.DEAD in marks,
        unborn=role in kin.EXPECTED,
    )


def _age(role: str, typed: str) -> int | None:
    """Raises WrongAge for what is no age in whole years."""
    if not typed:
        return None
    years = typed.removesuffix("år").strip()
    if not (years.isdecimal() and len(years) <= 3 and int(years) <= rules.AGE_AT_MOST):
        raise rules.WrongAge(role, typed[:20])
    return int(years)


def _couple(genogram: Genogram, said: Said) -> Genogram:
    first, second = _chosen(genogram, said, "first"), _chosen(genogram, said, "second")
    return rules.add_couple(genogram, first, second, _of(Status, said("status"), Wanted.STATUS))


def _child(genogram: Genogram, said: Said) -> Genogram:
    parents = tuple(_id(genogram, each) for each in said("parents").split("-"))
    if said("child") == NEW:
        genogram = rules.add_member(genogram, _new(said))
        child = genogram.members[-1].id
    else:
        child = _chosen(genogram, said, "child")
    tie = _of(Tie, said("tie") or Tie.BORN, Wanted.CHILDREN_OF)
    return rules.add_child(genogram, parents, Child(child, tie, Twin.NOT))


def _home(genogram: Genogram, said: Said) -> Genogram:
    who = tuple(_id(genogram, each) for each in said("members").split(",") if each)
    if not who:
        raise NothingChosen(Wanted.SOMEBODY)
    kind = _of(Home, said("home") or Home.HOUSEHOLD, Wanted.SOMEBODY)
    return rules.add_household(genogram, Household(who, kind))


def _bond(genogram: Genogram, said: Said) -> Genogram:
    first, second = _chosen(genogram, said, "first"), _chosen(genogram, said, "second")
    feeling = _of(Feeling, said("feeling"), Wanted.RELATION)
    return rules.add_bond(genogram, Bond(first, second, feeling))


def _remove(genogram: Genogram, said: Said) -> Genogram:
    kind, _, which = said("what").partition("-")
    place = int(which) if which.isdecimal() and len(which) < 4 else -1
    if kind == "member":
        return rules.remove_member(genogram, _id(genogram, which))
    if kind == "home" and 0 <= place < len(genogram.households):
        return rules.remove_household(genogram, place)
    if kind == "bond" and 0 <= place < len(genogram.bonds):
        return rules.remove_bond(genogram, place)
    raise NothingChosen(Wanted.SOMEBODY)


def _chosen(genogram: Genogram, said: Said, name: str) -> int:
    return _id(genogram, said(name))


def _id(genogram: Genogram, said: str) -> int:
    """Raises NothingChosen where there is nobody of this id."""
    for who in genogram.members:
        if str(who.id) == said:
            return who.id
    raise NothingChosen(Wanted.SOMEBODY)


def _of(kind: type[_T], said: str, wanted: Wanted) -> _T:
    if said not in {each.value for each in kind}:
        raise NothingChosen(wanted)
    return kind(said)


_STEPS: Mapping[Step, Callable[[Genogram, Said], Genogram]] = {
    Step.PERSON: _person,
    Step.COUPLE: _couple,
    Step.CHILD: _child,
    Step.HOME: _home,
    Step.BOND: _bond,
    Step.REMOVE: _remove,
}
