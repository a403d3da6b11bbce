"""Links that open a file for somebody, for a while: signed, so that nobody can make one up."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import jwt

from dialogs.privacy.own import NoAddress, NoSecret

OPENS_FOR = timedelta(minutes=10)
FILES, CALENDAR = "sparringsrum:files", "sparringsrum:calendar"
ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Whose file, which one, and which link it is: each opens once."""

    pseudonym: str
    number: str
    what: str  # the name of a file, and what its maker must know, behind colons

    @property
    def file(self) -> str:
        return self.what.partition(":")[0]

    @property
    def more(self) -> str:
        return self.what.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    name: str
    content: str | bytes
    kind: str = "application/json"  # a media type


class Links:
    def __init__(
        self, *, secret: str, local: bool, public_url: str, now: Callable[[], datetime]
    ) -> None:
        """`now` is real time. In local mode there is one process, so a key of its own will do."""
        known = secret or (secrets.token_urlsafe(32) if local else "")
        self._key, self._calendar_key = _key(known, FILES), _key(known, CALENDAR)
        self._public_url = public_url
        self._now = now

    def are_there(self) -> None:
        """Asked before anything is written for one. Raises NoAddress or NoSecret."""
        self._signed({}, self._key)

    def to_file(self, pseudonym: str, what: str) -> str:
        """Raises NoAddress or NoSecret."""
        claims = {
            "aud": FILES,
            "sub": pseudonym,
            "what": what,
            "jti": secrets.token_urlsafe(12),
            "exp": int((self._now() + OPENS_FOR).timestamp()),
        }
        token = self._signed(claims, self._key)
        return f"{self._public_url}/files/{token}"

    @property
    def host(self) -> str:
        """What the keys of our dates are marked with."""
        return urlsplit(self._public_url).hostname or "sparringsrum"

    def to_calendar(self, pseudonym: str, number: str) -> str:
        """It holds until its number is taken back. Raises NoAddress or NoSecret."""
        claims = {"aud": CALENDAR, "sub": pseudonym, "jti": number}
        token = self._signed(claims, self._calendar_key)
        return f"{self._public_url}/calendar/{token}.ics"

    def read_calendar(self, token: str) -> tuple[str, str] | None:
        """Whose dates, and the number of the link; None: it is not ours."""
        if self._calendar_key is None:
            return None
        try:
            claims = jwt.decode(
                token,
                self._calendar_key,
                algorithms=[ALGORITHM],
                audience=CALENDAR,
                options={"require": ["aud", "jti", "sub"]},
            )
        except (jwt.InvalidTokenError, TypeError):
            return None
        return str(claims["sub"]), str(claims["jti"])

    def _signed(self, claims: dict[str, Any], key: bytes | None) -> str:
        if not self._public_url:
            raise NoAddress
        if key is None:
            raise NoSecret
        return jwt.encode(claims, key, algorithm=ALGORITHM)

    def read(self, token: str) -> Ticket | None:
        """None: it is not ours, or its time is over."""
        if self._key is None:
            return None
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=FILES,
                options={"require": ["aud", "exp", "jti", "sub", "what"], "verify_exp": False},
            )
            if claims["exp"] <= self._now().timestamp():
                return None
            return Ticket(
                pseudonym=str(claims["sub"]), number=str(claims["jti"]), what=str(claims["what"])
            )
        except (jwt.InvalidTokenError, TypeError):
            return None


def _key(secret: str, kind: str) -> bytes | None:
    """The secret signs more than one kind of link; each has a key of its own."""
    return sha256(f"{kind}:{secret}".encode()).digest() if secret else None


class NotNow(Exception):
    """The file cannot be handed out just now; the same link may open it later."""
