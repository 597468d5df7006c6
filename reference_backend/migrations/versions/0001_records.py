"""The records of the utility, as at first."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("mobile_number", sa.String(length=20), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("load_kw", sa.Float(), nullable=True),
        sa.Column("connection_status", sa.String(length=40), nullable=True),
        sa.Column("bill_amount", sa.BigInteger(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("arrears", sa.BigInteger(), nullable=True),
        sa.Column("surcharge", sa.BigInteger(), nullable=True),
        sa.Column("bill_month", sa.String(length=7), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample_digest", sa.String(length=64), nullable=True),
        sa.Column("locality", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("division", sa.String(length=80), nullable=True),
        sa.Column("circle", sa.String(length=80), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("account_number"),
    )
    op.create_index(op.f("ix_accounts_mobile_number"), "accounts", ["mobile_number"], unique=False)
    op.create_table(
        "applications",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("portal", sa.String(length=40), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=True),
        sa.Column("father_name", sa.String(length=200), nullable=True),
        sa.Column("mobile_number", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("connection_category", sa.String(length=40), nullable=True),
        sa.Column("load_kw", sa.Float(), nullable=True),
        sa.Column("load_asked", sa.String(length=100), nullable=True),
        sa.Column("phase", sa.String(length=10), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("landmark", sa.String(length=200), nullable=True),
        sa.Column("pincode", sa.String(length=6), nullable=True),
        sa.Column("owner_or_tenant", sa.String(length=10), nullable=True),
        sa.Column("existing_dues", sa.Boolean(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("channel", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("demand_amount", sa.BigInteger(), nullable=True),
        sa.Column("demand_paid", sa.Boolean(), nullable=False),
        sa.Column("demand_issued_on", sa.Date(), nullable=True),
        sa.Column("demand_components", sa.JSON(), nullable=False),
        sa.Column("sample_digest", sa.String(length=64), nullable=True),
        sa.Column("locality", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("division", sa.String(length=80), nullable=True),
        sa.Column("circle", sa.String(length=80), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "ix_applications_mobile", "applications", ["mobile_number", "created_at"], unique=False
    )
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "outages",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_restoration", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("affected", sa.Integer(), nullable=False),
        sa.Column("sample_digest", sa.String(length=64), nullable=True),
        sa.Column("locality", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("division", sa.String(length=80), nullable=True),
        sa.Column("circle", sa.String(length=80), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("sample_digest"),
    )
    op.create_index("ix_outages_place", "outages", ["place", "ended_at"], unique=False)
    op.create_table(
        "series",
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year"),
    )
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subtype", sa.String(length=40), nullable=True),
        sa.Column("cause", sa.String(length=100), nullable=True),
        sa.Column("account_number", sa.String(length=40), nullable=True),
        sa.Column("account_known", sa.Boolean(), nullable=True),
        sa.Column("mobile_number", sa.String(length=20), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("landmark", sa.String(length=200), nullable=True),
        sa.Column("pincode", sa.String(length=6), nullable=True),
        sa.Column("description", sa.String(length=4096), nullable=True),
        sa.Column("duration", sa.String(length=200), nullable=True),
        sa.Column("load_kw", sa.Float(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("payment_date", sa.Date(), nullable=True),
        sa.Column("month", sa.String(length=100), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("channel", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("wing", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_basis", sa.String(length=40), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation_level", sa.Integer(), nullable=False),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("outage_number", sa.String(length=40), nullable=True),
        sa.Column("sample_digest", sa.String(length=64), nullable=True),
        sa.Column("locality", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.Column("utility", sa.String(length=20), nullable=False),
        sa.Column("division", sa.String(length=80), nullable=True),
        sa.Column("circle", sa.String(length=80), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_tickets_account", "tickets", ["account_number", "created_at"], unique=False)
    op.create_index("ix_tickets_mobile", "tickets", ["mobile_number", "created_at"], unique=False)
    op.create_index(
        "ix_tickets_mobile_place", "tickets", ["mobile_number", "place", "kind"], unique=False
    )
    op.create_index(op.f("ix_tickets_outage_number"), "tickets", ["outage_number"], unique=False)
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(length=4096), nullable=True),
        sa.Column("channel", sa.String(length=100), nullable=True),
        sa.Column("stated", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_ticket_notes_ticket_number"), "ticket_notes", ["ticket_number"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_ticket_notes_ticket_number"), table_name="ticket_notes")
    op.drop_table("ticket_notes")
    op.drop_index(op.f("ix_tickets_outage_number"), table_name="tickets")
    op.drop_index("ix_tickets_mobile_place", table_name="tickets")
    op.drop_index("ix_tickets_mobile", table_name="tickets")
    op.drop_index("ix_tickets_account", table_name="tickets")
    op.drop_table("tickets")
    op.drop_table("series")
    op.drop_index("ix_outages_place", table_name="outages")
    op.drop_table("outages")
    op.drop_table("kept_answers")
    op.drop_index("ix_applications_mobile", table_name="applications")
    op.drop_table("applications")
    op.drop_index(op.f("ix_accounts_mobile_number"), table_name="accounts")
    op.drop_table("accounts")
