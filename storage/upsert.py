"""INSERT … ON CONFLICT: both databases have it, and SQLAlchemy spells it for each.

The dialect that is not used is not imported: that is a fiftieth of a start.
"""

from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session


def kind_of(session: Session) -> str:
    return session.get_bind().dialect.name


def insert_for(kind: str, table: Any) -> Any:
    """An INSERT that can be told what to do `on_conflict`, for "sqlite" or "postgresql"."""
    return import_module(f"sqlalchemy.dialects.{kind}").insert(table)
