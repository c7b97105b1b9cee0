"""Operations on git's objects: trees, blobs, files, comparisons."""

from base64 import encodebytes
from urllib.parse import quote

from bot.sandbox.model.git import SUBMODULE, SYMLINK, Commit, Entry, tree_ids
from bot.sandbox.model.people import WEB_FLOW
from bot.sandbox.rest.call import Answer, Call, Refusal, Route, not_found
from bot.sandbox.rest.changed import changed_rows
from bot.sandbox.shapes import repositories
from bot.sandbox.shapes.accounts import Json
from bot.sandbox.shapes.urls import node_id

_REPO = "/repos/{owner}/{repo}"
_READ = ("contents:read",)
_LARGEST_BLOB = 100 * 1024 * 1024  # https://docs.github.com/en/rest/git/blobs#get-a-blob
_LARGEST_FILE = 1024 * 1024  # https://docs.github.com/en/rest/repos/contents#get-repository-content
_MOST_COMMITS = 250
_MOST_COMPARED = 300  # https://docs.github.com/en/rest/commits/commits#compare-two-commits


def commit_of(call: Call, ref: str) -> Commit:
    """Find a commit by its id or a branch's name; `owner:branch` names a fork's."""
    owner, colon, branch = ref.partition(":")
    repo = call.repo
    if colon:
        family = [repo, *repo.forks]
        repo = next((one for one in family if one.owner.login.lower() == owner.lower()), repo)
    found = repo.objects.commits.get(repo.branches.get(branch if colon else ref, ref))
    if found is None:
        raise not_found()
    return found


def _tree(call: Call) -> Answer:
    repo, sha = call.repo, call.path["sha"]
    sha = repo.branches.get(sha, sha)
    commit = repo.objects.commits.get(sha)
    tree = commit.tree if commit else sha
    if tree not in repo.objects.trees:
        raise not_found()
    rows = _rows(call, tree)
    if not call.query.get("recursive"):
        rows = [row for row in rows if "/" not in row["path"]]
    url = f"{call.world.urls.repo(repo)}/git/trees/{tree}"
    cut = len(rows) > repo.tree_limit
    return Answer({"sha": tree, "url": url, "tree": rows[: repo.tree_limit], "truncated": cut})


def _rows(call: Call, tree: str) -> list[Json]:
    objects, base = call.repo.objects, f"{call.world.urls.repo(call.repo)}/git"
    files = objects.trees[tree]
    rows: list[Json] = []
    for path, entry in files.items():
        kind = "commit" if entry.mode == SUBMODULE else "blob"
        row: Json = {"path": path, "mode": entry.mode, "type": kind, "sha": entry.sha}
        if kind == "blob":
            row |= {"size": len(objects.blobs[entry.sha]), "url": f"{base}/blobs/{entry.sha}"}
        rows.append(row)
    for path, sha in tree_ids(files).items():
        if path:
            rows.append({"path": path, "mode": "040000", "type": "tree", "sha": sha, "url": f"{base}/trees/{sha}"})
    return sorted(rows, key=lambda row: row["path"])


def _blob(call: Call) -> Answer:
    repo, sha = call.repo, call.path["sha"]
    data = repo.objects.blobs.get(sha)
    if data is None:
        raise not_found()
    if len(data) > _LARGEST_BLOB:
        raise Refusal(403, "This API returns blobs up to 100 MB in size.")
    if ".raw" in call.accept:
        return Answer(raw=data, kind="application/vnd.github.raw+json; charset=utf-8")
    return Answer(
        {
            "sha": sha,
            "node_id": node_id("B", f"{repo.id}:{sha}"),
            "size": len(data),
            "url": f"{call.world.urls.repo(repo)}/git/blobs/{sha}",
            "content": encodebytes(data).decode(),
            "encoding": "base64",
        }
    )


def _contents(call: Call) -> Answer:
    path, ref = call.path["path"].strip("/"), call.query.get("ref") or call.repo.default_branch
    files = commit_of(call, ref).files
    entry = files.get(path)
    if entry is not None:
        return _file(call, path, ref, entry)
    inside = sorted({rest.split("/")[0] for rest in (p[len(path) + 1 :] for p in files if p.startswith(path + "/"))})
    if not inside:
        raise not_found()
    ids = tree_ids(files)
    rows = []
    for name in inside:
        below = f"{path}/{name}"
        known = files.get(below)
        kind = "dir" if known is None else {SUBMODULE: "submodule", SYMLINK: "symlink"}.get(known.mode, "file")
        rows.append(_item(call, below, ref, (kind, known.sha if known else ids[below])))
    return Answer(rows)


