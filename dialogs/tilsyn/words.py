"""Every Danish text about ledelsestilsyn. It is spoken of as a dialogue, never as a mark given."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.period import QUARTER, Period
from dialogs.calendar.words import MONTHS, day_words, period_words, when_words
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.refusal import Refusal
from dialogs.tilsyn import rounds
from dialogs.tilsyn.rounds import Agreement, Every, Need, Plan, Point, Review, Round, Settled, Way

TITLE = "Ledelsestilsyn"
SHOW, TICK, BOOK, TALKED = "Se listen", "Notér ledelsestilsyn", "Vælg dato", "Samtalen er holdt"
BOOK_TALK = "Vælg dato for samtale"
NEED, NO_NEED = "Skriv udviklingsbehov", "Ikke noget denne gang"
SET_UP, GUIDELINE, AGREEMENTS = "Ret ledelsestilsyn", "Kommunens vejledning", "Aftaler"
TO_MEETING, NOT_NOW, IMPROVE = "Sæt på næste møde", "Ikke nu", "Sæt på forbedringslisten"
FOLLOWED = "Den er fulgt op"
NOT_SET_UP = (
    "Vælg, hvor tit I holder ledelsestilsyn, og hvor mange sager det er fra hver. Så husker jeg "
    "datoerne. Sagerne og tjeklisten bliver i fagsystemet."
)
NOT_FOR_CASEWORKERS = (
    "Ledelsestilsyn er en faglig samtale om praksis og udvikling. Det, I taler om, er mellem dig "
    "og din leder."
)
QUESTIONS = (
    "Sagen: Hvad er det vigtigste at forstå i den lige nu?",
    "Arbejdsmåden: Hvordan har du arbejdet med den, og hvad har virket?",
    "En anden måde: Er der noget, du gerne vil prøve at gøre anderledes?",
)
PREPARE_NOTE = "Du kan tænke over tre spørgsmål. Du skal ikke skrive noget til mig."
NO_CASES = "Jeg ved ikke, hvilke sager det er. De bliver i fagsystemet."
WHO, WHEN_HELD, HOW_MANY = "Hos hvem?", "Hvilken dag?", "Hvor mange sager?"
WITH_WHOM, WAY_ASK = "Med hvem?", "Hvordan taler I sammen?"
WAYS = {Way.ALONE: "To og to", Way.GROUP: "I en gruppe"}
THEMES_ASK = "Opmærksomhedspunkter (kun hvis der var nogen)"
THEMES_NOTE = (
    "Jeg tæller kun, hos hvor mange et punkt gik igen, ikke hos hvem. Fra tre kan det blive "
    "fælles læring."
)
AGREEMENT_ASK = "Hvad aftalte I? (kun hvis I aftalte noget)"
AGREEMENT_NOTE = (
    "Aftalen kan kun I to se. Den slettes 30 dage efter opfølgningen, og en ny leder får den ikke."
)
FOLLOW_UP_ASK = "Hvornår følger I op?"
NEED_ASK = "Hvilket udviklingsbehov viser det?"
NEED_NOTE = "Skriv om faglighed i teamet, ikke om en enkelt medarbejder eller sag."
EVERY_ASK, CASES_ASK = "Hvor tit?", "Sager fra hver sagsbehandler"
EVERY = {Every.QUARTER: "Hvert kvartal", Every.MONTH: "Hver måned"}
WITHIN_ASK = "Samtalen skal ligge inden for så mange arbejdsdage"
THEME_ASK = "Er der et tema? (lad feltet stå tomt, hvis det er bredt)"
LINK_ASK = "Link til kommunens egen vejledning (https://…)"
THEMES_LIST_ASK = "Opmærksomhedspunkter at vælge imellem, et på hver linje"
TEAMS_ASK = "Hvilke teams gælder det?"
PLAN_KEPT = "Det er gemt. Skriv ledelsestilsyn for at se listen."
TALK_KEPT = "Tak. Det er noteret, at I har talt sammen."
NEED_KEPT = "Tak. Behovet er gemt, og ledelsestilsynet er rundet af for denne gang."
NO_NEED_KEPT = "Fint. Ledelsestilsynet er rundet af for denne gang."
OVER = "Det er der taget hånd om."
ON_MEETING = "Emnet står først på listen til jeres næste møde uden en sag."
NOT_NOW_KEPT = "Fint. Jeg foreslår det ikke igen."
IMPROVE_KEPT = "Det står på forbedringslisten."
IMPROVE_ASK, OWNER_ASK, DUE_ASK = "Hvad skal ændres?", "Hvem sørger for det?", "Hvornår?"
NO_AGREEMENTS = "Der er ingen aftaler."
ALL_HELD = "Der er holdt ledelsestilsyn hos alle."
FEW = "Der er for få til at vise tal. Jeg viser dem fra tre."
AGREED_TITLE, FOLLOW_TITLE = "Jeres aftale", "Opfølgning på jeres aftale"
PREPARE_TITLE, TALKED_TITLE = "Forbered samtalen", "Har I talt sammen?"
BEGINS_TITLE, MIDWAY_TITLE, ENDS_TITLE = (
    "Ledelsestilsyn begynder",
    "Ledelsestilsyn undervejs",
    "Hvad viste ledelsestilsynet?",
)
BOOK_TITLE, THEME_TITLE = "Samtale efter ledelsestilsyn", "Et opmærksomhedspunkt går igen"
LEADER, CASEWORKER = "Teamleder", "Sagsbehandler"
# What the season tells of what is between two people: when, and no more.
FORESEEN = {
    "tilsyn.book": "Minder om at finde en dato for samtalen efter et ledelsestilsyn.",
    "tilsyn.prepare": "Tre spørgsmål at tænke over før samtalen.",
    "tilsyn.talked": "Spørger, om samtalen blev holdt.",
    "tilsyn.follow_up": "Minder om opfølgningen på en aftale.",
}


def in_period(period: Period) -> str:
    """ "i 4. kvartal", "i november": the year goes without saying."""
    if period.months == QUARTER:
        return f"i {period.number}. kvartal"
    return f"i {MONTHS[period.number - 1]}"


def cases(number: int) -> str:
    return "1 sag" if number == 1 else f"{number} sager"


def begins(team: Team, plan: Plan, period: Period) -> str:
    return (
        f"Ledelsestilsynet i {team.name} {in_period(period)} kan begynde: {cases(plan.cases)} "
        "fra hver sagsbehandler."
    )


def theme(text: str) -> str:
    return f"Tema: {text}" if text else ""


def midway(team: Team, period: Period, left: int) -> str:
    who = "en sagsbehandler" if left == 1 else f"{left} sagsbehandlere"
    return f"Der mangler ledelsestilsyn hos {who} i {team.name} {in_period(period)}."


def round_of(period: Period) -> str:
    """On the wheel."""
    return f"Ledelsestilsyn {in_period(period)}"


def ends(team: Team, period: Period) -> str:
    return f"Ledelsestilsynet i {team.name} {in_period(period)} er ved at være slut. {NEED_ASK}"


def book(review: Review, by: date) -> str:
    return (
        f"Du har holdt ledelsestilsyn hos {review.who.name} {day_words(review.held_on)}. Jeres "
        f"samtale skal helst ligge senest {day_words(by)}."
    )


def booked(review: Review, zone: ZoneInfo) -> str:
    when = when_words(review.talk_at, zone) if review.talk_at else ""
    return f"Du og {review.who.name} taler sammen {when}."


def talked(review: Review) -> str:
    return f"Du har talt med {review.who.name} efter ledelsestilsynet."


def was_talked(review: Review, zone: ZoneInfo) -> str:
    when = when_words(review.talk_at, zone) if review.talk_at else ""
    return f"Talte du og {review.who.name} sammen {when}?"


def prepare(leader: Person | None, review: Review, by: date, zone: ZoneInfo) -> str:
    who = leader.name if leader else "Din leder"
    held = f"{who} har holdt ledelsestilsyn hos dig {day_words(review.held_on)}."
    if review.talk_at is None:
        return f"{held} I taler sammen senest {day_words(by)}."
    whom = "med kolleger " if review.way is Way.GROUP else ""
    return f"{held} I taler sammen {whom}{when_words(review.talk_at, zone)}."


def talk_is_over(zone: ZoneInfo) -> str:
    return "Samtalen er holdt."


def ticked(review: Review, by: date) -> str:
    return (
        f"Det er noteret. Samtalen med {review.who.name} skal helst ligge senest {day_words(by)}."
    )


def talks_booked(who: list[Person], at: datetime, zone: ZoneInfo) -> str:
    names = " og ".join([", ".join(p.name for p in who[:-1]), who[-1].name][len(who) == 1 :])
    return f"Samtalen med {names} er {when_words(at, zone)}. De får besked."


def stands(
    review: Review | None, who: Person, *, own: bool, by: date | None, zone: ZoneInfo
) -> str:
    """A line of the leader's list."""
    if review is None:
        return f"{who.name}: ikke endnu"
    if not own:
        return f"{who.name}: holdt af en tidligere leder"
    held = f"{who.name}: holdt {review.held_on.day}. {MONTHS[review.held_on.month - 1]}"
    if review.talked_on is not None:
        return f"{held}, samtalen er holdt"
    if review.talk_at is not None:
        return f"{held}, samtale {when_words(review.talk_at, zone)}"
    return f"{held}, samtale senest {day_words(by)}" if by else held


