"""Cards and forms of supervision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.calendar.period import Period
from dialogs.cards import Card, Form, Option, Part
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.supervision import words
from dialogs.supervision.booking import State, Supervision, Wanted

SHOWN = 3  # requests, and what is booked besides
ME, WHOLE = "me", "team"

said = cards.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What somebody sees of a team's supervision."""

    team: Team
    quarters: Sequence[tuple[Period, Supervision | None]]
    next: Supervision | None = None
    themes: Sequence[str] = ()
    besides: Sequence[Supervision] = ()
    waiting: Sequence[Wanted] = field(default_factory=tuple)  # for who answers them
    leads: bool = False


def overview(of: Overview, zone: ZoneInfo) -> Card:
    """Whoever leads may book it; everybody may bring a theme, and ask for more."""
    coming = of.next
    name = f"{of.team.id}:{coming.id}" if coming else ""
    free = next((quarter for quarter, there in of.quarters if there is None), None)
    waits = of.waiting[0] if of.waiting and of.leads else None
    parts: list[Part | None] = [
        cards.heading(f"{words.TITLE}, {of.team.name}"),
        *(cards.line(words.state(there, quarter, zone)) for quarter, there in of.quarters),
        *(cards.line(words.besides(each, zone)) for each in of.besides[:SHOWN]),
        *_themes(of.themes),
        cards.remark(words.requested(waits)) if waits else None,
        cards.quote(f"“{waits.reason}”") if waits and waits.reason else None,
    ]
    buttons = [
        cards.opens(words.BOOK, "supervision.book", id=f"{of.team.id}:{free.key}")
        if of.leads and free and not waits
        else None,
        cards.opens(words.BOOK, "supervision.answer", id=f"{of.team.id}:{waits.id}")
        if waits
        else None,
        cards.opens(words.SAY_NO, "supervision.decline", id=f"{of.team.id}:{waits.id}")
        if waits
        else None,
        cards.opens(words.THEME, "supervision.theme", id=name) if coming else None,
        cards.press(words.CALENDAR, "supervision.calendar", id=name) if coming else None,
        cards.opens(words.MOVE, "supervision.move", id=name) if coming and of.leads else None,
        cards.opens(words.REQUEST, "supervision.request") if not waits else None,
        cards.press(words.CANCEL, "supervision.cancel", id=name)
        if coming and of.leads and not free
        else None,
    ]
    return cards.card(parts, [each for each in buttons if each][: cards.ACTIONS_AT_MOST])


def choice(teams: Sequence[Team]) -> Card:
    return cards.card(
        [cards.line("Hvilket team?")],
        [
            cards.press(team.name, "supervision.show", id=team.id)
            for team in teams[: cards.ACTIONS_AT_MOST]
        ],
    )


def _themes(themes: Sequence[str]) -> list[Part]:
    if not themes:
        return []
    title = cards.line(words.THEMES_TITLE, strong=True)
    return [title, *(cards.quote(f"• {theme}") for theme in themes)]


# --- prompts ---------------------------------------------------------------------------------


def ask(team: Team, quarter: Period) -> Card:
    name = f"{team.id}:{quarter.key}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.ask(team, quarter))],
        [
            cards.opens(words.BOOK, "supervision.book", id=name),
            cards.press(words.AGAIN, "supervision.again", id=name),
        ],
    )


def missing(team: Team, quarter: Period, weeks: int, coordinator: Person | None) -> Card:
    name = f"{team.id}:{quarter.key}"
    nudges = coordinator is not None and coordinator != team.leader
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.missing(team, quarter, weeks))],
        [
            cards.press(words.write_to(coordinator), "supervision.nudge", id=name)
            if coordinator and nudges
            else None,
            cards.opens(words.BOOK, "supervision.book", id=name),
            cards.press(words.SKIP, "supervision.skip", id=name),
        ],
    )


def booked(of: Supervision, zone: ZoneInfo) -> Card:
    """For the team. What was said of a time that is no more becomes a line."""
    name = f"{of.team_id}:{of.id}"
    supervisor = words.with_supervisor(of)
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.booked(of, zone)),
            cards.line(supervisor) if supervisor else None,
        ],
        [
            cards.press(words.CALENDAR, "supervision.calendar", id=name),
            cards.opens(words.THEME, "supervision.theme", id=name),
        ],
    )


def themes_due(of: Supervision, themes: Sequence[str], zone: ZoneInfo) -> Card:
    name = f"{of.team_id}:{of.id}"
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.themes_due(of, zone)),
            *_themes(themes),
            cards.small(words.THEME_NOTE),
        ],
        [
            cards.opens(words.THEME, "supervision.theme", id=name),
            cards.press(words.CALENDAR, "supervision.calendar", id=name),
        ],
    )


