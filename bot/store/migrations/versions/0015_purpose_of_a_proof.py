"""A code proves a number for what it was sent for."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("proofs", sa.Column("purpose", sa.String(length=40), nullable=True))


def downgrade():
    with op.batch_alter_table("proofs") as table:
        table.drop_column("purpose")
