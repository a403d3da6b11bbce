"""Every Danish text about learning points."""

from dialogs.learning import point as points
from dialogs.learning.point import Anchor, Guideline, PointKind, PointState, PreventedBy
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
SEARCH, HOW_WE_DO = "Søg i fælles praksis", "Sådan gør vi"
MENU = "Læring i teamet"
MENU_IS = "Fra den enkelte sag til fælles praksis:"
POINTS = "Læringspunkter"  # typed, it leads to the menu
WAITING, PRACTICE = "Læringspunkter, der venter", "Fælles praksis"
IMPROVEMENTS = "Forbedringer"
WRITE = "Skriv læringspunkt"
FILL_OUT = "Fyld ud"
THE_REST = "Resten kan du springe over."
NOT_CHOSEN = "Ikke valgt"
KIND, METHOD = "Hvilken slags er det?", "Hvilken metode handler det om?"
ANCHOR, GUIDELINE = "Hvad hviler det på?", "Har I en retningslinje for det?"
PREVENTS, PREVENTED_BY = "Hvad kan forebygge det næste gang?", "Hvem sørger for det?"
KINDS = {
    PointKind.WORKED: "Noget virkede godt",
    PointKind.DOUBT: "Noget vakte tvivl",
    PointKind.WRONG: "Noget gik galt",
}
ANCHORS = {Anchor.METHOD: "En metode", Anchor.LAW: "En lov", Anchor.GOAL: "Et politisk mål"}
GUIDELINES = {
    Guideline.MISSING: "Nej, den mangler",
    Guideline.UNCLEAR: "Ja, men den er uklar",
    Guideline.NOT_FOLLOWED: "Ja, men den bliver ikke fulgt",
    Guideline.GOOD: "Ja, og den er god",
}
PREVENTERS = {
    PreventedBy.CASEWORKER: "Hver sagsbehandler",
    PreventedBy.TEAM: "Hele teamet",
    PreventedBy.COORDINATOR: "Faglig koordinator",
    PreventedBy.LEADER: "Teamleder",
    PreventedBy.LEADER_GROUP: "Ledergruppen",
    PreventedBy.IT: "It-afdelingen",
}
STATES = {
    PointState.PROPOSED: "forslag",
    PointState.CLARIFYING: "venter på dit svar",
    PointState.APPROVED: "fælles praksis",
    PointState.MERGED: "samlet med et andet",
    PointState.DECLINED: "ikke blevet fælles praksis",
}
NEXT_TIME = "Hvad gør vi næste gang?"
KEPT_TWO_MORE = (
    "Tak. Dit læringspunkt er gemt uden dit navn. Har du et minut, er her to spørgsmål til. "
    "Du kan springe dem over."
)
FILLED = "Tak. Det er gemt sammen med dit læringspunkt, uden dit navn."
FILL_LATER = "Tak for dit læringspunkt. Du kan fylde det ud her, så kun vi to ser det."
ANSWER, REWRITE, MISSING = "Svar", "Skriv det om", "Sig, hvad der mangler"
READ, READ_MERGED, TAKE_UP = "Læs det", "Læs det samlede", "Tag det op"
NOBODY_TOLD = "Ingen får at vide, at det er dig, der skrev det."
YOUR_ANSWER = "Dit svar"
YOUR_POINT = "Dit læringspunkt. Du må gerne skrive det tydeligere."
ANSWERED = "Tak. Dit svar er givet videre uden dit navn."
TAKEN_AWAY = "Du har svaret. Læringspunktet er med i bunken igen."
REWRITTEN = "Tak. Det er et forslag igen, uden dit navn."
TAKEN_UP = (
    "Det står nu øverst på teamets liste over emner, uden dit navn. "
    "I kan tage det, næste gang der ingen sag er."
)
WHAT_IS_MISSING = "Hvad mangler?"
MISSING_TAKEN = "Tak. Det er gemt som et nyt forslag, uden dit navn."
THE_TEAM = "teamet"
ABOUT_YOUR_POINT = "Dit læringspunkt"
APPROVED = "Tak for dit læringspunkt. Det er blevet fælles praksis."
IT_READS, IT_READS_NOW, YOU_WROTE = "Sådan lyder det: ", "Sådan lyder det nu: ", "Du skrev: "
WHY = "Begrundelsen var: "
NOT_TAKEN = "Dit læringspunkt blev ikke til fælles praksis denne gang."
WHAT_YOU_CAN_DO = "Du kan skrive det om eller tage det op på et møde."
EMPTY = "Skriv en linje om det, I kan bruge i andre sager."
FORMS_LEAVE_NOTHING = (
    "Næste gang kan du bruge formularen eller skrive til mig privat. "
    "Så står teksten ikke i gruppens historik."
)


def asks_you(decider: str) -> str:
    return f"{_upper(decider)} vil gerne forstå dit læringspunkt lidt bedre."


def asks(decider: str) -> str:
    return f"{_upper(decider)} spørger: "


def writes(decider: str) -> str:
    return f"{_upper(decider)} skriver: "


def merged(decider: str) -> str:
    return f"Tak for dit læringspunkt. Der lå et, der ligner, så {decider} har samlet de to."


def decided(state: PointState) -> str:
    """What became of it, to whoever comes too late."""
    became = {
        PointState.APPROVED: "Det er blevet fælles praksis.",
        PointState.MERGED: "Det er samlet med et andet.",
        PointState.DECLINED: "Det blev ikke til fælles praksis.",
    }
    return f"Læringspunktet er allerede afgjort. {became[state]}"


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


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
        case points.NotYourPoint():
            return "Jeg kan ikke finde det læringspunkt blandt dine."
        case points.NothingAsked():
            return "Der er ikke noget at svare på længere."
        case points.NotDeclined():
            return "Det kan du kun med et læringspunkt, der ikke blev til fælles praksis."
        case points.IsDecided():
            return decided(error.state)
        case _:
            return None
