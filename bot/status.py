"""`status`: what is due, sent, unsure, dead and missed, for whoever leads a team. Only reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.call import Answer, Call, Command
from bot.switchboard import Area
from dialogs.people.team import NoTeamHere, WrongPlacePrivate
from dialogs.privacy.leftovers import cpr_left
from dialogs.status import cards, words
from dialogs.status import report as rules
from dialogs.status.report import Date, Missed, Report
from dialogs.text import folded
from storage import occurrences, people, privacy, status
from storage.occurrences import Occurrence
from storage.store import Session

BACK, AHEAD = timedelta(days=7), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What the areas call their messages and dates."""

    kinds: Mapping[str, str]  # empty: private
    no_messages: frozenset[str]  # kinds that ask Teams for something, and say nothing
    series: Mapping[str, str]


def titles(areas: Sequence[Area]) -> Titles:
    kinds = {name: kind for area in areas for name, kind in area.kinds.items()}
    return Titles(
        kinds={name: "" if kind.private else kind.title for name, kind in kinds.items()},
        no_messages=frozenset(name for name, kind in kinds.items() if kind.fetched),
        series={name: title for area in areas for name, title in area.series.items()},
    )


def show(session: Session, call: Call, titles: Titles) -> Answer:
    """It names people who cannot be reached, so it is told in private alone."""
    if call.in_group:
        raise WrongPlacePrivate
    teams = status.teams_led_by(session, None if call.administrator else call.who.id)
    if not teams:
        raise NoTeamHere
    reports = rules.by_importance(_reports(session, call, _chosen(teams, call) or teams, titles))
    whole = [_whole(session, call, each, titles) for each in reports[: cards.WHOLE_TEAMS]]
    rest = reports[cards.WHOLE_TEAMS :]
    left = _cpr_left(session) if call.administrator else 0
    return Answer(card=cards.status([*whole, *rest], call.now, call.zone, left), anew=True)


def _cpr_left(session: Session) -> int:
    look = privacy.last(session).get(privacy.LEFTOVERS)
    return cpr_left(look.found) if look else 0


def _chosen(teams: Mapping[int, str], call: Call) -> dict[int, str]:
    """By a button or by name; empty: none in particular."""
    if call.id is not None and call.id in teams:
        return {call.id: teams[call.id]}
    wanted = folded(call.rest)
    return {team: name for team, name in teams.items() if wanted and wanted in folded(name)}


def _reports(
    session: Session, call: Call, teams: Mapping[int, str], titles: Titles
) -> list[Report]:
    found = status.overview(
        session,
        teams,
        call.now - BACK,
        no_messages=titles.no_messages,
        series=titles.series,
    )
    return [
        rules.report(
            team_id,
            known.name,
            known.tallies,
            titles.kinds,
            sent=known.sent,
            removed=known.removed,
            out_of_reach=known.out_of_reach,
            missed_count=known.missed,
        )
        for team_id, known in found.items()
    ]


def _whole(session: Session, call: Call, short: Report, titles: Titles) -> Report:
    team = str(short.team_id)
    coming = occurrences.upcoming(session, team, call.now + AHEAD)
    missed = occurrences.missed_since(session, team, call.now - BACK) if short.missed_count else ()
    named = people.directory(session, short.team_id) if short.out_of_reach else {}
    return replace(
        short,
        names=[named[who].name or words.NAMELESS for who in short.out_of_reach],
        coming=_dates(coming, titles.series),
        missed=_missed(missed, titles.series),
    )


# Another series is about something else, whose number may be the same as the team's.


def _dates(found: Sequence[Occurrence], series: Mapping[str, str]) -> list[Date]:
    return [
        Date(title=series[each.series], at=each.due_at) for each in found if each.series in series
    ]


def _missed(found: Sequence[Occurrence], series: Mapping[str, str]) -> list[Missed]:
    return [
        rules.missed(
            series[each.series], each.due_at, late_until=each.late_until, missed_at=each.missed_at
        )
        for each in found
        if each.series in series and each.missed_at is not None
    ]


def area(others: Sequence[Area]) -> Area:
    """`others`: whose messages and dates are told."""
    use_case = partial(show, titles=titles(others))
    return Area(
        commands={"status": Command(use_case)},
        presses={"status.show": use_case},
        dialogs={},
        kinds={},
        refusal=words.refusal,
    )
