"""What a person sees of an Adaptive Card, and what a filled-in one hands over.

Read as a client of schema 1.5 reads it: a newer element shows its fallback, a hidden one nothing.
Markdown and `{{DATE(…)}}` stay as written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

Json = dict[str, Any]

HOLDS = {
    "AdaptiveCard": "body",
    "Container": "items",
    "ColumnSet": "columns",
    "Column": "items",
    "Table": "rows",
    "TableRow": "cells",
    "TableCell": "items",
    "ImageSet": "images",
}
INPUTS = frozenset(
    f"Input.{kind}" for kind in ("Text", "Number", "Date", "Time", "Toggle", "ChoiceSet")
)
ELEMENTS = (
    HOLDS.keys()
    | INPUTS
    | {"TextBlock", "RichTextBlock", "FactSet", "Image", "Media", "ActionSet"}
)
ACTIONS = frozenset(
    f"Action.{kind}" for kind in ("Execute", "Submit", "OpenUrl", "ShowCard", "ToggleVisibility")
)


class FormRefused(ValueError):
    """Teams keeps the form open and marks an input: it is empty, or not what is asked for."""


class NoSuchButton(LookupError):
    """No button of that title can be pressed here. The message holds what there is."""


def shows(card: Json) -> list[str]:
    """All text of the card, top to bottom."""
    return [text for part in _parts(card) for text in _texts(part)]


def actions(card: Json) -> list[Json]:
    """Everything that can be pressed: in the body, then the card's own row with its overflow."""
    inside = [action for part in _parts(card) for action in _actions_in(part)]
    return list(_readable_all([*inside, *card.get("actions", ())], ACTIONS))


def buttons(card: Json) -> list[str]:
    return [action["title"] for action in actions(card) if "title" in action]


def find_action(found: Iterable[Json], title: str) -> Json:
    """The first of that title that sends something. Raises NoSuchButton."""
    sending = [each for each in found if each["type"] in ("Action.Execute", "Action.Submit")]
    for action in sending:
        if action.get("title") == title and action.get("isEnabled") is not False:
            return action
    raise NoSuchButton(f"no {title!r} among {[each.get('title') for each in sending]}")


def handed_over(card: Json, action: Json, values: Mapping[str, object]) -> Json:
    """The data of a pressed action: its own, and the card's inputs unless it wants none."""
    own = action.get("data") or {}
    filled = {} if action.get("associatedInputs") == "none" else fill_in(card, values)
    return {**(own if isinstance(own, dict) else {"data": own}), **filled}


def inputs(card: Json) -> dict[str, Json]:
    """The card's input elements by id, hidden ones too: a client hands those over as well."""
    return {part["id"]: part for part in _parts(card, hidden=True) if part["type"] in INPUTS}


def fill_in(card: Json, values: Mapping[str, object]) -> dict[str, str]:
    """What a client sends for the card's inputs: strings, and the default where nothing is given.

    A choice may be given by its title or its value. Raises KeyError for an input that is not
    there, and FormRefused where Teams would mark the input.
    """
    fields = inputs(card)
    if unknown := values.keys() - fields.keys():
        raise KeyError(f"no input {sorted(unknown)}; the card has {sorted(fields)}")
    entries = {
        key: _entry(field, values.get(key, field.get("value"))) for key, field in fields.items()
    }
    # An empty text is sent as such; other inputs without a value are left out.
    return {
        key: entry
        for key, entry in entries.items()
        if entry or fields[key]["type"] == "Input.Text"
    }


def _parts(element: Json, *, hidden: bool = False) -> Iterator[Json]:
    for known in _readable_all([element], ELEMENTS, hidden=hidden):
        yield known
        for child in known.get(HOLDS.get(known["type"], ""), ()):
            yield from _parts({"type": "Column", **child}, hidden=hidden)


def _readable_all(
    items: Iterable[Json], known: Iterable[str], *, hidden: bool = False
) -> Iterator[Json]:
    for item in items:
        if item.get("isVisible") is False and not hidden:
            continue
        if item["type"] in known:
            yield item
        elif isinstance(item.get("fallback"), dict):
            yield from _readable_all([item["fallback"]], known, hidden=hidden)


def _texts(part: Json) -> list[str]:
    match part["type"]:
        case "TextBlock":
            found = [part.get("text")]
        case "RichTextBlock":
            runs = part.get("inlines", ())
            found = ["".join(run if isinstance(run, str) else run.get("text", "") for run in runs)]
        case "FactSet":
            found = [f"{fact['title']}: {fact['value']}" for fact in part.get("facts", ())]
        case "Image" | "Media":
            found = [part.get("altText")]
        case "Input.Toggle":
            found = [part.get("label"), part.get("title")]
        case kind if kind in INPUTS:
            found = [part.get("label"), part.get("placeholder")]
        case _:
            found = []
    return [text for text in found if text]


def _actions_in(part: Json) -> Iterator[Json]:
    if part["type"] == "ActionSet":
        yield from part.get("actions", ())
    runs = [run for run in part.get("inlines", ()) if isinstance(run, dict)]
    for holder in (part, *runs):
        for room in ("selectAction", "inlineAction"):
            if room in holder:
                yield holder[room]


def _entry(field: Json, value: object) -> str:
    text = _written(field, value)
    if field.get("isRequired") and (not text or _is_off(field, text)):
        raise _refusal(field, "skal udfyldes")
    if text:
        _check(field, text)
    return text


def _written(field: Json, value: object) -> str:
    match field["type"], value:
        case "Input.Toggle", True:
            return str(field.get("valueOn", "true"))
        case "Input.Toggle", None | False:
            return str(field.get("valueOff", "false"))
        case "Input.ChoiceSet", list() | tuple():
            return ",".join(_choice(field, str(one)) for one in value)
        case "Input.ChoiceSet", str():
            return _choice(field, value)
        case _, None:
            return ""
        case _, time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _choice(field: Json, given: str) -> str:
    choices = field.get("choices", ())
    if given in {choice["value"] for choice in choices}:
        return given
    return next((choice["value"] for choice in choices if choice["title"] == given), given)


def _is_off(field: Json, text: str) -> bool:
    return field["type"] == "Input.Toggle" and text != str(field.get("valueOn", "true"))


def _check(field: Json, text: str) -> None:
    try:
        fits = _fits(field, text)
    except ValueError:
        fits = False
    if not fits:
        raise _refusal(field, f"kan ikke være {text!r}")


def _fits(field: Json, text: str) -> bool:
    match field["type"]:
        case "Input.Text":
            long_enough = len(text) <= field.get("maxLength", len(text))
            return long_enough and re.search(field.get("regex", ""), text) is not None
        case "Input.Number":
            return _between(float(text), field, float)
        case "Input.Date":
            return _between(date.fromisoformat(text), field, date.fromisoformat)
        case "Input.Time":
            return _between(time.fromisoformat(text), field, time.fromisoformat)
        case "Input.Toggle":
            return text in (str(field.get("valueOn", "true")), str(field.get("valueOff", "false")))
        case _:
            chosen = set(text.split(",") if field.get("isMultiSelect") else [text])
            return chosen <= {choice["value"] for choice in field.get("choices", ())}


def _between(value: Any, field: Json, read: Any) -> bool:
    low, high = field.get("min"), field.get("max")
    return (low is None or value >= read(low)) and (high is None or value <= read(high))


def _refusal(field: Json, otherwise: str) -> FormRefused:
    named = field.get("label", field["id"])
    return FormRefused(field.get("errorMessage") or f"{named}: {otherwise}")
