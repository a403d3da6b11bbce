"""Cards and forms of the learning points."""

import json
from collections.abc import Sequence

from dialogs import cards
from dialogs.cards import Card, Form, Option
from dialogs.learning import words
from dialogs.learning.point import LearningPoint
from dialogs.people.team import Team

SUMMARY_AT_MOST = 9_000  # characters of JSON for all the points; Teams counts two bytes for each
LEAST_SHOWN = 40  # characters


def summary_heading() -> Card:
    return cards.card([cards.heading(words.TAKEN_ALONG)])


def ask() -> Card:
    """`læring`, typed without a text."""
    return cards.card(
        [cards.line(words.ASK)], [cards.opens("Skriv læringspunkt", "learning.write")]
    )


def done(text: str) -> Card:
    return cards.card([cards.line(text)])


def summary(points: Sequence[LearningPoint], following: str) -> Card:
    """The points without authors, in the order of their text, so that the order names nobody.

    Teams refuses a card that is too large, so long ones are cut when they are many.
    """
    texts = sorted(point.text for point in points)
    shown = [shortened(text, SUMMARY_AT_MOST // len(texts)) for text in texts]
    return cards.card(
        [
            cards.heading(words.TAKEN_ALONG),
            *(cards.quote(f"• {text}") for text in shown),
            cards.small(words.CUT) if shown != texts else None,
            None if points else cards.line(words.NOTHING_HANDED_IN),
            cards.small(following) if following else None,
        ]
    )


def shortened(text: str, most: int) -> str:
    """At most so many characters, as JSON may write them."""
    if len(json.dumps(text)) <= most:
        return text
    size = max(LEAST_SHOWN, len(text) * most // len(json.dumps(text)))
    return f"{text[:size].rstrip()} …"


def write_form(
    nonce: str, teams: Sequence[Team], meeting_id: int | None = None, text: str = ""
) -> Form:
    return cards.form(
        "Skriv læringspunkt",
        [
            cards.choose(
                "team",
                "Hvilket team?",
                [Option(str(team.id), team.name) for team in teams],
                value=str(teams[0].id),
                required=True,
            )
            if len(teams) > 1
            else None,
            cards.write("text", words.ASK, value=text, lines=True, required=True),
            cards.small(words.GENERAL),
        ],
        verb="learning.write",
        submit="Gem",
        nonce=nonce,
        id=meeting_id,
    )


def advice_form(nonce: str, offer: str, text: str, meeting_id: int, team_id: int) -> Form:
    """A text that sounds like advice: two buttons, and what was written stays as it stands."""
    return cards.form(
        "Forslag eller læringspunkt?",
        [cards.line(offer), cards.write("text", "Din tekst", value=text, lines=True)],
        verb="learning.advice",
        submit="Parkér forslaget",
        nonce=nonce,
        id=f"{meeting_id}:{team_id}",
        others=(("Gem som læringspunkt", "point"),),
    )


def advice_offer(nonce: str, offer: str, text: str, meeting_id: int, team_id: int) -> Card:
    """The same in a chat of one's own."""
    where = f"{meeting_id}:{team_id}"
    return cards.card(
        [cards.line(offer), cards.quote(f"“{text}”")],
        [
            cards.press("Parkér forslaget", "learning.park", id=where, text=text, nonce=nonce),
            cards.press("Gem som læringspunkt", "learning.keep", id=where, text=text, nonce=nonce),
        ],
    )


def save_offer(nonce: str, text: str) -> Card:
    return cards.card(
        [cards.line(words.SAVE_AS_POINT), cards.quote(f"“{text}”")],
        [
            cards.press(
                "Gem som læringspunkt", "learning.save", text=text, nonce=nonce, strong=True
            ),
            cards.press("Lad det ligge", "learning.let_be"),
        ],
    )
