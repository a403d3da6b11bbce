"""The gate, knocked on over real HTTP with tokens signed by real keys."""

import asyncio
import contextlib
import copy
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gate import DEEPEST, MOST_BYTES, Gate, TurnedAway, is_service
from bot.keys import SigningKeys
from tests.strangers import (
    ABSENT,
    APP,
    BAD_TOKENS,
    HOST,
    MALFORMED,
    MINUTE,
    MISSHAPEN,
    NOON,
    PATIENCE,
    SERVICE,
    TAMPERED,
    TENANT,
    Clock,
    House,
    a_house,
    activity,
    as_body,
    b64,
    invoke,
    jwk,
    local,
    nested,
    token,
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with a_house() as house:
        yield house


@pytest.fixture
async def local_house() -> AsyncIterator[House]:
    async with a_house(app_id=None, tenant_id=None) as house:
        yield house


@pytest.fixture(scope="module")
def knock() -> Iterator[Callable[..., int]]:
    """Knock at one house from tests that are not asynchronous."""
    with asyncio.Runner() as runner:
        door = contextlib.AsyncExitStack()
        house = runner.run(door.enter_async_context(a_house()))
        yield lambda body, **headers: runner.run(house.deliver(body, **headers))
        runner.run(door.aclose())


# What comes in


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(activity(), id="message"),
        pytest.param(invoke(), id="invoke"),
        pytest.param(activity(channelData=ABSENT), id="tenant in the conversation only"),
        pytest.param(
            activity(conversation={"id": "a:1"}, text=ABSENT), id="tenant in channel data only"
        ),
        pytest.param(activity(conversation={"id": "a:1", "tenantId": TENANT.upper()}), id="caps"),
        pytest.param(activity(text=r"literally \u0000 and \ud800"), id="escapes that are text"),
        pytest.param(activity(text="[" * 500 + '"{'), id="brackets in text"),
        pytest.param(activity(something={"new": [None, 1.5, 10**18]}), id="unknown field"),
    ],
)
async def test_what_teams_sends_comes_in_as_it_was_sent(house, sent):
    assert await house.deliver(as_body(sent)) == 200
    assert house.admitted[0].activity == sent
    assert house.admitted[0].claims["serviceurl"] == SERVICE


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        'Application/JSON;charset="UTF-8"',
    ],
)
async def test_json_in_utf8_is_the_one_kind_of_body(house, kind):
    assert await house.deliver(as_body(activity()), Content_Type=kind) == 200


async def test_a_body_in_chunks_is_read_whole(house):
    body = json.dumps(activity(), ensure_ascii=False).encode()
    chunks = b"".join(
        b"%x\r\n%b\r\n" % (len(part), part)
        for part in (body[at : at + 100] for at in range(0, len(body), 100))
    )
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {token()}\r\n\r\n"
    )
    assert await house.send(head.encode() + chunks + b"0\r\n\r\n") == 200
    assert house.admitted[0].activity == activity()


async def test_a_token_is_verified_once_and_forgotten_when_it_expires(house):
    body = as_body(activity())
    assert await house.deliver(body) == 200
    house.directory.keys = [jwk("second")]
    house.clock.now += 2 * MINUTE
    assert await house.knock(body, Authorization=f"Bearer {token(key='second')}") == 200
    assert await house.deliver(body) == 200, "its key is gone, but it was verified"
    house.clock.now += timedelta(hours=1)
    assert await house.deliver(body) == 401


async def test_more_tokens_than_are_remembered_are_still_verified(house):
    for number in range(300):
        verified = await house.knock(b"{}", Authorization=f"Bearer {token(jti=str(number))}")
        assert verified == 400
    assert await house.knock(as_body(activity()), Authorization=f"Bearer {token(jti='0')}") == 200


@pytest.mark.parametrize("seconds", [-299, 0, 3600, 3659])
async def test_a_token_is_good_in_its_time_and_a_minute_around(house, seconds):
    house.clock.now += timedelta(seconds=seconds)
    assert await house.deliver(as_body(activity())) == 200


# Tokens that prove nothing


