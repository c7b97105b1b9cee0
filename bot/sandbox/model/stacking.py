"""The ways in which a pull request is put on top of a commit: merged, squashed, rebased. No branch moves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.sandbox.model.git import Entry, Identity
from bot.sandbox.model.merge import merge_trees
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import PullRequest

if TYPE_CHECKING:
    from bot.sandbox.model.comparing import Comparing

_WEB = Identity("GitHub", "noreply@github.com")


def merged(world: "Comparing", pull: PullRequest, tip: str, by: Account) -> str:
    """Join both histories by a commit with two parents. ConflictError where that is not clear."""
    who = world.identity(by)
    message = f"Merge pull request #{pull.number} from {pull.repo.owner.login}/{pull.head_ref}\n\n{pull.title}"
    tree = _tree(pull, tip)
    return pull.repo.objects.commit(tree, (tip, pull.head_sha), (who, who), message, world.clock.tick()).sha


def squashed(world: "Comparing", pull: PullRequest, tip: str, _by: Account) -> str:
    """Make one commit of all; whoever wrote one of them is named as co-author."""
    author = world.identity(pull.author)
    wrote = {who.email: who for one in world.commits(pull) for who in one.authors if who.email != author.email}
    trailers = "".join(f"\nCo-authored-by: {who.name} <{who.email}>" for who in wrote.values())
    message = f"{pull.title} (#{pull.number})\n{trailers}"
    return pull.repo.objects.commit(_tree(pull, tip), (tip,), (author, _WEB), message, world.clock.tick()).sha


def rebased(world: "Comparing", pull: PullRequest, tip: str, by: Account) -> str:
    """Replay its own commits, one after the other."""
    objects = pull.repo.objects
    for one in objects.between(tip, pull.head_sha):
        if len(one.parents) > 1:
            continue
        before = objects.commits[one.parents[0]].files if one.parents else {}
        tree = merge_trees(before, objects.commits[tip].files, one.files, objects)
        tip = objects.commit(tree, (tip,), (one.author, world.identity(by)), one.message, world.clock.tick()).sha
    return tip


STACKED: dict[str, Callable[["Comparing", PullRequest, str, Account], str]] = {
    "MERGE": merged,
    "SQUASH": squashed,
    "REBASE": rebased,
}


def _tree(pull: PullRequest, tip: str) -> dict[str, Entry]:
    objects = pull.repo.objects
    base = objects.merge_base(tip, pull.head_sha)
    before = objects.commits[base].files if base else {}
    return merge_trees(before, objects.commits[tip].files, objects.commits[pull.head_sha].files, objects)
