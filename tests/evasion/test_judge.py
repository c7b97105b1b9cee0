"""Breaking the judge: its policy, its words, its time."""

import re

import pytest

from bot.sandbox.model.git import SUBMODULE, SYMLINK, File
from tests.evasion.attack import SAME, attack
from tests.front.stage import DEEP, HOOKS, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
PATH = ".github/dont-delegate.yml"
BROKEN = ("failure", "The policy of the base branch can't be used")


# --- the policy ---

EDITS = {
    "weaker signers": POLICY.replace("[acme/payments]", "[acme/all]"),
    "shadow": POLICY + "mode: shadow\n",
    "everything left out": POLICY + "exclude: ['/app/**']\n",
    "no packs": "version: 1\nextends: []\n",
    "rules off": POLICY + "tune: {payment-webhook-handler: {enabled: false}}\n",
    "no text": b"\0\1\2",
    "a link": File(b"../elsewhere.yml", SYMLINK),
    "a submodule": File(b"a" * 40, SUBMODULE),
    "gone": None,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@attack(
    "weakens, breaks or removes the policy in the very pull request that it should stop",
    "the policy of the base branch judges, and the edit itself needs its seniors",
    "the base branch's policy judges too; that the edit is looked at is left to the rules",
)
async def test_the_policy_edited_beside_the_change(stage, edit):
    pull = stage.open({"app/hooks.py": DEEP, PATH: edit})
    await stage.quiet()
    conclusion, title = stage.verdict(pull)
    assert conclusion in {"action_required", "failure"}
    await stage.say(pull, "grace", "/sign-off money policy")
    assert stage.verdict(pull)[0] in {"action_required", "failure"}
    assert title


@attack(
    "moves the policy to a name in other letters, which some file systems take for the same",
    "the old name is gone: that is an edit of the policy, and needs its seniors",
)
async def test_the_policy_renamed_in_case_alone(stage):
    pull = stage.open({PATH: None, ".github/Dont-Delegate.yml": POLICY})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")


@attack(
    "breaks the policy on the base branch, so that nothing can judge",
    "the last good one judges, and the check fails until the policy is mended",
    "error: nothing is judged until it is mended",
)
async def test_a_broken_policy_on_the_base(stage):
    await stage.policy(POLICY + "zones: {}\n")
    pull = await stage.deep()
    assert stage.verdict(pull) == BROKEN
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == BROKEN


HEAVY = {
    "a megabyte": "version: 1\n" + "# words\n" * 140_000,
    "anchors that multiply": "version: 1\n"
    "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "depth": "version: 1\nzones: " + "{a: " * 2_000 + "}" * 2_000 + "\n",
    "a pattern that never ends": POLICY
    + "rules:\n- {id: slow, zone: money, title: S, why: S., when: {added: '((a+)+)+$'}, checklist: [{id: a, ask: 'A?'}]}\n",
    "a pattern too large": POLICY
    + "rules:\n- {id: big, zone: money, title: S, why: S., when: {added: '((a{1,99}){1,99}){1,99}'}, checklist: [{id: a, ask: 'A?'}]}\n",
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
@attack(
    "proposes a policy that takes for ever or all memory to read",
    "it is read within bounds, or refused in a sentence; patterns run in linear time, and other pull requests go on",
    "patterns run in linear time too",
)
async def test_a_policy_that_is_heavy(stage, text):
    pull = stage.open({PATH: text, "app/long.py": "a" * 50_000 + "!\n"})
    await stage.quiet()
    assert stage.verdict(pull)[0] in {"action_required", "failure"}
    other = stage.open({"README.md": "# Ours\n"}, branch="other")
    await stage.quiet()
    assert stage.verdict(other)[0] == "success"


@attack(
    "adds a rule that matches everything, so that nobody reads what is asked any more",
    "a rule is told once with its places, ten lines are commented at most, and the edit needs the policy's seniors",
)
async def test_a_rule_that_matches_everything(stage):
    rule = "rules:\n- {id: all, zone: auth, title: Any line, why: Any., when: {paths: ['**']}, checklist: [{id: a, ask: 'A?'}]}\n"
    await stage.policy(POLICY + rule)
    pull = stage.open({f"app/part_{n}.py": f"x = {n}\n" for n in range(60)})
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries")
    assert len(stage.line_comments(pull)) <= 10
    assert stage.summary(pull).count("**Any line.**") == 1


# --- its words ---

STRANGE = {
    "a mention": "@grace @acme/payments",
    "another issue": "fixes #1 acme/shop#1 GH-1",
    "markup": "</summary><h1>Signed</h1>",
    "an image": "![x](https://evil.test/x.png)",
    "a link": "[Sign here](https://evil.test)",
    "our mark": "<!-- dont-delegate:summary -->",
    "a command": "/sign-off money",
    "backticks": "``` ` ``",
    "a table": "| a | b |",
    "control characters": "\x1b[2K\u202e\u2066",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
@attack(
    "puts mentions, links, markup or the bot's own marks into title, branch, path, commit and diff, to be repeated by the bot",
    "whatever comes from a pull request is escaped wherever it is shown",
    "posts no comment; its details page is HTML from templates",
)
async def test_words_that_the_bot_would_repeat(stage, text):
    name = text.replace("/", "_")
    branch = f"b {name}"
    stage.world.push(stage.repo, branch, {"app/hooks.py": DEEP, f"app/{name}/hooks.py": HOOKS}, "ada", text)
    pull = stage.world.open_pull_request(stage.repo, branch, "ada", title=text, body=text)
    await stage.quiet()
    assert "Money" in stage.verdict(pull)[1]
    assert stage.verdict(pull)[0] == "action_required"
    stage.world.comment(pull, "ada", f"/explain {name}\n/explain --why-not {name}\n/explain app/{name}/hooks.py:5")
    await stage.quiet()
    said = [comment.body for comment in (*stage.said(pull), *stage.line_comments(pull))]
    assert sum(body.startswith("<!-- dont-delegate:summary -->") for body in said) == 1
    shown = "\n".join([*said, stage.checks(pull)[-1].output["text"]])
    plain = outside_code(shown)
    assert not any(
        bad in plain for bad in ("@grace", "@acme", "<h1>", "](https://evil.test", "fixes #1", "acme/shop#1")
    )
    assert not any(bad in shown for bad in ("\u202e", "\u2066", "\x1b"))


def outside_code(text: str) -> str:
    """Leave out what stands in code, which GitHub shows as it is."""
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", text, flags=re.DOTALL)


# --- its time ---


@attack(
    "sends one delivery again and again, late, or in another order",
    "an event is only a hint to look; the same state gives the same result, and nothing is said twice",
    "evaluates again each time; nothing is kept of deliveries",
)
async def test_deliveries_doubled_and_turned_around(stage):
    stage.sandbox.deliveries.hold()
    pull = stage.open({"app/hooks.py": DEEP})
    stage.world.label(pull, "ready", "ada")
    stage.world.comment(pull, "ada", "/explain")
    held = list(stage.sandbox.deliveries.held)
    order = range(len(held))
    stage.sandbox.deliveries.release([*reversed(order), *order])
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert len(stage.said(pull)) == 2
    before = stage.picture(pull)
    for one in held:
        stage.sandbox.deliveries.redeliver(one.id)
    await stage.quiet()
    assert stage.picture(pull) == before


@attack(
    "floods a pull request with commands, to have the bot spend its calls or fall silent",
    "ten commands of a comment are read, waiting events become one evaluation, each comment is answered once",
    "each comment is an evaluation",
)
async def test_a_flood_of_commands(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    for _ in range(20):
        stage.world.comment(pull, "mallory", "/explain\n" * 200)
    before = len(stage.sandbox.calls)
    stage.sandbox.deliveries.release()
    await stage.quiet()
    readings = [
        c
        for c in list(stage.sandbox.calls)[before:]
        if c.path == "/graphql" and "query ReadPullRequest" in c.body["query"]
    ]
    assert len(readings) <= 20
    assert len(stage.said(pull)) == 21
    assert await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


@attack(
    "sends webhooks of their own making",
    "the signature over the raw bytes is checked before anything is read; without a secret the server does not start",
    SAME,
)
async def test_a_webhook_without_a_signature(stage):
    pull = await stage.deep()
    before = stage.picture(pull)
    async with stage.parts.session.post(
        stage.sandbox.deliveries.url,
        json={"action": "created", "installation": {"id": 1}},
        headers={
            "X-GitHub-Event": "issue_comment",
            "X-GitHub-Delivery": "forged",
            "X-Hub-Signature-256": "sha256=" + "0" * 64,
        },
    ) as answer:
        assert answer.status == 401
    await stage.quiet()
    assert stage.picture(pull) == before
