"""What is kept, on SQLite or PostgreSQL: the inbox of events, the ledger and its audit, the last good policies."""

from bot.store.auditing import Audit, audit
from bot.store.debts import Debts
from bot.store.floors import Floors, KeptFloor
from bot.store.hanging import HangingOnPeople
from bot.store.ledger import Ledger
from bot.store.migrate import migrate
from bot.store.policies import Policies
from bot.store.records import Records
from bot.store.store import Store, open_store
from bot.store.values import Batch, Counts, DeadLetter, Hanging, Head, Incoming, Later, Outcome, Quiet, Record, Row

__all__ = [
    "Audit",
    "Batch",
    "Counts",
    "DeadLetter",
    "Debts",
    "Floors",
    "Hanging",
    "HangingOnPeople",
    "Head",
    "Incoming",
    "KeptFloor",
    "Later",
    "Ledger",
    "Outcome",
    "Policies",
    "Quiet",
    "Record",
    "Records",
    "Row",
    "Store",
    "audit",
    "migrate",
    "open_store",
]