@pytest.mark.parametrize("name", BAD_TOKENS)
async def test_a_bad_token_is_refused_and_the_body_is_not_read(house, name):
    house.directory.keys += [
        jwk("unendorsed", endorsements=["webchat", "msteams2"]),
        {name: value for name, value in jwk("bare").items() if name != "endorsements"},
        jwk("short"),
    ]
    # The body never comes: to wait for it would take longer than the test may last.
    assert await house.knock(length=1000, Authorization=BAD_TOKENS[name]()) == 401
    assert not house.admitted


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4), st.binary(max_size=60))
def test_any_bytes_for_a_token_are_refused(knock, parts, head):
    header = b'{"alg":"RS256","kid":"first"' + head + b"}"
    for made in (parts, [header, *parts]):
        assert knock(b"", Authorization="Bearer " + ".".join(map(b64, made))) == 401


# The signing keys


async def test_a_new_signing_key_is_accepted_on_its_first_request(house):
    assert await house.deliver(as_body(activity())) == 200
    house.directory.keys.append(jwk("second"))
    house.clock.now += MINUTE
    new = f"Bearer {token(key='second')}"
    assert await house.knock(as_body(activity()), Authorization=new) == 200
    assert house.directory.asked == 2


async def test_a_flood_of_unknown_keys_asks_the_directory_once_a_minute(house):
    for minute in range(3):
        house.clock.now = NOON + minute * MINUTE
        for number in range(0, 60, 4):
            house.clock.now += timedelta(seconds=3)
            unknown = [f"Bearer {token(kid=f'{minute}-{number + n}')}" for n in range(4)]
            answers = [house.knock(length=1000, Authorization=bearer) for bearer in unknown]
            assert set(await asyncio.gather(*answers)) == {401}
    assert house.directory.asked == 3


async def test_all_who_wait_for_a_new_key_share_one_fetch(house):
    house.directory.answers.clear()
    waiting = [asyncio.create_task(house.deliver(as_body(activity()))) for _ in range(5)]
    left = asyncio.create_task(house.keys.find("first"))
    async with asyncio.timeout(PATIENCE):
        await house.directory.first_asked.wait()
    left.cancel()  # one who does not wait any longer takes nothing from the others
    house.directory.answers.set()
    assert await asyncio.gather(*waiting) == [200] * 5
    assert house.directory.asked == 1


async def test_without_any_keys_it_is_the_service_that_is_not_available(house, caplog):
    house.directory.down = True
    with caplog.at_level(logging.WARNING):
        assert await house.knock(length=1000, Authorization=f"Bearer {token()}") == 503
    assert [record.action for record in caplog.records] == ["signing_keys_not_fetched"]
    house.directory.down = False
    assert await house.deliver(as_body(activity())) == 503, "it was asked less than a minute ago"
    house.clock.now += MINUTE
    assert await house.deliver(as_body(activity())) == 200


async def test_keys_are_renewed_after_a_day_behind_the_request(house):
    await house.deliver(as_body(activity()))
    house.clock.now += timedelta(hours=24)
    house.directory.answers.clear()  # it hangs, and nobody waits for it
    fresh = f"Bearer {token(exp=int(house.clock.now.timestamp()) + 60)}"
    assert await house.knock(as_body(activity()), Authorization=fresh) == 200
    house.directory.answers.set()
    await asyncio.wait([house.keys.renew()])
    assert house.directory.asked == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"down": True},
        {"keys": []},
        {"keys": ["nonsense"]},
        {"keys": [{"kty": "EC", "kid": "first"}]},
        {"keys_url": "http://127.0.0.1:9/keys"},
        {"keys_url": "ftp://nowhere"},
        {"keys_url": 7},
    ],
    ids=str,
)
async def test_a_directory_that_fails_leaves_the_old_keys_in_use(house, fault, caplog):
    await house.deliver(as_body(activity()))
    for name, value in fault.items():
        setattr(house.directory, name, value)
    house.clock.now += MINUTE
    assert await house.knock(length=1000, Authorization=f"Bearer {token(key='second')}") == 401
    assert house.directory.asked == 2
    new = f"Bearer {token(jti='another')}"
    assert await house.knock(as_body(activity()), Authorization=new) == 200


