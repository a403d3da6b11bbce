"""One token for the connector, fetched by the SDK's credentials, off the event loop."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from botframework.connector.auth import MicrosoftAppCredentials

FRESH_FOR = timedelta(minutes=5)  # then the SDK's own cache is asked again


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
        self._one_at_a_time = asyncio.Lock()

    async def token(self, *, renew: bool = False) -> str:
        """Raises NoToken. `renew`: the last one was refused."""
        async with self._one_at_a_time:
            now = self._real()
            if renew or self._since is None or now - self._since > FRESH_FOR:
                self._token = await asyncio.to_thread(self._fetch, renew)
                self._since = now
            return self._token

    def _fetch(self, renew: bool) -> str:
        if self._source is None or renew:  # a new one has an empty cache
            app_id, password, tenant_id = self._account
            self._source = MicrosoftAppCredentials(app_id, password, tenant_id)
        try:
            return str(self._source.get_access_token())
        except Exception as error:  # msal, requests and the SDK each have their own
            raise NoToken(type(error).__name__) from error
