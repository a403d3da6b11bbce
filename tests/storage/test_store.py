import asyncio
import logging
import subprocess
import sys
import threading
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import Engine, ForeignKey, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import migrate
from storage.sqlite import journal_mode
from storage.store import (
    LATE,
    AlreadyRunning,
    EndedTheTransaction,
    NeedsAFile,
    NoSuchDatabase,
    NotRunning,
    Store,
)
from storage.types import Base

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.only_on("sqlite")
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Tables(DeclarativeBase):
    """The tests' own tables, kept and named as the product's are."""

    type_annotation_map = Base.type_annotation_map


class Note(Tables):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime | None]
    lasts: Mapped[timedelta | None]
    times: Mapped[int] = mapped_column(default=0)


class Answer(Tables):
    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id", ondelete="CASCADE"))


FIRST = """
import sqlalchemy as sa
from alembic import op

import storage.types

revision = "one"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("words", sa.String(), nullable=False, unique=True),
        sa.Column("at", storage.types.UtcDateTime()),
        sa.Column("lasts", storage.types.Seconds()),
        sa.Column("times", sa.Integer(), nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "note_id", sa.Integer(), sa.ForeignKey("notes.id", ondelete="CASCADE"), nullable=False
        ),
    )
"""

SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "two"
down_revision = "one"


def upgrade() -> None:
    with op.batch_alter_table("notes", recreate="always") as notes:
        notes.add_column(sa.Column("mood", sa.String()))
