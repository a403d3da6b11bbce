"""What the bot holds on somebody, as they are told it and as they get it in a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.learning.point import PointState
from dialogs.people.team import Absence
from dialogs.privacy.periods import TABLES
from dialogs.refusal import Refusal

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class PrivacyRefused(Refusal):
    """What cannot be done with somebody's data just now."""


class NoAddress(PrivacyRefused):
    """The bot does not know its own address, so it can make no link."""


class NoSecret(PrivacyRefused):
    """There is nothing to sign a link with."""


class NotWhileItRuns(PrivacyRefused):
    """They lead a sparring that runs, or it is about their case."""


class NobodyKnown(PrivacyRefused):
    """They were erased meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A team that somebody is in or leads, and their roles there, by name."""

    team: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    name: str
    teams: Sequence[Membership]
    absences: Sequence[Absence]
    quiet: str  # what is said of it; empty for nothing
    points: Sequence[tuple[str, PointState]]  # the newest first
    rows: Mapping[str, int]  # by table

    @property
    def leads(self) -> Sequence[Membership]:
        return [each for each in self.teams if each.roles]


def exported(name: str, rows: Rows, now: datetime, zone: ZoneInfo) -> str:
    """The file: every row as it is stored, and beside it what it is there for. As JSON, exactly
    as it was written; never as a page."""
    said = {
        "Hvad er det her": "Alt, hvad Sparringsrum gemmer om dig, som det står i databasen. "
        "Det, der handler om andre, er taget ud.",
        "Om": name,
        "Hentet": now.astimezone(zone).isoformat(timespec="seconds"),
        "Tider": "i UTC; varigheder er i sekunder",
        "I tal": {TABLES[table].title: len(found) for table, found in rows.items() if found},
        "Oplysninger": [_table(table, found) for table, found in rows.items() if found],
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = TABLES[name]
    columns = dict.fromkeys(column for row in rows for column in row)
    return {
        "Hvad": known.title,
        "Gemmes": str(known.until),
        "Felter": {column: known.column(column).why for column in columns},
        "Tabel": name,
        "Rækker": [{column: _value(value) for column, value in row.items()} for row in rows],
    }


def _value(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return value.hex()
        case _:
            return value
