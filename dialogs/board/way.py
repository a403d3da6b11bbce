"""The way to the board: a button on the meeting's card, and the links that it gives."""

from dialogs import cards
from dialogs.board import words
from dialogs.cards import Button, Form

VERB = "board.open"


def button(meeting_id: int, *, overflow: bool = False) -> Button:
    return cards.opens(words.OPEN, VERB, id=meeting_id, overflow=overflow)


def links(own: str, room: str) -> Form:
    parts = [cards.line(words.YOURS), cards.small(words.ROOMS)]
    buttons = [cards.link(words.OPEN_MINE, own), cards.link(words.OPEN_ROOM, room)]
    return Form(title=words.FORM_TITLE, card=cards.card(parts, buttons))
