"""A private learning log (row 78): its owner's alone, and theirs to take along to MUS."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.refusal import Refusal
from dialogs.text import required

TEXT_AT_MOST = 2000  # characters


class LogRefused(Refusal):
    """A line that cannot be taken, or is not there."""


class LoggedAlready(LogRefused):
    """The same text stands there."""


class NoSuchLine(LogRefused):
    """It was erased, or is somebody else's: the same answer."""


class LogIsEmpty(LogRefused):
    """There is nothing to take along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: int
    text: str
    at: datetime


def log_text(text: str) -> str:
    """The cleaned text. Raises Empty or TooLong."""
    return required(text, most=TEXT_AT_MOST)
