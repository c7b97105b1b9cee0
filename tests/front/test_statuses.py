"""Policies that wait for statuses, workflows and signatures: judged anew when one is set, and no call elsewhere."""

from tests.front.stage import POLICY

SCANNED = (
    POLICY
    + """\
rules:
  - id: not-scanned
    zone: money
    title: The scan has not passed
    why: An unscanned change of this folder reached customers once.
    when: {paths: ["/app/**"], none: [{statuses: {name: scan}}]}
    checklist: [{id: scan, ask: "Is it safe without the scan?"}]
  - id: workflow-failed
    zone: auth
    title: The workflow failed
    why: It tests the guards.
    when: {paths: ["/app/**"], workflows: {name: .github/workflows/ci.yml, is: [failure, cancelled]}}
    checklist: [{id: why, ask: "Is it known why?"}]
"""
)
SHALLOW = ("success", "Shallow: nothing here needs a senior")


async def test_a_status_turns_the_verdict(stage):
    await stage.policy(SCANNED)
    pull = stage.open({"app/numbers.py": "ONE = 1\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    stage.world.set_status(stage.repo, pull.head_sha, "scan", "pending", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    stage.world.set_status(stage.repo, pull.head_sha, "scan", "success", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
    stage.world.set_status(stage.repo, pull.head_sha, "scan", "error", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")


async def test_a_workflow_turns_the_verdict(stage):
    await stage.policy(SCANNED)
    pull = stage.open({"app/numbers.py": "ONE = 1\n"})
    stage.world.set_status(stage.repo, pull.head_sha, "scan", "success", "ada")
    suite = stage.world.start_workflow(stage.repo, pull.head_sha, "CI", ".github/workflows/ci.yml", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW
    stage.world.end_workflow(suite, "failure", "ada")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries")


async def test_where_no_policy_waits_nothing_is_asked(stage):
    pull = await stage.deep()
    before, calls = stage.picture(pull), len(stage.sandbox.calls)
    stage.world.set_status(stage.repo, pull.head_sha, "scan", "success", "ada")
    suite = stage.world.start_workflow(stage.repo, pull.head_sha, "CI", ".github/workflows/ci.yml", "ada")
    stage.world.end_workflow(suite, "success", "ada")
    await stage.quiet()
    assert (stage.picture(pull), len(stage.sandbox.calls)) == (before, calls)


async def test_a_status_that_no_policy_names_is_let_be(stage):
    await stage.policy(SCANNED)
    pull = stage.open({"app/numbers.py": "ONE = 1\n"})
    await stage.quiet()
    calls = len(stage.sandbox.calls)
    stage.world.set_status(stage.repo, pull.head_sha, "another", "success", "ada")
    await stage.quiet()
    assert len(stage.sandbox.calls) == calls


async def test_what_a_known_key_signed_asks_for_one_less(stage):
    key = "B5690EEEBB952194"
    unless = f"none: [{{fork: false, signed_with: {key}, signed_by: [heidi], only_paths: [/app/hooks.py]}}]"
    sign_off = f"sign_off: {{all: [{{from: payments}}, {{from: {{users: [heidi]}}, if: {{{unless}}}}}]}}"
    await stage.policy(POLICY.replace("sign_off: {from: payments}", sign_off))
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    stage.world.sign(stage.repo, pull.head_sha, "heidi", "SHA256:another")
    await stage.say(pull, "grace", "/recheck")
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    stage.world.sign(stage.repo, pull.head_sha, "heidi", key)
    await stage.say(pull, "grace", "/recheck")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_an_unsigned_commit_asks_for_one_more(stage):
    twice = "all: [{from: payments}, {from: {users: [heidi]}, if: {signatures: unverified}}]}"
    await stage.policy(POLICY.replace("from: payments}", twice))
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    stage.world.sign(stage.repo, pull.head_sha)
    await stage.say(pull, "grace", "/recheck")
    assert stage.verdict(pull) == ("success", "Signed: Money")
