"""Every Danish text about quiet, and about the one message a day."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from dialogs.calendar.words import date_words, day_words, when_words
from dialogs.quiet import free
from dialogs.quiet.free import Free, Why
from dialogs.refusal import Refusal

TITLE, ASK, END = "Ro", "Få ro", "Jeg vil gerne høre fra dig igen"
CHANGE = "Vælg en anden dag"
UNTIL = "Hvornår må jeg skrive igen?"
HOW = (
    "Jeg skriver højst én gang om dagen, uden at du har bedt om det, og kun i arbejdstiden. "
    "Vil du have helt ro, så vælg en dag."
)
STILL_COMES = (
    "Svar på det, du selv gør, kommer stadig. Det samme gælder det, der hører til et møde, du er "
    "med i, og en besked om et CPR-nummer, der skal slettes."
)
WAITS = "Bliver det din tur imens, venter den på dig."
BACK = "Så skriver jeg til dig igen, højst én gang om dagen."
NOTHING_WAITS = "Der venter ikke noget på dig."
ALL_DONE = "Det her er der taget hånd om."
NUMBERS = ("nul", "én", "to", "tre", "fire", "fem", "seks")

_WHY = {
    Why.HOURS: "Det er uden for din arbejdstid",
    Why.TODAY: "Du har fået dagens besked",
    Why.AWAY: "Du er meldt væk",
    Why.QUIET: "Du har bedt om ro",
}


def things(count: int) -> str:
    """What a notification says, and the head of the letter: never anything about a case."""
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number.capitalize()} ting til dig"


def quiet(until: date, hears: date) -> str:
    """`hears`: the first working day from then on."""
    return f"Du hører ikke fra mig før {_day(until, hears)}. {WAITS}"


def _day(until: date, hears: date) -> str:
    return date_words(hears) if hears.year != until.year else day_words(hears)


def waits(count: int, comes: Free, zone: ZoneInfo) -> str:
    if not count:
        return NOTHING_WAITS
    number = "Én besked" if count == 1 else f"{count} beskeder"
    if comes.why is None:
        return f"{number} er på vej til dig."
    they = "den" if count == 1 else "de første"
    return f"{number} venter. {_WHY[comes.why]}; {they} kommer {when_words(comes.at, zone)}."


def in_mine(until: date | None, count: int) -> str:
    """For `mine`; empty for nothing."""
    said: Sequence[str] = [
        f"til {day_words(until)}" if until else "",
        f"{count} {'besked' if count == 1 else 'beskeder'} venter på dig" if count else "",
    ]
    return ", ".join(each for each in said if each)


def refusal(error: Refusal) -> str | None:
    match error:
        case free.NoSuchDay():
            return "Den dato kan jeg ikke læse. Vælg en dag i kalenderen."
        case free.QuietIsPast():
            return "Vælg en dag fra i morgen og frem. I dag kan jeg skrive, indtil du vælger ro."
        case free.QuietTooLong():
            return "Jeg kan højst tie stille i et halvt år. Vælg en dag før det."
        case _:
            return None
