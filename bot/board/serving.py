"""The board over HTTP: a page without anything of a case, and behind a key what is shown on it."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.board import looking, views
from bot.board.hub import Board, Full, Hub
from bot.board.looking import Looker
from bot.board.tickets import BoardLinks, Directory, LinkTicket, Ticket
from bot.call import Answer, Turn, TurnKind
from bot.keys import BadToken, NoKeysYet
from dialogs.board import page, words
from dialogs.board.now import PRESSES
from storage import board as stored
from storage import people, sparring
from storage.store import Session, Store

log = logging.getLogger(__name__)

HERE = Path(__file__).parent / "static"
PRESS_SECONDS = 10.0
PRESS_BYTES = 2048
FILES = {
    "board.css": "text/css",
    "board.js": "text/javascript",
    "config.js": "text/javascript",
    "teams.js": "text/javascript",
}
# Whoever frames the page could have it pressed unseen: Teams' own hosts alone may (Microsoft's
# "Tab requirements"), and nobody where there is no Teams.
FRAMED_BY = "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft"


def headers(*, local: bool) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'" if local else FRAMED_BY,
    }
    return {
        "Content-Security-Policy": "; ".join(f"{key} {value}" for key, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-cache",
    }


class Refused(Exception):
    """Said on the page, in Danish. `again`: it may go well later, so the page tries."""

    def __init__(self, status: int, title: str, text: str) -> None:
        super().__init__(status)
        self.status = status
        self.title = title
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """Serves the board."""

    hub: Hub
    links: BoardLinks
    directory: Directory | None  # None: local mode, where there is no Teams to be signed in to
    store: Store
    take: Callable[[Turn], Awaitable[Answer]]
    now: Callable[[], datetime]
    real: Callable[[], datetime]
    speed: float
    zone: ZoneInfo
    local: bool
    year: views.Year

    def add_to(self, app: web.Application) -> None:
        more = headers(local=self.local)
        for path, text in {"/board/": page.board(), "/board/config": page.config()}.items():
            app.router.add_get(path, _document(text, more))
        for name, kind in FILES.items():
            app.router.add_get(f"/board/{name}", _file(HERE / name, kind, more))
        app.router.add_get("/board/live", self._guarded(self._live))
        app.router.add_get("/board/views", self._guarded(self._views))
        app.router.add_get("/board/views/{view}", self._guarded(self._view))
        app.router.add_post("/board/press", self._guarded(self._press))
        app.router.add_get("/board", _to_the_board)

        async def close(_: web.Application) -> None:
            self.hub.close()

        app.on_shutdown.append(close)

    def _guarded(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Whatever goes wrong, the page has a sentence to show and nothing else leaves."""
        more = {**headers(local=self.local), "Cache-Control": "no-store"}

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                response = await handler(request)
            except Refused as refused:
                said = page.notice(refused.title, refused.text)
                response = web.json_response({"notice": said}, status=refused.status)
            except (ConnectionError, asyncio.CancelledError):
                raise
            except Exception:
                log.exception("board.broke")
                said = page.notice(words.NOT_NOW_TITLE, words.NOT_NOW)
                response = web.json_response({"notice": said}, status=503)
            if not response.prepared:
                response.headers.update(more)
            return response

        return guarded

    # --- who is there ---

    async def _ticket(self, request: web.Request) -> Ticket:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind == "Link" and (ticket := self.links.read(token)) is not None:
            return ticket
        if kind == "Bearer" and self.directory is not None:
            try:
                return await self.directory.read(token)
            except BadToken:
                raise Refused(401, words.NOT_NOW_TITLE, words.NOT_NOW) from None
            except NoKeysYet:
                raise Refused(503, words.NOT_NOW_TITLE, words.NOT_NOW) from None
        raise Refused(403, words.LINK_TITLE, words.LINK_OVER)

    async def _looker(self, request: web.Request) -> tuple[Looker, Ticket]:
        ticket = await self._ticket(request)
        shared = request.query.get("shared") == "1"
        return await self.store.read(_looker, ticket, shared), ticket

    # --- what is shown ---

    async def _live(self, request: web.Request) -> web.StreamResponse:
        looker, ticket = await self._looker(request)
        seconds = (ticket.until - self.real()).total_seconds()
        try:
            board = self.hub.join(looker, asyncio.get_running_loop().time() + seconds)
        except Full:
            raise Refused(503, words.NOT_NOW_TITLE, words.FULL) from None
        try:
            response = web.StreamResponse(
                headers={
                    **headers(local=self.local),
                    "Cache-Control": "no-store",
                    "Content-Type": "text/event-stream; charset=utf-8",
                    "X-Accel-Buffering": "no",  # a proxy that collects would hold the clock back
                }
            )
            await response.prepare(request)
            # Whoever went away, or takes nothing in, is a screen less and no fault of ours.
            with suppress(ConnectionError):
                await self._follow(response, board)
        finally:
            self.hub.leave(board)
        return response

    async def _follow(self, response: web.StreamResponse, board: Board) -> None:
        """Until it is over, or the ticket is: with a new one the page comes again."""
        loop = asyncio.get_running_loop()
        board.task = asyncio.current_task()
        while not board.closed:
            await board.wake.wait()
            board.wake.clear()
            if board.closed:
                return
            seen, fresh = board.seen, board.fresh
            board.fresh = False
            board.sending_since = loop.time()
            await response.write(self._time() + (seen.event if seen and fresh else b""))
            board.sending_since = None
            if seen is not None and seen.over:
                return

    def _time(self) -> bytes:
        """Goes before each: from it the page computes how far its own clock is off."""
        now = looking.milliseconds(self.now())
        return b'event: time\ndata: {"now": %d, "speed": %.3f}\n\n' % (now, self.speed)

    async def _views(self, request: web.Request) -> web.StreamResponse:
        """Which views there are besides the meeting's own, for this person."""
        looker, _ = await self._looker(request)
        if looker.shared or looker.person_id is None:
            return web.json_response({"views": []})
        there = await self.store.read(views.offered, looker.person_id)
        return web.json_response({"views": there})

    async def _view(self, request: web.Request) -> web.StreamResponse:
        looker, _ = await self._looker(request)
        view, who, now = request.match_info["view"], looker.person_id, self.now()
        html = None
        if who is not None and not looker.shared:
            if view == "learning":
                html = await self.store.read(views.learned, who, now, self.zone)
            elif view == "year":
                marks = await self.store.read(self.year, who, now, self.zone)
                html = views.year(marks, now, self.zone)
        if html is None:
            raise Refused(403, words.NOT_YOURS_TITLE, words.NOT_YOURS)
        return web.json_response({"html": html})

    # --- what is pressed ---

    async def _press(self, request: web.Request) -> web.StreamResponse:
        """The same turn as a press on the card: the same use case, table of rights and inbox."""
        looker, _ = await self._looker(request)
        said = await _pressed(request)
        turn = await self.store.read(_turn, looker, said)
        answer = await self.take(turn)
        refused = "" if answer.card is not None else answer.text
        return web.json_response({"said": refused})


