"""The directory and the connector hang, and Teams is answered all the same.

The bot runs as in production, in a process of its own: with an app id, real keys, real tokens and
https to the real names. Those names lead to a server here, which takes each request and never
answers it. Only the keys are told; and halfway the directory gives one token, so that from then on
it is the connector that hangs.
"""

import asyncio
import os
import random
import runpy
import signal
import socket
import ssl
import sys
import time
from asyncio.subprocess import DEVNULL
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm

from bot.keys import ISSUER, METADATA_URL
from tests.chaos.experiment import Experiment

APP = "b0b0b0b0-0000-4000-8000-00000000aaaa"
TENANT = "7e7e7e7e-0000-4000-8000-00000000bbbb"
KEYS, DIRECTORY = "login.botframework.com", "login.microsoftonline.com"
CONNECTOR = "smba.trafficmanager.net"
ABROAD = (KEYS, DIRECTORY, CONNECTOR)
HERE = ("127.0.0.1", "::1", "localhost", b"127.0.0.1")
LEAVES = "wanted to leave for"
SERVICE = f"https://{CONNECTOR}/emea/{TENANT}/"
PEOPLE = 100  # of whom each stays within what one person may ask
THINKS = 4.0  # seconds at most, between two turns of a person
AT_REST, LOOKS_AGAIN = 0.1, 0.5  # seconds
KIND_ANSWER, LAST_ANSWER = 0.5, 5.0  # seconds: of 99 in 100, and of all
START_SECONDS, STOP_SECONDS = 60, 45
ROOT = Path(__file__).parent.parent.parent


# --- the bot's process -----------------------------------------------------------------------


def bot(port: int) -> None:
    """Runs the bot where every name abroad leads to this port, and no other way leads out."""
    usual = socket.getaddrinfo
    sys.addaudithook(partial(_stays_here, port))

    def astray(host: Any, service: Any, *args: Any, **kw: Any) -> Any:
        return usual(*(("127.0.0.1", port) if host in ABROAD else (host, service)), *args, **kw)

    socket.getaddrinfo = astray
    sys.argv = ["app.py"]
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")


def _stays_here(port: int, event: str, args: tuple[Any, ...]) -> None:
    """Every name that is looked up, and every connection, passes here, whoever makes it."""
    match event, args:
        case "socket.getaddrinfo", (str() | bytes() as host, *_) if host not in HERE:
            print(LEAVES, host, file=sys.stderr, flush=True)
            raise OSError(LEAVES)
        case "socket.connect", (_, (host, to, *_)) if (host, to) != ("127.0.0.1", port):
            print(LEAVES, host, to, file=sys.stderr, flush=True)
            raise OSError(LEAVES)


# --- what lies abroad ------------------------------------------------------------------------


@dataclass
class Abroad:
    """The directory and the connector. The keys are told; nothing else is ever answered, unless
    it is `open`."""

    key: rsa.RSAPrivateKey
    open: bool = False
    asked: Counter[str] = field(default_factory=Counter)
    gives_token: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def is_asked(self, host: str) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not self.asked[host]:
                self.heard.clear()
                await self.heard.wait()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        host = request.host.partition(":")[0]
        self.asked[host] += 1
        self.heard.set()
        if str(request.url.with_scheme("https").with_port(None)) == METADATA_URL:
            return web.json_response({"jwks_uri": METADATA_URL.replace("openid", "keys")})
        if host == KEYS:
            return web.json_response({"keys": [self.public()]})
        if host == DIRECTORY:
            self.asked[f"{host} token"] += request.method == "POST"
            await (asyncio.sleep(0) if self.open else self.gives_token.wait())
            return web.json_response(_directory(request.path))
        if self.open:
            return web.json_response({"id": "1", "members": []})
        await self.over.wait()
        return web.Response(status=503)

    def public(self) -> dict[str, Any]:
        jwk = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return jwk | {"kid": "one", "use": "sig", "endorsements": ["msteams"]}

    def token(self, *, serviceurl: str = SERVICE) -> str:
        until = int(time.time()) + 3600
        claims = {"iss": ISSUER, "aud": APP, "exp": until, "serviceurl": serviceurl}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})


def _directory(path: str) -> dict[str, Any]:
    if path.endswith("/openid-configuration"):
        here = f"https://{DIRECTORY}/{TENANT}"
        return {
            "issuer": f"{here}/v2.0",
            "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
            "token_endpoint": f"{here}/oauth2/v2.0/token",
        }
    return {"token_type": "Bearer", "expires_in": 3600, "access_token": "one"}


