"""supervision and what follows a ledelsestilsyn.

Follows 5dfebc35a9c6.
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "b7dca6c16f8e"
down_revision = "94eb6756ca36"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("supervisor", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_supervision_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_team_quarter", ["team_id", "quarter"], unique=False)

    op.create_table(
        "supervision_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("held_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_supervision_request_asker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_supervision_request_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_request")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("supervision_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervision_request_asker_id"), ["asker_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervision_request_team_id"), ["team_id"], unique=False
        )

    op.create_table(
        "tilsyn_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("follow_up", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_tilsyn_agreement_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tilsyn_agreement_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_tilsyn_agreement_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tilsyn_agreement")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tilsyn_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tilsyn_agreement_leader_id"), ["leader_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tilsyn_agreement_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_tilsyn_agreement_team_id"), ["team_id"], unique=False)

    op.create_table(
        "tilsyn_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_tilsyn_need_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tilsyn_need")),
    )
    with op.batch_alter_table("tilsyn_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tilsyn_need_team_id"), ["team_id"], unique=False)

    op.create_table(
        "tilsyn_plan",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("talk_within", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_tilsyn_plan_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_tilsyn_plan")),
    )
    op.create_table(
        "tilsyn_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("reviewed", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("talked", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_tilsyn_round_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tilsyn_round")),
        sa.UniqueConstraint("team_id", "period", name=op.f("uq_tilsyn_round_team_id_period")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "supervision_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision.id"],
            name=op.f("fk_supervision_theme_supervision_id_supervision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_theme")),
    )
    with op.batch_alter_table("supervision_theme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervision_theme_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "tilsyn_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("caseworkers", sa.Integer(), nullable=False),
        sa.Column("settled", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["tilsyn_round.id"], name=op.f("fk_tilsyn_point_round_id_tilsyn_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tilsyn_point")),
        sa.UniqueConstraint("round_id", "theme", name=op.f("uq_tilsyn_point_round_id_theme")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tilsyn_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("talk_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_tilsyn_review_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tilsyn_review_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["tilsyn_round.id"], name=op.f("fk_tilsyn_review_round_id_tilsyn_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tilsyn_review")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_tilsyn_review_round_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tilsyn_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tilsyn_review_leader_id"), ["leader_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tilsyn_review_person_id"), ["person_id"], unique=False
        )

    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.alter_column("practice_id", existing_type=sa.INTEGER(), nullable=True)
