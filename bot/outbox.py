"""Says what is to be said: one sweep notes what has ended, claims what is next, and sends.

A message is built from the present state in the transaction that notes the intent to send it, so
nothing stale is sent and nothing is sent that is not noted (design, section 3).
"""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.limits import Limits
from bot.sending import (
    Accepted,
    FetchRoster,
    Message,
    Never,
    OpenChat,
    Outcome,
    Post,
    Request,
    Sender,
    TryAgain,
    Unsure,
    Update,
)
from dialogs.cards import Card
from storage import outbox, people
from storage.outbox import AT_ONCE, Claim, Posted, Stage
from storage.people import PERSONAL, Contact, Conversation
from storage.store import Session, Store, is_the_databases

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # longer than any send may take
DEADLINE = 45.0  # seconds for one send, whatever hangs
SETTLES_IN = 25.0  # seconds that a stop waits for what is under way
SIDE_BY_SIDE = 64
FIRST_DELAY, LONGEST_DELAY = 1.0, 300.0  # seconds
LOST_AT_MOST = 12  # attempts at a chat that the service does not find
REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What a message shows now. With a heading it is posted as that, and filled by an update."""

    message: Message
    heading: Card | None = None
    has_buttons: bool = True  # both copies act on one row, so in doubt it is sent once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Not a message: the roster of this chat is to be read."""

    conversation: Conversation


