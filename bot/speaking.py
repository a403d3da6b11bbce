"""Says what is stored nowhere: an answer that only reads. Lost in a crash, it is asked again."""

import asyncio
import logging
from dataclasses import dataclass, field, replace

from bot.call import Answer, Turn
from bot.limits import Limits
from bot.sending import Message, Post, Sender, TryAgain
from storage.outbox import to_chat

log = logging.getLogger(__name__)

TRIES = 4
PATIENCE = 0.5  # seconds, doubled with each try


@dataclass(slots=True)
class Speaker:
    sender: Sender
    limits: Limits
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def say(self, turn: Turn, answer: Answer) -> None:
        """Said after the turn, beside it: the one who asked need not wait for HTTP."""
        task = asyncio.create_task(self._say(turn, answer))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """Waits, a few seconds at most, until everything is said."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=5)

    async def _say(self, turn: Turn, answer: Answer) -> None:
        where = replace(turn.conversation, id=turn.reply_to or turn.conversation.id)
        message = Message(card=answer.card, text=answer.text)
        address = to_chat(turn.conversation.id)
        for attempt in range(TRIES):
            wait = PATIENCE * 2**attempt
            if address not in self.limits.held() and self.limits.room(1):
                begun = self.limits.begin(address)
                try:
                    outcome = await self.sender.send(Post(conversation=where, message=message))
                finally:
                    self.limits.end(begun)
                if not isinstance(outcome, TryAgain):
                    return
                wait = max(wait, outcome.after.total_seconds() if outcome.after else 0)
            await asyncio.sleep(wait)
        log.warning("speaker.gave_up")
