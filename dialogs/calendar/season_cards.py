"""The year by the month, the department's calendar, and the link to one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs import cards
from dialogs.calendar import season_words as words
from dialogs.calendar.days import Calendar, Openness
from dialogs.calendar.schools import Schools
from dialogs.calendar.words import CALENDAR
from dialogs.cards import Card, Form, Option
from dialogs.people.words import weeks

ROWS_AT_MOST = 40
said = cards.said


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the year for somebody who looks at it."""

    said: str  # "december 2026"
    rows: Sequence[tuple[str, str]]
    beneath: Sequence[str] = ()  # what is closed, and what was approved
    before: str = ""  # the months that one may turn to
    after: str = ""
    year: int | None = None  # that they may approve
    private: bool = False
    subscribed: bool = False
    sets_calendar: bool = False


def season(view: View) -> Card:
    count = cards.fitting((" ".join(row) for row in view.rows), ROWS_AT_MOST) if view.rows else 0
    parts = [cards.heading(words.heading(view.said))]
    parts += [cards.small(text) for text in view.beneath if text]
    for said, note in view.rows[:count]:
        parts.append(cards.line(said))
        if note:
            parts.append(cards.small(note))
    if not view.rows:
        parts.append(cards.line(words.NOTHING))
    if len(view.rows) > count:
        parts.append(cards.small(words.more(len(view.rows) - count)))
    return cards.card(
        parts,
        [
            cards.press("Forrige måned", "calendar.season", id=view.before)
            if view.before
            else None,
            cards.press("Næste måned", "calendar.season", id=view.after) if view.after else None,
            cards.press(f"Godkend årshjulet {view.year}", "calendar.approve", id=view.year)
            if view.year
            else None,
            cards.press(words.SUBSCRIBE, "calendar.subscribe") if view.private else None,
            cards.press(words.STOP, "calendar.unsubscribe", overflow=True)
            if view.subscribed
            else None,
            cards.opens(CALENDAR, "calendar.settings", overflow=True)
            if view.sets_calendar
            else None,
        ],
    )


def link(url: str) -> Card:
    return cards.card(
        [cards.line(words.LINK), cards.quote(url)],
        [
            cards.link("Åbn linket", url),
            cards.press(words.STOP, "calendar.unsubscribe"),
        ],
    )


def calendar_form(nonce: str, calendar: Calendar, followed: Schools) -> Form:
    options = [Option(each, title) for each, title in words.OPENNESS.items()]
    hours = calendar.hours
    return cards.form(
        CALENDAR,
        [
            *(
                cards.choose(name, title, options, value=Openness(getattr(calendar, name)))
                for name, title in words.MUNICIPAL_DAYS.items()
            ),
            cards.write(
                "weeks", "Uger, hvor hele afdelingen har lukket", value=weeks(calendar.weeks)
            ),
            cards.pick_time("begins", "Dagen begynder", value=f"{hours.begins:%H:%M}"),
            cards.pick_time("ends", "Dagen slutter", value=f"{hours.ends:%H:%M}"),
            cards.pick_time("friday_ends", "Fredag slutter", value=f"{hours.friday_ends:%H:%M}"),
            cards.write("municipality", "Kommune", value=followed.municipality),
            *(
                cards.write(
                    name,
                    f"Skolernes {title}, uger",
                    value=", ".join(map(str, followed.weeks.get(name, ()))),
                )
                for name, title in words.SCHOOL_HOLIDAYS.items()
            ),
            cards.small("Skolernes uger bliver vist i årshjulet. De flytter ikke noget."),
        ],
        verb="calendar.settings",
        submit="Gem",
        nonce=nonce,
    )
