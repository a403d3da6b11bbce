"""Every Danish text of the board."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.wheel import State
from dialogs.calendar.words import clock_words, minutes_words
from dialogs.people.person import Person
from dialogs.sparring import words as sparring
from dialogs.sparring.agenda import MINUTE
from dialogs.sparring.meeting import Meeting
from dialogs.text import calls_apart

TITLE = "Tavlen · Sparringsrum"
NAME = "Tavlen"
SKIP = "Spring til indholdet"
VIEWS = "Visninger"
NOW, TIMELINE, GENOGRAM, YEAR, LEARNING = "Nu", "Tavle", "Genogram", "Årshjul", "Læring"
LOOKS = "Udseende"
QUIET = "Uden sekunder"
LARGE = "Stor visning"
COLOURS = "Farver"
THEMES = {
    "auto": "Som enheden",
    "default": "Lys",
    "dark": "Mørk",
    "contrast": "Høj kontrast",
}
CONNECTING = "Henter tavlen …"
LOST = "Forbindelsen er væk. Uret går videre, og jeg prøver igen af mig selv."
BACK = "Forbindelsen er tilbage."
NOT_SENT = "Trykket kom ikke frem. Prøv igen."
NEEDS_SCRIPT = "Tavlen skal bruge JavaScript. Alt, hvad der sker, står også på kortene i Teams."
CONTROLS = "Styr mødet"
GIVE_ON = "Giv ordet videre"
ROUND = "Rækkefølgen"
HAS_WORD = "har ordet"
HAS_HAD_WORD = "har haft ordet"
FREELY = "Alle har haft ordet. Nu er ordet frit."
COMES = "Det kommer"
NOTHING_COMES = "Der kommer ikke mere. Det her er den sidste fase."
TIME = "Tid"
QUESTION = "Sparringsspørgsmål"
NOTHING_DRAWN = "Der er ikke tegnet noget endnu."
AS_TEXT = "Vis som tekst"
ONLY_WHILE = "Det står her kun, mens sparringen er i gang."
NO_YEAR = "Årshjulet er tomt endnu."
NOT_WEEKLY = (
    "De ugentlige sparringer står ikke her. Skriv årshjul til mig i Teams, så ser du hver måned."
)
OF_YEAR = {
    State.LATE: "Mangler stadig",
    State.DUE: "Nu",
    State.TO_COME: "Kommer",
    State.DONE: "Gjort i år",
}

OVER_TITLE = "Sparringen er slut"
OVER = "Det, der stod på tavlen, er væk fra alle skærme. Resten står på kortet i Teams."
LINK_TITLE = "Linket virker ikke mere"
LINK_OVER = (
    "Et link til tavlen virker kun, mens sparringen er i gang, og kun for den, der fik det. "
    "Tryk Åbn tavlen på kortet i Teams for at få et nyt."
)
NOT_YOURS_TITLE = "Den tavle er ikke din"
NOT_YOURS = "Kun de, der er med i sparringen, kan se dens tavle."
IDLE_TITLE = "Ingen sparring i gang"
IDLE = "Tavlen kommer frem her, når jeres sparring begynder. Du skal ikke gøre noget."
WHERE_TITLE = "Tavlen åbnes i Teams"
WHERE = "Tryk Åbn tavlen på kortet i Teams, når sparringen er i gang, eller brug fanen i Teams."
NOT_KNOWN_TITLE = "Jeg kender dig ikke her"
NOT_KNOWN = "Tavlen er for teamets egne. Skriv til mig i Teams, så ved jeg, hvem du er."
NOT_NOW_TITLE = "Tavlen kan ikke åbnes lige nu"
NOT_NOW = "Jeg prøver igen af mig selv. Sparringen går videre på kortene i Teams."
FULL = "Der er for mange tavler åbne lige nu. Sparringen står også på kortene i Teams."

FRONT_TITLE = "Sparringsrum"
FRONT = (
    "Jeg holder øje med tiden, når et team sparrer om en sag, og husker datoerne.",
    "Jeg bor i Microsoft Teams, så der er ikke mere at se her.",
    "Det, et team skriver om en sag, slettes, når sparringen slutter.",
)
FRONT_ASK_TITLE = "Personoplysninger og vilkår"
FRONT_ASK = (
    "Vil du vide mere om dine oplysninger eller om vilkårene, så spørg den kommune, "
    "der driver Sparringsrum."
)
CONFIG_TITLE = "Sæt tavlen op som fane"
CONFIG = (
    "Fanen viser jeres sparring, mens den er i gang: fasen, tiden og det, I tegner. "
    "Mellem møderne er den tom. Tryk Gem."
)
TAB = "Sparring"

OPEN = "Åbn tavlen"
OPEN_MINE = "Åbn tavlen"
OPEN_ROOM = "Åbn til mødelokalet"
FORM_TITLE = "Tavlen"
YOURS = "Linket er dit eget og virker, til sparringen slutter."
ROOMS = (
    "Til skærmen i mødelokalet er der et link uden knapper. Det kan også vises for en gæst, "
    "som er med i dag."
)
ASK = "Tryk på knappen, så får du dit eget link. Det virker, til sparringen slutter."

# What the script says as time goes: {n} is a number.
PHRASES = {
    "left": "{n} min. tilbage",
    "seconds": "{m}:{s} tilbage",
    "last": "Under et minut tilbage",
    "up": "Tiden er gået",
}

LEARNING_TITLE = "Læring over tid"
ONLY_TOTALS = "Kun tal lagt sammen. Der står aldrig noget om den enkelte."
THEME = "Tema"
HELD = "Holdt"
CANCELLED = "Aflyst"
NOT_STARTED = "Ikke startet"
POSTPONED = "Udskudt"
PROTECTED = "Tid til sparring"
QUARTER = "Kvartal"
NO_NUMBERS = "for få"


def clock_told(text: str, zone: ZoneInfo) -> str:
    """A text of the cards, whose times are for the reader's client to work out."""
    parts = calls_apart(text)
    return "".join(_time(part, zone) if n % 2 else part for n, part in enumerate(parts))


def _time(called: str, zone: ZoneInfo) -> str:
    at = datetime.fromisoformat(called.partition("(")[2].rstrip(")"))
    return clock_words(at, zone).removeprefix("kl. ")


def spare(meeting: Meeting) -> str:
    minutes = meeting.spare // MINUTE
    if meeting.hour_over or not minutes:
        return "Der er ingen ekstra tid tilbage."
    return f"Der er {minutes_words(minutes)} ekstra tid tilbage."


def comes(meeting: Meeting) -> list[str]:
    """The later phases, with what each is given."""
    return [
        f"{sparring.phase_title(meeting, name)}, {_length(meeting.runs[name].box)}"
        for name in meeting.later
    ]


def _length(box: timedelta) -> str:
    return f"{max(1, round(box / MINUTE))} min."


def speaks(who: Person | None) -> str:
    return f"{who.name} {HAS_WORD}." if who else FREELY


def announced(meeting: Meeting) -> str:
    """What is read aloud when the phase is another one."""
    title = sparring.phase_title(meeting, meeting.phase)
    return f"{title}. {sparring.rule(meeting)} {_length(meeting.runs[meeting.phase].box)}"


def near_end(meeting: Meeting) -> str:
    return f"{sparring.near_end(meeting)}." if meeting.warned and not meeting.up else ""
