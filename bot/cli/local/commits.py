"""Reads a commit object: its parents, its people, its message."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.model.change import Commit, Identity

_PERSON = re.compile(r"(.*?) ?<([^<>\n]*)>")
_SECONDS = re.compile(r".*> (\d{1,12}) [+-]\d{4}")
_CO_AUTHOR = re.compile(r"co-authored-by:\s*(.*?)\s*<([^<>\n]*)>\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A commit with its parents as they stand in the object, whatever a shallow clone pretends."""

    commit: Commit
    parents: tuple[str, ...]
    at: datetime | None  # when it was committed; None where the object says nothing that can be a date

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.commit.message.partition("\n")[0].strip()


def told(sha: str, content: bytes) -> Told:
    """Read a commit object's content; text that is not UTF-8 is read as far as it goes."""
    head, _, message = content.decode("utf-8", "replace").partition("\n\n")
    headers = [line.partition(" ") for line in head.split("\n")]
    lines = {name: value for name, _, value in headers if name in {"author", "committer"}}
    people = {name: _person(value) for name, value in lines.items()}
    parents = tuple(value for name, _, value in headers if name == "parent")
    helpers = tuple(
        Identity(found[1], found[2]) for line in message.split("\n") if (found := _CO_AUTHOR.fullmatch(line))
    )
    author = people.get("author", Identity("", ""))
    commit = Commit(sha, message, (author, *helpers), people.get("committer"))
    return Told(commit, parents, _moment(lines.get("committer", "")))


def _person(value: str) -> Identity:
    found = _PERSON.match(value)
    return Identity(found[1], found[2]) if found else Identity(value, "")


def _moment(value: str) -> datetime | None:
    found = _SECONDS.fullmatch(value)
    try:
        return datetime.fromtimestamp(int(found[1]), UTC) if found else None
    except (OverflowError, ValueError, OSError):  # a year that no calendar has
        return None
