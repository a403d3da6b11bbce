"""Cards of the question whether a learning point was of use, and what came of it."""

from collections.abc import Sequence

from dialogs import cards
from dialogs.cards import Card, Form, Part
from dialogs.learning import trying_words as words
from dialogs.learning.trying import Trial, Way

TRIALS_AT_MOST = 5


def question(name: str, text: str, weeks: int, *, again: bool) -> Card:
    return cards.card(
        [
            cards.quote(f"“{text}”", before=words.asks(weeks)),
            cards.line(words.has_it_been_of_use(again=again)),
        ],
        [
            cards.press(title, "trying.answer", id=name, way=way)
            for way, title in words.BUTTONS.items()
        ],
    )


def answered(name: str, trial: Trial) -> Card:
    """What happened may be told once the button was pressed; nobody has to."""
    tells = trial.way is not Way.NOT_YET and not trial.text
    return cards.card(
        [cards.line(words.KEPT if trial.text else words.THANKS[trial.way])],
        [cards.opens(words.WHAT_HAPPENED, "trying.tell", id=name)] if tells else [],
    )


said = cards.said


def tell_form(nonce: str, name: str, point: str, written: str) -> Form:
    return cards.form(
        words.WHAT_HAPPENED,
        [
            cards.quote(f"“{point}”"),
            cards.write("text", words.WHAT_HAPPENED, value=written, hint=words.HINT, lines=True),
            cards.small(words.NO_NAME),
        ],
        verb="trying.tell",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def tried(trials: Sequence[Trial]) -> list[Part]:
    """Beside a learning point or a practice: what came of it, without a count and without who.
    In the order of the alphabet, so that the order names nobody."""
    lines = sorted({(words.TRIED[trial.way], trial.text) for trial in trials})
    return [
        cards.quote(text, before=f"{way} ") if text else cards.line(way)
        for way, text in lines[:TRIALS_AT_MOST]
    ]
