"""Every Danish text about learning points."""

from dialogs.learning import point as points
from dialogs.refusal import Refusal

ASK = "Hvad kan vi bruge i andre sager end denne? Skriv en linje."
GENERAL = "Skriv det generelle, så familien ikke kan genkendes. Ingen navne, intet CPR."
THANKS = "Tak. Dit læringspunkt er gemt uden dit navn. Det er et forslag, til I beslutter noget."
THANKS_ALONE = (
    "Tak. Dit læringspunkt er gemt. Jeg ved ikke, hvilket team du er i endnu, "
    "så det venter, til jeg gør."
)
SAVE_AS_POINT = "Skal jeg gemme det som et læringspunkt?"
LET_IT_BE = "Så lader vi det ligge."
NOTHING_HANDED_IN = "Der kom ingen læringspunkter fra sparringen denne gang."
CUT = "De længste er forkortet her. De er gemt i deres fulde længde."
TAKEN_ALONG = "Det tog vi med fra sparringen"
PARKED = "Forslaget er parkeret. Sagsejer får det efter refleksionsrunden, uden dit navn."
EMPTY = "Skriv en linje om det, I kan bruge i andre sager."
FORMS_LEAVE_NOTHING = (
    "Næste gang kan du bruge formularen eller skrive til mig privat. "
    "Så står teksten ikke i gruppens historik."
)


def too_long(length: int, most: int) -> str:
    return f"Læringspunktet er på {length} tegn. Skriv det på højst {most}."


def refusal(error: Refusal) -> str | None:
    match error:
        case points.HandedInAlready():
            return "Det læringspunkt har jeg allerede fra dig."
        case points.PointTooLong():
            return too_long(error.length, error.most)
        case points.PointEmpty():
            return EMPTY
        case _:
            return None
