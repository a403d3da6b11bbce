"""How much Teams takes from a bot (platform limits per conversation and per tenant).

Home-made because the outbox must know before it claims a row whether its chat is held back;
libraries for this wait at the send, with the row already taken.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

PER_CHAT = ((7, 1), (8, 2), (60, 30), (1800, 3600))  # sends, seconds
LONGEST = timedelta(seconds=PER_CHAT[-1][1])
PER_TENANT = 40  # in one second
ARRIVES_IN = timedelta(seconds=3)  # what takes longer has arrived long ago, or never will
PUT_BACK = timedelta(seconds=1)  # by less than this a clock is only set right


@dataclass(eq=False, frozen=True, slots=True)
class Begun:
    """A send that is under way."""

    address: str
    at: datetime


@dataclass(slots=True)
class Limits:
    """Counts what was sent, in the real time that `real` tells. `strict` False: no limits.

    Teams counts when a message arrives, which is somewhere between the moment when its send
    begins and the moment when it is answered. So a send counts from its beginning until its window
    has passed after its end: however bunched they arrive, there are never too many.
    """

    real: Callable[[], datetime]
    strict: bool = True
    shared_by: int = 1  # processes, of which each takes its equal part
    _sent: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _until: dict[str, datetime] = field(default_factory=dict)
    _all: deque[tuple[datetime, str]] = field(default_factory=deque)  # to which address
    _under_way: set[Begun] = field(default_factory=set)
    _latest: datetime | None = None

    def _now(self) -> datetime:
        """What was noted before the clock was put back is forgotten: it would lie ahead, and keep
        a chat waiting for as long as the clock went back. If Teams wants more rest, it says so."""
        now = self.real()
        if self._latest is not None and now < self._latest - PUT_BACK:
            self._sent.clear()
            self._all.clear()
            self._until.clear()
        self._latest = now
        while self._all and self._all[0][0] <= now - LONGEST:
            _, address = self._all.popleft()
            self._sent[address].popleft()
            if not self._sent[address]:
                del self._sent[address]
        return now

    def begin(self, address: str) -> Begun:
        begun = Begun(address, self._now())
        if self.strict:
            self._under_way.add(begun)
        return begun

    def end(self, begun: Begun) -> None:
        """However it ended; whoever begins a send ends it."""
        if self.strict:
            self._under_way.discard(begun)
            now = self._now()
            self._sent[begun.address].append(now)
            self._all.append((now, begun.address))

    def hold(self, address: str, until: datetime) -> None:
        """The service asked for a pause in this chat."""
        self._now()  # or what is asked for now would be forgotten with what was noted before
        self._until[address] = until

    def room(self, most: int) -> int:
        """How many sends the tenant has left just now."""
        if not self.strict:
            return most
        since = self._now() - timedelta(seconds=1)
        newest = (at for at, _ in islice(reversed(self._all), PER_TENANT))
        taken = sum(at > since for at in newest) + self._arriving().total()
        return max(0, min(most, self._part(PER_TENANT) - taken))

    def held(self) -> set[str]:
        """The addresses that must wait."""
        now = self._now()
        self._until = {address: until for address, until in self._until.items() if until > now}
        arriving = self._arriving()
        fewest = self._part(PER_CHAT[0][0])  # with fewer than these no chat is full
        return {
            address
            for address in {*self._sent, *arriving}
            if len(self._sent.get(address, ())) + arriving[address] >= fewest
            and self._is_full(address, arriving[address], now)
        } | set(self._until)

    def _part(self, most: int) -> int:
        return max(1, most // self.shared_by)

    def _arriving(self) -> Counter[str]:
        since = self._now() - ARRIVES_IN
        return Counter(begun.address for begun in self._under_way if begun.at > since)

    def _is_full(self, address: str, arriving: int, now: datetime) -> bool:
        sent = self._sent.get(address, deque())
        parts = [(self._part(most), timedelta(seconds=seconds)) for most, seconds in PER_CHAT]
        return any(_within(sent, now - window, part) + arriving >= part for part, window in parts)


def _within(sent: deque[datetime], since: datetime, most: int) -> int:
    """How many there were since then, as far as `most`."""
    newest = list(islice(reversed(sent), most))
    return sum(at > since for at in newest)
