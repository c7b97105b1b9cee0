"""What a pull request that edits the policy is told: what the edit changes, and what it would have done of late."""

import pytest

from bot.handlers import replays as replays_room
from bot.sandbox.model.git import SUBMODULE, SYMLINK, File
from tests.front.stage import DEEP, POLICY

PATH = ".github/dont-delegate.yml"
GUARDED = POLICY.replace("{from: payments}}", "{from: payments}, paths: ['/src/ledger/**', '/src/bills/**']}")
HEADING = "**What this edit of the policy changes**, what makes it weaker first:\n\n"
EMPTY = "No pull request has been merged into `main` yet, so none could be replayed."


async def merged(stage, files, branch):
    """Have a pull request merged, signed or not."""
    pull = stage.open(files, branch=branch)
    await stage.quiet()
    stage.world.merge(pull, "margaret")
    await stage.quiet()
    return pull.number


async def proposing(stage, text, branch="edit", **said):
    pull = stage.open({PATH: text}, branch=branch, **said)
    await stage.quiet()
    return pull


def part(stage, pull):
    """What the summary says of the edit."""
    body = stage.summary(pull)
    begins = body.index("\n\n", body.index("**The review policy changes.**")) + 2
    return body[begins : body.index("\n\nTo sign:")]


async def test_an_edit_is_told_in_words_and_replayed(stage):
    await stage.policy(GUARDED)
    money = await merged(stage, {"src/ledger/book.txt": "1\n"}, "ledger")
    also = await merged(stage, {"src/ledger/page.txt": "2\n"}, "pages")
    search = await merged(stage, {"search/mapping.txt": "1\n"}, "search")
    await merged(stage, {"README.md": "# Ours\n"}, "readme")
    edited = GUARDED.replace("'/src/ledger/**', ", "").replace("[acme/payments]", "[acme/payments], users: [mallory]")
    edited += "  search: {title: Search, why: A day of reindexing., paths: ['/search/**']}\n"
    pull = await proposing(stage, edited)
    assert part(stage, pull) == (
        f"{HEADING}"
        "- weaker: **money** may also be signed by **mallory**\n"
        "- weaker: **money** loses `/src/ledger/**`\n"
        "- stronger: **search** is a new zone, with 1 rule, signed by anyone with the **maintain** permission\n\n"
        f"Replayed over the last 4 pull requests merged into `main`: 1 would newly be asked for **search** (`#{search}`), "
        f"2 would be free of **money** (`#{also}` and `#{money}`)."
    )
    assert part(stage, pull) in stage.checks(pull)[-1].output["text"]
    assert part(stage, pull).removeprefix(HEADING) in await stage.say(pull, "ada", "/explain policy")


async def test_an_edit_of_words_alone_judges_the_same(stage):
    pull = await proposing(stage, f"# Ours\n{POLICY}")
    assert part(stage, pull) == f"It reads differently and judges the same.\n\n{EMPTY}"


async def test_a_branch_that_is_behind_is_said_to_be(stage):
    pull = await proposing(stage, f"# Ours\n{POLICY}")
    await stage.policy(GUARDED)
    assert part(stage, pull) == (
        f"{HEADING}- weaker: **money** loses `/src/ledger/**` and `/src/bills/**`, all of its paths\n\n"
        "The policy on `main` has changed since this branch left it, and what changed there stands here the other way round. "
        f"Update the branch to see what is left of it.\n\n{EMPTY}"
    )


async def test_a_replay_is_made_once_a_proposal(stage):
    await merged(stage, {"src/a.py": "1\n"}, "first")
    pull = await proposing(stage, GUARDED)
    await stage.say(pull, "ada", "/recheck")
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert replays(stage) == 1
    await stage.push(pull, {PATH: f"{GUARDED}# again\n"})
    assert replays(stage) == 2
    assert part(stage, pull).endswith(
        "Replayed over the last pull request merged into `main`: none would be asked or let go otherwise."
    )


