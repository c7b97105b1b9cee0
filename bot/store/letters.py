"""Putting events into the inbox, and what an operator sees and does there: functions of a connection."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import inbox, is_dead, is_done, is_waiting
from bot.store.values import Counts, DeadLetter, Incoming

# Workers in other processes listen here; the channel's name is also in listen.py's hands.
CHANNEL = "dont_delegate_inbox"

_put_by_dialect: dict[str, Any] = {
    name: insert(inbox).on_conflict_do_nothing(index_elements=[inbox.c.delivery]).returning(inbox.c.delivery)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_notify = sa.text(f"NOTIFY {CHANNEL}")


def put(connection: sa.Connection, groups: Sequence[Sequence[Incoming]], now: float) -> list[int]:
    """Insert the events of all groups that are not known yet; how many of each group were new."""
    rows = [_row(item, now) for group in groups for item in group]
    if not rows:
        return [0 for _ in groups]
    new = Counter(connection.scalars(_put_by_dialect[connection.dialect.name], rows))
    notify(connection)
    return [sum(_take_one(new, item.delivery) for item in group) for group in groups]


def notify(connection: sa.Connection) -> None:
    """Tell other processes, once this commits, that something may be claimed."""
    if connection.dialect.name == "postgresql":
        connection.execute(_notify)


def dead(connection: sa.Connection) -> tuple[DeadLetter, ...]:
    """All dead events, oldest first."""
    columns = (inbox.c[name] for name in DeadLetter.__dataclass_fields__)
    return tuple(
        DeadLetter(*row) for row in connection.execute(sa.select(*columns).where(is_dead).order_by(inbox.c.id))
    )


def retry(connection: sa.Connection, ids: Sequence[int] | None, now: float) -> int:
    """Let these dead events, or all (None), wait again with a clean slate; how many there were."""
    chosen = is_dead if ids is None else sa.and_(is_dead, inbox.c.id.in_(ids))
    fresh = {"state": "waiting", "attempts": 0, "interrupted": 0, "available_at": now, "received_at": now}
    count = connection.execute(sa.update(inbox).where(chosen).values(fresh)).rowcount
    notify(connection)
    return count


def prune(connection: sa.Connection, before: float) -> int:
    """Forget the events that were done before then; how many there were."""
    return connection.execute(sa.delete(inbox).where(is_done, inbox.c.done_at < before)).rowcount


def counts(connection: sa.Connection) -> Counts:
    """How many events wait and are dead, and since when the oldest waits."""
    waiting = connection.execute(sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(is_waiting)).one()
    return Counts(waiting[0], connection.scalar(sa.select(sa.func.count()).where(is_dead)) or 0, waiting[1])


def _row(item: Incoming, now: float) -> dict[str, object]:
    return {
        "delivery": item.delivery,
        "key": item.key,
        "kind": item.kind,
        "body": item.body,
        "state": "waiting",
        "attempts": 0,
        "interrupted": 0,
        "available_at": now,
        "received_at": now,
    }


def _take_one(new: Counter[str], delivery: str) -> bool:
    """Whether the delivery is among the new ones; it is so only once, though two groups may hold it."""
    found = new[delivery] > 0
    new[delivery] -= found
    return found
