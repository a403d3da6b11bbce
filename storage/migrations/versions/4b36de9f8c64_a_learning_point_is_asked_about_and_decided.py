"""A learning point is asked about and decided; its writer hears by whom.

Follows 58298857ca39.
"""

import sqlalchemy as sa
from alembic import op

revision = "4b36de9f8c64"
down_revision = "58298857ca39"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("learning_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_learning_point_decided_by"), ["decided_by"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_point_decided_by_person"), "person", ["decided_by"], ["id"]
        )
