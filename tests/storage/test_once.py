"""What was read once is handed out again, until something is written where it was read."""

from datetime import UTC, datetime

import pysqlite3.dbapi2
import pytest
from sqlalchemy import NullPool, create_engine, delete, event, text, update
from sqlalchemy.exc import OperationalError

from storage import inbox, people
from storage.once import KEPT, MOST, note_writes, once
from storage.store import Store
from storage.tables import Base, MemberRow, TeamRow
from tests.databases import SQLITE, databases


def moved_in(session):
    values = {"conversation_id": "19:øst", "coordinator": None}
    team_id = people.add_team(session, name="Team Øst", **values)
    contact = people.Contact(aad_id="aad-ole", teams_id="29:ole", name="Ole Friis")
    ole = people.meet(session, contact)
    people.save_order(session, team_id, (ole.id,))
    return team_id, ole.id


async def started(tmp_path):
    url = databases.url(tmp_path)
    databases.at_head(url)
    store = Store(url)
    await store.start()
    return store, await store.write(moved_in)


def asked(session, work):
    """How many questions `work` asks of the team's table."""
    found = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT") and "FROM team" in statement:
            found.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(found)


async def test_a_team_is_read_once_in_a_unit_of_work(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        first = people.team(session, team_id)
        return asked(session, lambda: people.team(session, team_id)), first

    assert await store.write(unit) == await store.read(unit)
    assert (await store.write(unit))[0] == 0
    await store.close()


async def test_what_was_written_meanwhile_is_seen(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        names = [people.team(session, team_id).name]
        session.execute(update(TeamRow).values(name="Team Vest"))
        names.append(people.team(session, team_id).name)
        session.get_one(TeamRow, team_id).name = "Team Nord"  # not flushed yet
        names.append(people.team(session, team_id).name)
        return names

    assert await store.write(unit) == ["Team Øst", "Team Vest", "Team Nord"]
    await store.close()


def read_anew(session, team_id):
    """How often the team's table is asked, for a team that was asked for before."""
    return asked(session, lambda: people.team(session, team_id))


def name_of(session, team_id):
    return people.team(session, team_id).name


def greeting(session, team_id):
    return once(session, "greeting", lambda: f"Hej {name_of(session, team_id)}")


def rename(session, name):
    session.execute(update(TeamRow).values(name=name))


async def test_what_is_written_elsewhere_changes_nothing(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        people.team(session, team_id)
        inbox.take(session, "activity:1", "taken", datetime.now(UTC))
        return read_anew(session, team_id)

    assert await store.write(unit) == 0
    await store.close()


async def test_a_team_stays_known_where_nobody_else_writes(tmp_path):
    store, (team_id, _) = await started(tmp_path)
    await store.write(people.team, team_id)

    assert await store.write(read_anew, team_id) == (0 if databases.kind == SQLITE else 1)

    await store.write(rename, "Team Vest")
    assert await store.write(name_of, team_id) == "Team Vest"
    await store.close()


async def test_what_another_program_wrote_is_seen(tmp_path):
    store, (team_id, _) = await started(tmp_path)
    assert await store.write(name_of, team_id) == "Team Øst"

    module = {"module": pysqlite3.dbapi2} if databases.kind == SQLITE else {}
    url = databases.url(tmp_path).replace("postgresql:", "postgresql+psycopg:")
    other = create_engine(url, poolclass=NullPool, **module)
    with other.begin() as prompt:
        prompt.execute(text("UPDATE team SET name = 'Team Syd'"))

    assert await store.write(name_of, team_id) == "Team Syd"
    await store.close()


async def test_who_left_is_gone_from_a_team_that_was_known(tmp_path):
    store, (team_id, ole) = await started(tmp_path)
    assert ole in await store.write(people.directory, team_id)

    def leave(session):
        people.team(session, team_id)
        session.execute(delete(MemberRow))
        return people.directory(session, team_id), people.order(session, team_id)

    assert await store.write(leave) == ({}, ())
    await store.close()


async def test_what_gave_way_to_something_else_is_gone_from_memory_as_well(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        assert name_of(session, team_id) == "Team Øst"
        rename(session, "Team Vest")
        return repr(session.connection().info[KEPT].answers)

    assert "Team Øst" not in await store.write(unit)
    await store.close()


async def test_a_unit_that_fails_leaves_nothing_behind(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        rename(session, "Team Vest")
        assert name_of(session, team_id) == "Team Vest"
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(unit)
    assert await store.write(name_of, team_id) == "Team Øst"
    await store.close()


def test_what_cannot_begin_says_why():
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN, please"))
    note_writes(engine)

    with engine.connect() as connection, pytest.raises(OperationalError, match="syntax"):
        connection.begin()


async def test_nor_does_part_of_one_that_was_taken_back(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        with session.begin_nested() as part:
            rename(session, "Team Vest")
            name_of(session, team_id)
            part.rollback()
        return name_of(session, team_id)

    assert await store.write(unit) == "Team Øst"
    await store.close()


async def test_an_answer_is_as_old_as_what_it_was_made_of(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        name_of(session, team_id)  # known already when the next answer is made of it
        greeting(session, team_id)
        rename(session, "Team Vest")
        return greeting(session, team_id)

    assert await store.write(unit) == "Hej Team Vest"
    await store.close()


async def test_no_more_is_kept_than_a_municipality_needs(tmp_path):
    store, (team_id, _) = await started(tmp_path)

    def unit(session):
        people.team(session, team_id)
        for number in range(MOST):
            once(session, number, lambda: None)
        return read_anew(session, team_id)

    assert await store.write(unit) == 1
    await store.close()


async def test_nothing_is_written_but_by_a_statement_that_names_its_table(tmp_path):
    """No row goes with another, and no trigger writes in a table of ours."""
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_keys]
    assert keys
    assert [key for key in keys if key.ondelete or key.onupdate] == []

    store, _ = await started(tmp_path)
    if databases.kind == SQLITE:
        query = text("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        told = await store.read(lambda session: session.scalars(query).all())
        assert told == ["practice_search"]  # into its index
    await store.close()
