"""Chats that a person of the utility is wanted in, or has."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "conversations", sa.Column("epoch", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("transcript", sa.Column("staff_id", sa.Integer(), nullable=True))
    op.create_table(
        "desk_cases",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("division", sa.String(length=80), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_to_wait_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    op.create_index("ix_desk_cases_waiting", "desk_cases", ["waiting_since"])
    op.create_index("ix_desk_cases_division", "desk_cases", ["division"])
    op.create_index("ix_desk_cases_staff_id", "desk_cases", ["staff_id"])
    op.create_index("ix_desk_cases_lease_until", "desk_cases", ["lease_until"])


def downgrade():
    op.drop_table("desk_cases")
    with op.batch_alter_table("transcript") as table:
        table.drop_column("staff_id")
    with op.batch_alter_table("conversations") as table:
        table.drop_column("epoch")