def _file(call: Call, path: str, ref: str, entry: Entry) -> Answer:
    if entry.mode == SUBMODULE:
        return Answer(_item(call, path, ref, ("submodule", entry.sha)) | {"submodule_git_url": ""})
    data = call.repo.objects.blobs[entry.sha]
    if ".raw" in call.accept:
        return Answer(raw=data, kind="application/vnd.github.raw+json; charset=utf-8")
    large = len(data) > _LARGEST_FILE
    shown = (
        {"content": "", "encoding": "none"} if large else {"content": encodebytes(data).decode(), "encoding": "base64"}
    )
    return Answer(_item(call, path, ref, ("file", entry.sha)) | shown)


def _item(call: Call, path: str, ref: str, what: tuple[str, str]) -> Json:
    kind, sha = what
    repo, urls, at = call.repo, call.world.urls, quote(path)
    api = f"{urls.repo(repo)}/contents/{at}?ref={ref}"
    page = f"{urls.html}/{repo.full_name}/blob/{ref}/{at}"
    git = f"{urls.repo(repo)}/git/{'trees' if kind == 'dir' else 'blobs'}/{sha}"
    return {
        "type": kind,
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(repo.objects.blobs.get(sha, b"")),
        "url": api,
        "git_url": git,
        "html_url": page,
        "download_url": page if kind == "file" else None,
        "_links": {"self": api, "git": git, "html": page},
    }


def _compare(call: Call) -> Answer:
    base_ref, dots, head_ref = call.path["basehead"].partition("...")
    if not dots:
        raise not_found()
    base, head = commit_of(call, base_ref), commit_of(call, head_ref)
    objects, repo, urls = call.repo.objects, call.repo, call.world.urls
    start = objects.merge_base(base.sha, head.sha)
    if start is None:
        raise Refusal(404, f"No common ancestor between {base.sha} and {head.sha}.")
    ahead, behind = objects.between(base.sha, head.sha), objects.between(head.sha, base.sha)
    status = "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical"
    page = f"{urls.html}/{repo.full_name}/compare/{call.path['basehead']}"
    commits, link = call.page_of(ahead) if {"page", "per_page"} & call.query.keys() else (ahead[:_MOST_COMMITS], {})
    files: Json = {} if call.query.get("page", "1") != "1" else {"files": _compared(call, base, head)}
    return Answer(
        {
            "url": f"{urls.repo(repo)}/compare/{call.path['basehead']}",
            "html_url": page,
            "permalink_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "base_commit": _commit(call, base),
            "merge_base_commit": _commit(call, objects.commits[start]),
            "status": status,
            "ahead_by": len(ahead),
            "behind_by": len(behind),
            "total_commits": len(ahead),
            "commits": [_commit(call, one) for one in commits],
        }
        | files,
        headers=link,
    )


def _compared(call: Call, base: Commit, head: Commit) -> list[Json]:
    """List the changed files, which the first page of a comparison alone has, and no more than GitHub lists there."""
    withheld = {path for pull in call.repo.pulls.values() for path in pull.withheld}
    found = call.world.compared(call.repo.objects, base.sha, head.sha)[:_MOST_COMPARED]
    return changed_rows(call, head.sha, found, withheld)


def _commit(call: Call, one: Commit) -> Json:
    committer = call.world.by_email(one.committer.email)
    if committer is None and one.committer.email == WEB_FLOW.email:
        committer = WEB_FLOW
    people = call.world.by_email(one.author.email), committer
    return repositories.commit(call.world.urls, call.repo, one, people)


ROUTES = (
    Route("GET", f"{_REPO}/git/trees/{{sha}}", _tree, _READ),
    Route("GET", f"{_REPO}/git/blobs/{{sha}}", _blob, _READ),
    Route("GET", f"{_REPO}/contents/{{path}}", _contents, _READ),
    Route("GET", f"{_REPO}/compare/{{basehead}}", _compare, _READ),
    Route(
        "GET", f"{_REPO}/commits/{{ref}}", lambda call: Answer(_commit(call, commit_of(call, call.path["ref"]))), _READ
    ),
)
