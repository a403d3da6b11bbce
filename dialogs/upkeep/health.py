"""How the database is, and what of that must be put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.privacy.audit import Broken
from dialogs.privacy.leftovers import cpr_left

LEAST_FREE = 200 * 1024 * 1024  # bytes: a backup and a migration each need the file once more


class Standing(StrEnum):
    """A database, seen from the code that wants to use it."""

    EMPTY = "empty"  # not migrated at all
    OLDER = "older"
    AT_HEAD = "at_head"
    NEWER = "newer"


class Fault(StrEnum):
    UNREACHABLE = "unreachable"
    DAMAGED = "damaged"
    NEWER = "newer"
    LITTLE_SPACE = "little_space"
    READ_ONLY = "read_only"
    OPEN_TO_OTHERS = "open_to_others"
    TRAIL = "trail"
    CPR = "cpr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A night's work, the last time that it came to an end."""

    at: datetime
    found: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    kind: str  # SQLite, PostgreSQL
    place: str  # the file, or server and name
    reached: bool
    standing: Standing = Standing.EMPTY
    whole: bool = True
    free: int | None = None  # bytes beside the file; None: not this machine's disk
    writable: bool = True
    open_to_others: bool = False
    dead: int = 0  # messages that were given up
    unsure: int = 0  # messages that nobody knows the end of
    noted: int = 0  # entries of the audit trail
    broken: Broken | None = None  # where it is not as it was written
    retention: Done | None = None
    leftovers: Done | None = None


def faults(health: Health) -> list[Fault]:
    """What must be put right, the worst first. Messages that were lost are no fault of these."""
    found = {
        Fault.UNREACHABLE: not health.reached,
        Fault.DAMAGED: not health.whole,
        Fault.NEWER: health.standing is Standing.NEWER,
        Fault.LITTLE_SPACE: health.free is not None and health.free < LEAST_FREE,
        Fault.READ_ONLY: not health.writable,
        Fault.OPEN_TO_OTHERS: health.open_to_others,
        Fault.TRAIL: health.broken is not None,
        Fault.CPR: health.leftovers is not None and cpr_left(health.leftovers.found) > 0,
    }
    return [fault for fault, there in found.items() if there]
