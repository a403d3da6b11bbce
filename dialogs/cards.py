"""The parts that every card is made of. The card library is used here and nowhere else.

Nothing here is escaped: clients do not agree on what a backslash keeps from being a link. A text
that Markdown could read anything into is shown by an element that knows no Markdown.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from dialogs.people.team import Team
from dialogs.text import calls_apart

Card = dict[str, Any]

ACTIONS_AT_MOST = 6
LIST_AT_MOST = 8_000  # characters of JSON for a list; Teams counts two bytes for each
_ONE_AT_A_TIME = Lock()
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_BRACES = re.compile(r"(?<=\{)(?=\{)")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~&{}]|^\s*(?:[-+=]|\d+[.)])", re.MULTILINE)
_USED = (  # of the card library's 150 models
    "ActionSet",
    "AdaptiveCard",
    "BarChartDataValue",
    "Choice",
    "ChoiceSetInput",
    "Column",
    "ColumnSet",
    "Container",
    "DateInput",
    "ExecuteAction",
    "Fact",
    "FactSet",
    "GroupedVerticalBarChart",
    "GroupedVerticalBarChartData",
    "NumberInput",
    "OpenUrlAction",
    "ProgressBar",
    "RichTextBlock",
    "SubmitAction",
    "TeamsCardProperties",
    "TextBlock",
    "TextInput",
    "TextRun",
    "TimeInput",
)


class _Elements:
    """The models of the card library that are used. They come with the first card, or with `load`:
    to wait for them would be a fifth of a start."""

    def __getattr__(self, name: str) -> Any:
        if name not in _USED:
            raise AttributeError(name)
        load()
        return self.__dict__[name]


def load() -> None:
    """All at once: cards are made in several threads. Raises ImportError."""
    with _ONE_AT_A_TIME:
        if elements.__dict__:
            return
        from pydantic import BaseModel, ConfigDict

        usual = BaseModel.model_config
        BaseModel.model_config = ConfigDict(defer_build=True)  # the others are not built
        try:
            from microsoft_teams.cards import core
        finally:
            BaseModel.model_config = usual
        models = {name: getattr(core, name) for name in _USED}
        for model in models.values():
            model.model_rebuild()
        elements.__dict__.update(models)


if TYPE_CHECKING:
    from microsoft_teams.cards import core as elements

    Part = elements.CardElement
    Button = elements.Action
else:
    elements = _Elements()
    Part = Button = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A dialog that is opened by a button; what is written in it leaves nothing in a chat."""

    title: str
    card: Card


NO_CHOICE = "-"  # a choice must have a value; the server reads this one as none


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    title: str


def card(parts: Iterable[Part | None], buttons: Iterable[Button | None] = ()) -> Card:
    """A card of these parts; None is left out, so that a part may depend on a condition."""
    built = elements.AdaptiveCard(
        version="1.5",
        body=[part for part in parts if part is not None],
        actions=[button for button in buttons if button is not None] or None,
        msteams=elements.TeamsCardProperties(width="full"),
    )
    dumped: Card = built.model_dump(by_alias=True, exclude_none=True)
    return dumped


def has_buttons(shown: Card) -> bool:
    """Whether there is anything to press, wherever on the card."""
    return bool(shown.get("actions")) or any(_has_buttons(part) for part in shown["body"])


def _has_buttons(part: Any) -> bool:
    if isinstance(part, list):
        return any(map(_has_buttons, part))
    if not isinstance(part, dict):
        return False
    return bool(part.get("actions") or part.get("selectAction")) or _has_buttons([*part.values()])


def heading(text: str) -> Part:
    return _text(text, weight="Bolder", size="Medium", style="heading")


def line(text: str, *, strong: bool = False) -> Part:
    return _text(text, weight="Bolder" if strong else None, spacing="Small")


def small(text: str) -> Part:
    return _text(text, size="Small", is_subtle=True, spacing="Small")


def remark(text: str) -> Part:
    """What stands out without colour alone carrying it: a line, and further lines below it."""
    first, *further = text.split("\n")
    items = [_text(first, weight="Bolder"), *map(line, further)]
    return elements.Container(style="emphasis", items=items)


def quote(text: str, *, before: str = "", after: str = "") -> Part:
    """What somebody wrote, shown as typed."""
    return elements.RichTextBlock(
        inlines=[*_runs(before), *_runs(text, italic=True), *_runs(after)]
    )


