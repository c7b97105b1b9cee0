"""Files and names that trip programs up."""

import pytest

from bot.sandbox.model.git import EXECUTABLE, SUBMODULE, SYMLINK, File
from tests.front.stage import DEEP, HOOKS, POLICY, VERIFIED

OPEN = ("action_required", "Needs a sign-off: Money")
SHALLOW = ("success", "Shallow: nothing here needs a senior")
SHOP = (
    POLICY
    + """\
  shop: {title: Shop, why: It sells., paths: ["/shop/**"], sign_off: {from: {users: [heidi]}}}
"""
)
ASKS_SHOP = ("action_required", "Needs a sign-off: Shop")
EVENT = "event = stripe.Webhook.construct_event(b)"


@pytest.fixture
async def shop(stage):
    """A stage where everything under /shop/ needs heidi."""
    await stage.policy(SHOP)
    return stage


async def judged(stage, files, base=None):
    """Give the verdict on a change, after it was signed if it asks for that, and the pull request."""
    if base:
        stage.world.push(stage.repo, "main", base, "margaret")
    pull = stage.open(files)
    await stage.quiet()
    return stage.verdict(pull), pull


# --- contents ---


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"x = 1\r\n{EVENT}\r\n".encode(), 2),
        (f"x = 1\n{EVENT}".encode(), 2),
        (f"x = '\u2028'\n{EVENT}\n".encode(), 2),
        (f"x = 1\x0c\n{EVENT}\n".encode(), 2),
        (f"x = 1\x85y = 2\n{EVENT}\n".encode(), 2),
        (b"x = '\xff\xfe'\n" + EVENT.encode() + b"\n", 2),
        (f"\ufeffx = 1\n{EVENT}\n".encode(), 2),
        (f"+++ b/x\n--- a/x\n{EVENT}\n".encode(), 3),
        (f"@@ -1 +1 @@\n{EVENT}\n".encode(), 2),
        (f"diff --git a/x b/x\n{EVENT}\n".encode(), 2),
    ],
    ids=["CRLF", "no end", "U+2028", "form feed", "NEL", "not UTF-8", "BOM", "headers", "hunk", "git"],
)
async def test_lines_are_those_that_github_counts(stage, text, line):
    verdict, pull = await judged(stage, {"app/hooks.py": text})
    assert verdict == OPEN
    assert [comment.thread.line for comment in stage.line_comments(pull)] == [line]


async def test_a_lone_carriage_return_hides_nothing(stage):
    verdict, _ = await judged(stage, {"app/hooks.py": f"# nothing here\r{EVENT}\n".encode()})
    assert verdict == OPEN


async def test_a_binary_file_in_a_guarded_place_is_signed_by_its_content(shop):
    verdict, pull = await judged(shop, {"shop/model.bin": b"\0\1\2"})
    assert verdict == ASKS_SHOP
    await shop.say(pull, "heidi", "/sign-off shop")
    assert shop.verdict(pull) == ("success", "Signed: Shop")
    await shop.push(pull, {"shop/model.bin": b"\0\1\3"})
    assert shop.verdict(pull) == ASKS_SHOP


async def test_an_empty_file(shop):
    assert (await judged(shop, {"app/empty.py": "", "lib/__init__.py": b""}))[0] == SHALLOW
    await shop.push(shop.repo.pulls[1], {"shop/empty.py": ""})
    assert shop.verdict(shop.repo.pulls[1]) == ASKS_SHOP


async def test_a_file_that_is_renamed_out_of_a_guarded_place(shop):
    base = {"shop/prices.py": "PRICE = 1\n" * 20}
    verdict, pull = await judged(shop, {"shop/prices.py": None, "lib/prices.py": base["shop/prices.py"]}, base)
    assert verdict == ASKS_SHOP
    assert "`lib/prices.py`" in shop.summary(pull)


async def test_a_file_that_is_deleted(stage):
    verdict, pull = await judged(stage, {"app/hooks.py": None})
    assert verdict == OPEN
    assert [comment.thread.side for comment in stage.line_comments(pull)] == ["LEFT"]


