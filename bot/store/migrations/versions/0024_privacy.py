"""What people agreed to, and what they want erased."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.add_column("conversations", sa.Column("notice_version", sa.String(length=10), nullable=True))
    op.add_column(
        "conversations", sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "consents",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_consents_conversation", "consents", ["conversation_id", "id"])
    op.create_table(
        "erasures",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("upto", RowId, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_erasures_open", "erasures", ["done_at", "id"])
    op.create_index("ix_erasures_conversation_id", "erasures", ["conversation_id"])


def downgrade():
    op.drop_table("erasures")
    op.drop_table("consents")
    with op.batch_alter_table("conversations") as table:
        table.drop_column("consented_at")
        table.drop_column("notice_version")
