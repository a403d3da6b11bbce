"""One token for all who send, fetched beside the loop, and at most one thread that waits."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.teams.credentials import Credentials, NoToken
from tests.house import Clock

PATIENCE = 5.0  # seconds


class Directory:
    """Stands where the SDK asks for a token."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()
        self.asked = 0
        self.down = False

    def get_access_token(self) -> str:
        self.asked += 1
        assert self.answers.wait(PATIENCE)
        if self.down:
            raise OSError("no way there")
        return f"token {self.asked}"


@pytest.fixture
def directory():
    return Directory()


@pytest.fixture
def credentials(directory):
    class Here(Credentials):
        def _new_source(self):
            return directory

    return Here(app_id="app", password="secret", tenant_id=None, real=Clock())


async def test_all_who_send_at_once_share_one_request(credentials, directory):
    tokens = await asyncio.gather(*(credentials.token() for _ in range(50)))

    assert set(tokens) == {"token 1"}


async def test_those_who_give_up_leave_one_thread_behind_and_not_one_each(credentials, directory):
    directory.answers.clear()
    for _ in range(20):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await credentials.token()

    directory.answers.set()
    assert await credentials.token() == "token 1"


async def test_a_directory_that_is_down_is_asked_again_by_the_next(credentials, directory):
    directory.down = True
    with pytest.raises(NoToken):
        await credentials.token()

    directory.down = False
    assert await credentials.token() == "token 2"


async def test_a_failure_that_nobody_waits_for_any_more_is_heard(credentials, directory):
    directory.answers.clear()
    directory.down = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await credentials.token()

    directory.answers.set()
    with pytest.raises(NoToken):
        await credentials.token()


async def test_a_refused_token_is_renewed_and_an_old_one_is_asked_for_again(
    credentials, directory
):
    assert await credentials.token() == "token 1"
    assert await credentials.token() == "token 1"
    assert await credentials.token(renew=True) == "token 2"

    credentials._real.time += timedelta(minutes=6)
    assert await credentials.token() == "token 3"