def _looker(session: Session, ticket: Ticket, shared: bool) -> Looker:
    """Raises Refused. Of a guest there is an account and no person."""
    if isinstance(ticket, LinkTicket):
        person_id = stored.person_of(session, ticket.pseudonym) if ticket.pseudonym else None
        if ticket.pseudonym and person_id is None:
            raise Refused(403, words.LINK_TITLE, words.LINK_OVER)
        return Looker(
            meeting_id=ticket.meeting_id,
            person_id=person_id,
            shared=shared or not ticket.pseudonym,
        )
    person_id = stored.known(session, ticket.aad_id)
    if person_id is not None and stored.is_guest(session, ticket.aad_id):
        person_id = None
    return Looker(person_id=person_id, aad_id=ticket.aad_id, shared=shared)


async def _pressed(request: web.Request) -> dict[str, str]:
    """Raises Refused: it is not what our page sends."""
    wrong = Refused(400, words.NOT_NOW_TITLE, words.NOT_SENT)
    if request.content_type != "application/json" or (request.content_length or 0) > PRESS_BYTES:
        raise wrong
    try:
        async with asyncio.timeout(PRESS_SECONDS):
            body: Any = json.loads(await request.content.read(PRESS_BYTES + 1))
    except (ValueError, TimeoutError, RecursionError):
        raise wrong from None
    if not isinstance(body, dict) or body.get("verb") not in PRESSES:
        raise wrong
    fields = {"verb", "turn", "version", "who"}
    said = {key: body[key] for key in fields if isinstance(body.get(key), str)}
    if len(json.dumps(said)) > PRESS_BYTES or not said.get("turn", "0").isdecimal():
        raise wrong
    return said


def _turn(session: Session, looker: Looker, said: dict[str, str]) -> Turn:
    """Which meeting it is, and who presses, is ours to know: nothing of it comes from the page."""
    meeting_id = looking.meeting_for(session, looker)
    if meeting_id is None or looker.person_id is None or looker.shared:
        raise Refused(403, words.NOT_YOURS_TITLE, words.NOT_YOURS)
    contact = people.contact_of(session, looker.person_id)
    place = people.conversation(session, sparring.place_of(session, meeting_id))
    if contact is None or place is None:
        raise Refused(403, words.NOT_YOURS_TITLE, words.NOT_YOURS)
    data = {key: value for key, value in said.items() if key != "verb"}
    return Turn(
        kind=TurnKind.PRESS,
        activity_id=f"board:{secrets.token_urlsafe(12)}",
        conversation=place,
        contact=contact,
        verb=said["verb"],
        pressed_on="board",
        data={"id": str(meeting_id), **data},
    )


def _document(text: str, more: dict[str, str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def document(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", headers=more)

    return document


def _file(
    path: Path, kind: str, more: dict[str, str]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Read once: it is part of the program."""
    content = path.read_bytes()

    async def file(_: web.Request) -> web.Response:
        return web.Response(body=content, content_type=kind, charset="utf-8", headers=more)

    return file


async def _to_the_board(_: web.Request) -> web.StreamResponse:
    raise web.HTTPMovedPermanently("/board/")
