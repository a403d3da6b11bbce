"""What is done once a night: deleting what has been kept for its time, and the look at what should
not be there. One process does it for all of them; a night that was slept through is made up for.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from dialogs.privacy.leftovers import cpr_left
from dialogs.privacy.nights import night_of
from storage import privacy
from storage.store import Store

log = logging.getLogger(__name__)

LOOKS_AFTER = timedelta(minutes=1)  # a start has other things to do first
FAILED_AGAIN_AFTER = timedelta(minutes=10)
BREATHES = 0.02  # seconds between two reads, which others may have …
GIVES_WAY = 9  # … or so many times as long as the read took: a start in the morning looks as well


@dataclass(slots=True, kw_only=True)
class Nights:
    store: Store
    zone: ZoneInfo
    now: Callable[[], datetime]
    _night: date | None = None
    _again: datetime | None = None  # after a failure
    _look_at: datetime | None = None
    _looking: asyncio.Task[None] | None = field(default=None)

    async def tick(self, now: datetime) -> None:
        night = night_of(now, self.zone)
        if night != self._night and (self._again is None or now >= self._again):
            await self._retain(night, now)
        if self._look_at is not None and now >= self._look_at:
            self._look_at = None
            self._looking = asyncio.create_task(self._look_through(night))

    async def settle(self) -> None:
        """Waits for a look that is under way. For tests."""
        if self._looking is not None:
            await self._looking

    async def stop(self) -> None:
        """What was not looked at is looked at the next night."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _retain(self, night: date, now: datetime) -> None:
        try:
            gone = await self.store.write(privacy.retain, night, now, self.zone)
        except Exception:
            log.exception("privacy.retention_failed")
            self._again = now + FAILED_AGAIN_AFTER
            return
        self._night, self._again = night, None
        self._look_at = now + LOOKS_AFTER
        if gone is not None:
            log.info("privacy.retention", extra={"deleted": dict(gone), "count": gone.total()})

    async def _look_through(self, night: date) -> None:
        try:
            if await self.store.write(privacy.begins, privacy.LEFTOVERS, night):
                found = await self._leftovers()
                await self.store.write(privacy.done, privacy.LEFTOVERS, found, self.now())
                level = logging.WARNING if cpr_left(found) else logging.INFO
                log.log(level, "privacy.leftovers", extra={"found": dict(found)})
        except Exception:  # the next night looks again
            log.exception("privacy.leftovers_failed")

    async def _leftovers(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for table in privacy.texts():
            after: privacy.Place | None = None
            while True:
                began = monotonic()
                some, after = await self.store.read(privacy.look, table, after)
                found.update({f"{table}.{place}": number for place, number in some.items()})
                await asyncio.sleep(max(BREATHES, GIVES_WAY * (monotonic() - began)))
                if after is None:
                    break
        return found
