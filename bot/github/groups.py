"""A merge group as GitHub shows it: which pull requests are in it, from the queue itself, and on what each stands."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.core.branches import NAMES
from bot.core.events import MergeGroupAsked
from bot.core.markdown import code, short
from bot.core.model.change import ATTRIBUTES_PATH
from bot.core.model.group import Part
from bot.core.model.policy import FLOOR_PATH, FLOOR_REPOSITORY, POLICY_PATH
from bot.core.model.report import FloorText, PolicyText, StandingCheck
from bot.core.stacked import parts
from bot.github.addresses import names, route
from bot.github.client import PER_PAGE, Client
from bot.github.failures import RefusedError
from bot.github.group_queries import READ_GROUP
from bot.github.group_shapes import GroupCommit, GroupRepository, ReadGroup, Span
from bot.github.policy_files import attributes_at, floor_of, policy_at
from bot.github.standing import newest_check
from bot.github.wave import each, wave

MOST_COMMITS = 2_000
TRIES = 3  # looks at a queue that does not show yet what it asks about
PAUSE = 1.0  # seconds between them
EACH_GREEN = "ALLGREEN"
NO_POLICY = PolicyText("")

UNREADABLE = "GitHub does not let this App read the merge queue ({}). An owner of the organisation has to accept its new permission."
NO_BRANCH = "The branch that this is to be merged into is gone."
NO_QUEUE = "GitHub shows no merge queue of that branch."
UNKNOWN_PARTS = "GitHub does not show which pull requests this group is made of."
SHARED = "Commit {} is the head of #{} too, and one check stands for both: close that one first."
TOO_LARGE = f"This group has more than {MOST_COMMITS:,} commits, more than are taken apart."


@dataclass(frozen=True, slots=True)
class Group:
    """A group that stands: what judges it, our check on it, its parts from the lowest up, or why they are not known."""

    repository: str
    base_ref: str  # the branch that it is to be merged into
    base_policy: PolicyText  # at the head of that
    floor: FloorText
    default_branch: str = ""
    default_policy: PolicyText = NO_POLICY
    attributes: str = ""
    checks: Mapping[str, StandingCheck] = field(default_factory=dict)  # ours on it, by their names
    parts: tuple[Part, ...] = ()
    problem: str = ""
    spans: Mapping[tuple[str, str], Span] = field(default_factory=dict, repr=False)  # that were read on the way


async def read_group(client: Client, app_id: int, asked: MergeGroupAsked) -> Group | None:
    """Read a group, and look again where the queue does not show it yet; None: it is gone, and asks for nothing."""
    for left in reversed(range(TRIES)):
        group = await _once(client, app_id, asked)
        if group is None or group.problem != UNKNOWN_PARTS or not left:
            return group
        await asyncio.sleep(PAUSE)
    raise AssertionError("the last try returns")


async def _once(client: Client, app_id: int, asked: MergeGroupAsked) -> Group | None:
    async with wave() as group:
        said = group.create_task(_queue(client, app_id, asked))
        between = group.create_task(_span(client, asked, asked.base_sha or asked.branch))
    answer = said.result()
    if isinstance(answer, str):
        return _dark(asked, UNREADABLE.format(answer))
    node, seen = answer.repository, answer.floor
    if node.group is None or node.group.target.oid != asked.sha:
        return None
    if node.base is None:
        return _dark(asked, NO_BRANCH)
    suites = node.group.target.check_suites
    checks = {name: newest_check(suites.nodes if suites else (), name) for name in NAMES}
    default = node.default_branch_ref
    found, problem, span = await _parts(client, asked, node, between.result())
    problem = problem or _shared(node.group.target)
    return Group(
        repository=node.name_with_owner,
        base_ref=asked.branch,
        base_policy=policy_at(node.base.target),
        floor=floor_of(node.owner, seen),
        default_branch=default.name if default else "",
        default_policy=policy_at(default.target) if default else NO_POLICY,
        attributes=attributes_at(node.base.target),
        checks={name: check for name, check in checks.items() if check is not None},
        parts=found,
        problem=problem,
        spans={} if span is None else {(span.merge_base_commit.sha, asked.sha): span},
    )


def _dark(asked: MergeGroupAsked, why: str) -> Group:
    """Make a group of which nothing is known: no policy was found, but none was proven not to be there either."""
    unknown = PolicyText("", problem=why)
    no_floor = FloorText("", "", PolicyText(""))
    return Group(asked.where.repo, asked.branch, unknown, no_floor, default_branch=asked.branch, problem=why)


def _shared(head: GroupCommit) -> str:
    """Say which open pull request has the group's head for its own.

    One check stands for both, so what the group is told would hold for that one, wherever it goes.
    """
    others = head.associated_pull_requests
    same = [one for one in others.nodes if one.state == "OPEN" and one.head_ref_oid == head.oid] if others else []
    return SHARED.format(short(head.oid), same[0].number) if same else ""


async def _queue(client: Client, app_id: int, asked: MergeGroupAsked) -> ReadGroup | str:
    """Ask for the queue; GitHub's words where it will not tell."""
    owner, name = names(asked.where.repo)
    variables = {
        "owner": owner,
        "name": name,
        "appId": app_id,
        "branch": asked.branch,
        "base": f"refs/heads/{asked.branch}",
        "ref": f"refs/heads/{asked.ref}",
        "policyPath": POLICY_PATH,
        "attributesPath": ATTRIBUTES_PATH,
        "floorRepository": FLOOR_REPOSITORY,
        "floorPath": FLOOR_PATH,
    }
    try:
        return await client.query("ReadGroup", READ_GROUP, variables, ReadGroup, may_lack=("floor",))
    except RefusedError as refusal:
        if refusal.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY):
            return code(refusal.says)
        raise


