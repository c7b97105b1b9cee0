"""The only room that speaks HTTP to GitHub: signs in, reads a pull request, writes what should stand there."""

from bot.github.app import Access, GitHubApp
from bot.github.failures import ApplyFailedError, GitHubNonsenseError, HeadMovedError, RefusedError
from bot.github.group_part import Looks
from bot.github.groups import Group
from bot.github.installation import Installation
from bot.github.reading import Reading
from bot.github.wire import Call, Pace

__all__ = [
    "Access",
    "ApplyFailedError",
    "Call",
    "GitHubApp",
    "GitHubNonsenseError",
    "Group",
    "HeadMovedError",
    "Installation",
    "Looks",
    "Pace",
    "Reading",
    "RefusedError",
]
