"""The last good floor of each owner."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make its table; no floor is known yet."""
    op.create_table(
        "floors",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_floors"),
    )
    op.create_index("ix_floors_login", "floors", ["login"])
