"""Cards about what the bot holds on somebody."""

from dialogs import cards
from dialogs.cards import Card
from dialogs.learning.words import STATES
from dialogs.privacy import own_words as words
from dialogs.privacy.own import Held

POINTS_SHOWN = 5


def mine(held: Held) -> Card:
    shown = held.points[:POINTS_SHOWN]
    more = len(held.points) - len(shown)
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.facts(
                {
                    "Navn": words.who(held),
                    "Team": words.teams(held.teams),
                    "Fravær": words.absences(held),
                    **({"Ro": held.quiet} if held.quiet else {}),
                    "Ture": words.turns(held.rows),
                }
            ),
            cards.line(f"{words.POINTS}: {len(held.points)}") if held.points else None,
            *(cards.quote(f"“{text}”", after=f" · {STATES[state]}") for text, state in shown),
            cards.small(f"Og {more} til. De står i filen.") if more else None,
            cards.small(words.NOBODY_SEES) if held.points else None,
            cards.line(words.ALL_OF_IT),
            *map(cards.small, words.in_numbers(held.rows)),
            cards.small(words.how_long()),
        ],
        [
            cards.press(words.FETCH, "privacy.fetch"),
            cards.press(words.ERASE, "privacy.ask_erase"),
            cards.press("Ro", "quiet.show"),
        ],
    )


def file_is_ready(url: str) -> Card:
    return cards.card([cards.line(words.FILE_IS_READY)], [cards.link(words.OPEN_FILE, url)])


def erase_question(held: Held, nonce: str) -> Card:
    return cards.card(
        [
            cards.line(words.GONE),
            cards.line(words.free_roles(held)) if held.leads else None,
            cards.small(words.MET_AGAIN),
            cards.small(words.IN_BACKUPS),
        ],
        [
            cards.press(words.ERASE, "privacy.erase", nonce=nonce),
            cards.press(words.KEEP, "privacy.keep"),
        ],
    )


said = cards.said


def case_dropped() -> Card:
    return cards.card(
        [cards.line(words.CASE_DROPPED)], [cards.opens("Tag en sag med", "sparring.bring")]
    )