async def test_a_clock_that_is_put_back_does_not_stop_the_fetching(house):
    await house.deliver(as_body(activity()))
    house.directory.keys.append(jwk("second"))
    house.clock.now -= timedelta(minutes=4)
    new = f"Bearer {token(key='second')}"
    assert await house.knock(as_body(activity()), Authorization=new) == 200


# How the body is wrapped


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": None},
        {"Content_Type": ""},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": "multipart/form-data; boundary=x"},
        {"Content_Type": "application/json-patch+json"},
        {"Content_Type": "application/json; charset=utf-16"},
        {"Content_Type": "application/json; charset=utf-8; charset=utf-7"},
        {"Content_Encoding": "gzip"},
        {"Content_Encoding": "deflate"},
        {"Content_Encoding": "identity"},
        {"Content_Encoding": "x-unheard-of"},
    ],
    ids=str,
)
async def test_a_body_of_another_kind_is_refused_unread(house, headers):
    bearer = f"Bearer {token()}"
    assert await house.knock(length=1000, Authorization=bearer, **headers) == 415


async def test_a_slow_body_is_not_waited_for():
    async with a_house(read_seconds=0.05) as house:
        body = as_body(activity())
        assert await house.deliver(body[:-1], length=len(body)) == 408
        assert await house.deliver(b"", length=10) == 408
        assert await house.deliver(body) == 200


async def test_a_body_that_says_it_is_huge_is_refused_unread(house):
    assert await house.deliver(b"", length=MOST_BYTES + 1) == 413
    assert await house.deliver(b"", length=10**12) == 413


async def test_a_body_that_grows_huge_is_refused_before_its_end(house):
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {token()}\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert await house.send(head.encode() + chunk * 5) == 413


async def test_a_body_of_just_the_size_is_read(house):
    body = as_body(activity())
    assert await house.deliver(body + b" " * (MOST_BYTES - len(body))) == 200


async def test_a_chunk_that_lies_is_a_bad_request(house):
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {token()}\r\n\r\n"
    )
    assert await house.send(head.encode() + b"5\r\n{}\r\nzz\r\n") == 400


# Bodies that are no activity


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_malformed_body_is_a_bad_request(house, name):
    assert await house.deliver(MALFORMED[name]) == 400
    assert not house.admitted


@pytest.mark.parametrize("name", MISSHAPEN)
async def test_a_misshapen_activity_is_a_bad_request(house, name):
    assert await house.deliver(as_body(MISSHAPEN[name])) == 400
    assert house.reasons == ["shape"]


async def test_64_levels_are_not_too_many(house):
    assert await house.deliver(nested(DEEPEST)) == 200


# Whose tenant, and where answers may go


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(activity(conversation={"id": "a"}, channelData=None), id="none named"),
        pytest.param(activity(conversation={"id": "a", "tenantId": "other"}), id="conversation"),
        pytest.param(activity(channelData={"tenant": {"id": "other"}}), id="channel data"),
        pytest.param(
            activity(conversation={"id": "a", "tenantId": ""}, channelData={}), id="empty"
        ),
    ],
)
async def test_an_activity_of_another_tenant_is_refused(house, sent):
    assert await house.deliver(as_body(sent)) == 403
    assert house.reasons == ["tenant"]


@pytest.mark.parametrize("url", TAMPERED)
async def test_a_service_address_that_leads_elsewhere_is_refused_even_if_the_token_names_it(
    house, url
):
    assert not is_service(url, frozenset({HOST}))
    bearer = f"Bearer {token(serviceurl=url)}"
    body = as_body(activity(serviceUrl=url))
    assert await house.knock(body, Authorization=bearer) == (403 if url else 400)


async def test_a_service_address_must_be_the_one_in_the_token(house):
    assert await house.deliver(as_body(activity(serviceUrl=f"https://{HOST}/amer/"))) == 403
    assert house.reasons == ["service"]


# Local mode


async def test_local_mode_needs_no_token(local_house):
    assert await local_house.knock(as_body(local())) == 200
    assert local_house.admitted[0].claims == {}


