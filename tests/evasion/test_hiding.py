"""Hiding a change from whoever matches it."""

import pytest

from bot.sandbox.model.git import SYMLINK, File
from bot.sandbox.model.pushing import Content
from bot.sandbox.model.state import PullRequest
from tests.evasion.attack import SAME, attack
from tests.front.stage import DEEP, HOOKS, POLICY, VERIFIED, Stage

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
BY_PATH = "it matches paths, so nothing for a rule on paths; it has none on content"
GUARDED = POLICY.replace("money: {sign_off", "money: {paths: ['/ledger/**'], sign_off")
LEDGER = "".join(f"RATE_{n} = {n}\n" for n in range(40))


async def opened(stage: Stage, files: dict[str, Content], **said) -> PullRequest:
    pull = stage.open(files, **said)
    await stage.quiet()
    return pull


@pytest.fixture
async def guarded(stage):
    """A stage where everything under /ledger/ is money."""
    await stage.policy(GUARDED)
    stage.world.push(stage.repo, "main", {"ledger/rates.py": LEDGER}, "margaret")
    return stage


# --- in the crowd ---


@attack(
    "hides the file behind 3,000 others, where GitHub's list ends",
    "what the list leaves out is found by comparing the trees, and judged",
    "error from 3,000 files on, so the pull request waits for ever",
)
async def test_the_file_behind_three_thousand_others(stage):
    crowd = {f"shapes/s{n:04}.py": f"x = {n}\n" for n in range(3_000)}
    pull = await opened(stage, {**crowd, "zz/hooks.py": HOOKS})
    assert stage.verdict(pull) == OPEN
    assert "`zz/hooks.py` line 5" in stage.summary(pull)


@attack(
    "adds so many files that the trees are cut as well",
    "every zone that the rest could touch is unknown, and that fails",
    "error from 3,000 files on",
)
async def test_a_crowd_that_nobody_can_list(stage):
    stage.repo.tree_limit = 100
    crowd = {f"shapes/s{n:04}.py": f"x = {n}\n" for n in range(3_000)}
    pull = await opened(stage, {**crowd, "zz/hooks.py": HOOKS})
    assert stage.verdict(pull)[0] == "failure"
    assert "GitHub lists only 3,000 of the changed files" in stage.summary(pull)


@attack("makes the patch so large that GitHub leaves it out", "both texts are read and compared", BY_PATH)
async def test_a_patch_left_out(stage):
    pull = stage.open({"app/hooks.py": DEEP})
    pull.withheld.add("app/hooks.py")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


@attack(
    "makes the file so large that nobody can read it",
    "the zones that it could touch are unknown, and that fails",
    BY_PATH,
)
async def test_a_file_that_nobody_can_read(stage):
    pull = stage.open({"app/hooks.py": "# x\n" * 1_100_000 + HOOKS})
    pull.withheld.add("app/hooks.py")
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    assert "it is too large to be read (more than 4 MB)" in stage.summary(pull)


@attack("splits the change over many small commits", "the pull request is judged as a whole", SAME)
async def test_many_small_commits(stage):
    pull = await opened(stage, {"README.md": "# Ours\n"})
    for step in (HOOKS.replace("import stripe", "import json"), DEEP.replace("import stripe", "import json")):
        await stage.push(pull, {"app/hooks.py": step})
    assert stage.verdict(pull) == OPEN


# --- as something else ---


@attack(
    "puts a NUL into the code so that it passes for binary", "a binary file under a guarded path is asked for", BY_PATH
)
async def test_code_that_passes_for_binary(guarded):
    pull = await opened(guarded, {"ledger/rates.py": LEDGER.encode() + b"\0"})
    assert guarded.verdict(pull) == OPEN


@attack(
    "puts a NUL into guarded code elsewhere, so that its lines are not shown",
    "a program's file that turned binary can't be judged, and that fails",
    BY_PATH,
)
async def test_guarded_lines_in_a_file_that_passes_for_binary(stage):
    pull = await opened(stage, {"app/hooks.py": DEEP.encode() + b"#\0\n"})
    assert stage.verdict(pull)[0] in {"failure", "action_required"}


@attack(
    "marks the files as generated in `.gitattributes`, in the same pull request",
    "only what the base branch says of its files is heeded",
)
async def test_gitattributes_at_the_head(stage):
    pull = await opened(stage, {".gitattributes": "app/** linguist-generated -diff\n", "app/hooks.py": DEEP})
    assert stage.verdict(pull)[0] == "action_required"
    assert "Money" in stage.verdict(pull)[1]


@pytest.mark.parametrize("end", ["\r", "\x0c", "\x0b", "\u2028", "\u2029", "\x85", "\x1c"], ids=ascii)
@attack(
    "puts the code behind a character that some programs take for the end of a line",
    "lines end where git ends them, and what stands behind is looked at",
    BY_PATH,
)
async def test_a_false_end_of_a_line(stage, end):
    pull = await opened(stage, {"app/new.py": f"x = '{end}'; event = stripe.Webhook.construct_event(b)\n"})
    assert stage.verdict(pull) == OPEN


@attack("turns the code around with bidirectional characters", "those characters are a finding of their own", BY_PATH)
async def test_bidirectional_characters(stage):
    pull = await opened(
        stage, {"app/roles.py": "if role != 'user\u202e \u2066# admins only\u2069 \u2066':\n    allow()\n"}
    )
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("app/new.py", "con\N{LATIN SMALL LETTER LONG S}truct_event"),
        ("app/new.py", "\N{FULLWIDTH LATIN SMALL LETTER C}onstruct_event"),
        ("app/new.js", "\\u0063onstructEvent"),
    ],
    ids=["long s", "full width", "escape"],
)
@attack(
    "writes a name with letters that only the compiler takes for the same",
    "names are read as the compiler reads them",
    BY_PATH,
)
async def test_a_name_in_other_letters(stage, path, name):
    pull = await opened(stage, {path: f"event = stripe.webhooks.{name}(body, sig, key)\n"})
    assert stage.verdict(pull) == OPEN


