"""Cards and the form of looking for shared practice."""

from collections.abc import Sequence

from dialogs import cards
from dialogs.cards import Card, Form, Part
from dialogs.learning import finding_words as words
from dialogs.learning.cards import SUMMARY_AT_MOST, shortened
from dialogs.learning.finding import Found

BROADER = "broader"  # the other way to hand the form in


def ask() -> Card:
    """`søg`, typed without a word."""
    return cards.card([cards.line(words.ASK)], [cards.opens("Søg", "finding.search")])


def found(asked: str, hits: Sequence[Found]) -> Card:
    return cards.card(
        [cards.heading(words.found(asked)), *_list(hits)],
        [cards.opens("Søg igen", "finding.search")],
    )


def nothing(asked: str, broader: str | None, *, asks: bool = True) -> Card:
    """`asks`: whoever it is may be told who knows."""
    return cards.card(
        [cards.line(words.nothing(asked))],
        [
            cards.press(words.search_for(broader), "finding.broader", text=broader)
            if broader
            else None,
            cards.press("Find en at spørge", "between.whom", text=asked) if asks else None,
            cards.opens("Søg igen", "finding.search"),
        ],
    )


def form(
    nonce: str, asked: str = "", hits: Sequence[Found] | None = None, broader: str | None = None
) -> Form:
    """The form, and below it what was found; None: nothing was asked for yet."""
    below: list[Part | None] = []
    if hits is not None:
        below = [cards.line(words.found(asked), strong=True), *_list(hits)]
        if not hits:
            below = [cards.line(words.nothing(asked))]
    return cards.form(
        words.TITLE,
        [cards.write("words", words.ASK, value=asked, required=True), *below],
        verb="finding.search",
        submit="Søg",
        nonce=nonce,
        others=((words.search_for(broader), BROADER),) if broader else (),
    )


def resembling(hits: Sequence[Found]) -> Card:
    return cards.card(
        [cards.line(words.RESEMBLING), *_list(hits)],
        [cards.opens("Søg efter mere", "finding.search")],
    )


def _list(hits: Sequence[Found]) -> list[Part | None]:
    """Teams refuses a card that is too large, so long ones are cut when they are many."""
    parts: list[Part | None] = []
    cut = False
    for hit in hits:
        text = shortened(hit.practice.text, SUMMARY_AT_MOST // len(hits))
        cut = cut or text != hit.practice.text
        parts += [cards.quote(text), cards.small(words.origin(hit.practice, hit.team))]
    return [*parts, cards.small(words.CUT) if cut else None]
