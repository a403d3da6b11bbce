"""Links that open a file for somebody, for a while: signed, so that nobody can make one up."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import jwt

from dialogs.privacy.own import NoAddress, NoSecret

OPENS_FOR = timedelta(minutes=10)
FILES = "sparringsrum:files"
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
        self._key = _key(secret or (secrets.token_urlsafe(32) if local else ""))
        self._public_url = public_url
        self._now = now

    def to_file(self, pseudonym: str, what: str) -> str:
        """Raises NoAddress or NoSecret."""
        if not self._public_url:
            raise NoAddress
        if self._key is None:
            raise NoSecret
        claims = {
            "aud": FILES,
            "sub": pseudonym,
            "what": what,
            "jti": secrets.token_urlsafe(12),
            "exp": int((self._now() + OPENS_FOR).timestamp()),
        }
        token = jwt.encode(claims, self._key, algorithm=ALGORITHM)
        return f"{self._public_url}/files/{token}"

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


def _key(secret: str) -> bytes | None:
    """The secret signs more than one kind of link; each has a key of its own."""
    return sha256(f"{FILES}:{secret}".encode()).digest() if secret else None


class NotNow(Exception):
    """The file cannot be handed out just now; the same link may open it later."""
