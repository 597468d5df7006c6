"""Rasa is asked about each message under a sender of its own: no sessions are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("conversations") as table:
        table.drop_column("session_no")
        table.drop_column("session_turns")
    with op.batch_alter_table("inbound_messages") as table:
        table.drop_column("sender")


def downgrade():
    with op.batch_alter_table("inbound_messages") as table:
        table.add_column(sa.Column("sender", sa.String(length=60), nullable=True))
    with op.batch_alter_table("conversations") as table:
        for name, start in (("session_no", "1"), ("session_turns", "0")):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=start))
