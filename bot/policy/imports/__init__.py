"""Policies of others to ours: policy-bot's, and CODEOWNERS."""

from bot.policy.imports.imported import Imported, Note
from bot.policy.imports.policy_bot import import_policy_bot

__all__ = ["Imported", "Note", "import_policy_bot"]
