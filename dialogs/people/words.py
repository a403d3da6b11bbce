"""Every Danish text about the team, its roles and its settings."""

from collections.abc import Sequence

from dialogs.calendar.days import Week
from dialogs.calendar.words import WEEKDAYS, day_words
from dialogs.people import team as teams
from dialogs.people.person import Person
from dialogs.people.team import Absence, Team
from dialogs.refusal import Refusal
from dialogs.text import Empty, TooLong

WHAT_I_DO = "Hej. Jeg holder øje med tiden, når I sparrer om en sag, og husker datoerne for jer."
NEVER_NAMES = "Skriv aldrig navne eller CPR-numre her."
UNCLEAR = "Det forstod jeg ikke. Her er, hvad jeg kan lige nu:"
HELP = "Her er, hvad jeg kan lige nu:"
OUTSIDER = "Jeg er kun for teamets egne medarbejdere."
NO_TEAM = (
    "Jeg ved ikke, hvilket team du er i endnu. Tilføj mig til jeres teamchat, "
    "eller skriv til mig der, så kender jeg dig næste gang."
)
WRONG_PLACE = "Det kan jeg kun, hvor teamet er samlet. Skriv det i jeres teamchat."
WRONG_PLACE_PRIVATE = "Det tager vi privat. Skriv det til mig i vores egen chat."
BROKE = "Det lykkedes ikke, og der er ikke ændret noget. Prøv igen om lidt."
SAVED = "Det er gemt."


def welcome(coordinator: Person | None, leader: Person | None) -> str:
    if coordinator is not None:
        return (
            f"{WHAT_I_DO} {coordinator.name} er foreløbig koordinator; jeres teamleder kan vælge "
            f"en anden. {NEVER_NAMES}"
        )
    who = leader.name if leader else "Jeres teamleder eller administrator"
    return (
        f"{WHAT_I_DO} Jeg ved ikke, hvem der er jeres koordinator. {who} kan vælge en. "
        f"Indtil da kan I godt tage sager med. {NEVER_NAMES}"
    )


def hello(name: str) -> str:
    return (
        f"Hej {name}. Her kan du tage en sag med til teamets sparring, skrive et læringspunkt "
        "eller melde fravær. Det, du skriver her, ser gruppen ikke."
    )


def which_team(adder: Person | None) -> str:
    who = (
        f"{adder.name} er med i et team i forvejen." if adder else "Jeg kender et team i forvejen."
    )
    return (
        f"{WHAT_I_DO} {who} med i et team i forvejen. "
        "Hører denne chat til det, eller er det et nyt team?"
    )


def when(team: Team) -> str:
    if team.weekday is None or team.starts_at is None:
        return "Ingen dag og tid endnu"
    return f"{WEEKDAYS[team.weekday].capitalize()} kl. {team.starts_at.hour}.{team.starts_at:%M}"


def weeks(closed: Sequence[Week]) -> str:
    return ", ".join(str(week.number) for week in closed)


def name_of(person: Person | None) -> str:
    return person.name if person else "Ingen endnu"


def unreached(names: Sequence[str]) -> str:
    if not names:
        return "Jeg kan skrive privat til alle i teamet."
    return (
        f"Jeg kan ikke skrive privat til {_and(names)} endnu. En administrator kan installere "
        "appen for alle, eller hver kan åbne Sparringsrum i Teams én gang."
    )


def has_private_message(name: str) -> str:
    return (
        f"{name}, jeg har en besked til dig, som ikke skal stå her. "
        "Åbn Sparringsrum i Teams, så får du den."
    )


def settings_changed(actor: Person) -> str:
    return f"{actor.name} har ændret teamets indstillinger. Sådan er de nu:"


def away(person: Person, absence: Absence, *, own: bool) -> str:
    who = "Du er" if own else f"{person.name} er"
    whose = "din" if own else "en"
    first = day_words(absence.first)
    if absence.first == absence.last:
        return f"Noteret: {who} væk {first}. Bliver det {whose} tur imens, bliver turen beholdt."
    last = day_words(absence.last)
    return (
        f"Noteret: {who} væk fra {first} til og med {last}. "
        f"Bliver det {whose} tur imens, bliver turen beholdt."
    )


def refusal(error: Refusal) -> str | None:
    match error:
        case teams.NotYours():
            if not error.who:
                return "Indstillingerne kan ændres af teamlederen. En administrator kan vælge en."
            return f"{_and([who.name for who in error.who])} kan ændre indstillingerne."
        case teams.NoTeamHere():
            return NO_TEAM
        case teams.WrongPlace():
            return WRONG_PLACE
        case teams.WrongPlacePrivate():
            return WRONG_PLACE_PRIVATE
        case teams.NoSuchDay():
            return "Vælg en dag fra mandag til fredag."
        case teams.NoSuchTime():
            return "Skriv tiden som fx 9.00."
        case teams.BookedOutside():
            return f"Book mellem {teams.BOOKED_LEAST} og {teams.BOOKED_MOST} minutter."
        case teams.SamePersonTwice():
            return "Koordinator og stedfortræder skal være to forskellige."
        case teams.NotAMember():
            return "Vælg en, der er med i teamet."
        case teams.WeekUnclear():
            return f"“{error.word}” kan jeg ikke læse som en uge. Skriv fx 7, 29-31, 42."
        case teams.AbsenceBackwards():
            return "Sidste dag ligger før den første."
        case teams.AbsenceIsPast():
            return "De dage er allerede gået."
        case teams.NoSuchDate():
            return "Vælg en dato."
        case teams.AbsenceOfOthers():
            return "Du kan melde dit eget fravær. Koordinatoren kan melde det for andre."
        case Empty():
            return "Der mangler en tekst."
        case TooLong():
            return f"Teksten er på {error.length} tegn. Skriv den på højst {error.most}."
        case _:
            return None


def _and(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} og {names[-1]}"
