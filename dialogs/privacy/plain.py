"""A text as it reads, with the way back to the text as it was written.

Full-width and other digits become 0 to 9, every dash a hyphen, every blank a space. What cannot be
seen (zero-width characters, soft hyphens, marks for direction) is left out. So a pattern is
written once, for what a person sees, and what it finds is still told in places of the original.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.privacy.finding import Span

# Of these characters alone each reads as one, at its own place.
_ORDINARY = re.compile("[\n -~¡-¬®-\u017f–—‘’“”„…•−\t]*\\Z")
_LOOKS = {
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2212": "-",  # minus
    "\u2043": "-",  # a bullet that is a hyphen
    "\u2044": "/",
    "\u2215": "/",
    "\u2022": ".",
    "\u2024": ".",
    "\u2027": ".",
    "\u00b7": ".",
    "\t": " ",
    "\u00a0": " ",
    "\u2013": "-",
    "\u2014": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u00b4": "'",
}
_AS_READ = str.maketrans(_LOOKS)
_HIDDEN = ("Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Me")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is what is read; `at[i]` is where its i-th character stands in the original."""

    text: str
    at: Sequence[int]  # one longer than `text`: the last is the end of the original

    def original(self, start: int, end: int) -> Span:
        """Where this stretch stands in the original, hidden characters within included."""
        return Span(self.at[start], self.at[end])


def plain(text: str) -> Plain:
    if _ORDINARY.match(text):
        return Plain(text.translate(_AS_READ), range(len(text) + 1))
    kept: list[str] = []
    at: list[int] = []
    for place, char in enumerate(text):
        seen = _seen(char)
        if seen:
            kept.append(seen)
            at.append(place)
        elif kept and unicodedata.category(char) == "Mn":
            kept[-1] = _with_mark(kept[-1], char)
    at.append(len(text))
    return Plain("".join(kept), at)


def _seen(char: str) -> str:
    """One character, or "" for what is not seen."""
    if "\x20" <= char <= "\x7e" or char == "\n":
        return char
    if char in _LOOKS:
        return _LOOKS[char]
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if category in _HIDDEN:
        return ""
    alike = unicodedata.normalize("NFKC", char)
    return alike if len(alike) == 1 else char


def _with_mark(letter: str, mark: str) -> str:
    """A letter and its ring or accent, written as two characters, are one to the eye."""
    both = unicodedata.normalize("NFC", letter + mark)
    return both if len(both) == 1 else letter
