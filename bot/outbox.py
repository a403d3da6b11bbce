"""Says what is to be said: one sweep notes what has ended, claims what is next, and sends.

The intent to send is committed before anything is sent, and a message is built from the state
after that, so nothing stale is sent and nothing is sent that is not noted (design, section 3).
"""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import letters as todays
from bot.kinds import Built, Fetch, Kind, Show
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
    within,
)
from storage import letters, outbox, people
from storage.letters import Section
from storage.outbox import LETTER, Arrived, Claim, Posted, Stage
from storage.people import PERSONAL, Conversation
from storage.store import Session, Store, is_the_databases

__all__ = ["Built", "Fetch", "Kind", "Outbox", "Show"]
log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # longer than any send may take
DEADLINE = 45.0  # seconds for one send, whatever hangs
SETTLES_IN = 25.0  # seconds that a stop waits for what is under way
SIDE_BY_SIDE = 64
FIRST_DELAY, LONGEST_DELAY = 1.0, 300.0  # seconds
LOST_AT_MOST = 12  # attempts at a chat that the service does not find
REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    claim: Claim
    request: Request
    filled: bool  # shows the whole; False: a heading, a chat being opened
    has_buttons: bool
    carries: frozenset[int] = frozenset()  # of a letter: its sections


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """What became of a claim, to be written down in the next sweep."""

    claim: Claim
    write: Callable[[Session], None]
    plain: bool = True  # touches the outbox alone, so it can share the transaction of the claims
    arrived: Arrived | None = None  # nothing else came of it: noted in one with others like it


