"""How moments and durations are kept, and the base that every table is declared on."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Double,
    Index,
    MetaData,
    String,
    Table,
    TypeDecorator,
    bindparam,
    false,
    literal_column,
    or_,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

# For `.limit()` in what is asked often. SQLite looks at a limit that is given as a value, and
# prepares the statement anew each time that one is given.
ONLY_ONE: ColumnElement[int] = literal_column("1")
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


class Listed(TypeDecorator[list[Any]]):
    """Several values as one: an array, or JSON where there is none."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kept: TypeEngine[Any] = JSON() if _is_sqlite(dialect) else ARRAY(self.kind)
        return dialect.type_descriptor(kept)


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """As it stands: `= 1` behind it, for a database without truth values, hides the index."""
        return self


@compiles(_Among, "sqlite")
def _among_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - no values


@compiles(_Among, "postgresql")
def _among_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY({values})"


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether it is one of the list that is given as `name`: one value, however many there are.

    An `IN` has a place for each, so a statement that stands ready is put together anew for every
    number of them, which takes longer than it does to run it (docs/performance.md).
    """
    return _Among(column, bindparam(name, type_=Listed(column.type)))


def any_of(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Whether it is one of a few that never change; they stand in the statement."""
    return or_(false(), *(column == value for value in values))


def partial_index(name: str, column: str, *, where: str, unique: bool = False) -> Index:
    """Of those rows for which it is so. Migrations make it, and say it to both databases; said to
    PostgreSQL here, it would load that dialect at every start."""
    return Index(name, column, unique=unique, sqlite_where=text(where))


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"
