"""What to write instead: who somebody is to the case, told by the words around."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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
        if told is None and name.base in self.roles:
            told = self.roles[name.base]
        elif told is None:
            told = self._child(name)
        self.roles.setdefault(name.base, told)
        if told.startswith("barn "):
            told = self.roles[name.base]
        return first, told + _s(told) if name.possessive else told

    def _child(self, name: Name) -> str:
        if name.base in self.roles:
            return self.roles[name.base]
        self.children += 1
        return f"barn {self.children}"


def _s(role: str) -> str:
    return "" if role.endswith("s") else "s"


def _told(read: Sequence[Word], name: Name) -> tuple[int, str | None]:
    """By a word right before the name, or by "hedder" and the like with one before that."""
    place = name.first
    if not place:
        return place, None
    before = read[place - 1]
    gap = read[place].gap
    if gap == " ":
        role = _role(before.low)
        if role is not None:
            owned = place > 1 and read[place - 1].gap == " " and _owns(read[place - 2])
            return place - 1, (before.low if owned and before.low in {**KIN, **TITLES} else role)
        if before.low in CHILDREN:
            owned = place > 1 and read[place - 1].gap == " " and _owns(read[place - 2])
            return (place if owned else place - 1), None
    back = place - 1
    while back >= 0 and place - back <= 3 and read[back].low in _BETWEEN:
        back -= 1
    if gap in (" ", ", ") and back >= 0 and place - back <= 4:
        role = _role(read[back].low)
        if role is not None and (back < place - 1 or gap == ", "):
            return place, role
    return place, None


def _owns(word: Word) -> bool:
    return word.low in DETERMINERS or word.low.endswith("s")


def _role(low: str) -> str | None:
    if low in YOUNG:
        return "den unge"
    return KIN.get(low) or TITLES.get(low)


def place_role(written: str) -> str:
    low = written.lower()
    for kinds, role in _PLACES:
        if any(kind in low for kind in kinds):
            return role
    return "institutionen"
