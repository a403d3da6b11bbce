"""First word, or card verb → one use case, in one transaction with the inbox row."""

import json
import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot import guard, letters
from bot.call import NOTHING, Answer, Call, Command, Dialog, Turn, TurnKind, UseCase, Where, number
from bot.outbox import Kind, Show
from bot.rights import asked, may
from dialogs import cards
from dialogs.calendar.season import Behind, Dated, Foreseen
from dialogs.people import cards as people_cards
from dialogs.people import words
from dialogs.people.person import Person
from dialogs.people.refused import outsider
from dialogs.people.rights import TABLE, Action, row_of
from dialogs.people.team import WrongPlace
from dialogs.privacy.guard import CprWritten, stop_cpr
from dialogs.quiet.cards import SECTION
from dialogs.refusal import Refusal
from dialogs.text import folded
from storage import arrival, inbox, people, roles
from storage.occurrences import Occurrence
from storage.people import Conversation
from storage.store import Session, Store, is_the_databases

log = logging.getLogger(__name__)

NOBODY = Person(0, "")  # Teams did not say who added the bot
SAME_PRESS = timedelta(minutes=2)  # a client that heard nothing sends a press again after 30 s
ASKS = frozenset(
    {
        *(TurnKind.MESSAGE, TurnKind.PRESS, TurnKind.OPEN_FORM, TurnKind.HAND_IN),
        TurnKind.UNKNOWN_INVOKE,
    }
)
TAKES_NOTHING = (TurnKind.NOTHING, TurnKind.OPEN_FORM)  # and so is answered anew each time
SAID, REFUSED, TAKEN = "said", "refused", "taken"  # what came of a turn, if it shows no message
UNKNOWN = Answer(text=words.UNCLEAR, asks=True)
Words = Callable[[Refusal], str | None]
Occasion = Callable[[Session, Occurrence, datetime], None]
Foresees = Callable[[Session, datetime, datetime], Iterable[Foreseen]]  # after the one, until
LooksBack = Callable[[Session, datetime, datetime], Iterable[Behind]]  # since the one, until now

