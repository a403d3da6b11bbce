"""The status card: what is wrong first, a handful of lines of each, and the teams in turn."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.cards import Card, Part
from dialogs.status import words
from dialogs.status.report import Report

LINES = 4
WHOLE_TEAMS = 2  # the others have a line and a button each, as far as there is room


def status(teams: Sequence[Report], now: datetime, zone: ZoneInfo, cpr_left: int = 0) -> Card:
    """`teams` in order of importance; the first ones are told whole. `cpr_left`: in how many texts
    the last look at the database found a CPR number; for administrators."""
    whole, others = teams[:WHOLE_TEAMS], teams[WHOLE_TEAMS:]
    shown = others[: cards.ACTIONS_AT_MOST]
    left = len(others) - len(shown)
    return cards.card(
        [
            cards.remark(words.cpr_left(cpr_left)) if cpr_left else None,
            *(part for team in whole for part in _team(team, now, zone)),
            *(cards.line(words.in_short(team)) for team in shown),
            cards.small(words.more_teams(left)) if left else None,
        ],
        [cards.press(team.team, "status.show", id=team.team_id) for team in shown],
    )


def _team(team: Report, now: datetime, zone: ZoneInfo) -> list[Part]:
    parts = [cards.heading(team.team)]
    if not team.troubles:
        parts.append(cards.line(words.ALL_WELL))
    parts += _section(words.LOST, _lost(team))
    parts += _section(words.MISSED, [words.missed(each, zone) for each in team.missed])
    parts += _section(words.DOUBT, [words.doubt(each, zone) for each in team.doubts])
    parts += _section(words.WAITS, _waits(team, now, zone))
    parts += _section(words.COMING, _coming(team, zone))
    return [*parts, cards.small(words.sent(team.sent, zone))]


def _lost(team: Report) -> Iterable[str]:
    if team.removed:
        yield words.REMOVED
    if team.names:
        yield words.out_of_reach(team.names, team.not_told)
    for each in team.lost:
        yield words.lost(each)


def _waits(team: Report, now: datetime, zone: ZoneInfo) -> Iterable[str]:
    for each in team.waiting:
        yield words.waiting(each, now, zone)
    if team.on_the_way:
        yield words.on_the_way(team.on_the_way)


def _coming(team: Report, zone: ZoneInfo) -> list[str]:
    return [words.coming(each, zone) for each in team.coming] or [words.NOTHING_COMING]


def _section(title: str, lines: Iterable[str]) -> list[Part]:
    every = list(lines)
    if not every:
        return []
    more = len(every) - LINES
    return [
        cards.line(title, strong=True),
        *(cards.line(text) for text in every[:LINES]),
        *([cards.small(words.and_more(more))] if more > 0 else []),
    ]
