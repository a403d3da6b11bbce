"""Everything that people can do and that changes something, each in a state where it is allowed.

A scenario is named by the command, verb or happening that it is about (what follows a space tells
it from another of the same). `reach` brings a house there that its people have just moved into,
and returns the act itself, which may be done again and again if the house is put back meanwhile.
"""

from collections.abc import Collection, Sequence

from bot.switchboard import Area
from tests.chaos.scenarios import (
    afterwards,
    between,
    cases,
    clock,
    coming,
    courses,
    digests,
    learning,
    principles,
    running,
    supervision,
    team,
    tilsyn,
    wishes,
    yearly,
)
from tests.chaos.scenarios.between import (
    MEANING,
    WORD,
    asked_colleague,
    listed,
    proposed,
    shared,
)
from tests.chaos.scenarios.ways import (
    PROPOSAL,
    QUESTION,
    TAPS,
    Act,
    Scenario,
    brought,
    done,
    in_phase,
    in_two_teams,
    led_by_sara,
    started,
)

__all__ = [
    "MEANING",
    "PROPOSAL",
    "QUESTION",
    "READS",
    "SCENARIOS",
    "TAPS",
    "WORD",
    "Act",
    "Scenario",
    "asked_colleague",
    "brought",
    "done",
    "in_order",
    "in_phase",
    "in_two_teams",
    "led_by_sara",
    "listed",
    "proposed",
    "shared",
    "started",
    "uncovered",
]

# Experiments go on in this order where they were stopped.
SCENARIOS = [
    *team.HERE,
    *cases.HERE,
    *coming.HERE,
    *running.HERE,
    *afterwards.HERE,
    *learning.HERE,
    *supervision.HERE,
    *tilsyn.HERE,
    *between.HERE,
    *wishes.HERE,
    *courses.HERE,
    *clock.HERE,
    *digests.HERE,
    *principles.HERE,
    *yearly.HERE,
]

# What only reads, or shows a form or a card for the asking.
READS = frozenset(
    {
        *("hjælp", "hej", "hello", "hi", "help", "indstillinger", "opsæt", "fravær", "kø"),
        "sparring.drawings",  # leads to the forms that write
        *("status", "people.show_settings", "status.show", "sparring.how"),
        "people.year",
        *("sparring.queue", "learning.let_be", "learning.menu"),
        *("deciding.list", "deciding.point", "deciding.practices"),
        *("deciding.history", "deciding.improvements"),
        "deciding.merge",  # leads to the form that merges
        *("sådan", "principles.register"),
        *("søg", "finding.search", "finding.broader"),
        *("tendenser", "trends.show"),
        *("ro", "stille", "quiet.show"),
        *("årshjul", "calendar.season"),
        "calendar.subscribe",  # these houses have no address that a link could lead to
        *("mine", "privacy.mine", "privacy.fetch", "privacy.ask_erase", "privacy.keep"),
        *("mellem", "sparring", "feedback", "hvem", "find", "ord", "fælles", "håndbog"),
        *("between.show", "between.sharing", "between.whom", "between.viso"),
        *("between.find", "between.show_log", "between.fetch_log"),
        *("supervision", "supervision.show", "supervision.calendar"),
        *("ledelsestilsyn", "tilsyn", "tilsyn.show", "tilsyn.agreements"),
        *("handbook.words", "handbook.proposals", "handbook.show", "handbook.file"),
        *("yearly.show", "courses.used"),
        *("courses.themes", "courses.evaluation", "courses.fairness"),
        *("kursusønske", "courses.menu", "courses.mine", "courses.team"),
        *("courses.card", "courses.round", "courses.sheet"),
        *("tavle", "genogram", "board.open"),
    }
)


def in_order(first: int, amount: int) -> list[Scenario]:
    """From the `first` on, and around."""
    return [SCENARIOS[number % len(SCENARIOS)] for number in range(first, first + amount)]


def uncovered(areas: Sequence[Area], also: Collection[str] = READS) -> set[str]:
    """The commands, buttons and forms that no scenario is about."""
    offered = {name for area in areas for name in (*area.commands, *area.presses, *area.dialogs)}
    return offered - {each.verb for each in SCENARIOS} - set(also)
