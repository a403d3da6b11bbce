"""Every Danish text about what the bot holds on somebody: see, fetch, erase."""

from collections.abc import Mapping, Sequence

from dialogs.people.words import days
from dialogs.privacy import own
from dialogs.privacy.own import Held, Membership
from dialogs.privacy.periods import BACKED_UP, IN_TEAM, TABLES
from dialogs.refusal import Refusal

TITLE = "Det har jeg om dig"
IN_PRIVATE = "Det svarer jeg dig på privat."
POINTS = "Dine læringspunkter"
ALL_OF_IT = "Alt, jeg har gemt om dig, kan du hente som fil. Her er det i tal:"
NOBODY_SEES = "Kun du ser, at de er dine."
SUMMARY = "Det har jeg om dig."
FETCH, ERASE, KEEP = "Hent som fil", "Slet mine oplysninger", "Behold dem"
FILE_IS_READY = (
    "Her er din fil. Linket virker én gang og kun i ti minutter, og det er kun til dig."
)
OPEN_FILE = "Hent filen"
LINK_IS_OVER = (
    "Linket virker ikke længere. Bed om filen igen i Sparringsrum i Teams, så får du et nyt."
)
NOT_NOW = "Jeg kan ikke se, hvem der er i teamet lige nu. Prøv linket igen om lidt."
ERASING = (
    "Jeg sletter dine oplysninger nu. Det, der står her i chatten, ligger i Teams. "
    "Det kan du selv slette."
)
KEPT = "Så beholder jeg dem."
CASE_DROPPED = (
    "Din sag har ventet i et halvt år, så jeg har slettet spørgsmålet. "
    "Tag den med igen, hvis den stadig fylder."
)
NOTHING = "Jeg har ikke noget om dig."
NAMELESS = "Jeg kender ikke dit navn endnu"
GONE = (
    "Jeg sletter dit navn, dine ture, dine svar og dine ønsker. "
    "Det, der er godkendt som fælles praksis, bliver stående uden dit navn. "
    "Det kan ikke fortrydes."
)
MET_AGAIN = (
    "Er du stadig i teamets chat, kender jeg dig igen, næste gang du skriver, eller når jeg "
    "læser, hvem der er i teamet."
)
IN_BACKUPS = f"I kommunens sikkerhedskopier står det {BACKED_UP}."


def who(held: Held) -> str:
    return held.name or NAMELESS


def teams(memberships: Sequence[Membership]) -> str:
    if not memberships:
        return "Ingen"
    return "; ".join(
        f"{each.team} ({', '.join(each.roles)})" if each.roles else each.team
        for each in memberships
    )


def absences(held: Held) -> str:
    return "; ".join(days(each) for each in held.absences) or "Intet"


def turns(rows: Mapping[str, int]) -> str:
    """By the tables that know of turns."""
    passed, swaps, cases = (rows.get(each, 0) for each in ("pass", "swap", "sparring_case"))
    said = (
        f"{passed} sprunget over" if passed else "",
        f"{swaps} spørgsmål om at bytte" if swaps else "",
        f"{cases} {'sag' if cases == 1 else 'sager'} taget med" if cases else "",
    )
    return ", ".join(each for each in said if each) or "Ingen"


# Of tables whose title tells the municipality what they hold, what they hold on the reader.
_OF_YOU: Mapping[str, str] = {
    "person": "Dit navn og din konto i Teams",
    "member": "At du er med i et team",
    "department_role": "Din rolle i afdelingen",
    "sparring_case": "At du tager en sag med (ikke hvad den handler om)",
    "case_content": "Det, du har skrevet om en sag",
    "directory_entry": "At du ved noget om et emne",
    "log_entry": "Din læringslog, som ingen andre ser",
    "inbox": "Tryk og beskeder fra dig, jeg har taget imod",
    "outbox": "Beskeder til dig (ikke hvad der står i dem)",
    "posted": "Hvor mine beskeder til dig står i Teams",
    "audit": "Hvad der er gjort med roller, indstillinger og oplysninger",
}


def in_numbers(rows: Mapping[str, int]) -> list[str]:
    """All that is held, counted, in a caseworker's words; the file has every bit of it."""
    return [
        f"• {_OF_YOU.get(table, TABLES[table].title)}:\N{NO-BREAK SPACE}{number}"
        for table, number in rows.items()
    ]


def how_long() -> str:
    period = str(IN_TEAM).replace("personen", "du")
    return f"Det gemmes, {period}. Noget slettes før; det står i filen."


def free_roles(held: Held) -> str:
    """Empty for who leads nothing."""
    if not held.leads:
        return ""
    named = "; ".join(f"{', '.join(each.roles)} i {each.team}" for each in held.leads)
    return f"Du er {named}. Teamet får at vide, at rollen er fri."


def refusal(error: Refusal) -> str | None:
    match error:
        case own.NoAddress():
            return (
                "Jeg kan ikke lave et link, for jeg kender ikke min egen adresse. "
                "Bed it om at sætte SPARRINGSRUM_PUBLIC_URL."
            )
        case own.NoSecret():
            return (
                "Jeg kan ikke lave et sikkert link endnu. Bed it om at sætte SPARRINGSRUM_SECRET."
            )
        case own.NotWhileItRuns():
            return (
                "Der er en sparring i gang, som du leder, eller som er om din sag. "
                "Slet, når den er slut."
            )
        case own.NobodyKnown():
            return NOTHING
        case _:
            return None