def was_it_held(of: Supervision, zone: ZoneInfo) -> Card:
    name = f"{of.team_id}:{of.id}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.was_it_held(of, zone))],
        [
            cards.press(words.HELD, "supervision.held", id=name, strong=True),
            cards.opens(words.WAS_MOVED, "supervision.move", id=name),
            cards.press(words.WAS_CANCELLED, "supervision.cancel", id=name),
        ],
    )


def learned() -> Card:
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.LEARNED)],
        [cards.opens(words.WRITE_POINT, "learning.write")],
    )


def draft(of: Supervision, team: Team, zone: ZoneInfo) -> Card:
    return cards.card(
        [
            cards.heading(words.DRAFT_TITLE),
            cards.small(words.DRAFT_HINT),
            *(cards.quote(part) for part in words.draft(of, team, zone)),
        ],
        [cards.press(words.FILE, "supervision.calendar", id=f"{team.id}:{of.id}")],
    )


def file_ready(url: str) -> Card:
    return cards.card([cards.line(words.FILE_READY)], [cards.link(words.OPEN_FILE, url)])


def requested(wanted: Wanted) -> Card:
    name = f"{wanted.team_id}:{wanted.id}"
    return cards.card(
        [
            cards.heading(words.REQUEST_TITLE),
            cards.line(words.requested(wanted)),
            cards.quote(f"“{wanted.reason}”") if wanted.reason else None,
        ],
        [
            cards.opens(words.BOOK, "supervision.answer", id=name),
            cards.opens(words.SAY_NO, "supervision.decline", id=name),
        ],
    )


def agreed(wanted: Wanted, by: Person | None, zone: ZoneInfo) -> Card:
    supervisor = f"Supervisor: {wanted.reply}" if wanted.reply else ""
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.agreed(wanted, by, zone)),
            cards.line(supervisor) if supervisor else None,
        ]
    )


def declined(wanted: Wanted, by: Person | None) -> Card:
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.declined(by)),
            cards.quote(f"“{wanted.reply}”"),
        ],
        [
            cards.opens("Spørg en kollega", "between.ask"),
            cards.opens("Tag en sag med", "sparring.bring"),
        ],
    )


# --- forms -----------------------------------------------------------------------------------


def book_form(
    nonce: str,
    verb: str,
    name: str,
    title: str,
    there: Supervision | None = None,
    at: datetime | None = None,
) -> Form:
    """`at`: local, as it is booked now."""
    return cards.form(
        title,
        [
            cards.pick_date(
                "day", words.DAY, value=at.date().isoformat() if at else "", required=True
            ),
            cards.pick_time("clock", words.CLOCK, value=f"{at:%H:%M}" if at else "09:00"),
            cards.write("supervisor", words.SUPERVISOR, value=there.supervisor if there else ""),
            cards.small(words.SUPERVISOR_NOTE),
        ],
        verb=verb,
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def theme_form(nonce: str, name: str, themes: Sequence[str]) -> Form:
    return cards.form(
        words.THEME,
        [
            *_themes(themes),
            cards.write("text", words.THEME_ASK, required=True),
            cards.small(words.THEME_NOTE),
        ],
        verb="supervision.theme",
        submit="Sæt på listen",
        nonce=nonce,
        id=name,
    )


def request_form(nonce: str, teams: Sequence[Team]) -> Form:
    return cards.form(
        words.REQUEST,
        [
            cards.choose_team(teams),
            cards.choose(
                "whom",
                words.FOR_WHOM,
                [Option(ME, words.FOR_ME), Option(WHOLE, words.FOR_TEAM)],
                value=ME,
            ),
            cards.write("reason", words.REASON_ASK, lines=True),
            cards.small(words.REASON_NOTE),
        ],
        verb="supervision.request",
        submit="Send",
        nonce=nonce,
    )


def decline_form(nonce: str, name: str, wanted: Wanted) -> Form:
    return cards.form(
        words.SAY_NO,
        [
            cards.line(words.requested(wanted)),
            cards.write("reply", words.NO_ASK, lines=True, required=True),
        ],
        verb="supervision.decline",
        submit="Send",
        nonce=nonce,
        id=name,
    )


def line_of(of: Supervision, zone: ZoneInfo) -> str:
    """What a message about it says when that is no longer to come."""
    match of.state:
        case State.CANCELLED:
            return words.cancelled(of, zone)
        case State.HELD:
            return words.over(of, zone)
        case _:
            return words.moved_away(of, zone)
