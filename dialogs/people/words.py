"""Every Danish text about the team, its roles and its settings."""

from collections.abc import Sequence

from dialogs.calendar.days import Week
from dialogs.calendar.words import WEEKDAYS, day_words
from dialogs.people import refused
from dialogs.people import team as teams
from dialogs.people.person import Person
from dialogs.people.rights import Role
from dialogs.people.team import Absence, Team
from dialogs.refusal import Refusal
from dialogs.sparring.words import genitive
from dialogs.text import Empty, TooLong

WHAT_I_DO = "Hej. Jeg holder øje med tiden, når I sparrer om en sag, og husker datoerne for jer."
NEVER_NAMES = "Skriv aldrig navne eller CPR-numre her."
UNCLEAR = "Det forstod jeg ikke. Her er, hvad jeg kan lige nu:"
YEAR_MENU = "Årets gang"
YEAR_MENU_IS = "Det, der kommer i løbet af året:"
HELP = "Her er, hvad jeg kan lige nu:"
NO_TEAM = (
    "Jeg ved ikke, hvilket team du er i endnu. Tilføj mig til jeres teamchat, "
    "eller skriv hjælp til mig der, så kender jeg dig næste gang."
)
WRONG_PLACE = "Det kan jeg kun, hvor teamet er samlet. Skriv det i jeres teamchat."
WRONG_PLACE_PRIVATE = "Det tager vi privat. Skriv det til mig i vores egen chat."
BROKE = "Det lykkedes ikke, og der er ikke ændret noget. Prøv igen om lidt."
TOO_FAST = (
    "Det går lidt hurtigt for mig. Vent et minut, og prøv så igen. Der er ikke ændret noget."
)
SAVED = "Det er gemt."
NOTED = "Det er noteret."
NEW_TEAM = "Fint. Så er det et nyt team."
WHICH_TEAM_IS_MEANT = "Hvilket team gælder det?"
NO_TEAMS_YET = "Der er ingen teams endnu. Tilføj mig til et teams chat, så begynder det dér."
DEPARTMENT_ROLES = "Roller i afdelingen"
YEARLY = "Faste datoer"
SOMEBODY_MISSING = (
    "Mangler der en, så bed vedkommende skrive hjælp til mig privat. Så kender jeg navnet."
)
WHO_CAN_BE_NAMED = f"Du kan vælge blandt dem, jeg kender. {SOMEBODY_MISSING}"
DEPARTMENT_ROLE_IS = {
    Role.LEADER_GROUP: "Ledergruppen",
    Role.CHEF: "Chef: ser kun samlede tal",
}
ONLY_ADMINISTERS = (
    "Det hører til i et team, og jeg ser dig ikke i noget. "
    "Som administrator kan du skrive indstillinger, status eller årshjul."
)
ONLY_TOTALS = (
    "Som chef kan du se samlede tal: skriv tendenser. "
    "Teamlederne kan fortælle dig om de enkelte teams."
)


def only_for_the_team(helper: Person | None) -> str:
    """An outsider or a guest; who helps is named only in the team's own chat."""
    who = helper.name if helper else "En af dem"
    return f"Jeg er kun for teamets egne medarbejdere. {who} hjælper dig gerne videre."


def welcome(coordinator: Person | None, leader: Person | None) -> str:
    if coordinator is not None:
        name = coordinator.name or "Den, der tilføjede mig,"
        role = "koordinator" if leader else "foreløbig koordinator"
        chooses = leader.name if leader else "jeres teamleder"
        return f"{WHAT_I_DO} {name} er {role}; {chooses} kan vælge en anden. {NEVER_NAMES}"
    who = leader.name if leader else "Jeres teamleder eller administrator"
    return (
        f"{WHAT_I_DO} Jeg ved ikke, hvem der er jeres koordinator. {who} kan vælge en. "
        f"Indtil da kan I godt tage sager med. {NEVER_NAMES}"
    )


def hello(name: str, *, has_team: bool) -> str:
    greeting = f"Hej {name}." if name else "Hej."
    if not has_team:
        return (
            f"{greeting} Jeg ved ikke, hvilket team du er i endnu. Når jeg er i jeres teamchat, "
            "kan du her tage en sag med, skrive et læringspunkt og melde fravær. "
            "Det, du skriver her, ser gruppen ikke."
        )
    return (
        f"{greeting} Her kan du tage en sag med til teamets sparring, skrive et læringspunkt "
        "eller melde fravær. Det, du skriver her, ser gruppen ikke."
    )


def meeting_runs(*, runs: bool, closes: bool) -> str:
    said = "Sparringen er i gang. Knapperne til den står på kortet med fasen, længere oppe."
    if not (runs or closes):
        return said
    last = "fortsæt, fortryd, afslut eller udskyd" if closes else "fortsæt eller fortryd"
    return f"{said} Du kan også skrive næste, +2, pause, {last}."


def which_team(adder: Person | None) -> str:
    if adder is None:
        return f"{WHAT_I_DO} Jeg ved ikke, hvilket team chatten hører til endnu."
    who = adder.name or "Den, der tilføjede mig,"
    return (
        f"{WHAT_I_DO} {who} er med i et team i forvejen. "
        "Hører chatten til det, eller er det et nyt team?"
    )


