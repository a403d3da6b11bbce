"""The HTTP contract (design, section 6): messages in, health and metrics out."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest

from bot.gate import Gate, TurnedAway

log = logging.getLogger(__name__)

FRONT_PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Sparringsrum</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Sparringsrum</h1>
<p>Jeg holder øje med tiden, når et team sparrer om en sag, og husker datoerne. Jeg bor i
Microsoft Teams, så der er ikke mere at se her.</p>
<p>Det, et team skriver om en sag, slettes, når sparringen slutter. Spørg kommunen, der driver
Sparringsrum, hvis du vil vide mere om personoplysninger og vilkår.</p></main></body></html>
"""
LOOPBACK = ("127.0.0.1", "::1")


class Receiver(Protocol):
    async def receive(self, body: dict[str, Any], claims: Any) -> Any: ...


class Metrics:
    """Counts only; no text, no names."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "sparringsrum_turns_total", "Activities taken", ["outcome"], registry=self.registry
        )


def web_app(
    *,
    gate: Gate,
    receiver: Receiver,
    ready: Callable[[], Awaitable[bool]],
    metrics: Metrics,
    metrics_token: str,
) -> web.Application:
    async def messages(request: web.Request) -> web.StreamResponse:
        try:
            admitted = await gate.admit(request)
        except TurnedAway as turned:
            metrics.turns.labels(f"refused_{turned.reason}").inc()
            return turned.answer()
        try:
            body = await receiver.receive(admitted.activity, admitted.claims)
        except Exception:
            # Nothing was stored, so nothing is acknowledged: Teams sends it again.
            log.exception("turn.failed")
            metrics.turns.labels("failed").inc()
            return web.Response(status=503)
        metrics.turns.labels("taken").inc()
        return web.Response() if body is None else web.json_response(body)

    async def alive(_: web.Request) -> web.StreamResponse:
        return web.Response(text="ok")

    async def is_ready(_: web.Request) -> web.StreamResponse:
        return web.Response(text="ok") if await ready() else web.Response(status=503)

    async def tell_metrics(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if request.remote not in LOOPBACK and (not metrics_token or given != metrics_token):
            return web.Response(status=403)
        return web.Response(
            body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def front(_: web.Request) -> web.StreamResponse:
        return web.Response(text=FRONT_PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", is_ready)
    app.router.add_get("/metrics", tell_metrics)
    app.router.add_get("/", front)
    return app
