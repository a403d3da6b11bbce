"""Everything that is decided about a request to `/api/messages` before the SDK sees it.

The order is the point: nothing of a body is read before its sender is known, nothing is parsed
before its size and depth are known, and nothing is trusted before its shape is. Whatever the
bytes, the outcome is an `Admitted` or a `TurnedAway`.
"""

import asyncio
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Never, Protocol

from aiohttp import web

from bot.keys import CHANNEL, BadToken, Clock, NoKeysYet, SigningKeys, Tokens

MOST_BYTES = 256 * 1024
DEEPEST = 64
READ_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    activity: dict[str, Any]  # checked: what it holds of known fields has the type it should
    claims: Mapping[str, Any]  # of the token; none in local mode


class TurnedAway(Exception):
    """The request goes no further. `reason` is one word of ours, for counting and logs."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason

    def answer(self) -> web.Response:
        """An empty answer: a stranger learns the status and nothing else."""
        return web.Response(status=self.status)


class FromElsewhere(TurnedAway):
    """A federated guest asks in a chat of ours: turned away like any other tenant, but the one at
    the door may say so. The activity is checked in all else, and leads to nothing being stored."""

    def __init__(self, admitted: Admitted) -> None:
        super().__init__(403, "tenant")
        self.admitted = admitted


class Gate:
    """Without an app id it stands in local mode: no token, but loopback in and out only."""

    def __init__(
        self,
        *,
        app_id: str | None,
        tenant_id: str | None,
        service_hosts: frozenset[str],
        keys: SigningKeys | None,
        now: Clock,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        """Raises `ValueError` if there is an app id, even an empty one, but not all it needs."""
        self._tokens: Tokens | None = None
        if app_id is not None:
            if not (app_id and tenant_id and service_hosts and keys):
                raise ValueError("an app id needs a tenant, service hosts and signing keys")
            self._tokens = Tokens(app_id=app_id, keys=keys, now=now)
        self._service_hosts = service_hosts if self._tokens else None
        self._tenant_id = tenant_id
        self._read_seconds = read_seconds

    async def admit(self, request: web.Request) -> Admitted:
        """Raises `TurnedAway`, and nothing else for any bytes."""
        claims = await self._identify(request)
        _require_plain_json(request)
        _require_size(request)
        await _ask_for_body(request)
        activity = _parse(await self._read(request))
        if not _is_activity(activity):
            raise TurnedAway(400, "shape")
        admitted = Admitted(activity=activity, claims=claims)
        if self._is_from_elsewhere(activity):
            self._require_our_service(activity, claims)
            raise FromElsewhere(admitted)
        self._require_our_tenant(activity)
        self._require_our_service(activity, claims)
        return admitted

    async def _identify(self, request: web.Request) -> Mapping[str, Any]:
        if self._tokens is None:
            _require_loopback(request)
            return {}
        try:
            return await self._tokens.verify(_bearer(request))
        except BadToken:
            raise TurnedAway(401, "token") from None
        except NoKeysYet:
            raise TurnedAway(503, "keys") from None

    async def _read(self, request: web.Request) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._read_seconds):
                while chunk := await request.content.readany():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise TurnedAway(413, "size")
        except TimeoutError:
            raise TurnedAway(408, "slow") from None
        except (web.RequestPayloadError, OSError):
            raise TurnedAway(400, "broken") from None
        return bytes(body)

    def _is_from_elsewhere(self, activity: dict[str, Any]) -> bool:
        """The chat is ours and shared, and its tenant is said to be another's all the same: that
        of who asks."""
        chat = activity["conversation"]
        theirs = ((activity.get("channelData") or {}).get("tenant") or {}).get("id")
        return bool(
            self._tenant_id
            and theirs
            and activity["type"] in ("message", "invoke")
            and activity["from"]["id"] != activity["recipient"]["id"]
            and chat.get("conversationType") in ("groupChat", "channel")
            and (chat.get("tenantId") or "").lower() == self._tenant_id.lower() != theirs.lower()
        )

    def _require_our_tenant(self, activity: dict[str, Any]) -> None:
        if self._tenant_id is None:
            return
        channel_data = activity.get("channelData") or {}
        tenants = {
            activity["conversation"].get("tenantId"),
            (channel_data.get("tenant") or {}).get("id"),
        } - {None}
        if not tenants and self._tokens is None:
            return
        if {tenant.lower() for tenant in tenants} != {self._tenant_id.lower()}:
            raise TurnedAway(403, "tenant")

    def _require_our_service(self, activity: dict[str, Any], claims: Mapping[str, Any]) -> None:
        url = activity["serviceUrl"]
        if not is_service(url, self._service_hosts):
            raise TurnedAway(403, "service")
        if self._tokens is not None and url != claims["serviceurl"]:
            raise TurnedAway(403, "service")


# The sender, and how the body is wrapped

_LOOPBACK_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_JSON = re.compile(r'application/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?', re.IGNORECASE)


def _bearer(request: web.Request) -> str:
    match request.headers.getall("Authorization", []):
        case [header]:
            scheme, _, token = header.partition(" ")
            if scheme.lower() == "bearer":
                return token
    raise BadToken


def _require_loopback(request: web.Request) -> None:
    """A page in a browser here reaches us under a name of its own: so the name counts too."""
    try:
        near = ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        near = False
    match request.headers.getall("Host", []):
        case [name] if near and _LOOPBACK_HOST.fullmatch(name):
            return
    raise TurnedAway(403, "local")


def _require_plain_json(request: web.Request) -> None:
    match request.headers.getall("Content-Type", []):
        case [kind] if _JSON.fullmatch(kind) and "Content-Encoding" not in request.headers:
            return
    raise TurnedAway(415, "kind")


def _require_size(request: web.Request) -> None:
    if (request.content_length or 0) > MOST_BYTES:
        raise TurnedAway(413, "size")


async def left_to_the_gate(_: web.Request) -> None:
    """For a route's `expect_handler`: the library would ask for the body before anybody has
    looked at the token."""


async def _ask_for_body(request: web.Request) -> None:
    """To a sender who waits to be asked."""
    match request.headers.getall("Expect", []):
        case []:
            return
        case [wish] if wish.lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0  # the answer itself has not begun
        case _:
            raise TurnedAway(417, "expect")


# From bytes to values

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # or what was begun as one
_STEPS = dict(zip(b"[{]}", (1, 1, -1, -1), strict=True))
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in _STEPS)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # nul, and halves of a pair
_ITS_ESCAPES = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")  # and whole pairs


def _parse(body: bytes) -> Any:
    if _is_too_deep(body):
        raise TurnedAway(400, "depth")
    try:
        value = _DECODER.decode(body.decode("utf-8"))
    except ValueError:
        raise TurnedAway(400, "json") from None
    # Only escapes can bring in what no database and no answer can hold.
    if _ITS_ESCAPES.search(body) and any(map(_UNSTORABLE.search, _strings(value))):
        raise TurnedAway(400, "text")
    return value


def _is_too_deep(body: bytes) -> bool:
    if body.count(b"{") + body.count(b"[") <= DEEPEST:
        return False
    brackets = _STRING.sub(b"", body).translate(None, _NO_BRACKET)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEEPEST


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Names that differ in case only are one name to the SDK: they may not stand side by side."""
    if len({name.lower() for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _whole(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _fraction(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _refuse(constant: str) -> Never:
    raise ValueError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_whole, parse_float=_fraction, parse_constant=_refuse
)


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            yield from value
            for item in value.values():
                yield from _strings(item)


# The shape of an activity: every field that the SDK gives a type has it, or is null


class _Check(Protocol):
    def __call__(self, value: Any, /) -> bool: ...


def _text(most: int, *, least: int = 0) -> _Check:
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def _each(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _record(needed: Mapping[str, _Check], also: Mapping[str, _Check]) -> _Check:
    def holds(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and all(check(value.get(name)) for name, check in needed.items())
            and all(
                also[name](given)
                for name, given in value.items()
                if given is not None and name in also
            )
        )

    return holds


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_channel(value: Any) -> bool:
    return bool(value == CHANNEL)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def _is_moment(value: Any) -> bool:
    """A date and time with a zone, that can be told in UTC. Spelled in the one way that the SDK
    reads as well: Python alone would take more."""
    try:
        if not _MOMENT.fullmatch(value):
            return False
        moment = datetime.fromisoformat(value)
        return moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (TypeError, ValueError, OverflowError):
        return False


_ID = _text(1000, least=1)
_WORD = _text(1000)
_PROSE = _text(100_000)


def _words(*names: str) -> dict[str, _Check]:
    return dict.fromkeys(names, _WORD)


_ACCOUNT = _record(
    {"id": _ID}, {**_words("name", "aadObjectId", "role", "tenantId"), "properties": _is_object}
)
_CONVERSATION = _record(
    {"id": _ID},
    {
        **_words("name", "aadObjectId", "role", "tenantId", "tenantID", "conversationType"),
        "isGroup": _is_flag,
        "properties": _is_object,
    },
)
_ENTITY = _record({"type": _WORD}, {"mentioned": _ACCOUNT, "text": _PROSE})
_ATTACHMENT = _record(
    {}, {**_words("contentType", "name"), "contentUrl": _PROSE, "thumbnailUrl": _PROSE}
)
_REACTION = _record({"type": _WORD}, {})
_NAMED = _record({}, _words("id", "name"))
_CHANNEL_DATA = _record(
    {},
    {
        "eventType": _WORD,
        **dict.fromkeys(("tenant", "team", "channel", "meeting"), _NAMED),
        **dict.fromkeys(("notification", "settings", "source"), _is_object),
        "onBehalfOf": _each(_is_object),
    },
)
_REFERENCE = _record(
    {},
    {
        **_words("activityId", "channelId", "locale", "serviceUrl"),
        "user": _ACCOUNT,
        "bot": _ACCOUNT,
        "conversation": _CONVERSATION,
    },
)
_ACTIVITY = _record(
    {
        "type": _ID,
        "id": _ID,
        "channelId": _is_channel,
        "serviceUrl": _ID,
        "from": _ACCOUNT,
        "recipient": _ACCOUNT,
        "conversation": _CONVERSATION,
    },
    {
        **_words("replyToId", "name", "action", "code", "label", "locale", "localTimezone"),
        **_words("textFormat", "attachmentLayout", "inputHint", "importance", "deliveryMode"),
        **_words("callerId", "valueType", "topicName"),
        **dict.fromkeys(("text", "speak", "summary"), _PROSE),
        **dict.fromkeys(("timestamp", "localTimestamp", "expiration"), _is_moment),
        **dict.fromkeys(("membersAdded", "membersRemoved"), _each(_ACCOUNT)),
        **dict.fromkeys(("reactionsAdded", "reactionsRemoved"), _each(_REACTION)),
        "attachments": _each(_ATTACHMENT),
        "entities": _each(_ENTITY),
        "channelData": _CHANNEL_DATA,
        "value": _is_object,
        "historyDisclosed": _is_flag,
        "listenFor": _each(_WORD),
        "textHighlights": _each(_record({}, {"text": _PROSE})),
        "suggestedActions": _record({}, {"to": _each(_WORD), "actions": _each(_is_object)}),
        "semanticAction": _record({}, {**_words("id", "state"), "entities": _is_object}),
        "relatesTo": _REFERENCE,
    },
)
_INVOKE = _record({"name": _ID, "value": _is_object}, {})


def _is_activity(value: Any) -> bool:
    return _ACTIVITY(value) and (value["type"] != "invoke" or _INVOKE(value))


# Where answers may go

_PATH = r"(?:/[A-Za-z0-9._~/-]*)?"
_CLOUD = re.compile(r"https://([a-z0-9.-]+)" + _PATH)
_LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?" + _PATH)


def is_service(url: str, hosts: frozenset[str] | None) -> bool:
    """Whether messages may be sent there: https to exactly one of `hosts`, or, without hosts
    (local mode), http to this machine.

    The spelling is narrow on purpose: no two readers of the address may disagree on its host.
    """
    if hosts is None:
        local = _LOCAL.fullmatch(url)
        return local is not None and int(local[1] or 80) < 65536
    cloud = _CLOUD.fullmatch(url)
    return cloud is not None and cloud[1] in hosts
