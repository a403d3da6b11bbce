"""What strangers send to the door: bodies, tokens, keys that nobody knows, addresses elsewhere.

The bodies and the addresses go to the bot as it runs in production, in a process of its own, where
every way out leads here (`tests/chaos/hangs.py`). The tokens and the keys go to the whole bot in
this process, on a clock that is moved by hand.
"""

import asyncio
import copy
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from app import running, utcnow
from bot.gate import is_service
from bot.people import WELCOME
from bot.rehearsal.people import Delivery
from bot.settings import TEAMS_HOSTS, Settings
from storage import outbox, people
from storage.outbox import Priority, to_chat
from storage.people import Conversation
from storage.store import Session, Store
from tests import house as houses
from tests.chaos import hangs
from tests.chaos.experiment import Experiment
from tests.chaos.hangs import CONNECTOR, DIRECTORY, LEAVES, abroad, up
from tests.strangers import (
    APP,
    BAD_TOKENS,
    HOST,
    MALFORMED,
    MINUTE,
    MISSHAPEN,
    TAMPERED,
    TENANT,
    Clock,
    Directory,
    House,
    activity,
    as_body,
    jwk,
    token,
)

SIDE_BY_SIDE = 16
PEOPLE, CHATS = 1000, 300  # so many that nobody is too fast
MAY_GROW = 50  # megabytes
WARM_UP = 2000  # requests, before the memory is measured
ADDRESSES = 200
BODIES = {**MALFORMED, **{name: as_body(value) for name, value in MISSHAPEN.items()}}
Send = Callable[[int], Awaitable[None]]


# --- the bot as in production, with nothing but strangers before it ----------------------------


