"""Whose word is taken: the channel's signing keys, and the tokens that they have signed."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import jwt
from aiohttp import ClientResponseError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY_SECONDS = 60

_KEPT = timedelta(hours=24)
_BETWEEN_FETCHES = timedelta(minutes=1)
_FETCH_SECONDS = 10
_FEWEST_BITS = 2048
_MOST_TOKENS = 256  # Teams uses a handful at a time, each for an hour

log = logging.getLogger(__name__)

Fetch = Callable[[str], Awaitable[bytes]]
Clock = Callable[[], datetime]


class NoKeysYet(Exception):
    """The directory has not answered since the start, so no token can be judged."""


class BadToken(Exception):
    """The token does not prove that Teams sent the request. Why is nobody's business outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    public: RSAPublicKey
    endorsements: frozenset[str]  # the channels that it may speak for


def fetching(session: ClientSession) -> Fetch:
    """Fetch documents over `session`: 10 seconds in all, redirects refused, 200 or an error."""

    async def fetch(url: str) -> bytes:
        timeout = ClientTimeout(total=_FETCH_SECONDS)
        async with session.get(url, timeout=timeout, allow_redirects=False) as response:
            if response.status != 200:
                raise ClientResponseError(
                    response.request_info, response.history, status=response.status
                )
            return await response.read()

    return fetch


class SigningKeys:
    """The keys that the channel signs with, fetched when needed and at most once a minute.

    Keys older than a day are renewed behind the request that noticed it: a directory that hangs
    must not hold up messages. As long as a renewal fails the old keys stay in use.
    """

    def __init__(self, *, fetch: Fetch, now: Clock, metadata_url: str = METADATA_URL) -> None:
        self._fetch = fetch
        self._now = now
        self._metadata_url = metadata_url
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key by that name; an unknown name waits for one renewal, shared by all who wait.

        Raises `NoKeysYet` if no renewal has ever succeeded.
        """
        if kid not in self._keys:
            if renewal := self.renew():
                # Not awaited itself: a caller who leaves must not take the others' answer along.
                await asyncio.wait([renewal])
        elif _is_over(self._fetched, _KEPT, self._now()):
            self.renew()
        if not self._keys:
            raise NoKeysYet
        return self._keys.get(kid)

    def renew(self) -> asyncio.Task[None] | None:
        """The renewal that is under way, or a new one; none within a minute of the last."""
        if self._renewal is not None and not self._renewal.done():
            return self._renewal
        now = self._now()
        if not _is_over(self._tried, _BETWEEN_FETCHES, now):
            return None
        self._tried = now
        self._renewal = asyncio.create_task(self._replace_keys())
        return self._renewal

    async def close(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.wait([self._renewal])

    async def _replace_keys(self) -> None:
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                self._keys = await self._fetch_keys()
        except Exception as error:  # whatever it is, the old keys stay in use
            log.warning(
                "The signing keys could not be fetched (%s).",
                type(error).__name__,
                extra={"action": "signing_keys_not_fetched"},
            )
        else:
            self._fetched = self._now()

    async def _fetch_keys(self) -> Mapping[str, SigningKey]:
        where = json.loads(await self._fetch(self._metadata_url))["jwks_uri"]
        if urlsplit(where)[:2] != urlsplit(self._metadata_url)[:2]:
            raise ValueError("the keys are said to be at another host")
        entries = json.loads(await self._fetch(where))["keys"]
        keys = {entry["kid"]: key for entry in entries if (key := _signing_key(entry))}
        if not keys:
            raise ValueError("none of the keys can be used")
        return keys


def _signing_key(entry: dict[str, Any]) -> SigningKey | None:
    """The entry of a JSON Web Key Set as a key, or nothing if we could not rely on it."""
    try:
        public = RSAAlgorithm.from_jwk(entry)
    except jwt.InvalidKeyError:
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < _FEWEST_BITS:
        return None
    return SigningKey(public=public, endorsements=frozenset(entry.get("endorsements", ())))


def _is_over(since: datetime | None, span: timedelta, now: datetime) -> bool:
    """A clock that was put back counts as over, or else nothing would be tried until it is."""
    return since is None or not timedelta(0) <= now - since < span


class Tokens:
    """Verifies tokens for one app, and remembers the verified ones until they expire."""

    def __init__(self, *, app_id: str, keys: SigningKeys, now: Clock) -> None:
        self._app_id = app_id
        self._keys = keys
        self._now = now
        self._verified: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    async def verify(self, token: str) -> Mapping[str, Any]:
        """The claims of a token. Raises `BadToken`, or `NoKeysYet`."""
        claims = self._verified.get(token)
        if claims is not None and self._now().timestamp() < claims["exp"]:
            self._verified.move_to_end(token)
            return claims
        key = await self._keys.find(key_id(token))
        if key is None or CHANNEL not in key.endorsements:
            raise BadToken
        claims = MappingProxyType(self._claims(token, key))
        self._verified[token] = claims
        if len(self._verified) > _MOST_TOKENS:
            self._verified.popitem(last=False)
        return claims

    def _claims(self, token: str, key: SigningKey) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                options={
                    "require": ["exp", "iss", "aud", "serviceurl"],
                    "strict_aud": True,
                    # The library reads a clock of its own; the times are checked below.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError:
            raise BadToken from None
        now = self._now().timestamp()
        expires, begins = claims["exp"], claims.get("nbf", 0)
        if type(expires) is not int or type(begins) is not int:
            raise BadToken
        if not begins - LEEWAY_SECONDS <= now < expires + LEEWAY_SECONDS:
            raise BadToken
        if not isinstance(claims["serviceurl"], str):
            raise BadToken
        return claims


def key_id(token: str) -> str:
    """The name of the key that is said to have signed: read before anything is verified."""
    if not token.isascii():
        raise BadToken
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise BadToken from None  # the header is the sender's, and the library may trip over it
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise BadToken
    return kid
