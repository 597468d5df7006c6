"""The line of chats is read by an index; deadlines of what the consumers in it have reported."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("desk_cases", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_cases", sa.Column("due_number", sa.String(length=40), nullable=True))
    op.add_column(
        "desk_cases", sa.Column("due_asked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.drop_index("ix_desk_cases_waiting", "desk_cases")
    waits, taken = sa.text("waiting_since IS NOT NULL"), sa.text("lease_until IS NOT NULL")
    op.create_index(
        "ix_desk_cases_line",
        "desk_cases",
        ["urgent", "waiting_since", "conversation_id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_index(
        "ix_desk_cases_taken",
        "desk_cases",
        ["taken_at", "conversation_id"],
        sqlite_where=taken,
        postgresql_where=taken,
    )
    op.create_index("ix_followers_conversation_id", "followers", ["conversation_id"])


def downgrade():
    op.drop_index("ix_followers_conversation_id", "followers")
    op.drop_index("ix_desk_cases_taken", "desk_cases")
    op.drop_index("ix_desk_cases_line", "desk_cases")
    op.create_index("ix_desk_cases_waiting", "desk_cases", ["waiting_since"])
    with op.batch_alter_table("desk_cases") as table:
        table.drop_column("due_asked_at")
        table.drop_column("due_number")
        table.drop_column("due_at")
