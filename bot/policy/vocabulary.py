"""The words that a policy may choose from."""

PACKS = ("schema", "auth", "money", "runtime", "drift")
POLICY_ZONE = "policy"
POLICY_RULE = "policy-file"
