"""How moments and durations are kept, and the base that every table is declared on."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Double,
    Index,
    MetaData,
    String,
    Table,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


# Ordered by its bytes on either database, so that what begins alike stands together.
BY_BYTES = String().with_variant(String(collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, UTC out, to the microsecond. Naive values are refused (`ValueError`).

    PostgreSQL has `timestamptz` for it. SQLite has no such type, so there it is an integer,
    microseconds since 1970: integers compare and sort in SQL as the moments do, whatever zone
    they were given in, and whatever their fraction. To look at one by hand:
    `datetime(column / 1e6, 'unixepoch')`. Differences are taken in Python, not in SQL.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kept: TypeEngine[Any] = BigInteger() if _is_sqlite(dialect) else DateTime(timezone=True)
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a naive datetime was given where an aware one is needed")
        return (value - EPOCH) // MICROSECOND if _is_sqlite(dialect) else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = EPOCH + value * MICROSECOND if _is_sqlite(dialect) else value
        return moment.astimezone(UTC)


class Seconds(TypeDecorator[timedelta]):
    """A duration, as seconds with a fraction: exact to the microsecond up to 270 years.

    SQLAlchemy's own `Interval` is a date in 1970 on SQLite, which no sum or average survives.
    """

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Base(DeclarativeBase):
    """What every table is declared on. Constraints get names, so that a migration can drop one."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, timedelta: Seconds}  # noqa: RUF012


def table_of(row: type[Base]) -> Table:
    return cast(Table, row.__table__)


def insert(kind: str, row: type[Base]) -> Any:
    """An insert that may meet a row which is there, in the words of that database."""
    return import_module(f"sqlalchemy.dialects.{kind}").insert(table_of(row))


def partial_index(name: str, column: str, *, where: str, unique: bool = False) -> Index:
    """Of those rows for which it is so. Migrations make it, and say it to both databases; said to
    PostgreSQL here, it would load that dialect at every start."""
    return Index(name, column, unique=unique, sqlite_where=text(where))


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"
