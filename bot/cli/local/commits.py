"""Reads a commit object: its parents, its people, its message."""

import re
from dataclasses import dataclass

from bot.core.model.change import Commit, Identity

_PERSON = re.compile(r"(.*?) ?<([^<>\n]*)>")
_CO_AUTHOR = re.compile(r"co-authored-by:\s*(.*?)\s*<([^<>\n]*)>\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A commit with its parents as they stand in the object, whatever a shallow clone pretends."""

    commit: Commit
    parents: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.commit.message.partition("\n")[0].strip()


def told(sha: str, content: bytes) -> Told:
    """Read a commit object's content; text that is not UTF-8 is read as far as it goes."""
    head, _, message = content.decode("utf-8", "replace").partition("\n\n")
    headers = [line.partition(" ") for line in head.split("\n")]
    people = {name: _person(value) for name, _, value in headers if name in {"author", "committer"}}
    parents = tuple(value for name, _, value in headers if name == "parent")
    helpers = tuple(
        Identity(found[1], found[2]) for line in message.split("\n") if (found := _CO_AUTHOR.fullmatch(line))
    )
    author = people.get("author", Identity("", ""))
    return Told(Commit(sha, message, (author, *helpers), people.get("committer")), parents)


def _person(value: str) -> Identity:
    found = _PERSON.match(value)
    return Identity(found[1], found[2]) if found else Identity(value, "")
