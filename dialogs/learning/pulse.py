""" "Hvordan lærer vi?": five short questions to a team, each quarter (inventory row 67)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from dialogs.learning.counting import Spread, spread
from dialogs.refusal import Refusal

OPEN_FOR = timedelta(days=7)
REMINDED_AFTER = timedelta(days=4)
QUESTIONS: Mapping[str, str] = {
    "sharing": "Vi deler det, vi lærer, med hinanden.",
    "doubt": "Her kan man sige, at man er i tvivl.",
    "mistakes": "Når noget går galt, lærer vi af det sammen.",
    "methods": "Vi bruger de samme ord og metoder.",
    "practice": "Det, vi har aftalt som fælles praksis, bruger vi i sagerne.",
}
SCALE: Mapping[str, str] = {
    "1": "1 · slet ikke",
    "2": "2",
    "3": "3",
    "4": "4",
    "5": "5 · i høj grad",
}

Answers = Mapping[str, int]


class PulseRefused(Refusal):
    """Answers that cannot be taken."""


class PulseIsOver(PulseRefused):
    """The week is over, or it was never asked."""


class AnswersMissing(PulseRefused):
    """One of the five has no answer."""


def answers(given: Mapping[str, str]) -> Answers:
    """Raises AnswersMissing."""
    found = {key: int(given[key]) for key in QUESTIONS if given.get(key) in SCALE}
    if len(found) < len(QUESTIONS):
        raise AnswersMissing
    return found


def together(given: Sequence[Answers]) -> Mapping[str, Spread] | None:
    """By question; None: too few have answered."""
    found = {key: spread([each[key] for each in given]) for key in QUESTIONS}
    shown = {key: each for key, each in found.items() if each is not None}
    return shown or None
