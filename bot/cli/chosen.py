"""Which policy judges: the one that is named, the repository's own, or the shipped packs; and the floor under it."""

from pathlib import Path

from bot.cli.local import Reader
from bot.core.floor import as_floor, combine
from bot.core.model.policy import POLICY_PATH, Policy
from bot.errors import UserError
from bot.policy import Problems, load, unconfigured


def named(file: Path, floor: Path | None = None) -> Policy:
    """Load the policy in a file, on the floor in another; raises UserError when one can't be read or used."""
    return on(floor, _read(file))


def at_commit(reader: Reader, commit: str, floor: Path | None = None) -> Policy:
    """Load the policy that stands in a commit, on a floor; without either the shipped packs. Raises UserError."""
    text = reader.text(commit, POLICY_PATH)
    return on(floor, _usable(text, f"{POLICY_PATH} at {commit[:7]}") if text is not None else None)


def the_floor(file: Path) -> Policy:
    """Load the floor in a file; raises UserError when it can't be read or used."""
    return as_floor(_read(file), f"the floor {file}")


def on(floor: Path | None, own: Policy | None) -> Policy:
    """Put a policy on the floor in a file, where there is one; without either give the shipped packs."""
    return combine(the_floor(floor), own) if floor is not None else own or unconfigured()


def _read(file: Path) -> Policy:
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UserError(f"The policy {file} can't be read: {error.strerror}.") from error
    return _usable(text, str(file))


def _usable(text: bytes, source: str) -> Policy:
    loaded = load(text, source)
    if isinstance(loaded, Problems):
        raise UserError(f"The policy can't be used:\n{loaded}")
    return loaded
