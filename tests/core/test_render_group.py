"""The exact words of the check on a merge group."""

from dataclasses import replace

from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.model.group import Part
from bot.core.model.policy import Mode
from bot.core.model.report import Annotation
from bot.core.render import Scene
from bot.core.render.group import Place, group_check, judged, not_judged, unjudged_check, unknown_check
from tests.core.build import PATCH, case, file, finding, policy, pull, review, rule, shown, zone
from tests.core.test_render import COVER, signed

HEAD = "f" * 40
PLACE = Place("Don't Delegate", HEAD, "main")
ALONE = Part(7, "b" * 40, HEAD)
BEHIND = replace(ALONE, below=6)
FOOT = "Each as it would be merged into `main`. Judged by `the test's policy`, as it stands there now."
SIGN_OR_NOT = "Nobody can sign here: a sign-off is given on the pull request."


def found(of=None, part=ALONE, **scene):
    of = of or case()
    return judged(part, decide(of), Scene(of.pull, of.policy, "https://github.com", **scene), of.memory)


def words(*parts):
    check = group_check(PLACE, parts, "the test's policy")
    return check.conclusion, check.title, check.summary


def holds(one):
    """The sentence that says what holds a part back."""
    conclusion, title, summary = words(one)
    assert (conclusion, title) == ("failure", "#7 holds this group back")
    first, then, _ = summary.partition(f"\n\n{SIGN_OR_NOT}\n\n")
    assert then
    return first.removeprefix("- ")


def test_signed_and_shallow_side_by_side():
    of = case(memory=[shown(1, money=COVER), signed()])
    shallow = found(case(findings=[], change=pull(number=8)), replace(ALONE, number=8))
    assert words(found(of), shallow) == (
        "success",
        "Signed: Money",
        "| Pull request | Zone | Sign-off |\n|:--|:--|:--|\n"
        f"| #7 | **Money** | signed by **grace** |\n| #8 | none touched | none needed |\n\n{FOOT}",
    )


def test_a_pull_request_that_was_never_signed():
    assert holds(found(case(memory=[shown(1, money=COVER)]))) == (
        "**Money** of #7 has no sign-off that counts. Have it signed on #7, and queue that again."
    )


def test_what_was_signed_reads_differently():
    moved = pull(file(patch=PATCH.replace("import stripe", "import stripes")))
    of = case(change=moved, memory=[shown(1, money=COVER), signed()])
    assert holds(found(of, BEHIND)) == (
        "**Money** of #7 reads differently on top of #6 from what was signed: `app/hooks.py` line 2. "
        "Update the branch of #7, have it signed, and queue it again."
    )


def test_what_nobody_signed_reads_differently_from_what_is_shown():
    moved = pull(file(patch=PATCH.replace("import stripe", "import stripes")))
    assert holds(found(case(change=moved, memory=[shown(1, money=COVER)]))) == (
        "**Money** of #7 reads differently on top of `main` from what is shown there: `app/hooks.py` line 2. "
        "Update the branch of #7, have it signed, and queue it again."
    )


def test_a_zone_that_only_the_queue_touches():
    assert holds(found(case(), BEHIND)) == (
        "**Money** of #7 is touched only on top of #6: `app/hooks.py`. "
        "Update the branch of #7, have it signed, and queue it again."
    )


def test_many_places_are_cut_short():
    of = case(
        findings=[finding(path=f"app/{n}.py") for n in range(7)], change=pull(*(file(f"app/{n}.py") for n in range(7)))
    )
    assert "`app/0.py`, `app/1.py`, `app/2.py`, `app/3.py`, `app/4.py` and 2 more." in holds(found(of, BEHIND))


def test_a_refusal_holds_here_too():
    of = case(memory=[shown(1, money=COVER)], reviews=[review("grace", "CHANGES_REQUESTED")])
    assert holds(found(of)) == (
        "**Money** of #7 is held by **grace**, who asked for changes. **grace** asked for changes. "
        "It goes on when they sign, approve, or comment `/revoke money`."
    )


def test_what_could_not_be_seen():
    of = case(memory=[shown(1, money=COVER), signed()], unseen={"money": ("`app/big.py` is too large to be read.",)})
    said = holds(found(of))
    assert said.startswith("**Money** of #7 could not be judged. What can't be seen can't be signed.")
    assert said.endswith("- `app/big.py` is too large to be read.")


def test_a_policy_that_can_not_be_used():
    of = replace(case(memory=[shown(1, money=COVER), signed()]), policy_problems=("line 3: no.",))
    assert holds(found(of)) == "#7: The policy of the base branch can't be used."


def test_a_proposed_policy_with_problems():
    note = Annotation(".github/dont-delegate.yml", 3, 3, "failure", "This policy can't be used", "no")
    assert holds(found(case(findings=[]), head_problems=(note,))) == (
        "#7: The policy that this pull request proposes has problems."
    )


def test_in_shadow_mode_nothing_is_held_back():
    of = case(of=policy(mode=Mode.SHADOW))
    conclusion, title, _ = words(found(of))
    assert (conclusion, title) == ("neutral", "Shadow mode: Not all of it is signed: Money")


def test_one_that_fails_fails_all_and_is_named():
    good = found(case(memory=[shown(1, money=COVER), signed()]))
    bad = not_judged(Part(9, "c" * 40, HEAD, 7), "GitHub says `Not Found`.")
    assert words(good, bad) == (
        "failure",
        "#9 holds this group back",
        f"- #9 could not be judged: GitHub says `Not Found`.\n\n{SIGN_OR_NOT}\n\n"
        "| Pull request | Zone | Sign-off |\n|:--|:--|:--|\n"
        f"| #7 | **Money** | signed by **grace** |\n| #9 | | could not be judged |\n\n{FOOT}",
    )


def test_several_that_fail_are_all_named():
    bad = [not_judged(replace(ALONE, number=n), "why.") for n in (3, 4, 5)]
    assert words(*bad)[1] == "#3, #4 and #5 hold this group back"


def test_only_the_zone_that_lacks_something_is_told_of():
    other = zone("auth")
    of = case(
        of=policy(zone(), other, rules=(rule(), rule("guard", "auth"))),
        findings=[finding(), finding(rule("guard", "auth"))],
        memory=[shown(1, money=COVER, auth=cover([finding(rule("guard", "auth"))], pull())), signed()],
    )
    one = found(of)
    assert [zone.zone.id for zone in one.verdict.zones] == ["money", "auth"]
    assert "Money" not in holds(one)
    assert holds(one).startswith("**Security boundaries** of #7 has no sign-off that counts.")


def test_where_nothing_judges():
    check = unjudged_check(PLACE)
    assert (check.conclusion, check.title) == ("success", "Nothing judges here")
    assert check.summary == "`main` has no policy, so nothing was looked at."


def test_where_nobody_knows_what_is_in_it():
    check = unknown_check(PLACE, "GitHub does not show which pull requests this group is made of.")
    assert (check.name, check.head_sha, check.conclusion) == ("Don't Delegate", HEAD, "failure")
    assert check.summary == (
        "GitHub does not show which pull requests this group is made of.\n\n"
        "What can't be seen is not taken as clean, so this check is not green. Queue the pull requests again."
    )


def test_a_group_of_a_hundred_fits():
    many = [not_judged(replace(ALONE, number=n), "x" * 1_000) for n in range(100)]
    assert len(words(*many)[2]) <= 65_535
