import os
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import JSON, delete, func, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dialogs.privacy.audit import Action
from storage import audit, backup, clock, migrate, outbox
from storage.backup import (
    DatabaseBroke,
    FileExists,
    HoldsData,
    KeptBefore,
    NotABackup,
    NotOurs,
    NotTheSame,
    NotThisVersion,
    contents,
)
from storage.clock import Anchor
from storage.migrate import NewerDatabase
from storage.outbox import AT_ONCE, Priority, Stage
from storage.snapshot import NothingThere, snapshot
from storage.store import AlreadyRunning
from storage.tables import AuditRow, Base, CaseContentRow, LearningPointRow, OutboxRow
from tests.databases import POSTGRESQL, SQLITE, databases
from tests.filled import bot, damage, fill, older, writing

ROOT = Path(__file__).parents[2]
NINE = datetime(2026, 8, 3, 7, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    """The address of a database with a few rows in every table."""
    address = databases.url(tmp_path)
    with writing(address) as connection:
        fill(connection)
    return address


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup.db"


def back_up(address, file):
    return backup.back_up(address, file, now=NINE)


def restore(address, file, *, replace=False):
    return backup.restore(address, file, now=NINE, replace=replace)


def held(address):
    """All but the audit trail, which a backup and a restore are noted in."""
    with snapshot(address) as connection:
        tables = contents(connection)
    return {name: table for name, table in tables.items() if not name.startswith("audit")}


def trail(address):
    with snapshot(address) as connection, Session(connection) as session:
        noted = session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
        return list(noted)[6:], audit.check(session)


def held_in(path):
    return held(f"sqlite:///{path}")


def lasting(tables):
    """All but the messages, which are in doubt after a restore."""
    return {name: table for name, table in tables.items() if name != "outbox"}


def newer(path):
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of tomorrow'")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# Backing up


def test_a_backup_holds_every_row_and_can_be_restored(url, file, tmp_path):
    done = back_up(url, file)

    restore(f"sqlite:///{tmp_path / 'other.db'}", file)

    restored = held_in(tmp_path / "other.db")
    assert held_in(file) == held(url)
    assert lasting(restored) == lasting(held(url))
    assert restored["outbox"].rows == 6
    assert done.rows == sum(each.rows for each in held(url).values()) + 7 > 100  # and the trail


def test_both_are_noted_where_they_were_done(url, file, tmp_path):
    back_up(url, file)
    assert trail(url) == (["backup_made"], None)

    restore(f"sqlite:///{tmp_path / 'other.db'}", file)

    assert trail(f"sqlite:///{tmp_path / 'other.db'}") == (["restore_made"], None)


def test_a_backup_is_noted_while_the_bot_runs_and_notes_as_well(url, file):
    with bot(url) as hand_in:
        for n in range(3):
            about = f"team:{n}"
            hand_in(audit.note, Action.SETTINGS_CHANGED, by=None, about=about, now=NINE)
            assert back_up(url, file.with_name(f"{n}.db")).noted

    assert trail(url) == (["settings_changed", "backup_made"] * 3, None)


@pytest.mark.only_on(SQLITE)
def test_a_backup_counts_where_it_cannot_be_noted(url, file, monkeypatch):
    def full(*args):
        raise OperationalError("", {}, sqlite.OperationalError("database or disk is full"))

    monkeypatch.setattr(backup, "_note", full)

    assert back_up(url, file).noted is False
    assert held_in(file) == held(url)


def test_a_backup_is_its_owners_alone_and_nothing_else_is_left_behind(url, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()

    back_up(url, folder / "monday.db")

    assert rights(folder / "monday.db") == 0o600
    assert names(folder) == ["monday.db"]


def test_a_backup_is_taken_while_the_bot_runs(url, file):
    with bot(url) as hand_in:
        hand_in(outbox.want, "prompt", 1, "person:1", Priority.PROMPT, NINE)
        back_up(url, file)
        hand_in(outbox.want, "prompt", 2, "person:1", Priority.PROMPT, NINE)

    assert held_in(file)["outbox"].rows == held(url)["outbox"].rows - 1


@pytest.mark.only_on(SQLITE)
def test_what_was_deleted_is_not_in_it(url, file, tmp_path):
    secret = b"hemmeligt " * 400
    with closing(sqlite.connect(tmp_path / "bot.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("INSERT INTO inbox VALUES (?, 'done', 0)", (secret.decode(),))
        connection.execute("DELETE FROM inbox WHERE outcome = 'done'")

    back_up(url, file)

    assert secret[:100] in (tmp_path / "bot.db").read_bytes()
    assert secret[:100] not in file.read_bytes()


def test_a_file_that_is_there_is_left_alone(url, file):
    file.write_text("last week's")

    with pytest.raises(FileExists):
        back_up(url, file)

    assert file.read_text() == "last week's"


def test_a_backup_that_lacks_a_row_does_not_count(url, file, monkeypatch):
    whole = backup._fill

    def lossy(target, source):
        whole(target, source)
        target.execute(text("DELETE FROM evaluation WHERE id = 2"))

    monkeypatch.setattr(backup, "_fill", lossy)

    with pytest.raises(NotTheSame, match="evaluation"):
        back_up(url, file)

    assert not file.exists()


def test_a_backup_with_another_text_does_not_count(url, file, monkeypatch):
    whole = backup._fill

    def garbling(target, source):
        whole(target, source)
        target.execute(text("UPDATE learning_point SET text = 'x' WHERE id = 2"))

    monkeypatch.setattr(backup, "_fill", garbling)

    with pytest.raises(NotTheSame, match="learning_point"):
        back_up(url, file)

    assert not file.exists()


def test_a_backup_that_cannot_be_restored_does_not_count(url, file, monkeypatch):
    whole = backup._fill

    def dangling(target, source):
        whole(target, source)
        target.execute(text("DELETE FROM person WHERE id = 2"))

    monkeypatch.setattr(backup, "_fill", dangling)

    with pytest.raises(NotABackup):
        back_up(url, file)

    assert not file.exists()


@pytest.mark.only_on(SQLITE)
def test_a_backup_is_taken_by_the_version_that_can_read_it(tmp_path, file):
    early = older(tmp_path / "early.db")

    with pytest.raises(NotThisVersion):
        back_up(f"sqlite:///{early}", file)


@pytest.mark.only_on(SQLITE)
def test_a_damaged_database_is_not_backed_up(url, file, tmp_path):
    damage(tmp_path / "bot.db")

    with pytest.raises(DatabaseBroke):
        back_up(url, file)

    assert not file.exists()


def test_there_must_be_something_to_back_up_and_somewhere_to_put_it(url, file, tmp_path):
    with pytest.raises(NothingThere):
        back_up(f"sqlite:///{tmp_path / 'missing.db'}", file)
    with pytest.raises(NothingThere):
        back_up(url, tmp_path / "no folder" / "backup.db")


def test_what_a_copy_cannot_tell_apart_is_not_in_any_table():
    """A JSON null and no value at all are one and the same when they are read."""
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]

    assert not [column for column in columns if isinstance(column.type, JSON) and column.nullable]


# Restoring


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database, but quite a long text " * 200],
    ids=["nothing", "something else"],
)
def test_what_is_no_backup_is_refused(url, file, content):
    before = held(url)
    file.write_bytes(content)

    with pytest.raises(NotABackup):
        restore(url, file, replace=True)

    assert held(url) == before


@pytest.mark.parametrize("harm", [damage, lambda path: os.truncate(path, 20_000)])
def test_a_damaged_backup_is_refused(url, file, harm):
    back_up(url, file)
    before = held(url)
    harm(file)

    with pytest.raises(NotABackup):
        restore(url, file, replace=True)

    assert held(url) == before


def test_a_backup_of_a_newer_version_is_refused(url, file):
    back_up(url, file)
    newer(file)

    with pytest.raises(NewerDatabase):
        restore(url, file, replace=True)


def test_an_older_backup_is_brought_up_to_this_version(url, tmp_path):
    restore(url, older(tmp_path / "early.db", rows=3), replace=True)

    assert held(url)["learning_point"].rows == 3


def test_nothing_is_restored_while_the_bot_runs(url, file):
    back_up(url, file)

    with bot(url) as hand_in:
        hand_in(outbox.want, "prompt", 1, "person:1", Priority.PROMPT, NINE)
        with pytest.raises(AlreadyRunning):
            restore(url, file, replace=True)


def test_data_is_replaced_only_when_that_is_asked_for(url, file):
    back_up(url, file)
    with writing(url) as connection:
        fill(connection, above=6)
    before = held(url)

    with pytest.raises(HoldsData):
        restore(url, file)

    assert held(url) == before
    restore(url, file, replace=True)
    assert held(url)["person"] == held_in(file)["person"] != before["person"]


def test_a_database_that_a_bot_has_only_started_on_counts_as_empty(url, file, tmp_path):
    back_up(url, file)
    fresh = tmp_path / "fresh.db"
    with bot(f"sqlite:///{fresh}") as hand_in:
        hand_in(clock.anchor, Anchor(real=NINE, domain=NINE, speed=1))

    restore(f"sqlite:///{fresh}", file)

    assert held_in(fresh)["person"].rows == 6


@pytest.fixture
def gone(url):
    """The id of a case content that was deleted; there is none left."""
    with writing(url) as connection:
        connection.execute(insert(CaseContentRow), [{"kind": "guest", "text": "x"}] * 3)
        highest = connection.scalar(select(func.max(CaseContentRow.id)))
        connection.execute(delete(CaseContentRow))
    return highest


def test_ids_go_on_above_all_that_were_ever_given(url, file, gone):
    back_up(url, file)
    restore(url, file, replace=True)

    def add(session):
        proposal = CaseContentRow(kind="guest", text="y")
        point = LearningPointRow(author_id=1, text="z", digest=b"z", at=NINE, state="new")
        session.add_all([proposal, point])
        session.flush()
        return proposal.id, point.id

    with bot(url) as hand_in:
        proposal, point = hand_in(add)

    assert proposal > gone
    assert point == 7


def test_what_had_not_arrived_is_in_doubt_and_the_rest_is_left_alone(tmp_path, file):
    address = databases.url(tmp_path)

    def claimed(session):
        tomorrow, minute = AT_ONCE + timedelta(days=1), timedelta(minutes=1)
        return outbox.claim(
            session, tomorrow, owner=1, known=(), lease=minute, held=(), harmless=(), limit=9
        )

    def states(session):
        return session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)).all()

    with bot(address) as hand_in:
        hand_in(outbox.want, "prompt", 1, "person:1", Priority.ANSWER, NINE)
        hand_in(outbox.shown, *hand_in(claimed), NINE)
        hand_in(outbox.want, "prompt", 2, "person:2", Priority.ANSWER, NINE)
    back_up(address, file)
    restore(address, file, replace=True)

    with bot(address) as hand_in:
        claims = hand_in(claimed)
        assert hand_in(states) == [Stage.SENT, Stage.SENDING]

    assert [(claim.entity, claim.in_doubt) for claim in claims] == [("2", True)]


