"""The product's own migrations, on both databases; the machinery is tested in test_store.py."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from storage import inbox, migrate
from storage.migrate import MIGRATIONS, NewerDatabase, Standing
from storage.snapshot import file_engine
from tests.databases import POSTGRESQL, SQLITE, databases
from tests.filled import fill, keys

ROOT = Path(__file__).parents[2]
SCRIPTS = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
EARLIER = [script.revision for script in SCRIPTS if script.revision != migrate.head()]


@pytest.fixture
def engine(tmp_path):
    """An empty database."""
    if databases.kind == SQLITE:
        yield file_engine(tmp_path / "bot.db", mode="rwc", begin="BEGIN IMMEDIATE")
        return
    address = databases.cluster.create("migrated_here")
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()
    databases.cluster.drop("migrated_here")


def test_the_newest_version_is_the_one_that_alembic_would_go_to():
    assert migrate.head() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


@pytest.mark.parametrize("revision", EARLIER)
def test_every_row_of_every_earlier_version_is_there_afterwards(engine, revision):
    migrate.upgrade(engine, to=revision)
    with engine.begin() as connection:
        assert migrate.standing(connection) is Standing.OLDER
        fill(connection, 20)
        before = keys(connection)

    migrate.upgrade(engine)

    with engine.connect() as connection:
        after = keys(connection)
        assert migrate.standing(connection) is Standing.AT_HEAD
    assert {name: after[name] for name in before if name != "alembic_version"} == {
        name: rows for name, rows in before.items() if name != "alembic_version"
    }
    assert len(before["person"]) == 20


def test_what_was_taken_before_the_keys_named_nobody_is_still_known(engine):
    migrate.upgrade(engine, to="ccadc1122eba")
    chat = "activity:19:team@thread.v2:1763"
    taken = [chat, "form:7:abc", "press:7:0f", "form:8:gone", "file:7:x"]
    with engine.begin() as connection:
        person = "INSERT INTO person (id, aad_id, teams_id, name) VALUES (7, 'aad-7', '29:7', 'O')"
        connection.execute(text(person))
        row = text("INSERT INTO inbox VALUES (:key, 'taken', '2026-11-26 09:00:00')")
        connection.execute(row, [{"key": key} for key in taken])

    migrate.upgrade(engine)

    with engine.connect() as connection:
        keys = set(connection.scalars(text("SELECT key FROM inbox")))
    assert keys == {
        inbox.nameless("activity", "19:team@thread.v2", "1763"),
        inbox.nameless("form", "aad-7", "abc"),
        inbox.nameless("press", "aad-7", "0f"),
        "form:8:gone",  # nobody's any more
        "file:7:x",
    }


def test_an_empty_database_is_filled_with_tables(engine):
    with engine.connect() as connection:
        assert migrate.standing(connection) is Standing.EMPTY

    migrate.upgrade(engine)

    with engine.connect() as connection:
        assert migrate.at_head(connection)


def test_a_newer_database_is_refused_and_left_alone(engine):
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))

    with pytest.raises(NewerDatabase, match="of tomorrow"):
        migrate.upgrade(engine)

    with engine.connect() as connection:
        assert migrate.standing(connection) is Standing.NEWER


def test_no_migration_leads_down():
    scripts = [Path(script.path).read_text() for script in SCRIPTS]

    assert len([script for script in scripts if "def downgrade" in script]) <= 1  # the first


UPGRADES = """
import sys
from sqlalchemy import create_engine
from storage import migrate
engine = create_engine(sys.argv[1])
sys.stdin.readline()
migrate.upgrade(engine)
"""


@pytest.mark.only_on(POSTGRESQL)
def test_three_replicas_that_start_at_once_migrate_one_after_the_other(engine):
    migrate.upgrade(engine, to=EARLIER[-1])
    with engine.begin() as connection:
        fill(connection, 20)
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", UPGRADES, address]
    replicas = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]

    with engine.connect() as connection, connection.begin():
        migrate.lock(connection)  # so that they wait for one another, however they are timed
        for replica in replicas:
            replica.stdin.write(b"go\n")
            replica.stdin.flush()
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND NOT granted")
        for _ in range(400):
            connection.execute(text("SELECT pg_sleep(0.05)"))
            if (number := connection.scalar(waiting)) == 3:
                break
    ends = [(replica.communicate()[1], replica.returncode) for replica in replicas]

    assert number == 3
    assert ends == [(b"", 0)] * 3
    with engine.connect() as connection:
        assert migrate.at_head(connection)
        assert len(keys(connection)["person"]) == 20
