"""Every Danish text of the question whether a learning point was of use."""

from dialogs.learning import trying as rules
from dialogs.learning.trying import Way
from dialogs.refusal import Refusal

TITLE = "Har du haft brug for det?"
ASKED = "Har du haft brug for det siden?"
BUTTONS = {
    Way.YES: "Ja",
    Way.OTHERWISE: "Ja, på en anden måde",
    Way.NOT_YET: "Ikke endnu",
    Way.DID_NOT_FIT: "Det passede ikke",
}
THANKS = {
    Way.YES: "Tak. Det hjælper de andre at vide.",
    Way.OTHERWISE: "Tak. En anden måde er også læring.",
    Way.NOT_YET: "Det er helt fint. Jeg spørger ikke igen.",
    Way.DID_NOT_FIT: "Tak. Det er lige så godt at vide.",
}
TRIED = {
    Way.YES: "Prøvet: der var brug for det.",
    Way.OTHERWISE: "Prøvet: virkede på en anden måde.",
    Way.NOT_YET: "Endnu ikke prøvet.",
    Way.DID_NOT_FIT: "Prøvet: passede ikke.",
}
WHAT_HAPPENED = "Hvad skete der?"
HINT = "Et par linjer er nok. Skriv, så familien ikke kan genkendes."
NO_NAME = "Det står ved læringspunktet uden dit navn."
KEPT = "Tak. Det står nu ved læringspunktet, uden dit navn."
NOTHING_MORE = "Det er i orden. Dit svar er gemt."
NOT_NEEDED = "Det er ikke aktuelt længere."
CLOSED = "Det er for længe siden nu. Jeg spørger ikke igen."
_COUNTS = ("", "en uge", "to uger", "tre uger", "fire uger", "fem uger", "seks uger", "syv uger")


def asks(weeks: int) -> str:
    since = _COUNTS[weeks] if weeks < len(_COUNTS) else f"{weeks} uger"
    return f"For {since} siden skrev I: "


def has_it_been_of_use(*, again: bool) -> str:
    return f"{ASKED} Jeg spørger kun den her gang til." if again else ASKED


def refusal(error: Refusal) -> str | None:
    match error:
        case rules.QuestionIsOver():
            return f"{NOT_NEEDED} Der er ikke ændret noget."
        case rules.AnswerTooLong(length=length, most=most):
            return f"Svaret er på {length} tegn. Skriv det på højst {most}."
        case _:
            return None


FORESEEN_TITLE = "Har du haft brug for det?"
FORESEEN_TEXT = "Et enkelt spørgsmål om et læringspunkt fra din sparring."
