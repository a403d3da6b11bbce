"""From JSON to the SDK's Activity.

The SDK's own way walks every field through its validation, a millisecond each time; the gate has
checked the shape already. The names and types are still the SDK's: its models tell them.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from botbuilder import schema
from botbuilder.schema import Activity
from msrest.serialization import Model


def activity(said: Mapping[str, Any]) -> Activity:
    """Takes what the gate let through. A name counts as Teams spells it."""
    return _made(Activity, said)


def _made(kind: Any, said: Mapping[str, Any]) -> Any:
    fields = _fields(kind)
    values: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for name, value in said.items():
        if (field := fields.get(name)) is None:
            more[name] = value
        else:
            attribute, how, many = field
            values[attribute] = _value(how, many, value)
    made = kind(**values)
    if more:
        made.additional_properties = more
    return made


def _value(how: Any, many: bool, value: Any) -> Any:
    if how is None or value is None:
        return value
    if many:
        return [_value(how, False, each) for each in value]
    if how is datetime:
        return datetime.fromisoformat(value)
    return _made(how, value) if isinstance(value, dict) else value


@cache
def _fields(kind: Any) -> dict[str, tuple[str, Any, bool]]:
    """By its name in JSON: the attribute, what is made of it (None: nothing), whether of each."""
    found: dict[str, tuple[str, Any, bool]] = {}
    for attribute, told in kind._attribute_map.items():
        named = told["type"].strip("[]")
        made = getattr(schema, named, None)
        model = isinstance(made, type) and issubclass(made, Model)
        how = made if model else datetime if named == "iso-8601" else None
        found[told["key"]] = (attribute, how, told["type"].startswith("["))
    return found
