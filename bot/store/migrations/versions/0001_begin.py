"""The first tables: inbox, leases, ledger, policies."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them all."""
    _inbox()
    _ledger()
    op.create_table(
        "policies",
        sa.Column("repo_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("repo_id", "branch", name="pk_policies"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        _id(),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("interrupted", sa.Integer(), nullable=False),
        sa.Column("available_at", sa.Double(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("received_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("delivery", name="uq_inbox_delivery"),
    )
    _index("ix_inbox_waiting", "id", "waiting")
    _index("ix_inbox_waiting_key", "key", "waiting")
    _index("ix_inbox_done", "done_at", "done")
    _index("ix_inbox_dead", "id", "dead")
    op.create_table(
        "leases",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_leases"),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        _id(),
        sa.Column("repo_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON()),
        sa.Column("recorded_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.UniqueConstraint("repo_id", "number", "source", "kind", name="uq_ledger_fact"),
    )
    for statement in _GROWS_ONLY[op.get_context().dialect.name]:
        op.execute(statement)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _index(name: str, column: str, state: str) -> None:
    where = sa.text(f"state = '{state}'")
    op.create_index(name, "inbox", [column], sqlite_where=where, postgresql_where=where)


_POSTGRES_REFUSAL = """
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$
"""
_POSTGRES_TRIGGER = """
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()
"""
_SQLITE_TRIGGER = """
CREATE TRIGGER ledger_no_{0} BEFORE {0} ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END
"""
_GROWS_ONLY = {
    "sqlite": (_SQLITE_TRIGGER.format("UPDATE"), _SQLITE_TRIGGER.format("DELETE")),
    "postgresql": (_POSTGRES_REFUSAL, _POSTGRES_TRIGGER),
}
