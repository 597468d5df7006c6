"""Missed calls."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "missed_calls",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("call_id", sa.String(length=100), nullable=False),
        sa.Column("mobile_number", sa.String(length=10), nullable=False),
        sa.Column("called", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider", "call_id"),
    )
    op.create_index("ix_missed_calls_due", "missed_calls", ["status", "due_at"])
    op.create_index("ix_missed_calls_number", "missed_calls", ["mobile_number", "id"])


def downgrade():
    op.drop_table("missed_calls")
