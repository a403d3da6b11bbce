"""Reads a card as the most gullible of Teams' clients would: what is seen, and what is active.

Text blocks and facts are Markdown. The clients do not agree on how much of it, so all of
CommonMark and tables count. Microsoft's renderer for phones takes `[…](…)` for a link behind a
backslash as well. `{{DATE(…)}}` and `{{TIME(…)}}` are worked out in text blocks, facts and text
runs; titles of choices that are spread out are Markdown in a browser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

Json = dict[str, Any]

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_CALL = re.compile(r"\{\{(?:DATE|TIME)\([^{}]*\)\}\}")
_LINK_ON_A_PHONE = re.compile(r"\[[^\[\]]*\]\(")
_TEXT_ONLY = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}
_SHOWN = {
    *("TextBlock", "RichTextBlock", "TextRun", "FactSet", "Container", "ProgressBar"),
    *("ActionSet", "ColumnSet", "Column"),
}
_FILLED_IN = {"Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Number"}
_PRESSED = {"Action.Execute", "Action.Submit", "Action.OpenUrl"}
_ADDRESS = "https://teams.microsoft.com/"


@dataclass
class Reading:
    seen: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)  # worked out by the client
    active: list[str] = field(default_factory=list)

    def plain(self, text: str) -> None:
        self.seen.append(text)

    def runs(self, texts: list[str]) -> None:
        self.seen.append("".join(texts))
        for text in texts:
            self.calls += _CALL.findall(text)

    def markdown(self, text: str) -> None:
        self.calls += _CALL.findall(text)
        self.active += _LINK_ON_A_PHONE.findall(text)
        shown = []
        for block in _MARKDOWN.parse(text):
            for token in (block, *(block.children or ())):
                if token.type not in _TEXT_ONLY:
                    self.active.append(token.type)
                if token.type in ("text", "softbreak"):
                    shown.append(token.content or " ")
        self.seen.append("".join(shown))


def read(card: Json) -> Reading:
    reading = Reading()
    for part in _parts({"type": "AdaptiveCard", **card}):
        _read(part, reading)
    return reading


def _parts(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for each in value:
            yield from _parts(each)
    elif isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name != "data":
                yield from _parts(inner)


def _read(part: Json, reading: Reading) -> None:
    match part.get("type"):
        case "TextBlock":
            reading.markdown(part["text"])
        case "RichTextBlock":
            reading.runs([run["text"] for run in part["inlines"]])
        case "FactSet":
            for fact in part["facts"]:
                reading.markdown(fact["title"])
                reading.markdown(fact["value"])
        case "Input.ChoiceSet":
            say = reading.markdown if part.get("style") == "expanded" else reading.plain
            for choice in part["choices"]:
                say(choice["title"])
        case "Action.OpenUrl" if not part["url"].startswith(_ADDRESS):
            reading.active.append(part["url"])
        case "AdaptiveCard":
            if "entities" in part.get("msteams", {}):
                reading.active.append("mention")
        case str() as kind if kind not in _SHOWN | _FILLED_IN | _PRESSED:
            reading.active.append(kind)
    if part.get("type") in _FILLED_IN:
        reading.runs([part.get("label", "")])
        reading.plain(str(part.get("value", "")))
    if part.get("type") in _PRESSED:
        reading.plain(part["title"])
