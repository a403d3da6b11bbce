"""Every Danish text of the fixed dates of the year."""

from datetime import date

from dialogs.calendar.recurrence import Every
from dialogs.calendar.words import MONTHS, date_words, day_words
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring.words import genitive
from dialogs.yearly import routine as rules
from dialogs.yearly.routine import Kind, Round, Routine, State, Step

TITLE = "Faste datoer"
LEADS = "Slå det til, I vil huskes på. Er der ingen ansvarlig, spørger jeg en leder."
KINDS = {
    Kind.LAW: "Ny lovgivning",
    Kind.BRUSH_UP: "Faglig genopfriskning",
    Kind.POLICIES: "Politikker og retningslinjer",
    Kind.FIRST_AID: "Førstehjælp",
    Kind.FUNDING: "Puljer og projekter",
    Kind.REFERENCES: "Lovhenvisninger",
    Kind.KNOWLEDGE: "Ny viden",
}
_ASKS = {
    Kind.LAW: "Læs, hvad der er ændret siden sidst, og sæt det på et møde.",
    Kind.POLICIES: "Læs jeres politikker og retningslinjer igennem på et møde: Gør I det, der "
    "står?",
    Kind.FUNDING: "Se, om der er puljer eller projekter at søge, og hvornår fristerne er.",
    Kind.REFERENCES: "Se lovhenvisningerne efter i Sådan gør vi, fælles praksis og jeres "
    "skabeloner: Er det stadig de rigtige paragraffer?",
    Kind.KNOWLEDGE: "Er der kommet ny viden, som afdelingen skal kende? Sæt den på et møde.",
}
EVERY = {
    Every.QUARTER: "hvert kvartal",
    Every.HALF: "hvert halve år",
    Every.YEAR: "hvert år",
}
ON, OFF = "Slået til", "Slået fra"
A_LEADER = "En leder"
CHANGE, AID_DATE, PUT, DONE, SKIP, RENEWED = (
    "Ret",
    "Skriv en dato",
    "Sæt på et møde",
    "Det er gjort",
    "Spring over denne gang",
    "Det er fornyet",
)
SETTINGS_TOLD = "Det er gemt. Du kan se datoerne i årshjulet."
SAID_DONE = "Det er noteret. Så spørger jeg ikke mere denne gang."
SAID_SKIPPED = "Det er sprunget over denne gang."
PUT_ON = "Det er sat på. Tryk Det er gjort på min besked, når det har været på mødet."
AID_KEPT = "Datoen er gemt. Jeg minder om den to måneder før."
AID_REMOVED = "Datoen er fjernet."
NO_AID_DATES = "Der er ingen datoer endnu."
NOT_ON = "Den faste dato er slået fra."
WHO_TELLS, WHICH_TEAMS, WHAT_LINE = "Hvem tager det?", "Hvilke teams?", "Hvad handler det om?"
STAFF_DAY = "Eller på et personalemøde den (tom: teamets næste møde)"


def title(each: Round) -> str:
    topic = f": {each.topic}" if each.topic else ""
    return f"{KINDS[each.kind]}{topic}"


def change(kind: Kind) -> str:
    """Read aloud of the button: it begins as it is seen, so that it can be said to it as well."""
    return f"{CHANGE}: {KINDS[kind]}"


def cadence(routine: Routine) -> str:
    """ "hvert kvartal, første gang d. 15. januar"."""
    return f"{EVERY[routine.every]}, første gang d. {routine.day}. {MONTHS[routine.month - 1]}"


def state(routine: Routine, next_day: date | None, dates: int) -> str:
    if not routine.on:
        return f"{OFF}."
    who = routine.owner.name if routine.owner else "en leder"
    if routine.kind is Kind.FIRST_AID:
        count = f"{dates} {'dato' if dates == 1 else 'datoer'}" if dates else "ingen datoer endnu"
        return f"{ON}: jeg spørger {who}. {count.capitalize()}."
    comes = f" Næste gang {date_words(next_day)}." if next_day else ""
    return f"{ON}: {EVERY[routine.every]}, jeg spørger {who}.{comes}"


def aid(person: Person, day: date) -> str:
    return f"{person.name}: senest {date_words(day)}"


def asks(each: Round) -> str:
    """What is to be done."""
    if each.kind is Kind.FIRST_AID:
        name = each.about.name if each.about else "en kollega"
        return f"{genitive(name)} førstehjælp skal være fornyet senest {date_words(each.day)}."
    if each.kind is Kind.BRUSH_UP:
        return f"Emnet er {each.topic}. Sæt det på et møde, og sig, hvem der holder det."
    return _ASKS[each.kind]


def when(each: Round, step: Step) -> str:
    if each.kind is Kind.FIRST_AID:
        return {
            Step.AHEAD: "Det er tid til at finde et kursus.",
            Step.DAY: "Datoen nærmer sig.",
            Step.AFTER: "Datoen er nået.",
            Step.LEFT: "Datoen er nået, og der er ikke kommet et svar.",
        }[step]
    day = day_words(each.day)
    return {
        Step.AHEAD: f"Det ligger {day}.",
        Step.DAY: f"Det er i dag, {day}.",
        Step.AFTER: f"Det lå {day}. Er det gjort?",
        Step.LEFT: f"Det lå {day}, og der er ikke kommet et svar. Gør det nu, eller spring det "
        "over denne gang.",
    }[step]


def yours(each: Round) -> str:
    """To whoever said, or was told, that they would teach or tell it."""
    return f"Du tager {each.topic or KINDS[each.kind].lower()} med på mødet."


def over(each: Round) -> str:
    said = SAID_DONE if each.state is State.DONE else SAID_SKIPPED
    return f"{title(each)}: {said[0].lower()}{said[1:]}"


def line(each: Round) -> str:
    """As it stands on the list of what is told at a meeting."""
    return title(each)


def moved(was: date) -> str:
    return "weekend" if was.weekday() >= 5 else "helligdag"


def refusal(error: Refusal) -> str | None:
    match error:
        case rules.NoSuchRound():
            return "Den er ikke åben længere. Der er ikke ændret noget."
        case rules.NoSuchCadence():
            return "Vælg, hvor tit det skal være, en måned og en dag fra 1 til 28."
        case rules.OwnerUnknown():
            return "Vælg en, der har en privat chat med mig, eller lad en leder få den."
        case rules.AidDateOut():
            return "Skriv en dato, der ligger efter i dag og højst fem år frem."
        case rules.TopicsMissing():
            return "Skriv mindst ét emne."
        case rules.TopicsTooMany():
            return (
                f"Skriv højst {rules.TOPICS_AT_MOST} emner på hver højst "
                f"{rules.TOPIC_AT_MOST} tegn."
            )
        case rules.NowhereToPut():
            return "Vælg mindst ét team."
        case _:
            return None
