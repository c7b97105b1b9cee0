"""The first wave: one GraphQL call and, beside it, the pages of files that are foretold."""

from dataclasses import dataclass, field

from bot.core.branches import CHECK_NAME
from bot.core.codeowners import MOST_BYTES, PLACES
from bot.core.markdown import code
from bot.core.model.change import ATTRIBUTES_PATH, Checks, OwnersText
from bot.core.model.policy import FLOOR_PATH, FLOOR_REPOSITORY, POLICY_PATH
from bot.core.model.report import FloorText, PolicyText, Standing
from bot.github import queries
from bot.github.checks import checks
from bot.github.client import Client
from bot.github.failures import HeadMovedError
from bot.github.files_list import check_head, files_page, pages_for
from bot.github.place import Place
from bot.github.policy_files import SYMLINK, attributes_at, floor_at, floor_of, policy_at
from bot.github.pull import Lists
from bot.github.pull_shapes import PolicyEntry, ReadPullRequest, RepositoryNode
from bot.github.rest_shapes import ListedFile
from bot.github.standing import standing
from bot.github.wave import wave

NO_HEAD = "The head could not be read."
TRIES = 3  # readings until one shows a single head throughout
OWNERS_PATHS = ("ownersInGithub", "ownersAtRoot", "ownersInDocs")  # variables of the query, in GitHub's order


@dataclass(frozen=True, slots=True)
class Reading:
    """A pull request after the first wave: enough to load its policy, not yet all of its lists."""

    place: Place
    answer: ReadPullRequest
    pages: dict[int, list[ListedFile]] = field(repr=False)  # of files, by number
    checks: Checks | None = None  # what others say of the head, where that was foretold to matter

    @property
    def node(self) -> RepositoryNode:
        """The repository, with the pull request in it."""
        return self.answer.repository

    @property
    def repository(self) -> str:
        """The repository's present name, which may be another than it was asked by."""
        return self.node.name_with_owner

    @property
    def closed(self) -> bool:
        """Whether it is closed or merged."""
        return self.node.pull_request.state != "OPEN"

    @property
    def merged(self) -> bool:
        """Whether it is merged, and so closed for good."""
        return self.node.pull_request.state == "MERGED"

    @property
    def stands(self) -> Standing:
        """What stands on it, as far as one page of each list goes; its check is the one for guarded branches."""
        node = self.node.pull_request
        reviews = node.reviews.nodes if node.reviews else []
        lists = Lists(node.commits.nodes, node.comments.nodes, reviews, node.review_threads.nodes)
        return standing(node, lists, CHECK_NAME)

    @property
    def other_bases(self) -> tuple[str, ...]:
        """The branches that other open pull requests of the same head go into."""
        heads = self.node.pull_request.head.nodes
        found = heads[0].commit.associated_pull_requests if heads else None
        others = (one for one in (found.nodes if found else ()) if one.number != self.place.number)
        return tuple(one.base_ref_name for one in others if one.state == "OPEN" and one.head_ref_oid == self.head_sha)

    @property
    def head_sha(self) -> str:
        """The head that all of this is about."""
        return self.node.pull_request.head_ref_oid

    @property
    def base_ref(self) -> str:
        """The branch that it goes into."""
        return self.node.pull_request.base_ref_name

    @property
    def default_branch(self) -> str:
        """The branch that the repository is about; "" where it has none."""
        ref = self.node.default_branch_ref
        return ref.name if ref is not None else ""

    @property
    def default_policy(self) -> PolicyText:
        """The policy at the head of the default branch."""
        ref = self.node.default_branch_ref
        return policy_at(ref.target) if ref is not None else PolicyText("")

    @property
    def base_policy(self) -> PolicyText:
        """The policy at the head of the base branch."""
        pull = self.node.pull_request
        if pull.base_ref is None:
            return PolicyText(
                pull.base_ref_oid, problem=f"The base branch {code(pull.base_ref_name)} no longer exists."
            )
        return policy_at(pull.base_ref.target)

    @property
    def base_attributes(self) -> str:
        """What the base branch says of its files; "" where it says nothing that can be read."""
        ref = self.node.pull_request.base_ref
        return attributes_at(ref.target) if ref is not None else ""

    @property
    def codeowners(self) -> OwnersText:
        """CODEOWNERS at the head of the base branch, from the first place where GitHub finds one."""
        ref = self.node.pull_request.base_ref
        found = zip(PLACES, ref.target.owners, strict=True) if ref is not None else ()
        return next((_owners(path, entry) for path, entry in found if entry is not None), OwnersText())

    @property
    def head_policy(self) -> PolicyText:
        """The policy as the pull request would have it."""
        heads = self.node.pull_request.head.nodes
        return policy_at(heads[0].commit) if heads else PolicyText(self.head_sha, problem=NO_HEAD)

    @property
    def floor(self) -> FloorText:
        """The floor of whoever owns the repository."""
        return floor_of(self.node.owner, self.answer.floor)

    @property
    def head_floor(self) -> PolicyText:
        """The floor as the pull request would have it; elsewhere than in its own repository the file says nothing."""
        heads = self.node.pull_request.head.nodes
        if self.repository.partition("/")[2].lower() != FLOOR_REPOSITORY:
            return PolicyText(self.head_sha)
        return floor_at(heads[0].commit) if heads else PolicyText(self.head_sha, problem=NO_HEAD)


