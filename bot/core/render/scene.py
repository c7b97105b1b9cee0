"""What a report is made from beside the verdict."""

from dataclasses import dataclass

from bot.core.branches import CHECK_NAME
from bot.core.model.change import PullRequest
from bot.core.model.policy import Policy
from bot.core.model.proposal import Proposal
from bot.core.model.report import Annotation, Answer


@dataclass(frozen=True, slots=True)
class Scene:
    """The pull request, the policy, and what else is to be said."""

    pull: PullRequest
    policy: Policy
    web_url: str  # where people read pull requests: "https://github.com"
    summary_stands: bool = False  # a summary comment of ours is there already
    notices: tuple[str, ...] = ()  # refusals of ticks, in words
    head_problems: tuple[Annotation, ...] = ()  # what is wrong with the policy that this pull request proposes
    first_policy: bool = False  # no policy stands on the base branch yet, and this pull request brings one
    proposal: Proposal | None = None  # the policy that this pull request proposes, where it can be used
    answers: tuple[Answer, ...] = ()
    check_name: str = CHECK_NAME
    public_url: str = ""  # of the pages of rules; "": not known
