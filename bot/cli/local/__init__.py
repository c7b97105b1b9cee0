"""Changes read from a git repository on this machine, without GitHub."""

from bot.cli.local.git import GitError, Repository
from bot.cli.local.history import Change, Reader

__all__ = ["Change", "GitError", "Reader", "Repository"]
