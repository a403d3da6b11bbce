"""Who somebody is to the team: an id of ours and the name that colleagues call them by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Two are the same person by their id, whatever they are called in a team."""

    id: int
    name: str = field(compare=False)


GONE = Person(0, "en tidligere kollega")  # somebody who is not known any more


def short_names(full_names: Mapping[int, str]) -> dict[int, str]:
    """The shortest that tells colleagues apart: the first name, with the first letter of the last
    name where two share it, and the whole name where that is shared as well."""
    firsts = Counter(first_name(name) for name in full_names.values())
    initials = Counter(_with_initial(name) for name in full_names.values())
    return {who: _short(name, firsts, initials) for who, name in full_names.items()}


def _short(name: str, firsts: Mapping[str, int], initials: Mapping[str, int]) -> str:
    if firsts[first_name(name)] == 1:
        return first_name(name)
    return _with_initial(name) if initials[_with_initial(name)] == 1 else name


def first_name(name: str) -> str:
    return (name.split() or [name])[0]


def _with_initial(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name
