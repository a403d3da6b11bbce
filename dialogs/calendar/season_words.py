"""What the year's plan, the department's calendar and the personal calendars say."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dialogs.calendar import season, span
from dialogs.calendar.days import DAY, FRIDAY, Calendar, NoSuchHours, Openness, Week, local_day
from dialogs.calendar.schools import Holiday, Schools
from dialogs.calendar.season import Approval, Foreseen
from dialogs.calendar.words import (
    MONTHS,
    SEASON,
    WEEKDAYS,
    clock_words,
    closed_words,
    date_words,
    dated,
    day_words,
)
from dialogs.refusal import Refusal

SUBSCRIBE, STOP = "Abonnér i kalenderen", "Stop abonnementet"
NOTHING = "Her er ikke planlagt noget."
NOT_APPROVED = "ikke godkendt endnu. Påmindelserne kommer alligevel."
SAVED = "Kalenderen er gemt. Alle teams går efter den fra nu af."
STOPPED = "Linket virker ikke længere. Du kan få et nyt."
SCHOOL_HOLIDAYS = {
    Holiday.WINTER: "vinterferie",
    Holiday.SUMMER: "sommerferie",
    Holiday.AUTUMN: "efterårsferie",
    Holiday.CHRISTMAS: "juleferie",
}
MUNICIPAL_DAYS = {
    "first_of_may": "1. maj",
    "constitution_day": "Grundlovsdag, 5. juni",
    "christmas_eve": "Juleaftensdag, 24. december",
    "new_years_eve": "Nytårsaftensdag, 31. december",
}
OPENNESS = {
    Openness.OPEN: "Åbent",
    Openness.HALF: "Lukket fra kl. 12",
    Openness.CLOSED: "Lukket",
}
CHANGED = "ændret siden godkendelsen"
LINK = (
    "Kopiér linket, og tilføj det i din kalender som en kalender fra internettet. I den står "
    "sparringer, supervision og frister, aldrig noget om en sag. Den, der har linket, kan se "
    "datoerne, så giv det ikke videre."
)
NOT_NOW = "Jeg kan ikke hente datoerne lige nu. Prøv igen om lidt."
LINK_IS_OVER = (
    "Linket gælder ikke længere. Skriv årshjul til Sparringsrum i Teams, og tryk "
    f"{SUBSCRIBE}, så får du et nyt."
)


def heading(said: str) -> str:
    return f"{SEASON}, {said}"


def approved(year: int, approval: Approval | None, fresh: int, gone: int) -> str:
    if approval is None:
        return f"Årshjulet for {year} er {NOT_APPROVED}"
    by = f" af {approval.by}" if approval.by else ""
    said = f"Årshjulet for {year} er godkendt{by} d. {dated(approval.at.date())}."
    parts = [
        f"{_times(fresh)} er kommet til eller flyttet" if fresh else "",
        f"{_times(gone)} er faldet bort" if gone else "",
    ]
    since = " og ".join(part for part in parts if part)
    return f"{said} Siden da: {since}." if since else said


def _times(count: int) -> str:
    return "én påmindelse" if count == 1 else f"{count} påmindelser"


def closed_days(first: date, last: date, calendar: Calendar) -> str:
    """Which working days are closed, wholly or in part; a closed week is said once."""
    days = (first + count * DAY for count in range((last - first).days + 1))
    found = [(day, closed_words(day, calendar)) for day in days if day.weekday() <= FRIDAY]
    said = dict.fromkeys(
        why if Week.of(day) in calendar.weeks else f"{_short(day)} ({_half(day, calendar)}{why})"
        for day, why in found
        if why
    )
    return f"Lukket: {', '.join(said)}." if said else ""


def _half(day: date, calendar: Calendar) -> str:
    return "fra kl. 12, " if calendar.of(day) is Openness.HALF else ""


def school_weeks(first: date, last: date, followed: Schools) -> str:
    days = (first + count * DAY for count in range((last - first).days + 1))
    found: dict[Holiday, list[int]] = {}
    for day in days:
        holiday = followed.on(day)
        if holiday is not None and day.weekday() == 0:
            found.setdefault(holiday, []).append(Week.of(day).number)
    whose = f"Skolerne i {followed.municipality}" if followed.municipality else "Skolerne"
    said = ", ".join(
        f"{SCHOOL_HOLIDAYS[holiday]} i uge {_and([str(week) for week in weeks])}"
        for holiday, weeks in found.items()
    )
    return f"{whose} har {said}." if said else ""


def rows(
    found: Sequence[Foreseen], zone: ZoneInfo, fresh: Collection[str] = ()
) -> list[tuple[str, str]]:
    """For a card: a line for each sort of prompt of a team, with its days; and what is to be said
    of them."""
    ordered = sorted(found, key=lambda each: (each.title, each.team_id or 0, each.at))
    made: list[tuple[datetime, str, str]] = []
    for (title, _), several in groupby(ordered, key=lambda each: (each.title, each.team_id or 0)):
        same = list(several)
        changed = [each for each in same if season.fingerprint(each, zone) in fresh]
        since = f"{_and([_on(each, zone) for each in changed])}: {CHANGED}." if changed else ""
        texts = {each.text for each in same}
        text = texts.pop() if len(texts) == 1 else ""  # whose turn it is differs, and stands above
        notes = [*(f"{moved}." for each in same if (moved := note(each, zone))), since]
        said = f"{title} ({_for(same)}): {_days(same, zone)}"
        made.append((same[0].at, said, " ".join(filter(None, (text, *notes)))))
    return [(said, beneath) for _, said, beneath in sorted(made)]


def _for(same: Sequence[Foreseen]) -> str:
    """Whom they are for; of several people, what they have in common: their team."""
    whom = {each.whom for each in same}
    return whom.pop() if len(whom) == 1 else same[0].whom.rpartition(", ")[2]


def _days(same: Sequence[Foreseen], zone: ZoneInfo) -> str:
    one = len({each.whom for each in same}) == 1
    names = ["" if one else f"{each.whom.partition(', ')[0]} " for each in same]
    clocks = {clock_words(each.at, zone) for each in same}
    at = f" {clocks.pop()}" if len(clocks) == 1 else ""
    return _and([f"{name}{_on(each, zone)}" for name, each in zip(names, same, strict=True)]) + at


def _on(each: Foreseen, zone: ZoneInfo) -> str:
    return _short(local_day(each.at, zone))


def note(each: Foreseen, zone: ZoneInfo) -> str:
    """What moved it, and where from."""
    day = _short(local_day(each.at, zone))
    if each.nominal is not None:
        return f"{day}: flyttet fra {_short(each.nominal)} ({each.because})"
    return f"{day}: {each.because}" if each.because else ""


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]}. d. {day.day}."


def _and(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} og {parts[-1]}" if len(parts) > 1 else "".join(parts)


def more(count: int) -> str:
    return f"Og {count} mere. Skriv fx årshjul uge 47 for at se færre ad gangen."


# --- the whole year, for a terminal ------------------------------------------------------------


def printed(
    found: Sequence[Foreseen],
    first: date,
    last: date,
    calendar: Calendar,
    followed: Schools,
    zone: ZoneInfo,
) -> Iterator[str]:
    """By month and week, in columns: when, to whom, what, and what moved it."""
    yield f"{SEASON} fra {date_words(first)} til {date_words(last)}. Der sendes ikke noget."
    whom = max((len(_whom(each)) for each in found), default=0)
    title = max((len(each.title) for each in found), default=0)
    for (year, month), in_month in groupby(found, key=lambda each: _month(each, zone)):
        start = max(first, date(year, month, 1))
        end = min(last, _last_of(year, month))
        yield ""
        yield f"{MONTHS[month - 1]} {year}".upper()
        for said in (closed_days(start, end, calendar), school_weeks(start, end, followed)):
            if said:
                yield f"  {said}"
        weeks = groupby(in_month, key=lambda each: Week.of(local_day(each.at, zone)))
        for week, in_week in weeks:
            yield f"  uge {week.number}"
            for each in in_week:
                yield _line(each, whom, title, zone)


def _line(each: Foreseen, whom: int, title: int, zone: ZoneInfo) -> str:
    day = local_day(each.at, zone)
    when = f"{WEEKDAYS[day.weekday()][:3]}. d. {day.day:>2}. {clock_words(each.at, zone):<9}"
    said = f"    {when}  {_whom(each):<{whom}}  {each.title:<{title}}  {each.text}"
    if each.nominal is not None:
        said += f" [flyttet fra {day_words(each.nominal)}: {each.because}]"
    elif each.because:
        said += f" [{each.because}]"
    return said.rstrip()


def _whom(each: Foreseen) -> str:
    """Of what is between somebody and the bot, not even who it is."""
    return "en kollega, privat" if each.readers is season.Reader.NOBODY else each.whom


def _month(each: Foreseen, zone: ZoneInfo) -> tuple[int, int]:
    day = local_day(each.at, zone)
    return day.year, day.month


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - DAY


# --- refusals --------------------------------------------------------------------------------


def refusal(error: Refusal) -> str | None:
    match error:
        case season.ApprovedByLeaders():
            return "Det er ledergruppen, der godkender årshjulet og ændrer kalenderen."
        case season.NothingToApprove():
            return "Der er ikke noget at godkende i det år."
        case span.PeriodUnclear():
            return (
                f"“{error.text}” kan jeg ikke læse som en periode. Skriv fx uge 47, "
                "4. kvartal 2026, primo 2027 eller august–september."
            )
        case span.PeriodIsPast():
            return f"Perioden er gået: {error.said}. Skriv en, der ikke er slut."
        case NoSuchHours():
            return "Arbejdsdagen skal begynde før kl. 12 og slutte, efter at den er begyndt."
        case _:
            return None
