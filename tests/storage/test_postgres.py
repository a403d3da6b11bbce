"""What PostgreSQL is there for: several processes, one truth. Each store stands for a process."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from storage import inbox, migrate, outbox
from storage.migrate import NewerDatabase
from storage.outbox import Priority
from storage.postgres import Unreachable
from storage.store import EndedTheTransaction, Store, is_the_databases
from storage.tables import InboxRow
from tests.databases import databases

pytestmark = pytest.mark.only_on("postgresql")
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
KEY = "activity:1"


@asynccontextmanager
async def stores(folder, number):
    async with AsyncExitStack() as stack:
        opened = [Store(databases.url(folder)) for _ in range(number)]
        for store in opened:
            await store.start()
            stack.push_async_callback(store.close)
        yield opened


def count_up(session):
    """Reads, thinks and writes, as a use case does; nothing locks a row."""
    number = int(inbox.outcome(session, KEY))
    inbox.take_again(session, KEY, str(number + 1), NINE)


def first_come(session, name):
    if session.scalar(select(func.count()).select_from(InboxRow)) == 0:
        inbox.first_time(session, name, NINE)
        return True
    return False


def claim(session, store, *, held=(), limit=64):
    return outbox.claim(
        session,
        NINE,
        owner=store.owner,
        known=(),
        lease=timedelta(minutes=1),
        held=held,
        harmless=[],
        limit=limit,
    )


def wants(session, numbers, *, chats):
    for number in numbers:
        outbox.want(session, "a", number, f"conversation:{number % chats}", Priority.LINE, NINE)


async def test_nothing_is_lost_when_two_processes_change_the_same(tmp_path):
    async with stores(tmp_path, 2) as both:
        await both[0].write(inbox.first_time, KEY, NINE)
        await both[0].write(inbox.take_again, KEY, "0", NINE)

        await asyncio.gather(*(store.write(count_up) for _ in range(50) for store in both))

        assert await both[0].read(inbox.outcome, KEY) == "100"


async def test_what_one_has_read_the_other_does_not_change_behind_its_back(tmp_path):
    async with stores(tmp_path, 3) as three:
        taken = await asyncio.gather(
            *(store.write(first_come, str(number)) for number, store in enumerate(three))
        )

        assert sum(taken) == 1


async def test_the_same_activity_at_two_processes_is_taken_once(tmp_path):
    async with stores(tmp_path, 3) as three:
        for number in range(30):
            taken = await asyncio.gather(
                *(store.write(inbox.first_time, str(number), NINE) for store in three)
            )
            assert sum(taken) == 1


async def test_never_two_of_one_chat_are_under_way(tmp_path):
    async with stores(tmp_path, 3) as three:
        await three[0].write(wants, range(120), chats=7)
        claimed = [
            each
            for mine in await asyncio.gather(
                *(store.claim(claim, store, limit=3) for store in three for _ in range(4))
            )
            for each in mine
        ]

        assert len({each.address for each in claimed}) == len(claimed)
        assert 1 <= len(claimed) <= 7


async def test_what_is_being_claimed_is_passed_over_and_not_waited_for(tmp_path):
    async with stores(tmp_path, 2) as (one, other):
        await one.write(wants, range(2), chats=2)
        with databases.cluster.admin(databases.name(tmp_path)) as slow:
            slow.autocommit = False
            slow.execute("SELECT * FROM outbox WHERE entity = '0' FOR UPDATE")

            claimed = await asyncio.wait_for(other.claim(claim, other), 2)

        assert [each.entity for each in claimed] == ["1"]


async def test_what_a_process_had_under_way_is_released_when_it_is_gone(tmp_path):
    async with stores(tmp_path, 2) as (one, other):
        await one.write(wants, range(1), chats=1)
        await one.claim(claim, one)
        alive = await other.read(other.alive)
        assert alive == {one.owner, other.owner}
        assert not await other.read(outbox.has_orphans, alive)

        await one.close()

        alive = await other.read(other.alive)
        assert alive == {other.owner}
        assert await other.read(outbox.has_orphans, alive)
        await other.write(outbox.release_orphans, alive)
        (claimed,) = await other.claim(claim, other)
        assert claimed.in_doubt


async def test_the_result_of_a_claim_that_is_over_is_told_from_that_of_the_present_one(tmp_path):
    async with stores(tmp_path, 2) as (one, other):
        await one.write(wants, range(1), chats=1)
        (first,) = await one.claim(claim, one)
        await one.write(outbox.release_orphans, [])
        (second,) = await other.claim(claim, other)

        assert await one.write(outbox.is_over, first)
        assert not await other.write(outbox.is_over, second)


async def test_an_error_that_a_unit_swallows_spoils_nobody_elses_work(tmp_path):
    def swallows(session):
        try:
            session.execute(text("SELECT 1 / 0"))
        except Exception:
            return "as if nothing had happened"

    async with stores(tmp_path, 1) as (store,):
        await store.write(inbox.first_time, KEY, NINE)
        results = await asyncio.gather(
            store.write(inbox.take_again, KEY, "kept", NINE),
            store.write(swallows),
            return_exceptions=True,
        )

        assert isinstance(results[1], EndedTheTransaction)
        assert await store.read(inbox.outcome, KEY) == "kept"


async def test_after_the_server_has_ended_every_session_all_goes_on(tmp_path):
    async with stores(tmp_path, 2) as (one, other):
        await one.write(inbox.first_time, KEY, NINE)
        await one.read(inbox.outcome, KEY)
        with databases.cluster.admin() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'sparringsrum' AND pid <> pg_backend_pid()"
            )

        await one.write(inbox.take_again, KEY, "still here", NINE)

        assert await one.read(inbox.outcome, KEY) == "still here"
        await one.read(one.alive)  # notices that its sign of presence is gone, and renews it
        assert one.owner in await other.read(other.alive)


async def test_a_connection_that_is_lost_meanwhile_is_the_databases_fault(tmp_path):
    """Or the turn would be answered as one that broke, and not be sent again."""

    def ended(session):
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async with stores(tmp_path, 1) as (store,):
        for work in (store.write, store.claim):
            with pytest.raises(DBAPIError) as told:
                await work(ended)
            assert is_the_databases(told.value)


async def test_a_reader_cannot_write(tmp_path):
    async with stores(tmp_path, 1) as (store,):
        with pytest.raises(Exception, match="read-only transaction"):
            await store.read(inbox.first_time, KEY, NINE)


async def test_it_answers_and_can_be_wiped(tmp_path):
    async with stores(tmp_path, 1) as (store,):
        await store.ping()
        assert await store.wipe()


async def test_a_wipe_waits_for_whoever_reads(tmp_path):
    async with stores(tmp_path, 1) as (store,):
        with databases.cluster.admin(databases.name(tmp_path)) as reader:
            reader.autocommit = False
            reader.execute("SELECT * FROM case_content")

            assert not await store.wipe()


async def test_processes_that_start_at_once_migrate_an_empty_database_one_after_the_other(
    tmp_path,
):
    name = f"{databases.name(tmp_path)}_empty"
    url = await asyncio.to_thread(databases.cluster.create, name)
    opened = [Store(url) for _ in range(3)]

    await asyncio.gather(*(store.start() for store in opened))

    assert await opened[0].read(lambda session: migrate.at_head(session.connection()))
    for store in opened:
        await store.close()
    await asyncio.to_thread(databases.cluster.drop, name)


async def test_a_newer_database_is_refused(tmp_path):
    with databases.cluster.admin(databases.name(tmp_path)) as admin:
        admin.execute("UPDATE alembic_version SET version_num = 'from_the_future'")

    with pytest.raises(NewerDatabase, match="from_the_future"):
        await Store(databases.url(tmp_path)).start()


async def test_a_server_that_does_not_answer_is_refused_with_its_name():
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        await Store("postgresql://nobody@127.0.0.1:1/nothing").start()
