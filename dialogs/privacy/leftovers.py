"""What a look at the whole database counts: of which sort, never what it says."""

import re
from collections.abc import Mapping

from dialogs.privacy.finder import findings, has_cpr
from dialogs.privacy.finding import Sort

_MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d])\w+")  # digits and letters in one: hashes, ids


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")  # as keys have it; with an id beside it, ten digits


def sorts_in(text: str, *, written: bool) -> frozenset[Sort]:
    """What is in a text. In what nobody wrote (ids, keys, names from the directory) only CPR
    numbers are looked for, and not within ids, which hold any digits, nor days."""
    if written:
        return frozenset(each.sort for each in findings(text))
    return frozenset({Sort.CPR} if has_cpr(_DAY.sub("day", _MIXED.sub(" ", text))) else ())


def cpr_left(found: Mapping[str, int]) -> int:
    """In how many texts a CPR number was left over; `found` by table.column:sort."""
    return sum(number for place, number in found.items() if place.endswith(f":{Sort.CPR}"))