def facts(rows: Mapping[str, str]) -> Part:
    """Side by side; or, where Markdown could read anything into one of them, as lines."""
    if any(map(_may_mean_something, rows.values())):
        lines: list[Part] = [
            elements.RichTextBlock(
                inlines=[*_runs(f"{k}: ", weight="Bolder"), *_runs(v)], spacing="Small"
            )
            for k, v in rows.items()
        ]
        return elements.Container(items=lines, spacing="Small")
    return elements.FactSet(
        facts=[elements.Fact(title=k, value=_called(v)) for k, v in rows.items()]
    )


def below(buttons: Iterable[Button]) -> Part:
    """Buttons that belong to what stands above them, where a card shows several things."""
    return elements.ActionSet(actions=list(buttons))


def _text(text: str, *, style: Any = None, spacing: Any = None, **font: Any) -> Part:
    if _may_mean_something(text):
        return elements.RichTextBlock(inlines=_runs(text, **font), spacing=spacing)
    return elements.TextBlock(text=_called(text), wrap=True, style=style, spacing=spacing, **font)


def _may_mean_something(text: str) -> bool:
    """To Markdown; our own calls aside."""
    return any(map(_MARKDOWN.search, calls_apart(text)[::2]))


def _called(text: str) -> str:
    """With our own calls as clients know them."""
    return "".join(_call(part) if n % 2 else part for n, part in enumerate(calls_apart(text)))


def _call(name: str) -> str:
    return f"{{{{{name}}}}}"


def _runs(text: str, **font: Any) -> list[Part]:
    """Text without markup. A client works out `{{DATE(…)}}` here too, but only within one run, so
    the braces that somebody wrote are set apart."""
    shown = [
        piece
        for n, part in enumerate(calls_apart(text))
        for piece in ([_call(part)] if n % 2 else _BRACES.split(part))
        if piece
    ]
    return [elements.TextRun(text=piece, **font) for piece in shown]


def bar(done: int, of: int, words: str) -> Part:
    """Phases done, never running time; where Teams has no bar, the words."""
    return elements.ProgressBar(
        value=float(done), max=float(of), color="Accent", fallback=small(words)
    )


def chart(
    title: str,
    columns: Sequence[str],
    rows: Mapping[str, Sequence[int | None]],
    words: Sequence[str],
) -> Part:
    """Numbers side by side, a group for each column; where Teams has no chart, the words, which
    say the same. None is not drawn."""
    return elements.GroupedVerticalBarChart(
        title=title,
        show_legend=True,
        show_bar_values=True,
        y_min=0,
        data=[
            elements.GroupedVerticalBarChartData(
                legend=row,
                values=[
                    elements.BarChartDataValue(x=column, y=float(number))
                    for column, number in zip(columns, numbers, strict=True)
                    if number is not None
                ],
            )
            for row, numbers in rows.items()
        ],
        fallback=elements.Container(
            items=[line(title, strong=True), *map(line, words)], spacing="Small"
        ),
    )


def scale(verb: str, titles: Mapping[int, str], *, id: int | str) -> Part:
    """Numbers in a row, each of which is pressed. `titles` is what is read aloud of each."""
    return elements.ColumnSet(
        columns=[
            elements.Column(
                width="stretch",
                style="emphasis",
                spacing="Small",
                min_height="40px",
                vertical_content_alignment="Center",
                items=[
                    elements.TextBlock(
                        text=str(number), horizontal_alignment="Center", weight="Bolder"
                    )
                ],
                select_action=elements.ExecuteAction(
                    title=title,
                    verb=verb,
                    data=_data(id=id, step=number),
                    associated_inputs="none",
                ),
            )
            for number, title in titles.items()
        ],
        spacing="Small",
    )


def press(
    title: str,
    verb: str,
    *,
    id: int | str | None = None,
    turn: int | None = None,
    strong: bool = False,
    overflow: bool = False,
    **more: str | int,
) -> Button:
    """A button that does something at once."""
    return elements.ExecuteAction(
        title=title,
        verb=verb,
        data=_data(id=id, turn=turn, **more),
        style="positive" if strong else None,
        mode="secondary" if overflow else None,
        associated_inputs="none",
    )


def opens(
    title: str,
    verb: str,
    *,
    id: int | str | None = None,
    overflow: bool = False,
    filled: Mapping[str, str] | None = None,
    read_as: str | None = None,
) -> Button:
    """A button that opens a form. `filled`: what stands in its fields then. `read_as`: where
    several are called the same, what tells them apart by ear."""
    data = {"msteams": {"type": "task/fetch"}, **_data(verb=verb, id=id), **(filled or {})}
    return elements.SubmitAction(
        title=title,
        data=data,
        mode="secondary" if overflow else None,
        tooltip=read_as,
        associated_inputs="none",
    )


def link(title: str, url: str) -> Button:
    return elements.OpenUrlAction(title=title, url=url)


