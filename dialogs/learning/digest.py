"""What became of shared practice in a month or quarter, as a team or the department is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.learning.counting import SHOWN_FROM
from dialogs.learning.practice import Practice, PracticeKind, PracticeState, What

# What makes a practice valid: a principle is approved only when its leader confirms it.
MADE_VALID: Mapping[PracticeKind, What] = {
    PracticeKind.SHARED: What.APPROVED,
    PracticeKind.PRINCIPLE: What.CONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of a history, with the practice as it is now."""

    what: What
    practice: Practice
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Texts, each once and by the alphabet: their order tells nobody's part in them."""

    approved: Sequence[str] = ()
    shared: Sequence[str] = ()
    withdrawn: Sequence[tuple[str, str]] = ()  # and why

    def __bool__(self) -> bool:
        return bool(self.approved or self.shared or self.withdrawn)


def digest(history: Iterable[Happened]) -> Digest:
    """What was withdrawn again stands there alone."""
    approved, shared, withdrawn = {}, {}, {}
    for each in history:
        text = each.practice.text
        if each.practice.state is PracticeState.VALID:
            if each.what is MADE_VALID[each.practice.kind]:
                approved[each.practice.id] = text
            elif each.what is What.SHARED:
                shared[each.practice.id] = text
        elif each.practice.state is PracticeState.WITHDRAWN and each.what is What.WITHDRAWN:
            withdrawn[each.practice.id] = (text, each.reason or "")
    return Digest(
        approved=sorted(approved.values()),
        shared=sorted(text for who, text in shared.items() if who not in approved),
        withdrawn=sorted(withdrawn.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDepartment:
    """What the teams approved. `by_team` has one entry without a name, where so few teams took
    part that the name would tell too much."""

    by_team: Mapping[str, Sequence[str]]
    teams: int
    practices: int

    def __bool__(self) -> bool:
        return self.practices > 0


def of_department(approved: Iterable[tuple[int, str, str]]) -> OfDepartment:
    """`approved`: the team, its name, the text. Teams of one name stand together."""
    found = list(approved)
    teams = {team for team, _, _ in found}
    by_team: dict[str, list[str]] = {}
    for _, name, text in found:
        by_team.setdefault(name if len(teams) >= SHOWN_FROM else "", []).append(text)
    return OfDepartment(
        by_team={name: sorted(by_team[name]) for name in sorted(by_team)},
        teams=len(teams),
        practices=len(found),
    )
