"""What is kept, on SQLite or PostgreSQL: the inbox of events, the ledger, the last good policies."""

from bot.store.ledger import Ledger
from bot.store.migrate import migrate
from bot.store.policies import Policies
from bot.store.store import Store, open_store
from bot.store.values import Batch, Counts, DeadLetter, Incoming, Later, Outcome, Quiet, Row

__all__ = [
    "Batch",
    "Counts",
    "DeadLetter",
    "Incoming",
    "Later",
    "Ledger",
    "Outcome",
    "Policies",
    "Quiet",
    "Row",
    "Store",
    "migrate",
    "open_store",
]
