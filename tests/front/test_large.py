"""Many files: pages of them, lists that are cut, trees that are cut, patches that are withheld."""

import pytest

from tests.front.stage import DEEP, HOOKS, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SHALLOW = ("success", "Shallow: nothing here needs a senior")
UNKNOWN = ("failure", "Could not be judged: Database schema, Security boundaries, Money and Runtime correctness")
CUT = "GitHub lists only 3,000 of the changed files, and its trees are too large to be compared."
PATHS = (
    POLICY
    + """\
  shop: {title: Shop, why: It sells., paths: ["/shop/**"]}
"""
)


async def test_files_on_the_third_page_are_read(stage):
    pull = stage.open(
        {f"app/a{n:03}.py": f"x = {n}\n" for n in range(249)} | {"app/hooks.py": DEEP, "zz.py": "x = 1\n"}
    )
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    pages = [call.query.get("page") for call in stage.sandbox.calls if call.path.endswith("/files")]
    assert set(pages) == {"1", "2", "3"}


async def test_a_page_that_was_not_foretold_is_read_too(stage):
    pull = stage.open({"app/a.py": "x = 1\n"})
    await stage.quiet()
    await stage.push(pull, {f"app/a{n:03}.py": f"x = {n}\n" for n in range(150)} | {"zz_hooks.py": "stripe.Webhook\n"})
    stage.sandbox.deliveries.hold()
    stage.world.comment(pull, "ada", "/recheck")  # tells of no number of files
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_a_withheld_patch_is_read_by_its_blobs(stage):
    pull = stage.open({"app/hooks.py": DEEP})
    pull.withheld.add("app/hooks.py")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "line 5 (removed)" in stage.summary(pull)


async def test_a_withheld_patch_that_holds_nothing_is_shallow(stage):
    pull = stage.open({"app/numbers.py": "LINE_0 = 1\n"})
    pull.withheld.add("app/numbers.py")
    await stage.quiet()
    assert stage.verdict(pull) == SHALLOW


async def test_a_withheld_patch_that_shows_again_keeps_the_sign_off(stage):
    pull = stage.open({"app/hooks.py": DEEP})
    pull.withheld.add("app/hooks.py")
    await stage.quiet()
    await stage.say(pull, "grace", "/sign-off money")
    pull.withheld.clear()
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert stage.verdict(pull) == ("success", "Signed: Money")


async def test_what_is_too_large_to_be_read_is_unknown_and_blocks(stage):
    pull = stage.open({"app/big.py": "x = 1\n" * 800_000})
    pull.withheld.add("app/big.py")
    await stage.quiet()
    assert stage.verdict(pull) == UNKNOWN
    assert "### This change could not be judged whole" in stage.summary(pull)
    assert (
        "**Something here could not be seen**, and what is not seen is not taken as clean:\n\n"
        "- `app/big.py`: GitHub shows no patch of it, and it is too large to be read (more than 4 MB)"
    ) in stage.summary(pull)
    assert await stage.say(pull, "margaret", "/recheck") == (f"Looked again at `{pull.head_sha[:7]}`: {UNKNOWN[1]}.")


async def test_what_cannot_be_seen_cannot_be_signed(stage):
    pull = stage.open({"app/big.py": "x = 1\n" * 800_000})
    pull.withheld.add("app/big.py")
    await stage.quiet()
    assert await stage.say(pull, "grace", "/sign-off money") == (
        "`/sign-off money` was not carried out: a part of this change could not be seen, "
        "and what can't be seen can't be signed."
    )
    assert stage.verdict(pull) == UNKNOWN


def tiny(count: int) -> dict[str, str]:
    return {f"shapes/s{n:04}.py": f"x = {n}\n" for n in range(count)}


@pytest.fixture
async def huge(stage):
    """A pull request of 3,101 files; GitHub lists 3,000, and what matters comes behind them."""
    await stage.policy(PATHS)
    return stage, stage.open({**tiny(3_100), "zz/hooks.py": HOOKS})


async def test_what_the_list_leaves_out_is_found_in_the_trees(huge):
    stage, pull = huge
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "`zz/hooks.py` line 5" in stage.summary(pull)


async def test_trees_that_are_cut_too_leave_it_unknown(huge):
    stage, pull = huge
    stage.repo.tree_limit = 100
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    assert f"\n- {CUT}\n" in stage.summary(pull)
    assert (
        "Split the change so that these files can be shown, then push; `/recheck` looks again."
        in (stage.checks(pull)[-1].output["summary"])
    )