class Street:
    """Sends bodies to the bot with a token that is good, and counts what they were answered."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = f"{url}/api/messages"
        self._token = token
        self.counts: Counter[str] = Counter()

    async def post(self, body: bytes, *, token: str = "") -> int:
        headers = {
            "Authorization": f"Bearer {token or self._token}",
            "Content-Type": "application/json",
        }
        async with self._http.post(self._url, data=body, headers=headers) as response:
            answer = await response.text()
            self.counts[f"{response.status // 100}xx"] += 1
            if response.status >= 500:
                self.counts["5xx"] += 1
                print(response.status, answer, body)
            return response.status


@asynccontextmanager
async def street(folder: Path) -> AsyncIterator[tuple[Street, hangs.Abroad, int]]:
    log = folder / "log"
    async with abroad(folder, open_=True) as (there, port, file):
        with log.open("wb") as errors:
            async with (
                up(folder, port, file, stderr=errors.fileno()) as (url, process),
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http,
            ):
                here = Street(http, url, there.token())
                here.counts["5xx"] = 0
                yield here, there, process
        said = log.read_text()
        here.counts["tracebacks"] = said.count("Traceback")
        here.counts["left"] = said.count(LEAVES)
        if here.counts["tracebacks"] or here.counts["left"]:
            print(*[line for line in said.splitlines() if "Traceback" in line][:3], sep="\n")


async def _side_by_side(amount: int, send: Send) -> None:
    numbers = iter(range(amount))

    async def some() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(some() for _ in range(SIDE_BY_SIDE)))


def _megabytes(process: int) -> float:
    [line] = [
        line
        for line in Path(f"/proc/{process}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]
    return int(line.split()[1]) / 1024


# --- 15: bodies --------------------------------------------------------------------------------


async def bodies(seed: int, amount: int, folder: Path) -> Counter[str]:
    """Every one that has a name."""
    names = random.Random(seed).sample(sorted(BODIES), amount)
    async with street(folder) as (here, _, _):
        for name in names:
            status = await here.post(BODIES[name])
            here.counts["not refused"] += status not in (400, 403, 413, 415)
    return here.counts


async def mutations(seed: int, amount: int, folder: Path) -> Counter[str]:
    choice = random.Random(seed)
    seeds = await recorded(folder)
    grown = 0.0
    async with street(folder) as (here, _, process):

        async def send(number: int) -> None:
            await here.post(mutated(choice.choice(seeds), choice, number))

        warm_up = min(WARM_UP, amount // 2)
        await _side_by_side(warm_up, send)
        before = _megabytes(process)
        await _side_by_side(amount - warm_up, send)
        grown = _megabytes(process) - before
        print(f"mutations, seed {seed}: {len(seeds)} kinds; {before:.0f} MB, and {grown:+.1f}")
    here.counts["megabytes"] = round(grown)
    here.counts["grew too much"] = int(grown >= MAY_GROW)
    return here.counts


async def recorded(folder: Path) -> list[dict[str, Any]]:
    """One activity of each kind that Teams sends, as they come in a small municipality's week."""
    kinds: dict[tuple[object, ...], dict[str, Any]] = {}
    place = folder / "recorded"
    place.mkdir()
    async with houses.house(place) as home:
        deliver = home.teams._deliver

        async def recording(delivery: Delivery, *, check: bool = True) -> Any:
            kinds.setdefault(_kind(delivery.activity), delivery.activity)
            return await deliver(delivery, check=check)

        home.teams._deliver = recording  # type: ignore[method-assign]
        await houses.moved_in(home)
        for words in ("hjælp", "sag Hvad overser vi?", "kø", "læring Spørg far.", "indstillinger"):
            await home.says(home.ole, words)
        await home.says(home.ole, "Vi kan altid spørge skolen først.", alone=True)
        await home.ole.presses(home.own(home.ole), "Gem som læringspunkt")
        channel = home.teams.channel("Team Vest", home.jens)
        await home.teams.add_bot(channel, by=home.jens)
        await home.jens.says(channel, "hjælp")
        meeting = home.teams.meeting_chat("Møde", home.sara)
        await home.teams.add_bot(meeting, by=home.sara)
        await home.says(home.karen, "start")
        while "Afslut sparringen" not in home.chat.last.buttons:
            await home.presses(home.karen, "Næste fase")
        form = await home.mette.opens(home.chat, "Skriv læringspunkt")
        await form.submit(text="Skriv datoen på.")
        await home.presses(home.karen, "Afslut sparringen")
        await home.teams.leave(home.chat, home.jens)
        await home.teams.remove_bot(channel, by=home.jens)
        await home.settle()
    text = json.dumps([*kinds.values(), activity()])
    for old, new in (
        (home.teams.service_url, hangs.SERVICE),
        (home.teams.tenant, hangs.TENANT),
        (TENANT, hangs.TENANT),
        (activity()["serviceUrl"].replace(TENANT, hangs.TENANT), hangs.SERVICE),
    ):
        text = text.replace(old, new)
    return list(json.loads(text))


def _kind(sent: dict[str, Any]) -> tuple[object, ...]:
    value = sent.get("value") or {}
    inner = value.get("action") or value.get("data") or {}
    chat = sent["conversation"]["conversationType"]
    return sent["type"], sent.get("name"), inner.get("verb"), chat, *sorted(sent)


HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, 2**63 - 1, 2**63, 10**40),
    *("", " ", "x", "x" * 1001, "x" * 5000, "²", "٣", "9" * 30, "-1", "null", "undefined"),
    *("\0", "\ud800", "\u202e", "a\nb", "'; DROP TABLE person;--", "{{DATE(x)}}", "../../etc"),
    *([], {}, [None], [[]], [{}], {"": ""}, {"a": {"b": []}}, ["x"] * 300, {"id": {}}),
    *("2026-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00", "29:x", "19:x@thread.v2", "message"),
    *("https://evil.example/", "msteams", "invoke", "task/submit", "adaptiveCard/action"),
)