async def test_a_new_mode_voids_a_sign_off(shop):
    base = {"shop/run.sh": "true\n"}
    verdict, pull = await judged(shop, {"shop/run.sh": "false\n"}, base)
    assert verdict == ASKS_SHOP
    await shop.say(pull, "heidi", "/sign-off shop")
    assert shop.verdict(pull) == ("success", "Signed: Shop")
    await shop.push(pull, {"shop/run.sh": File(b"true\n", EXECUTABLE)})
    assert shop.verdict(pull) == ASKS_SHOP


@pytest.mark.parametrize(
    "file",
    [File(b"../secret", SYMLINK), File(b"a" * 40, SUBMODULE), File(b"true\n", EXECUTABLE)],
    ids=["symlink", "submodule", "executable"],
)
async def test_what_is_no_plain_file_is_judged_by_its_place(shop, file):
    assert (await judged(shop, {"shop/odd": file}))[0] == ASKS_SHOP


@pytest.mark.parametrize("mode", [SYMLINK, SUBMODULE])
async def test_a_file_that_becomes_something_else(shop, mode):
    content = File(b"b" * 40, mode)
    assert (await judged(shop, {"shop/odd": content}, {"shop/odd": "text\n"}))[0] == ASKS_SHOP


async def test_a_submodule_elsewhere_is_shallow(stage):
    assert (await judged(stage, {"lib/other": File(b"a" * 40, SUBMODULE)}))[0] == SHALLOW


# --- names ---

NAMES = [
    'app/quo"te.py',
    "app/a space.py",
    "app/x b/hooks.py",
    "app/new\nline.py",
    "app/tick`s.py",
    "app/``.py",
    "app/tab\there.py",
    "app/<b>.py",
    "app/@grace.py",
    "app/ünïcode.py",
    "app/-->.py",
    "app/100%.py",
    "app/a#b?c.py",
    "app/back\\slash.py",
    "app/\u202egnp.py",
]


@pytest.mark.parametrize("name", NAMES)
async def test_a_strange_name_is_judged_commented_and_signed(stage, name):
    verdict, pull = await judged(stage, {name: HOOKS})
    assert verdict == OPEN
    assert [(comment.thread.path, comment.thread.line) for comment in stage.line_comments(pull)] == [(name, 5)]
    assert "\u202e" not in stage.summary(pull)
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert len(stage.line_comments(pull)) == 1
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_strange_names_without_a_patch_are_read_all_the_same(stage):
    pull = stage.open(dict.fromkeys(NAMES, HOOKS))
    pull.withheld.update(NAMES)
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.checks(pull)[-1].output["text"].count(" line 5: A payment provider's webhook is handled") == len(NAMES)


async def test_a_strange_name_makes_no_markup(stage):
    _, pull = await judged(stage, {"app/`<img src=x onerror=y>`@grace\n# Big.py": HOOKS})
    row = next(line for line in stage.summary(pull).splitlines() if "webhook is handled" in line)
    assert row.startswith("- [``app/`<img src=x onerror=y>`@grace␊# Big.py`` line 5](")


async def test_a_strange_title_branch_and_commit_message_do_no_harm(stage):
    stage.world.push(
        stage.repo,
        "we ird@{`x`}",
        {"app/hooks.py": DEEP},
        "ada",
        "Co-authored-by: <<>>\n\0\u202e@grace /sign-off money",
    )
    title = "@grace <!-- dont-delegate:summary --> /sign-off money"
    pull = stage.world.open_pull_request(
        stage.repo, "we ird@{`x`}", "ada", title=title, body=f"{title}\n/sign-off money"
    )
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert len(stage.said(pull)) == 1


async def test_a_summary_forged_by_a_stranger_is_not_taken_for_ours(stage):
    pull = stage.open({"app/hooks.py": HOOKS.replace(VERIFIED, "{}")})
    stage.world.comment(pull, "mallory", "<!-- dont-delegate:summary -->\nAll signed.")
    stage.world.comment(pull, "mallory", "<!-- dont-delegate:finding payment-webhook-handler:app/hooks.py -->")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert stage.boxes(pull) == "     "
    assert len(stage.line_comments(pull)) == 1