# Restoring a file


@pytest.mark.only_on(SQLITE)
def test_the_old_file_is_kept_with_its_rights(url, file, tmp_path):
    back_up(url, file)
    with writing(url) as connection:
        fill(connection, above=6)
    before = held(url)
    (tmp_path / "bot.db").chmod(0o640)

    done = restore(url, file, replace=True)

    assert done.kept == tmp_path / "bot.db.before-restore"
    assert held_in(done.kept) == before
    assert (rights(done.kept), rights(tmp_path / "bot.db")) == (0o640, 0o600)


@pytest.mark.only_on(SQLITE)
def test_a_database_that_was_kept_before_is_not_overwritten(url, file, tmp_path):
    back_up(url, file)
    restore(url, file, replace=True)
    kept = held_in(tmp_path / "bot.db.before-restore")
    with writing(url) as connection:
        fill(connection, above=6)
    before = held(url)

    with pytest.raises(KeptBefore):
        restore(url, file, replace=True)

    assert held(url) == before
    assert held_in(tmp_path / "bot.db.before-restore") == kept


@pytest.mark.only_on(SQLITE)
def test_a_database_that_is_damaged_can_be_replaced(url, file, tmp_path):
    back_up(url, file)
    damage(tmp_path / "bot.db")
    damaged = (tmp_path / "bot.db").read_bytes()

    with pytest.raises(HoldsData):
        restore(url, file)
    restore(url, file, replace=True)

    assert held(url)["person"].rows == 6
    assert (tmp_path / "bot.db.before-restore").read_bytes() == damaged