@attack(
    "breaks the statement over lines, so that no line shows it whole",
    "statements are joined before they are looked at where a rule needs them whole",
    BY_PATH,
)
async def test_a_statement_over_many_lines(stage):
    text = "event = (\n    stripe\n    .Webhook\n    .construct_event(\n        body,\n    )\n)\n"
    pull = await opened(stage, {"app/new.py": text})
    assert stage.verdict(pull) == OPEN


# --- under another name ---

NAMES = {
    "a space": "ledger/a b.py",
    "git's header": "ledger/x b/ledger.py",
    "a line's end": "ledger/new\nline.py",
    "quotes": 'ledger/"quoted".py',
    "a right-to-left mark": "ledger/\u202eyp.py",
    "an escape": "ledger/\x1b[2K.py",
    "a backslash": "ledger/back\\slash.py",
    "a glob": "ledger/[!a]*.py",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@attack(
    "gives the file a name that breaks programs which read diffs",
    "names are taken from the API, never from a diff's text",
    SAME,
)
async def test_a_name_that_breaks_programs(guarded, name):
    pull = await opened(guarded, {name: "RATE = 1\n"})
    assert guarded.verdict(pull) == OPEN


@attack(
    "renames the guarded file out of its folder first, and changes it there",
    "a rename counts at its old path too",
    SAME,
)
async def test_a_file_renamed_out(guarded):
    pull = await opened(guarded, {"ledger/rates.py": None, "lib/rates.py": LEDGER})
    assert guarded.verdict(pull) == OPEN
    await guarded.push(pull, {"lib/rates.py": LEDGER.replace("RATE_7 = 7", "RATE_7 = 8")})
    assert guarded.verdict(pull) == OPEN


@attack(
    "renames a guarded file in nothing but the case of its letters",
    "that is a rename, and counts at its old path",
    SAME,
)
async def test_a_rename_in_case_alone(guarded):
    pull = await opened(guarded, {"ledger/rates.py": None, "Ledger/Rates.py": LEDGER})
    assert guarded.verdict(pull) == OPEN


@attack(
    "moves guarded code into a folder of tests or documents, which are looked at less",
    "a moved file counts at its old path, where it was no test",
    BY_PATH,
)
@pytest.mark.parametrize("folder", ["tests", "docs", "vendor"])
async def test_guarded_code_moved_among_the_tests(stage, folder):
    pull = await opened(stage, {"app/hooks.py": None, f"{folder}/hooks.py": HOOKS})
    assert stage.verdict(pull) == OPEN


@attack(
    "copies the lines of a guarded file into a new one elsewhere and empties the old one",
    "removed lines count as much as added ones",
    BY_PATH,
)
async def test_code_moved_between_files(stage):
    pull = await opened(stage, {"app/hooks.py": "", "lib/other.py": HOOKS})
    assert stage.verdict(pull) == OPEN


@attack("replaces a guarded file by a link to another", "what kind of file it is belongs to the change", SAME)
async def test_a_guarded_file_becomes_a_link(guarded):
    pull = await opened(guarded, {"ledger/rates.py": File(b"../lib/rates.py", SYMLINK)})
    assert guarded.verdict(pull) == OPEN


@attack(
    "has a harmless file signed, and then makes a link of it without changing a byte",
    "the sign-off is void: it covers what kind of file it is",
    "approvals are not bound to content; with `invalidate_on_push` off it is merged",
)
async def test_a_signed_text_becomes_a_link(guarded):
    pull = await opened(guarded, {"ledger/source": b"../../outside"})
    await guarded.say(pull, "grace", "/sign-off money")
    assert guarded.verdict(pull) == SIGNED
    await guarded.push(pull, {"ledger/source": File(b"../../outside", SYMLINK)})
    assert guarded.verdict(pull) == OPEN


@attack(
    "has a change signed in one function, and then makes the very same change in another",
    "the sign-off is void: it covers the heading that git gives the hunk",
    "approvals are not bound to content; with `invalidate_on_push` off it is merged",
)
async def test_the_same_lines_elsewhere(guarded):
    body = "    a = 1\n    b = 2\n    c = 3\n    guard()\n    d = 4\n    e = 5\n    f = 6\n"
    both = "".join(f"def {name}():\n{body}\n\n" for name in ("preview", "pay"))
    guarded.world.push(guarded.repo, "main", {"ledger/pay.py": both}, "margaret")
    pull = await opened(guarded, {"ledger/pay.py": both.replace("    guard()\n", "", 1)})
    await guarded.say(pull, "grace", "/sign-off money")
    assert guarded.verdict(pull) == SIGNED
    await guarded.push(pull, {"ledger/pay.py": "".join(both.rsplit("    guard()\n", 1))})
    assert guarded.verdict(pull) == OPEN


@attack(
    "leaves the guarded lines alone and takes only the check around them out",
    "a removed line counts, and its comment stands on the left side",
    BY_PATH,
)
async def test_only_a_check_is_removed(stage):
    pull = await opened(
        stage, {"app/hooks.py": HOOKS.replace(f"    event = {VERIFIED}\n", "    event = request.json\n")}
    )
    assert stage.verdict(pull) == OPEN
    assert "line 5 (removed)" in stage.summary(pull)