Built = Show | Fetch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of message is built, and what follows when it has been sent or cannot be."""

    build: Callable[[Session, str, datetime], Built]
    sent: Callable[[Session, str, datetime], None] | None = None
    fetched: Callable[[Session, str, Sequence[Contact], datetime], None] | None = None
    undeliverable: Callable[[Session, str, str, datetime], None] | None = None
    title: str = ""  # what `status` calls it
    private: bool = True  # between two people: `status` says "en privat besked", and no more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    claim: Claim
    request: Request
    filled: bool  # shows the whole; False: a heading, a chat being opened
    has_buttons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    sending: _Sending
    outcome: Outcome


@dataclass(slots=True)
class Outbox:
    store: Store
    sender: Sender
    kinds: Mapping[str, Kind]
    now: Callable[[], datetime]
    real: Callable[[], datetime]
    limits: Limits
    unreached: Callable[[Session, int, datetime], None] | None = None  # a person's id
    jitter: Callable[[], float] = random.random
    _results: list[_Result] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    def wake(self) -> None:
        self._woken.set()

    def tick(self, next_due: datetime | None, alive: int) -> None:
        """Called by the heartbeat: a retry, a limit, or what another process left may be due.

        `alive` processes share the database, and what Teams takes from the bot.
        """
        self.limits.shared_by = alive
        if next_due is not None and next_due <= self.real():
            self.wake()

    async def run(self) -> None:
        """Sweeps whenever there is something to do, until stopped."""
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.sweep()
            except (
                Exception
            ):  # the database is away: what ended stays noted here, and is tried again
                log.exception("outbox.sweep_failed")
                await asyncio.sleep(1)
                self.wake()

    async def sweep(self) -> int:
        """How many rows were claimed, to be sent or to be dropped as superseded."""
        results = list(self._results)
        room = self.limits.room(SIDE_BY_SIDE - len(self._under_way))
        claimed, begun = await self.store.write(self._unit, results, self.limits.held(), room)
        del self._results[: len(results)]
        for sending in begun:
            self.limits.count(sending.claim.address)
            task = asyncio.create_task(self._send(sending))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        if self._results or claimed > len(begun):
            self.wake()
        return claimed

    async def drain(self) -> None:
        """Sweeps until nothing can be sent now and nothing is under way. For tests."""
        while True:
            claimed = await self.sweep()
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            elif not claimed and not self._results:
                return

    async def stop(self, running: asyncio.Task[None] | None) -> None:
        """Ends `run` between two sweeps, never within one: what is claimed is also sent."""
        self._stopping = True
        self.wake()
        if running is not None:
            await asyncio.wait([running], timeout=SETTLES_IN)
            running.cancel()
        await self._settle()

    async def _settle(self) -> None:
        """Waits for what is under way and notes it, claiming nothing more."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=SETTLES_IN)
        results, self._results = self._results, []
        if results:
            await self.store.write(self._unit, results, set(), 0)

    async def _send(self, sending: _Sending) -> None:
        if self.real() >= sending.claim.until:
            return  # this process stood still for so long that the row is somebody else's
        try:
            async with asyncio.timeout(DEADLINE):
                outcome = await self.sender.send(sending.request)
        except TimeoutError:
            outcome = Unsure(reason="deadline")
        except Exception:
            log.exception("outbox.send_broke", extra={"kind": sending.claim.kind})
            outcome = Unsure(reason="broke")
        self._results.append(_Result(sending=sending, outcome=outcome))
        self.wake()

    # --- the unit of work of one sweep ---

    def _unit(
        self, session: Session, results: list[_Result], held: set[str], room: int
    ) -> tuple[int, list[_Sending]]:
        for result in results:
            self._noted(session, result)
        claims = outbox.claim(
            session, self.real(), owner=self.store.owner, lease=LEASE, held=held, limit=room
        )
        return len(claims), [each for claim in claims if (each := self._prepared(session, claim))]

    def _prepared(self, session: Session, claim: Claim) -> _Sending | None:
        kind = self.kinds.get(claim.kind)
        try:
            built = kind.build(session, claim.entity, self.now()) if kind else None
        except Exception as error:  # one that cannot be built must not keep the others back
            if is_the_databases(error):
                raise
            log.exception("outbox.build_broke", extra={"kind": claim.kind})
            self._end(session, claim, Stage.DEAD, "broke")
            return None
        if built is None:
            self._end(session, claim, Stage.DROPPED, "superseded")
            return None
        if isinstance(built, Fetch):
            request = FetchRoster(conversation=built.conversation)
            return _Sending(claim=claim, request=request, filled=True, has_buttons=True)
        return self._message(session, claim, built)

    def _message(self, session: Session, claim: Claim, built: Show) -> _Sending | None:
        posted = outbox.posted(session, claim.kind, claim.entity)
        where = _where(session, claim.address)
        if where is None:
            self._end(session, claim, Stage.DEAD, "nowhere")
            self._give_up(session, claim, "nowhere")
            return None
        if isinstance(where, OpenChat):
            return _Sending(claim=claim, request=where, filled=False, has_buttons=True)
        if posted is not None:
            there = people.conversation(session, posted.conversation_id) or where
            update = Update(
                conversation=there, activity_id=posted.activity_id, message=built.message
            )
            return _Sending(claim=claim, request=update, filled=True, has_buttons=True)
        if built.heading is not None:
            heading = Message(card=built.heading, summary=built.message.summary)
            request = Post(conversation=where, message=heading)
            return _Sending(claim=claim, request=request, filled=False, has_buttons=True)
        return self._whole(session, claim, built, where)

    def _whole(
        self, session: Session, claim: Claim, built: Show, where: Conversation
    ) -> _Sending | None:
        doubts = claim.doubts + claim.in_doubt
        if doubts > (1 if built.has_buttons else 0):
            self._end(session, claim, Stage.UNSURE, "in_doubt")
            return None
        if claim.in_doubt:
            outbox.again(session, claim, AT_ONCE, "in_doubt", doubt=True)
            return None
        request = Post(conversation=where, message=built.message)
        return _Sending(claim=claim, request=request, filled=True, has_buttons=built.has_buttons)

    def _noted(self, session: Session, result: _Result) -> None:
        """One result that cannot be noted must not keep the others back for ever."""
        try:
            with session.begin_nested():
                self._note(session, result)
        except Exception as error:
            if is_the_databases(error):
                raise
            log.exception("outbox.note_broke", extra={"kind": result.sending.claim.kind})
            self._end(session, result.sending.claim, Stage.DEAD, "broke")

    def _note(self, session: Session, result: _Result) -> None:
        sending, claim = result.sending, result.sending.claim
        if outbox.is_over(session, claim):
            self._too_late(session, sending, result.outcome)
            return
        match result.outcome:
            case Accepted(id="") if isinstance(sending.request, (Post, OpenChat)):
                self._in_doubt(session, sending, "no_id")
            case Accepted() as accepted:
                self._accepted(session, sending, accepted)
            case TryAgain(reason=reason, after=after):
                self._later(session, claim, reason, after)
            case Unsure(reason=reason):
                self._in_doubt(session, sending, reason)
            case Never(reason=reason, gone=gone):
                self._refused(session, sending, reason, gone=gone)
            case _ as never:
                assert_never(never)

    def _too_late(self, session: Session, sending: _Sending, outcome: Outcome) -> None:
        """This process stood still, and its lease passed. Only that a message did arrive, and
        where, is still worth knowing."""
        claim = sending.claim
        match sending.request, outcome:
            case Post(conversation=conversation), Accepted(id=activity_id) if activity_id:
                if outbox.posted(session, claim.kind, claim.entity) is None:
                    where = Posted(conversation_id=conversation.id, activity_id=activity_id)
                    outbox.note_posted(session, claim.kind, claim.entity, where)
                    if sending.filled:
                        outbox.arrived_after_all(session, claim, self.now())

    def _accepted(self, session: Session, sending: _Sending, accepted: Accepted) -> None:
        claim, kind = sending.claim, self.kinds[sending.claim.kind]
        match sending.request:
            case OpenChat(via=via):
                _note_chat(session, claim.address, accepted.id, via)
            case Post(conversation=conversation):
                where = Posted(conversation_id=conversation.id, activity_id=accepted.id)
                outbox.note_posted(session, claim.kind, claim.entity, where)
            case FetchRoster():
                if kind.fetched:
                    kind.fetched(session, claim.entity, accepted.roster, self.now())
            case Update():
                pass
        sort, _, name = claim.address.partition(":")
        if sort == "person":
            people.unreachable(session, int(name), None)
        if not sending.filled:
            outbox.again(session, claim, AT_ONCE, claim.reason)
            return
        outbox.shown(session, claim, self.now())
        if kind.sent:
            kind.sent(session, claim.entity, self.now())

    def _later(self, session: Session, claim: Claim, reason: str, after: timedelta | None) -> None:
        """Refused before any effect: as often as it takes, for what is stale is dropped when it
        is built. Only a chat that is not found is given up."""
        if reason.startswith("404") and claim.attempts >= LOST_AT_MOST:
            self._end(session, claim, Stage.DEAD, reason)
            self._give_up(session, claim, reason)
            return
        at = self.real() + max(self._delay(claim), after or timedelta())
        if after is not None:
            self.limits.hold(claim.address, at)
        outbox.again(session, claim, at, reason)

    def _delay(self, claim: Claim) -> timedelta:
        """Exponential, with full jitter."""
        longest = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(claim.attempts - 1, 16))
        return timedelta(seconds=max(0.05, longest * self.jitter()))

    def _in_doubt(self, session: Session, sending: _Sending, reason: str) -> None:
        """Updates are repeated, headings posted again, prompts sent once more, lines parked."""
        claim = sending.claim
        harmless = not isinstance(sending.request, Post) or not sending.filled
        once_more = sending.has_buttons and not claim.doubts
        if not (harmless or once_more):
            self._end(session, claim, Stage.UNSURE, reason)
            return
        at = self.real() + self._delay(claim)
        outbox.again(session, claim, at, reason, doubt=not harmless)

    def _end(self, session: Session, claim: Claim, stage: Stage, reason: str) -> None:
        outbox.end(session, claim, stage, reason, self.now())

    def _refused(self, session: Session, sending: _Sending, reason: str, *, gone: bool) -> None:
        claim = sending.claim
        if isinstance(sending.request, Update) and gone and claim.reason != REPLACED:
            # The message is gone from the chat: one new card, once, instead of a dead meeting.
            outbox.forget_posted(session, claim.kind, claim.entity)
            outbox.again(session, claim, AT_ONCE, REPLACED)
            return
        self._end(session, claim, Stage.DEAD, reason)
        self._give_up(session, claim, reason)

    def _give_up(self, session: Session, claim: Claim, reason: str) -> None:
        log.warning("outbox.dead", extra={"kind": claim.kind, "reason": reason})
        kind = self.kinds.get(claim.kind)
        if kind and kind.undeliverable:
            kind.undeliverable(session, claim.entity, reason, self.now())
        sort, _, name = claim.address.partition(":")
        if sort == "person" and reason != "nowhere" and self.unreached:
            self.unreached(session, int(name), self.now())


def _where(session: Session, address: str) -> Conversation | OpenChat | None:
    """The chat that an address means; for somebody without one, how to open it."""
    sort, _, name = address.partition(":")
    if sort == "conversation":
        found = people.conversation(session, name)
        return found if found and not found.left else None
    person_id = int(name)
    if (own := people.personal_chat(session, person_id)) is not None:
        return own
    via = people.any_conversation(session)
    if via is None:
        return None
    return OpenChat(contact=people.contact_of(session, person_id), via=via)


def _note_chat(session: Session, address: str, chat_id: str, via: Conversation) -> None:
    person_id = int(address.partition(":")[2])
    seen = Conversation(
        id=chat_id,
        kind=PERSONAL,
        service_url=via.service_url,
        tenant_id=via.tenant_id,
        bot_id=via.bot_id,
        person_id=person_id,
    )
    people.note_conversation(session, seen)
    people.change_conversation(session, chat_id, person_id=person_id, left=False)
    people.unreachable(session, person_id, None)
