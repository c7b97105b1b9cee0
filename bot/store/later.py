"""Events that are due at a time: kept beside the inbox, one a key, and moved into it when the time has come.

What waits for its time is no backlog, so it stands in nobody's way and counts nowhere until then.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import letters
from bot.store.tables import later
from bot.store.values import Incoming, Later


def _set(insert: Any) -> Any:
    """Set what is due for a key, in place of what was set before."""
    statement = insert(later)
    new = {column.name: statement.excluded[column.name] for column in later.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=[later.c.key], set_=new)


_set_by_dialect = {"sqlite": _set(sqlite.insert), "postgresql": _set(postgresql.insert)}
_due = sa.select(later.c.key).where(later.c.due <= sa.bindparam("now", type_=sa.Double))
# Another process that wakes them at once passes over the rows that this one has.
_take = (
    sa.delete(later)
    .where(later.c.key.in_(_due.with_for_update(skip_locked=True)))
    .returning(later.c.delivery, later.c.key, later.c.kind, later.c.body)
)


def put_later(connection: sa.Connection, item: Later) -> None:
    """Keep the event until it is due; only the last one of its key stands."""
    event = item.event
    row = {
        "key": event.key,
        "due": item.due.timestamp(),
        "delivery": event.delivery,
        "kind": event.kind,
        "body": event.body,
    }
    connection.execute(_set_by_dialect[connection.dialect.name], row)


def wake(connection: sa.Connection, now: float) -> int:
    """Move what is due into the inbox; how many events that were."""
    due = [Incoming(*row) for row in connection.execute(_take, {"now": now})]
    return sum(letters.put(connection, [due], now))
