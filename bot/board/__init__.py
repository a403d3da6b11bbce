"""The board: what a meeting shows on a screen, and the way there."""

from functools import partial

from bot.board.tickets import BoardLinks
from bot.call import Answer, Call, Dialog
from bot.switchboard import Area
from dialogs.board import way, words
from dialogs.refusal import Refusal
from dialogs.sparring.meeting import CLOSES_ITSELF_AFTER
from dialogs.sparring.plan import NoMeeting
from storage import audit
from storage.store import Session


def open_links(session: Session, call: Call, links: BoardLinks) -> Answer:
    """Shown to the presser alone. Both links are over when the meeting closes by itself at the
    latest; when it ends before, they lead to nothing."""
    meeting = call.standing.meeting if call.standing is not None else None
    if meeting is None or not meeting.is_open:
        raise NoMeeting
    left = meeting.started_at + CLOSES_ITSELF_AFTER - call.now
    own = links.to_meeting(meeting.id, audit.pseudonym(session, call.who.id), left)
    return Answer(form=way.links(own, links.to_meeting(meeting.id, "", left)))


def nothing_to_hand_in(session: Session, call: Call) -> Answer:
    return Answer(text=words.ASK)


def refusal(error: Refusal) -> str | None:
    return None


def area(links: BoardLinks) -> Area:
    return Area(
        commands={},
        presses={},
        dialogs={
            way.VERB: Dialog(open=partial(open_links, links=links), hand_in=nothing_to_hand_in)
        },
        kinds={},
        refusal=refusal,
    )
