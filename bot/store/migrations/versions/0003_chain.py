"""The ledger becomes a chain for each repository: entries are numbered, and each hash takes in the one before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

PAGE = 1_000  # entries in memory at once

_ledger = sa.table(
    "ledger",
    sa.column("id"),
    sa.column("repo_id"),
    sa.column("number"),
    sa.column("kind"),
    sa.column("at", sa.Double()),
    sa.column("source"),
    sa.column("zone"),
    sa.column("login"),
    sa.column("data", sa.JSON(none_as_null=True)),
    sa.column("recorded_at", sa.Double()),
    sa.column("position"),
    sa.column("previous"),
    sa.column("hash"),
)
_page = (
    sa.select(*[column for column in _ledger.c if column.name not in ("position", "previous", "hash")])
    .where(_ledger.c.id > sa.bindparam("after", type_=sa.BigInteger()))
    .order_by(_ledger.c.id)
    .limit(PAGE)
)
_link = (
    sa.update(_ledger)
    .where(_ledger.c.id == sa.bindparam("of_id", type_=sa.BigInteger()))
    .values(
        position=sa.bindparam("its_position", type_=sa.BigInteger()),
        previous=sa.bindparam("its_previous", type_=sa.Text()),
        hash=sa.bindparam("its_hash", type_=sa.Text()),
    )
)


def upgrade() -> None:
    """Chain what is there, in the order in which it was recorded."""
    heads = op.create_table(
        "ledger_heads",
        sa.Column("repo_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repo_id", name="pk_ledger_heads"),
    )
    postgresql = op.get_context().dialect.name == "postgresql"
    for statement in _POSTGRES_FREE if postgresql else _SQLITE_FREE:
        op.execute(statement)
    op.add_column("ledger", sa.Column("position", sa.BigInteger()))
    op.add_column("ledger", sa.Column("previous", sa.Text()))
    op.add_column("ledger", sa.Column("hash", sa.Text()))
    chains = _chained(op.get_bind())
    rows = [{"repo_id": repo, "name": "", "entries": n, "hash": last} for repo, (n, last) in chains.items()]
    if rows:
        op.bulk_insert(heads, rows)
    with op.batch_alter_table("ledger") as batch:
        for name in ("position", "previous", "hash"):
            batch.alter_column(name, nullable=False)
    op.create_index("uq_ledger_position", "ledger", ["repo_id", "position"], unique=True)
    for statement in _POSTGRES_GROWS_ONLY if postgresql else _SQLITE_GROWS_ONLY:
        op.execute(statement)


def _chained(connection: sa.Connection) -> dict[int, tuple[int, str]]:
    """Put numbers and links to every entry; how long each repository's chain is, and its last hash."""
    chains: dict[int, tuple[int, str]] = {}
    for page in _pages(connection):
        links = []
        for row in page:
            count, last = chains.get(row["repo_id"], (0, ""))
            digest = _hash({**row, "previous": last})
            chains[row["repo_id"]] = (count + 1, digest)
            link = {"its_position": count + 1, "its_previous": last, "its_hash": digest}
            links.append({"of_id": row["id"], **link})
        connection.execute(_link, links)
    return chains


def _pages(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    after = 0
    while page := connection.execute(_page, {"after": after}).mappings().all():
        yield page
        after = page[-1]["id"]


def _hash(row: dict[str, Any]) -> str:
    """Hash an entry as this version did: what a later version would do says nothing about these."""
    names = ("repo_id", "number", "kind", "source", "zone", "login", "data", "previous")
    times = {name: f"{row[name]:.6f}" for name in ("at", "recorded_at")}
    value = {name: row[name] for name in names} | times
    text = json.dumps(json.loads(json.dumps(value)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_SQLITE_FREE = ("DROP TRIGGER ledger_no_UPDATE", "DROP TRIGGER ledger_no_DELETE")
_SQLITE_GROWS_ONLY = tuple(
    f"CREATE TRIGGER ledger_no_{verb} BEFORE {verb} ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRES_FREE = ("ALTER TABLE ledger DISABLE TRIGGER ledger_only_grows",)
_POSTGRES_GROWS_ONLY = ("ALTER TABLE ledger ENABLE TRIGGER ledger_only_grows",)
