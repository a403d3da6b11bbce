import pytest

from tests import compiled, postgres
from tests import house as houses
from tests.databases import POSTGRESQL, SQLITE, databases

pytest_plugins = ["tests.stalls"]


def pytest_addoption(parser):
    parser.addoption("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)


def pytest_configure(config):
    databases.kind = config.getoption("--database")
    compiled.share()
    if databases.kind == POSTGRESQL and not postgres.is_installed():
        raise pytest.UsageError("PostgreSQL's programs (initdb, postgres) are not installed")


def pytest_unconfigure():
    databases.close()


def pytest_collection_modifyitems(config, items):
    """What is about the other database is left out; it is not skipped."""
    others = [item for item in items if _is_about_another(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def _is_about_another(item):
    marker = item.get_closest_marker("only_on")
    return marker is not None and databases.kind not in marker.args


@pytest.fixture(autouse=True)
def _database(request):
    """The database that belongs to the test's folder, if it has one."""
    if "tmp_path" not in request.fixturenames:
        yield
        return
    folder = request.getfixturevalue("tmp_path")
    databases.prepare(folder)
    yield
    databases.drop(folder)


@pytest.fixture
async def empty(tmp_path):
    """The bot is up, and in no chat yet."""
    async with houses.house(tmp_path) as home:
        yield home


@pytest.fixture
async def home(empty):
    """The bot is in the chat of a team that meets on Tuesdays at nine."""
    return await houses.moved_in(empty)
