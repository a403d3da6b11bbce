"""Every Danish text about digests, "Hvordan lærer vi?" and the leader's words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.period import Period
from dialogs.calendar.words import period_words, when_words
from dialogs.learning import invitation, pulse
from dialogs.learning.counting import Spread
from dialogs.people.person import Person
from dialogs.refusal import Refusal

APPROVED = "Godkendt"
SHARED = "Delt med afdelingen"
WITHDRAWN = "Gælder ikke længere"
FIND_AGAIN = "Find det igen: skriv søg og et ord til mig."
NO_NAMES = "Det har teams i afdelingen godkendt. Ingen er nævnt ved navn."
HOW_WE_LEARN = "Hvordan lærer vi?"
ASKED = "Fem korte spørgsmål om, hvordan I lærer sammen. Det tager et minut."
FOR_THE_TEAM = "Svarene gemmes for teamet, ikke for dig."
ANSWER = "Svar på fem spørgsmål"
COLLECTED = "Hvordan lærer vi? Svarene er samlet."
TOO_FEW = "Der kom for få svar denne gang. Jeg viser dem fra tre, så ingen kan kendes på sit."
TALK_ABOUT_IT = "Hvilket af tallene vil I gerne tale om?"
ANSWERED_ALREADY = "Tak, du har allerede svaret."
INVITED = "Teamet har godkendt noget nyt som fælles praksis:"
WHY_INVITED = (
    "Et par ord fra dig viser, at det er vigtigt, at teamet lærer sammen. "
    "Du kan fx tage udgangspunkt i et af de her spørgsmål:"
)
WITH_YOUR_NAME = "Det, du skriver, står i teamets chat med dit navn."
WRITE_TO_TEAM = "Skriv til teamet"
NOT_THIS_TIME = "Ikke denne gang"
YOUR_WORDS = "Hvad vil du sige eller spørge teamet om?"
COMMENTED = "Tak. Dine ord står i teamets chat."
DECLINED = "Fint. Jeg spørger igen, når der er noget nyt."
NOT_VALID = "Det gælder ikke længere som fælles praksis, så det er ikke aktuelt mere."
LEADER = "Teamlederen"


def in_period(period: Period) -> str:
    return f"Fælles praksis i {period_words(period)}"


def in_department(period: Period) -> str:
    return f"Fælles praksis i afdelingen i {period_words(period)}"


def totals(practices: int, teams: int) -> str:
    team = "team" if teams == 1 else "teams"
    times = "gang" if practices == 1 else "gange"
    return f"Der blev godkendt fælles praksis {practices} {times}, i {teams} {team}."


def and_more(count: int) -> str:
    return f"Og {count} mere."


def because(reason: str) -> str:
    return f" Begrundelse: {reason}" if reason else ""


def open_until(closes: datetime, zone: ZoneInfo) -> str:
    return (
        f"Åbent til {when_words(closes, zone)}. Ingen kan se, hvem der svarer hvad. "
        "I får det samlede billede, når mindst tre har svaret."
    )


def reminder(closes: datetime, zone: ZoneInfo) -> str:
    return (
        f"Fem korte spørgsmål om, hvordan I lærer sammen, er åbne til {when_words(closes, zone)}."
    )


def answered(closes: datetime, zone: ZoneInfo) -> str:
    return f"Tak for dine svar. I får det samlede billede {when_words(closes, zone)}."


def result(period: Period) -> str:
    return f"Hvordan lærer vi? {period_words(period)}"


def of_question(now: Spread, before: Spread | None) -> str:
    said = f"{number(now.mean)} i snit · {half(now)}"
    return f"{said} · sidst {number(before.mean)}" if before else said


def how_many(n: int) -> str:
    return f"{n} har svaret. 1 er slet ikke, 5 er i høj grad."


def half(of: Spread) -> str:
    if of.low == of.high:
        return f"mindst halvdelen svarede {number(of.low)}"
    return f"halvdelen mellem {number(of.low)} og {number(of.high)}"


def number(value: float) -> str:
    """ "3,4", "4": one decimal, as Danes write it."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def has_read(leader: Person | None) -> str:
    return f"{leader.name if leader else LEADER} har læst jeres fælles praksis"


def writes(leader: Person | None) -> str:
    return f"{leader.name if leader else LEADER} skriver: "


def refusal(error: Refusal) -> str | None:
    match error:
        case pulse.PulseIsOver():
            return "De fem spørgsmål er lukket for denne gang. De kommer igen næste kvartal."
        case pulse.AnswersMissing():
            return "Tryk et svar ud for hvert af de fem spørgsmål."
        case invitation.NoSuchInvitation():
            return "Det er ikke aktuelt mere. Jeg spørger igen, når der er noget nyt."
        case invitation.RepliedAlready():
            return "Du har allerede svaret på det her."
        case _:
            return None


# --- the season ------------------------------------------------------------------------------

LEADERS = "Ledergruppe og chef"
FORESEEN = {  # by its series: title, and what it will say
    "learning.digest": (
        "Månedens fælles praksis",
        "Det nye i teamets fælles praksis fra den forrige måned. Kommer kun, hvis der er noget.",
    ),
    "learning.invite": (
        "Invitation til teamlederen",
        "Teamlederen kan skrive et par ord om en fælles praksis fra den forrige måned.",
    ),
    "learning.quarter_digest": (
        "Kvartalets fælles praksis",
        "Det nye i hele afdelingen fra det forrige kvartal. Kommer kun, hvis der er noget.",
    ),
    "learning.pulse": (HOW_WE_LEARN, "Fem korte spørgsmål, som teamet svarer samlet på."),
}
FORESEEN_AFTER = {
    "learning.pulse_reminder": (
        "Påmindelse om Hvordan lærer vi?",
        "Kommer kun, hvis nogen mangler at svare.",
    ),
    "learning.pulse_over": (
        "Svarene på Hvordan lærer vi?",
        "Teamets svar samlet, ved siden af det forrige kvartal.",
    ),
}
