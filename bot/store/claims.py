"""Taking events out of the inbox under a lease, and settling them: functions of a connection, one transaction each.

A key is free when it has no live row in `leases`. To take one, its row is inserted, or replaced if it has run out;
the table's primary key makes one of two that try at once wait and then see the other's. To settle a batch, the lease
is deleted by its token first: whoever lost it deletes nothing, and then changes nothing. All else follows from these.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.letters import notify
from bot.store.tables import inbox, is_waiting, leases
from bot.store.values import Batch, Quiet, Row

MAX_ATTEMPTS = 8
# A kill or a crash is not the event's fault, but an event that ends the process each time must not do so for ever.
MAX_INTERRUPTIONS = 20
SUSPECT_AFTER = 2  # interruptions, from which on an event waits before it is taken again
_INTERRUPTED = f"Handling it was interrupted {MAX_INTERRUPTIONS} times; it may be what ends the process."

_now = sa.bindparam("now", type_=sa.Double)
_key = sa.bindparam("of_key", type_=sa.Text)
_ids = sa.bindparam("ids", expanding=True, type_=sa.BigInteger)

_live = sa.exists().where(leases.c.key == inbox.c.key, leases.c.until > _now)
_oldest = (
    sa.select(inbox.c.key)
    .where(is_waiting, inbox.c.available_at <= _now, ~_live)
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=inbox)
)
# So that what ends the process lets others be done in between: longer and longer, half an hour for all in sum.
_beyond = inbox.c.interrupted - SUSPECT_AFTER
_if_interrupted = sa.case((_beyond > 0, _now + _beyond * _beyond), else_=inbox.c.available_at)
_take = (
    sa.update(inbox)
    .where(is_waiting, inbox.c.key == _key, inbox.c.available_at <= _now)
    .values(interrupted=inbox.c.interrupted + 1, available_at=_if_interrupted)
    .returning(
        inbox.c.id,
        inbox.c.delivery,
        inbox.c.kind,
        inbox.c.body,
        inbox.c.attempts + 1,
        inbox.c.received_at,
        inbox.c.interrupted,
    )
)
_due = (
    sa.select(sa.func.min(sa.case((leases.c.until > inbox.c.available_at, leases.c.until), else_=inbox.c.available_at)))
    .select_from(inbox.outerjoin(leases, leases.c.key == inbox.c.key))
    .where(is_waiting)
)
_held = sa.and_(leases.c.key == _key, leases.c.token == sa.bindparam("of_token", type_=sa.Text))
_extend = sa.update(leases).where(_held).values(until=sa.bindparam("till"))
_give_up = sa.delete(leases).where(_held)
_done = sa.update(inbox).where(inbox.c.id.in_(_ids)).values(state="done", body="", error=None, done_at=_now)
_untake = (
    sa.update(inbox)
    .where(inbox.c.id.in_(_ids))
    .values(interrupted=inbox.c.interrupted - 1, available_at=inbox.c.received_at)
)
_fail = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("of_id"))
    .values(
        state=sa.bindparam("then"),
        available_at=sa.bindparam("at"),
        error=sa.bindparam("why"),
        attempts=inbox.c.attempts + 1,
        interrupted=0,
    )
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an event that failed: tried again at `retry_at`, or never (None)."""

    id: int
    retry_at: float | None


def _lease(insert: Any) -> Any:
    """Insert a lease, or replace one that has run out; a row comes back if either was done."""
    statement = insert(leases)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[leases.c.key],
        set_={"owner": new.owner, "token": new.token, "until": new.until},
        where=leases.c.until <= _now,
    ).returning(leases.c.key)


_leases_by_dialect = {"sqlite": _lease(sqlite.insert), "postgresql": _lease(postgresql.insert)}


def claim(connection: sa.Connection, owner: str, now: float, until: float) -> Batch | Quiet | None:
    """Take all that waits of the oldest free key; None: somebody was quicker, ask again."""
    key = connection.scalar(_oldest, {"now": now})
    if key is None:
        due = connection.scalar(_due)
        return Quiet(None if due is None else max(due - now, 0.0))
    token = secrets.token_hex(8)
    lease = {"key": key, "owner": owner, "token": token, "until": until, "now": now}
    if connection.scalar(_leases_by_dialect[connection.dialect.name], lease) is None:
        return None
    taken = sorted(connection.execute(_take, {"of_key": key, "now": now}).all(), key=itemgetter(0))
    rows = tuple(Row(*row[:-1]) for row in taken if row.interrupted <= MAX_INTERRUPTIONS)
    batch = Batch(key, rows, owner, token)
    _mark(connection, (Fate(row.id, None) for row in taken if row.interrupted > MAX_INTERRUPTIONS), _INTERRUPTED)
    if not rows:
        give_up(connection, batch)
        return None
    return batch


def extend(connection: sa.Connection, batch: Batch, until: float) -> bool:
    """Keep the lease until then; False: it is lost."""
    return connection.execute(_extend, {**_holder(batch), "till": until}).rowcount == 1


def give_up(connection: sa.Connection, batch: Batch) -> bool:
    """End the lease; False: it was lost, and nothing of the batch may be touched."""
    return connection.execute(_give_up, _holder(batch)).rowcount == 1


def done(connection: sa.Connection, batch: Batch, now: float) -> bool:
    """End the lease and mark its events done; their bodies go, their delivery ids stay to be known again."""
    if not give_up(connection, batch):
        return False
    connection.execute(_done, {"ids": [row.id for row in batch.rows], "now": now})
    return True


def fail(connection: sa.Connection, batch: Batch, fates: Iterable[Fate], error: str) -> bool:
    """End the lease and leave each event to its fate; False: it was lost."""
    if not give_up(connection, batch):
        return False
    _mark(connection, fates, error)
    return True


def release(connection: sa.Connection, batch: Batch) -> bool:
    """End the lease as if the batch had never been taken; False: it was lost."""
    if not give_up(connection, batch):
        return False
    connection.execute(_untake, {"ids": [row.id for row in batch.rows]})
    notify(connection)
    return True


def end_all_leases(connection: sa.Connection) -> None:
    """End every lease, whoever holds it."""
    connection.execute(sa.delete(leases))


def _mark(connection: sa.Connection, fates: Iterable[Fate], error: str) -> None:
    for fate in fates:
        then = {"then": "dead", "at": 0.0} if fate.retry_at is None else {"then": "waiting", "at": fate.retry_at}
        connection.execute(_fail, {"of_id": fate.id, "why": error, **then})


def _holder(batch: Batch) -> dict[str, str]:
    return {"of_key": batch.key, "of_token": batch.token}
