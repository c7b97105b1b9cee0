"""The changes that fool others: for each, whether the sign-off is kept or void, and what is said."""

import re
from collections.abc import Mapping

import pytest

from bot.sandbox.model.git import EXECUTABLE, SUBMODULE, SYMLINK, File
from bot.sandbox.model.pushing import Content
from bot.sandbox.model.state import PullRequest
from tests.front.stage import DEEP, HOOKS, NUMBERS, POLICY, Stage
from tests.front.test_keeping import OPEN, SIGNED, lapsed

SHOP = (
    POLICY
    + """\
  shop: {title: Shop, why: It sells., paths: ["/shop/**"], sign_off: {from: {users: [heidi, grace]}}}
"""
)
ASKS_SHOP = ("action_required", "Needs a sign-off: Shop")
SHOP_SIGNED = ("success", "Signed: Shop")
Files = Mapping[str, Content]
SEEN = "([the difference](https://github.test/acme/shop/compare/THEN..NOW)). So it is asked again."
VOID = "**heidi** signed this on DAY at HEAD. Since then: "


@pytest.fixture
async def signed(stage):
    """A deep pull request that grace has signed."""
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    return pull


async def shop(stage: Stage, before: Files, files: Files) -> PullRequest:
    """Give a pull request that changes what stands under /shop/, signed by heidi."""
    await stage.policy(SHOP)
    stage.world.push(stage.repo, "main", before, "margaret")
    pull = stage.open(files)
    await stage.quiet()
    await stage.say(pull, "heidi", "/sign-off shop")
    assert stage.verdict(pull) == SHOP_SIGNED
    return pull


def tip(stage: Stage) -> str:
    return stage.repo.branches["main"]


# --- history rewritten or merged ---


async def test_a_squash_of_earlier_commits_keeps_it(stage, signed):
    await stage.push(signed, {"README.md": "# Ours\n"})
    stage.world.force_push(
        stage.repo, "work", tip(stage), {"app/hooks.py": DEEP, "README.md": "# Ours\n"}, "ada", "All in one"
    )
    await stage.quiet()
    assert stage.verdict(signed) == SIGNED


async def test_a_change_reverted_and_applied_again_keeps_it(stage, signed):
    await stage.push(signed, {"app/hooks.py": HOOKS, "README.md": "# Ours\n"})
    assert stage.verdict(signed) == ("success", "Shallow: nothing here needs a senior")
    await stage.push(signed, {"app/hooks.py": DEEP})
    assert stage.verdict(signed) == SIGNED


async def merged_by_hand(stage: Stage, pull: PullRequest, main: Files, result: Files) -> None:
    """Merge the base into the head as somebody does who solves a conflict in an editor."""
    theirs = stage.world.push(stage.repo, "main", main, "margaret")
    sha = stage.world.commit(stage.repo, [pull.head_sha, theirs], {**main, **result}, "ada", "Merge main")
    stage.world.move(stage.repo, "work", sha, "ada")
    await stage.quiet()


async def test_a_merge_of_the_base_with_a_conflict_elsewhere_keeps_it(stage, signed):
    await stage.push(signed, {"app/numbers.py": NUMBERS.replace("LINE_7 = 7", "LINE_7 = 70")})
    await merged_by_hand(
        stage,
        signed,
        {"app/numbers.py": NUMBERS.replace("LINE_7 = 7", "LINE_7 = 77")},
        {"app/numbers.py": NUMBERS.replace("LINE_7 = 7", "LINE_7 = 78")},
    )
    assert stage.verdict(signed) == SIGNED


async def test_a_merge_of_the_base_that_changes_signed_lines_by_hand_voids_it(stage, signed):
    main = HOOKS.replace("book(event)", "book(event, twice=False)")
    await merged_by_hand(
        stage, signed, {"app/hooks.py": main}, {"app/hooks.py": DEEP.replace("book(event)", "book(event, twice=True)")}
    )
    assert stage.verdict(signed) == OPEN
    assert lapsed(stage, signed) == (
        f"**grace** signed this on DAY at HEAD. Since then: `app/hooks.py` lines 5-6 {SEEN}"
    )


async def side_branch(stage: Stage, pull: PullRequest, files: Files, by: str) -> None:
    """Merge somebody's other branch into the pull request, as the button of a nested pull request does."""
    side = stage.world.push(stage.repo, "side", files, by)
    sha = stage.world.commit(stage.repo, [pull.head_sha, side], files, "ada", "Merge branch 'side' into work")
    stage.world.move(stage.repo, "work", sha, "ada")
    await stage.quiet()


async def test_another_branch_merged_in_that_changes_signed_lines_voids_it_and_its_author_signs_nothing(stage, signed):
    await side_branch(stage, signed, {"app/hooks.py": DEEP.replace("return 200", "return 202")}, "ivan")
    assert stage.verdict(signed) == OPEN
    assert lapsed(stage, signed) == (
        f"**grace** signed this on DAY at HEAD. Since then: `app/hooks.py` lines 5-7 {SEEN}"
    )
    said = await stage.say(signed, "ivan", "/sign-off money")
    assert re.sub("`[0-9a-f]{7}`", "`SHA`", said) == (
        "`/sign-off money` was not carried out: **ivan** had a hand in this change (commit `SHA`), "
        "and nobody signs their own work. Who can: a member of **acme/payments**."
    )