def also_here(team: Team) -> str:
    return f"Fint. Det er også {team.name} her."


def more_teams(shown: int) -> str:
    return f"Her er de første {shown}. Skriv ellers indstillinger og teamets navn."


def when(team: Team) -> str:
    if team.weekday is None or team.starts_at is None:
        return "Ingen dag og tid endnu"
    return f"{WEEKDAYS[team.weekday].capitalize()} kl. {team.starts_at.hour}.{team.starts_at:%M}"


def weeks(closed: Sequence[Week]) -> str:
    return ", ".join(str(week.number) for week in closed)


def name_of(person: Person | None) -> str:
    if person is None:
        return "Ingen endnu"
    return person.name or "Jeg kender ikke navnet endnu"


def unreached(names: Sequence[str], members: int) -> str:
    """Who has no chat of their own with the bot, and what to do about it."""
    if not names:
        return "Jeg kan skrive privat til alle i teamet."
    whom = "nogen af jer" if len(names) == members else _and(names)
    return (
        f"Jeg har ikke en privat chat med {whom} endnu. En administrator kan installere appen "
        "for alle, eller hver kan åbne Sparringsrum i Teams én gang."
    )


def has_private_message(name: str) -> str:
    return (
        f"{name}, jeg har en besked til dig, som ikke skal stå her. "
        "Åbn Sparringsrum i Teams, så får du den."
    )


def settings_changed(actor: Person) -> str:
    return f"{actor.name} har ændret teamets indstillinger. Sådan er de nu:"


def role_is_free(leader: Person | None) -> str:
    who = leader.name if leader else "Teamlederen eller en administrator"
    return f"En, der havde en rolle i teamet, er her ikke længere. {who} kan vælge en ny."


def away(person: Person, absence: Absence, *, own: bool) -> str:
    who = "Du" if own else person.name
    keeps = (
        "Bliver det din tur imens, beholder du den."
        if own
        else f"Bliver det {genitive(person.name)} tur imens, beholder {person.name} den."
    )
    return f"Det er noteret. {who} er væk {days(absence)}. {keeps}"


def days(absence: Absence) -> str:
    first = day_words(absence.first)
    if absence.first == absence.last:
        return first
    return f"fra {first} til og med {day_words(absence.last)}"


def noted(absences: Sequence[Absence]) -> str:
    return f"Noteret i forvejen: {'; '.join(days(each) for each in absences)}."


def here_again(person: Person, *, own: bool) -> str:
    whose = "Dit" if own else genitive(person.name)
    return f"{whose} fravær er ophævet."


def refusal(error: Refusal) -> str | None:
    match error:
        case refused.NoSuchAct():
            return UNCLEAR
        case refused.NotInTheTeam():
            return only_for_the_team(error.helper)
        case refused.OnlyTotals():
            return ONLY_TOTALS
        case refused.OnlyAdministers():
            return ONLY_ADMINISTERS
        case refused.ForLeaderGroup():
            return "Det er ledergruppen, der gør det. Spørg en af dem, hvis noget skal ændres."
        case refused.ForWhoLeads(who=()):
            return (
                "Det er for den, der leder teamet, og det er der ingen, der gør endnu. "
                "En administrator kan vælge en."
            )
        case refused.ForWhoLeads(who=who):
            return f"Det er for den, der leder teamet. Spørg {_or([each.name for each in who])}."
        case refused.NamedByAdministrators():
            return "Roller i afdelingen vælger en administrator, privat hos mig."
        case teams.NotYours():
            if not error.who:
                return "Det er teamlederen, der kan ændre det. En administrator kan vælge en."
            return f"Det er {_or([who.name for who in error.who])}, der kan ændre det."
        case teams.ChosenByOthers():
            if error.who is None or not error.who.name:
                return "Det svarer en fra teamet på."
            name = error.who.name
            return f"Det svarer {name} eller en kollega i {genitive(name)} team på."
        case teams.TooManyLines():
            return f"Listen har {error.lines} linjer. Der er plads til {error.most}."
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
        case teams.HalfARhythm():
            return "Vælg både dag og klokkeslæt, eller lad begge stå tomme."
        case teams.BookedOutside():
            return f"Book mellem {teams.BOOKED_LEAST} og {teams.BOOKED_MOST} minutter."
        case teams.SamePersonTwice():
            return "Koordinator og stedfortræder skal være to forskellige."
        case teams.NotAMember():
            return "Vælg en, der er med i teamet."
        case teams.NotOnTheList():
            return "Vælg blandt dem, der står på listen."
        case teams.WeekUnclear():
            return f"“{error.word}” kan jeg ikke læse som en uge. Skriv fx 7, 29-31, 42."
        case teams.AbsenceBackwards():
            return "Sidste dag ligger før den første. Byt dem om, eller vælg en anden."
        case teams.AbsenceIsPast():
            return "Dagene er gået. Vælg en dag fra i dag af."
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


def _and(names: Sequence[str], last: str = "og") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _or(names: Sequence[str]) -> str:
    return _and(names, last="eller")
