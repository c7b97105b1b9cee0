"""What is asked about people, and why an answer could not be had: what the App lacks, in words."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.github.failures import RefusedError

FOREIGN = "GitHub shows only the public ones of an organisation that the App does not run in"


class Kind(Enum):
    """What a question is about."""

    TEAM = auto()
    ORGANIZATION = auto()
    ROLE = auto()
    ACCOUNT = auto()  # whether there is one
    LOGIN = auto()  # what one person may do in the repository
    ROSTER = auto()  # who may do something or more there


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to find out."""

    kind: Kind
    name: str
    repo: str = ""

    @property
    def key(self) -> str:
        """Where an unreadable answer is noted in `People.unreadable`."""
        prefix = {
            Kind.ACCOUNT: "account ",
            Kind.ORGANIZATION: "organization ",
            Kind.ROLE: "role ",
            Kind.ROSTER: "permission ",
        }
        return f"{prefix.get(self.kind, '')}{self.name}"


def reason(asked: Question, refusal: RefusedError) -> str:
    """Say what could not be read, what the App may lack, and what GitHub said."""
    said = f"GitHub said {int(refusal.status)}: {refusal.says}"
    org = asked.name.partition("/")[0]
    match asked.kind:
        case Kind.TEAM:
            return (
                f"The team {asked.name} could not be read: it does not exist, or the App lacks the permission"
                f" `Members: read` in {org} ({said})."
            )
        case Kind.ORGANIZATION if refusal.says == FOREIGN:
            return f"The members of {asked.name} could not be read: {FOREIGN}."
        case Kind.ORGANIZATION:
            return (
                f"The members of {asked.name} could not be read: there is no such organisation, or the App lacks the"
                f" permission `Members: read` in it ({said})."
            )
        case Kind.ROLE:
            return (
                f"Who holds the role {asked.name} could not be read: it does not exist, or the App lacks the permissions"
                f" `Custom organization roles: read` and `Members: read` in {org} ({said})."
            )
        case Kind.ACCOUNT:
            return f"Whether there is an account {asked.name} could not be read ({said})."
        case Kind.LOGIN:
            return f"What {asked.name} may do here could not be read: the App lacks the permission `Metadata: read` ({said})."
        case Kind.ROSTER:
            return f"Who may do what here could not be read: the App lacks the permission `Metadata: read` ({said})."
