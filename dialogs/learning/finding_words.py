"""Every Danish text about looking for shared practice."""

from dialogs.calendar.words import dated
from dialogs.learning.finding import SearchTooLong
from dialogs.learning.practice import Practice, PracticeKind
from dialogs.refusal import Refusal

TITLE = "Søg i fælles praksis"
ASK = "Hvad vil du finde? Et par ord er nok, fx “samvær bedsteforældre”."
RESEMBLING = "Det her er lært før og ligner din sag. Måske kan du bruge noget af det."
RESEMBLING_SUMMARY = "Noget, der er lært før"
CUT = "De længste er forkortet her."


def found(words: str) -> str:
    return f"Det fandt jeg om “{words}”"


def nothing(words: str) -> str:
    return f"Jeg fandt ikke noget om “{words}”. Prøv et bredere ord, eller spørg en, der ved det."


def search_for(word: str) -> str:
    return f"Søg på “{word}”"


def origin(practice: Practice, team: str) -> str:
    """Whose it is, what it is about, and since when it is valid."""
    parts = [
        "Sådan gør vi" if practice.kind is PracticeKind.PRINCIPLE else "",
        team,
        practice.method or "",
        f"gælder fra d. {dated(practice.valid_from)}" if practice.valid_from else "",
    ]
    return " · ".join(part for part in parts if part)


def refusal(error: Refusal) -> str | None:
    match error:
        case SearchTooLong():
            return (
                f"Det er {error.length} tegn. Skriv nogle få ord om det, du leder efter, "
                f"på højst {error.most} tegn."
            )
        case _:
            return None
