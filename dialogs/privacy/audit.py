"""The audit trail: what was done with roles, settings and people's data. Never what was in it.

Each entry is tied to the one before it, so that a change, a gap and a cut are seen afterwards.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

BEGINNING = ""  # what the very first entry has before it


class Action(StrEnum):
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    SETTINGS_CHANGED = "settings_changed"
    MEMBER_ERASED = "member_erased"
    EXPORT_FETCHED = "export_fetched"
    RETENTION_RUN = "retention_run"
    BACKUP_MADE = "backup_made"
    RESTORE_MADE = "restore_made"
    SEASON_APPROVED = "season_approved"
    PRACTICE_APPROVED = "practice_approved"
    PRACTICE_MERGED = "practice_merged"
    POINT_DECLINED = "point_declined"
    PRACTICE_WITHDRAWN = "practice_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: int
    at: datetime
    action: str
    by: str
    about: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What is known of the trail apart from its entries."""

    last: int = 0
    newest: str = BEGINNING
    before: str = BEGINNING


class Flaw(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    CUT_OFF = "cut_off"  # the newest entries are missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first entry that is not as it was written."""

    id: int
    flaw: Flaw


def sealed(entry: Entry) -> str:
    """The hash of an entry, which the next one holds."""
    said = [
        entry.id,
        entry.at.isoformat(timespec="microseconds"),
        entry.action,
        entry.by,
        entry.about,
        entry.previous,
    ]
    return sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def first_broken(entries: Iterable[tuple[Entry, str]], end: End) -> Broken | None:
    """`entries` with their hashes, oldest first. None: the trail is whole."""
    last, newest = None, end.before
    for entry, seal in entries:
        if (last is not None and entry.id != last + 1) or entry.previous != newest:
            return Broken(id=entry.id, flaw=Flaw.MISSING)
        if sealed(entry) != seal:
            return Broken(id=entry.id, flaw=Flaw.CHANGED)
        last, newest = entry.id, seal
    if newest != end.newest or (last or end.last) != end.last:
        return Broken(id=(last or 0) + 1, flaw=Flaw.CUT_OFF)
    return None
