"""Check runs and suites in JSON."""

from typing import Any

from bot.sandbox.model.clock import iso, iso_or_none
from bot.sandbox.model.git import Commit
from bot.sandbox.model.state import CheckRun, CheckSuite, PullRequest
from bot.sandbox.shapes.pulls import minimal
from bot.sandbox.shapes.repositories import minimal as minimal_repository
from bot.sandbox.shapes.repositories import simple_commit
from bot.sandbox.shapes.urls import Urls, node_id

Json = dict[str, Any]


def check_run(urls: Urls, one: CheckRun, app: Json, pulls: list[PullRequest]) -> Json:
    """Shape `check-run`; `pulls` are the pull requests that it is shown on."""
    repo = one.suite.repo
    api = f"{urls.repo(repo)}/check-runs/{one.id}"
    page = f"{urls.html}/{repo.full_name}/runs/{one.id}"
    return {
        "id": one.id,
        "name": one.name,
        "node_id": node_id("CR", one.id),
        "head_sha": one.suite.sha,
        "external_id": one.external_id,
        "url": api,
        "html_url": page,
        "details_url": one.details_url or page,
        "status": one.status,
        "conclusion": one.conclusion,
        "started_at": iso(one.started_at),
        "completed_at": iso_or_none(one.completed_at),
        "output": {key: one.output.get(key) for key in ("title", "summary", "text")}
        | {"annotations_count": len(one.annotations), "annotations_url": f"{api}/annotations"},
        "check_suite": {"id": one.suite.id},
        "app": app,
        "pull_requests": [minimal(urls, pull) for pull in pulls],
    }


def hook_check_run(urls: Urls, one: CheckRun, app: Json, pulls: list[PullRequest]) -> Json:
    """Shape a check run as webhooks carry it: with its suite, and its suite's pull requests."""
    suite = check_suite(urls, one.suite, app, pulls)
    kept = ("id", "node_id", "head_branch", "head_sha", "status", "conclusion", "url", "before", "after")
    short = {key: suite[key] for key in (*kept, "pull_requests", "app", "created_at", "updated_at")}
    return check_run(urls, one, app, pulls) | {"check_suite": short}


def check_suite(urls: Urls, one: CheckSuite, app: Json, pulls: list[PullRequest]) -> Json:
    """Shape a check suite as webhooks carry it."""
    api = f"{urls.repo(one.repo)}/check-suites/{one.id}"
    commit = one.repo.objects.commits[one.sha]
    done = bool(one.runs) and all(run.status == "completed" for run in one.runs)
    return {
        "id": one.id,
        "node_id": node_id("CS", one.id),
        "head_branch": one.branch,
        "head_sha": one.sha,
        "status": "completed" if done else "queued",
        "conclusion": one.runs[-1].conclusion if done else None,
        "url": api,
        "before": _before(commit),
        "after": one.sha,
        "pull_requests": [minimal(urls, pull) for pull in pulls],
        "app": app,
        "created_at": iso(one.at),
        "updated_at": iso(one.at),
        "rerequestable": True,
        "runs_rerequestable": True,
        "latest_check_runs_count": len(one.runs),
        "check_runs_url": f"{api}/check-runs",
        "head_commit": simple_commit(commit),
    }


def api_check_suite(urls: Urls, one: CheckSuite, app: Json, pulls: list[PullRequest]) -> Json:
    """Shape `check-suite`, as REST gives it."""
    return check_suite(urls, one, app, pulls) | {"repository": minimal_repository(urls, one.repo)}


def _before(commit: Commit) -> str:
    return commit.parents[0] if commit.parents else "0" * 40
