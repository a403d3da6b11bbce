"""Run by alembic for every command, on the connection that `storage.migrate` hands over.

It sets up no logging, knows no address and opens nothing: all of that is the app's.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage import types


def render_own_type(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types by name alone; their repr would show what they are made of."""
    if kind != "type" or type(item).__module__ != types.__name__:
        return False
    autogen.imports.add(f"import {types.__name__}")
    return f"{types.__name__}.{type(item).__name__}()"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,  # SQLite cannot alter a column: the table is built anew
    compare_type=True,
    render_item=render_own_type,
)
with context.begin_transaction():
    context.run_migrations()
