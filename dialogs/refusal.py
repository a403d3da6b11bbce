"""The one thing that every rule may answer instead of a next value."""


class Refusal(Exception):
    """A rule says no: nothing was changed. Carries facts; each area has the words for its own."""
