"""The tables in docs/kommunen/, from what the bot itself goes by: `python -m tests.papers`.

They stand between two marks, in documents that people write otherwise.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dialogs.people.rights import TABLE, TEAM, Role, Row, State
from dialogs.people.rights_words import ACTS, OWN, ROLES, WHO
from dialogs.privacy.periods import BACKED_UP, TABLES, Period, Table, Whose

FOLDER = Path(__file__).parent.parent / "docs" / "kommunen"
REGION = re.compile(r"(<!-- skrevet af programmet: (\S+) -->\n).*?(?=<!-- slut -->)", re.DOTALL)

# What each table of the database is for: every one of them once, which a test asks for.
PURPOSES: Mapping[str, Sequence[str]] = {
    "Vide, hvem der er i teamet, og kunne skrive til dem": (
        "person",
        "member",
        "guest",
        "department_role",
        "team",
        "conversation",
    ),
    "Fordele turen": ("absence", "pass", "swap", "sparring_case"),
    "Holde sparringen i faser og inden for tiden": ("case_content", "meeting", "meeting_phase"),
    "Samle det, der kan bruges i andre sager, og se, om sparringen virker": (
        "learning_point",
        "practice",
        "practice_event",
        "improvement",
        "trial",
        "evaluation",
        *("clarity", "pulse", "invitation"),
        *("practice_search", "search_word", "search_stand"),
    ),
    "Dele viden, spørge hinanden og have et fælles sprog mellem møderne": (
        "share",
        "colleague_request",
        "colleague_held",
        "directory_entry",
        "log_entry",
        "term",
    ),
    "Samle kursusønsker, prioritere dem og holde budgettet": (
        *("course_wish", "course_wish_event", "course_area"),
        *("course_year", "course_talk", "course_feedback"),
    ),
    "Finde en dato til supervision hvert kvartal, og samle temaer til den": (
        "supervision",
        "supervision_theme",
        "supervision_request",
    ),
    "Huske samtalen efter et ledelsestilsyn, og gøre det, der går igen, til fælles læring": (
        "tilsyn_plan",
        "tilsyn_round",
        "tilsyn_review",
        "tilsyn_agreement",
        "tilsyn_point",
        "tilsyn_need",
    ),
    "Huske datoer, og gøre hver ting én gang": (
        *("routine", "routine_round", "course_sharing", "course_theme"),
        "occurrence",
        "schedule",
        "inbox",
        "outbox",
        "posted",
        "quiet",
        "clock",
        *("department_calendar", "season_approval", "calendar_link"),
    ),
    "Kunne gøre rede for, hvad der er gjort": ("audit", "audit_end", "night"),
}
LEADERS = (Role.LEADER, Role.LEADER_GROUP, Role.CHEF, Role.ADMINISTRATOR)


def papers() -> list[Path]:
    return sorted(FOLDER.glob("*.md"))


def rewritten(paper: str) -> str:
    """With each table as it is now. Raises KeyError for one that nobody writes."""
    return REGION.sub(lambda found: f"{found[1]}{WRITERS[found[2]]()}", paper)


# --- what is kept ----------------------------------------------------------------------------


def by_purpose() -> str:
    rows: list[Sequence[str]] = []
    for purpose, names in PURPOSES.items():
        kept = [row for name in names for row in _kept(TABLES[name])]
        rows += [(purpose if row is kept[0] else "", *row) for row in kept]
    return table(("formål", "oplysninger", "om", "gemmes"), rows)


def about_people() -> str:
    kept = [row for names in PURPOSES.values() for name in names for row in _kept(TABLES[name])]
    about = [row for row in kept if row[1] != Whose.NOBODY]
    return table(("oplysninger", "om", "gemmes"), about)


def _kept(known: Table) -> Iterator[tuple[str, str, str]]:
    """The table, then what in it is about somebody else or is kept for another time."""
    yield known.title, known.whose, str(known.until)
    others: dict[tuple[Whose | None, Period | None], list[str]] = {}
    for column in map(known.column, known.columns):
        if (column.whose, column.until) != (known.whose, known.until):
            others.setdefault((column.whose, column.until), []).append(column.why)
    for (whose, until), whys in others.items():
        yield f"{known.title}: {', '.join(dict.fromkeys(whys))}", str(whose), str(until)


def backups() -> str:
    return f"Programmets råd: behold sikkerhedskopier {BACKED_UP}.\n"


# --- who may do what -------------------------------------------------------------------------


def rights(roles: Iterable[Role] = Role) -> str:
    """What all in a team may stands once."""
    everybody = ", ".join(ROLES[role] for role in TEAM)
    rows = [(everybody, "", _said(_shared))]
    rows += [(ROLES[role], WHO[role], _said(_more(role))) for role in roles]
    return table(("rolle", "hvem", "kan i et team"), rows)


def leaders() -> str:
    return rights(LEADERS)


def _may(role: Role) -> list[Row]:
    """At some time in a team; outside of one there is nobody's data but one's own."""
    return [row for row in TABLE.values() if row.may.get(role, frozenset()) - {State.NO_TEAM}]


_shared = [row for row in _may(TEAM[0]) if all(row in _may(role) for role in TEAM)]


def _more(role: Role) -> list[Row]:
    return [row for row in _may(role) if role not in TEAM or row not in _shared]


def _said(acts: Iterable[Row]) -> str:
    said = [f"{ACTS[row.action]} ({OWN})" if row.own else ACTS[row.action] for row in acts]
    return "; ".join(each[:1].lower() + each[1:] for each in said) or "intet"


# --- in Markdown -----------------------------------------------------------------------------


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |\n" for cells in (heads, *rows)]
    return "".join([lines[0], "|" + "---|" * len(heads) + "\n", *lines[1:]])


WRITERS: Mapping[str, Callable[[], str]] = {
    "opbevaring": by_purpose,
    "om-mennesker": about_people,
    "sikkerhedskopier": backups,
    "rettigheder": rights,
    "ledere": leaders,
}

if __name__ == "__main__":
    for path in papers():
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"Skrevet: {path.name}")
