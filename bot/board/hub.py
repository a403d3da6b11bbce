"""The open boards of this process. When a meeting has changed, it is looked at once, and whatever
each board is to show now is put in its place: a board that is slow shows the newest, not each.

Home-made because it is a hundred lines, and there is nothing to buy but a message broker.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.board.looking import Draws, Looker, Seen, look
from storage.store import Store

AT_ONCE = 50  # boards that are told in one turn of the loop
SIGN_OF_LIFE = 15.0  # seconds between two, so that both sides notice a lost connection
LOOKS_AGAIN = 30.0  # seconds: rights that changed, and news that was lost
SLOW = 30.0  # seconds that a board may take to receive what it is to show
TRIES_AGAIN = 1.0  # seconds, when the database did not answer

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Board:
    """One open screen. `seen` is what it is to show; `wake` is set when that is new (`fresh`),
    when a sign of life is due, and when it is `closed`."""

    looker: Looker
    ends: float = float("inf")  # on the loop's clock: when its ticket is over
    seen: Seen | None = None
    fresh: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False
    task: asyncio.Task[Any] | None = None  # which sends to it
    sending_since: float | None = None  # on the loop's clock

    def show(self, seen: Seen) -> None:
        if self.seen is None or seen.event != self.seen.event:
            self.seen = seen
            self.fresh = True
            self.wake.set()

    def close(self) -> None:
        self.closed = True
        self.wake.set()


class Full(Exception):
    """No more boards can be open in this process."""


class Hub:
    def __init__(self, *, store: Store, zone: ZoneInfo, draws: Draws, most: int) -> None:
        """`most`: boards that can be open at once."""
        self._store = store
        self._zone = zone
        self._draws = draws
        self._most = most
        self._boards: set[Board] = set()
        self._new: set[Board] = set()
        self._changed: set[int] = set()
        self._everything = False
        self._wake = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._boards)

    def join(self, looker: Looker, ends: float = float("inf")) -> Board:
        """Raises Full."""
        if self._closed or len(self._boards) >= self._most:
            raise Full
        board = Board(looker, ends)
        self._boards.add(board)
        self._new.add(board)
        self._wake.set()
        return board

    def leave(self, board: Board) -> None:
        self._boards.discard(board)
        self._new.discard(board)

    def heard(self, meetings: Collection[int] | None) -> None:
        """Told after a commit. None: any of them may have changed."""
        if meetings is None:
            self._everything = True
        else:
            self._changed.update(meetings)
            shown = {board.seen.meeting_id for board in self._boards if board.seen is not None}
            for meeting_id in set(meetings) - shown:
                self._draws.forget(meeting_id)  # it may be over, and nobody looks any more
        if self._boards:
            self._wake.set()

    def close(self) -> None:
        """Every open board ends, so that the server can."""
        self._closed = True
        for board in self._boards:
            board.close()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        beats = loop.create_task(self._beat())
        looks_again = loop.time() + LOOKS_AGAIN
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                if loop.time() >= looks_again:
                    looks_again = loop.time() + LOOKS_AGAIN
                    self._everything = True
                boards = self._affected()
                if boards:
                    await self._show(boards)
        finally:
            beats.cancel()

    async def _beat(self) -> None:
        """One timer for all: of their own, thousands of boards would have tens of thousands."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SIGN_OF_LIFE)
            for number, board in enumerate(list(self._boards), 1):
                if loop.time() >= board.ends:
                    board.close()
                elif board.sending_since is None:
                    board.wake.set()
                elif loop.time() - board.sending_since > SLOW and board.task is not None:
                    board.task.cancel()
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
            self._wake.set()

    def _affected(self) -> list[Board]:
        """Whoever sees a meeting that changed, or waits for one; and who has seen nothing yet."""
        changed, everything, new = self._changed, self._everything, self._new
        self._changed, self._everything, self._new = set(), False, set()
        return [
            board
            for board in self._boards
            if everything
            or board in new
            or (changed and (board.seen is None or board.seen.meeting_id is None))
            or (board.seen is not None and board.seen.meeting_id in changed)
        ]

    async def _show(self, boards: Collection[Board]) -> None:
        try:
            lookers = {board.looker for board in boards}
            seen = await self._store.read(look, lookers, self._zone, self._draws)
        except Exception:
            log.exception("board.looking_broke")
            self._new.update(board for board in boards if board in self._boards)
            await asyncio.sleep(TRIES_AGAIN)
            self._wake.set()
            return
        still = {one.meeting_id for one in seen.values()}
        for was in {board.seen.meeting_id for board in boards if board.seen is not None}:
            if was is not None and was not in still:
                self._draws.forget(was)
        for number, board in enumerate(boards, 1):
            board.show(seen[board.looker])
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
