"""Themes over time, how the meetings went, and what takes up more room than before."""

from collections.abc import Iterable, Mapping, Sequence

from dialogs import cards
from dialogs.calendar.period import Period
from dialogs.calendar.words import period_words
from dialogs.cards import Card, Part
from dialogs.learning import trend_words as words
from dialogs.learning.evaluation import Evaluated, Kept
from dialogs.learning.point import PointKind
from dialogs.learning.themes import Sort, Theme, Trend
from dialogs.people.team import Team
from dialogs.sparring.forms import EVALUATION
from dialogs.text import shortened

TEXT_SHOWN = 300  # characters of a practice
PROPOSED = 2  # themes with a button of their own


def trends(
    heading: str,
    beneath: str,
    found: Mapping[Sort, Sequence[Trend]],
    evaluated: Sequence[Evaluated],
    kept: Mapping[Period, Kept] | None = None,
    growing: Sequence[Trend] = (),
    team_id: int | None = None,
) -> Card:
    """`kept`: for leaders. `growing`: proposed as topics of a team's meetings."""
    proposed = growing[:PROPOSED] if team_id is not None else ()
    return cards.card(
        [
            cards.heading(heading),
            cards.small(beneath) if beneath else None,
            *_themes(found),
            *([cards.remark(words.GROWS), *map(_grew, proposed)] if proposed else ()),
            *_evaluation(evaluated),
            *_clarity(evaluated),
            *(_kept(kept) if kept is not None else ()),
        ],
        [
            cards.press(
                words.put_on_meeting(trend.theme),
                "trends.topic",
                id=f"{team_id}:{trend.theme.key}",
            )
            for trend in proposed
        ],
    )


def _grew(trend: Trend) -> Part:
    return cards.line(words.grew(trend))


def _themes(found: Mapping[Sort, Sequence[Trend]]) -> Iterable[Part]:
    yield cards.line(words.THEMES, strong=True)
    shown = {sort: rows for sort, rows in found.items() if rows}
    if not shown:
        yield cards.line(words.NOTHING_YET)
        return
    for sort, rows in shown.items():
        quarters = list(rows[0].points)
        yield cards.chart(
            words.SORTS[sort],
            [period_words(quarter, short=True) for quarter in quarters],
            {words.label(row.theme): [row.points[q] for q in quarters] for row in rows},
            [words.numbers(row) for row in rows],
        )
    yield cards.small(words.ONLY_FROM_THREE)


def _evaluation(evaluated: Sequence[Evaluated]) -> Iterable[Part]:
    yield cards.line(words.EVALUATION, strong=True)
    shown = False
    for key, question in EVALUATION.items():
        rows = [row for each in evaluated if (row := words.tapped(each, key))]
        if rows:
            shown = True
            yield cards.line(question)
            yield from map(cards.small, rows)
    if not shown:
        yield cards.small(words.TOO_FEW_MEETINGS)


def _clarity(evaluated: Sequence[Evaluated]) -> Iterable[Part]:
    yield cards.line(words.CLARITY, strong=True)
    rows = [row for each in evaluated if (row := words.stepped(each))]
    yield from map(cards.small, rows or [words.TOO_FEW_MEETINGS])


def _kept(kept: Mapping[Period, Kept]) -> Iterable[Part]:
    rows = [words.kept(quarter, each) for quarter, each in kept.items() if each]
    if rows:
        yield cards.line(words.MEETINGS, strong=True)
        yield from map(cards.small, rows)


def choice(teams: Sequence[Team], *, department: bool) -> Card:
    shown = teams[: cards.ACTIONS_AT_MOST - department]
    return cards.card(
        [cards.line(words.WHICH)],
        [
            *(cards.press(team.name, "trends.show", id=team.id) for team in shown),
            cards.press(words.ALL_TEAMS, "trends.show", id=0) if department else None,
        ],
    )


def theme(
    team: Team, trend: Trend, practices: Sequence[str], *, leads: bool, stands_first: bool
) -> Card:
    """In private, with what it rests on. `leads`: to the team's leader, what else it could
    become."""
    return cards.card(
        [
            cards.heading(f"{words.GROWS} · {team.name}"),
            cards.line(words.grew(trend)),
            cards.line(words.IT_IS_SAID) if trend.theme.value == PointKind.WRONG else None,
            cards.line(words.DECIDED_ALREADY) if practices else None,
            *(cards.quote(f"• {shortened(text, TEXT_SHOWN)}") for text in practices),
            cards.line(words.COULD_BECOME if leads else words.NO_NAMES),
            cards.line(words.STANDS_FIRST) if stands_first else None,
        ],
        []
        if stands_first
        else [cards.press(words.PUT_ON_MEETING, "trends.topic", id=_id(team, trend.theme))],
    )


def _id(team: Team, of: Theme) -> str:
    return f"{team.id}:{of.key}"