def of_round(of: Round) -> str:
    said = f"{period_words(of.period)[:1].upper()}{period_words(of.period)[1:]}"
    return f"{said}: {cases(of.cases)} fra hver"


def agreed(leader: Person | None, made: Agreement) -> str:
    who = leader.name if leader else "Din leder"
    return f"{who} har skrevet jeres aftale ned. I følger op {day_words(made.follow_up)}."


def follow_up(other: str) -> str:
    return f"I dag følger I op på jeres aftale, du og {other}."


def agreement_before(made: Agreement, *, to_leader: bool) -> str:
    done = " (fulgt op)" if made.done else ""
    day = f"{made.follow_up.day}. {MONTHS[made.follow_up.month - 1]}"
    who = f"{made.who.name}, " if to_leader else ""
    return f"{who}opfølgning {day}{done}: "


def recurs(point: Point) -> str:
    return (
        f"“{point.theme}” går igen hos {point.caseworkers} sagsbehandlere i dette ledelsestilsyn. "
        "Det kunne blive fælles læring. Ingen navne eller sager følger med."
    )


def point_line(point: Point) -> str:
    said = {
        Settled.MEETING: ", sat på mødet",
        Settled.IMPROVEMENT: ", på forbedringslisten",
        Settled.NOT_NOW: "",
        None: "",
    }[point.settled]
    return f"• {point.theme}: hos {point.caseworkers}{said}"


