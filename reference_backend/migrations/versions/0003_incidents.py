"""Outages by feeder and in several places, planned ones, and those made of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outage_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_number", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["outage_number"], ["outages.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outage_places_place", "outage_places", ["place", "outage_number"])
    op.create_index(op.f("ix_outage_places_outage_number"), "outage_places", ["outage_number"])
    op.execute(
        "INSERT INTO outage_places (outage_number, place, block) "
        "SELECT number, place, block FROM outages WHERE place IS NOT NULL"
    )
    with op.batch_alter_table("outages") as outages:
        outages.drop_index("ix_outages_place")
        # Every outage so far was declared; from now on each states where it comes from.
        outages.add_column(
            sa.Column("source", sa.String(20), nullable=False, server_default="declared")
        )
        outages.add_column(
            sa.Column("planned", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        outages.add_column(sa.Column("feeder", sa.String(length=80), nullable=True))
        outages.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        outages.create_index("ix_outages_lasting", ["ended_at", "utility"])
    op.create_index("ix_tickets_place", "tickets", ["place", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_tickets_place", table_name="tickets")
    with op.batch_alter_table("outages") as outages:
        outages.drop_index("ix_outages_lasting")
        for column in ("source", "planned", "feeder", "due_at"):
            outages.drop_column(column)
        outages.create_index("ix_outages_place", ["place", "ended_at"])
    op.drop_table("outage_places")
