"""What others say of the head: read where it is asked for, in the wave that is there anyway."""

import pytest

from bot.core.model.change import Check, Checks
from bot.github import RefusedError
from tests.github.hub import FILES, HEAD, listed, pull
from tests.github.reads import everything


def context(**said):
    return {"__typename": "StatusContext", "context": "ci/build", "statusState": "SUCCESS"} | said


def run(name, conclusion, status="COMPLETED", suite=None):
    said = {"name": name, "status": status, "conclusion": conclusion, "checkSuite": suite}
    return {"__typename": "CheckRun", **said}


def suite(name="CI", path=".github/workflows/ci.yml", conclusion="SUCCESS", status="COMPLETED"):
    file = {"path": path} if path else None
    return {"status": status, "conclusion": conclusion, "workflowRun": {"file": file, "workflow": {"name": name}}}


def answer(*nodes, oid=HEAD, total=None, cursor=None):
    info = {"hasNextPage": cursor is not None, "endCursor": cursor}
    contexts = {"totalCount": len(nodes) if total is None else total, "pageInfo": info, "nodes": list(nodes)}
    rollup = {"contexts": contexts} if nodes else None
    head = {"nodes": [{"commit": {"oid": oid, "statusCheckRollup": rollup}}]}
    return {"data": {"repository": {"pullRequest": {"head": head}}}}


async def read(hub, here, *, foretold=False):
    hub.on("ReadPullRequest", pull())
    hub.on(f"GET {FILES}", [listed("a.py")])
    reading = await here.read("acme/shop", 7, 1, with_checks=foretold)
    return (await here.complete(reading, everything, with_checks=True)).pull.checks


@pytest.mark.parametrize("foretold", [True, False])
async def test_statuses_runs_and_workflows_are_told_apart(hub, here, foretold):
    hub.on(
        "ReadChecks",
        answer(
            context(),
            context(context="later", statusState="EXPECTED"),
            run("lint", "TIMED_OUT"),
            run("build", "SUCCESS", suite=suite()),
            run("test", None, "IN_PROGRESS", suite=suite("Slow", None, None, "IN_PROGRESS")),
            run("Don't Delegate", "ACTION_REQUIRED"),
        ),
    )
    found = await read(hub, here, foretold=foretold)
    assert found == Checks(
        (
            Check(("ci/build",), "success"),
            Check(("later",), "pending"),
            Check(("lint",), "timed_out"),
            Check(("build",), "success"),
            Check(("test",), "pending"),
        ),
        (Check(("CI", ".github/workflows/ci.yml"), "success"), Check(("Slow",), "pending")),
    )
    assert [seen.name for seen in hub.seen].count("ReadChecks") == 1


async def test_a_head_that_nobody_says_anything_of(hub, here):
    hub.on("ReadChecks", answer())
    assert await read(hub, here) == Checks()


async def test_pages_are_read_to_their_end(hub, here):
    hub.on("ReadChecks", answer(context(), total=2, cursor="C"), answer(context(context="b"), total=2))
    assert await read(hub, here) == Checks((Check(("ci/build",), "success"), Check(("b",), "success")))
    assert [seen.body["variables"].get("cursor") for seen in hub.seen if seen.name == "ReadChecks"] == [None, "C"]


async def test_a_list_without_end_is_not_whole(hub, here):
    hub.on("ReadChecks", answer(context(), total=5000, cursor="C"))
    found = await read(hub, here)
    assert found is not None
    assert not found.whole


async def test_what_is_said_of_another_head_is_not_known(hub, here):
    hub.on("ReadChecks", answer(context(), oid="f" * 40))
    assert await read(hub, here, foretold=True) is None


async def test_what_we_may_not_see_is_not_known(hub, here):
    hub.on("ReadChecks", {"errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]})
    assert await read(hub, here) is None


async def test_another_refusal_is_not_swallowed(hub, here):
    hub.on("ReadChecks", {"errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}]})
    with pytest.raises(RefusedError):
        await read(hub, here, foretold=True)


async def test_nobody_asks_where_no_policy_waits(hub, here):
    hub.on("ReadPullRequest", pull())
    hub.on(f"GET {FILES}", [listed("a.py")])
    snapshot = await here.complete(await here.read("acme/shop", 7, 1), everything)
    assert snapshot.pull.checks is None
    assert "ReadChecks" not in [seen.name for seen in hub.seen]
    assert snapshot.pull.visibility == "private"
    assert [commit.verified for commit in snapshot.pull.commits] == [False]