def mutated(kind: dict[str, Any], choice: random.Random, number: int) -> bytes:
    """Up to four of its values are exchanged, taken out or doubled; then the body may be torn."""
    whole = copy.deepcopy(kind)
    who = choice.randrange(PEOPLE)
    whole["id"] = f"f:{number}"
    whole["from"] |= {"id": f"29:{who}", "aadObjectId": f"aad-{who}"}
    whole["conversation"]["id"] = f"{choice.randrange(CHATS)}:{whole['conversation']['id']}"
    for _ in range(choice.choice((0, 1, 1, 1, 2, 3, 4))):
        _mutate(whole, choice)
    body = json.dumps(whole, ensure_ascii=choice.random() < 0.5).encode(errors="surrogatepass")
    if choice.random() < 0.1:
        at = choice.randrange(len(body))
        body = body[:at] + choice.randbytes(choice.randrange(4)) + body[at + choice.randrange(4) :]
    return body


def _mutate(whole: dict[str, Any], choice: random.Random) -> None:
    inner: Any = whole
    while True:
        names = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not names:
            return
        name = choice.choice(names)
        if isinstance(inner[name], (dict, list)) and inner[name] and choice.random() < 0.7:
            inner = inner[name]
            continue
        break
    match choice.randrange(6):
        case 0:
            del inner[name]
        case 1 if isinstance(inner, dict):
            inner[choice.choice([f"{name}x", "new", str(name).upper()])] = inner[name]
        case 2 if isinstance(inner[name], str):
            text = inner[name]
            at = choice.randrange(len(text) + 1)
            inner[name] = text[:at] + str(choice.choice(HOSTILE))[:50] + text[at:]
        case _:
            inner[name] = copy.deepcopy(choice.choice(HOSTILE))


# --- 16 and 17: tokens and keys ----------------------------------------------------------------


@asynccontextmanager
async def a_bot(folder: Path) -> AsyncIterator[House]:
    """The whole bot, with an app id, whose channel's keys are named by a stand-in."""
    clock = Clock()
    directory = Directory(keys=[jwk("first")])
    directory.answers.set()
    settings = Settings(
        app_id=APP,
        app_password="secret",
        tenant_id=TENANT,
        database_url=f"sqlite:///{folder / 'bot.db'}",
        port=0,
    )
    async with TestServer(directory.app()) as there:
        metadata_url = str(there.make_url("/metadata"))
        async with running(
            settings, real=clock, heartbeat=False, metadata_url=metadata_url
        ) as bot:
            host, _, port = bot.url.removeprefix("http://").partition(":")
            server: Any = SimpleNamespace(host=host, port=int(port))
            yield House(server=server, clock=clock, directory=directory)


async def tokens(seed: int, amount: int, folder: Path) -> Counter[str]:
    """Each comes without its body, which is announced and never sent; and once more from a sender
    who waits to be asked for it."""
    counts: Counter[str] = Counter({"let in": 0, "5xx": 0, "body asked for": 0})
    async with a_bot(folder) as house:
        house.directory.keys += [
            jwk("unendorsed", endorsements=["webchat"]),
            {name: value for name, value in jwk("bare").items() if name != "endorsements"},
            jwk("short"),
        ]
        for name in random.Random(seed).sample(sorted(BAD_TOKENS), amount):
            bearer = BAD_TOKENS[name]()
            for expects in ({}, {"Expect": "100-continue"}):
                status = await house.knock(length=1000, Authorization=bearer, **expects)
                counts[str(status)] += 1
                counts["body asked for"] += status == 100
                counts["5xx"] += status >= 500
                counts["let in"] += status not in (100, 401, 403) and status < 500
        good = f"Bearer {token()}"
        asked = await house.knock(length=1000, Authorization=good, Expect="100-continue")
        counts["a good one is not asked"] += asked != 100
    return counts