@dataclass(slots=True)
class Outbox:
    store: Store
    sender: Sender
    kinds: Mapping[str, Kind]
    now: Callable[[], datetime]
    real: Callable[[], datetime]
    limits: Limits
    zone: ZoneInfo
    unreached: Callable[[Session, int, datetime], None] | None = None  # a person's id
    jitter: Callable[[], float] = random.random
    _results: list[_Note] = field(default_factory=list)
    _claimed: set[tuple[int, int]] = field(default_factory=set)  # until their end is noted
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _held_is_due: bool = False  # as far as the heartbeat knows
    gathering: bool = False  # more prompts are about to come: what is held waits for them

    def wake(self) -> None:
        self._woken.set()

    def tick(
        self, next_due: datetime | None, alive: int, next_held: datetime | None = None
    ) -> None:
        """Called by the heartbeat: a retry, a limit, or what another process left may be due; or
        somebody's free moment has come (`next_held`, in domain time).

        `alive` processes share the database, and what Teams takes from the bot.
        """
        self.limits.shared_by = alive
        if next_due is not None and next_due <= self.real():
            self.wake()
        if next_held is not None and next_held <= self.now():
            self._held_is_due = True
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
        """How many rows were claimed, to be sent or to be dropped as superseded; and one more if
        something that was held may leave, or was looked at."""
        notes = list(self._results)
        plain = [note for note in notes if note.plain]
        others = [note for note in notes if not note.plain]
        held, room = self.limits.held(), self.limits.room(SIDE_BY_SIDE - len(self._under_way))
        # Handed in together, the two share a commit where they can. What is claimed is sent even
        # if something else cannot be noted just now; that is kept, and noted later.
        noting = self.store.write(self._write_down, others) if others else asyncio.sleep(0)
        claiming = self.store.claim(self._unit, plain, held, room)
        noted, claimed = await asyncio.gather(noting, claiming, return_exceptions=True)
        done = [] if isinstance(noted, BaseException) else others
        if isinstance(claimed, BaseException):
            self._noted(done)
            raise claimed
        self._noted([*done, *plain])
        self._claimed |= {(claim.id, claim.number) for claim in claimed}
        for each in await self._built(claimed):
            if isinstance(each, _Note):
                self._results.append(each)
            else:
                self._begin(each)
        if self._results:
            self.wake()
        if isinstance(noted, BaseException):
            raise noted
        lets_go = self._held_is_due and not self.gathering
        if lets_go:
            now = self.now()
            lets_go = await self.store.write(todays.let_go, self.kinds, now, self.zone)
            self._held_is_due = lets_go
            if lets_go:
                self.wake()
        return len(claimed) + lets_go

    def _noted(self, done: list[_Note]) -> None:
        self._results = [note for note in self._results if note not in done]
        self._claimed -= {(note.claim.id, note.claim.number) for note in done}

    async def _built(self, claims: list[Claim]) -> list[_Sending | _Note]:
        if not claims:
            return []
        try:
            return await self.store.read(self._build_all, claims)
        except Exception:  # nothing was sent, and that must not be forgotten
            self._results += [_Note(claim=c, write=partial(self._unbuilt, c)) for c in claims]
            raise

    def _unbuilt(self, claim: Claim, session: Session) -> None:
        outbox.again(session, claim, self.real() + self._delay(claim), "database")

    def _begin(self, sending: _Sending) -> None:
        begun = self.limits.begin(sending.claim.address)
        task = asyncio.create_task(self._send(sending))
        task.add_done_callback(lambda _: self.limits.end(begun))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def drain(self) -> None:
        """Sweeps until nothing can be sent now and nothing is under way. For tests."""
        while True:
            self._held_is_due = True
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
        notes, self._results = self._results, []
        if notes:
            await self.store.write(self._write_down, notes)

    async def _send(self, sending: _Sending) -> None:
        outcome = await self._ended(sending)
        if isinstance(outcome, TryAgain) and outcome.after:
            # The service asked this chat to wait: so do the other rows of it, from now on.
            self.limits.hold(sending.claim.address, self.real() + outcome.after)
        note = _Note(
            claim=sending.claim,
            write=partial(self._note, sending, outcome),
            plain=self._is_plain(sending, outcome),
            arrived=self._arrived(sending, outcome),
        )
        self._results.append(note)
        self.wake()

    def _is_plain(self, sending: _Sending, outcome: Outcome) -> bool:
        """Nothing of an area's follows from it."""
        match sending.request, outcome:
            case Post() | Update(), Accepted():
                claim = sending.claim
                return claim.kind != LETTER and self.kinds[claim.kind].sent is None
            case _, TryAgain() | Unsure():
                return sending.claim.attempts < LOST_AT_MOST
        return False

    def _arrived(self, sending: _Sending, outcome: Outcome) -> Arrived | None:
        """What is most of it: a whole message came, and nothing else follows."""
        if not (sending.filled and self._is_plain(sending, outcome)):
            return None
        match sending.request, outcome:
            case Post(conversation=where), Accepted(id=str() as new_id) if new_id:
                there = Posted(conversation_id=where.id, activity_id=new_id)
                return Arrived(claim=sending.claim, posted=there)
            case Update(), Accepted():
                return Arrived(claim=sending.claim)
        return None

    async def _ended(self, sending: _Sending) -> Outcome:
        if self.real() >= sending.claim.until:  # this process stood still for so long
            return TryAgain(reason="lease")
        try:
            outcome = await within(DEADLINE, self.sender.send(sending.request))
        except Exception:
            log.exception("outbox.send_broke", extra={"kind": sending.claim.kind})
            return Unsure(reason="broke")
        return outcome or Unsure(reason="deadline")

    # --- the units of work of one sweep ---

    def _write_down(self, session: Session, notes: list[_Note]) -> None:
        arrived = [note.arrived for note in notes if note.arrived is not None]
        together = bool(arrived) and self._write_together(session, arrived)
        for note in notes:
            if note.arrived is None or not together:
                self._write_one(session, note)

    def _write_together(self, session: Session, arrived: list[Arrived]) -> bool:
        """False: something is wrong with one of them, so each is written alone."""
        try:
            with session.begin_nested():
                outbox.shown_all(session, arrived, self.now())
                people.reachable(session, [_person(each.claim.address) for each in arrived])
        except Exception as error:
            if is_the_databases(error):
                raise
            log.exception("outbox.notes_broke")
            return False
        return True

    def _write_one(self, session: Session, note: _Note) -> None:
        """One result that cannot be noted must not keep the others back for ever."""
        if outbox.is_over(session, note.claim):
            return
        try:
            with session.begin_nested():
                note.write(session)
        except Exception as error:
            if is_the_databases(error):
                raise
            log.exception("outbox.note_broke", extra={"kind": note.claim.kind})
            self._end(session, note.claim, Stage.DEAD, "broke")

    def _unit(
        self, session: Session, notes: list[_Note], held: set[str], room: int
    ) -> list[Claim]:
        self._write_down(session, notes)
        claims = outbox.claim(
            session,
            self.real(),
            owner=self.store.owner,
            known={row_id for row_id, _ in self._claimed},
            lease=LEASE,
            held=held,
            harmless=[name for name, kind in self.kinds.items() if kind.harmless],
            limit=room,
        )
        if names := [claim.entity for claim in claims if claim.kind == LETTER]:
            letters.being_sent(session, names)
        return claims

    def _build_all(self, session: Session, claims: list[Claim]) -> list[_Sending | _Note]:
        stands = outbox.posted_all(session, claims)
        chats = _chats(session, claims)
        return [self._prepared(session, claim, stands, chats) for claim in claims]

    def _prepared(
        self,
        session: Session,
        claim: Claim,
        stands: Mapping[tuple[str, str], Posted],
        chats: Mapping[str, Conversation],
    ) -> _Sending | _Note:
        kind = self.kinds.get(claim.kind)
        posted = stands.get((claim.kind, claim.entity))
        stands_in = claim.letter if posted is not None else None
        if claim.kind == LETTER:
            stands_in = claim.entity
            if posted is None and not todays.is_free_for(
                session, stands_in, self.now(), self.zone
            ):
                return _Note(claim=claim, write=partial(self._too_late, claim), plain=False)
        try:
            if stands_in is not None:
                built: Built = todays.build(session, stands_in, self.now(), self.kinds)
            else:
                built = kind.build(session, claim.entity, self.now()) if kind else None
        except Exception as error:  # one that cannot be built must not keep the others back
            if is_the_databases(error):
                raise
            log.exception("outbox.build_broke", extra={"kind": claim.kind})
            return self._ends(claim, Stage.DEAD, "broke")
        if built is None and kind is not None and kind.lasting:
            return self._ends(claim, Stage.DEAD, claim.reason or "late")
        if built is None:
            return self._ends(claim, Stage.DROPPED, "superseded")
        if isinstance(built, Fetch):
            request = FetchRoster(conversation=built.conversation)
            return _Sending(claim=claim, request=request, filled=True, has_buttons=True)
        return self._message(session, claim, built, posted, chats.get(claim.address))

    def _too_late(self, claim: Claim, session: Session) -> None:
        letters.take_apart(session, claim, self.now())

    def _ends(self, claim: Claim, stage: Stage, reason: str) -> _Note:
        def write(session: Session) -> None:
            self._end(session, claim, stage, reason)

        return _Note(claim=claim, write=write)

    def _message(
        self,
        session: Session,
        claim: Claim,
        built: Show,
        posted: Posted | None,
        chat: Conversation | None,
    ) -> _Sending | _Note:
        where = chat or _where(session, claim.address)
        if where is None:
            return _Note(claim=claim, write=partial(self._nowhere, claim), plain=False)
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
        return self._whole(claim, built, where)

    def _whole(self, claim: Claim, built: Show, where: Conversation) -> _Sending | _Note:
        """A message that must not come twice: in doubt a prompt is sent once more, a line not."""
        doubts = claim.doubts + claim.in_doubt
        if doubts > (1 if built.has_buttons else 0):
            return self._ends(claim, Stage.UNSURE, "in_doubt")
        if claim.in_doubt:
            return _Note(claim=claim, write=partial(outbox.doubt, claim=claim))
        request = Post(conversation=where, message=built.message)
        return _Sending(
            claim=claim,
            request=request,
            filled=True,
            has_buttons=built.has_buttons,
            carries=built.carries,
        )

    def _nowhere(self, claim: Claim, session: Session) -> None:
        self._dies(session, claim, "nowhere")

    def _note(self, sending: _Sending, outcome: Outcome, session: Session) -> None:
        claim = sending.claim
        match outcome:
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

    def _accepted(self, session: Session, sending: _Sending, accepted: Accepted) -> None:
        claim, kind = sending.claim, self.kinds[sending.claim.kind]
        match sending.request:
            case OpenChat(via=via):
                _note_chat(session, claim.address, accepted.id, via)
            case Post(conversation=conversation):
                where = Posted(conversation_id=conversation.id, activity_id=accepted.id)
                outbox.note_posted(session, claim.kind, claim.entity, where)
                if claim.kind == LETTER:
                    self._has_come(session, claim.entity, where, sending.carries)
            case FetchRoster():
                if kind.fetched:
                    kind.fetched(session, claim.entity, accepted.roster, self.now())
            case Update():
                pass
        people.reachable(session, [_person(claim.address)])
        if not sending.filled:
            outbox.fill(session, claim)
            return
        outbox.shown(session, claim, self.now())
        if kind.sent:
            kind.sent(session, claim.entity, self.now())

    def _has_come(
        self, session: Session, letter: str, where: Posted, seen: frozenset[int]
    ) -> None:
        for each in letters.has_come(session, letter, where, seen, self.now()):
            kind = self.kinds.get(each.kind)
            if kind and kind.sent:
                kind.sent(session, each.entity, self.now())

    def _later(self, session: Session, claim: Claim, reason: str, after: timedelta | None) -> None:
        """Refused before any effect: as often as it takes, for what is stale is dropped when it
        is built. Only a chat that is not found is given up."""
        if reason.startswith("404") and claim.attempts >= LOST_AT_MOST:
            self._dies(session, claim, reason)
            return
        at = self.real() + max(self._delay(claim), after or timedelta())
        outbox.again(session, claim, at, self._why(claim, reason))

    def _why(self, claim: Claim, reason: str) -> str:
        """A message is replaced once, whatever comes between."""
        return REPLACED if claim.reason == REPLACED else reason

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
        outbox.again(session, claim, at, self._why(claim, reason), doubt=not harmless)

    def _end(self, session: Session, claim: Claim, stage: Stage, reason: str) -> list[Section]:
        """And what ended with it: of a letter, what it carries."""
        if claim.kind != LETTER:
            outbox.end(session, claim, stage, reason, self.now())
            return [Section(id=claim.id, kind=claim.kind, entity=claim.entity)]
        # A letter that never came is nothing; what it carried is what did not get there.
        own = Stage.DROPPED if stage is Stage.DEAD else stage
        outbox.end(session, claim, own, reason, self.now())
        return [*letters.end_with(session, claim.entity, stage, reason, self.now())]

    def _refused(self, session: Session, sending: _Sending, reason: str, *, gone: bool) -> None:
        claim = sending.claim
        if isinstance(sending.request, Update) and gone and claim.reason != REPLACED:
            # The message is gone from the chat: one new card, once, instead of a dead meeting.
            outbox.again_anew(session, claim, self.now(), REPLACED)
            return
        self._dies(session, claim, reason)

    def _dies(self, session: Session, claim: Claim, reason: str) -> None:
        secret = True
        for each in self._end(session, claim, Stage.DEAD, reason):
            log.warning("outbox.dead", extra={"kind": each.kind, "reason": reason})
            kind = self.kinds.get(each.kind)
            if kind and kind.undeliverable:
                kind.undeliverable(session, each.entity, reason, self.now())
            secret = secret and kind is not None and kind.quiet
        sort, _, name = claim.address.partition(":")
        if secret:
            return
        if sort == "person" and reason != "nowhere" and self.unreached:
            self.unreached(session, int(name), self.now())


def _person(address: str) -> int | None:
    sort, _, name = address.partition(":")
    return int(name) if sort == "person" else None


def _chats(session: Session, claims: list[Claim]) -> Mapping[str, Conversation]:
    """By their addresses: the chats that are there and take messages; of the rest see `_where`."""
    addresses = {claim.address for claim in claims}
    persons = {who: address for address in addresses if (who := _person(address)) is not None}
    own = people.personal_chats(session, persons)
    names = {a.partition(":")[2]: a for a in addresses if a not in persons.values()}
    others = people.conversations(session, names)
    return {
        **{persons[who]: chat for who, chat in own.items()},
        **{names[name]: chat for name, chat in others.items() if not chat.left},
    }


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
    contact = people.contact_of(session, person_id)
    return OpenChat(contact=contact, via=via) if via and contact else None


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
    people.change_conversation(session, chat_id, person_id=person_id, left=False, left_at=None)
    people.reachable(session, [person_id])
