"""What people said and who they are is stored encrypted: as text, whatever it was before.

What is there already is encrypted at the next start, when the keys are at hand
(bot/store/field_keys.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = {
    "conversations": {"channel_user": sa.String(100), "draft": sa.JSON(), "known": sa.JSON()},
    "inbound_messages": {"media": sa.JSON()},
    "kept_requests": {"draft": sa.JSON()},
    "transcript": {"bubble": sa.JSON(), "buttons": sa.JSON()},
    "offers": {"payload": sa.String(1000)},
    "proofs": {"mobile_number": sa.String(10)},
    "one_time_codes": {"mobile_number": sa.String(10)},
    "attachments": {"file_name": sa.String(200)},
    "sms_letters": {"mobile_number": sa.String(10)},
    "missed_calls": {"mobile_number": sa.String(10)},
    "callbacks": {"open_for": sa.String(64), "mobile_number": sa.String(16)},
    "tellings": {"args": sa.JSON(), "choices": sa.JSON()},
    "telegram_arrivals": {"chat": sa.String(20), "heard": sa.JSON()},
    "whatsapp_identities": {"name": sa.String(100)},
    "whatsapp_people": {"address": sa.String(100)},
    "whatsapp_arrivals": {
        "sender": sa.String(100),
        "phone": sa.String(20),
        "user_id": sa.String(100),
        "heard": sa.JSON(),
    },
}


def upgrade():
    op.create_table(
        "field_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column, before in columns.items():
                batch.alter_column(
                    column,
                    existing_type=before,
                    type_=sa.Text(),
                    postgresql_using=f'"{column}"::text',
                )


def downgrade():
    """Only before anything was encrypted: what was cannot be read as JSON."""
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column, before in columns.items():
                kind = "json" if isinstance(before, sa.JSON) else f"varchar({before.length})"
                batch.alter_column(
                    column,
                    existing_type=sa.Text(),
                    type_=before,
                    postgresql_using=f'"{column}"::{kind}',
                )
    op.drop_table("field_keys")
