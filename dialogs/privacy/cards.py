"""What the guard asks, and how the writer decides."""

from collections.abc import Mapping

from dialogs import cards
from dialogs.cards import Card, Form
from dialogs.privacy import words
from dialogs.privacy.guard import Asked, Way


def asked_in_form(
    form: Form,
    typed: Mapping[str, str],
    asked: Asked,
    ways: Mapping[Way, Mapping[str, str]],
) -> Form:
    """What was typed stands in its place, to be put right by hand as well.

    A form may be handed in in several ways: the decision is about the way that was pressed.
    """
    pressed = {"as": typed["as"]} if "as" in typed else {}
    buttons = {
        words.rewrite(asked.found): {**pressed, **ways[Way.REWORD]},
        words.keep(asked.found): {**pressed, **ways[Way.KEEP]},
        words.PUT_RIGHT: pressed,
    }
    question = words.question(asked.text, asked.found)
    return cards.handed_in_by(cards.refilled(form, typed, question), buttons)


def asked_in_chat(nonce: str, verb: str, word: str, asked: Asked) -> Card:
    found, new = asked.found, asked.reworded
    return cards.card(
        [
            *map(cards.line, words.question(asked.text, found).split("\n")),
            cards.quote(f"“{new}”"),
        ],
        [
            cards.press(words.rewrite(found), verb, word=word, text=new, nonce=nonce, strong=True),
            cards.press(words.keep(found), verb, word=word, text=asked.text, nonce=nonce),
        ],
    )


def not_in_the_group(without_text: Card | None) -> Card:
    """Nothing of the text is repeated; below it stands what the command offers without one."""
    line = cards.card([cards.line(words.NOT_TAKEN_IN_GROUP)])
    if without_text is None:
        return line
    return {**without_text, "body": [*line["body"], *without_text["body"]]}
