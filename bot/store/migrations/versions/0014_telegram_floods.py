"""Telegram: when somebody heard that they write faster than they can be answered."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("telegram_chats") as table:
        table.add_column(sa.Column("slowed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("telegram_chats") as table:
        table.drop_column("slowed_at")
