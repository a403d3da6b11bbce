"""What to write instead: who somebody is to the case, told by the words around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogs.privacy.finding import Sort, Span
from dialogs.privacy.names import Name
from dialogs.privacy.reading import Word
from dialogs.privacy.vocabulary import (
    CHILDREN,
    DETERMINERS,
    KIN,
    TITLES,
    YOUNG,
    word_set,
)

_INSTEAD = {
    Sort.EMAIL: "en mailadresse",
    Sort.CASE_NUMBER: "sagsnummeret",
    Sort.ADDRESS: "adressen",
    Sort.BIRTH_DATE: "fødselsdatoen",
    Sort.PHONE: "en telefon",
}
# What says the same as the role does goes with it: "tlf. 22 33 44 55" is "en telefon".
_SAID = {
    Sort.CASE_NUMBER: re.compile(
        r"\b(?:j\.? ?nr|journaln(?:umme)?r|sags?-?(?: ?nr| ?nummer|id|-id))[.:]{0,2} ?\Z", re.I
    ),
    Sort.BIRTH_DATE: re.compile(r"\b(?:fødselsdato:? |den |d\. ?|f\. ?)\Z", re.I),
    Sort.PHONE: re.compile(r"\b(?:tlf|telefon|mobil)\.?(?:nr\.?|nummer)?:? ?\Z", re.I),
}
_ON = {
    Sort.ADDRESS: re.compile(r"\bbo(?:r|ede)? \Z", re.I),
    Sort.BIRTH_DATE: re.compile(r"\bfødt \Z", re.I),
}
_LOOK_BACK = 24
_BETWEEN = word_set("""
den der er hed hedder kaldes navn navnet på som ved
""")
_PLACES = (
    (("skole", "gymnasi", "friskole", "efterskole", "landsbyskole"), "skolen"),
    (("børnehave", "børnehus", "børnegård"), "børnehaven"),
    (("vuggestue",), "vuggestuen"),
    (("dagpleje",), "dagplejen"),
    (("fritidshjem",), "fritidshjemmet"),
    (("fritidsklub", "ungdomsklub", "juniorklub", "klub"), "klubben"),
    (("sfo",), "SFO'en"),
    (("opholdssted",), "opholdsstedet"),
    (("botilbud", "bosted"), "bostedet"),
    (("hospital", "sygehus"), "sygehuset"),
    (("krisecent",), "krisecentret"),
)


@dataclass(slots=True)
class Cast:
    """Who has been named so far in one text: the same name is the same role."""

    roles: dict[str, str] = field(default_factory=dict)
    children: int = 0

    def role(self, read: Sequence[Word], name: Name) -> tuple[int, str]:
        """The word that the replaced stretch begins with, and what to write. "moren Fatima" is
        replaced as a whole, "Fatima" by itself."""
        first, told = _told(read, name)
        if told is None:
            told = self.roles.get(name.base) or self._another_child()
        self.roles.setdefault(name.base, told)
        return first, genitive(told) if name.possessive else told

    def _another_child(self) -> str:
        self.children += 1
        return f"barn {self.children}"


def genitive(role: str) -> str:
    return role if role.endswith("s") else f"{role}s"


def _told(read: Sequence[Word], name: Name) -> tuple[int, str | None]:
    """By a word right before the name, or by "hedder" and the like with one before that."""
    place = name.first
    gap = read[place].gap
    if not place or gap not in (" ", ", ", ": "):
        return place, None
    before = read[place - 1].low
    if gap == " " and before not in _BETWEEN:
        owned = place > 1 and read[place - 1].gap == " " and _owns(read[place - 2].low)
        if before in CHILDREN:
            return (place if owned else place - 1), None
        role = _role(before)
        return place - (role is not None), before if owned and role else role
    if gap == ", " and name.last + 1 < len(read) and read[name.last + 1].gap == ", ":
        role = _role(before)  # "faren, Ahmed, siger"
        return place - (role is not None), role
    back = place - 1
    while back > 0 and place - back < 4 and read[back].low in _BETWEEN:
        back -= 1
    return place, _role(read[back].low)


def _owns(low: str) -> bool:
    return low in DETERMINERS or low.endswith("s")


def _role(low: str) -> str | None:
    if low in YOUNG:
        return "den unge"
    return KIN.get(low) or TITLES.get(low)


def thing(text: str, sort: Sort, span: Span) -> tuple[Span, str]:
    """What is replaced, and by what, where it is nobody's name."""
    begin = max(0, span.start - _LOOK_BACK)
    said = _SAID[sort].search(text[begin : span.start]) if sort in _SAID else None
    start = begin + said.start() if said else span.start
    on = sort in _ON and _ON[sort].search(text[max(0, start - _LOOK_BACK) : start])
    return Span(start, span.end), f"på {_INSTEAD[sort]}" if on else _INSTEAD[sort]


def place(written: str) -> str:
    low = written.lower()
    for kinds, role in _PLACES:
        if any(kind in low for kind in kinds):
            return role
    return "institutionen"
