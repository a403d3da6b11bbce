"""The guard at the door: nothing that somebody wrote is taken before it was read here.

A CPR number goes no further, and is told to its writer alone. About what else looks personal the
writer is asked: in the form that it was written in, or by a card in a chat of one's own. In a
group the text is not taken, since a card there would repeat it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.call import NOTHING, Answer, Call, Dialog
from bot.kinds import moment
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from dialogs import cards as parts
from dialogs.cards import Card
from dialogs.people import cards as people_cards
from dialogs.privacy import cards, guard, words
from dialogs.privacy.guard import Asked, CprWritten, Way
from storage import outbox, people
from storage.outbox import Priority, to_person
from storage.store import Session

SAY = "guard.say"  # the button under a text that was asked about: says it as was decided
TYPED_CPR = "guard.typed_cpr"  # asks its writer, alone, to delete what was typed in a group
WAY, MARK = "guard", "guarded"  # in a form's data: the decision, and which text it is about


# --- forms -----------------------------------------------------------------------------------


def read_form(call: Call, dialog: Dialog) -> tuple[Call, dict[str, Asked]]:
    """The call as its writer decided, and what must be asked first. Raises CprWritten."""
    texts = written(call, dialog)
    guard.stop_cpr([*texts.values(), *(call.turn.data.get(name, "") for name in dialog.naming)])
    if _is_kept(call, texts):
        return call, {}
    asked = guard.in_question(texts)
    if call.turn.data.get(WAY) != Way.REWORD:
        return call, asked
    said = {name: each.reworded for name, each in asked.items()}
    return replace(call, turn=replace(call.turn, data={**call.turn.data, **said})), {}


def written(call: Call, dialog: Dialog) -> dict[str, str]:
    return {name: call.turn.data[name] for name in dialog.texts if call.turn.data.get(name)}


def _is_kept(call: Call, texts: Mapping[str, str]) -> bool:
    """A decision is about the text as it stood: one that was changed is asked about anew."""
    said = call.turn.data
    return said.get(WAY) == Way.KEEP and said.get(MARK) == guard.mark(texts.values())


def ask_in_form(opened: Answer, call: Call, dialog: Dialog, asked: Mapping[str, Asked]) -> Answer:
    """The same form with what was written, the question, and a button for each way."""
    if opened.form is None:
        return opened
    about = guard.mark(written(call, dialog).values())
    ways = {way: {WAY: way, MARK: about} for way in Way}
    form = cards.asked_in_form(opened.form, call.turn.data, guard.together(asked.values()), ways)
    return replace(opened, form=form)


def carry(answer: Answer, call: Call, dialog: Dialog) -> Answer:
    """What was decided about a text still stands in the form that it leads to."""
    if answer.form is None or not call.turn.data.get(WAY):
        return answer
    kept = {WAY: Way.KEEP, MARK: guard.mark(written(call, dialog).values())}
    return replace(answer, form=parts.sent_along(answer.form, kept))


# --- what is typed ---------------------------------------------------------------------------


def told_to_delete(session: Session, call: Call, written: CprWritten) -> Answer:
    """To the writer alone, and nothing of the text goes on."""
    if not call.in_group:
        return Answer(text=words.cpr_refused(written.found, in_chat=True))
    entity = f"{call.who.id}:{moment(call.now)}:{call.place.id}"
    outbox.want(session, TYPED_CPR, entity, to_person(call.who.id), Priority.ANSWER, call.now)
    return NOTHING


def ask_typed(
    call: Call, word: str, text: str, without_text: Callable[[], Card | None]
) -> Answer | None:
    """None: nothing in it looks personal. `without_text` gives what the word alone is answered."""
    asked = guard.in_question({"text": text}).get("text")
    if asked is None:
        return None
    if call.in_group:
        return Answer(card=cards.not_in_the_group(without_text()))
    return Answer(card=cards.asked_in_chat(call.nonce, SAY, word, asked))


def _typed_cpr(session: Session, entity: str, now: datetime) -> Built:
    place_id = entity.split(":", 2)[2]
    place = people.conversation(session, place_id)
    team = people.team(session, place.team_id) if place and place.team_id is not None else None
    said = words.cpr_typed_in_group(team.name if team else "")
    return Show(message=Message(card=people_cards.said(said), summary=words.DELETE_IN_CHAT))


KINDS = {TYPED_CPR: Kind(title="Besked om et CPR-nummer i chatten", build=_typed_cpr)}
