"""The tables, for SQLite and PostgreSQL alike; times are seconds since 1970 in UTC."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite numbers rows by itself only in a column of the very type INTEGER.
_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("delivery", sa.Text, nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # JSON; empty once done
    sa.Column("state", sa.Text, nullable=False),  # waiting (or being handled, see leases), done, dead
    sa.Column("attempts", sa.Integer, nullable=False),  # that failed
    sa.Column("interrupted", sa.Integer, nullable=False),  # times taken and never heard of again
    sa.Column("available_at", sa.Double, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("received_at", sa.Double, nullable=False),
    sa.Column("done_at", sa.Double),
)

# Written out, not bound: a partial index serves only a query in which its condition stands word for word.
is_waiting = inbox.c.state == sa.literal_column("'waiting'")
is_done = inbox.c.state == sa.literal_column("'done'")
is_dead = inbox.c.state == sa.literal_column("'dead'")

for _name, _column, _where in (
    ("ix_inbox_waiting", inbox.c.id, is_waiting),
    ("ix_inbox_waiting_key", inbox.c.key, is_waiting),
    ("ix_inbox_done", inbox.c.done_at, is_done),
    ("ix_inbox_dead", inbox.c.id, is_dead),
):
    sa.Index(_name, _column, sqlite_where=_where, postgresql_where=_where)

# Who has a key. That a key has one row at most is what keeps two workers apart, on both databases.
leases = sa.Table(
    "leases",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("until", sa.Double, nullable=False),
)

# What is to come into the inbox at a time; one a key.
later = sa.Table(
    "later",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("due", sa.Double, nullable=False, index=True),
    sa.Column("delivery", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

# Open pull requests that are judged again when people come or go.
hanging = sa.Table(
    "hanging",
    metadata,
    sa.Column("repo_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("installation", sa.BigInteger, nullable=False, index=True),
    sa.Column("repo", sa.Text, nullable=False),
)

# Only ever added to: triggers refuse an update or a delete. Each repository's entries are a chain, see `chain`.
ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("repo_id", sa.BigInteger, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),  # GitHub's clock
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("data", sa.JSON(none_as_null=True)),
    sa.Column("recorded_at", sa.Double, nullable=False),  # our clock
    sa.Column("position", sa.BigInteger, nullable=False),  # in the repository's chain, from 1
    sa.Column("previous", sa.Text, nullable=False),  # the hash before this one; empty at the beginning
    sa.Column("hash", sa.Text, nullable=False),
    sa.UniqueConstraint("repo_id", "number", "source", "kind", name="uq_ledger_fact"),
    sa.Index("uq_ledger_position", "repo_id", "position", unique=True),
)

# Where each repository's chain ends. Who adds to it has this row locked, so that there is one chain.
ledger_heads = sa.Table(
    "ledger_heads",
    metadata,
    sa.Column("repo_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),  # of the repository, as last heard; empty before
    sa.Column("entries", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),  # of the last entry
)

# The last floor of each owner that could be used.
floors = sa.Table(
    "floors",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),  # an id of GitHub's that stays when the login changes
    sa.Column("login", sa.Text, nullable=False, index=True),  # lower-cased, as last seen
    sa.Column("blob", sa.Text, nullable=False),  # git object id
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Double, nullable=False),
)

# The last policy of each base branch that could be used.
policies = sa.Table(
    "policies",
    metadata,
    sa.Column("repo_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("branch", sa.Text, primary_key=True),
    sa.Column("blob", sa.Text, nullable=False),  # git object id
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Double, nullable=False),
)
