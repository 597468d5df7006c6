"""Promise and standard side by side, what the clock has to do next, who is in charge, how a
ticket is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ADDED = {
    "promise_due_at": sa.DateTime(timezone=True),
    "promise_basis": sa.String(length=40),
    "standard_due_at": sa.DateTime(timezone=True),
    "standard_basis": sa.String(length=40),
    "next_event": sa.String(length=20),
    "next_event_at": sa.DateTime(timezone=True),
    "officer": sa.JSON(),
    "closed_by": sa.String(length=20),
    "closing_code": sa.String(length=64),
}


def upgrade() -> None:
    for name, kind in _ADDED.items():
        op.add_column("tickets", sa.Column(name, kind, nullable=True))
    op.add_column(
        "tickets", sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index(
        "ix_tickets_next_event",
        "tickets",
        ["next_event_at"],
        sqlite_where=sa.text("next_event_at IS NOT NULL"),
        postgresql_where=sa.text("next_event_at IS NOT NULL"),
    )
    # What is open keeps the one deadline that it has; what is late already was told so before.
    op.execute(
        "UPDATE tickets SET promise_due_at = due_at, promise_basis = due_basis, "
        "next_event = 'overdue', next_event_at = due_at "
        "WHERE due_at > CURRENT_TIMESTAMP "
        "AND status IN ('received', 'assigned', 'in_progress', 'reopened', 'disputed')"
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_next_event", table_name="tickets")
    with op.batch_alter_table("tickets") as tickets:
        for name in (*_ADDED, "code_tries"):
            tickets.drop_column(name)
