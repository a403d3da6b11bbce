"""Between the meetings: its commands, buttons, forms, messages and dates, in one table."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.between import asking, log, sharing, telling, whom
from bot.between.telling import ASK_BECAME, NO_ANSWER, SHARE_TODAY
from bot.call import Answer, Call, Command, Dialog
from bot.files import Offered
from bot.links import Links
from bot.outbox import Kind
from bot.switchboard import Area
from dialogs.between import cards, words
from storage import between
from storage.store import Session

__all__ = ["FILES", "area"]

FILES = {log.FILE: Offered(maker=log.file)}


def show(session: Session, call: Call) -> Answer:
    """`mellem møderne`: everything there is, behind one word."""
    return Answer(card=cards.between(private=not call.in_group), anew=True)


def area(links: Links, zone: ZoneInfo) -> Area:
    return Area(
        commands={
            "mellem": Command(show),
            "del": Command(sharing.typed, takes_text=True),
            "sparring": Command(asking.show),
            "feedback": Command(asking.show),
            "hvem": Command(whom.typed),
            "find": Command(whom.typed),
            "log": Command(log.typed, takes_text=True),
        },
        presses={
            "between.show": show,
            "between.sharing": sharing.show,
            "between.share_to": sharing.share_to,
            "between.shared": sharing.tick,
            "between.unshare": sharing.unshare,
            "between.answer": asking.answer,
            "between.became": asking.became,
            "between.whom": whom.show,
            "between.viso": whom.viso,
            "between.show_log": log.show,
            "between.fetch_log": partial(log.fetch, links=links),
        },
        dialogs={
            "between.share": Dialog(
                open=sharing.open_share, hand_in=sharing.hand_in_share, texts=("text",)
            ),
            "between.share_day": Dialog(open=sharing.open_day, hand_in=sharing.hand_in_day),
            "between.ask": Dialog(
                open=asking.open_ask, hand_in=asking.hand_in_ask, texts=("reason",)
            ),
            "between.find": Dialog(
                open=whom.open_find, hand_in=whom.hand_in_find, naming=("text",)
            ),
            "between.entry": Dialog(
                open=whom.open_entry,
                hand_in=whom.hand_in_entry,
                texts=("topics",),
                naming=("function", "reach"),
            ),
            "between.entries": Dialog(open=whom.open_entries, hand_in=whom.hand_in_entries),
            "between.log": Dialog(open=log.open_log, hand_in=log.hand_in_log, texts=("text",)),
            "between.erase_line": Dialog(open=log.open_erase, hand_in=log.hand_in_erase),
        },
        kinds={
            between.SHARED: Kind(title="Blev det delt?", build=sharing.shared),
            SHARE_TODAY: Kind(
                title="Del viden på personalemødet",
                build=partial(sharing.share_today, zone=zone),
            ),
            between.ASKED: Kind(title="Et spørgsmål fra en kollega", build=asking.asked),
            between.ANSWERED: Kind(
                title="Svar fra en kollega",
                build=asking.was_answered,
                sent=asking.answer_told,
                undeliverable=asking.answer_undelivered,
            ),
            between.BECAME: Kind(title="Blev det til noget?", build=asking.ask_became),
        },
        refusal=words.refusal,
        foresees=telling.foresees,
        occasions={
            SHARE_TODAY: sharing.staff_day,
            ASK_BECAME: asking.became_due,
            NO_ANSWER: asking.no_answer_due,
        },
    )
