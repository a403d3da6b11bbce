"""Looks at a database without touching it, while the bot runs or not."""

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from dialogs.upkeep.health import Done, Health, Standing
from storage import audit, migrate, privacy
from storage.outbox import Stage
from storage.snapshot import NothingThere, snapshot
from storage.sqlite import file_of
from storage.tables import OutboxRow


def examine(url: str) -> Health:
    """Raises NeedsAFile or NoSuchDatabase; everything else is an answer."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _file(url, file_of(parsed))
    return _server(url, parsed)


def _file(url: str, path: Path) -> Health:
    unreached = Health(kind="SQLite", place=str(path), reached=False)
    if not path.parent.is_dir():
        return unreached
    here = replace(
        unreached,
        reached=True,
        free=shutil.disk_usage(path.parent).free,
        writable=os.access(path.parent, os.W_OK | os.X_OK),
    )
    try:
        with snapshot(url) as connection:
            whole = connection.exec_driver_sql("PRAGMA quick_check").scalars().all() == ["ok"]
            standing = migrate.standing(connection)
            here = _told(connection, here, standing)
    except NothingThere:  # the first start creates it
        return here
    except OperationalError:  # no right to read it, or a disk that fails
        return unreached
    except DatabaseError:
        whole, standing = False, Standing.EMPTY
    return replace(
        here,
        standing=standing,
        whole=whole,
        writable=here.writable and os.access(path, os.W_OK),
        open_to_others=bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)),
    )


def _server(url: str, parsed: URL) -> Health:
    from storage.postgres import Unreachable

    place = f"{parsed.host or 'localhost'}/{parsed.database or ''}"
    here = Health(kind="PostgreSQL", place=place, reached=True)
    try:
        with snapshot(url) as connection:
            standing = migrate.standing(connection)
            here = _told(connection, here, standing)
    except Unreachable:
        return replace(here, reached=False)
    return replace(here, standing=standing)


def _told(connection: Connection, here: Health, standing: Standing) -> Health:
    """What the rows say, where they are of this version: else a table may have another shape, or
    not be there."""
    if standing is not Standing.AT_HEAD:
        return here
    dead, unsure = _lost(connection)
    with Session(connection, join_transaction_mode="rollback_only") as session:
        nights = {
            job: Done(at=night.done_at, found=night.found)
            for job, night in privacy.last(session).items()
        }
        return replace(
            here,
            dead=dead,
            unsure=unsure,
            noted=audit.count(session),
            broken=audit.check(session),
            retention=nights.get(privacy.RETENTION),
            leftovers=nights.get(privacy.LEFTOVERS),
        )


def _lost(connection: Connection) -> tuple[int, int]:
    """How many messages were given up, and of how many nobody knows the end."""
    query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    by_state = {state: number for state, number in connection.execute(query)}
    return by_state.get(Stage.DEAD, 0), by_state.get(Stage.UNSURE, 0)
