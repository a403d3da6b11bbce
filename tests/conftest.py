import pytest

from tests import house as houses


@pytest.fixture
async def empty(tmp_path):
    """The bot is up, and in no chat yet."""
    async with houses.house(tmp_path) as home:
        yield home


@pytest.fixture
async def home(empty):
    """The bot is in the chat of a team that meets on Tuesdays at nine."""
    return await houses.moved_in(empty)
