"""How much Teams takes from a bot (platform limits per conversation and per tenant).

Home-made because the outbox must know before it claims a row whether its chat is held back;
libraries for this wait at the send, with the row already taken.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PER_CHAT = ((7, 1), (8, 2), (60, 30), (1800, 3600))  # sends, seconds
PER_TENANT = 40  # in one second


@dataclass(slots=True)
class Limits:
    """Counts what was sent, in the real time that `real` tells. `strict` False: no limits."""

    real: Callable[[], datetime]
    strict: bool = True
    shared_by: int = 1  # processes, of which each takes its equal part
    _sent: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _until: dict[str, datetime] = field(default_factory=dict)
    _all: deque[datetime] = field(default_factory=deque)

    def count(self, address: str) -> None:
        if self.strict:
            now = self.real()
            self._sent[address].append(now)
            self._all.append(now)

    def hold(self, address: str, until: datetime) -> None:
        """The service asked for a pause in this chat."""
        self._until[address] = until

    def room(self, most: int) -> int:
        """How many sends the tenant has left in this second."""
        if not self.strict:
            return most
        _forget(self._all, self.real() - timedelta(seconds=1))
        return max(0, min(most, max(1, PER_TENANT // self.shared_by) - len(self._all)))

    def held(self) -> set[str]:
        """The addresses that must wait."""
        now = self.real()
        for address in [address for address, sent in self._sent.items() if not sent]:
            del self._sent[address]
        self._until = {address: until for address, until in self._until.items() if until > now}
        full = {address for address, sent in self._sent.items() if self._is_full(sent, now)}
        return full | set(self._until)

    def _is_full(self, sent: deque[datetime], now: datetime) -> bool:
        _forget(sent, now - timedelta(seconds=PER_CHAT[-1][1]))
        parts = [(max(1, most // self.shared_by), seconds) for most, seconds in PER_CHAT]
        return any(
            len(sent) >= part and sent[-part] > now - timedelta(seconds=seconds)
            for part, seconds in parts
        )


def _forget(sent: deque[datetime], before: datetime) -> None:
    while sent and sent[0] <= before:
        sent.popleft()