"""

FAILS = "    raise ZeroDivisionError\n"
LOSING = SECOND + '    op.drop_table("notes")\n'


def versions(folder, *scripts):
    folder.mkdir()
    for number, script in enumerate(scripts):
        (folder / f"{number}.py").write_text(script)
    return folder


@pytest.fixture
def first(tmp_path):
    return versions(tmp_path / "first", FIRST)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "sparring.db"


@pytest.fixture
def open_store(file, first):
    def opened(where=file, shape=first):
        return Store(f"sqlite:///{where}", versions=shape)

    return opened


@pytest.fixture
async def store(open_store):
    store = open_store()
    await store.start()
    yield store
    await store.close()


# Units of work


def add(session, words, **columns):
    session.execute(insert(Note).values(words=words, **columns))
    return words


def count_up(session, words):
    note = session.scalars(select(Note).where(Note.words == words)).one()
    session.execute(update(Note).where(Note.id == note.id).values(times=note.times + 1))


def all_words(session):
    return session.scalars(select(Note.words).order_by(Note.id)).all()


def fail(session, words="half done"):
    add(session, words)
    raise ZeroDivisionError


def pragma(session, statement):
    answer = session.execute(text(f"PRAGMA {statement}"))
    return answer.scalar() if answer.returns_rows else None


# Helpers


@contextmanager
def another_connection(file):
    connection = sqlite.connect(file, isolation_level=None, timeout=0)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def counted_commits():
    seen = []

    def note(connection):
        seen.append(connection)

    event.listen(Engine, "commit", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "commit", note)


@asynccontextmanager
async def paused(door, first, then=lambda session: None):
    """Stop a unit after `first`, for as long as the block lasts; it answers with both results."""
    reached, go_on = threading.Event(), threading.Event()

    def unit(session):
        before = first(session)
        reached.set()
        go_on.wait()
        return before, then(session)

    (task,) = await handed_in(door(unit))
    await asyncio.to_thread(reached.wait)
    try:
        yield task
    finally:
        go_on.set()
    await task


def held_back(store):
    """Keep the writer busy, so that everything handed in meanwhile shares the next commit."""
    return paused(store.write, lambda session: None)


async def handed_in(*awaitables):
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    await asyncio.sleep(0)  # each runs up to where it waits
    return tasks


# Writing


async def test_sixty_at_once_lose_nothing(store):
    await store.write(add, "counted")

    await asyncio.gather(*(store.write(count_up, "counted") for _ in range(60)))

    assert await store.read(lambda session: session.scalar(select(Note.times))) == 60


async def test_sixty_at_once_lose_nothing_with_objects_either(store):
    def count(session):
        note = session.scalars(select(Note)).one()
        note.times += 1

    await store.write(add, "counted")

    await asyncio.gather(*(store.write(count) for _ in range(60)))

    assert await store.read(lambda session: session.scalar(select(Note.times))) == 60


async def test_what_waits_shares_one_commit(store):
    with counted_commits() as commits:
        async with held_back(store):
            tasks = await handed_in(*(store.write(add, f"note {n}") for n in range(100)))
        await asyncio.gather(*tasks)

    assert len(commits) == 2  # that of the unit that held the others back, and theirs


async def test_what_comes_while_a_unit_is_worked_on_shares_its_commit(store):
    with counted_commits() as commits:
        async with held_back(store):
            tasks = await handed_in(store.write(add, "turn"), store.claim(all_words))
        assert await asyncio.gather(*tasks) == ["turn", ["turn"]]

    assert len(commits) == 1


async def test_a_commit_waits_for_a_few_only(store):
    with counted_commits() as commits:
        async with held_back(store):
            tasks = await handed_in(*(store.write(add, f"note {n}") for n in range(LATE)))
            tasks += await handed_in(store.write(add, "last"))
        await asyncio.gather(*tasks)

    assert len(commits) == 2


async def test_nothing_joins_a_commit_across_what_is_done_by_itself(store):
    with counted_commits() as commits:
        async with held_back(store):
            before, after = store.write(add, "before"), store.write(add, "after")
            tasks = await handed_in(before, store.wipe(), after)
        assert await asyncio.gather(*tasks) == ["before", True, "after"]

    assert len(commits) == 2


async def test_a_unit_does_not_see_what_its_neighbour_remembers(store):
    def look(session):
        return session.scalars(select(Note)).one()

    def change_beneath(session):
        look(session)
        session.execute(text("UPDATE notes SET times = 7"))

    await store.write(add, "seen")
    async with held_back(store):
        tasks = await handed_in(store.write(look), store.write(change_beneath), store.write(look))
    before, _, after = await asyncio.gather(*tasks)

    assert (before.times, after.times) == (0, 7)


async def test_a_failing_unit_fails_alone(store):
    with counted_commits() as commits:
        async with held_back(store):
            tasks = await handed_in(
                store.write(add, "before"), store.write(fail), store.write(add, "after")
            )
        answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [answers[0], type(answers[1]), answers[2]] == ["before", ZeroDivisionError, "after"]
    assert await store.read(all_words) == ["before", "after"]
    assert len(commits) == 3  # that of the unit that held them back; one each for the good ones


async def test_a_row_that_breaks_a_rule_is_found_when_it_is_its_units_turn(store):
    def add_object(session, words):
        session.add(Note(words=words))

    async with held_back(store):
        tasks = await handed_in(*(store.write(add_object, words) for words in ("a", "a", "b")))
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(answer) for answer in answers] == [type(None), IntegrityError, type(None)]
    assert await store.read(all_words) == ["a", "b"]


async def test_foreign_keys_hold(store):
    with pytest.raises(IntegrityError):
        await store.write(lambda session: session.execute(insert(Answer).values(note_id=1)))


async def test_callers_hear_back_after_the_commit(store, file):
    with another_connection(file) as connection:
        for n in range(50):
            await store.write(add, f"note {n}")
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (n + 1,)


async def test_a_unit_cannot_commit_its_neighbours(store):
    def commit_too_early(session):
        add(session, "early")
        session.commit()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(commit_too_early)

    assert await store.read(all_words) == []


@pytest.mark.parametrize(
    "roll_back",
    [
        pytest.param(lambda session: session.rollback(), id="by the session"),
        pytest.param(lambda session: session.execute(text("ROLLBACK")), id="behind its back"),
    ],
)
async def test_a_unit_that_rolls_back_harms_nobody_else(store, roll_back):
    def change_its_mind(session):
        add(session, "taken back")
        roll_back(session)

    async with held_back(store):
        tasks = await handed_in(
            store.write(add, "before"), store.write(change_its_mind), store.write(add, "after")
        )
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert type(answers[1]) is EndedTheTransaction
    assert await store.read(all_words) == ["before", "after"]


async def test_a_unit_may_try_something_in_a_savepoint(store):
    def add_if_new(session):
        add(session, "first")
        with pytest.raises(IntegrityError), session.begin_nested():
            add(session, "first")
        add(session, "second")

    await store.write(add_if_new)

    assert await store.read(all_words) == ["first", "second"]


@pytest.mark.parametrize("door", ["write", "read"])
async def test_a_unit_that_runs_out_of_items_is_answered(store, door):
    with pytest.raises(RuntimeError, match="StopIteration"):
        await getattr(store, door)(lambda session: next(iter([])))


async def test_a_cancelled_caller_does_not_break_the_group(store):
    async with held_back(store):
        kept, dropped = await handed_in(store.write(add, "kept"), store.write(add, "unheard"))
        dropped.cancel()
    assert await kept == "kept"

    with pytest.raises(asyncio.CancelledError):
        await dropped
    assert await store.write(add, "next") == "next"
    assert await store.read(all_words) == ["kept", "unheard", "next"]


async def test_closing_finishes_what_was_handed_in(open_store):
    store = open_store()
    await store.start()
    async with held_back(store):
        tasks = await handed_in(*(store.write(add, f"note {n}") for n in range(300)))
        (closing,) = await handed_in(store.close())
    await closing

    assert len(await asyncio.gather(*tasks)) == 300
    with pytest.raises(NotRunning):
        await store.write(add, "too late")


async def test_errors_do_not_repeat_what_people_wrote(store):
    await store.write(add, "a secret")

    with pytest.raises(IntegrityError) as caught:
        await store.write(add, "a secret")

    assert "a secret" not in str(caught.value)


@pytest.mark.timed
async def test_how_fast_it_commits(store, capsys):
    async def alone():
        for n in range(100):
            await store.write(add, f"alone {n}")
        return 100

    async def together():
        await asyncio.gather(*(store.write(add, f"together {n}") for n in range(1000)))
        return 1000

    for pace in alone, together:
        started = time.perf_counter()
        units = await pace()
        rate = units / (time.perf_counter() - started)
        with capsys.disabled():
            print(f"\n{pace.__name__}: {rate:,.0f} units stored a second")


# Reading


async def test_readers_do_not_see_what_is_not_committed(store):
    async with paused(store.write, lambda session: add(session, "soon")):
        during = await store.read(all_words)

    assert (during, await store.read(all_words)) == ([], ["soon"])


async def test_a_reader_sees_one_moment(store):
    async with paused(store.read, all_words, all_words) as reading:
        await store.write(add, "meanwhile")

    assert await reading == ([], [])


async def test_readers_cannot_write(store):
    with pytest.raises(OperationalError, match="readonly"):
        await store.read(add, "not allowed")


async def test_ping_says_when_the_file_is_gone(store, file):
    await store.ping()

    file.rename(file.with_name("elsewhere.db"))

    with pytest.raises(sqlite.OperationalError):
        await store.ping()


# Moments and durations


async def test_a_naive_datetime_is_refused(store):
    with pytest.raises(StatementError, match="naive"):
        await store.write(add, "naive", at=datetime(2026, 1, 5, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    "moment",
    [
        NINE,
        NINE.replace(microsecond=1),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(2026, 7, 5, 9, tzinfo=timezone(timedelta(hours=2))),
    ],
)
async def test_a_moment_comes_back_as_the_same_moment_in_utc(store, moment):
    await store.write(add, "then", at=moment)

    kept = await store.read(lambda session: session.scalar(select(Note.at)))

    assert kept == moment
    assert kept.tzinfo is UTC


async def test_moments_sort_and_compare_as_time_does(store):
    danish = timezone(timedelta(hours=2))
    moments = {
        "whole": NINE,
        "a hair later": NINE + timedelta(microseconds=1),
        "earlier, though its clock shows more": datetime(2026, 1, 5, 10, tzinfo=danish),
        "before 1970": datetime(1960, 1, 1, tzinfo=UTC),
    }
    for words, moment in moments.items():
        await store.write(add, words, at=moment)

    def due(session, now):
        return session.scalars(select(Note.words).where(Note.at <= now).order_by(Note.at)).all()

    assert await store.read(due, NINE) == [
        "before 1970",
        "earlier, though its clock shows more",
        "whole",
    ]
    latest = await store.read(lambda session: session.scalar(select(func.max(Note.at))))
    assert latest == moments["a hair later"]


@pytest.mark.parametrize(
    "lasts",
    [
        timedelta(0),
        timedelta(minutes=3),
        timedelta(microseconds=1),
        -timedelta(seconds=1.5),
        timedelta(days=365 * 200, microseconds=7),
    ],
)
async def test_a_duration_comes_back_as_it_was(store, lasts):
    await store.write(add, "while", lasts=lasts)

    assert await store.read(lambda session: session.scalar(select(Note.lasts))) == lasts


async def test_durations_add_up_in_sql(store):
    await store.write(add, "one", lasts=timedelta(minutes=3))
    await store.write(add, "other", lasts=timedelta(seconds=30))

    total = await store.read(lambda session: session.scalar(select(func.sum(Note.lasts))))

    assert total == timedelta(minutes=3, seconds=30)


async def test_no_moment_and_no_duration_stay_none(store):
    await store.write(add, "never")

    kept = await store.read(lambda session: session.execute(select(Note.at, Note.lasts)).one())

    assert tuple(kept) == (None, None)


# One process for one file


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url):
    with pytest.raises(NeedsAFile, match="needs a file"):
        Store(url)


def test_another_kind_of_database_is_refused():
    with pytest.raises(NoSuchDatabase, match="mysql"):
        Store("mysql://localhost/sparring")


async def test_a_second_store_is_refused_until_the_first_is_closed(open_store):
    one, other = open_store(), open_store()
    await one.start()

    with pytest.raises(AlreadyRunning, match="Another process has this database open"):
        await other.start()
    await one.close()
    await other.start()

    assert await other.write(add, "mine now") == "mine now"
    await other.close()


CHILD = """
import asyncio, os, sys
from pathlib import Path
from sqlalchemy import text
from storage.store import AlreadyRunning, Store

