"""One delivery as it came in, and the parts that many payloads share."""

import re
from dataclasses import dataclass

from bot.core.events.payload import Payload
from bot.core.events.values import Ignored, PullRequestTouched, Where
from bot.core.model.change import Account

_ACTION = re.compile(r"[a-z_]{1,60}")
_REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)
_LOGIN = re.compile(r"[\w.-]{1,100}(?:\[bot\])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as it came in."""

    name: str
    payload: Payload
    id: str
    app_id: int

    @property
    def action(self) -> str:
        """Say what happened, in GitHub's word."""
        return self.payload.text("action", _ACTION)

    @property
    def installation(self) -> int:
        """Give the id of the installation that it was sent to."""
        return self.payload.part("installation").number("id")

    @property
    def where(self) -> Where:
        """Give the repository it happened in."""
        return where(self.payload.part("repository"), self.installation)

    def touched(self, number: int, why: str, comment: int | None = None) -> PullRequestTouched:
        """Make the event that most deliveries come to."""
        return PullRequestTouched(self.id, self.where, number, why, comment=comment)

    def unneeded(self) -> Ignored:
        """Say that this action is none of ours."""
        return Ignored(f"{self.name}: `{self.action}` changes no verdict")


def where(repository: Payload, installation: int) -> Where:
    """Read a repository, whole or in short."""
    return Where(installation, repository.number("id"), repository.text("full_name", _REPOSITORY))


def account(user: Payload) -> Account:
    """Read an account."""
    return Account(user.text("login", _LOGIN), bot=is_bot(user))


def is_bot(user: Payload | None) -> bool:
    """Whether an account is an App's or a machine's; a deleted account (None) is not."""
    return user is not None and user.text("type") == "Bot"
