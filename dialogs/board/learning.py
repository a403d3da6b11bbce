"""What is learned over time, as tables: themes, how the meetings went, and for leaders which were
held. Totals only; what too few contributed to is not there to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.board import words
from dialogs.board.html import Markup, el, joined
from dialogs.calendar.period import Period
from dialogs.calendar.words import period_words
from dialogs.learning import trend_words
from dialogs.learning.evaluation import Evaluated, Kept
from dialogs.learning.themes import Sort, Trend
from dialogs.sparring.forms import EVALUATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Of one team, or of all together."""

    title: str
    quarters: Sequence[Period]
    themes: Mapping[Sort, Sequence[Trend]]
    evaluated: Sequence[Evaluated]
    kept: Mapping[Period, Kept] | None = None  # for leaders


def learning(of: Sequence[Numbers]) -> Markup:
    return joined(
        el("h2", words.LEARNING_TITLE),
        el("p", words.ONLY_TOTALS, class_="small"),
        *(_one(numbers) for numbers in of),
    )


def _one(of: Numbers) -> Markup:
    return el(
        "section",
        el("h3", of.title),
        _themes(of),
        _evaluation(of),
        _kept(of.kept) if of.kept is not None else None,
        class_="numbers",
    )


def _themes(of: Numbers) -> Markup:
    shown = {sort: rows for sort, rows in of.themes.items() if rows}
    if not shown:
        return joined(el("h4", trend_words.THEMES), el("p", trend_words.NOTHING_YET))
    most = max(
        trend.points[q] or 0 for rows in shown.values() for trend in rows for q in trend.points
    )
    tables = [
        _table(
            trend_words.SORTS[sort],
            [words.THEME, *map(_quarter, of.quarters)],
            [
                [
                    trend_words.label(row.theme),
                    *(_bar(row.points.get(q), most) for q in of.quarters),
                ]
                for row in rows
            ],
        )
        for sort, rows in shown.items()
    ]
    return joined(
        el("h4", trend_words.THEMES),
        *tables,
        el("p", trend_words.ONLY_FROM_THREE, class_="small"),
    )


def _bar(number: int | None, most: int) -> Markup:
    """The number, and a bar beside it that says the same."""
    if number is None:
        return el("span", "–", title=words.NO_NUMBERS, aria_label=words.NO_NUMBERS, role="img")
    width = round(40 * number / max(most, 1))
    bar = el("rect", x=0, y=0, width=width, height=8, class_="bar")
    picture = el("svg", bar, viewBox="0 0 40 8", class_="bars", aria_hidden="true")
    return joined(str(number), " ", picture)


def _evaluation(of: Numbers) -> Markup:
    asked = [
        joined(el("p", question), el("ul", *(el("li", row) for row in rows)))
        for key, question in EVALUATION.items()
        if (rows := [row for each in of.evaluated if (row := trend_words.tapped(each, key))])
    ]
    steps = [row for each in of.evaluated if (row := trend_words.stepped(each))]
    return joined(
        el("h4", trend_words.EVALUATION),
        *(asked or [el("p", trend_words.TOO_FEW_MEETINGS)]),
        el("h4", trend_words.CLARITY),
        el("ul", *(el("li", row) for row in steps))
        if steps
        else el("p", trend_words.TOO_FEW_MEETINGS),
    )


def _kept(kept: Mapping[Period, Kept]) -> Markup:
    columns = [
        *(words.QUARTER, words.HELD, words.CANCELLED, words.NOT_STARTED),
        *(words.POSTPONED, words.PROTECTED),
    ]
    rows: list[list[str]] = [
        [
            _quarter(quarter),
            *map(str, (of.held, of.cancelled, of.not_started, of.postponed)),
            trend_words.duration(of.protected),
        ]
        for quarter, of in kept.items()
    ]
    return joined(el("h4", trend_words.MEETINGS), _table(trend_words.MEETINGS, columns, rows))


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    table = el(
        "table",
        el("caption", caption),
        el("thead", el("tr", *(el("th", column, scope="col") for column in columns))),
        el(
            "tbody",
            *(
                el("tr", el("th", row[0], scope="row"), *(el("td", cell) for cell in row[1:]))
                for row in rows
            ),
        ),
    )
    return el("div", table, class_="wide", tabindex=0, role="region", aria_label=caption)


def _quarter(quarter: Period) -> str:
    return period_words(quarter, short=True)
