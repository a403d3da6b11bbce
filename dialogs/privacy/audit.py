"""What is written down about who changed what; never any content."""

from enum import StrEnum


class Action(StrEnum):
    ROLE_CHANGED = "role_changed"
