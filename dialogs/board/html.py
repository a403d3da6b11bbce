"""Markup that cannot be broken out of: whatever is not marked as ours is escaped.

Home-made because it is twenty lines; a template language would be a dependency, and its templates
files that no type checker reads.
"""

from html import escape

_EMPTY = frozenset({"meta", "link", "input", "br", "circle", "path", "rect"})


class Markup(str):
    """Text that is markup already, made by `el` or written by us."""

    __slots__ = ()


Child = str | None | bool


def el(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """An element. None and False are left out; `class_` is class, `data_x` is data-x."""
    written = "".join(
        f" {_named(key)}" if value is True else f' {_named(key)}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _EMPTY:
        return Markup(f"<{name}{written}>" if name in _HTML_EMPTY else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


_HTML_EMPTY = frozenset({"meta", "link", "input", "br"})


def joined(*children: Child) -> Markup:
    return Markup(
        "".join(
            child if isinstance(child, Markup) else escape(child)
            for child in children
            if isinstance(child, str)
        )
    )


def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
