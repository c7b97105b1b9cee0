"""Repositories, their commits and files in JSON."""

from typing import Any
from urllib.parse import quote

from bot.sandbox.model.clock import iso
from bot.sandbox.model.diff import Change
from bot.sandbox.model.git import SUBMODULE, Commit, Identity
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import Repository
from bot.sandbox.shapes.accounts import account
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]

# The names of the addresses in a repository, and what stands behind the repository's own: "" is the repository.
_PLAIN = {
    "contributors": "contributors",
    "deployments": "deployments",
    "downloads": "downloads",
    "events": "events",
    "forks": "forks",
    "hooks": "hooks",
    "languages": "languages",
    "merges": "merges",
    "stargazers": "stargazers",
    "subscribers": "subscribers",
    "subscription": "subscription",
    "tags": "tags",
    "teams": "teams",
    "archive": "{archive_format}{/ref}",
    "assignees": "assignees{/user}",
    "blobs": "git/blobs{/sha}",
    "branches": "branches{/branch}",
    "collaborators": "collaborators{/collaborator}",
    "comments": "comments{/number}",
    "commits": "commits{/sha}",
    "compare": "compare/{base}...{head}",
    "contents": "contents/{+path}",
    "git_commits": "git/commits{/sha}",
    "git_refs": "git/refs{/sha}",
    "git_tags": "git/tags{/sha}",
    "issue_comment": "issues/comments{/number}",
    "issue_events": "issues/events{/number}",
    "issues": "issues{/number}",
    "keys": "keys{/key_id}",
    "labels": "labels{/name}",
    "milestones": "milestones{/number}",
    "notifications": "notifications{?since,all,participating}",
    "pulls": "pulls{/number}",
    "releases": "releases{/id}",
    "statuses": "statuses/{sha}",
    "trees": "git/trees{/sha}",
}
_SWITCHES = {
    "allow_forking": True,
    "allow_merge_commit": True,
    "allow_rebase_merge": True,
    "allow_squash_merge": True,
    "archived": False,
    "delete_branch_on_merge": False,
    "disabled": False,
    "has_downloads": True,
    "has_issues": True,
    "has_pages": False,
    "has_projects": False,
    "has_wiki": False,
    "is_template": False,
    "web_commit_signoff_required": False,
}


def minimal(urls: Urls, repo: Repository) -> Json:
    """Shape `minimal-repository`."""
    api = urls.repo(repo)
    return {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "owner": account(urls, repo.owner),
        "private": repo.private,
        "html_url": f"{urls.html}/{repo.full_name}",
        "description": repo.description or None,
        "fork": repo.parent is not None,
        "url": api,
        **{f"{name}_url": f"{api}/{rest}" for name, rest in _PLAIN.items()},
    }


def repository(urls: Urls, repo: Repository) -> Json:
    """Shape `repository`."""
    page = f"{urls.html}/{repo.full_name}"
    open_pulls = sum(pull.state == "open" for pull in repo.pulls.values())
    return minimal(urls, repo) | {
        "license": None,
        "git_url": f"git://{page.partition('://')[2]}.git",
        "ssh_url": f"git@{page.partition('://')[2].replace('/', ':', 1)}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "mirror_url": None,
        "homepage": None,
        "language": "Python",
        "forks": len(repo.forks),
        "forks_count": len(repo.forks),
        "stargazers_count": 0,
        "watchers_count": 0,
        "watchers": 0,
        "size": 0,
        "default_branch": repo.default_branch,
        "open_issues": open_pulls,
        "open_issues_count": open_pulls,
        **_SWITCHES,
        "custom_properties": {},
        "visibility": "private" if repo.private else "public",
        "topics": [],
        "pushed_at": iso(repo.pushed_at or repo.at),
        "created_at": iso(repo.at),
        "updated_at": iso(repo.pushed_at or repo.at),
    }


def pushed(urls: Urls, repo: Repository) -> Json:
    """Shape a repository as a push carries it: some times as numbers, and its owner by name."""
    times = {"created_at": int(repo.at.timestamp()), "pushed_at": int((repo.pushed_at or repo.at).timestamp())}
    owner = account(urls, repo.owner) | {"name": repo.owner.login, "email": None}
    more = {"owner": owner, "stargazers": 0, "master_branch": repo.default_branch}
    return repository(urls, repo) | times | more


def commit(urls: Urls, repo: Repository, one: Commit, people: tuple[Account | None, Account | None]) -> Json:
    """Shape `commit`; `people` are the accounts of its author and committer."""
    api = f"{urls.repo(repo)}/commits/{one.sha}"
    git = f"{urls.repo(repo)}/git"
    return {
        "url": api,
        "sha": one.sha,
        "node_id": node_id("C", f"{repo.id}:{one.sha}"),
        "html_url": f"{urls.html}/{repo.full_name}/commit/{one.sha}",
        "comments_url": f"{api}/comments",
        "commit": {
            "url": f"{git}/commits/{one.sha}",
            "author": _identity(one.author) | {"date": iso(one.at)},
            "committer": _identity(one.committer) | {"date": iso(one.at)},
            "message": one.message,
            "comment_count": 0,
            "tree": {"sha": one.tree, "url": f"{git}/trees/{one.tree}"},
            "verification": _verification(signed=one.sha in repo.signed),
        },
        "author": account(urls, people[0]) if people[0] else None,
        "committer": account(urls, people[1]) if people[1] else None,
        "parents": [
            {"sha": p, "url": f"{urls.repo(repo)}/commits/{p}", "html_url": f"{urls.html}/{repo.full_name}/commit/{p}"}
            for p in one.parents
        ],
    }


def _verification(*, signed: bool) -> Json:
    """Shape `verification`."""
    reason = "valid" if signed else "unsigned"
    return {"verified": signed, "reason": reason, "signature": None, "payload": None, "verified_at": None}


def simple_commit(one: Commit) -> Json:
    """Shape `simple-commit`, which check suites carry."""
    return {
        "id": one.sha,
        "tree_id": one.tree,
        "message": one.message,
        "timestamp": iso(one.at),
        "author": _identity(one.author),
        "committer": _identity(one.committer),
    }


def _identity(who: Identity) -> Json:
    return {"name": who.name, "email": who.email}


def diff_entry(urls: Urls, repo: Repository, head: str, change: Change) -> Json:
    """Shape `diff-entry`, with its patch where there is text to show."""
    entry = change.new or change.old
    sha = entry.sha if entry else ""
    path = quote(change.path)
    page = f"{urls.html}/{repo.full_name}"
    row = {
        "sha": sha,
        "filename": change.path,
        "status": change.status,
        "additions": change.patch.additions,
        "deletions": change.patch.deletions,
        "changes": change.patch.additions + change.patch.deletions,
        "blob_url": f"{page}/blob/{head}/{path}",
        "raw_url": f"{page}/raw/{head}/{path}",
        "contents_url": f"{urls.repo(repo)}/contents/{path}?ref={head}",
    }
    if change.patch.text:
        row["patch"] = change.patch.text
    if change.old_path is not None:
        row["previous_filename"] = change.old_path
    if entry is not None and entry.mode == SUBMODULE:
        row["raw_url"] = row["blob_url"] = f"{page}/tree/{head}/{path}"
    return row
