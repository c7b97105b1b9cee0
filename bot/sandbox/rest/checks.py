"""Operations on check runs."""

from bot.sandbox.model.state import CheckRun
from bot.sandbox.rest.bodies import CheckBody, CheckChange
from bot.sandbox.rest.call import Answer, Call, Route, invalid, not_found
from bot.sandbox.shapes import checks
from bot.sandbox.shapes.accounts import Json

_REPO = "/repos/{owner}/{repo}"
_READ, _WRITE = ("checks:read",), ("checks:write",)


def _shape(call: Call, run: CheckRun) -> Json:
    world = call.world
    return checks.check_run(world.urls, run, world.app_json(), list(world.pulls_at(call.repo, run.suite.sha)))


def _run(call: Call) -> CheckRun:
    found = call.world.find_run(call.repo, call.number("id"))
    if found is None:
        raise not_found()
    return found


def _create(call: Call) -> Answer:
    said = call.read(CheckBody)
    if said.head_sha not in call.repo.objects.commits:
        raise invalid(f"No commit found for SHA: {said.head_sha}")
    more = {key: value for key, value in said.said().items() if key not in {"name", "head_sha"}}
    run = call.world.create_check(call.repo, said.head_sha, said.name, more)
    return Answer(_shape(call, run), 201)


def _update(call: Call) -> Answer:
    run = _run(call)
    call.world.update_check(run, call.read(CheckChange).said())
    return Answer(_shape(call, run))


def _of_commit(call: Call) -> Answer:
    repo, ref = call.repo, call.path["ref"]
    sha = repo.branches.get(ref, ref)
    found = call.world.runs(repo, sha)
    name = call.query.get("check_name")
    found = [run for run in reversed(found) if name in {None, run.name}]
    if call.query.get("filter", "latest") == "latest":
        found = list({run.name: run for run in reversed(found)}.values())
    items, link = call.page_of(found)
    return Answer({"total_count": len(found), "check_runs": [_shape(call, run) for run in items]}, headers=link)


def _annotations(call: Call) -> Answer:
    items, link = call.page_of(_run(call).annotations)
    keys = ("path", "start_line", "end_line", "start_column", "end_column", "annotation_level", "title", "message")
    rows = [{key: one.get(key) for key in (*keys, "raw_details")} | {"blob_href": ""} for one in items]
    return Answer(rows, headers=link)


def _suite(call: Call) -> Answer:
    found = next((s for s in call.repo.suites.values() if s.id == call.number("id")), None)
    if found is None:
        raise not_found()
    world = call.world
    pulls = list(world.pulls_at(call.repo, found.sha))
    return Answer(checks.api_check_suite(world.urls, found, world.app_json(), pulls))


ROUTES = (
    Route("POST", f"{_REPO}/check-runs", _create, _WRITE),
    Route("GET", f"{_REPO}/check-runs/{{id}}", lambda call: Answer(_shape(call, _run(call))), _READ),
    Route("PATCH", f"{_REPO}/check-runs/{{id}}", _update, _WRITE),
    Route("GET", f"{_REPO}/check-runs/{{id}}/annotations", _annotations, _READ),
    Route("GET", f"{_REPO}/check-suites/{{id}}", _suite, _READ),
    Route("GET", f"{_REPO}/commits/{{ref}}/check-runs", _of_commit, _READ),
)
