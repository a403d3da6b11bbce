"""Every Danish text of the handbook and the shared language."""

from dialogs.handbook import glossary
from dialogs.learning.point import Anchor, Guideline
from dialogs.learning.practice import PracticeKind
from dialogs.refusal import Refusal

# --- the handbook ----------------------------------------------------------------------------

HANDBOOK = "Håndbog: Sådan arbejder vi"
HANDBOOK_IS = (
    "Her står det, der gælder nu, fra alle teams. Det er besluttet af de enkelte teams. "
    "Ingen sag og ingen person er nævnt. Den nyeste udgave henter du i Sparringsrum."
)
NO_METHOD = "Uden bestemt metode"
NO_PRACTICE = "Der er ikke noget, der er blevet fælles praksis endnu."
KINDS = {PracticeKind.SHARED: "Fælles praksis", PracticeKind.PRINCIPLE: "Sådan gør vi"}
ANCHORS: dict[str, str] = {
    Anchor.METHOD: "Metode",
    Anchor.LAW: "Lov",
    Anchor.GOAL: "Politisk mål",
}
GUIDELINES: dict[str, str] = {
    Guideline.MISSING: "Mangler",
    Guideline.UNCLEAR: "Uklar",
    Guideline.NOT_FOLLOWED: "Følges ikke",
    Guideline.GOOD: "God",
}
HEADS = (
    "Tekst",
    "Slags",
    "Team",
    "Metode",
    "Hviler på",
    "Retningslinje",
    "Gælder fra",
    "Ses på igen",
)
TERM_HEADS = ("Ord", "Betydning")
PRACTICE_SHEET = "Fælles praksis"
FETCH_TITLE = "Hent håndbog"
FETCH_HINT = (
    "Fælles praksis, Sådan gør vi og fælles sprog fra alle teams. "
    "Uden navne, til brug i afdelingen."
)
FETCH = {"docx": "Som dokument", "xlsx": "Som regneark", "csv": "Som csv"}
FILE_READY = "Her er filen. Linket virker én gang og kun i ti minutter, og det er kun til dig."
OPEN_FILE = "Hent filen"

# --- shared language -------------------------------------------------------------------------

LANGUAGE = "Fælles sprog"
NO_WORDS = "Der er ingen ord endnu. Hvilket ord bruger I på hver jeres måde?"
PROPOSE = "Foreslå et ord"
WORD_ASK = "Hvilket ord?"
MEANING_ASK = "Hvad mener vi med det? En eller to linjer."
REMOVE = "Fjern et ord"
REMOVED = "Ordet er fjernet."
NO_OWN_WORDS = "Jeres team har ingen ord på listen."
PROPOSED_SUMMARY = "Et forslag til fælles sprog"
TAKE, NOT_NOW = "Tag ordet med", "Ikke nu"
NO_PROPOSALS = "Der er ingen forslag, der venter."
TAKEN = "Ordet er nu en del af det fælles sprog."
NOT_TAKEN = "Fint. Den, der foreslog det, får besked."
PROPOSED_HERE = "Der er foreslået et ord til det fælles sprog:"


def made_on(day: str) -> str:
    return f"Hentet {day}."


def proposed(decider: str) -> str:
    who = decider or "Teamets koordinator eller leder"
    return f"Tak. {who} ser på det. Dit navn følger ikke med."


def waiting(count: int) -> str:
    return "Se forslaget" if count == 1 else f"Se {count} forslag"


def more(count: int) -> str:
    return f"Og {count} til. Skriv ord og begyndelsen af ordet, eller hent håndbogen."


def none_found(typed: str) -> str:
    return f"“{typed}” står der ikke endnu. Du kan foreslå det."


def answer(*, taken: bool) -> str:
    if taken:
        return "Dit ord er kommet med i det fælles sprog:"
    return "Dit ord kom ikke med denne gang. Du kan tage det op på et møde."


def refusal(error: Refusal) -> str | None:
    match error:
        case glossary.TermKnown(taken=True):
            return "Ordet står der allerede. Skriv ord og ordet, så ser du, hvad det betyder."
        case glossary.TermKnown():
            return "Ordet er allerede foreslået og venter på svar."
        case glossary.NoSuchTerm():
            return "Det ord er afgjort eller fjernet. Der er ikke ændret noget."
        case _:
            return None
