"""Course wishes, their year, and what each person is owed of it.

Follows 5dfebc35a9c6.
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "793401c4f4ae"
down_revision = "162f021d28b3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_area",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_course_area")),
    )
    op.create_table(
        "course_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("reserve", sa.Integer(), nullable=True),
        sa.Column("small_price", sa.Integer(), nullable=False),
        sa.Column("small_half_days", sa.Integer(), nullable=False),
        sa.Column("tenure", sa.Integer(), nullable=False),
        sa.Column("frozen_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("told_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("evaluated_at", storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_course_year")),
    )
    op.create_table(
        "course_feedback",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("given_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("postponed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_course_feedback_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "year", name=op.f("pk_course_feedback")),
    )
    op.create_table(
        "course_talk",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("booked_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("ready_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("planned_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_course_talk_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "year", name=op.f("pk_course_talk")),
    )
    op.create_table(
        "course_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("outside", sa.String(), nullable=True),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("heavy", sa.Boolean(), nullable=False),
        sa.Column("tenure", sa.Integer(), nullable=True),
        sa.Column("temporary", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("motivation", sa.String(), nullable=True),
        sa.Column("retention", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_course_wish_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_course_wish_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_wish")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("course_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_wish_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_wish_team_id"), ["team_id"], unique=False)
        batch_op.create_index("ix_course_wish_year_state", ["year", "state"], unique=False)

    op.create_table(
        "course_wish_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["course_wish.id"], name=op.f("fk_course_wish_event_wish_id_course_wish")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_wish_event")),
    )
    with op.batch_alter_table("course_wish_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_wish_event_wish_id"), ["wish_id"], unique=False
        )
