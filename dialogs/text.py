"""What people write, made safe to keep and show: nothing invisible, no needless space."""

import re
import unicodedata

from dialogs.refusal import Refusal

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_INVISIBLE = ("Cc", "Cf", "Cs")  # control, format (marks), half of a character
_AFTER_A_WORD = ".,:;!?"
_CALL = re.compile("\x02([^\x02\x03]*)\x03")


class Empty(Refusal):
    """Nothing was written."""


class TooLong(Refusal):
    """More characters than the field takes."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length, most)
        self.length = length
        self.most = most


def cleaned(text: str) -> str:
    """Without control characters and bidirectional or zero-width marks, which can make a text
    look like another one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in _INVISIBLE
    )
    lines = (_SPACES.sub(" ", row).strip() for row in kept.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def required(text: str, *, most: int) -> str:
    """The cleaned text. Raises Empty or TooLong (characters)."""
    kept = cleaned(text)
    if not kept:
        raise Empty
    if len(kept) > most:
        raise TooLong(len(kept), most)
    return kept


def one_line(text: str, *, most: int) -> str:
    return " ".join(required(text, most=most).split())


def shortened(text: str, most: int) -> str:
    """So many characters of it, and a sign that there is more."""
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


def on_one_line(text: str) -> str:
    """Cleaned, and possibly empty: for names that Teams gives."""
    return " ".join(cleaned(text).split())


def call(name: str) -> str:
    """What the reader's client shall work out, such as `TIME(…)`. Its marks are control
    characters, and nothing that people write keeps those: so nobody else calls anything."""
    return f"\x02{name}\x03"


def calls_apart(text: str) -> list[str]:
    """Text, call, text, call, … text."""
    return _CALL.split(text)


def folded(word: str) -> str:
    """For comparing commands: case, æ/ae, ø/oe, å/aa and a full stop after it are forgiven."""
    letters = unicodedata.normalize("NFC", word.casefold()).rstrip(_AFTER_A_WORD)
    return letters.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
