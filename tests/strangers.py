"""What strangers bring to the gate: bodies, tokens, addresses; and a gate to bring them to."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

import jwt
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from bot.gate import DEEPEST, Gate, TurnedAway, left_to_the_gate
from bot.keys import ISSUER, SigningKeys, fetching
from tests import stalls

APP = "b0b0b0b0-0000-4000-8000-00000000aaaa"
TENANT = "7e7e7e7e-0000-4000-8000-00000000bbbb"
HOST = "smba.trafficmanager.net"
SERVICE = f"https://{HOST}/emea/{TENANT}/"
# When everything here happens: near enough to the real time for readers of a clock of their own.
NOON = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
NEVER = 60.0  # seconds: reading a body that does not come would fail the test by its own limit
PATIENCE = 20.0


def activity(**changes):
    """A message in a group, with every kind of field that Teams sends."""
    whole = {
        "type": "message",
        "id": "1763467200000",
        "timestamp": "2026-11-18T11:59:59.1234567Z",
        "localTimestamp": "2026-11-18T12:59:59.123+01:00",
        "localTimezone": "Europe/Copenhagen",
        "serviceUrl": SERVICE,
        "channelId": "msteams",
        "from": {"id": "29:mette", "name": "Mette Sørensen", "aadObjectId": "aad-mette"},
        "recipient": {"id": f"28:{APP}", "name": "Sparringsrum"},
        "conversation": {
            "id": "19:group@thread.v2",
            "conversationType": "groupChat",
            "isGroup": True,
            "tenantId": TENANT,
        },
        "text": "<at>Sparringsrum</at> hjælp \U0001f642",
        "textFormat": "plain",
        "membersAdded": [{"id": "29:mette"}],
        "attachments": [{"contentType": "text/html", "content": "<p>hjælp</p>"}],
        "entities": [
            {
                "type": "mention",
                "mentioned": {"id": f"28:{APP}", "name": "Sparringsrum"},
                "text": "<at>Sparringsrum</at>",
            },
            {"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Web"},
        ],
        "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
        "locale": "da-DK",
        "value": None,
    }
    return {name: value for name, value in (whole | changes).items() if value is not ABSENT}


ABSENT = object()


def invoke(**changes):
    return activity(
        **{
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"type": "Action.Execute", "verb": "sparring.next"}},
            **changes,
        }
    )


def local(**changes):
    return activity(serviceUrl="http://localhost:56150/_connector", **changes)


def as_body(value) -> bytes:
    return json.dumps(value).encode()


# The far side: keys, the directory that names them, and tokens


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    bits = 1024 if name == "short" else 2048
    with stalls.allowed("Teams makes its keys elsewhere"):
        return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwk(name: str, **changes) -> dict[str, object]:
    numbers = private_key(name).public_key().public_numbers()
    n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
    entry = {"kty": "RSA", "use": "sig", "kid": name, "n": b64(n), "e": "AQAB"}
    return entry | {"endorsements": ["msteams", "webchat"]} | changes


def claims(**changes):
    now = int(NOON.timestamp())
    whole = {
        "iss": ISSUER,
        "aud": APP,
        "nbf": now - 300,
        "exp": now + 3600,
        "serviceurl": SERVICE,
    }
    return {name: value for name, value in (whole | changes).items() if value is not ABSENT}


def token(*, key: str = "first", kid: object = None, header=None, **changes) -> str:
    headers = {"kid": kid or key} | (header or {})
    return jwt.encode(claims(**changes), private_key(key), algorithm="RS256", headers=headers)


def handmade(header: object, payload: object = None, signature: bytes = b"x" * 256) -> str:
    raw = header if isinstance(header, bytes) else as_body(header)
    return f"{b64(raw)}.{b64(as_body(payload or claims()))}.{b64(signature)}"


def signed_with_the_public_key() -> str:
    """The old trick: the public key taken for a shared secret."""
    secret = (
        private_key("first")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    head = b64(as_body({"alg": "HS256", "kid": "first", "typ": "JWT"}))
    said = f"{head}.{b64(as_body(claims()))}"
    return f"{said}.{b64(hmac.digest(secret, said.encode(), hashlib.sha256))}"


def with_changed_claims() -> str:
    head, _, signature = token().split(".")
    return f"{head}.{b64(as_body(claims(aud='another')))}.{signature}"


def signed_with_a_short_key() -> str:
    said = f"{b64(as_body({'alg': 'RS256', 'kid': 'short'}))}.{b64(as_body(claims()))}"
    signature = private_key("short").sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{b64(signature)}"


def signed_by_a_curve() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return jwt.encode(claims(), key, algorithm="ES256", headers={"kid": "first"})


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Directory:
    """Says where the keys are and what they are, and counts how often it is asked."""

    keys: list[dict[str, object]]
    asked: int = 0
    down: bool = False
    keys_url: str | None = None
    first_asked: asyncio.Event = field(default_factory=asyncio.Event)
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metadata", self.metadata)
        app.router.add_get("/keys", self.list_keys)
        return app

    async def metadata(self, request: web.Request) -> web.Response:
        self.asked += 1
        self.first_asked.set()
        await self.answers.wait()
        if self.down:
            raise web.HTTPFound("/keys")
        return web.json_response({"jwks_uri": self.keys_url or f"http://{request.host}/keys"})

    async def list_keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})


@dataclass
class House:
    """A gate with a street in front of it, and what it let in."""

    server: TestServer
    clock: Clock
    directory: Directory
    keys: SigningKeys | None = None
    gate: Gate | None = None
    admitted: list = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    async def knock(
        self, body: bytes = b"", *, length: int | None = None, host="127.0.0.1", **headers
    ) -> int:
        """The status of the answer to one request on a connection of its own.

        Header names are given with `_` for `-`. A `length` beyond the body's is a body that
        never ends.
        """
        length = len(body) if length is None else length
        lines = {"Host": host, "Content-Length": str(length), "Content-Type": "application/json"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{k}: {v}\r\n" for k, v in lines.items() if v is not None)
        return await self.send(f"POST /api/messages HTTP/1.1\r\n{head}\r\n".encode() + body)

    async def send(self, raw: bytes) -> int:
        reader, writer = await asyncio.open_connection(self.server.host, self.server.port)
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(raw)
                status = await reader.readline()
            return int(status.split()[1])
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def deliver(self, body: bytes, **headers) -> int:
        return await self.knock(body, **{"Authorization": f"Bearer {token()}"} | headers)


@contextlib.asynccontextmanager
async def a_house(
    *,
    app_id: str | None = APP,
    tenant_id: str | None = TENANT,
    read_seconds: float = NEVER,
    keys: tuple[str, ...] = ("first",),
) -> AsyncIterator[House]:
    clock = Clock()
    directory = Directory(keys=[jwk(name) for name in keys])
    directory.answers.set()
    async with TestServer(directory.app()) as there, ClientSession() as session:
        signing_keys = SigningKeys(
            fetch=fetching(session), now=clock, metadata_url=str(there.make_url("/metadata"))
        )
        gate = Gate(
            app_id=app_id,
            tenant_id=tenant_id,
            service_hosts=frozenset({HOST}),
            keys=signing_keys,
            now=clock,
            read_seconds=read_seconds,
        )

        async def messages(request: web.Request) -> web.Response:
            try:
                house.admitted.append(await gate.admit(request))
            except TurnedAway as turned:
                house.reasons.append(turned.reason)
                return turned.answer()
            return web.Response()

        app = web.Application()
        app.router.add_post("/api/messages", messages, expect_handler=left_to_the_gate)
        async with TestServer(app) as here:
            house = House(
                server=here, clock=clock, directory=directory, keys=signing_keys, gate=gate
            )
            yield house
            directory.answers.set()
            await signing_keys.close()


# Tokens that prove nothing

BAD_TOKENS: dict[str, Callable[[], str | None]] = {
    "no header": lambda: None,
    "empty header": lambda: "",
    "scheme only": lambda: "Bearer",
    "scheme and a blank": lambda: "Bearer ",
    "another scheme": lambda: "Basic " + token(),
    "no scheme": lambda: token(),
    "two blanks": lambda: "Bearer  " + token(),
    "two tokens": lambda: f"Bearer {token()} {token()}",
    "two in a list": lambda: f"Bearer {token()}, Bearer {token()}",
    "two headers": lambda: f"Bearer {token()}\r\nAuthorization: Bearer {token()}",
    "one word": lambda: "Bearer nonsense",
    "two parts": lambda: "Bearer " + token().rpartition(".")[0],
    "four parts": lambda: f"Bearer {token()}.more",
    "five parts": lambda: "Bearer a.b.c.d.e",
    "only dots": lambda: "Bearer ..",
    "not base64": lambda: "Bearer !!!.???.###",
    "not ascii": lambda: "Bearer æ" + token(),
    "cut short": lambda: "Bearer " + token()[:-5],
    "header is no json": lambda: "Bearer " + handmade(b"\xff\xfe"),
    "header is a list": lambda: "Bearer " + handmade([1, 2]),
    "header is deep": lambda: "Bearer " + handmade(b"[" * 3000),
    "header has a huge number": lambda: "Bearer " + handmade(b'{"alg":' + b"9" * 5000 + b"}"),
    "no algorithm": lambda: "Bearer " + handmade({"kid": "first"}),
    "algorithm none": lambda: "Bearer " + handmade({"alg": "none", "kid": "first"}, None, b""),
    "algorithm is a list": lambda: "Bearer " + handmade({"alg": ["RS256"], "kid": "first"}),
    "shared secret": lambda: "Bearer " + signed_with_the_public_key(),
    "RS512": lambda: (
        "Bearer "
        + jwt.encode(claims(), private_key("first"), algorithm="RS512", headers={"kid": "first"})
    ),
    "PS256": lambda: (
        "Bearer "
        + jwt.encode(claims(), private_key("first"), algorithm="PS256", headers={"kid": "first"})
    ),
    "ES256": lambda: "Bearer " + signed_by_a_curve(),
    "no kid": lambda: "Bearer " + handmade({"alg": "RS256"}),
    "kid is a number": lambda: "Bearer " + handmade({"alg": "RS256", "kid": 7}),
    "kid is an object": lambda: "Bearer " + handmade({"alg": "RS256", "kid": {"a": 1}}),
    "unknown kid": lambda: "Bearer " + token(kid="nobody"),
    "a stranger's key, our kid": lambda: "Bearer " + token(key="stranger", kid="first"),
    "a stranger's key in the header": lambda: (
        "Bearer " + token(key="stranger", kid="first", header={"jwk": jwk("stranger")})
    ),
    "a stranger's address in the header": lambda: (
        "Bearer " + token(key="stranger", kid="first", header={"jku": "https://evil.example/"})
    ),
    "key for other channels": lambda: "Bearer " + token(key="unendorsed"),
    "key without endorsements": lambda: "Bearer " + token(key="bare"),
    "key of 1024 bits": lambda: "Bearer " + signed_with_a_short_key(),
    "unknown critical header": lambda: "Bearer " + token(header={"crit": ["x"], "x": 1}),
    "payload left out": lambda: "Bearer " + token(header={"crit": ["b64"], "b64": False}),
    "changed claims": lambda: "Bearer " + with_changed_claims(),
    "no signature": lambda: "Bearer " + handmade({"alg": "RS256", "kid": "first"}, None, b""),
    "made-up signature": lambda: "Bearer " + handmade({"alg": "RS256", "kid": "first"}),
    "expired": lambda: "Bearer " + token(exp=int(NOON.timestamp()) - 60),
    "without expiry": lambda: "Bearer " + token(exp=ABSENT),
    "expiry is text": lambda: "Bearer " + token(exp="9999999999"),
    "expiry is true": lambda: "Bearer " + token(exp=True),
    "expiry is infinite": lambda: "Bearer " + token(exp=float("inf")),
    "expiry is null": lambda: "Bearer " + token(exp=None),
    "not yet valid": lambda: "Bearer " + token(nbf=int(NOON.timestamp()) + 61),
    "start is text": lambda: "Bearer " + token(nbf="0"),
    "our own directory's token": lambda: (
        "Bearer " + token(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0")
    ),
    "emulator's issuer": lambda: (
        "Bearer " + token(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")
    ),
    "issuer with a slash": lambda: "Bearer " + token(iss=ISSUER + "/"),
    "without issuer": lambda: "Bearer " + token(iss=ABSENT),
    "another app": lambda: "Bearer " + token(aud="another-app"),
    "several apps": lambda: "Bearer " + token(aud=[APP, "another-app"]),
    "our app in a list": lambda: "Bearer " + token(aud=[APP]),
    "empty audience": lambda: "Bearer " + token(aud=""),
    "without audience": lambda: "Bearer " + token(aud=ABSENT),
    "without service address": lambda: "Bearer " + token(serviceurl=ABSENT),
    "service address is a list": lambda: "Bearer " + token(serviceurl=[SERVICE]),
    "service address in another spelling": lambda: (
        "Bearer " + token(serviceurl=ABSENT, serviceUrl=SERVICE)
    ),
}


# Bodies that are no activity


def nested(levels: int) -> bytes:
    """An activity with a value so deep that the whole has that many levels."""
    brackets = b"[" * (levels - 2) + b"]" * (levels - 2)
    return as_body(activity(value={"a": "deep"})).replace(b'"deep"', brackets)


def patched(old: str, new: str) -> bytes:
    body = json.dumps(activity(), ensure_ascii=False)
    assert old in body
    return body.replace(old, new, 1).encode()


MALFORMED: dict[str, bytes] = {
    # no JSON, or JSON that two readers could read differently
    "empty": b"",
    "blank": b"   ",
    "nul bytes": b"\0" * 100,
    "not utf-8": b'{"text": "\xff\xfe"}',
    "utf-16": json.dumps(activity()).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + as_body(activity()),
    "overlong utf-8": patched('"plain"', '"plain"').replace(b"plain", b"pl\xc0\x80n"),
    "cut short": as_body(activity())[:-1],
    "cut in a string": b'{"text": "abc',
    "cut in an escape": b'{"text": "abc\\',
    "two values": as_body(activity()) * 2,
    "trailing word": as_body(activity()) + b"x",
    "trailing comma": as_body(activity())[:-1] + b",}",
    "comment": b"/* hello */" + as_body(activity()),
    "single quotes": b"{'type': 'message'}",
    "a form": b"type=message&text=hello",
    "raw line break in text": patched('"plain"', '"pl\nain"'),
    "unknown escape": patched('"plain"', r'"pl\xain"'),
    "half an escape": patched('"plain"', r'"\u12"'),
    "mismatched brackets": b'{"type": [}]',
    "quotes that never end": b'"\\"' * 80_000,
    "only open brackets": b"[" * 100_000,
    "only closing brackets": b"]" * 100_000,
    "65 levels": nested(DEEPEST + 1),
    "10,000 levels": nested(10_000),
    "objects in objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "NaN": patched('"value": null', '"value": {"n": NaN}'),
    "Infinity": patched('"value": null', '"value": {"n": Infinity}'),
    "minus Infinity": patched('"value": null', '"value": {"n": -Infinity}'),
    "infinite by exponent": patched('"value": null', '"value": {"n": 1e999}'),
    "number of 100 digits": patched('"value": null', '"value": {"n": %s}' % ("9" * 100)),
    "number of 100,000 digits": patched('"value": null', '"value": {"n": %s}' % ("9" * 10**5)),
    "beyond 64 bits": patched('"value": null', '"value": {"n": 9223372036854775808}'),
    "type twice": patched('"type": "message"', '"type": "message", "type": "invoke"'),
    "type twice, other case": patched('"type": "message"', '"type": "message", "Type": "invoke"'),
    "a name twice deep down": patched('"name": "message"', '"name": "a", "name": "b"'),
    "nul in text": patched('"plain"', r'"pl\u0000ain"'),
    "half a surrogate in text": patched('"plain"', r'"pl\ud83dain"'),
    "half a surrogate in a name": patched('"value": null', r'"value": {"\udc00": 1}'),
    "half a surrogate in a list": patched('"value": null', r'"value": {"a": [["\udfff"]]}'),
    # JSON, but no activity
    "null": b"null",
    "true": b"true",
    "a number": b"1",
    "a string": b'"message"',
    "a list": b"[]",
    "a list of activities": as_body([activity()]),
    "nothing in it": b"{}",
}

MISSHAPEN: dict[str, object] = {
    "no type": activity(type=ABSENT),
    "type null": activity(type=None),
    "type empty": activity(type=""),
    "type a number": activity(type=1),
    "type a list": activity(type=["message"]),
    "no channel": activity(channelId=ABSENT),
    "another channel": activity(channelId="emulator"),
    "channel in capitals": activity(channelId="MSTEAMS"),
    "channel a list": activity(channelId=["msteams"]),
    "no id": activity(id=ABSENT),
    "id a number": activity(id=1763467200000),
    "id empty": activity(id=""),
    "id too long": activity(id="1" * 1001),
    "reply id an object": activity(replyToId={}),
    "no sender": activity(**{"from": ABSENT}),
    "sender null": activity(**{"from": None}),
    "sender a string": activity(**{"from": "29:mette"}),
    "sender a list": activity(**{"from": [{"id": "29:mette"}]}),
    "sender without id": activity(**{"from": {"name": "Mette"}}),
    "sender's id a number": activity(**{"from": {"id": 29}}),
    "sender's object id an object": activity(**{"from": {"id": "29", "aadObjectId": {}}}),
    "sender's name too long": activity(**{"from": {"id": "29", "name": "M" * 1001}}),
    "no recipient": activity(recipient=ABSENT),
    "recipient a string": activity(recipient="28:bot"),
    "no conversation": activity(conversation=ABSENT),
    "conversation a list": activity(conversation=[]),
    "conversation without id": activity(conversation={"tenantId": TENANT}),
    "conversation id an object": activity(conversation={"id": {}, "tenantId": TENANT}),
    "group flag a string": activity(conversation={"id": "a", "isGroup": "yes"}),
    "tenant a number": activity(conversation={"id": "a", "tenantId": 7}),
    "tenant a list": activity(conversation={"id": "a", "tenantId": [TENANT]}),
    "channel data a string": activity(channelData="data"),
    "channel data a list": activity(channelData=[]),
    "channel data's tenant a string": activity(channelData={"tenant": TENANT}),
    "channel data's tenant id an object": activity(channelData={"tenant": {"id": {}}}),
    "channel data's team a list": activity(channelData={"team": [], "tenant": {"id": TENANT}}),
    "channel data's event a number": activity(channelData={"eventType": 1}),
    "no service address": activity(serviceUrl=ABSENT),
    "service address a number": activity(serviceUrl=443),
    "service address a list": activity(serviceUrl=[SERVICE]),
    "date a word": activity(timestamp="yesterday"),
    "date a number": activity(timestamp=1763467200),
    "date in month 13": activity(timestamp="2026-13-01T00:00:00Z"),
    "date without zone": activity(timestamp="2026-11-18T12:00:00"),
    "date before time began": activity(localTimestamp="0001-01-01T00:00:00+14:00"),
    "date with a colon before its fraction": activity(timestamp="2026-08-03T08:00:000+02:00"),
    "date with a colon for its T": activity(timestamp="2026-08-06:00:00.000Z"),
    "date an object": activity(expiration={}),
    "text a number": activity(text=5),
    "text a list": activity(text=["hello"]),
    "text too long": activity(text="a" * 100_001),
    "locale an object": activity(locale={}),
    "members an object": activity(membersAdded={"id": "29:mette"}),
    "members of strings": activity(membersAdded=["29:mette"]),
    "members of nulls": activity(membersRemoved=[None]),
    "a member without id": activity(membersAdded=[{"id": "29:mette"}, {"name": "Ida"}]),
    "entities a string": activity(entities="mention"),
    "entities of lists": activity(entities=[[]]),
    "an entity without type": activity(entities=[{"text": "x"}]),
    "a mention of a string": activity(entities=[{"type": "mention", "mentioned": "28:bot"}]),
    "a mention's text a number": activity(entities=[{"type": "mention", "text": 1}]),
    "attachments an object": activity(attachments={}),
    "attachments of numbers": activity(attachments=[1]),
    "an attachment's kind a list": activity(attachments=[{"contentType": []}]),
    "reactions of strings": activity(reactionsAdded=["like"]),
    "value a string": activity(value="next"),
    "value a list": activity(value=[1]),
    "an invoke without value": invoke(value=ABSENT),
    "an invoke with a list": invoke(value=[]),
    "an invoke without name": invoke(name=ABSENT),
    "an invoke with a number for a name": invoke(name=7),
    "suggested actions a number": activity(suggestedActions={"actions": 5}),
    "a reference to a list": activity(relatesTo={"conversation": []}),
}


# Addresses that lead elsewhere

TAMPERED = [
    "http://smba.trafficmanager.net/emea/",
    "https://evil.trafficmanager.net/emea/",
    "https://trafficmanager.net/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example@smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net/",
    "https://evil.example?smba.trafficmanager.net/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net\\.evil.example/",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net/\r\nX: y",
    "https://smba.trafficmanager.net/%2e%2e/",
    "https://smba.trafficmanager.net/?to=evil.example",
    "https://smba。trafficmanager.net/",
    "https://smbа.trafficmanager.net/",
    " https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/ ",
    "https://smba.trafficmanager.net/\n",
    "https:smba.trafficmanager.net",
    "https:///smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
    "file:///etc/passwd",
    "http://127.0.0.1/",
    "http://localhost:3978/",
    "https://169.254.169.254/",
    "https://[::1]/",
    "",
]
