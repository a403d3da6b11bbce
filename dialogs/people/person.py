"""Who somebody is to the team: an id of ours and the name that colleagues call them by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Two are the same person by their id, whatever they are called in a team."""

    id: int
    name: str = field(compare=False)


def short_names(full_names: Mapping[int, str]) -> dict[int, str]:
    """First names; people who share one get the first letter of their last name as well."""
    firsts = Counter(first_name(name) for name in full_names.values())
    return {
        who: first_name(name) if firsts[first_name(name)] == 1 else _with_initial(name)
        for who, name in full_names.items()
    }


def first_name(name: str) -> str:
    return (name.split() or [name])[0]


def _with_initial(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name
