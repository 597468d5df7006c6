"""The steps of an application after it was made, meters, portals, payments, billing pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LATER = (
    sa.Column("missing_documents", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("survey_on", sa.Date(), nullable=True),
    sa.Column("rejected_reason", sa.String(length=200), nullable=True),
    sa.Column("payment_reference", sa.String(length=100), nullable=True),
    sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("energised_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("meter_number", sa.String(length=40), nullable=True),
    sa.Column("staff_points", sa.Integer(), nullable=True),
    sa.Column("portal_number", sa.String(length=60), nullable=True),
)


def upgrade() -> None:
    with op.batch_alter_table("applications") as applications:
        for column in _LATER:
            applications.add_column(column)
        applications.create_index("ix_applications_due", ["status", "due_at"])
    op.create_table(
        "meter_stock",
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("in_store", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("utility", "phase"),
    )
    op.create_table(
        "portal_errands",
        sa.Column("application_number", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["application_number"], ["applications.number"]),
        sa.PrimaryKeyConstraint("application_number"),
    )
    op.create_index(op.f("ix_portal_errands_try_at"), "portal_errands", ["try_at"])
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_number"], ["accounts.account_number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payments_account", "payments", ["account_number", "reference"], unique=True)
    op.create_table(
        "billing_pauses",
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("utility"),
    )


def downgrade() -> None:
    for table in ("billing_pauses", "payments", "portal_errands", "meter_stock"):
        op.drop_table(table)
    with op.batch_alter_table("applications") as applications:
        applications.drop_index("ix_applications_due")
        for column in _LATER:
            applications.drop_column(column.name)