def certificate() -> bytes:
    """One that signs itself, for all the names abroad, and its key. Of a kind that costs little:
    a hundred connections may come in one turn of the loop."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "abroad")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in ABROAD]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + signed.public_bytes(serialization.Encoding.PEM)


@asynccontextmanager
async def abroad(folder: Path, *, open_: bool = False) -> AsyncIterator[tuple[Abroad, int, Path]]:
    key = await asyncio.to_thread(rsa.generate_private_key, public_exponent=65537, key_size=2048)
    file = folder / "abroad.pem"
    file.write_bytes(certificate())
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(file)
    there = Abroad(key, open=open_)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", there.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    try:
        yield there, runner.addresses[0][1], file
    finally:
        there.over.set()
        await runner.cleanup()


# --- Teams -----------------------------------------------------------------------------------


@dataclass
class Load:
    """What twenty people do, and how long the bot takes to answer it."""

    http: aiohttp.ClientSession
    url: str
    token: str
    choice: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    number: int = 0

    async def warmed_up(self) -> None:
        """The keys are fetched; and what a start loads once it listens is there: what that costs
        is `tests.bench.start`'s to tell."""
        async with asyncio.timeout(START_SECONDS):
            while not self.seconds or self.seconds[-1] > AT_REST:
                await asyncio.sleep(LOOKS_AGAIN)
                await self.deliver(-self.number, "message", text="hjælp")
        self.seconds.clear()

    async def person(self, who: int, turns: int) -> None:
        ways = (self._writes, self._asks, self._reads, self._hands_in)
        done = 0
        while done < turns:
            await asyncio.sleep(THINKS * self.choice.random())
            done += await self.choice.choice(ways)(who)

    async def _writes(self, who: int) -> int:
        await self.deliver(who, "message", text=f"læring Spørg netværket, gang {self.number}.")
        return 1

    async def _asks(self, who: int) -> int:
        await self.deliver(who, "message", text="hjælp")
        return 1

    async def _reads(self, who: int) -> int:
        action = {"type": "Action.Execute", "verb": "sparring.how", "data": {}}
        await self.deliver(who, "invoke", name="adaptiveCard/action", value={"action": action})
        return 1

    async def _hands_in(self, who: int) -> int:
        data = {"verb": "learning.write"}
        opened = await self.deliver(who, "invoke", name="task/fetch", value={"data": data})
        if opened is None:
            return 1
        card = opened["task"]["value"]["card"]["content"]
        filled = {**card["actions"][0]["data"], "text": f"Spørg far, gang {self.number}."}
        await self.deliver(who, "invoke", name="task/submit", value={"data": filled})
        return 2

    async def deliver(self, who: int, kind: str, **fields: Any) -> Any:
        self.number += 1
        activity = {
            "type": kind,
            "id": f"f:{self.number}",
            "serviceUrl": SERVICE,
            "channelId": "msteams",
            "from": {"id": f"29:{who}", "name": f"Kollega {who}", "aadObjectId": f"aad-{who}"},
            "recipient": {"id": f"28:{APP}", "name": "Sparringsrum"},
            "conversation": {
                "id": f"a:{who}",
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            **fields,
        }
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.http.post(self.url, json=activity, headers=headers) as response:
                body = await response.json() if kind == "invoke" else None
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status, body = 0, None
        self.seconds.append(time.monotonic() - began)
        self.counts["turns"] += 1
        self.counts["not 2xx"] += not 200 <= status < 300
        return body if status == 200 else None


async def run(seed: int, amount: int, folder: Path) -> Counter[str]:
    async with abroad(folder) as (there, port, file), up(folder, port, file) as (url, _):
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as http:
            load = Load(http, f"{url}/api/messages", there.token(), random.Random(seed))
            await load.warmed_up()
            for half in range(2):
                turns = amount // 2 // PEOPLE
                await asyncio.gather(*(load.person(who, turns) for who in range(1, PEOPLE + 1)))
                load.counts["nothing hung"] += not there.asked[(DIRECTORY, CONNECTOR)[half]]
                there.gives_token.set()
                await there.is_asked(CONNECTOR)
        counts = load.counts
    ordered = sorted(load.seconds)
    p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    print(
        f"hangs, seed {seed}: {len(ordered)} turns, requests abroad {dict(there.asked)}; "
        f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, max {ordered[-1] * 1000:.0f} ms"
    )
    counts["p99 over 500 ms"] = int(p99 > KIND_ANSWER)
    counts["after 5 s"] = sum(seconds > LAST_ANSWER for seconds in ordered)
    return counts


@asynccontextmanager
async def up(
    folder: Path, abroad_port: int, certificate_file: Path, *, stderr: int = DEVNULL
) -> AsyncIterator[tuple[str, int]]:
    """The bot's address, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "MicrosoftAppId": APP,
        "MicrosoftAppPassword": "secret",
        "MicrosoftAppTenantId": TENANT,
        "SPARRINGSRUM_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "SPARRINGSRUM_HOST": "127.0.0.1",
        "SPARRINGSRUM_PORT": str(port),
        "SSL_CERT_FILE": str(certificate_file),
        "REQUESTS_CA_BUNDLE": str(certificate_file),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chaos.hangs", str(abroad_port)),
        cwd=ROOT,
        env=environment,
        stderr=stderr,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            assert process.stdout is not None
            assert "lytter på" in (await process.stdout.readline()).decode()
        yield f"http://127.0.0.1:{port}", process.pid
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
        print(f"hangs: stopped within {time.monotonic() - began:.1f} s")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


EXPERIMENTS = [
    Experiment(
        name="hangs",
        row=13,
        unit="turns",
        goal=2_000,
        short=200,
        batch=2_000,
        run=run,
        never=("nothing hung", "not 2xx", "p99 over 500 ms", "after 5 s"),
        timed=True,
    )
]


if __name__ == "__main__":
    bot(int(sys.argv[1]))