@pytest.mark.parametrize("host", ["127.0.0.1:3978", "localhost", "LOCALHOST:1", "[::1]:3978"])
async def test_local_mode_answers_to_the_names_of_this_machine(local_house, host):
    assert await local_house.knock(as_body(local()), host=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "0.0.0.0",  # noqa: S104 (a name in a request, nothing is bound)
        "",
        None,
    ],
)
async def test_local_mode_answers_to_no_other_name(local_house, host):
    # HTTP itself refuses a request that names no host.
    assert await local_house.knock(length=1000, host=host) in (403, 400)
    assert not local_house.admitted


async def test_local_mode_answers_to_nobody_else():
    gate = Gate(app_id=None, tenant_id=None, service_hosts=frozenset(), keys=None, now=Clock())

    async def from_afar(request: web.Request) -> web.Response:
        for remote in ("192.168.1.20", "10.0.0.1", "::2", "unknown", ""):
            with pytest.raises(TurnedAway) as turned:
                await gate.admit(request.clone(remote=remote))
            assert turned.value.status == 403
        return web.Response()

    app = web.Application()
    app.router.add_post("/", from_afar)
    async with TestClient(TestServer(app)) as client:
        assert (await client.post("/", json=local())).status == 200


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost:56150/_connector", True),
        ("http://127.0.0.1:3979", True),
        ("http://[::1]:3979/", True),
        ("http://127.0.0.1:65535/", True),
        ("http://127.0.0.1:65536/", False),
        ("https://127.0.0.1/", False),
        ("http://127.0.0.1@evil.example/", False),
        ("http://127.1/", False),
        ("http://2130706433/", False),
        ("http://0.0.0.0/", False),
        ("http://localhost.evil.example/", False),
        (SERVICE, False),
    ],
)
async def test_local_mode_sends_to_this_machine_only(local_house, url, allowed):
    assert is_service(url, None) is allowed
    answer = await local_house.knock(as_body(activity(serviceUrl=url)))
    assert answer == (200 if allowed else 403)


async def test_a_tenant_given_in_local_mode_counts_when_one_is_named():
    async with a_house(app_id=None) as house:
        assert await house.knock(as_body(local())) == 200
        unnamed = local(conversation={"id": "a"}, channelData=ABSENT)
        assert await house.knock(as_body(unnamed)) == 200
        assert await house.knock(as_body(local(channelData={"tenant": {"id": "x"}}))) == 403


@pytest.mark.parametrize(
    "missing",
    [{"app_id": ""}, {"tenant_id": None}, {"tenant_id": ""}, {"keys": None}],
    ids=str,
)
def test_an_app_id_without_all_it_needs_opens_no_gate(missing):
    async def nothing(url: str) -> bytes:
        return b""

    whole = {
        "app_id": APP,
        "tenant_id": TENANT,
        "service_hosts": frozenset({HOST}),
        "keys": SigningKeys(fetch=nothing, now=Clock()),
        "now": Clock(),
    }
    with pytest.raises(ValueError, match="app id"):
        Gate(**whole | missing)


# Whatever the bytes

ANY_TEXT = st.text(st.characters(codec=None), max_size=20)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(ANY_TEXT, inside, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    """The path of every value within a value."""
    yield path
    names = value if isinstance(value, dict) else range(len(value)) if type(value) is list else ()
    for name in names:
        yield from places(value[name], (*path, name))


@st.composite
def mutated_activities(draw) -> bytes:
    """An activity with up to three of its values replaced, and then perhaps a torn body."""
    whole = [copy.deepcopy(draw(st.sampled_from([activity(), invoke(), local()])))]
    for _ in range(draw(st.integers(0, 3))):
        *way, last = draw(st.sampled_from([path for path in places(whole) if path]))
        inner = whole
        for name in way:
            inner = inner[name]
        inner[last] = draw(ANY_JSON)
    body = json.dumps(whole[0]).encode()
    if draw(st.booleans()):
        start = draw(st.integers(0, len(body)))
        body = body[:start] + draw(st.binary(max_size=8)) + body[start + draw(st.integers(0, 8)) :]
    return body


@settings(max_examples=200, deadline=None)
@given(mutated_activities())
def test_a_mutated_activity_comes_in_or_is_turned_away(knock, body):
    assert knock(body) in {200, 400, 403}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_for_a_body_are_turned_away(knock, body):
    assert knock(body) == 400
