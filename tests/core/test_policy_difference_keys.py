"""What a zone lets pass, refuses or asks its authors, in exact words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.model.policy import ChecklistItem, Override, Refusal, Signers, TeachBack
from bot.core.model.predicates import Labels
from bot.core.policy_difference import difference
from tests.core.test_policy_difference import OWN, policy

HEIDI, BOTH = Signers("a", users=("heidi",)), Signers("b", users=("heidi", "grace"))
RUSH, NIGHT = Refusal(Labels(("rush",)), "No rush."), Refusal(Labels(("night",)), "Sleep.")
ASKS = TeachBack((ChecklistItem("search/why", "Why now?"), ChecklistItem("search/what", "What if it fails?")))
CASES = {
    "nobody could override": (
        {"override": None},
        {"override": Override(HEIDI)},
        ["weaker: **search** may be overridden by **heidi**, for 24 hours"],
    ),
    "nobody can any more": (
        {"override": Override(HEIDI)},
        {"override": None},
        ["stronger: **search** can no longer be overridden"],
    ),
    "others may override, and for longer": (
        {"override": Override(HEIDI)},
        {"override": Override(BOTH, lasts=timedelta(minutes=1500))},
        [
            "weaker: **search** may be overridden by **heidi** or **grace** instead of **heidi**",
            "weaker: an override of **search** holds for 25 hours instead of 24 hours",
        ],
    ),
    "for a shorter time": (
        {"override": Override(HEIDI)},
        {"override": Override(HEIDI, lasts=timedelta(minutes=30))},
        ["stronger: an override of **search** holds for 30 minutes instead of 24 hours"],
    ),
    "called otherwise": ({"override": Override(HEIDI)}, {"override": Override(replace(HEIDI, name="x"))}, []),
    "never overridden": (
        {"never_overridden": False},
        {"never_overridden": True},
        ["stronger: **search** says that it is never overridden"],
    ),
    "overridden after all": (
        {"never_overridden": True},
        {"never_overridden": False},
        ["weaker: **search** no longer says that it is never overridden"],
    ),
    "another is refused": (
        {"refuse": (RUSH,)},
        {"refuse": (NIGHT,)},
        [
            "weaker: **search** no longer refuses a pull request where the pull request has the label `rush`",
            "stronger: **search** refuses a pull request where the pull request has the label `night`",
        ],
    ),
    "for another reason": (
        {"refuse": (RUSH,)},
        {"refuse": (replace(RUSH, why="Later."),)},
        ["other: **search** gives another reason to refuse a pull request where the pull request has the label `rush`"],
    ),
    "in another order": (
        {"refuse": (RUSH, NIGHT)},
        {"refuse": (NIGHT, RUSH)},
        ["other: **search** gives its reasons to refuse in another order"],
    ),
    "the author is asked": (
        {"teach_back": None},
        {"teach_back": ASKS},
        ["stronger: **search** asks the author 2 questions"],
    ),
    "the author is not asked": (
        {"teach_back": ASKS},
        {"teach_back": None},
        ["weaker: **search** no longer asks the author anything"],
    ),
    "the author is asked less": (
        {"teach_back": replace(ASKS, required=True)},
        {"teach_back": replace(ASKS, ask=ASKS.ask[1:])},
        [
            "weaker: **search** no longer asks the author `Why now?`",
            "weaker: a sign-off of **search** no longer waits for the author's answers",
        ],
    ),
    "the author is asked at times": (
        {"teach_back": ASKS},
        {"teach_back": replace(ASKS, when=RUSH.when, ask=ASKS.ask[::-1])},
        [
            "other: **search** asks the author the same in another order",
            "other: **search** asks the author where the pull request has the label `rush` instead of always",
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "says"), CASES.values(), ids=CASES)
def test_each_key_of_a_zone_has_its_words(before, after, says):
    old, new = (_search(values) for values in (before, after))
    assert [f"{change.weight}: {change.says}" for change in difference(old, new)] == says


def _search(values):
    base = policy(OWN)
    return replace(base, zones={**base.zones, "search": replace(base.zones["search"], **values)})


def test_zones_that_change_alike_stand_together():
    base = policy(OWN)
    zones = {name: replace(zone, override=Override(HEIDI)) for name, zone in base.zones.items() if name != "policy"}
    (change,) = difference(base, replace(base, zones={**base.zones, **zones}))
    assert change.says == "**money** and **search** may be overridden by **heidi**, for 24 hours"


def test_guarded_branches():
    base = policy(OWN)
    one, other = (replace(base, branches=branches) for branches in (("release/*",), ("stable",)))
    assert [change.says for change in difference(one, other)] == [
        "branches `release/*` are no longer guarded",
        "branches `stable` are guarded too",
    ]
