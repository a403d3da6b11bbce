"""The card and form for quiet, and the one message that several prompts become."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs import cards
from dialogs.cards import Card, Form
from dialogs.quiet import words

SIZE_AT_MOST = 24 * 1024  # bytes of a whole activity; Teams counts two for each character
ENVELOPE = 1024  # what an activity is besides its card
SECTION = "section"  # in the data of a button: which section it stands in


def quiet_card(said: str, waits: str, *, is_quiet: bool) -> Card:
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(said),
            cards.line(waits),
            cards.small(words.STILL_COMES),
        ],
        [
            cards.opens(words.CHANGE if is_quiet else words.ASK, "quiet.until"),
            cards.press(words.END, "quiet.end") if is_quiet else None,
        ],
    )


def quiet_form(nonce: str, until: date | None) -> Form:
    return cards.form(
        words.TITLE,
        [
            cards.pick_date(
                "until", words.UNTIL, value=until.isoformat() if until else "", required=True
            ),
            cards.small(words.STILL_COMES),
        ],
        verb="quiet.until",
        submit=words.ASK,
        nonce=nonce,
    )


# --- the letter ------------------------------------------------------------------------------


def letter(sections: Mapping[int, Card]) -> Card:
    """One below the other, each with its own buttons; a single one as itself. The numbers tell the
    sections apart when something is pressed."""
    if not sections:
        return cards.said(words.ALL_DONE)
    if len(sections) == 1:
        return next(iter(sections.values()))
    whole = cards.card([cards.heading(words.things(len(sections)))])
    parts = [_section(number, card) for number, card in sections.items()]
    return {**whole, "body": [*whole["body"], *parts]}


def _section(number: int, card: Card) -> dict[str, Any]:
    body, actions = card["body"], card.get("actions")
    buttons = [{"type": "ActionSet", "actions": actions}] if actions else []
    items: Any = _named([*body, *buttons], number)
    return {"type": "Container", "separator": True, "spacing": "Large", "items": items}


def _named(part: Any, number: int) -> Any:
    """Every button in it says which section it stands in."""
    if isinstance(part, list):
        return [_named(each, number) for each in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _named(value, number) for key, value in part.items() if key != "data"}
    if "data" in part:
        inner["data"] = {**part["data"], SECTION: number}
    return inner


def fits(sections: Mapping[int, Card]) -> bool:
    """Whether Teams takes them in one card, and nobody drowns in buttons."""
    return has_room(sections) and _buttons(letter(sections)) <= cards.ACTIONS_AT_MOST


def has_room(sections: Mapping[int, Card]) -> bool:
    size = 2 * len(json.dumps(letter(sections), ensure_ascii=False)) + ENVELOPE
    return size <= SIZE_AT_MOST


def head_of(card: Card) -> Card:
    """Of a section that has grown since: what it is about."""
    return {**card, "body": card["body"][:1], "actions": []}


def _buttons(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(_buttons, part))
    if not isinstance(part, dict):
        return 0
    own = str(part.get("type", "")).startswith("Action.")
    return own + sum(_buttons(value) for value in part.values() if isinstance(value, (list, dict)))