async def new_keys(seed: int, amount: int, folder: Path) -> Counter[str]:
    """The channel signs with a new key, and at once with nothing else."""
    counts: Counter[str] = Counter({"refused": 0, "after 5 s": 0})
    slowest = 0.0
    names = ("first", "second")
    async with a_bot(folder) as house:
        for number in range(amount):
            name = f"{names[number % 2]}"
            kid = f"{name}-{number}"
            house.directory.keys = [jwk(name, kid=kid)]
            house.clock.now += MINUTE
            began = time.monotonic()
            bearer = f"Bearer {token(key=name, kid=kid, exp=_later(house))}"
            status = await house.knock(as_body(activity(id=str(number))), Authorization=bearer)
            slowest = max(slowest, time.monotonic() - began)
            counts["first requests"] += 1
            counts["refused"] += status != 200
        counts["after 5 s"] = int(slowest > 5)
        counts["fetches too many"] = max(0, house.directory.asked - amount)
    print(f"new keys, seed {seed}: the slowest first request took {slowest:.2f} s")
    return counts


async def unknown_keys(seed: int, amount: int, folder: Path) -> Counter[str]:
    """A flood of tokens with keys that nobody knows, spread over minutes."""
    choice = random.Random(seed)
    counts: Counter[str] = Counter({"not 401": 0})
    async with a_bot(folder) as house:
        began = house.clock.now
        for number in range(amount):
            house.clock.now += timedelta(seconds=choice.random() * 2)
            bearer = f"Bearer {token(kid=f'nobody-{seed}-{number}', exp=_later(house))}"
            status = await house.knock(length=1000, Authorization=bearer)
            counts["not 401"] += status != 401
        minutes = int((house.clock.now - began) / MINUTE) + 1
        counts["requests"], counts["minutes"] = amount, minutes
        counts["fetches"] = house.directory.asked
        counts["fetches too many"] = max(0, house.directory.asked - minutes)
    return counts


def _later(house: House) -> int:
    return int(house.clock.now.timestamp()) + 600


# --- 18: addresses -----------------------------------------------------------------------------


def tampered(seed: int) -> list[str]:
    """Two hundred addresses that look like Teams' and are not."""
    choice = random.Random(seed)
    made = [url for url in TAMPERED if url]
    while len(made) < ADDRESSES:
        made.append(_tampered(choice))
        made = list(dict.fromkeys(url for url in made if not is_service(url, TEAMS_HOSTS)))
    return made


def _tampered(choice: random.Random) -> str:
    elsewhere = choice.choice(
        ("evil.example", "169.254.169.254", "127.0.0.1:9", "[::1]:9", "evil.trafficmanager.net")
    )
    host = choice.choice(
        (
            f"{HOST}.{elsewhere}",
            f"{elsewhere}/{HOST}",
            f"{HOST}@{elsewhere}",
            f"{elsewhere}#{HOST}",
            f"{elsewhere}?{HOST}",
            f"{elsewhere}\\{HOST}",
            f"{HOST}:{choice.randrange(1, 65536)}",
            f"{HOST}:@{elsewhere}",
            f"x{HOST}",
            f"{HOST}x",
            HOST.upper(),
            HOST.replace("a", choice.choice("аɑ\u200ba"), 1),
            HOST.replace(".", choice.choice("。．｡%"), 1),
            elsewhere,
        )
    )
    scheme = choice.choice(
        ("https://", "http://", "HTTPS://", "https:/", "//", "ftp://", "file://")
    )
    path = choice.choice(
        ("/emea/", "/", "", "/%2e%2e/", "/?x=", "/#", "/a b/", "/\t", "/;x", "/\\evil.example/")
    )
    return f"{choice.choice(('', '', ' '))}{scheme}{host}{path}"


async def addresses(seed: int, amount: int, folder: Path) -> Counter[str]:
    """In activities, which are refused; and in stored rows, to which messages are waiting."""
    some = random.Random(seed).sample(tampered(seed), amount)
    async with street(folder) as (here, there, _):
        for url in some:
            sent = activity(serviceUrl=url, conversation={"id": "a", "tenantId": hangs.TENANT})
            sent |= {"channelData": {"tenant": {"id": hangs.TENANT}}}
            for claimed in (hangs.SERVICE, url):
                status = await here.post(as_body(sent), token=there.token(serviceurl=claimed))
                here.counts["let in"] += status not in (400, 401, 403)
        known = [*hangs.ABROAD[1:]]
        here.counts["requests abroad"] = sum(there.asked[host] for host in known)
    counts = Counter({name: here.counts[name] for name in ("let in", "left", "requests abroad")})
    await _stored(folder, some, counts)
    counts["addresses"] = amount
    return counts


