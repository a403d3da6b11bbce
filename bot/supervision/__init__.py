"""Supervision: a date for each quarter is found, themes are brought, it is held or moved, and what
was learned in general goes the way of every learning point; and more of it may be asked for."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Command, Dialog
from bot.kinds import Kind
from bot.links import Links
from bot.supervision import booking, dates, looking, quarter, season, wanted
from bot.supervision.names import (
    ANSWERED,
    ASK,
    BOOKED,
    DRAFT,
    FILE_SENT,
    HELD,
    LEARNED,
    MISSING,
    NUDGE,
    QUARTER,
    REMIND,
    REQUEST,
    THEMES,
)
from bot.switchboard import Area
from dialogs.supervision import words


def area(links: Links, zone: ZoneInfo) -> Area:
    in_group = {
        BOOKED: (words.BOOKED_TITLE, booking.booked_message),
        THEMES: (words.THEMES_DUE_TITLE, booking.themes_message),
    }
    return Area(
        commands={"supervision": Command(looking.show)},
        presses={
            "supervision.show": looking.show,
            "supervision.cancel": booking.cancel,
            "supervision.held": booking.held,
            "supervision.again": quarter.again,
            "supervision.nudge": quarter.nudge,
            "supervision.skip": quarter.skip,
            "supervision.calendar": partial(dates.calendar, links=links),
        },
        dialogs={
            "supervision.book": Dialog(
                open=booking.open_book, hand_in=booking.hand_in_book, naming=("supervisor",)
            ),
            "supervision.move": Dialog(
                open=booking.open_move, hand_in=booking.hand_in_move, naming=("supervisor",)
            ),
            "supervision.theme": Dialog(
                open=booking.open_theme, hand_in=booking.hand_in_theme, texts=("text",)
            ),
            "supervision.request": Dialog(
                open=wanted.open_request, hand_in=wanted.hand_in_request, texts=("reason",)
            ),
            "supervision.answer": Dialog(
                open=wanted.open_answer, hand_in=wanted.hand_in_answer, naming=("supervisor",)
            ),
            "supervision.decline": Dialog(
                open=wanted.open_decline, hand_in=wanted.hand_in_decline, texts=("reply",)
            ),
        },
        kinds={
            **{
                name: Kind(title=title, private=False, build=partial(build, zone=zone))
                for name, (title, build) in in_group.items()
            },
            LEARNED: Kind(title=words.LEARNED_TITLE, private=False, build=booking.learned_message),
            ASK: Kind(
                title=words.ASK_TITLE, private=False, build=partial(quarter.ask_message, zone=zone)
            ),
            MISSING: Kind(
                title=words.MISSING_TITLE,
                private=False,
                build=partial(quarter.missing_message, zone=zone),
            ),
            HELD: Kind(
                title=words.HELD_TITLE,
                private=False,
                build=partial(booking.held_message, zone=zone),
            ),
            DRAFT: Kind(title=words.DRAFT_TITLE, build=partial(booking.draft_message, zone=zone)),
            FILE_SENT: Kind(title=words.FILE, build=partial(dates.file_message, links=links)),
            REQUEST: Kind(title=words.REQUEST_TITLE, build=wanted.request_message),
            ANSWERED: Kind(
                title=words.ANSWER_TITLE,
                build=partial(wanted.answered_message, zone=zone),
                sent=wanted.answer_heard,
                undeliverable=wanted.answer_undelivered,
            ),
        },
        refusal=words.refusal,
        occasions={
            series: partial(occasion, zone=zone)
            for series, occasion in {
                QUARTER: quarter.quarter_begins,
                ASK: quarter.ask_due,
                REMIND: quarter.ask_due,
                NUDGE: quarter.ask_due,
                MISSING: quarter.missing_due,
                THEMES: booking.themes_due,
                HELD: booking.held_due,
                REQUEST: wanted.request_due,
            }.items()
        },
        series={
            ASK: words.ASK_TITLE,
            REMIND: words.ASK_TITLE,
            NUDGE: words.ASK_TITLE,
            MISSING: words.MISSING_TITLE,
        },
        dated=dates.dated,
        foresees=partial(season.foresees, zone=zone),
        looks_back=partial(season.looks_back, zone=zone),
    )
