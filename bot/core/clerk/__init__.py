"""What commands and ticks do: each becomes entries for the ledger, or a refusal with its reason."""

from bot.core.clerk.clerk import Clerk
from bot.core.clerk.values import Done, TickedBox
from bot.core.clerk.waiting import waiting

__all__ = ["Clerk", "Done", "TickedBox", "waiting"]
