"""The two ways to send that first come to mind, for comparison: send, then mark; mark, then send.

They use the same store, messages and sender as the outbox, and take its place in the bot.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import select

import bot.outbox
from bot.outbox import Outbox, Show, _where
from bot.sending import Accepted, FetchRoster, Post, Update
from storage import outbox, people
from storage.outbox import Posted, Stage
from storage.people import Conversation
from storage.store import Session
from storage.tables import OutboxRow
from tests.chaos.forks import app_run

Work = tuple[int, int, Any]  # the row, what was wanted of it, the request; None: nothing to send


class SendThenMark(Outbox):
    async def sweep(self) -> int:
        found = await self.store.read(self._next)
        await asyncio.gather(*(self._one(work) for work in found))
        return len(found)

    async def _one(self, work: Work) -> None:
        _, _, request = work
        outcome = await self.sender.send(request) if request is not None else Accepted()
        if isinstance(outcome, Accepted):
            await self.store.write(self._mark, work, outcome.id)

    def _next(self, session: Session) -> list[Work]:
        query = select(OutboxRow).where(OutboxRow.due_at.is_not(None))
        rows = session.scalars(query.order_by(OutboxRow.priority, OutboxRow.id).limit(20)).all()
        return [(row.id, row.wanted, self._request(session, row)) for row in rows]

    def _request(self, session: Session, row: OutboxRow) -> Any:
        built = self.kinds[row.kind].build(session, row.entity, self.now())
        if built is None:
            return None
        if not isinstance(built, Show):
            return FetchRoster(conversation=built.conversation)
        where = _where(session, row.address)
        assert isinstance(where, Conversation)  # in these experiments everybody has a chat
        posted = outbox.posted(session, row.kind, row.entity)
        if posted is None:
            return Post(conversation=where, message=built.message)
        there = people.conversation(session, posted.conversation_id) or where
        return Update(conversation=there, activity_id=posted.activity_id, message=built.message)

    def _mark(self, session: Session, work: Work, activity_id: str) -> None:
        row_id, wanted, request = work
        row = session.get_one(OutboxRow, row_id)
        if isinstance(request, Post):
            where = Posted(conversation_id=request.conversation.id, activity_id=activity_id)
            outbox.note_posted(session, row.kind, row.entity, where)
        if row.wanted == wanted:
            row.state, row.due_at = Stage.SENT if request is not None else Stage.DROPPED, None
        row.shown = wanted
        if request is not None and (sent := self.kinds[row.kind].sent):
            sent(session, row.entity, self.now())


class MarkThenSend(SendThenMark):
    async def _one(self, work: Work) -> None:
        row_id, _, request = work
        await self.store.write(self._mark_only, work)
        if request is not None:
            outcome = await self.sender.send(request)
            if isinstance(request, Post) and isinstance(outcome, Accepted):
                await self.store.write(_note, row_id, request, outcome.id)

    def _mark_only(self, session: Session, work: Work) -> None:
        row_id, wanted, request = work
        row = session.get_one(OutboxRow, row_id)
        if row.wanted == wanted:
            row.state, row.due_at = Stage.SENT if request is not None else Stage.DROPPED, None
        row.shown = wanted


def _note(session: Session, row_id: int, request: Post, activity_id: str) -> None:
    row = session.get_one(OutboxRow, row_id)
    where = Posted(conversation_id=request.conversation.id, activity_id=activity_id)
    outbox.note_posted(session, row.kind, row.entity, where)


def _run_with(way: Callable[..., Outbox]) -> int:
    bot.outbox.Outbox = way  # type: ignore[misc,assignment]
    return app_run()


send_then_mark = partial(_run_with, SendThenMark)
mark_then_send = partial(_run_with, MarkThenSend)
