"""Every Danish text between the meetings."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.between import asking, log, sharing, whom
from dialogs.between.asking import Kind, Request
from dialogs.between.sharing import Place, Share
from dialogs.between.whom import Entry, Role
from dialogs.calendar.words import day_words
from dialogs.refusal import Refusal

# --- one word for it all ---------------------------------------------------------------------

BETWEEN = "Mellem møderne"
BETWEEN_HINT = "Her er det, I kan bruge hinanden til, når der ikke er sparring."
SHARE_KNOWLEDGE = "Del viden"
ASK_COLLEAGUE = "Spørg en kollega"
FIND_SOMEBODY = "Find en at spørge"
MY_LOG = "Min læringslog"
SHARED_LANGUAGE = "Fælles sprog"
FETCH_HANDBOOK = "Hent håndbog"

# --- sharing ---------------------------------------------------------------------------------

SHARE_ASK = "Hvad vil du dele? Skriv en linje."
SHARE_GENERAL = "Skriv det generelle, så ingen familie kan genkendes."
WHERE = {
    Place.TEAM: "Teamets næste møde, 2 min.",
    Place.STAFF: "Personalemødet, 5 min.",
}
STAFF_DAY = "Hvilken dag er personalemødet? (kun til personalemøde)"
SHARES_NONE = "Der er ikke noget på listen lige nu. Har du læst, hørt eller prøvet noget?"
SHARES_TITLE = "Del viden på næste møde"
SHARED = "Godt. Så er den taget af listen."
UNSHARED = "Så er den taget af listen."
FORMS_LEAVE_NOTHING = "Næste gang kan du bruge formularen. Så står teksten ikke i historikken."
SHARED_ASK = "Blev det delt på mødet i dag? Det, I ikke nåede, kommer med næste gang."


def share_taken(share: Share) -> str:
    if share.on is None:
        return "Tak. Den står på startkortet til teamets næste møde. Du har to minutter."
    return (
        f"Tak. Jeg minder dig om det {day_words(share.on)}. Du har fem minutter på personalemødet."
    )


def share_before(share: Share) -> str:
    """What stands before the text itself, on the start card and in the queue."""
    return f"Del viden, {share.minutes} min. ({share.who.name}): "


def shares_more(more: int) -> str:
    return f"Og {more} mere, som får tid på et senere møde."


def staff_today(share: Share) -> str:
    return f"I dag på personalemødet har du {share.minutes} minutter til at dele:"


def staff_moved(day: date) -> str:
    return f"Jeg minder dig om det {day_words(day)}."


# --- asking a colleague ----------------------------------------------------------------------

ASKING_HINT = (
    "Et kort møde to og to: sparring om en sag, der fylder, eller feedback på noget, "
    "du har gjort. Din kollega kan sige ja eller ikke lige nu. Ingen af jer skal begrunde det."
)
KINDS = {Kind.SPARRING: "Sparring, 20 min.", Kind.FEEDBACK: "Feedback på noget, jeg har gjort"}
REASON = "Hvad handler det om? (du behøver ikke skrive noget)"
NOBODY_TO_ASK = "Jeg kender ingen af dine kolleger endnu. Når teamet er i chatten, kan du spørge."
REASON_HINT = "Uden navne. Det er nok at skrive “en sag, der fylder”."
ASKED_SUMMARY = "En kollega spørger dig om noget."
NO_REASON_NEEDED = "Du behøver ikke begrunde dit svar."
YES, NOT_NOW = "Ja", "Ikke lige nu"
SAID_NOT_NOW = "Fint. Jeg siger, at det ikke er lige nu."
BECAME_ASK = "Blev det til noget?"
BECAME_NOTE = "Jeg gemmer kun, at det blev holdt, ikke med hvem eller om hvad."
BECAME = {"yes": "Godt. Jeg har kun gemt, at det blev holdt.", "no": "Tak, det er i orden."}
IS_OVER = "Det er afsluttet, og jeg har ikke gemt, hvem der spurgte hvem."

# Twenty minutes: a short form of the team's own agenda, with one listener.
GUIDE: Mapping[Kind, Sequence[str]] = {
    Kind.SPARRING: (
        "2 min.: Hvad vil du gerne have hjælp til at tænke over? Ét spørgsmål.",
        "5 min.: Fortæl kort. Den anden lytter uden at afbryde.",
        "3 min.: Afklarende spørgsmål. Kun det, der mangler for at forstå.",
        "6 min.: Kollegaen undrer sig højt. Du lytter. Forslag venter.",
        "2 min.: Hvad blev du optaget af? Vil du også have forslag?",
        "2 min.: Hvad tager du med, og skal noget i fagsystemet?",
    ),
    Kind.FEEDBACK: (
        "Sig først, hvad du vil have feedback på, og hvad du selv synes.",
        "Kollegaen siger, hvad der virkede, og hvor det kunne ses.",
        "Så én ting, der kunne gøres anderledes, med et eksempel.",
        "Tal om det, der blev gjort, ikke om personen.",
        "Sig tak, og sig, hvad du vil prøve. Du skal ikke forsvare dig.",
    ),
}
GUIDE_NOTE = "Tal om sagen, så familien ikke kan genkendes af andre. I finder selv en tid."


def asked(request: Request) -> str:
    what = {
        Kind.SPARRING: "Vil du sparre med mig? Det tager 20 minutter.",
        Kind.FEEDBACK: "Vil du give mig feedback?",
    }[request.kind]
    return f"{request.asker.name} spørger: {what}"


def request_sent(request: Request) -> str:
    return (
        f"Jeg har spurgt {request.asked.name} privat. Du hører fra mig, når der er svaret. "
        "Spørgsmålet bliver slettet efter 14 dage."
    )


def agreed(request: Request, *, asker: bool) -> str:
    if asker:
        return f"{request.asked.name} siger ja. Sådan kan I gøre:"
    return f"Du har sagt ja til {request.asker.name}. Sådan kan I gøre:"


def declined(request: Request) -> str:
    return (
        f"{request.asked.name} kan ikke lige nu. Spørg en anden, eller tag det med på næste møde."
    )


def no_answer(request: Request) -> str:
    """Never why: nobody hears that somebody is away, or wants quiet."""
    return (
        f"Der er ikke kommet svar fra {request.asked.name}, og jeg spørger ikke mere. "
        "Spørg en anden, eller tag det med på næste møde."
    )


def became(request: Request) -> str:
    what = {Kind.SPARRING: "sparring", Kind.FEEDBACK: "feedback"}[request.kind]
    return f"For en uge siden sagde {request.asked.name} ja til {what}. {BECAME_ASK}"


def held(counted: int) -> str:
    """Empty below the number from which it is about more than two people."""
    if counted < asking.SHOWN_FROM:
        return ""
    return f"I dette kvartal har I holdt sparring eller feedback to og to {counted} gange."


# --- who knows -------------------------------------------------------------------------------

ROLES = {
    Role.SUPERUSER: "Superbruger",
    Role.KNOWS: "Videnperson",
    Role.LEADER: "Faglig leder",
    Role.ELSEWHERE: "Et andet sted",
}
WHOM_TITLE = "Hvem ved noget om hvad"
WHOM_NONE = "Der står ingen på listen endnu. Teamlederen kan skrive dem på."
WHOM_HINT = "Skriv fx: hvem ved noget om samvær"
WHOM_ASK = "Hvad vil du vide noget om? Et ord er nok."
TOPICS = "Emner, adskilt med komma"
PERSON = "Hvem?"
NO_PERSON = "Ingen bestemt. Det er en funktion"
FUNCTION = "Funktion, fx juristen i Myndighed (hvis det ikke er en person)"
REACH = "Sådan får man fat i dem"
ENTRY_SAVED = "Det er gemt. Alle teams kan finde det."
ENTRY_REMOVED = "Det er taget af listen."
ENTRIES_NONE = "Der står ingen på din liste endnu."

VISO = "VISO"
VISO_TITLE = "VISO: før I ringer eller skriver"
VISO_WHAT = (
    "VISO er Social- og Boligstyrelsens nationale videns- og specialrådgivning. Det er gratis og "
    "for sager, der er særligt komplekse. VISO rådgiver; sagen og afgørelserne er stadig jeres."
)
VISO_LIST = (
    "Hvad er det faglige spørgsmål? Skriv det i én sætning.",
    "Hvad har I prøvet, og hvem i kommunen ved også noget om det?",
    "Hvad har I brug for: råd i telefonen, et rådgivningsforløb eller en udredning?",
    "Er din leder orienteret?",
    "Ved familien det, og er der samtykke til det, I vil give videre? "
    "Ellers taler I uden genkendelige oplysninger.",
    "Hvem er kontakt, og hvad skal noteres i fagsystemet bagefter?",
)
VISO_REACH = "Telefon 72 42 40 00. Se åbningstiderne på sbst.dk/viso."
VISO_NEVER = "Skriv aldrig oplysninger om barnet her i chatten."


def found_none(question: str) -> str:
    return (
        f"Jeg kender ingen, der ved noget om “{question}”. Prøv et bredere ord, "
        "spørg din leder, eller overvej VISO."
    )


def found(question: str) -> str:
    return f"Spørg fx om “{question}”:"


def entry_before(entry: Entry) -> str:
    return f"{entry.name}, {ROLES[entry.role].lower()}: "


def entry_after(entry: Entry) -> str:
    return f" ({entry.reach})" if entry.reach else ""


def entries_more(more: int) -> str:
    return f"Og {more} til. Skriv hvem og et emne, så finder jeg den rette."


# --- the log ---------------------------------------------------------------------------------

LOG_ASK = "Hvad har du lært? Skriv det generelle, så ingen familie kan genkendes."
LOG_OWN = "Kun du kan se den. Ingen leder, ingen kollega."
LOG_NONE = "Din log er tom. En linje om ugen er nok til en god MUS."
LOG_KEPT = "Det står i din log. Kun du kan se den."
LOG_ERASED = "Linjen er slettet."
LOG_FILE_READY = (
    "Her er din log. Linket virker én gang og kun i ti minutter, og det er kun til dig."
)
LOG_FILE_TITLE = "Min læringslog"
LOG_FILE_NOTE = "Skrevet af mig selv til min MUS. Sparringsrum viser den ikke til andre."


def log_more(more: int) -> str:
    return f"Og {more} ældre. De står i filen."


# --- refusals --------------------------------------------------------------------------------


def refusal(error: Refusal) -> str | None:
    match error:
        case sharing.SharedAlready():
            return "Den har jeg allerede fra dig. Den venter på næste møde."
        case sharing.DayMissing():
            return "Vælg den dag, personalemødet er."
        case sharing.DayIsOut():
            return "Vælg en dag fra i dag af og højst fire måneder frem."
        case sharing.NoSuchShare():
            return "Den står ikke på listen længere. Der er ikke ændret noget."
        case asking.AskedAlready():
            return f"Du har allerede spurgt {error.who.name} og venter på svar."
        case asking.NotAColleague():
            return "Vælg en kollega på listen."
        case asking.NoSuchRequest():
            return "Det spørgsmål er besvaret eller slettet. Der er ikke ændret noget."
        case whom.NobodyNamed():
            return "Vælg en person, eller skriv en funktion."
        case whom.BothNamed():
            return "Vælg enten en person eller en funktion, ikke begge dele."
        case whom.NoReach():
            return "Skriv, hvordan man får fat i funktionen, fx et lokalnummer."
        case whom.NoSuchEntry():
            return "Den står ikke på din liste længere. Der er ikke ændret noget."
        case log.LoggedAlready():
            return "Det står allerede i din log."
        case log.NoSuchLine():
            return "Den linje er der ikke længere. Der er ikke ændret noget."
        case log.LogIsEmpty():
            return LOG_NONE
        case _:
            return None


FORESEEN = {  # by its series: title, and what it will say
    "between.share_today": ("Del viden på personalemødet", "Det, du ville dele, er på i dag."),
    "between.no_answer": (
        "Svar fra en kollega",
        "Hvis der ikke er kommet svar: at du kan spørge en anden.",
    ),
    "between.ask_became": (
        "Blev det til noget?",
        "Et enkelt spørgsmål om sparring med en kollega.",
    ),
}