async def test_no_other_pull_request_costs_a_replay(stage):
    await merged(stage, {"app/hooks.py": DEEP}, "first")
    await stage.deep(branch="second")
    behind = stage.open({"README.md": "# Ours\n"}, branch="behind")
    await stage.policy(GUARDED)  # the branch has the old one now, and does not edit it
    await stage.quiet()
    assert replays(stage) == 0
    assert stage.verdict(behind) == ("success", "Shallow: nothing here needs a senior")
    assert "What this edit" not in stage.checks(behind)[-1].output["text"]


async def test_what_can_not_be_listed_is_said_and_the_verdict_stands(stage):
    await merged(stage, {"src/a.py": "1\n"}, "first")
    stage.sandbox.faults.forbidden = frozenset({"/repos/acme/shop/pulls/1/files"})
    pull = await proposing(stage, GUARDED)
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")
    assert part(stage, pull).endswith(
        "The replay over the last merged pull requests could not be made: "
        "GitHub said 403: Resource not accessible by integration."
    )


async def test_the_verdict_stands_before_the_replay_is_made(stage):
    await merged(stage, {"src/a.py": "1\n"}, "first")
    pull = await proposing(stage, GUARDED)
    first = stage.checks(pull)[0]
    assert first.conclusion == "action_required"
    before = stage.summary_comment(pull).edits[0].before
    assert (
        "The last merged pull requests are being judged by both policies; what comes of it will stand here." in before
    )


async def test_a_large_pull_request_is_left_out_and_said(stage):
    await merged(stage, {f"many/file_{n}.txt": "1\n" for n in range(301)}, "large")
    pull = await proposing(stage, GUARDED)
    assert part(stage, pull).endswith(
        "Replayed over the last pull request merged into `main`: none would be asked or let go otherwise. "
        "1 of them was too large to look at."
    )


async def test_whole_texts_are_read_for_the_replay(stage):
    rule = (
        "rules:\n  - {id: books, zone: money, title: Books, why: They count., when: {file: 'BOOKS'},"
        " checklist: [{id: a, ask: Right?}]}\n"
    )
    stage.world.push(stage.repo, "main", {"lib/books.py": "BOOKS = 1\nx = 1\n"}, "margaret")
    number = await merged(stage, {"lib/books.py": "BOOKS = 1\nx = 2\n"}, "books")
    pull = await proposing(stage, POLICY + rule)
    assert f"1 would newly be asked for **money** (`#{number}`)." in part(stage, pull)


async def test_a_first_policy_is_replayed_against_nothing(stage):
    await stage.policy(None)
    number = await merged(stage, {"app/hooks.py": DEEP}, "first")
    pull = await proposing(stage, POLICY)
    assert stage.verdict(pull) == ("neutral", "This policy judges pull requests once it is merged")
    assert (
        stage.checks(pull)[-1]
        .output["text"]
        .startswith(
            "It is the first policy here, so from now on it asks where nothing was asked before.\n\n"
            f"Replayed over the last pull request merged into `main`: 1 would newly be asked for **money** (`#{number}`)."
        )
    )


async def test_taking_the_policy_away_is_said_and_asked_for(stage):
    pull = await proposing(stage, None)
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")
    assert part(stage, pull) == (
        "**This pull request takes the policy away.** Once it is merged, no senior is asked for any change here."
    )
    assert replays(stage) == 0


MOVED = {
    "another name": ({PATH: None, ".github/dont-delegate.yaml": POLICY}, "action_required"),
    "another case": ({PATH: None, ".github/Dont-Delegate.yml": POLICY}, "action_required"),
    "a folder": ({PATH: None, f"{PATH}/policy.yml": POLICY}, "failure"),
    "a link": ({PATH: File(b"version: 1", SYMLINK)}, "failure"),
    "a submodule": ({PATH: File(b"a" * 40, SUBMODULE)}, "failure"),
    "binary": ({PATH: b"\0\1"}, "failure"),
}


@pytest.mark.parametrize(("files", "conclusion"), MOVED.values(), ids=MOVED)
async def test_a_policy_that_goes_elsewhere_is_asked_for(stage, files, conclusion):
    pull = stage.open(files)
    await stage.quiet()
    assert stage.verdict(pull)[0] == conclusion
    assert "| **Review policy** | open |" in stage.summary(pull)


HOSTILE = "@acme/payments <!-- dont-delegate:box --> **x** #1"


