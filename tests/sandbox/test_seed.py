"""The bundled company: whole, consistent, and what it is said to be."""

import ast
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Clock, Sandbox, World
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.seed import SeedError, plant
from bot.sandbox.seed import _replace as replace

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> Repository:
    return plant(World(Clock(lambda: NOW)))


def texts(repo: Repository, sha: str) -> dict[str, str]:
    return {path: repo.objects.blobs[entry.sha].decode() for path, entry in repo.objects.commits[sha].files.items()}


def patch(pull: PullRequest) -> str:
    world = World()
    return "\n".join(change.patch.text for change in world.changes(pull))


def test_there_is_a_history_by_several_people_over_weeks(shop: Repository):
    commits = shop.objects.between(shop.objects.commits[shop.branches["main"]].sha, shop.branches["main"])
    assert commits == []
    line = [shop.objects.commits[shop.branches["main"]]]
    while line[-1].parents:
        line.append(shop.objects.commits[line[-1].parents[0]])
    assert len(line) >= 12
    assert len({one.author.name for one in line}) >= 4
    assert line[0].at - line[-1].at > timedelta(days=20)
    assert all(one.at < NOW for one in line)


def test_all_the_python_in_it_can_be_parsed(shop: Repository):
    for sha in shop.branches.values():
        for path, text in texts(shop, sha).items():
            if path.endswith(".py"):
                ast.parse(text, path)


def test_two_pull_requests_were_merged_of_late_and_five_wait(shop: Repository):
    assert [(p.number, p.author.login, p.state, p.draft) for p in shop.pulls.values()] == [
        (1, "ada", "closed", False),
        (2, "linus", "closed", False),
        (3, "ada", "open", False),
        (4, "ada", "open", False),
        (5, "copilot-swe-agent[bot]", "open", False),
        (6, "linus", "open", True),
        (7, "linus", "open", False),
    ]
    waiting = [p for p in shop.pulls.values() if p.state == "open"]
    assert all(NOW - timedelta(days=1) < p.at <= NOW for p in waiting)
    assert all(
        p.merged_at and p.merged_at < min(one.at for one in waiting) for p in shop.pulls.values() if p not in waiting
    )


def test_the_deep_one_does_all_that_it_should(shop: Repository):
    text = patch(shop.pulls[4])
    for line in (
        "+        migrations.RemoveField(",
        "-    stocks = Stock.objects.select_for_update()",
        "+    permission_classes = [permissions.AllowAny]",
        "-        event = stripe.Webhook.construct_event(",
    ):
        assert f"\n{line}" in text


def test_the_agents_is_co_authored_and_touches_retries(shop: Repository):
    world = World()
    (commit,) = world.commits(shop.pulls[5])
    assert [who.email for who in commit.authors][1] == "ada@acme.example"
    assert "Timeout(60.0" in patch(shop.pulls[5])


def test_the_shallow_one_touches_docs_and_looks_alone(shop: Repository):
    assert {c.path.rpartition(".")[2] for c in World().changes(shop.pulls[3])} == {"md", "html", "css"}
    assert [c.path for c in World().changes(shop.pulls[7])] == [".github/dont-delegate.yml"]


def test_edits_that_do_not_fit_are_said():
    with pytest.raises(SeedError, match="0 times"):
        replace("text", {"old": "nothing", "new": ""}, "f")
    assert replace("    a\nb\n", {"old": "{}    a", "new": "", "line": True}, "f") == "b\n"


async def test_planting_tells_nothing_before_it_is_announced():
    async with Sandbox() as sandbox:
        sandbox.plant()
        assert not sandbox.deliveries.log
        await sandbox.announce()
        told = [(one.event, one.payload["action"]) for one in sandbox.deliveries.log]
        assert told == [("installation", "created"), *[("pull_request", "opened")] * 5]
        urls = {
            one.payload["pull_request"]["html_url"] for one in sandbox.deliveries.log if one.event == "pull_request"
        }
        assert f"{sandbox.html_url}/acme/shop/pull/5" in urls
