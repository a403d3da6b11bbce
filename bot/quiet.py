"""`ro`: to hear nothing that one did not ask for, until a day; and what waits meanwhile."""

from collections.abc import Sequence
from functools import partial

from bot import letters as todays
from bot.call import Answer, Call, Command, Dialog
from bot.kinds import Kind
from bot.switchboard import Area
from dialogs.cards import Card
from dialogs.people.team import WrongPlacePrivate
from dialogs.quiet import cards, words
from dialogs.quiet.free import quiet_until
from storage import letters
from storage.outbox import LETTER
from storage.store import Session


def show(session: Session, call: Call) -> Answer:
    """In private alone: it is nobody else's matter."""
    if call.in_group:
        raise WrongPlacePrivate
    return Answer(card=_card(session, call), anew=True)


def _card(session: Session, call: Call, said: str = "") -> Card:
    until = letters.quiet_until(session, call.who.id)
    is_quiet = until is not None and until > call.today
    free = todays.when_free(session, call.who.id, call.now, call.zone)
    waits = words.waits(letters.count_held(session, call.who.id), free, call.zone)
    if until is not None and is_quiet:
        said = words.quiet(until, free.at.astimezone(call.zone).date())
    return cards.quiet_card(said or words.HOW, waits, is_quiet=is_quiet)


def open_until(session: Session, call: Call) -> Answer:
    until = letters.quiet_until(session, call.who.id)
    return Answer(form=cards.quiet_form(call.nonce, until))


def hand_in_until(session: Session, call: Call) -> Answer:
    until = quiet_until(call.field("until"), call.today)
    letters.be_quiet(session, call.who.id, until)
    letters.look_again(session, call.who.id, call.now)
    free = todays.when_free(session, call.who.id, call.now, call.zone)
    return Answer(text=words.quiet(until, free.at.astimezone(call.zone).date()))


def end(session: Session, call: Call) -> Answer:
    letters.be_quiet(session, call.who.id, None)
    letters.look_again(session, call.who.id, call.now)
    return Answer(card=_card(session, call, words.BACK))


def area(others: Sequence[Area]) -> Area:
    """`others`: whose prompts the one message a day carries."""
    kinds = {name: kind for other in others for name, kind in other.kinds.items()}
    return Area(
        commands={"ro": Command(show), "stille": Command(show)},
        presses={"quiet.show": show, "quiet.end": end},
        dialogs={"quiet.until": Dialog(open=open_until, hand_in=hand_in_until)},
        kinds={LETTER: Kind(title="Dagens besked", build=partial(todays.build, kinds=kinds))},
        refusal=words.refusal,
    )
