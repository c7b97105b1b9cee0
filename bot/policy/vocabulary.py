"""The words that a policy may choose from."""

from bot.core.model.policy import POLICY_ZONE

__all__ = ["PACKS", "POLICY_RULE", "POLICY_ZONE"]

PACKS = ("schema", "auth", "money", "runtime", "drift")
POLICY_RULE = "policy-file"
