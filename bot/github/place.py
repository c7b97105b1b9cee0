"""Which pull request of which repository is read or written to."""

from dataclasses import dataclass

from bot.github.addresses import names


@dataclass(frozen=True, slots=True)
class Place:
    """One pull request: "owner/name" and its number."""

    repo: str
    number: int

    @property
    def variables(self) -> dict[str, str | int]:
        """How GraphQL documents name it."""
        owner, name = names(self.repo)
        return {"owner": owner, "name": name, "number": self.number}

    @property
    def repos(self) -> tuple[str | int, ...]:
        """Where its repository's addresses begin."""
        return ("repos", *names(self.repo))

    @property
    def pulls(self) -> tuple[str | int, ...]:
        """Where its own addresses begin."""
        return (*self.repos, "pulls", self.number)

    def __str__(self) -> str:
        """Name it as people do."""
        return f"{self.repo}#{self.number}"
