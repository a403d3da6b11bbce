"""The keys of the inbox name nobody.

What was taken before this version is still known: Teams may send it again just after a start.

Follows ccadc1122eba.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "9a4be0c7d215"
down_revision = "ccadc1122eba"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    inbox = sa.table("inbox", sa.column("key", sa.String))
    person = sa.table("person", sa.column("id", sa.Integer), sa.column("aad_id", sa.String))
    known = {str(row.id): row.aad_id for row in connection.execute(sa.select(person))}
    changed = []
    for key in connection.scalars(sa.select(inbox.c.key)).all():
        kind, _, rest = key.partition(":")
        who, _, what = rest.partition(":")
        if kind in ("form", "press") and who in known:
            rest = f"{known[who]}:{what}"
        elif kind != "activity" or not what:
            continue
        changed.append({"was": key, "is": f"{kind}:{sha256(rest.encode()).hexdigest()}"})
    if changed:
        here = inbox.c.key == sa.bindparam("was")
        connection.execute(sa.update(inbox).where(here).values(key=sa.bindparam("is")), changed)