# For this person, from the one moment to the other.
DatedFor = Callable[[Session, int, datetime, datetime], Iterable[Dated]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one area offers: its commands, buttons, forms, messages and words of refusal."""

    commands: Mapping[str, Command]
    presses: Mapping[str, UseCase]
    dialogs: Mapping[str, Dialog]
    kinds: Mapping[str, Kind]
    refusal: Words
    titles: Mapping[str, str] = field(default_factory=dict)  # what a button is called → its press
    occasions: Mapping[str, Occasion] = field(default_factory=dict)  # series → what it does
    series: Mapping[str, str] = field(default_factory=dict)  # of a team → its title in `status`
    foresees: Foresees | None = None  # what it will prompt, for the season
    looks_back: LooksBack | None = None  # what has become of its things of the year
    dated: DatedFor | None = None  # what it puts in somebody's own calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """What Teams tells about the chat itself."""

    bot_added: UseCase
    bot_removed: UseCase
    members_changed: UseCase
    unclear: UseCase  # a text that is no command
    unclear_in_private: Callable[[Session, Call], Answer | None]  # None: as anywhere else
    keeps: str  # the command that keeps such a text
    stranger: Callable[[Session, Conversation, datetime], None]  # somebody whom no roster names


class Switchboard:
    """Takes turns. Raises what the database raises: then nothing was acknowledged."""

    def __init__(
        self,
        *,
        store: Store,
        areas: Sequence[Area],
        happenings: Happenings,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        administrators: Collection[str],
        woken: Callable[[], None],  # something may be wanted of the outbox
    ) -> None:
        self._store = store
        self._now = now
        self._zone = zone
        self._administrators = frozenset(administrators)
        self._happenings = happenings
        self._woken = woken
        self._commands = {
            folded(word): command for area in areas for word, command in area.commands.items()
        }
        self._titles = {
            folded(title): verb for area in areas for title, verb in area.titles.items()
        }
        self._presses = {verb: use for area in areas for verb, use in area.presses.items()}
        self._dialogs = {verb: use for area in areas for verb, use in area.dialogs.items()}
        self._kinds = {name: kind for area in areas for name, kind in area.kinds.items()}
        self._refusals = [area.refusal for area in areas]

    async def take(self, turn: Turn) -> Answer:
        try:
            self._woken()  # now: what is wanted is claimed right behind it, by the same commit
            answer = await self._store.write(self._unit, turn)
        except Exception as error:
            if is_the_databases(error):
                raise
            # A fault of ours: nothing was stored, and sent again it would be no better.
            verb = turn.verb if turn.verb in {*self._presses, *self._dialogs} else ""
            log.exception("turn.broke", extra={"verb": verb, "kind": turn.kind})
            return Answer(text=words.BROKE)
        return await self._read(answer, answer.reads) if answer.reads else answer

    async def _read(self, answer: Answer, reads: Callable[[Session], Answer]) -> Answer:
        """The turn is taken, so it would not be answered if it came again: this always is."""
        try:
            found = await self._store.read(reads)
        except Exception:
            log.exception("turn.reading_broke")
            return Answer(text=words.BROKE)
        return replace(found, anew=answer.anew)

    def _unit(self, session: Session, turn: Turn) -> Answer:
        now = self._now()
        if turn.contact is not None:
            arrival.look(session, turn.contact.aad_id, turn.conversation.id)
        guest = _is_guest(session, turn)
        outcome = _known(session, turn, now)
        if outcome is not None:  # whoever was erased meanwhile sees nothing that is stored
            return self._repeated(session, turn, TAKEN if guest else outcome, now)
        if guest:
            if turn.kind in ASKS or turn.conversation.kind == people.PERSONAL:
                return self._turned_away(session, turn, now)
            turn = replace(turn, contact=None)  # what happened to the chat happened all the same
        place = people.note_conversation(session, turn.conversation)
        if turn.kind is TurnKind.NOTHING:
            return NOTHING
        if turn.contact is None and not guest and turn.kind is not TurnKind.BOT_ADDED:
            return NOTHING
        who = people.meet(session, turn.contact) if turn.contact else NOBODY
        if place.kind == people.PERSONAL and place.person_id is None and who is not NOBODY:
            people.change_conversation(session, place.id, person_id=who.id)
        call = Call(
            turn=turn,
            who=who,
            place=place,
            now=now,
            zone=self._zone,
            administrator=turn.contact is not None and turn.contact.aad_id in self._administrators,
            nonce=secrets.token_urlsafe(12),
        )
        try:
            answer = self._route(session, call)
        except Refusal as refusal:
            # It changed nothing, and may be put right and handed in. What was typed has its answer
            # in the chat, where a second one would stand below it.
            if turn.kind is TurnKind.MESSAGE:
                inbox.take(session, _once(turn), REFUSED, now)
            return self._refused(session, call, refusal)
        _note(session, turn, answer, now)
        return self._in_letter(session, turn, self._shown(session, answer, now), now)

    def _route(self, session: Session, call: Call) -> Answer:
        turn = call.turn
        match turn.kind:
            case TurnKind.MESSAGE:
                return self._said(session, call)
            case TurnKind.PRESS:
                return self._pressed(session, call)
            case TurnKind.OPEN_FORM:
                dialog = self._dialogs.get(turn.verb)
                return dialog.open(session, _asked(session, call)) if dialog else UNKNOWN
            case TurnKind.HAND_IN:
                dialog = self._dialogs.get(turn.verb)
                return self._handed_in(session, call, dialog) if dialog else UNKNOWN
            case TurnKind.BOT_ADDED:
                return self._happenings.bot_added(session, call)
            case TurnKind.BOT_REMOVED:
                return self._happenings.bot_removed(session, call)
            case TurnKind.MEMBERS_CHANGED:
                return self._happenings.members_changed(session, call)
            case TurnKind.UNKNOWN_INVOKE:
                return UNKNOWN
            case TurnKind.NOTHING:
                return NOTHING

    def _said(self, session: Session, call: Call) -> Answer:
        try:
            stop_cpr([call.turn.text])
        except CprWritten as written:
            return guard.told_to_delete(session, call, written)
        titled = self._titles.get(folded(" ".join(call.turn.text.split())))
        if titled is not None:  # before the commands: "fælles praksis" is no word to look up
            return self._presses[titled](session, asked(session, call, row_of(titled)))
        word, rest = [*call.turn.text.split(maxsplit=1), "", ""][:2]
        command = self._commands.get(folded(word))
        if command is None or (command.only and not _follows(rest, command.only)):
            return self._unclear(session, call)
        if command.where is Where.GROUP and not call.in_group:
            raise WrongPlace
        call = asked(session, replace(call, rest=rest.strip()), row_of(word))
        if command.takes_text and call.rest:
            question = guard.ask_typed(
                call,
                word,
                call.rest,
                lambda: command.use_case(session, replace(call, rest="")).card,
            )
            if question is not None:
                return question
        return command.use_case(session, call)

    def _turned_away(self, session: Session, turn: Turn, now: datetime) -> Answer:
        """Of a guest nothing is stored but the key of what they typed, which names nobody: sent
        again, it is not answered in the chat once more."""
        if turn.kind not in ASKS:
            return NOTHING
        if turn.kind is TurnKind.MESSAGE:
            inbox.take(session, _once(turn), REFUSED, now)
        place = people.conversation(session, turn.conversation.id)
        if place is None or place.team_id is None:
            return Answer(text=self._sentence(outsider(None)))
        contact = turn.contact
        if contact and not contact.guest and not roles.is_named_guest(session, contact.aad_id):
            self._happenings.stranger(session, place, now)
        team = people.team(session, place.team_id)
        return Answer(text=self._sentence(outsider(team)))

    def _sentence(self, refusal: Refusal) -> str:
        return next(said for words_of in self._refusals if (said := words_of(refusal)) is not None)

    def _unclear(self, session: Session, call: Call) -> Answer:
        call = asked(session, call, TABLE[Action.HELP])
        if not call.in_group and may(session, call, Action.LEARN):
            offered = self._happenings.unclear_in_private(session, call)
            if offered is not None:
                word = self._happenings.keeps
                return guard.ask_typed(call, word, call.turn.text, lambda: None) or offered
        return self._happenings.unclear(session, call)

    def _pressed(self, session: Session, call: Call) -> Answer:
        stop_cpr([call.turn.data.get("text", "")])
        if call.turn.verb == guard.SAY:
            return self._said_as_decided(session, call)
        use_case = self._presses.get(call.turn.verb)
        return use_case(session, _asked(session, call)) if use_case else UNKNOWN

    def _said_as_decided(self, session: Session, call: Call) -> Answer:
        command = self._commands.get(folded(call.field("word")))
        if command is None or not command.takes_text or call.in_group:
            return UNKNOWN
        call = asked(session, replace(call, rest=call.field("text")), row_of(call.field("word")))
        answer = command.use_case(session, call)
        return replace(answer, text="", card=answer.card or people_cards.said(answer.text))

    def _handed_in(self, session: Session, call: Call, dialog: Dialog) -> Answer:
        call, in_question = guard.read_form(_asked(session, call), dialog)
        if in_question:
            opened = dialog.open(session, call)
            return guard.ask_in_form(opened, call, dialog, in_question)
        return guard.carry(dialog.hand_in(session, call), call, dialog)

    def _refused(self, session: Session, call: Call, refusal: Refusal) -> Answer:
        sentence = self._sentence(refusal)
        dialog = self._dialogs.get(call.turn.verb)
        if call.turn.kind is not TurnKind.HAND_IN or dialog is None:
            return Answer(text=sentence)
        try:
            again = dialog.open(session, _asked(session, call)).form
        except Refusal:
            return Answer(text=sentence)
        if again is None:
            return Answer(text=sentence)
        return Answer(form=cards.refilled(again, call.turn.data, sentence))

    def _repeated(self, session: Session, turn: Turn, outcome: str, now: datetime) -> Answer:
        """Changes nothing, meets nobody, and is answered from the present state."""
        kind, _, entity = outcome.partition(":")
        match turn.kind:
            case TurnKind.PRESS if entity:
                again = Answer(shows=(kind, entity), again=True)
                return self._in_letter(session, turn, self._shown(session, again, now), now)
            case TurnKind.PRESS if outcome == SAID:
                return Answer(anew=True, again=True)
            case TurnKind.PRESS:
                return Answer(text=words.NOTED, again=True)
            case TurnKind.HAND_IN:
                return Answer(text=words.SAVED, again=True)
            case _:
                return Answer(again=True)

    def _shown(self, session: Session, answer: Answer, now: datetime) -> Answer:
        if answer.shows is None:
            return answer
        kind, entity = answer.shows
        built = self._kinds[kind].build(session, entity, now)
        if isinstance(built, Show) and built.message.card is not None:
            return replace(answer, shows=None, card=built.message.card)
        return replace(answer, shows=None)

    def _in_letter(self, session: Session, turn: Turn, answer: Answer, now: datetime) -> Answer:
        """What a press in one of several sections is answered with stands in its section."""
        which = number(turn.data.get(SECTION, ""))
        replaces = answer.card is not None and not answer.anew and answer.reads is None
        if which is None or turn.kind is not TurnKind.PRESS or not replaces:
            return answer
        card = letters.pressed(session, which, answer.card, now, self._kinds, again=answer.again)
        return replace(answer, card=card) if card is not None else answer


def _follows(rest: str, only: Sequence[str]) -> bool:
    return folded(" ".join(rest.split())) in map(folded, only)


def _is_guest(session: Session, turn: Turn) -> bool:
    """By what Teams says of them, now or in a roster; or by what no roster says."""
    contact = turn.contact
    return contact is not None and (
        contact.guest or roles.is_guest(session, contact.aad_id, turn.conversation.id)
    )


def _asked(session: Session, call: Call) -> Call:
    return asked(session, call, row_of(call.turn.verb))


def _known(session: Session, turn: Turn, now: datetime) -> str | None:
    """What came of this turn when it was taken before; None: it is new."""
    if turn.kind in TAKES_NOTHING:
        return None
    outcome = inbox.outcome(session, _once(turn))
    if outcome is None and turn.kind is TurnKind.PRESS:
        since = None if turn.data.get("nonce") else now - SAME_PRESS
        outcome = inbox.outcome(session, _press(turn), since=since)
    return outcome


def _note(session: Session, turn: Turn, answer: Answer, now: datetime) -> None:
    """A form that was shown, or a question that was asked in return, has taken nothing yet."""
    asked_back = answer.form is not None or answer.asks
    if turn.kind in TAKES_NOTHING or (asked_back and turn.kind is not TurnKind.MESSAGE):
        return
    outcome = SAID if answer.anew else TAKEN
    if answer.shows:
        outcome = ":".join(answer.shows)
    inbox.take(session, _once(turn), outcome, now)
    if turn.kind is TurnKind.PRESS and not answer.anew:
        inbox.take_again(session, _press(turn), outcome, now)


def _once(turn: Turn) -> str:
    """A form is taken once for each (person, nonce), whatever id it comes again under."""
    nonce = turn.data.get("nonce", "")
    if turn.kind is TurnKind.HAND_IN and nonce:
        return inbox.nameless("form", _by(turn), nonce)
    return inbox.nameless("activity", turn.conversation.id, turn.activity_id)


def _press(turn: Turn) -> str:
    """The same button of the same card as it stood: Teams may send a press again under a new id.

    A button that one may press twice in a row names what its card showed (`turn`, `version`); one
    that makes something new each time has the nonce of its card, and counts once for good.
    """
    # Hashed by itself as well, as it was when the key still named the person: a migration could
    # take the old keys along.
    button = [turn.conversation.id, turn.pressed_on, turn.verb, sorted(turn.data.items())]
    return inbox.nameless("press", _by(turn), sha256(json.dumps(button).encode()).hexdigest())


def _by(turn: Turn) -> str:
    return turn.contact.aad_id if turn.contact is not None else ""