async def main(file, versions):
    store = Store(f"sqlite:///{file}", versions=Path(versions))
    try:
        await store.start()
    except AlreadyRunning as refused:
        print(refused)
        return
    async def hand_in(n):
        add = text("INSERT INTO notes (words, times) VALUES (:words, 0)")
        await store.write(lambda session: session.execute(add, {"words": f"note {n}"}).rowcount)
        os.write(1, f"note {n}\\n".encode())  # acknowledged, and seen outside
        if n == 120:
            os._exit(9)
    await asyncio.gather(*(hand_in(n) for n in range(500)))

asyncio.run(main(*sys.argv[1:]))
"""


def child(file, first):
    return subprocess.run(
        [sys.executable, "-c", CHILD, file, first],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_another_process_is_refused(store, file, first):
    refused = await asyncio.to_thread(child, file, first)

    assert refused.stdout.strip() == "Another process has this database open: sparring.db.lock"


async def test_a_killed_process_leaves_what_it_acknowledged_and_no_lock(open_store, file, first):
    killed = await asyncio.to_thread(child, file, first)
    acknowledged = killed.stdout.split("\n")[:-1]
    assert (killed.returncode, len(acknowledged)) == (9, 121)

    store = open_store()
    await store.start()
    kept = await store.read(all_words)
    await store.close()

    assert set(acknowledged) <= set(kept)


# When the database cannot be written


async def test_a_full_database_takes_nothing_and_recovers(store):
    await store.write(add, "before")
    await store.write(pragma, "max_page_count = 1")  # SQLite raises it to what is there already

    async with held_back(store):
        tasks = await handed_in(*(store.write(add, f"{n}" * 9000) for n in range(3)))
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OperationalError] * 3
    assert await store.read(all_words) == ["before"]

    await store.write(pragma, "max_page_count = 1000000")
    await store.write(add, "after")
    assert await store.read(all_words) == ["before", "after"]


@contextmanager
def files_may_not_grow_beyond(size):
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_commit_that_fails_is_heard_by_its_whole_group(store, file):
    await store.write(add, "before")
    log = file.with_name("sparring.db-wal")

    with files_may_not_grow_beyond(log.stat().st_size + 100):
        with pytest.raises(OperationalError):  # it holds the others back, and they have joined it
            async with held_back(store):
                tasks = await handed_in(*(store.write(add, f"note {n}") for n in range(3)))
        answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OperationalError] * 3
    assert await store.read(all_words) == ["before"]

    await store.write(add, "after")
    assert await store.read(all_words) == ["before", "after"]


async def test_a_read_only_database_recovers(store):
    await store.write(pragma, "query_only = ON")
    with pytest.raises(OperationalError, match="readonly"):
        await store.write(add, "refused")

    await store.write(pragma, "query_only = OFF")

    assert await store.write(add, "after") == "after"


async def test_a_file_that_someone_else_holds_is_written_afterwards(store, file):
    with another_connection(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        (waiting,) = await handed_in(store.write(add, "patient"))
        assert await store.read(all_words) == []
        connection.execute("ROLLBACK")

    assert await waiting == "patient"


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((4, 0, 0), "WAL")],
)
def test_the_write_ahead_log_is_for_libraries_that_do_not_corrupt_it(version, mode):
    assert journal_mode(version) == mode


@pytest.mark.parametrize(
    ("name", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 5000)],
)
async def test_the_writer_is_careful(store, name, value):
    assert await store.write(pragma, name) == value


# Forgetting


def secret_is_in(file):
    files = sorted(file.parent.glob("*.db*"))
    return [each.name for each in files if b"hemmelig" in each.read_bytes()]


def forget(session):
    session.execute(text("DELETE FROM notes"))


async def test_wiping_leaves_no_byte_of_what_was_deleted(store, file):
    await store.write(add, "hemmelig " * 2000)
    assert await store.wipe() is True
    await store.write(forget)
    assert secret_is_in(file) == ["sparring.db"]  # which the log is yet to overwrite

    assert await store.wipe() is True

    assert secret_is_in(file) == []
    assert file.with_name("sparring.db-wal").stat().st_size == 0


async def test_wiping_waits_for_a_reader_only_briefly(store):
    await store.write(add, "hemmelig")
    async with paused(store.read, all_words):
        assert await store.wipe() is False

    assert await store.wipe() is True
    assert await store.write(pragma, "busy_timeout") == 5000


# Migrations


def at_head(session, shape):
    return migrate.at_head(session.connection(), shape)


async def test_an_empty_database_gets_the_newest_shape(store, first):
    assert migrate.head(first) == "one"
    assert await store.read(at_head, first) is True


async def test_migrating_twice_changes_nothing(open_store, file):
    def shape(session):
        return session.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name")).all()

    shapes = []
    for _ in range(2):
        store = open_store()
        await store.start()
        shapes.append(await store.read(shape))
        await store.close()

    assert shapes[0] == shapes[1]


async def with_an_answered_note(store):
    await store.start()
    await store.write(add, "kept", id=1)
    await store.write(lambda session: session.execute(insert(Answer).values(note_id=1)) and None)
    await store.close()


def answers(session):
    return session.scalar(select(func.count()).select_from(Answer))


async def test_an_older_database_is_migrated_and_keeps_its_rows(open_store, tmp_path):
    await with_an_answered_note(open_store())
    newer = versions(tmp_path / "newer", FIRST, SECOND)

    store = open_store(shape=newer)
    await store.start()

    assert await store.read(at_head, newer) is True
    assert await store.read(answers) == 1  # a rebuilt table does not take along what refers to it
    assert await store.write(pragma, "foreign_keys") == 1
    await store.close()


@pytest.mark.parametrize(
    ("script", "error"), [(SECOND + FAILS, ZeroDivisionError), (LOSING, migrate.BrokenReferences)]
)
async def test_a_migration_that_fails_changes_nothing(open_store, tmp_path, script, error):
    await with_an_answered_note(open_store())

    with pytest.raises(error):
        await open_store(shape=versions(tmp_path / "bad", FIRST, script)).start()

    store = open_store()
    await store.start()
    assert await store.read(all_words) == ["kept"]
    assert "mood" not in await store.read(columns)
    await store.close()


def columns(session):
    return [row.name for row in session.execute(text("PRAGMA table_info(notes)"))]


async def test_several_stores_may_start_at_once(open_store, tmp_path):
    stores = [open_store(tmp_path / f"{n}.db") for n in range(5)]

    await asyncio.gather(*(store.start() for store in stores))

    assert [await store.read(all_words) for store in stores] == [[]] * 5
    await asyncio.gather(*(store.close() for store in stores))


async def test_migrating_leaves_logging_as_it_was(open_store):
    def setup():
        names = (None, "alembic", "sqlalchemy.engine", "storage")
        loggers = [logging.getLogger(name) for name in names]
        return [(each.level, list(each.handlers), each.disabled) for each in loggers]

    before = setup()
    store = open_store()
    await store.start()
    await store.close()

    assert setup() == before


async def test_a_newer_database_is_refused(open_store, tmp_path):
    newer = open_store(shape=versions(tmp_path / "newer", FIRST, SECOND))
    await newer.start()
    await newer.close()

    with pytest.raises(migrate.NewerDatabase, match="two"):
        await open_store().start()


async def test_a_refused_start_lets_go_of_the_file(open_store, tmp_path):
    with pytest.raises(ZeroDivisionError):
        await open_store(shape=versions(tmp_path / "bad", FIRST + FAILS)).start()

    store = open_store()
    await store.start()
    await store.close()


async def test_a_drafted_migration_leads_to_the_tables(open_store, file, tmp_path):
    drafted = versions(tmp_path / "drafted")
    migrate.draft(Tables.metadata, "The first tables", drafted)
    (script,) = drafted.glob("*.py")

    assert "storage.types.UtcDateTime()" in script.read_text()
    assert "import storage.types\n" in script.read_text()
    store = open_store(shape=drafted)
    await store.start()
    assert await store.write(add, "there", at=NINE) == "there"
    await store.close()


def test_nothing_is_left_to_draft_after_the_tables_were_drafted(tmp_path):
    drafted = versions(tmp_path / "drafted")
    migrate.draft(Tables.metadata, "The first tables", drafted)
    migrate.draft(Tables.metadata, "Nothing", drafted)

    (second,) = (each for each in drafted.glob("*nothing.py"))

    assert "op." not in second.read_text()
