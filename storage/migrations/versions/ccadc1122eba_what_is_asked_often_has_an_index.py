"""What is asked often has an index: messages by where they go, what was missed, a team's sparrings.

Follows 57c440956d09.
"""

import sqlalchemy as sa
from alembic import op

revision = "ccadc1122eba"
down_revision = "57c440956d09"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occurrence_missed",
            ["missed_at"],
            unique=False,
            sqlite_where=sa.text("missed_at IS NOT NULL"),
            postgresql_where=sa.text("missed_at IS NOT NULL"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_address", ["address"], unique=False)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_team_id")
        batch_op.create_index("ix_meeting_team_state", ["team_id", "state"], unique=False)
        batch_op.create_index("ix_meeting_team_window", ["team_id", "write_until"], unique=False)
