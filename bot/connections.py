"""Who may be connected, and for how long without saying anything: before any request is read."""

import asyncio
import logging
from typing import Any

from aiohttp import web
from aiohttp.http import HttpProcessingError

MOST_AT_ONCE = 512  # of the 1,024 files that a process may usually have open
KEPT_FOR_TEAMS = 128  # connections that the boards leave for messages and files
FILES_AT_MOST = 8192  # that we ask to have open: a board is one
QUIET_SECONDS = 75.0  # a proxy lets go of an idle connection after 60 as a rule
HEADER_BYTES = 8190  # a line, and a header; Teams' tokens are a quarter of it
HEADERS = 64
LINGERS_SECONDS = 2.0  # for the rest of a body that nobody reads


def room() -> int:
    """How many connections this process takes: half of the files that it may have open, after it
    has asked for as many as it may have."""
    try:
        import resource
    except ImportError:  # not a Unix
        return MOST_AT_ONCE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_AT_MOST if hard == resource.RLIM_INFINITY else min(hard, FILES_AT_MOST)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(MOST_AT_ONCE, min(wanted, soft if soft > 0 else wanted) // 2)


class Full(asyncio.Protocol):
    """There is no room: the connection ends before a word is said."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


class Runner(web.AppRunner):
    """aiohttp's, with limits. The bodies are not unpacked: whoever sends a packed one is refused,
    and a small one may unpack to gigabytes. A head that does not come to its end within
    `quiet_seconds` ends the connection, as does silence between two requests."""

    def __init__(self, app: web.Application, *, quiet_seconds: float = QUIET_SECONDS) -> None:
        super().__init__(
            app,
            access_log=None,
            logger=_logger(),
            keepalive_timeout=quiet_seconds,
            lingering_time=LINGERS_SECONDS,
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
            max_headers=HEADERS,
            auto_decompress=False,
        )


class Site(web.TCPSite):
    """Takes no more connections than it has room for."""

    def __init__(
        self, runner: Runner, host: str, port: int, *, most_at_once: int = MOST_AT_ONCE
    ) -> None:
        super().__init__(runner, host, port)
        self._most_at_once = most_at_once

    async def start(self) -> None:
        await web.BaseSite.start(self)
        self._server = await asyncio.get_running_loop().create_server(
            self._answering, self._host, self._port, backlog=self._backlog
        )

    def _answering(self) -> asyncio.Protocol:
        server = self._runner.server
        if server is None or len(server.connections) >= self._most_at_once:
            return Full()
        return server()


def _logger() -> logging.Logger:
    logger = logging.getLogger("aiohttp.server")
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """That a stranger does not speak HTTP is answered with a 400, and is no fault of ours."""
    fault: Any = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, HttpProcessingError)
