"""What the ledger says of a verdict and a sign-off to whoever audits it later."""

from bot.core.model.ledger import EntryKind
from bot.store import audit
from tests.front.stage import DEEP


async def entries(stage, pull, kind):
    found = await stage.parts.store.ledger.entries(stage.repo.id, pull.number)
    return [entry for entry in found if entry.kind is kind]


def delivered(stage, event):
    """Ids of the deliveries of an event."""
    return [one.headers["X-GitHub-Delivery"] for one in stage.sandbox.deliveries.log if one.event == event]


async def test_a_verdict_says_what_was_judged_by_what_and_after_which_delivery(stage):
    pull = await stage.deep(body="Generated with Claude Code")
    (one,) = await entries(stage, pull, EntryKind.VERDICT)
    said = one.facts
    assert (said["repository"], said["head"], said["conclusion"]) == ("acme/shop", pull.head_sha, "action_required")
    assert said["zones"] == {"money": "open"}
    assert said["policy"]["commit"] == stage.repo.branches["main"]
    assert len(said["policy"]["blob"]) == 40
    assert said["authors"] == ["ada"]
    assert [mark["agent"] for mark in said["marks"]] == ["Claude Code"]
    assert said["deliveries"][0] in delivered(stage, "pull_request")
    money = said["judged"]["money"]
    assert (money["state"], len(money["fingerprint"]), money["signed"]) == ("open", 64, [])
    assert {(found["path"], "@" in found["rule"]) for found in money["findings"]} == {("app/hooks.py", True)}
    assert 5 in [line for found in money["findings"] for line in found["lines"]]


async def test_a_sign_off_says_by_which_right_what_was_answered_and_under_which_policy(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    (one,) = await entries(stage, pull, EntryKind.SIGNED)
    assert (one.login, one.facts["right"], len(one.facts["items"])) == ("grace", "member of acme/payments", 5)
    assert one.facts["policy"]["commit"] == stage.repo.branches["main"]
    (delivery,) = one.facts["deliveries"]
    assert delivery in delivered(stage, "issue_comment")
    last = (await entries(stage, pull, EntryKind.VERDICT))[-1].facts
    assert last["judged"]["money"]["signed"] == [
        {"login": "grace", "via": "command", "right": "member of acme/payments"}
    ]


async def test_ticks_name_their_deliveries_and_what_they_came_to(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", *range(5))
    ticks = await entries(stage, pull, EntryKind.TICKED)
    assert all(len(tick.facts["deliveries"]) == 1 for tick in ticks)
    (one,) = await entries(stage, pull, EntryKind.SIGNED)
    assert (one.facts["via"], one.facts["items"]) == ("checklist", [tick.facts["item"] for tick in ticks])


async def test_a_verdict_that_comes_back_is_told_again(stage):
    pull = await stage.deep()
    for words in ("/sign-off money", "/revoke", "/sign-off money"):
        await stage.say(pull, "grace", words)
    told = [one.facts["conclusion"] for one in await entries(stage, pull, EntryKind.VERDICT)]
    assert told == ["action_required", "success", "action_required", "success"]


async def test_the_chain_of_a_whole_conversation_is_whole_and_knows_its_repository(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.open({"app/hooks.py": DEEP}, branch="other")
    await stage.quiet()
    found = await audit(stage.parts.store.records)
    assert (found.faults, [head.name for head in found.heads]) == ([], ["acme/shop"])
    assert found.entries > 10


async def test_a_pull_request_that_was_signed_takes_a_few_kilobytes(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    kept = [len(str(record)) async for record in stage.parts.store.records.of(stage.repo.id)]
    assert sum(kept) < 12_000
