"""Each message that came in keeps the trace in which it came (W3C's traceparent)."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("inbound_messages", "whatsapp_arrivals", "telegram_arrivals")


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column("trace", sa.String(55)))


def downgrade():
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("trace")
