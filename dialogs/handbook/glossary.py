"""Fælles sprog (row 90): a word is proposed by anybody, and taken by coordinator or leader."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.refusal import Refusal
from dialogs.text import folded, one_line

WORD_AT_MOST, MEANING_AT_MOST = 60, 400  # characters
_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


class TermState(StrEnum):
    PROPOSED = "proposed"
    TAKEN = "taken"
    DECLINED = "declined"  # until who proposed it has heard so


class GlossaryRefused(Refusal):
    """A word that cannot be taken, or is not there."""


class NoSuchTerm(GlossaryRefused):
    """It was decided or removed, or is another team's: the same answer."""


class TermKnown(GlossaryRefused):
    """It stands there, or waits to be decided."""

    def __init__(self, *, taken: bool) -> None:
        super().__init__()
        self.taken = taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Who proposed it is not in it."""

    id: int = 0  # 0: not stored yet
    team_id: int
    word: str
    meaning: str
    state: TermState = TermState.PROPOSED


def term(team_id: int, word: str, meaning: str) -> Term:
    """As it was written. Raises Empty or TooLong."""
    return Term(
        team_id=team_id,
        word=one_line(word, most=WORD_AT_MOST),
        meaning=one_line(meaning, most=MEANING_AT_MOST),
    )


def key(word: str) -> str:
    """Two words are the same by it."""
    return " ".join(folded(each) for each in word.split())


def in_order(terms: Sequence[Term]) -> list[Term]:
    """As a Danish dictionary: æ, ø and å come last."""
    return sorted(terms, key=lambda each: (_place(each.word), each.word))


def _place(word: str) -> list[int]:
    return [_ALPHABET.find(letter) for letter in word.casefold()]


def beginning(terms: Sequence[Term], typed: str) -> list[Term]:
    """Those that somebody looks for: by their beginning first, else by a part of them."""
    wanted = key(typed)
    found = [each for each in terms if key(each.word).startswith(wanted)]
    return found or [each for each in terms if wanted in key(each.word)]
