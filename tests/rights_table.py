"""docs/roles.md, written from the table of rights: `python -m tests.rights_table`."""

from collections.abc import Iterable
from pathlib import Path

from dialogs.people.rights import TABLE, Role, Row, State
from dialogs.people.rights_words import ACTS, OWN, ROLES, STATES, WHO

FILE = Path(__file__).parent.parent / "docs" / "roles.md"
HERE = frozenset(State) - {State.NO_TEAM}
HEAD = """# Hvem kan hvad

Skrevet af `python -m tests.rights_table` efter den tabel, som Sparringsrum selv spørger ved
hvert tryk (`dialogs/people/rights.py`). Ret tabellen, ikke denne fil.

Det, der ikke står her, er der ingen, der kan. Hvem der trykker, ved Sparringsrum fra Teams; en
knap kan ikke sige, at den er trykket af en anden. Det, en knap gælder, slås op, og hører det til
et andet team, er svaret det samme, som hvis det ikke fandtes.

Den samme person har ofte flere roller; så kan personen det, som en af dem giver lov til. Når en
rolle i et team eller i afdelingen skifter, noteres det, hvem der gjorde det hvornår.
"""


def written() -> str:
    parts = [HEAD, "## Rollerne\n", *_roles(), "\n## Handlingerne\n", *_acts()]
    parts += ["\n## Det hele på én gang\n", *_grid()]
    return "\n".join(parts) + "\n"


def _roles() -> Iterable[str]:
    yield "| rolle | hvem |"
    yield "|---|---|"
    for role in Role:
        yield f"| {ROLES[role]} | {WHO[role]} |"


def _acts() -> Iterable[str]:
    yield "| handling | hvem | hvornår |"
    yield "|---|---|---|"
    for row in TABLE.values():
        for states, roles in _alike(row):
            who = ", ".join(ROLES[role].lower() for role in roles)
            who += f" ({OWN})" if row.own else ""
            yield f"| {ACTS[row.action]} | {who} | {_when(states)} |"


def _alike(row: Row) -> Iterable[tuple[frozenset[State], list[Role]]]:
    """The roles that may at the same times, together."""
    found: dict[frozenset[State], list[Role]] = {}
    for role in Role:
        if row.may.get(role):
            found.setdefault(row.may[role], []).append(role)
    return found.items()


def _when(states: frozenset[State]) -> str:
    if states == frozenset(State):
        return "altid"
    if states == HERE:
        return "altid, i et team"
    if len(states) == len(HERE) - 1 and states < HERE:
        (left,) = HERE - states
        return f"undtagen når {STATES[left]}"
    return "; ".join(STATES[state] for state in State if state in states)


def _grid() -> Iterable[str]:
    yield "● altid i et team · ◐ på nogle tidspunkter · ○ kun uden for et team · – aldrig\n"
    yield "| handling | " + " | ".join(ROLES[role] for role in Role) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for row in TABLE.values():
        marks = " | ".join(_mark(row.may.get(role, frozenset())) for role in Role)
        yield f"| {ACTS[row.action]} | {marks} |"


def _mark(states: frozenset[State]) -> str:
    if states >= HERE:
        return "●"
    if not states:
        return "–"
    return "◐" if states & HERE else "○"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
    print(f"Skrevet: {FILE.name}, {len(TABLE)} handlinger × {len(Role)} roller × {len(State)}")
