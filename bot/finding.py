"""`søg`: shared practice of every team, found again. What is looked for is stored nowhere."""

from functools import partial

from bot.call import Answer, Call, Command, Dialog
from bot.rights import may
from bot.switchboard import Area
from dialogs.learning import finding_cards as cards
from dialogs.learning import finding_words as words
from dialogs.learning.finding import search_words
from dialogs.people.rights import Action
from storage import search
from storage.store import Session


def typed(session: Session, call: Call) -> Answer:
    """`søg <ord>`, in a group as in private."""
    asked = search_words(call.rest)
    return _look(session, call, asked) if asked else Answer(card=cards.ask())


def broader(session: Session, call: Call) -> Answer:
    """The button under "found nothing"."""
    asked = search_words(call.field("text"))
    return _look(session, call, asked) if asked else Answer(card=cards.ask(), anew=True)


def open_search(session: Session, call: Call) -> Answer:
    return Answer(form=cards.form(call.nonce))


def hand_in_search(session: Session, call: Call) -> Answer:
    """What was found stands in the form, so that one may look again at once."""
    asked = search_words(call.field("words"))
    if not asked:
        return open_search(session, call)
    wider = call.field("as") == cards.BROADER
    return Answer(reads=partial(_in_form, asked=asked, wider=wider, nonce=call.nonce), asks=True)


def _look(session: Session, call: Call, asked: str) -> Answer:
    asks = may(session, call, Action.FIND_WHO_KNOWS)
    return Answer(reads=partial(_in_chat, asked=asked, asks=asks), anew=True)


def _in_chat(session: Session, asked: str, asks: bool) -> Answer:
    found = search.find(session, asked)
    if found:
        return Answer(card=cards.found(asked, found))
    return Answer(card=cards.nothing(asked, search.broader(session, asked), asks=asks))


def _in_form(session: Session, asked: str, wider: bool, nonce: str) -> Answer:
    if wider:
        asked = search.broader(session, asked) or asked
    found = search.find(session, asked)
    other = None if found else search.broader(session, asked)
    return Answer(form=cards.form(nonce, asked, found, other))


AREA = Area(
    commands={"søg": Command(typed)},
    presses={"finding.broader": broader},
    dialogs={
        "finding.search": Dialog(open=open_search, hand_in=hand_in_search, naming=("words",))
    },
    kinds={},
    refusal=words.refusal,
)
