"""Who owns files by CODEOWNERS at the head of the base branch."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.core.codeowners import MOST_BYTES, UNREADABLE, Codeowners, team_in
from bot.core.model.change import OwnersText
from bot.core.model.verdict import People
from bot.github import Installation

# That one pull request has GitHub asked about; of others nobody knows the members, and nobody signs by them.
MOST_TEAMS = 50
NONE = "The base branch has no CODEOWNERS file, so nobody owns these files."


@dataclass(frozen=True, slots=True)
class Owned:
    """The owners of paths as they are written, or why they are not known."""

    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problem: str = ""

    @property
    def teams(self) -> frozenset[str]:
        """The teams among them, those that come first."""
        named = (team for owners in self.owners.values() for owner in owners if (team := team_in(owner)))
        return frozenset([*dict.fromkeys(named)][:MOST_TEAMS])

    def beside(self, people: People) -> People:
        """Add them to what else is known of people."""
        unread = {UNREADABLE: self.problem} if self.problem else {}
        return replace(people, owners=self.owners, unreadable={**people.unreadable, **unread})


NOBODY = Owned()


async def owned(installation: Installation, repo: str, source: OwnersText, paths: Collection[str]) -> Owned:
    """Find the owners of these paths."""
    if source.problem or not source.path:
        return Owned(problem=source.problem or NONE)
    text = source.text if source.text is not None else await _whole(installation, repo, source)
    if text is None:
        return Owned(problem=f"{source.path} on the base branch could not be read as UTF-8 text.")
    try:
        return Owned(await asyncio.to_thread(_owners, text, sorted(paths)))
    except ValueError as error:
        return Owned(problem=f"{source.path} on the base branch can't be used: {error}.")


async def _whole(installation: Installation, repo: str, source: OwnersText) -> str | None:
    """Read a file that was too long to come along with the pull request."""
    raw = await installation.blob(repo, source.blob or "")
    try:
        return raw.decode() if len(raw) <= MOST_BYTES else None
    except UnicodeDecodeError:
        return None


def _owners(text: str, paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rules = _read(text)
    return {path: rules.owners(path) for path in paths}


@lru_cache(maxsize=16)
def _read(text: str) -> Codeowners:
    return Codeowners(text)
