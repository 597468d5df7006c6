"""Conversations, their transcript, inbound messages and offers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("channel_user", sa.String(length=100), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("contrary_lines", sa.Integer(), nullable=False),
        sa.Column("language_shown", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("session_no", sa.Integer(), nullable=False),
        sa.Column("session_turns", sa.Integer(), nullable=False),
        sa.Column("last_turn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "channel_user"),
    )
    op.create_table(
        "offers",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.String(length=1000), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "payload"),
    )
    op.create_table(
        "transcript",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", RowId, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.Column("bubble", sa.JSON(), nullable=True),
        sa.Column("buttons", sa.JSON(), nullable=True),
        sa.Column("expects", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("pushed", sa.Boolean(), nullable=False),
        sa.Column("outbox", sa.String(length=20), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_transcript_answers", "transcript", ["answers"], unique=False)
    op.create_index(
        "ix_transcript_conversation", "transcript", ["conversation_id", "id"], unique=False
    )
    op.create_index(
        "ix_transcript_outbox", "transcript", ["outbox", "delivered_at", "id"], unique=False
    )

    op.create_table(
        "inbound_messages",
        sa.Column("id", RowId, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=60), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["id"],
            ["transcript.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "message_id"),
    )
    op.create_index("ix_inbound_due", "inbound_messages", ["status", "due_at"], unique=False)
    op.create_index(
        "ix_inbound_open", "inbound_messages", ["conversation_id", "status"], unique=False
    )


def downgrade():
    for table in ("inbound_messages", "transcript", "offers", "conversations"):
        op.drop_table(table)
