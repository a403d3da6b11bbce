"""The page itself: a shell without anything of a case, into which the live parts are put."""

from collections.abc import Mapping, Sequence

from dialogs.board import words
from dialogs.board.html import Markup, el, joined

VIEWS = {
    "now": words.NOW,
    "tavle": words.TIMELINE,
    "genogram": words.GENOGRAM,
    "year": words.YEAR,
    "learning": words.LEARNING,
}
AT = "/board/"


def board() -> str:
    return _document(
        words.TITLE,
        el("a", words.SKIP, href="#view", class_="skip"),
        _header(),
        el("p", words.CONNECTING, id="line", class_="line", role="status"),
        el(
            "main",
            el("noscript", el("p", words.NEEDS_SCRIPT)),
            el("div", id="notice", class_="notice", tabindex=-1, hidden=True),
            *(_section(view) for view in VIEWS),
            id="view",
            tabindex=-1,
        ),
        el(
            "section",
            id="controls",
            class_="controls",
            aria_label=words.CONTROLS,
            hidden=True,
        ),
        el("p", id="refused", class_="refused", role="alert"),
        el("p", id="said", class_="unseen", role="status", aria_live="polite"),
        scripts=("teams.js", "board.js"),
        data={
            **{f"phrase_{name}": phrase for name, phrase in words.PHRASES.items()},
            "lost": words.LOST,
            "back": words.BACK,
            "notsent": words.NOT_SENT,
            "where": notice(words.WHERE_TITLE, words.WHERE),
            "linkover": notice(words.LINK_TITLE, words.LINK_OVER),
            "notnow": notice(words.NOT_NOW_TITLE, words.NOT_NOW),
        },
    )


def _header() -> Markup:
    views = [
        el(
            "li",
            el(
                "button",
                title,
                type="button",
                data_view=view,
                aria_current="page" if view == "now" else None,
                hidden=view != "now",
            ),
        )
        for view, title in VIEWS.items()
    ]
    themes = [el("option", title, value=name) for name, title in words.THEMES.items()]
    return el(
        "header",
        el("h1", words.NAME),
        el("nav", el("ul", *views), aria_label=words.VIEWS),
        el(
            "details",
            el("summary", words.LOOKS),
            el(
                "div",
                el("button", words.QUIET, type="button", id="quiet", aria_pressed="false"),
                el("button", words.LARGE, type="button", id="large", aria_pressed="false"),
                el("label", words.COLOURS, " ", el("select", *themes, id="theme")),
            ),
            class_="ways",
        ),
    )


def _section(view: str) -> Markup:
    return el(
        "section",
        id=view,
        class_="view",
        aria_label=VIEWS[view],
        hidden=view != "now",
        tabindex=-1,
    )


def notice(title: str, text: str) -> Markup:
    return joined(el("h2", title), el("p", text))


def drawn(title: str, svg: str, text: list[str]) -> Markup:
    """A picture made by our own renderers, and the same in words."""
    return joined(
        el("h2", title),
        el("div", Markup(svg), class_="drawing"),
        el(
            "details",
            el("summary", words.AS_TEXT),
            el("ul", *(el("li", line) for line in text)),
        ),
        el("p", words.ONLY_WHILE, class_="small"),
    )


def year(svg: str, listed: Mapping[str, Sequence[str]]) -> Markup:
    """The wheel, and everything on it once more as lists, each under its heading."""
    return joined(
        el("h2", words.YEAR),
        el("div", Markup(svg), class_="drawing"),
        *(
            joined(el("h3", title), el("ul", *(el("li", line) for line in lines)))
            for title, lines in listed.items()
        ),
        el("p", words.NOT_WEEKLY, class_="small"),
    )


def empty(title: str, text: str) -> Markup:
    return joined(el("h2", title), el("p", text))


def config() -> str:
    """What Teams shows when somebody adds the tab."""
    return _document(
        words.CONFIG_TITLE,
        el(
            "main",
            el("h1", words.CONFIG_TITLE),
            el("p", words.CONFIG),
            class_="config",
        ),
        scripts=("teams.js", "config.js"),
        data={"tab": words.TAB},
    )


def front() -> str:
    """What the app package names as the place for personal data and for terms; in the board's
    look, without a script."""
    return _document(
        words.FRONT_TITLE,
        el(
            "main",
            el("h1", words.FRONT_TITLE),
            *(el("p", said) for said in words.FRONT),
            el("h2", words.FRONT_ASK_TITLE),
            el("p", words.FRONT_ASK),
            class_="front",
        ),
        scripts=(),
    )


def _document(
    title: str, *body: Markup, scripts: tuple[str, ...], data: dict[str, str] | None = None
) -> str:
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="robots", content="noindex"),
        el("title", title),
        el("link", rel="stylesheet", href=f"{AT}board.css"),
        *(el("script", src=f"{AT}{script}", defer=True) for script in scripts),
    )
    said = {f"data_{key}": value for key, value in (data or {}).items()}
    return f"<!doctype html>\n{el('html', head, el('body', *body, **said), lang='da')}\n"
