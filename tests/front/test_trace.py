"""How many calls one evaluation makes, and in how many waves."""

import re
from collections.abc import Iterable, Sequence

from bot.sandbox.rest.front import Exchange
from tests.front.stage import DEEP, HOOKS, POLICY

LATENCY = 0.05  # seconds a call, as far away as GitHub is
GUARDED = "@login_required\ndef invoices(request):\n    return all_of(request)\n"
OPENED = GUARDED.removeprefix("@login_required\n")


def named(call: Exchange) -> str:
    """Name a call by its method and the template of its path, a GraphQL call by its operation."""
    if call.path == "/graphql":
        return str(re.search(r"(?:query|mutation) \w+", call.body["query"])[0])  # type: ignore[index]  # every one has a name
    path = re.sub(r"/repos/acme/shop", "/repos/{owner}/{repo}", call.path)
    return f"{call.method} {re.sub(r'/[0-9]+', '/{number}', path)}"


def waves(calls: Iterable[Exchange]) -> list[list[Exchange]]:
    """Put calls that overlap in time together; a call that began after all before it had ended begins a new wave."""
    found: list[list[Exchange]] = []
    for call in sorted(calls, key=lambda one: one.started):
        if found and call.started < max(one.ended for one in found[-1]):
            found[-1].append(call)
        else:
            found.append([call])
    return found


def trace(calls: Sequence[Exchange]) -> list[list[str]]:
    return [sorted(named(call) for call in wave) for wave in waves(calls)]


async def traced(stage, deed) -> list[list[str]]:
    """Give the trace of what `deed` sets off."""
    stage.sandbox.faults.latency = LATENCY
    before = len(stage.sandbox.calls)
    deed()
    await stage.quiet()
    stage.sandbox.faults.latency = 0.0
    return trace(list(stage.sandbox.calls)[before:])


async def opening(stage, changed, branch) -> list[list[str]]:
    """Give the trace of a pull request's first evaluation, its branch pushed long before."""
    stage.world.push(stage.repo, branch, changed, "ada")
    await stage.quiet()
    return await traced(stage, lambda: stage.world.open_pull_request(stage.repo, branch, "ada", title="Work"))


def files(n: int) -> dict[str, str]:
    return {"app/hooks.py": DEEP, "app/views.py": OPENED, **{f"app/part_{i}.py": f"x = {n + i}\n" for i in range(28)}}


async def warm(stage) -> None:
    """Have a deep pull request judged, so that tokens, teams and the policy are known."""
    await stage.policy(POLICY.replace("{users: [heidi]}", "{teams: [acme/guards]}"))
    stage.world.add_team("acme", "guards", "heidi")
    stage.world.push(stage.repo, "main", {"app/hooks.py": HOOKS, "app/views.py": GUARDED}, "margaret")
    stage.open(files(0), branch="first")
    await stage.quiet()


async def changed(stage, team) -> None:
    """Let a team change, so that teams are asked for anew."""
    stage.world.close(stage.repo.pulls[1], "ada")  # while it is open, it asks for them at once
    await stage.quiet()
    stage.world.join_team(team, "ivan", "margaret")
    await stage.quiet()


async def test_a_deep_pull_request_of_thirty_files_takes_two_waves_when_warm(stage):
    await warm(stage)
    found = await opening(stage, files(1), "second")
    assert found == [
        ["GET /repos/{owner}/{repo}/pulls/{number}/files", "query ReadPullRequest"],
        [
            "POST /repos/{owner}/{repo}/check-runs",
            "POST /repos/{owner}/{repo}/issues/{number}/comments",
            "POST /repos/{owner}/{repo}/pulls/{number}/requested_reviewers",
            "POST /repos/{owner}/{repo}/pulls/{number}/reviews",
        ],
    ]
    pull = stage.repo.pulls[2]
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries and Money")


async def test_with_teams_to_ask_for_it_takes_three(stage):
    await warm(stage)
    await changed(stage, stage.world.team("acme", "guards"))
    found = await opening(stage, files(2), "third")
    assert [len(wave) for wave in found] == [2, 2, 4]
    assert found[1] == ["GET /orgs/acme/teams/guards/members", "GET /orgs/acme/teams/payments/members"]


async def test_a_shallow_pull_request_takes_three_calls(stage):
    await warm(stage)
    found = await opening(stage, {"README.md": "# Ours\n"}, "shallow")
    assert found == [
        ["GET /repos/{owner}/{repo}/pulls/{number}/files", "query ReadPullRequest"],
        ["POST /repos/{owner}/{repo}/check-runs"],
    ]


async def test_a_sign_off_takes_five_calls(stage):
    await warm(stage)
    pull = stage.open(files(3), branch="signed")
    await stage.quiet()
    found = await traced(stage, lambda: stage.world.comment(pull, "grace", "/sign-off money"))
    assert found == [
        ["GET /repos/{owner}/{repo}/pulls/{number}/files", "query ReadPullRequest"],
        [
            "PATCH /repos/{owner}/{repo}/check-runs/{number}",
            "PATCH /repos/{owner}/{repo}/issues/comments/{number}",
            "POST /repos/{owner}/{repo}/issues/comments/{number}/reactions",
            "POST /repos/{owner}/{repo}/issues/{number}/comments",
        ],
    ]


async def test_teams_of_conditions_are_asked_for_beside_those_who_sign(stage):
    await warm(stage)
    await stage.policy(
        POLICY.replace(
            "{sign_off: {from: payments}}",
            "{sign_off: {from: payments}, refuse: [{if: {author: {teams: [acme/trainees]}}, why: No.}]}",
        )
    )
    await changed(stage, stage.world.add_team("acme", "trainees", "mallory"))
    found = await opening(stage, {"app/hooks.py": DEEP}, "fourth")
    assert [len(wave) for wave in found] == [2, 2, 4]
    assert found[1] == ["GET /orgs/acme/teams/payments/members", "GET /orgs/acme/teams/trainees/members"]