def choose_team(teams: Sequence[Team]) -> Part | None:
    """Asked only of somebody who is in several."""
    if len(teams) < 2:
        return None
    return choose(
        "team",
        "Hvilket team?",
        [Option(str(team.id), team.name) for team in teams],
        value=str(teams[0].id),
        required=True,
    )


def said(text: str) -> Card:
    """One line, and nothing to press."""
    return card([line(text)])


def form(
    title: str,
    parts: Iterable[Part | None],
    *,
    verb: str,
    submit: str,
    nonce: str,
    id: int | str | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> Form:
    """A dialog. `others` are further ways to hand the same form in: (title, choice)."""
    hand_in = [
        elements.SubmitAction(title=submit, data=_data(verb=verb, id=id, nonce=nonce)),
        *(
            elements.SubmitAction(title=other, data=_data(verb=verb, id=id, nonce=nonce, as_=way))
            for other, way in others
        ),
    ]
    return Form(title=title, card=card(parts, hand_in))


def write(
    id: str,
    label: str,
    *,
    value: str = "",
    hint: str = "",
    lines: bool = False,
    required: bool = False,
) -> Part:
    """A text input. It has no length limit: a client would cut what is pasted without a word."""
    return elements.TextInput(
        id=id,
        label=label,
        value=value or None,
        placeholder=hint or None,
        is_multiline=lines or None,
        is_required=required or None,
        error_message="Her mangler et svar." if required else None,
    )


def choose(
    id: str,
    label: str,
    options: Iterable[Option],
    *,
    value: str | None = None,
    spread: bool = False,
    several: bool = False,
    required: bool = False,
) -> Part:
    """Some clients read titles that are spread out as Markdown: those must be words of ours."""
    return elements.ChoiceSetInput(
        id=id,
        label=label,
        choices=[elements.Choice(title=o.title, value=o.value) for o in options],
        value=value,
        style="expanded" if spread else "compact",
        is_multi_select=several or None,
        wrap=spread or several or None,  # or a phone cuts a long title off
        is_required=required or None,
        error_message="Vælg en." if required else None,
    )


def pick_time(id: str, label: str, *, value: str = "") -> Part:
    return elements.TimeInput(id=id, label=label, value=value or None)


def pick_date(id: str, label: str, *, value: str = "", required: bool = False) -> Part:
    return elements.DateInput(
        id=id,
        label=label,
        value=value or None,
        is_required=required or None,
        error_message="Vælg en dato." if required else None,
    )


def count(id: str, label: str, *, value: int, least: int, most: int) -> Part:
    return elements.NumberInput(
        id=id, label=label, value=float(value), min=float(least), max=float(most)
    )


def refilled(asked: Form, typed: Mapping[str, Any], problem: str) -> Form:
    """The same form with what the person wrote, and one sentence on what is in the way."""
    body = [_with_value(part, typed) for part in asked.card["body"]]
    said = remark(problem).model_dump(by_alias=True, exclude_none=True)
    return Form(title=asked.title, card={**asked.card, "body": [said, *body]})


def sent_along(asked: Form, more: Mapping[str, str]) -> Form:
    """The same form, whose buttons say this as well."""
    buttons = [{**each, "data": {**each["data"], **more}} for each in asked.card["actions"]]
    return Form(title=asked.title, card={**asked.card, "actions": buttons})


def handed_in_by(asked: Form, ways: Mapping[str, Mapping[str, str]]) -> Form:
    """The same form with other buttons: by title, what each says besides what it said."""
    first = asked.card["actions"][0]
    buttons = [
        {**first, "title": title, "data": {**first["data"], **more}}
        for title, more in ways.items()
    ]
    return Form(title=asked.title, card={**asked.card, "actions": buttons})


def fitting(texts: Iterable[str], most: int) -> int:
    """How many of the first texts a list has room for: the card would be refused if it were too
    large. At least one, at most `most`."""
    room, count = LIST_AT_MOST, 0
    for text in texts:
        room -= len(json.dumps(text))
        if count == most or (count and room < 0):
            break
        count += 1
    return count


def _with_value(part: Card, typed: Mapping[str, Any]) -> Card:
    given = typed.get(part.get("id", ""))
    if given is None:
        return part
    if part["type"] != "Input.Number":
        return {**part, "value": given}
    # A client hands a number in as text, and where it should show one, it shows a text as nothing.
    return {**part, "value": float(given)} if _NUMBER.fullmatch(str(given)) else part


def _data(**values: Any) -> dict[str, Any]:
    return {key.rstrip("_"): value for key, value in values.items() if value is not None}