def settled(point: Point) -> str:
    return {
        Settled.MEETING: ON_MEETING,
        Settled.IMPROVEMENT: IMPROVE_KEPT,
        Settled.NOT_NOW: NOT_NOW_KEPT,
        None: "",
    }[point.settled]


def topic(point: Point) -> str:
    """As it stands among the general topics."""
    return f"Fra ledelsestilsyn: {point.theme}"


def totals(period: Period, teams: int, reviewed: int, seen: int, talked: int) -> list[str]:
    said = f"{period_words(period)[:1].upper()}{period_words(period)[1:]}"
    return [
        f"{said}: ledelsestilsyn i {teams} {'team' if teams == 1 else 'teams'}",
        f"Hos {reviewed} sagsbehandlere, {cases(seen)}. {talked} samtaler er holdt.",
    ]


def total_theme(text: str, number: int) -> str:
    return f"• {text}: hos {number}"


def need_line(found: Need) -> str:
    return f"{period_words(found.period)}: {found.text}"


def refusal(error: Refusal) -> str | None:
    match error:
        case rounds.NoPlan():
            return "Ledelsestilsyn er ikke sat op endnu. Skriv ledelsestilsyn til mig privat."
        case rounds.NoRound():
            return "Det ledelsestilsyn er rundet af. Skriv ledelsestilsyn for at se det næste."
        case rounds.HeldAlready(who=who):
            return (
                f"Der er allerede noteret ledelsestilsyn hos {who.name} denne gang. Vælg en anden."
            )
        case rounds.NoSuchReview():
            return "Den samtale er ikke aktuel mere. Skriv ledelsestilsyn for at se, hvad der er."
        case rounds.NobodyChosen():
            return "Vælg, hvem det gælder."
        case rounds.TooManyCases():
            return f"Skriv et antal fra 1 til {rounds.CASES_MOST}."
        case rounds.TooManyDays():
            return f"Skriv et antal arbejdsdage fra 1 til {rounds.TALK_WITHIN_MOST}."
        case rounds.NotALink():
            return "Linket skal begynde med https:// og må ikke have mellemrum."
        case rounds.NoFollowUp():
            return "Vælg en dag til opfølgning, så jeg kan minde jer begge om aftalen."
        case rounds.NoSuchPoint():
            return "Det punkt er der allerede taget stilling til."
        case rounds.NoSuchAgreement():
            return "Den aftale er ikke aktuel mere."
        case _:
            return None
