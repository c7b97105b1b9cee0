"""The merge queue: each pull request of a group is judged again as it would be merged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from bot.sandbox.model.state import CheckRun, PullRequest
from tests.front.stage import DEEP, HOOKS, POLICY, Stage
from tests.front.test_trace import named, traced

CHECK, CI = "Don't Delegate", "ci"
HELD = "Nobody can sign here: a sign-off is given on the pull request."
JUDGED = "Judged by `.github/dont-delegate.yml`, as it stands there now."


pytestmark = pytest.mark.usefixtures("queue")


@pytest.fixture
def queue(stage):
    """A merge queue on main that waits for our check, and for another that the test gives."""
    return stage.world.require_queue(stage.repo, "main", required=(CHECK, CI))


async def signed(stage: Stage, **said: Any) -> PullRequest:
    """A deep pull request that grace has signed."""
    pull = await stage.deep(**said)
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull)[0] == "success"
    return pull


class Group(NamedTuple):
    """The commits of a group when it was put together; its entry forgets them once it is dropped."""

    base: str
    head: str


async def enqueue(stage: Stage, pull: PullRequest) -> Group:
    stage.world.set_status(stage.repo, pull.head_sha, CI, "success", "margaret")
    entry = stage.world.enqueue(pull, "ada")
    group = Group(entry.base, entry.head)
    await stage.quiet()
    return group


def check(stage: Stage, group: Group) -> CheckRun:
    [*_, run] = stage.world.runs(stage.repo, group.head)
    return run


def said(stage: Stage, group: Group) -> tuple[str | None, str | None, str | None]:
    run = check(stage, group)
    return run.conclusion, run.output["title"], run.output["summary"]


async def pass_ci(stage: Stage, *groups: Group) -> None:
    for group in groups:
        stage.world.set_status(stage.repo, group.head, CI, "success", "margaret")
    await stage.quiet()


async def shallow(stage: Stage, branch: str, path: str = "README.md") -> PullRequest:
    pull = stage.open({path: f"# {branch}\n"}, branch=branch)
    await stage.quiet()
    return pull


# --- what passes ---


@pytest.mark.parametrize("method", ["MERGE", "SQUASH", "REBASE"])
async def test_what_was_signed_is_merged_however_the_queue_merges(stage, queue, method):
    queue.method = method
    pull = await signed(stage)
    group = await enqueue(stage, pull)
    assert said(stage, group) == (
        "success",
        "Signed: Money",
        "| Pull request | Zone | Sign-off |\n|:--|:--|:--|\n| #1 | **Money** | signed by **grace** |\n\n"
        f"Each as it would be merged into `main`. {JUDGED}",
    )
    await pass_ci(stage, group)
    assert pull.merged_at


async def test_a_pull_request_behind_others_is_judged_by_its_own_change(stage):
    first = await enqueue(stage, await signed(stage))
    second = await enqueue(stage, await shallow(stage, "second"))
    assert second.base == first.head
    assert said(stage, second) == (
        "success",
        "Shallow: nothing here needs a senior",
        "| Pull request | Zone | Sign-off |\n|:--|:--|:--|\n| #2 | none touched | none needed |\n\n"
        f"Each as it would be merged into `main`, on top of #1, which has a check of its own. {JUDGED}",
    )
    await pass_ci(stage, first, second)
    assert stage.repo.pulls[2].merged_at


async def test_where_one_check_carries_those_before_it_all_of_them_are_judged(stage, queue):
    queue.strategy = "HEADGREEN"
    await enqueue(stage, await signed(stage))
    second = await enqueue(stage, await shallow(stage, "second"))
    conclusion, title, summary = said(stage, second)
    assert (conclusion, title) == ("success", "Signed: Money")
    assert "| #1 | **Money** | signed by **grace** |\n| #2 | none touched | none needed |" in str(summary)


async def test_a_branch_without_a_policy_holds_no_queue_up(stage):
    await stage.policy(None)
    pull = await shallow(stage, "second")
    stage.world.create_check(stage.repo, pull.head_sha, CHECK, {"conclusion": "success"})
    group = await enqueue(stage, pull)
    assert said(stage, group) == ("success", "Nothing judges here", "`main` has no policy, so nothing was looked at.")


async def test_what_happened_elsewhere_meanwhile_does_not_matter(stage):
    """The branch was never updated, and stands on another commit in the group than it did when it was signed."""
    pull = await signed(stage)
    stage.world.push(stage.repo, "main", {"README.md": "# The shop\n", "app/numbers.py": "ONE = 1\n"}, "margaret")
    await stage.quiet()
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("success", "Signed: Money")


async def test_what_was_overridden_is_let_through_and_not_called_green(stage, queue):
    await stage.policy(POLICY + "override: {from: {users: [heidi]}, expires: 4 hours}\n")
    pull = await stage.deep()
    await stage.say(pull, "heidi", "/override money Refunds fail in production, the fix can't wait")
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("neutral", "Overridden, not signed: Money")
    await stage.until(datetime.now(UTC) + timedelta(hours=5))
    assert said(stage, group)[:2] == ("failure", "#1 holds this group back")
    assert queue.entries == []


# --- what does not ---


async def test_what_the_queue_made_of_two_changes_is_not_what_was_signed(stage, queue):
    other = stage.open({"app/hooks.py": HOOKS.replace("    return 200", "    return 204")}, "ivan", "other")
    await stage.quiet()
    if stage.verdict(other)[0] != "success":
        await stage.say(other, "grace", "/sign-off money")
    pull = await signed(stage)
    first = await enqueue(stage, other)
    second = await enqueue(stage, pull)
    assert said(stage, first)[0] == "success"
    conclusion, title, summary = said(stage, second)
    assert (conclusion, title) == ("failure", "#2 holds this group back")
    assert summary == (
        "- **Money** of #2 reads differently on top of #1 from what was signed: `app/hooks.py` line 5. "
        "Update the branch of #2, have it signed, and queue it again.\n\n"
        f"{HELD}\n\n"
        "| Pull request | Zone | Sign-off |\n|:--|:--|:--|\n| #2 | **Money** | open, changed since **grace** signed |\n\n"
        f"Each as it would be merged into `main`, on top of #1, which has a check of its own. {JUDGED}"
    )
    await pass_ci(stage, first)
    assert other.merged_at
    assert pull.merged_at is None
    assert queue.entries == []


async def test_what_was_never_signed_does_not_slip_in(stage, queue):
    """Somebody may pass over what the pull request lacks; the queue does not."""
    pull = await stage.deep()
    queue.required = (CI,)
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("failure", "#1 holds this group back")
    queue.required = (CHECK, CI)
    await pass_ci(stage, group)
    assert pull.merged_at is None


async def test_with_others_behind_it_what_was_never_signed_is_named(stage, queue):
    queue.strategy = "HEADGREEN"
    pull = await stage.deep()
    queue.required = (CI,)
    await enqueue(stage, pull)
    second = await enqueue(stage, await shallow(stage, "second"))
    conclusion, title, summary = said(stage, second)
    assert (conclusion, title) == ("failure", "#1 holds this group back")
    assert str(summary).startswith(
        "- **Money** of #1 has no sign-off that counts. Have it signed on #1, and queue that again.\n"
    )


@pytest.mark.parametrize("via", ["/revoke money", "veto"])
async def test_a_sign_off_that_is_taken_back_turns_the_group_red(stage, queue, via):
    pull = await signed(stage)
    group = await enqueue(stage, pull)
    if via == "veto":
        stage.world.review(pull, "grace", "REQUEST_CHANGES", "Wait.")
    else:
        stage.world.comment(pull, "grace", via)
    await stage.quiet()
    runs = stage.world.runs(stage.repo, group.head)
    assert [run.conclusion for run in runs] == ["failure"]
    assert runs[0].output["title"] == "#1 holds this group back"
    assert queue.entries == []
    assert pull.merged_at is None


async def test_once_the_group_is_gone_it_is_asked_for_no_more(stage):
    pull = await signed(stage)
    await enqueue(stage, pull)
    stage.world.dequeue(pull, "ada")
    await stage.say(pull, "grace", "/revoke money")
    assert stage.verdict(pull)[0] == "action_required"


async def test_a_policy_that_an_earlier_pull_request_brings_does_not_judge_those_behind_it(stage, queue):
    lax = stage.open({".github/dont-delegate.yml": "version: 1\n"}, "margaret", "lax")
    await stage.quiet()
    pull = await stage.deep()
    queue.required = (CI,)
    await enqueue(stage, lax)
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("failure", "#2 holds this group back")


async def test_a_stricter_policy_that_is_merged_first_is_asked_of_those_behind_it(stage, queue):
    strict = stage.open(
        {".github/dont-delegate.yml": POLICY.replace("from: payments", "from: payments, count: 2")},
        "margaret",
        "strict",
    )
    await stage.quiet()
    pull = await signed(stage)
    queue.required = (CI,)
    first, second = await enqueue(stage, strict), await enqueue(stage, pull)
    assert said(stage, second)[0] == "success"
    queue.required = (CI, "slow")
    stage.world.set_status(stage.repo, first.head, "slow", "success", "margaret")
    await pass_ci(stage, first)
    assert strict.merged_at
    assert said(stage, second)[0] == "failure"


# --- what is hard to see ---


@pytest.mark.parametrize("sign", [True, False])
async def test_past_three_hundred_files_the_trees_are_compared(stage, queue, sign):
    many = {f"a/{n}.py": f"x = {n}\n" for n in range(320)}
    pull = stage.open({**many, "app/hooks.py": DEEP})
    await stage.quiet()
    if sign:
        await stage.say(pull, "grace", "/sign-off money")
    queue.required = (CI,)
    group = await enqueue(stage, pull)
    assert said(stage, group)[0] == ("success" if sign else "failure")


async def test_a_file_without_a_patch_is_read_from_its_blobs(stage):
    pull = stage.open({"app/hooks.py": DEEP})
    pull.withheld.add("app/hooks.py")
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("success", "Signed: Money")


async def test_what_github_mumbles_is_asked_again(stage):
    pull = await signed(stage)
    stage.sandbox.faults.nonsense_every = 3
    group = await enqueue(stage, pull)
    stage.sandbox.faults.nonsense_every = 0
    assert said(stage, group)[:2] == ("success", "Signed: Money")


async def test_a_queue_that_may_not_be_read_is_not_taken_for_clean(stage):
    pull = await signed(stage)
    less = {name: level for name, level in stage.world.app.permissions.items() if name != "merge_queues"}
    stage.world.app = replace(stage.world.app, permissions=less)
    stage.sandbox.keys.revoke_all()
    group = await enqueue(stage, pull)
    assert said(stage, group) == (
        "failure",
        "This group could not be judged",
        "GitHub does not let this App read the merge queue "
        "(`repository.mergeQueue: Resource not accessible by integration`). "
        "An owner of the organisation has to accept its new permission.\n\n"
        "What can't be seen is not taken as clean, so this check is not green. Queue the pull requests again.",
    )


async def test_a_long_branch_is_taken_apart_too(stage):
    """More commits than a page of a comparison has."""
    sha = stage.repo.branches["main"]
    for n in range(130):
        sha = stage.world.commit(stage.repo, [sha], {"docs/long.md": f"{n}\n"}, "ada", f"Step {n}")
    stage.world.move(stage.repo, "long", sha, "ada")
    pull = stage.world.open_pull_request(stage.repo, "long", "ada", title="Long")
    await stage.quiet()
    group = await enqueue(stage, pull)
    assert said(stage, group)[:2] == ("success", "Shallow: nothing here needs a senior")
    pages = [call.query.get("page") for call in stage.sandbox.calls if "/compare/" in call.path]
    assert pages == ["1", "2"]


async def test_a_group_that_the_queue_does_not_show_is_not_taken_for_clean(stage, queue, monkeypatch):
    monkeypatch.setattr("bot.github.groups.PAUSE", 0.0)
    pull = await signed(stage)
    stage.world.set_status(stage.repo, pull.head_sha, CI, "success", "margaret")
    entry = stage.world.enqueue(pull, "ada")
    queue.entries.clear()
    await stage.quiet()
    assert said(stage, Group(entry.base, entry.head))[0] == "failure"
    assert str(check(stage, Group(entry.base, entry.head)).output["summary"]).startswith(
        "GitHub does not show which pull requests this group is made of."
    )


# --- once, and again ---


async def test_a_doubled_delivery_writes_nothing_twice(stage):
    group = await enqueue(stage, await signed(stage))
    before = check(stage, group).output.copy()
    calls = len(stage.sandbox.calls)
    [*_, asked] = [one for one in stage.sandbox.deliveries.log if one.event == "merge_group"]
    stage.sandbox.deliveries("merge_group", asked.payload)
    await stage.quiet()
    assert len(stage.world.runs(stage.repo, group.head)) == 1
    assert check(stage, group).output == before
    assert {call.method for call in list(stage.sandbox.calls)[calls:] if call.path != "/graphql"} == {"GET"}


async def test_the_check_of_a_group_can_be_asked_for_again(stage):
    group = await enqueue(stage, await signed(stage))
    stage.world.rerequest_check(check(stage, group), "ada")
    calls = len(stage.sandbox.calls)
    await stage.quiet()
    written = [call for call in list(stage.sandbox.calls)[calls:] if call.method == "PATCH"]
    assert [call.body["conclusion"] for call in written] == ["success"]


@pytest.mark.parametrize(("strategy", "size", "calls"), [("ALLGREEN", 3, 4), ("HEADGREEN", 2, 8), ("HEADGREEN", 3, 10)])
async def test_what_a_group_costs(stage, queue, strategy, size, calls):
    """Four calls where each has a check of its own; else four, and two for each pull request that it carries."""
    queue.strategy = strategy
    pulls = [await shallow(stage, f"part{n}", f"docs/{n}.md") for n in range(size)]
    for pull in pulls[:-1]:
        await enqueue(stage, pull)
    before = len(stage.sandbox.calls)
    await enqueue(stage, pulls[-1])
    made = [named(call) for call in list(stage.sandbox.calls)[before:]]
    assert made.count("query ReadPullRequest") == (1 if strategy == "ALLGREEN" else size)
    assert len(made) == calls, made


async def test_a_group_is_judged_in_three_waves_when_people_are_known(stage):
    """The queue, the pull request where the queue put it, the check."""
    pull = await signed(stage)
    stage.world.set_status(stage.repo, pull.head_sha, CI, "success", "margaret")
    await stage.quiet()
    found = await traced(stage, lambda: stage.world.enqueue(pull, "ada"))
    assert [[call.partition("compare/")[0] for call in wave] for wave in found] == [
        ["GET /repos/{owner}/{repo}/", "query ReadGroup"],
        ["query ReadPullRequest"],
        ["POST /repos/{owner}/{repo}/check-runs"],
    ]