async def _parts(
    client: Client, asked: MergeGroupAsked, node: GroupRepository, span: Span | None
) -> tuple[tuple[Part, ...], str, Span | None]:
    """Take the group apart. Where not each entry's own group has to pass, it is judged from the branch on."""
    queue = node.merge_queue
    if queue is None or queue.entries is None:
        return (), NO_QUEUE, span
    each_green = queue.configuration is not None and queue.configuration.merging_strategy == EACH_GREEN
    if asked.base_sha is not None and not each_green:
        span = await _span(client, asked, asked.branch)
    if span is None:
        return (), UNKNOWN_PARTS, None
    if span.total_commits > MOST_COMMITS:
        return (), TOO_LARGE, span
    ends = {
        one.head_commit.oid: one.pull_request.number
        for one in queue.entries.nodes
        if one.head_commit and one.pull_request
    }
    parents = await _parents(client, asked, span)
    found = parts(asked.sha, span.merge_base_commit.sha, parents, ends)
    return found or (), "" if found else UNKNOWN_PARTS, span


async def _span(client: Client, asked: MergeGroupAsked, base: str) -> Span | None:
    try:
        return await compare(client, asked.where.repo, base, asked.sha)
    except RefusedError as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            return None
        raise


async def compare(client: Client, repo: str, base: str, head: str, page: int = 1) -> Span:
    """Compare two commits; the first page has the changed files."""
    return await client.get(
        route("repos", *names(repo), "compare", f"{base}...{head}", per_page=PER_PAGE, page=page), Span
    )


async def _parents(client: Client, asked: MergeGroupAsked, span: Span) -> dict[str, list[str]]:
    """Give the parents of all commits in a span, those of its further pages too."""

    async def page(number: int) -> Span:
        return await compare(client, asked.where.repo, span.merge_base_commit.sha, asked.sha, number)

    more = await each(range(2, -(-span.total_commits // PER_PAGE) + 1), page)
    commits = [commit for one in (span, *more) for commit in one.commits]
    return {commit.sha: [parent.sha for parent in commit.parents] for commit in commits}
