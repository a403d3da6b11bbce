"""Every Danish text of the status: causes in everyday words, codes only for IT."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.words import clock_words, when_words
from dialogs.refusal import Refusal
from dialogs.status import report as rules
from dialogs.status.report import Cause, Date, Doubt, Lost, Missed, Report, Sent, Waiting, cause_of

LOST, DOUBT, MISSED = "Det nåede ikke frem", "Det er jeg i tvivl om", "Det blev ikke til noget"
COMING, WAITS = "Det kommer", "Det venter"
ALL_WELL = "Alt er, som det skal være."
NOTHING_COMING = "Der er ikke noget på vej den næste uge."
NOTHING_SENT = "Jeg har ikke sendt noget de sidste syv dage."
I_WAS_AWAY = "Jeg var ikke i gang."
I_FAILED = "Det lykkedes ikke, selv om jeg var i gang. Bed it se på det."
REMOVED = (
    "Jeg er fjernet fra en af teamets chatter, så dér når intet frem. "
    "Tilføj mig igen, hvis jeg skal være med."
)
CPR_LEFT = (
    "I nattens gennemsyn lignede noget i databasen et CPR-nummer ({count}). "
    "Bed it skrive python app.py check: den siger hvor, aldrig hvad."
)
NAMELESS = "en, jeg ikke kender navnet på"
AT_MOST_NAMED = 6
CODE_AT_MOST = 60
SOON = timedelta(minutes=1)
TODAY_OR_SO = timedelta(days=1)

WHY_IT_WAITS = {
    Cause.BUSY: "Teams beder mig vente",
    Cause.NO_CONNECTION: "Jeg kan ikke få forbindelse til Teams",
    Cause.NOT_LET_IN: "Teams lukker mig ikke ind lige nu",
    Cause.NO_ANSWER: "Jeg fik ikke svar fra Teams",
    Cause.BROKEN_THERE: "Teams har selv problemer",
    Cause.NOT_FOUND: "Teams kan ikke finde chatten",
    Cause.HELD_UP_HERE: "Jeg har selv stået stille",
}
SOMETHING = "Noget er i vejen"
HELD = {
    Cause.NOT_TODAY: "venter på arbejdstid. Jeg skriver højst én gang om dagen til hver.",
    Cause.READER_AWAY: "venter, til modtageren igen er til at træffe.",
}

ASK_IT = "Bed it se på det."
WHY_IT_IS_LOST = {
    Cause.NONE: "Jeg ved ikke hvorfor.",
    Cause.BUSY: "Teams havde for travlt.",
    Cause.NO_CONNECTION: "Jeg kunne ikke få forbindelse til Teams.",
    Cause.NOT_LET_IN: f"Teams lukkede mig ikke ind. {ASK_IT}",
    Cause.NO_ANSWER: "Jeg fik ikke svar fra Teams.",
    Cause.BROKEN_THERE: "Teams havde selv problemer.",
    Cause.NOT_FOUND: f"Teams kan ikke finde chatten eller beskeden. {ASK_IT}",
    Cause.FORBIDDEN: f"Jeg må ikke skrive dér. {ASK_IT}",
    Cause.UNKNOWN_THERE: f"Teams kender mig ikke. {ASK_IT}",
    Cause.TOO_LARGE: f"Beskeden var for stor til Teams. {ASK_IT}",
    Cause.NOT_ACCEPTED: f"Teams tog ikke imod det, jeg skrev. {ASK_IT}",
    Cause.NOWHERE: "Jeg var ikke med i chatten, da det skulle sendes.",
    Cause.FOREIGN: f"Chatten ligger et sted, jeg ikke må skrive til. {ASK_IT}",
    Cause.ROSTER_TOO_LONG: "Der er flere med i chatten, end jeg kan læse.",
    Cause.BROKEN_HERE: f"Jeg kunne ikke lave beskeden. {ASK_IT}",
    Cause.HELD_UP_HERE: f"Jeg stod selv stille. {ASK_IT}",
    Cause.OUT_OF_DATE: "Det var ikke længere aktuelt.",
    Cause.NOT_TODAY: "Jeg ved ikke hvorfor.",
    Cause.READER_AWAY: "Jeg ved ikke hvorfor.",
    Cause.OTHER: f"Jeg ved ikke hvorfor. {ASK_IT}",
}


def why_lost(reason: str) -> str:
    """The cause in everyday Danish; what Teams answered is added for IT."""
    said = WHY_IT_IS_LOST[cause_of(reason)]
    status, _, code = reason[:CODE_AT_MOST].partition(":")
    if not status.isdecimal():
        return said
    return f"{said} Til it: Teams svarede {status}{f' ({code})' if code else ''}."


def lost(what: Lost) -> str:
    return f"{_what(what)} nåede ikke frem. {why_lost(what.reason)}"


def _what(what: Lost) -> str:
    if what.count == 1:
        return _titled(what.titles[0]) if what.titles[0] else "En privat besked"
    named = ", ".join(_titled(title) if title else "private beskeder" for title in what.titles[:3])
    return f"{what.count} beskeder ({named}{' m.m.' if len(what.titles) > 3 else ''})"


def out_of_reach(names: Sequence[str], not_told: Sequence[str]) -> str:
    """What to do about it comes with it."""
    one = len(names) == 1
    they = names[0] if one else "De"
    said = (
        f"Jeg kan ikke skrive privat til {_few(names)}. {they} kan åbne Sparringsrum i Teams én "
        f"gang, eller en administrator kan installere appen for alle."
    )
    if not not_told:
        return said
    return f"{said} Det gælder {', '.join(_titled(title) for title in not_told[:3])}."


def doubt(what: Doubt, zone: ZoneInfo) -> str:
    if what.title:
        at = when_words(what.last_at, zone)
        if what.count == 1:
            which = f"{_titled(what.title)} nåede frem {at}"
        else:
            which = f"{_titled(what.title)} nåede frem {what.count} gange, senest {at}"
    elif what.count == 1:
        which = "en privat besked nåede frem"
    else:
        which = f"{what.count} private beskeder nåede frem"
    it = "den" if what.count == 1 else "dem"
    return f"Jeg ved ikke, om {which}. Jeg sender {it} ikke igen."


def missed(what: Missed, zone: ZoneInfo) -> str:
    why = I_WAS_AWAY if what.was_away else I_FAILED
    return f"{what.title} {when_words(what.at, zone)}. {why}"


def coming(what: Date, zone: ZoneInfo) -> str:
    return f"{what.title} {when_words(what.at, zone)}"


def waiting(what: Waiting, now: datetime, zone: ZoneInfo) -> str:
    if held := HELD.get(cause_of(what.reason)):
        number = "En privat besked" if what.count == 1 else f"{what.count} private beskeder"
        return f"{number} {held}"
    why = WHY_IT_WAITS.get(cause_of(what.reason), SOMETHING)
    return f"{_messages(what.count)} venter. {why}; jeg prøver igen {_soon(what, now, zone)}."


def _soon(what: Waiting, now: datetime, zone: ZoneInfo) -> str:
    """The next try is on the real clock, which is `now` unless the bot's own runs faster: then a
    time of day would say nothing."""
    at = what.next_try
    if at is None or not now + SOON <= at < now + TODAY_OR_SO:
        return "om lidt"
    return clock_words(at, zone)


def on_the_way(count: int) -> str:
    return f"{_messages(count)} er på vej lige nu."


def sent(what: Sent | None, zone: ZoneInfo) -> str:
    if what is None:
        return NOTHING_SENT
    last = when_words(what.last_at, zone)
    if what.count == 1:
        return f"Én besked er nået frem de sidste syv dage, {last}."
    return f"{what.count} beskeder er nået frem de sidste syv dage, den seneste {last}."


def in_short(team: Report) -> str:
    """A team among several, in one line."""
    if not team.troubles:
        return f"{team.team}: {ALL_WELL.lower()}"
    things = "én ting" if team.troubles == 1 else f"{team.troubles} ting"
    return f"{team.team}: {things} at se på."


def and_more(count: int) -> str:
    return f"og {count} til"


def more_teams(count: int) -> str:
    return f"Og {count} team{'' if count == 1 else 's'} til. Skriv status og teamets navn."


def cpr_left(count: int) -> str:
    return CPR_LEFT.format(count=count)


def refusal(error: Refusal) -> str | None:
    match error:
        case rules.NotForYou(who=()):
            return (
                "Status er for den, der leder teamet, og det er der ingen, der gør endnu. "
                "En administrator kan vælge en."
            )
        case rules.NotForYou(who=who):
            return f"Status er for den, der leder teamet. Spørg {_few(who, last='eller')}."
        case _:
            return None


def _titled(title: str) -> str:
    return f"“{title}”"


def _messages(count: int) -> str:
    return "Én besked" if count == 1 else f"{count} beskeder"


def _few(names: Sequence[str], last: str = "og") -> str:
    if len(names) > AT_MOST_NAMED:
        return f"{', '.join(names[:AT_MOST_NAMED])} {and_more(len(names) - AT_MOST_NAMED)}"
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]
