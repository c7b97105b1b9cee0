"""Predicates on what GitHub alone tells: yes, no, and not known."""

import pytest

from bot.core.awaited import Awaited, awaited
from bot.core.model.change import Check, Checks, Commit
from bot.core.model.policy import Requirement, SignAll, Signers
from bot.core.model.predicates import (
    All,
    InRepository,
    NoneOf,
    Paths,
    Provenance,
    Signatures,
    Statuses,
    Visibility,
    Workflows,
)
from tests.core.build import policy, rule, zone
from tests.core.matching_setup import doubts, file, findings, matcher, pull, says

CHECKS = Checks(
    (Check(("ci/build",), "success"), Check(("scan",), "failure"), Check(("scan",), "success"), Check(("slow",), "pending")),
    (Check(("CI", ".github/workflows/ci.yml"), "success"),),
)  # fmt: skip


def commit(*, verified: bool | None, sha: str = "c" * 40) -> Commit:
    return Commit(sha, "Work", (), verified=verified)


@pytest.mark.parametrize(
    ("predicate", "more", "expected"),
    [
        (Statuses(("ci/build",), ("success",)), {"checks": CHECKS}, True),
        (Statuses(("ci/build",), ("failure", "success")), {"checks": CHECKS}, True),
        (Statuses(("ci/build", "slow"), ("success",)), {"checks": CHECKS}, False),
        (Statuses(("slow",), ("pending",)), {"checks": CHECKS}, True),
        (Statuses(("scan",), ("success",)), {"checks": CHECKS}, False),  # two of that name, and one of them failed
        (Statuses(("scan",), ("success", "failure")), {"checks": CHECKS}, True),
        (Statuses(("CI",), ("success",)), {"checks": CHECKS}, False),
        (Statuses(("gone",), ("success",)), {"checks": CHECKS}, False),
        (Statuses(("gone",), ("missing",)), {"checks": CHECKS}, True),
        (Statuses(("gone",), ("success",)), {"checks": Checks(whole=False)}, None),
        (Statuses(("gone",), ("missing",)), {"checks": Checks(whole=False)}, None),
        (Statuses(("ci/build", "gone"), ("failure",)), {"checks": Checks(CHECKS.statuses, (), whole=False)}, False),
        (Statuses(("ci/build",), ("success",)), {"checks": Checks(CHECKS.statuses, (), whole=False)}, True),
        (Statuses(("ci/build",), ("success",)), {}, None),
        (Workflows(("CI",), ("success",)), {"checks": CHECKS}, True),
        (Workflows((".github/workflows/ci.yml",), ("success",)), {"checks": CHECKS}, True),
        (Workflows(("CI",), ("failure",)), {"checks": CHECKS}, False),
        (Workflows(("CI",), ("success",)), {}, None),
        (Signatures(verified=True), {"commits": (commit(verified=True),)}, True),
        (Signatures(verified=False), {"commits": (commit(verified=True),)}, False),
        (Signatures(verified=True), {"commits": (commit(verified=True), commit(verified=False))}, False),
        (Signatures(verified=False), {"commits": (commit(verified=None), commit(verified=False))}, True),
        (Signatures(verified=True), {"commits": (commit(verified=True), commit(verified=None))}, None),
        (Signatures(verified=True), {"commits": (commit(verified=True),), "unseen": ("cut",)}, None),
        (Signatures(verified=True), {}, None),
        (InRepository(("acme/*",)), {"repository": "Acme/Shop"}, True),
        (InRepository(("acme/pay-*", "other/*")), {}, False),
        (InRepository(("acme/*",)), {"repository": "shop"}, None),
        (Visibility(("public", "internal")), {"visibility": "public"}, True),
        (Visibility(("public",)), {"visibility": "private"}, False),
        (Visibility(("public",)), {}, None),
    ],
)
def test_each_is_true_false_or_not_known(predicate, more, expected):
    changed = pull(file("a"), **more)
    assert matcher(Paths(("*",))).holds(predicate, changed, Provenance.NONE) is expected


def test_the_evidence_says_what_was_seen():
    when = All((Paths(("a",)), Statuses(("ci/build", "gone"), ("success", "missing"))))
    assert says(when, file("a"), checks=CHECKS)[1] == "at the head `ci/build` is success and `gone` is missing"
    unsigned = All((Paths(("a",)), Signatures(verified=False)))
    found = says(unsigned, file("a"), commits=(commit(verified=False),))
    assert found[1] == "GitHub did not verify a signature of commit `ccccccc`"


@pytest.mark.parametrize(
    ("predicate", "why"),
    [
        (Statuses(("ci/build", "scan"), ("timed_out",)), "`ci/build` and `scan` are not timed out"),
        (Workflows(("CI",), ("failure", "cancelled")), "`CI` is not failure or cancelled"),
        (Signatures(verified=True), "not every commit carries a signature that GitHub verified"),
        (InRepository(("x/*",)), "the repository is not `x/*`"),
        (Visibility(("public",)), "the repository is not public"),
    ],
)
def test_why_not(predicate, why):
    changed = pull(file("a"), checks=CHECKS, commits=(commit(verified=False),), visibility="private")
    assert [said for _, said in matcher(All((Paths(("a",)), predicate))).why_not(changed, "a")] == [why]


def test_a_rule_that_hangs_on_what_was_not_told_is_in_doubt():
    when = All((Paths(("a",)), NoneOf((Statuses(("scan",), ("success",)),))))
    assert doubts(when, file("a")) == ("Which statuses and check runs the head has could not be read.",)
    assert doubts(when, file("b")) == ()
    assert len(findings(when, file("a"), checks=Checks())) == 1
    assert doubts(All((Paths(("a",)), Signatures(verified=True))), file("a"), commits=(commit(verified=None),)) == (
        "Whether commit `ccccccc` is signed is not known.",
    )


def test_a_policy_says_what_it_waits_for():
    waits = rule(when=All((Paths(("a",)), NoneOf((Statuses(("scan",), ("success",)),)))))
    asked = Requirement(Signers("", users=("grace",)), when=Workflows(("CI",), ("failure",)))
    whole = policy(zone(sign_off=SignAll((asked, Requirement(Signers("", users=("heidi",)))))), rules=(waits,))
    assert awaited(whole) == Awaited(frozenset({"scan"}), frozenset({"CI"}))
    assert not awaited(policy())
    assert Awaited(frozenset("a")) | Awaited(frozenset("b"), frozenset("c")) == Awaited(frozenset("ab"), frozenset("c"))
