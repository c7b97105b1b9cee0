"""The first wave: one GraphQL call and, beside it, the pages of files that are foretold."""

from dataclasses import dataclass, field

from bot.core.codeowners import MOST_BYTES, PLACES
from bot.core.markdown import code
from bot.core.model.change import ATTRIBUTES_PATH, Checks, OwnersText
from bot.core.model.policy import POLICY_PATH
from bot.core.model.report import PolicyText
from bot.github import queries
from bot.github.checks import checks
from bot.github.client import Client
from bot.github.failures import HeadMovedError
from bot.github.files_list import check_head, files_page, pages_for
from bot.github.graph_shapes import BaseCommit, HeadOrBase, PolicyEntry, ReadPullRequest, RepositoryNode
from bot.github.place import Place
from bot.github.rest_shapes import ListedFile
from bot.github.wave import wave

TRIES = 3  # readings until one shows a single head throughout
SYMLINK = 0o120000
OWNERS_PATHS = ("ownersInGithub", "ownersAtRoot", "ownersInDocs")  # variables of the query, in GitHub's order
MOST_POLICY_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """A pull request after the first wave: enough to load its policy, not yet all of its lists."""

    place: Place
    node: RepositoryNode
    pages: dict[int, list[ListedFile]] = field(repr=False)  # of files, by number
    checks: Checks | None = None  # what others say of the head, where that was foretold to matter

    @property
    def repository(self) -> str:
        """The repository's present name, which may be another than it was asked by."""
        return self.node.name_with_owner

    @property
    def closed(self) -> bool:
        """Whether it is closed or merged."""
        return self.node.pull_request.state != "OPEN"

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
        return policy_at(heads[0].commit) if heads else PolicyText(self.head_sha, problem="The head could not be read.")


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
    node = asked.result()
    found = said.result() if said is not None else None
    same = found is not None and found[0] == node.pull_request.head_ref_oid
    listed = {page: task.result() for page, task in pages.items()}
    return Reading(place, node, listed, found[1] if found is not None and same else None)


async def read_node(client: Client, place: Place, app_id: int) -> RepositoryNode:
    """Read all of a pull request but its files."""
    paths = {"policyPath": POLICY_PATH, "attributesPath": ATTRIBUTES_PATH}
    paths |= dict(zip(OWNERS_PATHS, PLACES, strict=True))
    variables = {**place.variables, **paths, "appId": app_id}
    answer = await client.query("ReadPullRequest", queries.READ_PULL_REQUEST, variables, ReadPullRequest)
    return answer.repository


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


def policy_at(commit: HeadOrBase) -> PolicyText:
    """Take the file's text, or say why it can't be used."""
    if commit.file is None:
        return PolicyText(commit.oid)
    blob = commit.file.object
    problem = None
    if blob is None or blob.typename != "Blob":
        problem = f"{POLICY_PATH} is not a file."
    elif commit.file.mode == SYMLINK:
        problem = f"{POLICY_PATH} is a symbolic link, and none is followed here: put the file itself in its place."
    elif (blob.byte_size or 0) > MOST_POLICY_BYTES or blob.is_truncated:
        problem = f"{POLICY_PATH} is larger than {MOST_POLICY_BYTES // 1024} kB."
    elif blob.text is None or blob.is_binary:
        problem = f"{POLICY_PATH} is not a text file."
    text = blob.text if blob is not None and problem is None else None
    return PolicyText(commit.oid, text=text, blob=commit.file.oid, problem=problem)


def attributes_at(commit: BaseCommit) -> str:
    """Give what a commit says of its files; "" where it says nothing that can be read."""
    blob = commit.attributes.object if commit.attributes is not None else None
    return blob.text or "" if blob is not None and not blob.is_truncated else ""
