"""Every Danish text about supervision."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar import appointment
from dialogs.calendar.days import local_day
from dialogs.calendar.period import Period
from dialogs.calendar.words import day_words, minutes_words, period_words, when_words
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.refusal import Refusal
from dialogs.supervision import booking
from dialogs.supervision.booking import State, Supervision, Wanted

TITLE = "Supervision"
BOOK, MOVE, CANCEL = "Vælg dato", "Flyt", "Aflys supervisionen"
AGAIN = "Spørg igen om en uge"
SKIP = "Kvartalet springes over"
THEME, CALENDAR, FILE = "Skriv et tema", "Hent til kalender", "Hent kalenderfil"
REQUEST = "Bed om supervision"
HELD, WAS_MOVED, WAS_CANCELLED = "Ja, den er holdt", "Den er flyttet", "Den blev aflyst"
SAY_NO = "Ikke nu"
DAY, CLOCK = "Hvilken dag?", "Hvornår begynder den?"
SUPERVISOR = "Hvem er supervisor? (et navn, eller lad feltet stå tomt)"
SUPERVISOR_NOTE = "Navnet bruger jeg kun i aftalen. Det slettes, når kvartalet er slut."
THEME_ASK = "Hvad vil du gerne have på supervisionen? Skriv en linje."
THEME_NOTE = (
    "Skriv, så ingen familie kan kendes. Der står ikke, hvem temaet kommer fra. "
    "Temaerne slettes, når supervisionen er holdt."
)
REASON_ASK = "Er der noget, du vil sige om det? (kun hvis du vil)"
REASON_NOTE = "Du behøver ikke at begrunde det. Skriv ikke om en bestemt familie."
FOR_WHOM = "Hvem er den til?"
FOR_ME, FOR_TEAM = "Mig selv", "Hele teamet"
NO_ASK = "Hvorfor ikke nu? Det får den, der spurgte, at læse."
NOT_BOOKED = "Der er ikke valgt en dato endnu."
NO_TEAM_LEAD = "Teamlederen"
THEME_KEPT = "Tak. Temaet er på listen til supervisionen."
SKIPPED = "Det er noteret. Jeg spørger ikke mere til supervision i det kvartal."
REQUESTED = "Dit ønske om supervision er sendt. Du hører fra mig, når der er svaret."
ANSWERED_NO = "Dit svar er sendt."
FILE_SENT = "Jeg har sendt dig kalenderfilen privat."
FILE_READY = "Kalenderfilen er klar. Linket virker i ti minutter, og kun én gang."
OPEN_FILE = "Åbn kalenderfilen"
OVER = "Det er der taget hånd om."
QUARTER_OVER = "Kvartalet er slut."
THEMES_TITLE = "Temaer indtil nu"
LEARNED = "Supervisionen er holdt. Hvad lærte vi generelt, som vi kan bruge i andre sager?"
WRITE_POINT = "Skriv læringspunkt"
DRAFT_TITLE = "Udkast til en mail"
DRAFT_HINT = "Kopiér den, ret den til, og send den selv. Kalenderfilen kan du vedhæfte."
ASK_TITLE, MISSING_TITLE = "Supervision i kvartalet", "Et kvartal uden supervision"
BOOKED_TITLE, THEMES_DUE_TITLE, HELD_TITLE = (
    "Besked om supervision",
    "Påmindelse om temaer til supervision",
    "Blev supervisionen holdt?",
)
LEARNED_TITLE, REQUEST_TITLE, ANSWER_TITLE = (
    "Hvad lærte vi af supervisionen?",
    "Ønske om supervision",
    "Svar om supervision",
)
TO_COORDINATOR, TO_LEADER = "Faglig koordinator", "Teamleder"


def in_quarter(quarter: Period) -> str:
    """ "i 4. kvartal": the year goes without saying."""
    return f"i {quarter.number}. kvartal"


def ask(team: Team, quarter: Period) -> str:
    return f"{team.name} har endnu ingen supervision {in_quarter(quarter)}. Skal vi finde en dato?"


def asks_again(on: date) -> str:
    return f"Jeg spørger igen {day_words(on)}."


def missing(team: Team, quarter: Period, weeks: int) -> str:
    left = minutes_words(weeks).removesuffix(" minutter").removesuffix(" minut")
    weeks_left = "Der er en uge tilbage" if weeks == 1 else f"Der er {left} uger tilbage"
    return f"{team.name} har ikke haft supervision {in_quarter(quarter)}. {weeks_left}."


def of_quarter(quarter: Period) -> str:
    """On the wheel."""
    return f"Supervision {in_quarter(quarter)}"


def without_date(quarter: Period) -> str:
    return f"Supervision {in_quarter(quarter)} uden dato"


def write_to(who: Person) -> str:
    return f"Skriv til {who.name}"


def at(of: Supervision, zone: ZoneInfo) -> str:
    return when_words(of.at, zone) if of.at is not None else ""


def booked(of: Supervision, zone: ZoneInfo) -> str:
    if of.version:
        return f"Supervisionen er flyttet til {at(of, zone)}. Den gamle tid gælder ikke længere."
    return f"Der er supervision {at(of, zone)}."


def cancelled(of: Supervision, zone: ZoneInfo) -> str:
    return f"Supervisionen {at(of, zone)} er aflyst."


def over(of: Supervision, zone: ZoneInfo) -> str:
    return f"Supervisionen {at(of, zone)} er holdt."


def moved_away(of: Supervision, zone: ZoneInfo) -> str:
    return f"Supervisionen er flyttet. Nu er den {at(of, zone)}."


def with_supervisor(of: Supervision) -> str:
    return f"Supervisor: {of.supervisor}" if of.supervisor else ""


def themes_due(of: Supervision, zone: ZoneInfo) -> str:
    return f"Der er supervision {at(of, zone)}. Hvilke temaer vil I have med?"


def was_it_held(of: Supervision, zone: ZoneInfo) -> str:
    return f"Blev supervisionen {at(of, zone)} holdt?"


def held_thanks(of: Supervision) -> str:
    return "Tak. Jeg spørger teamet, hvad I lærte."


def draft(of: Supervision, team: Team, zone: ZoneInfo) -> list[str]:
    """The mail, a paragraph each."""
    hello = f"Kære {of.supervisor}" if of.supervisor else "Hej"
    if of.state is State.CANCELLED:
        said = f"Vi må desværre aflyse supervisionen for {team.name} {at(of, zone)}."
        return [hello, said, "Jeg skriver igen, når vi har et forslag til en ny dato."]
    if of.version:
        said = f"Supervisionen for {team.name} er flyttet til {at(of, zone)}."
        return [hello, said, "Den gamle tid gælder ikke længere. Sig gerne til, om det passer."]
    said = f"Vi vil gerne have supervision for {team.name} {at(of, zone)}."
    return [hello, said, "Sig gerne til, om det passer. Kalenderfilen er vedhæftet."]


def event_title(team: Team) -> str:
    return f"Supervision, {team.name}"


def requested(wanted: Wanted) -> str:
    whom = "supervision til hele teamet" if wanted.whole else "supervision"
    return f"{wanted.asker.name} vil gerne have {whom}, ud over den i kvartalet."


def agreed(wanted: Wanted, by: Person | None, zone: ZoneInfo) -> str:
    who = by.name if by else NO_TEAM_LEAD
    when = when_words(wanted.at, zone) if wanted.at is not None else ""
    return f"{who} siger ja til supervision. Den er {when}."


def declined(by: Person | None) -> str:
    return f"{by.name if by else NO_TEAM_LEAD} kan ikke give supervision lige nu og skriver:"


def answered_yes(wanted: Wanted, zone: ZoneInfo) -> str:
    return f"Det er noteret, og {wanted.asker.name} har fået besked."


def state(of: Supervision | None, quarter: Period, zone: ZoneInfo) -> str:
    """For the card that shows it."""
    said = f"{period_words(quarter)[:1].upper()}{period_words(quarter)[1:]}"
    if of is None:
        return f"{said}: {NOT_BOOKED}"
    match of.state:
        case State.HELD:
            return f"{said}: Holdt {at(of, zone)}."
        case State.SKIPPED:
            return f"{said}: Der er ikke supervision i det kvartal."
        case _:
            return f"{said}: {at(of, zone)}."


def besides(of: Supervision, zone: ZoneInfo) -> str:
    return f"Ud over kvartalets: {at(of, zone)}."


def was_booked(of: Supervision, zone: ZoneInfo) -> str:
    moved = "flyttet til" if of.version else "aftalt til"
    return (
        f"Supervisionen er {moved} {at(of, zone)}. Jeg har skrevet et udkast til en mail til dig."
    )


def is_absent(who: Person) -> str:
    return f"{who.name} er væk"


def closed(day: date, after: date) -> str:
    return f"{_upper(day_words(day))} er en lukket dag. Vælg en anden, fx {day_words(after)}."


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def on(moment: datetime, zone: ZoneInfo) -> str:
    return day_words(local_day(moment, zone))


def refusal(error: Refusal) -> str | None:
    match error:
        case appointment.DateIsPast():
            return "Den dag og tid er gået. Vælg en, der kommer."
        case appointment.DateIsToCome():
            return "Den dag er ikke kommet endnu. Vælg den dag, det blev holdt."
        case appointment.NoTime():
            return "Hvornår begynder den? Skriv et klokkeslæt, fx 9.00."
        case appointment.ClosedDay():
            return closed(error.day, error.after)
        case booking.TwoInOneQuarter(there=there):
            held = "haft" if there.state is State.HELD else "aftalt"
            return (
                f"Der er allerede {held} supervision {in_quarter(there.quarter)}. Flyt den, "
                f"vælg en dag i et andet kvartal, eller tryk {REQUEST} om en ekstra."
            )
        case booking.QuarterOver():
            return "Kvartalet slutter, før jeg kan spørge igen. I det næste spørger jeg selv."
        case booking.SettledAlready():
            return "Kvartalet har allerede en supervision. Skriv supervision for at se den."
        case booking.NoSuchSupervision():
            return "Den supervision er ikke aktuel mere. Skriv supervision for at se, hvad der er."
        case booking.NotHeldYet():
            return (
                "Supervisionen har ikke været endnu. Flyt den eller aflys den, hvis den ikke "
                "bliver til noget."
            )
        case booking.NoSuchWanted():
            return "Det ønske er der allerede svaret på."
        case booking.TooManyThemes():
            return (
                f"Der er {booking.THEMES_AT_MOST} temaer på listen, og flere er der ikke tid til. "
                "Tag dit op på selve supervisionen."
            )
        case _:
            return None
