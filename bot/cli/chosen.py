"""Which policy judges: the one that is named, the repository's own, or the shipped packs."""

from pathlib import Path

from bot.cli.local import Reader
from bot.core.model.policy import POLICY_PATH, Policy
from bot.errors import UserError
from bot.policy import Problems, load, unconfigured


def named(file: Path) -> Policy:
    """Load the policy in a file; raises UserError when it can't be read or used."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UserError(f"The policy {file} can't be read: {error.strerror}.") from error
    return _usable(text, str(file))


def at_commit(reader: Reader, commit: str) -> Policy:
    """Load the policy that stands in a commit, or the shipped packs where there is none; raises UserError."""
    text = reader.text(commit, POLICY_PATH)
    return unconfigured() if text is None else _usable(text, f"{POLICY_PATH} at {commit[:7]}")


def _usable(text: bytes, source: str) -> Policy:
    loaded = load(text, source)
    if isinstance(loaded, Problems):
        raise UserError(f"The policy can't be used:\n{loaded}")
    return loaded
