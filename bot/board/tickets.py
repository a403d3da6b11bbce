"""Who stands before the board: by a signed link that is over when the meeting is, or by what
Microsoft's directory says of whoever is signed in to Teams.

The key stands behind `#` in the link: a browser sends that to nobody, so no proxy, log or scanner
of links on the way has it.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.keys import LEEWAY_SECONDS, BadToken, Clock, SigningKeys, key_id
from bot.links import ALGORITHM
from dialogs.privacy.own import NoAddress, NoSecret

AUDIENCE = "sparringsrum:board"
DIRECTORY = "https://login.microsoftonline.com"
SCOPE = "access_as_user"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTicket:
    """One meeting, for somebody by their pseudonym; or for the screen of a room, which is
    nobody's."""

    meeting_id: int
    pseudonym: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsTicket:
    """Somebody who is signed in to Teams, by their object id in our directory."""

    aad_id: str
    until: datetime


Ticket = LinkTicket | TeamsTicket


class BoardLinks:
    """`now` is real time. `address` may be set later, when the port is known (local mode)."""

    def __init__(self, *, secret: str, local: bool, address: str, now: Callable[[], datetime]):
        given = secret or (secrets.token_urlsafe(32) if local else "")
        self._key = sha256(f"{AUDIENCE}:{given}".encode()).digest() if given else None
        self._now = now
        self.address = address

    def to_meeting(self, meeting_id: int, pseudonym: str, opens_for: timedelta) -> str:
        """Raises NoAddress or NoSecret."""
        if not self.address:
            raise NoAddress
        if self._key is None:
            raise NoSecret
        claims = {
            "aud": AUDIENCE,
            "sub": pseudonym,
            "meeting": meeting_id,
            "exp": int((self._now() + opens_for).timestamp()),
        }
        shared = "" if pseudonym else "?shared=1"  # the page is then large from the beginning
        key = jwt.encode(claims, self._key, algorithm=ALGORITHM)
        return f"{self.address}/board/{shared}#{key}"

    def read(self, token: str) -> LinkTicket | None:
        """None: it is not ours, or its time is over."""
        if self._key is None:
            return None
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["aud", "exp", "sub", "meeting"], "verify_exp": False},
            )
        except (jwt.InvalidTokenError, ValueError):
            return None
        ends, meeting_id = claims["exp"], claims["meeting"]
        if type(ends) is not int or type(meeting_id) is not int:
            return None
        now = self._now()
        if ends <= now.timestamp():
            return None
        return LinkTicket(
            meeting_id=meeting_id,
            pseudonym=str(claims["sub"]),
            until=datetime.fromtimestamp(ends, now.tzinfo),
        )


class Directory:
    """Reads the tokens that Teams gives a tab of ours (single sign-on)."""

    def __init__(
        self, *, app_id: str, tenant_id: str, public_url: str, keys: SigningKeys, now: Clock
    ) -> None:
        self._tenant_id = tenant_id
        # Version 2 names the app, version 1 the resource that it registered.
        host = urlsplit(public_url).netloc
        self._audiences = {app_id, f"api://{host}/botid-{app_id}", f"api://{host}/{app_id}"}
        self._issuers = {
            f"{DIRECTORY}/{tenant_id}/v2.0",
            f"https://sts.windows.net/{tenant_id}/",
        }
        self._keys = keys
        self._now = now

    async def close(self) -> None:
        await self._keys.close()

    @staticmethod
    def metadata(tenant_id: str) -> str:
        return f"{DIRECTORY}/{tenant_id}/v2.0/.well-known/openid-configuration"

    async def read(self, token: str) -> TeamsTicket:
        """Raises BadToken, or NoKeysYet."""
        key = await self._keys.find(key_id(token))
        if key is None:
            raise BadToken
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._audiences,
                options={
                    "require": ["exp", "iss", "aud", "tid", "oid", "scp"],
                    # The library reads a clock of its own; the times are checked below.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError:
            raise BadToken from None
        return self._checked(claims)

    def _checked(self, claims: Mapping[str, Any]) -> TeamsTicket:
        """Of our tenant, by its issuer, for a person (an app's own token has no scope)."""
        now = self._now()
        expires, begins = claims["exp"], claims.get("nbf", 0)
        if type(expires) is not int or type(begins) is not int:
            raise BadToken
        if not begins - LEEWAY_SECONDS <= now.timestamp() < expires + LEEWAY_SECONDS:
            raise BadToken
        tenant, issuer, scopes = claims["tid"], claims["iss"], str(claims["scp"]).split()
        if tenant != self._tenant_id or issuer not in self._issuers or SCOPE not in scopes:
            raise BadToken
        if not isinstance(claims["oid"], str) or not claims["oid"]:
            raise BadToken
        until = datetime.fromtimestamp(expires + LEEWAY_SECONDS, now.tzinfo)
        return TeamsTicket(aad_id=claims["oid"], until=until)
