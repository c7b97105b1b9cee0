"""From GitHub's answer to the pull request's own facts: people, commits, labels, and what could not be read of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.branches import Branches
from bot.core.markdown import code
from bot.core.model.change import Account, ChangedFile, Commit, Identity, PullRequest
from bot.github import graph_shapes as graph
from bot.github.graph_shapes import Actor, Author, CommitNode, IssueComment, ReviewNode, ThreadNode
from bot.github.pull_shapes import PullNode, RepositoryNode


def account(actor: Actor | None) -> Account:
    """Name who did it; GraphQL leaves out the `[bot]` that REST and people write."""
    if actor is None:
        return Account("")
    if actor.typename == "Bot":
        return Account(actor.login.removesuffix("[bot]") + "[bot]", bot=True)
    return Account(actor.login)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a pull request, from their first entry to their last, as far as could be read."""

    commits: Sequence[CommitNode]
    comments: Sequence[IssueComment]
    reviews: Sequence[ReviewNode]
    threads: Sequence[ThreadNode]


def pull_request(
    repository: RepositoryNode, lists: Lists, guarded: Branches, files: Iterable[ChangedFile], unseen: Iterable[str]
) -> PullRequest:
    """Put it together; `unseen` are sentences on the list of files."""
    node = repository.pull_request
    return PullRequest(
        repository=repository.name_with_owner,
        number=node.number,
        title=node.title,
        body=node.body,
        author=account(node.author),
        base_ref=node.base_ref_name,
        base_sha=node.base_ref_oid,
        head_ref=node.head_ref_name,
        head_sha=node.head_ref_oid,
        head_repository=node.head_repository.name_with_owner if node.head_repository else None,
        draft=node.is_draft,
        closed=node.state != "OPEN",
        labels=tuple(label.name for label in node.labels.nodes) if node.labels else (),
        assignees=_assignees(node),
        commits=tuple(commit(entry.commit) for entry in lists.commits),
        files=tuple(files),
        unseen=(*unseen, *_unseen(node, lists, guarded)),
        visibility=repository.visibility.lower(),
    )


def commit(node: graph.Commit) -> Commit:
    """Name all who had a hand in it."""
    signature = node.signature if node.signature and node.signature.is_valid else None
    return Commit(
        sha=node.oid,
        message=node.message,
        authors=tuple(_identity(author) for author in node.authors.nodes),
        committer=_identity(node.committer) if node.committer else None,
        verified=signature is not None,
        signer=signature.signer.login if signature and signature.signer else None,
        key=(signature.key_id or signature.key_fingerprint or "") if signature else "",
    )


def _assignees(node: PullNode) -> tuple[str, ...]:
    """List whoever is assigned or ever was: to be taken off the list changes nothing of who asked for the work."""
    now = [one.login for one in node.assignees.nodes]
    ever = [event.assignee.login for event in node.assigned.nodes if event.assignee]
    return tuple(dict.fromkeys(login for login in (*now, *ever) if login))


def _identity(author: Author) -> Identity:
    return Identity(author.name or "", author.email or "", author.user.login if author.user else None)


def _siblings(node: PullNode, guarded: Branches) -> Iterable[str]:
    """Say which other open pull requests have the same head and go elsewhere, with a check of the same name.

    A check stands on a commit, not on a pull request: whatever one of them is told would hold for the other.
    """
    heads = node.head.nodes
    found = heads[0].commit.associated_pull_requests if heads else None
    if found is None:
        return
    if len(found.nodes) < found.total_count:
        yield f"Commit {node.head_ref_oid[:7]} belongs to more pull requests than could be read."
    for one in found.nodes:
        same_head = one.state == "OPEN" and one.head_ref_oid == node.head_ref_oid
        if same_head and guarded.share(node.base_ref_name, one.base_ref_name):
            yield (
                f"Commit {node.head_ref_oid[:7]} is the head of #{one.number} too, which goes into {code(one.base_ref_name)}, "
                "and one check stands for both: close one of the two or add a commit to it, then comment `/recheck`."
            )


def _unseen(node: PullNode, lists: Lists, guarded: Branches) -> Iterable[str]:
    """Say what is missing of the lists that a verdict rests on."""
    yield from _siblings(node, guarded)
    if len(lists.commits) < node.commits.total_count:
        read = f"{len(lists.commits)} of {node.commits.total_count}"
        yield f"Not all commits could be read ({read}), so not all authors are known."
    for entry in lists.commits:
        authors = entry.commit.authors
        if len(authors.nodes) < authors.total_count:
            read = f"{len(authors.nodes)} of {authors.total_count}"
            yield f"Commit {entry.commit.oid[:7]} has more authors than could be read ({read})."
    if node.reviews and len(lists.reviews) < node.reviews.total_count:
        yield f"Not all reviews could be read ({len(lists.reviews)} of {node.reviews.total_count})."
    if len(node.assignees.nodes) < node.assignees.total_count or node.assigned.page_info.has_next_page:
        yield "Not all who are or were assigned could be read."
    if node.labels and len(node.labels.nodes) < node.labels.total_count:
        yield f"Not all labels could be read ({len(node.labels.nodes)} of {node.labels.total_count})."
