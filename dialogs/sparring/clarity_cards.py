"""The case owner's scale, as a card of one tap, with its Danish texts."""

from dialogs import cards
from dialogs.cards import Card
from dialogs.sparring.clarity import LEAST, MOST, When

SUMMARY = "Hvor klart er dit næste skridt?"
_ASKED = {
    When.BEFORE: "Inden I går i gang: Hvor klart er dit næste skridt i sagen?",
    When.AFTER: "Og nu: Hvor klart er dit næste skridt i sagen?",
}
_ENDS = "0 er helt uklart, 10 er helt klart. Et tryk er nok, og du behøver ikke svare."
_FOR_THE_TEAM = (
    "Dit tal vises aldrig for sig selv. Teamet kan se et samlet billede, når der er tre møder."
)
_NOTED = {
    When.BEFORE: "Tak. Du sagde {step} af 10. Jeg spørger igen, når I runder af.",
    When.AFTER: "Tak. Du sagde {step} af 10.",
}
OVER = "I er kommet videre, så nu spørger jeg ikke mere om det."
_ROW = 4  # numbers in a row: on a phone each has room for two digits, and for a thumb


def asked(message: str, when: When) -> Card:
    numbers = {number: f"{number} af {MOST}" for number in range(LEAST, MOST + 1)}
    rows = [dict([*numbers.items()][n : n + _ROW]) for n in range(0, len(numbers), _ROW)]
    return cards.card(
        [
            cards.line(_ASKED[when]),
            *(cards.scale("sparring.clarity", row, id=message) for row in rows),
            cards.small(_ENDS),
            cards.small(_FOR_THE_TEAM) if when is When.BEFORE else None,
        ]
    )


def noted(when: When, step: int) -> Card:
    return cards.card([cards.line(_NOTED[when].format(step=step))])


def over() -> Card:
    return cards.card([cards.line(OVER)])
