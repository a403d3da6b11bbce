"""The HTTP contract: health, readiness, metrics, and no acknowledgement without a database."""

import aiohttp
import pytest


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


async def status(http, home, path: str) -> int:
    async with http.get(f"{home.bot.url}{path}") as response:
        return response.status


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/metrics"])
async def test_a_healthy_bot_answers(http, empty, path):
    assert await status(http, empty, path) == 200


async def test_the_front_page_is_styled_and_says_whom_to_ask(http, empty):
    async with http.get(f"{empty.bot.url}/") as response:
        said, policy = await response.text(), response.headers["Content-Security-Policy"]
    assert "så spørg den kommune, der driver Sparringsrum." in said
    assert '<meta name="color-scheme" content="light dark">' in said
    assert not [inline for inline in ("style=", "<style", "<script") if inline in said]
    assert "default-src 'none'; style-src 'self'" in policy
    assert 'href="/board/board.css"' in said
    assert await status(http, empty, "/board/board.css") == 200


async def test_without_its_database_it_is_alive_but_not_ready(http, empty):
    await empty.bot.store.close()

    assert await status(http, empty, "/healthz") == 200
    assert await status(http, empty, "/readyz") == 503


async def test_without_its_database_nothing_is_acknowledged(home):
    await home.bot.store.close()

    answer = await home.karen.says(home.chat, "kø", check=False)

    assert answer.status == 503


async def test_turns_are_counted_without_texts_or_names(http, home):
    await home.says(home.ole, "sag Hvad overser vi hos far?")

    async with http.get(f"{home.bot.url}/metrics") as response:
        counted = await response.text()

    assert 'sparringsrum_turns_total{outcome="taken"}' in counted
    assert "Ole" not in counted
    assert "far" not in counted


async def test_a_message_that_is_no_activity_is_refused_and_counted(http, home):
    url = f"{home.bot.url}/api/messages"
    async with http.post(url, json={"type": "message"}) as response:
        assert response.status == 400
    async with http.get(f"{home.bot.url}/metrics") as response:
        assert 'outcome="refused_shape"' in await response.text()
