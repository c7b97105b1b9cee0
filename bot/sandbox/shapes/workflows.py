"""Statuses and workflow runs as webhooks carry them."""

from typing import Any

from bot.sandbox.model.clock import iso
from bot.sandbox.model.git import Commit
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import CheckSuite, PullRequest, Repository, Status, WorkflowRun
from bot.sandbox.shapes import repositories
from bot.sandbox.shapes.accounts import account
from bot.sandbox.shapes.pulls import minimal
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]
People = tuple[Account | None, Account | None]


def status(urls: Urls, repo: Repository, one: Status, of: tuple[Commit, People]) -> Json:
    """Shape the payload of `status`; `of` is the commit with the accounts of its author and committer."""
    commit, people = of
    heads = [
        {"name": name, "commit": {"sha": sha, "url": f"{urls.repo(repo)}/commits/{sha}"}, "protected": False}
        for name, sha in repo.branches.items()
        if sha == commit.sha
    ]
    return {
        "id": one.id,
        "sha": commit.sha,
        "name": repo.full_name,
        "target_url": None,
        "avatar_url": account(urls, one.by)["avatar_url"],
        "context": one.context,
        "description": None,
        "state": one.state,
        "commit": repositories.commit(urls, repo, commit, people),
        "branches": heads,
        "created_at": iso(one.at),
        "updated_at": iso(one.at),
    }


def workflow_run(urls: Urls, suite: CheckSuite, by: Account, pulls: list[PullRequest]) -> Json:
    """Shape `workflow_run` and `workflow`."""
    run, repo = suite.workflow, suite.repo
    if run is None:
        raise TypeError("The suite is no workflow's")
    workflow = f"{urls.repo(repo)}/actions/workflows/{run.workflow_id}"
    return {
        "workflow_run": _run(urls, suite, run, pulls) | _people(urls, by, workflow),
        "workflow": _workflow(urls, repo, run),
    }


def _run(urls: Urls, suite: CheckSuite, run: WorkflowRun, pulls: list[PullRequest]) -> Json:
    repo, at = suite.repo, iso(run.at)
    api = f"{urls.repo(repo)}/actions/runs/{run.id}"
    done = all(one.status == "completed" for one in suite.runs)
    suite_url = f"{urls.repo(repo)}/check-suites/{suite.id}"
    return {
        "id": run.id,
        "name": run.name,
        "node_id": node_id("WFR", run.id),
        "path": run.path,
        "display_title": run.name,
        "run_number": run.number,
        "run_attempt": 1,
        "event": "pull_request",
        "status": "completed" if done else "queued",
        "conclusion": suite.runs[-1].conclusion if done else None,
        "workflow_id": run.workflow_id,
        "check_suite_id": suite.id,
        "check_suite_node_id": node_id("CS", suite.id),
        "check_suite_url": suite_url,
        "head_branch": suite.branch,
        "head_sha": suite.sha,
        "head_commit": repositories.simple_commit(repo.objects.commits[suite.sha]),
        "head_repository": repositories.minimal(urls, repo),
        "repository": repositories.minimal(urls, repo),
        "pull_requests": [minimal(urls, pull) for pull in pulls],
        "created_at": at,
        "updated_at": at,
        "run_started_at": at,
        "url": api,
        "html_url": f"{urls.html}/{repo.full_name}/actions/runs/{run.id}",
        "previous_attempt_url": None,
        **{f"{name}_url": f"{api}/{name}" for name in ("jobs", "logs", "artifacts", "cancel", "rerun")},
    }


def _people(urls: Urls, by: Account, workflow: str) -> Json:
    who = account(urls, by)
    return {"actor": who, "triggering_actor": who, "workflow_url": workflow}


def _workflow(urls: Urls, repo: Repository, run: WorkflowRun) -> Json:
    api = f"{urls.repo(repo)}/actions/workflows/{run.workflow_id}"
    page = f"{urls.html}/{repo.full_name}"
    return {
        "id": run.workflow_id,
        "node_id": node_id("W", run.workflow_id),
        "name": run.name,
        "path": run.path,
        "state": "active",
        "created_at": iso(run.at),
        "updated_at": iso(run.at),
        "url": api,
        "html_url": f"{page}/blob/{repo.default_branch}/{run.path}",
        "badge_url": f"{page}/workflows/{run.name}/badge.svg",
    }