LEAVES_A_LOG = """
import os, sys
import pysqlite3.dbapi2 as sqlite
connection = sqlite.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("INSERT INTO inbox VALUES ('in the log only', 'x', 0)")
os._exit(0)
"""


@pytest.mark.only_on(SQLITE)
@pytest.mark.parametrize("harm", [lambda path: None, damage], ids=["whole", "damaged"])
def test_a_write_ahead_log_goes_with_the_old_file(url, file, tmp_path, harm):
    back_up(url, file)
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, tmp_path / "bot.db"], check=True)
    harm(tmp_path / "bot.db")

    restore(url, file, replace=True)

    kept = [path for path in tmp_path.iterdir() if "before-restore" in path.name]
    assert any(b"in the log only" in path.read_bytes() for path in kept)
    assert held(url)["inbox"] == held_in(file)["inbox"]
    assert not [name for name in names(tmp_path) if name.startswith("bot.db-wal")]


@pytest.mark.only_on(SQLITE)
def test_a_file_that_another_program_has_open_is_not_replaced(url, file, tmp_path):
    back_up(url, file)
    before = held(url)
    with closing(sqlite.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM person").fetchone()

        with pytest.raises(AlreadyRunning):
            restore(url, file, replace=True)

    assert held(url) == before


# Killed in the middle: before the n-th thing that is written to the disk or moved


DIES = """
import os, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import backup

NINE = datetime(2026, 8, 3, 7, tzinfo=UTC)
folder, what, before_step = Path(sys.argv[1]), sys.argv[2], int(sys.argv[4])

def counted(work):
    def run(*args, **kw):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*args, **kw)
    return run

for name in ("_create", "_flush", "_duplicate", "_folded", "_leave_in_doubt",
             "_empty", "_fill", "_refuse_different"):
    setattr(backup, name, counted(getattr(backup, name)))
for name in ("replace", "rename", "unlink"):
    setattr(Path, name, counted(getattr(Path, name)))

def work(there, url):
    if what == "back_up":
        backup.back_up(url, there / "backup.db", now=NINE)
    else:
        backup.restore(url, there / "backup.db", now=NINE, replace=True)

for left in range(1, before_step):
    there = folder.with_name(f"{what} {left}")
    shutil.copytree(folder, there)
    child = os.fork()
    if child == 0:
        work(there, sys.argv[3] or f"sqlite:///{there / 'bot.db'}")
        os._exit(0)
    how = os.waitpid(child, 0)[1]
    print(there if how else "done", flush=True)
    if not how:
        break
"""


def died(folder, what, *, url="", steps=99):
    """The folders that a child worked on until it was killed, one for each step."""
    command = [sys.executable, "-c", DIES, folder, what, url, str(steps + 1)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    *folders, last = done.stdout.splitlines()
    assert (last == "done") == (steps == 99)
    return [Path(each) for each in folders]


@pytest.fixture
def start(tmp_path):
    folder = tmp_path / "start"
    folder.mkdir()
    return folder


@pytest.mark.only_on(SQLITE)
def test_a_restore_that_is_killed_leaves_the_old_database_or_the_new_one(start):
    url = f"sqlite:///{start / 'bot.db'}"
    with writing(url) as connection:
        fill(connection)
    back_up(url, start / "backup.db")
    with writing(url) as connection:
        fill(connection, above=6)
    old, new = lasting(held(url)), lasting(held_in(start / "backup.db"))

    found = [lasting(held_in(folder / "bot.db")) for folder in died(start, "restore")]

    assert [each in (old, new) for each in found] == [True] * len(found)
    assert (found[0], found[-1]) == (old, new)


@pytest.mark.only_on(SQLITE)
def test_a_backup_that_is_killed_is_not_there_or_whole(start):
    url = f"sqlite:///{start / 'bot.db'}"
    with writing(url) as connection:
        fill(connection)

    written = [folder / "backup.db" for folder in died(start, "back_up")]

    assert len(written) > 4
    assert [held_in(file) == held(url) for file in written if file.exists()] == [True]


@pytest.mark.only_on(POSTGRESQL)
def test_a_restore_that_is_killed_leaves_the_server_as_it_was(url, start):
    back_up(url, start / "backup.db")
    with writing(url) as connection:
        fill(connection, above=6)
    before = held(url)

    died(start, "restore", url=url, steps=6)  # the last: all is there, and not committed

    assert held(url) == before


# From one kind of database to the other


@pytest.mark.only_on(POSTGRESQL)
def test_a_municipality_can_move_from_sqlite_to_postgresql_and_back(tmp_path, file):
    start = tmp_path / "small.db"
    with writing(f"sqlite:///{start}") as connection:
        fill(connection, 20)
    back_up(f"sqlite:///{start}", file)
    restore(databases.url(tmp_path), file)
    back_up(databases.url(tmp_path), tmp_path / "second.db")
    restore(f"sqlite:///{tmp_path / 'back.db'}", tmp_path / "second.db")

    then, now = held_in(start), held_in(tmp_path / "back.db")

    assert lasting(then) == lasting(now)
    assert then["outbox"].rows == now["outbox"].rows


@pytest.mark.only_on(POSTGRESQL)
def test_a_restore_that_goes_wrong_leaves_the_server_as_it_was(url, file, monkeypatch):
    back_up(url, file)
    with writing(url) as connection:
        fill(connection, above=6)
    before, whole = held(url), backup._fill

    def lossy(target, source):
        whole(target, source)
        target.execute(text("DELETE FROM evaluation WHERE id = 2"))

    monkeypatch.setattr(backup, "_fill", lossy)

    with pytest.raises(NotTheSame, match="evaluation"):
        restore(url, file, replace=True)

    assert held(url) == before


@pytest.mark.only_on(POSTGRESQL)
def test_the_tables_of_somebody_else_are_left_alone(url, file, tmp_path):
    back_up(url, file)
    other = databases.cluster.create(f"other_{os.getpid()}")
    with writing(other) as connection:
        connection.execute(text("CREATE TABLE somebody_elses (id integer)"))

    with pytest.raises(NotOurs):
        restore(other, file, replace=True)


@pytest.mark.only_on(POSTGRESQL)
def test_a_newer_database_can_be_left_by_restoring_what_was_before(url, file):
    back_up(url, file)
    with writing(url) as connection:
        connection.execute(text("CREATE TABLE of_tomorrow (id integer REFERENCES person)"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))

    restore(url, file, replace=True)

    with snapshot(url) as connection:
        assert migrate.at_head(connection)
        assert connection.scalar(text("SELECT to_regclass('of_tomorrow')")) is None


@pytest.mark.only_on(POSTGRESQL)
def test_references_hold_again_after_a_restore(url, file):
    back_up(url, file)
    restore(url, file, replace=True)

    with snapshot(url) as connection:
        assert not connection.scalar(
            text("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable")
        )
