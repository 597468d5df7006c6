"""What a message bears besides words: photos, films, papers, voice notes, places."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("inbound_messages", sa.Column("media", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    with op.batch_alter_table("inbound_messages") as table:
        table.drop_column("media")
