"""Policies of others to ours: policy-bot's, and CODEOWNERS."""

from bot.policy.imports.codeowners import import_codeowners
from bot.policy.imports.imported import Imported, Note
from bot.policy.imports.policy_bot import import_policy_bot
from bot.policy.imports.writing import sentences

__all__ = ["Imported", "Note", "import_codeowners", "import_policy_bot", "sentences"]
