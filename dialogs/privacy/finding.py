"""What was found: of which sort, where, and what to write instead. Never what it was."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    CPR = "cpr"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    EMAIL = "email"
    CASE_NUMBER = "case_number"
    INSTITUTION = "institution"


class Span(NamedTuple):
    """From `start` up to `end`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`start` and `end` are code points in the text as it was written; line and column are for
    people and count from 1 ("linje 1, fra tegn 14")."""

    sort: Sort
    start: int
    end: int
    line: int
    column: int
    instead: str  # "" for a CPR number: nothing takes its place, the text is stopped
