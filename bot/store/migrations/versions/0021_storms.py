"""Storms; and messages that are read first in one, by an index of what is open."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "storms",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("lasting", sa.Boolean(), nullable=True, unique=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
    )
    op.add_column(
        "inbound_messages",
        sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade():
    with op.batch_alter_table("inbound_messages") as table:
        table.drop_column("urgent")
    op.drop_table("storms")
