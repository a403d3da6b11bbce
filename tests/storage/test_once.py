"""What was read once is handed out again, until something is written."""

from sqlalchemy import event, update

from storage import people
from storage.store import Store
from storage.tables import TeamRow
from tests.databases import databases


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
