"""Policies as files in commits: a repository's own, the floor of its owner, and what a commit says of its files."""

from bot.core.model.policy import FLOOR_PATH, POLICY_PATH
from bot.core.model.report import FloorText, PolicyText
from bot.github.pull_shapes import AttributedCommit, FloorCommit, FloorRepository, HeadOrBase, Owner, PolicyEntry

MOST_POLICY_BYTES = 256 * 1024
SYMLINK = 0o120000


def policy_at(commit: HeadOrBase) -> PolicyText:
    """Take the policy's text, or say why it can't be used."""
    return _text(commit.oid, commit.file, POLICY_PATH)


def floor_at(commit: FloorCommit) -> PolicyText:
    """Take the floor's text, or say why it can't be used."""
    return _text(commit.oid, commit.floor, FLOOR_PATH)


def floor_of(owner: Owner, seen: FloorRepository | None) -> FloorText:
    """Take the floor from its default branch; `seen` None: its repository is not there, or not shown to us."""
    if seen is None:
        return FloorText(owner.id, owner.login, None)
    branch = seen.default_branch_ref
    return FloorText(owner.id, owner.login, floor_at(branch.target) if branch else PolicyText(""))


def attributes_at(commit: AttributedCommit) -> str:
    """Give what a commit says of its files; "" where it says nothing that can be read."""
    blob = commit.attributes.object if commit.attributes is not None else None
    return blob.text or "" if blob is not None and not blob.is_truncated else ""


def _text(commit: str, file: PolicyEntry | None, path: str) -> PolicyText:
    if file is None:
        return PolicyText(commit)
    blob = file.object
    problem = None
    if blob is None or blob.typename != "Blob":
        problem = f"{path} is not a file."
    elif file.mode == SYMLINK:
        problem = f"{path} is a symbolic link, and none is followed here: put the file itself in its place."
    elif (blob.byte_size or 0) > MOST_POLICY_BYTES or blob.is_truncated:
        problem = f"{path} is larger than {MOST_POLICY_BYTES // 1024} kB."
    elif blob.text is None or blob.is_binary:
        problem = f"{path} is not a text file."
    text = blob.text if blob is not None and problem is None else None
    return PolicyText(commit, text=text, blob=file.oid, problem=problem)
