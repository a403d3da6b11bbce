"""who has the word in the round.

Follows 5dfebc35a9c6.
"""

import sqlalchemy as sa
from alembic import op

revision = "57c440956d09"
down_revision = "b7dca6c16f8e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.add_column(sa.Column("word", sa.Integer(), server_default="0", nullable=False))
