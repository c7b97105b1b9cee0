"""Open pull requests whose verdict hangs on who people are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make their table; those that are open already are noted by the first sweep."""
    op.create_table(
        "hanging",
        sa.Column("repo_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("installation", sa.BigInteger(), nullable=False),
        sa.Column("repo", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repo_id", "number", name="pk_hanging"),
    )
    op.create_index("ix_hanging_installation", "hanging", ["installation"])
