"""Course wishes: their commands, buttons, forms, messages and dates, in one table."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Command, Dialog
from bot.courses import deciding, telling, wishes, yearly
from bot.courses.deciding import FILES
from bot.links import Links
from bot.outbox import Kind
from bot.switchboard import Area
from dialogs.courses import words
from dialogs.courses.year import STEPS
from storage import courses

__all__ = ["FILES", "area"]


def area(links: Links, zone: ZoneInfo) -> Area:
    return Area(
        commands={"kursusønske": Command(wishes.menu, takes_text=True)},
        presses={
            "courses.menu": wishes.menu,
            "courses.mine": wishes.mine,
            "courses.withdraw": wishes.withdraw,
            "courses.ready": wishes.ready,
            "courses.team": deciding.team_list,
            "courses.card": deciding.one,
            "courses.round": deciding.the_round,
            "courses.sheet": partial(deciding.sheet, links=links),
            "courses.orient": deciding.orient,
        },
        dialogs={
            "courses.wish": Dialog(
                open=wishes.open_wish,
                hand_in=wishes.hand_in_wish,
                texts=("title", "why", "outside", "task"),
                naming=("price", "days", "tenure"),
            ),
            "courses.enrol": Dialog(open=wishes.open_enrol, hand_in=wishes.hand_in_enrol),
            "courses.decide": Dialog(
                open=deciding.open_decide,
                hand_in=deciding.hand_in_decide,
                texts=("reason", "need", "motivation", "retention"),
            ),
            "courses.talks": Dialog(open=deciding.open_talks, hand_in=deciding.hand_in_talks),
            "courses.give": Dialog(
                open=deciding.open_give, hand_in=deciding.hand_in_give, texts=("text",)
            ),
            "courses.budget": Dialog(
                open=deciding.open_budget,
                hand_in=deciding.hand_in_budget,
                naming=("budget", "reserve", "small_price", "small_days", "tenure"),
            ),
            "courses.areas": Dialog(
                open=deciding.open_areas, hand_in=deciding.hand_in_areas, naming=("title",)
            ),
        },
        kinds={
            telling.NEW: Kind(title="Et kursusønske", build=wishes.new_wish),
            telling.ANSWER: Kind(title="Svar på et kursusønske", build=wishes.answer),
            telling.ENROLLED: Kind(title=words.ASK_ENROLLED, build=wishes.ask_enrolled),
            telling.PREPARE: Kind(
                title="MUS og kursusønsker", build=partial(yearly.prepare_message, zone=zone)
            ),
            telling.TALKS: Kind(title=words.TALKS, build=yearly.talks_message),
            telling.ROUND: Kind(
                title="Kursusrunden", build=partial(yearly.round_message, zone=zone)
            ),
            telling.OWED: Kind(
                title="Tilbagemeldinger på kursusønsker",
                build=partial(deciding.owed_message, zone=zone),
            ),
            telling.TOLD: Kind(
                title="Svar fra kursusrunden",
                build=deciding.told_message,
                sent=deciding.told_arrived,
                undeliverable=deciding.told_undelivered,
            ),
            telling.COMPLETE: Kind(
                title="Samlet orientering om kurser",
                build=partial(deciding.complete_message, zone=zone),
            ),
            telling.ORIENTATION: Kind(
                title="Bevilgede kurser",
                private=False,
                build=partial(deciding.orientation_message, zone=zone),
            ),
        },
        refusal=words.refusal,
        titles={
            words.TITLE: "courses.menu",
            words.MINE: "courses.mine",
            words.TEAM: "courses.team",
            words.ROUND: "courses.round",
        },
        occasions={
            **{
                courses.series(step): partial(yearly.step_due, zone=zone, step=step)
                for step in STEPS
            },
            yearly.TEAM: partial(yearly.team_due, zone=zone),
            yearly.GROUP: partial(yearly.group_due, zone=zone),
            telling.ENROLLED: wishes.enrolled_due,
            telling.LATER: deciding.later_due,
            telling.WAITING: wishes.waiting_due,
        },
        series={yearly.TEAM: "MUS og kursusønsker"},
        foresees=partial(yearly.foresees, zone=zone),
        looks_back=partial(yearly.looks_back, zone=zone),
        dated=partial(yearly.dated, zone=zone),
    )
