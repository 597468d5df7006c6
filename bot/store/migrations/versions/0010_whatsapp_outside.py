"""WhatsApp outside the 24 hours, people who write very fast, and numbers that Meta vouches for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.add_column(
        "whatsapp_people", sa.Column("held_to", RowId, nullable=False, server_default="0")
    )
    op.add_column(
        "whatsapp_people", sa.Column("slowed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("whatsapp_letters", sa.Column("template", sa.String(length=512), nullable=True))
    op.add_column(
        "whatsapp_arrivals",
        sa.Column("from_phone", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade():
    for table, columns in (
        ("arrivals", ("from_phone",)),
        ("letters", ("template",)),
        ("people", ("slowed_at", "held_to")),
    ):
        with op.batch_alter_table(f"whatsapp_{table}") as changed:
            for column in columns:
                changed.drop_column(column)