async def test_another_branch_merged_in_elsewhere_keeps_it(stage, signed):
    await side_branch(stage, signed, {"README.md": "# Ours\n"}, "ivan")
    assert stage.verdict(signed) == SIGNED


async def test_a_branch_of_who_signed_merged_in_makes_them_an_author(stage, signed):
    await side_branch(stage, signed, {"README.md": "# Ours\n"}, "grace")
    assert stage.verdict(signed) == OPEN
    assert (
        "**grace**'s sign-off is not counted: they had a hand in this change, and nobody signs their own work."
        in stage.summary(signed)
    )


# --- what a file is ---


async def test_a_rename_voids_it(stage, signed):
    await stage.push(signed, {"app/hooks.py": None, "app/webhooks.py": DEEP})
    assert stage.verdict(signed) == OPEN
    assert lapsed(stage, signed) == (
        f"**grace** signed this on DAY at HEAD. Since then: `app/hooks.py`, which is deleted now {SEEN}"
    )


async def test_white_space_voids_it(stage, signed):
    await stage.push(signed, {"app/hooks.py": DEEP.replace("    book(event)", "book(event)")})
    assert stage.verdict(signed) == OPEN
    assert "Since then: `app/hooks.py` lines 5-6 (" in lapsed(stage, signed)


async def test_the_same_lines_in_another_function_void_it(stage):
    twins = "".join(
        f"def {name}():\n    a = 1\n    b = 2\n    c = 3\n    guard()\n    d = 4\n    e = 5\n    f = 6\n\n\n"
        for name in ("pay", "pay_back")
    )
    first, second = twins.replace("    guard()\n", "", 1), "".join(twins.rsplit("    guard()\n", 1))
    pull = await shop(stage, {"shop/pay.py": twins}, {"shop/pay.py": first})
    await stage.push(pull, {"shop/pay.py": second})
    assert stage.verdict(pull) == ASKS_SHOP
    assert lapsed(stage, pull) == f"{VOID}`shop/pay.py` lines removed near 15 {SEEN}"


SWAPPED = "`shop/x` was not part of it and `shop/run.sh` is no longer changed"
KIND = "what kind of file it is (its lines are the same)"
LINK, LIBRARY = b"../data", b"Subproject commit " + b"a" * 40 + b"\n"
CASES = {
    "executable": (
        {"run.sh": b"true\n"},
        {"run.sh": File(b"true\n", EXECUTABLE)},
        {"run.sh": b"true\n", "x": b"x\n"},
        "`shop/x` was not part of it and `shop/run.sh` is no longer changed",
    ),
    "binary": (
        {"a.bin": b"\0one"},
        {"a.bin": b"\0two"},
        {"a.bin": b"\0three"},
        "`shop/a.bin`, its content or what kind of file it is",
    ),
    "symlink": ({}, {"link": File(LINK, SYMLINK)}, {"link": File(b"../../etc", SYMLINK)}, "`shop/link` line 1"),
    "text to symlink": (
        {},
        {"link": LINK},
        {"link": File(LINK, SYMLINK)},
        f"`shop/link`, {KIND}",
    ),
    "submodule": ({}, {"lib": File(b"a" * 40, SUBMODULE)}, {"lib": File(b"b" * 40, SUBMODULE)}, "`shop/lib` line 1"),
    "text to submodule": (
        {},
        {"lib": LIBRARY},
        {"lib": File(b"a" * 40, SUBMODULE)},
        f"`shop/lib`, {KIND}",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_what_a_file_is_belongs_to_it(stage, case):
    before, files, then = ({f"shop/{name}": content for name, content in part.items()} for part in case[:3])
    pull = await shop(stage, before, files)
    await stage.push(pull, then)
    assert stage.verdict(pull) == ASKS_SHOP
    assert lapsed(stage, pull) == f"{VOID}{case[3]} {SEEN}"


# --- the rules ---


async def test_a_change_of_the_rules_voids_it(stage, signed):
    own = (
        "rules:\n- {id: hooks, zone: money, title: Hooks, why: They pay., when: {paths: [/app/hooks.py]},\n"
        "   checklist: [{id: a, ask: 'Is it safe?'}]}\n"
    )
    await stage.policy(POLICY + own)
    assert stage.verdict(signed) == OPEN
    assert lapsed(stage, signed) == (
        f"**grace** signed this on DAY at HEAD. Since then: the rules that cover it changed {SEEN}"
    )


async def test_a_change_of_the_policy_that_asks_the_same_keeps_it(stage, signed):
    await stage.policy(POLICY + "exclude: ['/vendor/**']\n")
    assert stage.verdict(signed) == SIGNED
