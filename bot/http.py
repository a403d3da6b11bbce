"""The HTTP contract (design, section 6): messages in, health and metrics out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    generate_latest,
)

from bot.gate import Admitted, FromElsewhere, Gate, TurnedAway, left_to_the_gate
from bot.links import File, NotNow
from dialogs.board import page
from dialogs.calendar import season_words
from dialogs.privacy.own_words import LINK_IS_OVER, NOT_NOW
from storage import privacy, status
from storage.privacy import Night
from storage.store import Session, Store

log = logging.getLogger(__name__)

FRONT_PAGE = page.front()
FRONT_HEADERS = {
    # It has no script, and one stylesheet of ours.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
NOT_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
LOOPBACK = ("127.0.0.1", "::1")
COUNTED_EVERY = timedelta(seconds=10)


class Receiver(Protocol):
    async def receive(
        self, body: dict[str, Any], claims: Any, *, from_elsewhere: bool = False
    ) -> Any: ...


class Metrics:
    """Counts only; no text, no names."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "sparringsrum_turns_total", "Activities taken", ["outcome"], registry=self.registry
        )
        self.messages = Gauge(
            "sparringsrum_messages",
            "Messages that wait, are in doubt or were given up",
            ["state"],
            registry=self.registry,
        )

        self.deleted = Gauge(
            "sparringsrum_retention_rows",
            "Rows that were deleted in the last night because their time was over",
            ["table"],
            registry=self.registry,
        )
        self.leftovers = Gauge(
            "sparringsrum_leftovers",
            "Texts that hold what should not be there, by place and sort, in the last look",
            ["place", "sort"],
            registry=self.registry,
        )
        self.nights = Gauge(
            "sparringsrum_night_seconds",
            "When a night's work was last done, in seconds since 1970",
            ["job"],
            registry=self.registry,
        )

    def count(self, counted: "Counted") -> None:
        """Empty: nobody knows now, and an old number would be taken for a new one."""
        for gauge in (self.messages, self.deleted, self.leftovers, self.nights):
            gauge.clear()
        for state, number in counted.messages.items():
            self.messages.labels(state).set(number)
        for job, night in counted.nights.items():
            self.nights.labels(job).set(night.done_at.timestamp())
            for what, number in night.found.items():
                if job == privacy.RETENTION:
                    self.deleted.labels(what).set(number)
                else:
                    self.leftovers.labels(*what.split(":")).set(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    messages: Mapping[str, int] = field(default_factory=dict)
    nights: Mapping[str, Night] = field(default_factory=dict)


def _counted(session: Session) -> Counted:
    return Counted(messages=status.messages(session), nights=privacy.last(session))


class Counts:
    """How many messages there are in each state, and what the night's work came to. Counting walks
    through everything remembered, so it is done once in a while however often somebody asks, and
    among the readers."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._next: datetime | None = None
        self._last = Counted()
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> Counted:
        """Empty while the database is away."""
        async with self._one_at_a_time:
            if self._next is None or self._now() >= self._next:
                self._next = self._now() + COUNTED_EVERY
                try:
                    self._last = await self._store.read(_counted)
                except Exception:
                    self._last = Counted()
            return self._last


async def _answered(
    receiver: Receiver, admitted: Admitted, *, from_elsewhere: bool = False
) -> web.Response | None:
    """None: it broke."""
    try:
        body = await receiver.receive(
            admitted.activity, admitted.claims, from_elsewhere=from_elsewhere
        )
    except Exception:
        log.exception("turn.failed")
        return None
    return web.Response() if body is None else web.json_response(body)


def web_app(
    *,
    gate: Gate,
    receiver: Receiver,
    ready: Callable[[], Awaitable[bool]],
    counts: Counts,
    metrics: Metrics,
    metrics_token: str,
    open_file: Callable[[str], Awaitable[File | None]],
    open_calendar: Callable[[str], Awaitable[File | None]],
) -> web.Application:
    async def messages(request: web.Request) -> web.StreamResponse:
        try:
            admitted = await gate.admit(request)
        except FromElsewhere as guest:  # said kindly: silence would look like a broken bot
            metrics.turns.labels(f"refused_{guest.reason}").inc()
            said = await _answered(receiver, guest.admitted, from_elsewhere=True)
            return said or guest.answer()
        except TurnedAway as turned:
            metrics.turns.labels(f"refused_{turned.reason}").inc()
            return turned.answer()
        answer = await _answered(receiver, admitted)
        if answer is None:
            # Nothing was stored, so nothing is acknowledged: Teams sends it again.
            metrics.turns.labels("failed").inc()
            return web.Response(status=503)
        metrics.turns.labels("taken").inc()
        return answer

    async def alive(_: web.Request) -> web.StreamResponse:
        return web.Response(text="ok")

    async def is_ready(_: web.Request) -> web.StreamResponse:
        if not await ready():
            return web.json_response({"ready": False}, status=503)
        # A dead letter does not make it unready: whoever took the bot out of service for one
        # message that did not arrive would stop all the others.
        return web.json_response({"ready": True, **(await counts()).messages})

    async def tell_metrics(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if request.remote not in LOOPBACK and (not metrics_token or given != metrics_token):
            return web.Response(status=403)
        metrics.count(await counts())
        return web.Response(
            body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def files(request: web.Request) -> web.StreamResponse:
        try:
            opened = await open_file(request.match_info["token"])
        except NotNow:
            return web.Response(status=503, text=NOT_NOW, headers=NOT_KEPT)
        except Exception:
            log.exception("file.failed")
            return web.Response(status=503, headers=NOT_KEPT)
        if opened is None:
            return web.Response(status=404, text=LINK_IS_OVER, headers=NOT_KEPT)
        said = opened.content
        return web.Response(
            body=said.encode() if isinstance(said, str) else said,
            content_type=opened.kind,
            charset="utf-8" if isinstance(said, str) else None,
            headers={**NOT_KEPT, "Content-Disposition": f'attachment; filename="{opened.name}"'},
        )

    async def calendar(request: web.Request) -> web.StreamResponse:
        try:
            opened = await open_calendar(request.match_info["token"])
        except Exception:
            log.exception("calendar.failed")
            return web.Response(status=503, text=season_words.NOT_NOW, headers=NOT_KEPT)
        if opened is None:
            return web.Response(status=404, text=season_words.LINK_IS_OVER, headers=NOT_KEPT)
        return web.Response(
            body=opened.content.encode() if isinstance(opened.content, str) else opened.content,
            content_type=opened.kind,
            charset="utf-8",
            headers={**NOT_KEPT, "Content-Disposition": f'inline; filename="{opened.name}"'},
        )

    async def front(_: web.Request) -> web.StreamResponse:
        return web.Response(text=FRONT_PAGE, content_type="text/html", headers=FRONT_HEADERS)

    app = web.Application()
    app.router.add_post("/api/messages", messages, expect_handler=left_to_the_gate)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", is_ready)
    app.router.add_get("/metrics", tell_metrics)
    app.router.add_get("/files/{token}", files, allow_head=False)  # it opens once
    app.router.add_get("/calendar/{token}.ics", calendar)
    app.router.add_get("/", front)
    return app
