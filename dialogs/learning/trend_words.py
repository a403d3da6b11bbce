"""Every Danish text about themes over time and how the meetings went."""

from collections.abc import Mapping
from datetime import timedelta

from dialogs.calendar.period import Period
from dialogs.calendar.words import period_words
from dialogs.learning import themes
from dialogs.learning.digest_words import half, number
from dialogs.learning.evaluation import Evaluated, Kept
from dialogs.learning.point import Guideline, PointKind
from dialogs.learning.themes import Sort, Theme, Trend
from dialogs.refusal import Refusal
from dialogs.text import shortened

THEMES = "Det handler læringspunkterne om"
ONLY_FROM_THREE = (
    "Antal læringspunkter i hvert kvartal. Jeg viser først et tal, når mindst tre har bidraget."
)
NOTHING_YET = "Der er ikke nok læringspunkter at vise endnu. Jeg viser tal, når tre har bidraget."
EVALUATION = "Tre tryk om møderne (3 er ja, 1 er ikke i dag)"
CLARITY = "Sagsejers næste skridt, fra 0 (uklart) til 10 (helt klart)"
TOO_FEW_MEETINGS = "Der er for få svar endnu. Jeg viser dem fra tre møder."
MEETINGS = "Er sparringerne holdt?"
SORTS: Mapping[Sort, str] = {
    Sort.METHOD: "Metoder",
    Sort.KIND: "Hvad der lå bag",
    Sort.GUIDELINE: "Retningslinjer",
}
_LABELS: Mapping[str, str] = {
    PointKind.WORKED: "noget virkede godt",
    PointKind.DOUBT: "tvivl",
    PointKind.WRONG: "noget gik galt",
    Guideline.MISSING: "en retningslinje mangler",
    Guideline.UNCLEAR: "en retningslinje er uklar",
    Guideline.NOT_FOLLOWED: "en retningslinje følges ikke",
    Guideline.GOOD: "en retningslinje er god",
}
_TOPICS: Mapping[str, str] = {
    PointKind.WORKED: "Hvad virker godt hos os, og hvorfor?",
    PointKind.DOUBT: "Hvad er vi i tvivl om for tiden?",
    PointKind.WRONG: "Når noget går galt: hvad lærer vi af det?",
    Guideline.MISSING: "Hvilke retningslinjer mangler vi?",
    Guideline.UNCLEAR: "Hvilke retningslinjer er uklare for os?",
    Guideline.NOT_FOLLOWED: "Hvilke retningslinjer er svære at følge, og hvorfor?",
    Guideline.GOOD: "Hvilke retningslinjer hjælper os, og hvad gør dem gode?",
}
_METHOD_SHOWN = 100  # characters of a method's name
GROWS = "Noget fylder mere"
PUT_ON_MEETING = "Sæt på næste møde"
DECIDED_ALREADY = "Det har teamet allerede besluttet om det:"
COULD_BECOME = (
    "Det kunne også blive et tema i det næste ledelsestilsyn eller et kursusønske. "
    "Ingen navne eller sager følger med."
)
NO_NAMES = "Ingen navne eller sager følger med."
IT_IS_SAID = "Det er godt, at det bliver sagt. Hvad lærer I af det sammen?"
STANDS_FIRST = "Emnet står først på jeres liste. Jeg tilbyder det, næste gang der ikke er en sag."
ALL_TEAMS = "Hele afdelingen"
WHICH = "Hvis tendenser vil du se?"


def of_team(name: str) -> str:
    return f"Tendenser · {name}"


def of_department(teams: int) -> str:
    return "Et team" if teams == 1 else f"{teams} teams lagt sammen"


def label(theme: Theme) -> str:
    if theme.sort is Sort.METHOD:
        return shortened(theme.value, _METHOD_SHOWN)
    return _LABELS[theme.value]


def topic(theme: Theme) -> str:
    """What the theme is called on the team's list of topics."""
    if theme.sort is Sort.METHOD:
        return f"{shortened(theme.value, _METHOD_SHOWN)}: hvad er vi blevet klogere på?"
    return _TOPICS[theme.value]


def numbers(trend: Trend) -> str:
    """What the chart shows, in words: a quarter without a number is left out of both."""
    shown = [f"{n} i {_quarter(q)}" for q, n in trend.points.items() if n is not None]
    return f"{label(trend.theme)}: {' · '.join(shown)}"


def _quarter(quarter: Period) -> str:
    return period_words(quarter, short=True)


def put_on_meeting(theme: Theme) -> str:
    return f"{PUT_ON_MEETING}: {label(theme)[:30].rstrip()}"


def grew(trend: Trend) -> str:
    """The evidence: the two quarters side by side."""
    (before, was), (now, points) = trend.points.items()
    earlier = f"{was} læringspunkter" if was is not None else "for få til at vise et tal"
    return (
        f"“{label(trend.theme)}” fylder mere i teamets læringspunkter. "
        f"{period_words(before)}: {earlier}. {period_words(now)}: {points} læringspunkter "
        "fra mindst tre."
    )


def tapped(each: Evaluated, question: str) -> str | None:
    """None: too few to be shown."""
    answers = each.tapped(question)
    if answers is None:
        return None
    said = f"{number(answers.mean)} i snit af {answers.n} svar"
    return f"{_quarter(each.quarter)}: {said} · {half(answers)}"


def stepped(each: Evaluated) -> str | None:
    steps = each.steps
    if steps is None:
        return None
    before, after = steps
    return (
        f"{_quarter(each.quarter)}: fra {number(before.mean)} til {number(after.mean)} i snit "
        f"af {before.n} møder · før: {half(before)} · efter: {half(after)}"
    )


def kept(quarter: Period, of: Kept) -> str:
    counts = [
        f"holdt {of.held}",
        f"aflyst {of.cancelled}",
        f"ikke startet {of.not_started}" if of.not_started else "",
        f"udskudt {of.postponed}" if of.postponed else "",
        f"{duration(of.protected)} til sparring",
    ]
    return f"{_quarter(quarter)}: {' · '.join(filter(None, counts))}"


def duration(time: timedelta) -> str:
    hours, minutes = divmod(round(time.total_seconds() / 60), 60)
    return f"{hours} t. {minutes} min." if hours else f"{minutes} min."


def refusal(error: Refusal) -> str | None:
    match error:
        case themes.NoSuchTheme():
            return "Det tema er ikke på teamets lister mere. Skriv tendenser for at se det nyeste."
        case _:
            return None


FORESEEN_TITLE = "Noget fylder mere"
FORESEEN_TEXT = "Kommer kun, hvis et tema fylder mere end i det forrige kvartal."


def whom(team: str) -> str:
    return f"De, der leder {team}"