async def test_nothing_in_a_proposal_mentions_anybody(stage):
    edited = GUARDED.replace("'/src/bills/**'", f"'/{HOSTILE.replace('**', '*')}'")
    pull = await proposing(stage, edited)
    says = part(stage, pull)
    assert "`/@acme/payments <! -- dont-delegate:box --> *x* #1`" in says
    assert "<!-- dont-delegate:box -->" not in stage.summary(pull)


BAD = {
    "anchors": ("version: 1\nsigners: &a {x: {users: [ada]}}\nzones: *a\n", 2),
    "too large": ("# " + "x" * 300_000, 1),
}


@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD)
async def test_a_proposal_that_is_refused_has_no_difference(stage, text, line):
    pull = await proposing(stage, text)
    assert stage.verdict(pull) == ("failure", "The policy that this pull request proposes has problems")
    assert stage.checks(pull)[-1].annotations[0]["start_line"] == line
    assert "What this edit" not in stage.summary(pull)
    assert replays(stage) == 0


async def test_too_many_replays_of_one_repository_are_refused_with_the_reason(stage):
    pull = await proposing(stage, GUARDED)
    for n in range(6):
        await stage.push(pull, {PATH: f"{GUARDED}# {n}\n"})
    assert replays(stage) == 6
    assert part(stage, pull).endswith(
        "The replay over the last merged pull requests could not be made: 6 proposals were replayed here within the hour, "
        "and more would use up the calls that GitHub allows."
    )


def replays(stage):
    """How many lists of merged pull requests were asked for."""
    return sum(
        "query ReadMerged" in str((call.body or {}).get("query"))
        for call in stage.sandbox.calls
        if call.path == "/graphql"
    )


MARKS = {
    "a line": {".gitattributes": "app/** linguist-generated\n"},
    "what looks like a comment": {".gitattributes": "/* linguist-generated\n"},
    "renamed to it": {"notes.txt": None, ".gitattributes": "app/** linguist-generated\n"},
    "taken away": {".gitattributes": None},
    "binary": {".gitattributes": b"\0app/** linguist-generated\n"},
    "a link": {".gitattributes": File(b"app/** linguist-generated", SYMLINK)},
}


@pytest.mark.parametrize("files", MARKS.values(), ids=MARKS)
async def test_whoever_marks_files_as_generated_asks_the_policys_seniors(stage, files):
    before = {"notes.txt": "app/** linguist-generated\n"}
    if None in files.values():
        before |= {".gitattributes": "x -linguist-generated\n"} if "notes.txt" not in files else {}
    stage.world.push(stage.repo, "main", before, "margaret")
    pull = stage.open(files)
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")


async def test_a_folder_in_place_of_the_attributes_is_nothing_to_heed(stage):
    stage.world.push(stage.repo, "main", {".gitattributes/x": "app/** linguist-generated\n"}, "margaret")
    pull = await stage.deep()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")


async def test_two_proposals_at_once_are_both_replayed(stage):
    await merged(stage, {"src/a.py": "1\n"}, "first")
    stage.sandbox.faults.latency = 0.05
    pulls = [stage.open({PATH: f"{GUARDED}# {branch}\n"}, branch=branch) for branch in ("one", "two")]
    await stage.quiet()
    for pull in pulls:
        assert part(stage, pull).endswith("none would be asked or let go otherwise.")


async def test_a_replay_that_takes_too_long_is_given_up(stage, monkeypatch):
    monkeypatch.setattr(replays_room, "SECONDS", 0.2)
    stage.sandbox.faults.latency = 0.15
    pull = await proposing(stage, GUARDED)
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")
    assert part(stage, pull).endswith("could not be made: it took longer than 60 seconds.")


@pytest.mark.parametrize("path", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
async def test_codeowners_is_part_of_a_policy_that_has_owners_sign(stage, path):
    edited = {path: "* @mallory\n"}
    plain = stage.open(edited, branch="plain")
    await stage.quiet()
    assert stage.verdict(plain) == ("success", "Shallow: nothing here needs a senior")
    await stage.policy(POLICY.replace("{users: [heidi]}", "{codeowners: true}"))
    pull = stage.open(edited, branch="owners")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Review policy")