async def read(
    client: Client, place: Place, app_id: int, expect_files: int | None, *, with_checks: bool = False
) -> Reading:
    """Read until the files' head is the pull request's; a head that keeps moving raises `HeadMovedError`."""
    for _ in range(TRIES):
        reading = await _once(client, place, app_id, expect_files, with_checks=with_checks)
        if _settled(reading):
            return reading
        expect_files = reading.node.pull_request.changed_files
    raise HeadMovedError(f"{place} got a new head each time it was read", retry_after=2.0)


async def _once(client: Client, place: Place, app_id: int, expect_files: int | None, *, with_checks: bool) -> Reading:
    async with wave() as group:
        asked = group.create_task(read_node(client, place, app_id))
        pages = {
            page: group.create_task(files_page(client, place, page)) for page in pages_for(max(expect_files or 0, 1))
        }
        said = group.create_task(checks(client, place, None)) if with_checks else None
    answer = asked.result()
    found = said.result() if said is not None else None
    same = found is not None and found[0] == answer.repository.pull_request.head_ref_oid
    listed = {page: task.result() for page, task in pages.items()}
    return Reading(place, answer, listed, found[1] if found is not None and same else None)


async def read_node(client: Client, place: Place, app_id: int) -> ReadPullRequest:
    """Read all of a pull request but its files, and the floor under it."""
    paths = {"policyPath": POLICY_PATH, "attributesPath": ATTRIBUTES_PATH}
    paths |= dict(zip(OWNERS_PATHS, PLACES, strict=True))
    floor = {"floorRepository": FLOOR_REPOSITORY, "floorPath": FLOOR_PATH}
    variables = {**place.variables, **paths, **floor, "appId": app_id}
    document = queries.READ_PULL_REQUEST
    return await client.query("ReadPullRequest", document, variables, ReadPullRequest, may_lack=("floor",))


def _settled(reading: Reading) -> bool:
    heads = reading.node.pull_request.head.nodes
    if any(head.commit.oid != reading.head_sha for head in heads):
        return False
    try:
        check_head((file for files in reading.pages.values() for file in files), reading.head_sha, reading.place)
    except HeadMovedError:
        return False
    return True


def _owners(path: str, entry: PolicyEntry) -> OwnersText:
    """Take the file's text, or say why it can't be used; one that is cut is read later, where somebody asks for it."""
    blob = entry.object
    if blob is None or blob.typename != "Blob" or blob.is_binary or entry.mode == SYMLINK:
        return OwnersText(path, problem=f"{path} on the base branch is not a text file.")
    if (blob.byte_size or 0) > MOST_BYTES:
        return OwnersText(
            path, problem=f"{path} on the base branch is larger than 3 MB, and GitHub loads no such file."
        )
    return OwnersText(path, text=None if blob.is_truncated else blob.text, blob=blob.oid)