async def _stored(folder: Path, some: list[str], counts: Counter[str]) -> None:
    """The rows are written behind the bot's back. One that is well is there too, and is sent."""
    place = folder / "stored"
    place.mkdir()
    async with abroad(place, open_=True) as (there, port, file):
        await asyncio.to_thread(_write_rows, place, some)
        with (place / "log").open("wb") as errors:
            async with up(place, port, file, stderr=errors.fileno()):
                await there.is_asked(CONNECTOR)
        said = (place / "log").read_text()
        counts["left"] += said.count(LEAVES)
        counts["requests abroad"] += max(0, there.asked[CONNECTOR] - 1)
        counts["tokens more than one"] = max(0, there.asked[f"{DIRECTORY} token"] - 1)
    counts["rows not given up"] = len(some) - await asyncio.to_thread(_given_up, place)


def _write_rows(place: Path, some: list[str]) -> None:
    asyncio.run(_rows(place, some))


async def _rows(place: Path, some: list[str]) -> None:
    store = Store(f"sqlite:///{place / 'bot.db'}")
    await store.start()

    def write(session: Session) -> None:
        for number, url in enumerate([*some, hangs.SERVICE]):
            chat = f"19:{number}@thread.v2"
            seen = Conversation(
                id=chat, kind="groupChat", service_url=url, tenant_id=hangs.TENANT, bot_id="28:x"
            )
            people.note_conversation(session, seen)
            team = people.add_team(session, name="T", conversation_id=chat, coordinator=None)
            people.change_conversation(session, chat, team_id=team)
            address = to_chat(chat)
            outbox.want(session, WELCOME, chat, address, Priority.LINE, utcnow())

    await store.write(write)
    await store.close()


def _given_up(place: Path) -> int:
    from pysqlite3 import dbapi2 as sqlite3

    with sqlite3.connect(place / "bot.db") as database:
        query = "SELECT count(*) FROM outbox WHERE reason = 'service_url'"
        return int(database.execute(query).fetchone()[0])


EXPERIMENTS = [
    Experiment(
        name="malformed bodies",
        row=15,
        unit="named bodies",
        goal=len(BODIES),
        short=len(BODIES),
        batch=len(BODIES),
        run=bodies,
        never=("5xx", "not refused", "tracebacks", "left"),
    ),
    Experiment(
        name="mutated activities",
        row=15,
        unit="activities",
        goal=100_000,
        short=400,
        batch=20_000,
        run=mutations,
        never=("5xx", "tracebacks", "left", "grew too much"),
    ),
    Experiment(
        name="forged tokens",
        row=16,
        unit="kinds of token",
        goal=len(BAD_TOKENS),
        short=len(BAD_TOKENS),
        batch=len(BAD_TOKENS),
        run=tokens,
        never=("let in", "5xx", "body asked for", "a good one is not asked"),
    ),
    Experiment(
        name="new signing keys",
        row=17,
        unit="new keys",
        goal=1000,
        short=10,
        batch=1000,
        run=new_keys,
        never=("refused", "after 5 s", "fetches too many"),
        timed=True,
    ),
    Experiment(
        name="unknown signing keys",
        row=17,
        unit="tokens",
        goal=10_000,
        short=200,
        batch=10_000,
        run=unknown_keys,
        never=("not 401", "fetches too many"),
    ),
    Experiment(
        name="tampered addresses",
        row=18,
        unit="addresses",
        goal=ADDRESSES,
        short=50,
        batch=ADDRESSES,
        run=addresses,
        never=("let in", "left", "requests abroad", "tokens more than one", "rows not given up"),
    ),
]
