"""One token for the connector, fetched by the SDK's credentials, off the event loop."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from botframework.connector.auth import MicrosoftAppCredentials
from msal import ConfidentialClientApplication  # type: ignore[import-untyped]

FRESH_FOR = timedelta(minutes=5)  # then the SDK's own cache is asked again
CONNECT_SECONDS, READ_SECONDS = 3, 10  # the SDK sets none, and its thread would hang for good


class NoToken(Exception):
    """The directory gave no token."""


class Credentials:
    def __init__(
        self, *, app_id: str, password: str, tenant_id: str | None, real: Callable[[], datetime]
    ) -> None:
        self._account = (app_id, password, tenant_id)
        self._real = real
        self._source: MicrosoftAppCredentials | None = None
        self._token = ""
        self._since: datetime | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def token(self, *, renew: bool = False) -> str:
        """Raises NoToken. `renew`: the last one was refused."""
        if renew or not self._is_fresh():
            fetching = self._fetched(renew)
            # Not awaited itself: a sender who gives up leaves its thread behind, and the next
            # ones must wait for that thread and not start one each.
            await asyncio.wait([fetching])
            fetching.result()
        return self._token

    def _is_fresh(self) -> bool:
        """A clock that was put back counts as over."""
        since = self._since
        return since is not None and timedelta(0) <= self._real() - since <= FRESH_FOR

    def _fetched(self, renew: bool) -> asyncio.Task[None]:
        """The fetch that is under way, or a new one."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._replace_token(renew))
            self._fetching.add_done_callback(_heard)
        return self._fetching

    async def _replace_token(self, renew: bool) -> None:
        self._token = await asyncio.to_thread(self._fetch, renew)
        self._since = self._real()

    def _fetch(self, renew: bool) -> str:
        try:
            if self._source is None or renew:  # a new one has an empty cache
                self._source = self._new_source()
            return str(self._source.get_access_token())
        except Exception as error:  # msal, requests and the SDK each have their own
            raise NoToken(type(error).__name__) from error

    def _new_source(self) -> MicrosoftAppCredentials:
        app_id, password, tenant_id = self._account
        source = MicrosoftAppCredentials(app_id, password, tenant_id)
        source.app = ConfidentialClientApplication(
            client_id=app_id,
            client_credential=password,
            authority=source.oauth_endpoint,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )
        return source


def _heard(fetching: asyncio.Task[None]) -> None:
    """Its failure may have nobody left to tell."""
    if not fetching.cancelled():
        fetching.exception()
