"""What the commands say to whoever looks after the bot."""

from zoneinfo import ZoneInfo

from dialogs.calendar.words import when_words
from dialogs.privacy.audit import Flaw
from dialogs.privacy.periods import BACKED_UP
from dialogs.upkeep.health import LEAST_FREE, Done, Fault, Health, Standing, faults

MEGABYTE = 1024 * 1024

STANDING = {
    Standing.EMPTY: "Databasen er tom. Den bliver gjort klar ved første start.",
    Standing.OLDER: "Databasen er fra en ældre version. Den bliver bragt op ved næste start;"
    " tag en sikkerhedskopi først, med den version, der kører nu.",
    Standing.AT_HEAD: "Databasen passer til denne version.",
}
FAULTS = {
    Fault.UNREACHABLE: "Databasen svarer ikke. Kører den, og er SPARRINGSRUM_DATABASE_URL rigtig?",
    Fault.DAMAGED: "Databasen er beskadiget. Stop Sparringsrum, og læg den seneste"
    " sikkerhedskopi ind: python app.py restore FIL --replace",
    Fault.NEWER: "Databasen er fra en nyere version end denne. Brug den nyere version, eller læg"
    " en ældre sikkerhedskopi ind.",
    Fault.LITTLE_SPACE: f"Der er mindre end {LEAST_FREE // MEGABYTE} MB ledig plads på disken.",
    Fault.READ_ONLY: "Jeg må ikke skrive i databasens fil eller i dens mappe.",
    Fault.OPEN_TO_OTHERS: "Andre på maskinen kan læse databasens fil. Skriv: chmod 600 {place}",
    Fault.TRAIL: "Sporet er ikke, som det blev skrevet. Find ud af, hvem der har haft adgang til"
    " databasen, og gem den, som den er.",
    Fault.CPR: "Der står noget, der ligner et CPR-nummer, i databasen. Bed den, der har skrevet"
    " det, om at slette det.",
}
# By the name of the refusal; a fact may follow.
REFUSED = {
    "AlreadyRunning": "Sparringsrum kører allerede på denne database. Stop det først.",
    "BrokenReferences": "Databasen kunne ikke bringes op til denne version. Den er, som den var.",
    "DatabaseBroke": "Databasen eller disken svarede med en fejl. Der er ikke ændret noget.",
    "FileExists": "Filen findes allerede, og jeg skriver ikke oven i den. Vælg et andet navn.",
    "HoldsData": "Der er data i databasen i forvejen. Skriv --replace, hvis de skal erstattes.",
    "KeptBefore": "Der ligger en database fra en tidligere gendannelse. Flyt eller slet den"
    " først.",
    "NeedsAFile": "En SQLite-database skal have en fil, som i sqlite:///navn.db.",
    "NewerDatabase": "Databasen er fra en nyere version end denne. Brug den nyere version, eller"
    " læg en ældre sikkerhedskopi ind.",
    "NoSuchDatabase": "SPARRINGSRUM_DATABASE_URL skal begynde med sqlite:/// eller postgresql://",
    "NotABackup": "Filen er ikke en sikkerhedskopi fra Sparringsrum, eller den er beskadiget.",
    "NotOurs": "Der er andet end Sparringsrum i databasen. Giv mig en, der er min egen.",
    "NotAtHead": "Databasen er fra en anden version end denne. Kør: python app.py migrate",
    "NothingThere": "Filen eller mappen findes ikke.",
    "NotThisVersion": "Databasen er fra en anden version end denne. Tag sikkerhedskopien med den"
    " version, som databasen hører til: den skal også kunne læse kopien.",
    "NotTheSame": "Kopien er ikke, som den skal være, så den tæller ikke. Der er ikke ændret"
    " noget.",
    "Unreachable": FAULTS[Fault.UNREACHABLE],
}


def refused(name: str, fact: str) -> str:
    """Why it was not done; empty if there are no words for it, because it is a bug."""
    said = REFUSED.get(name, "")
    return f"{said} ({fact})" if said and fact else said


def did_not_answer(said: str) -> str:
    """When the database itself gave up, in its own words."""
    return f"Databasen kan ikke bruges. Er disken fuld eller skrivebeskyttet? ({said})"


FLAWS = {
    Flaw.CHANGED: "linje {id} er ændret",
    Flaw.MISSING: "noget mangler før linje {id}",
    Flaw.CUT_OFF: "det nyeste mangler, fra linje {id}",
}


def checked(health: Health, *, local: bool, zone: ZoneInfo) -> list[str]:
    """What `check` says: how it is, and then what must be put right."""
    lines = [f"Indstillingerne er i orden. Databasen er {health.kind}: {health.place}"]
    if local:
        lines.append("MicrosoftAppId mangler, så jeg kører kun på denne maskine.")
    if health.reached and health.standing in STANDING:
        lines.append(f"Databasen svarer. {STANDING[health.standing]}")
    if health.dead or health.unsure:
        lines.append(
            f"Beskeder, der ikke kunne sendes: {health.dead}."
            f" Beskeder, som ingen ved, om kom frem: {health.unsure}. Skriv status i Teams."
        )
    if health.reached and health.standing is Standing.AT_HEAD:
        lines += [_trail(health), _retention(health, zone), _leftovers(health, zone)]
    wrong = faults(health)
    if wrong:
        lines.append("Det skal bringes i orden:")
    return lines + [f"- {FAULTS[fault].format(place=health.place)}" for fault in wrong]


def _trail(health: Health) -> str:
    if health.broken is None:
        return f"Sporet er helt (linjer: {_number(health.noted)})."
    flaw = FLAWS[health.broken.flaw].format(id=health.broken.id)
    return f"Sporet er ikke helt: {flaw}."


def _retention(health: Health, zone: ZoneInfo) -> str:
    if health.retention is None:
        return "Der er ikke ryddet op endnu. Det sker hver nat, når Sparringsrum kører."
    when = when_words(health.retention.at, zone)
    gone = _listed(health.retention)
    return f"Ryddet op {when}. Slettede rækker: {gone}."


def _leftovers(health: Health, zone: ZoneInfo) -> str:
    if health.leftovers is None:
        return "Databasen er ikke set igennem endnu. Det sker hver nat, når Sparringsrum kører."
    when = when_words(health.leftovers.at, zone)
    return f"Set igennem {when}. Det, der ikke skulle stå der: {_listed(health.leftovers)}."


def _listed(done: Done) -> str:
    named = ", ".join(f"{what} {_number(number)}" for what, number in sorted(done.found.items()))
    return f"{_number(done.count)} ({named})" if named else "ingen"


def backed_up(place: str, rows: int, *, noted: bool) -> str:
    missed = "" if noted else "\nDet kunne ikke noteres i sporet, at kopien er taget."
    return (
        f"Sikkerhedskopien er skrevet, og en gendannelse er prøvet: {place} (rækker:"
        f" {_number(rows)}).\n"
        "Den indeholder alt i databasen, også om sager, der er i gang. Pas på den som"
        f" på databasen selv, og behold den {BACKED_UP}.{missed}"
    )


def restored(rows: int, kept: str | None) -> str:
    lines = [f"Sikkerhedskopien er lagt ind (rækker: {_number(rows)})."]
    if kept:
        lines.append(
            f"Den gamle database ligger i {kept}. Slet den, når du ikke har brug for den."
        )
    lines.append(
        "Det, der er sket efter kopien, er væk: også aflysninger, og at nogen er blevet slettet."
    )
    return "\n".join(lines)


def _number(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
