"""Who may override a zone, as the policy says it."""

from datetime import timedelta

import pytest

from bot.core.model.policy import Override, Signers
from tests.policy.texts import V

ONCALL = V + "signers: {on-call: {users: [ann, bob]}}\n"


def test_the_policys_own_holds_for_every_zone_but_the_policy_itself(policy_of):
    zones = policy_of(ONCALL + "override: {from: on-call, count: 2, expires: 4 hours}\n").zones
    asked = Override(Signers("on-call", ("ann", "bob")), 2, timedelta(hours=4))
    assert {name: zone.override for name, zone in zones.items()} == {
        "schema": asked,
        "auth": asked,
        "money": asked,
        "runtime": asked,
        "drift": asked,
        "policy": None,
    }


def test_a_zones_own_replaces_it_and_never_forbids_it(policy_of):
    zones = policy_of(
        ONCALL + "override: {from: on-call}\n"
        "zones: {money: {override: never}, auth: {override: {from: {users: [eve]}}}, policy: {override: {from: on-call}}}\n"
    ).zones
    assert (zones["money"].override, zones["money"].never_overridden) == (None, True)
    assert zones["auth"].override == Override(Signers("eve", ("eve",)), 1, timedelta(hours=24))
    assert zones["policy"].override == Override(Signers("on-call", ("ann", "bob")))
    assert not zones["auth"].never_overridden


def test_without_the_key_nobody_may(policy_of):
    assert {(zone.override, zone.never_overridden) for zone in policy_of(ONCALL).zones.values()} == {(None, False)}


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("5 minutes", timedelta(minutes=5)),
        ("1 hour", timedelta(hours=1)),
        ("'90 minutes'", timedelta(minutes=90)),
        ("7 days", timedelta(days=7)),
    ],
)
def test_lengths(policy_of, written, length):
    assert (
        policy_of(ONCALL + f"override: {{from: on-call, expires: {written}}}\n").zones["money"].override.lasts == length
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "override: {from: p}\n",
            (2, 18, "There are no signers `p`.", "Add `p:` under `signers`."),
        ),
        (
            "zones: {money: {override: {from: {users: [a, A]}, count: 2}}}\n",
            (2, 58, "2 must sign, but only 1 can: `a`.", "Write 1 or less, or name more people."),
        ),
        (
            "override: {from: {}}\n",
            (2, 18, "This names nobody.", "Add `users`, `teams` or `permission`."),
        ),
        (
            "override: {from: {users: [a]}, expires: 2 weeks}\n",
            (
                2,
                41,
                "`2 weeks` is no length of time.",
                "Write a number and its unit: `90 minutes`, `24 hours`, `2 days`.",
            ),
        ),
        (
            "override: {from: {users: [a]}, expires: 8 days}\n",
            (2, 41, "`8 days` is too short or too long.", "Write from `5 minutes` to `7 days`."),
        ),
        (
            "override: {from: {users: [a]}, expires: 99999 days}\n",
            (2, 41, "`99999 days` is too short or too long.", "Write from `5 minutes` to `7 days`."),
        ),
        (
            "zones: {money: {override: nobody}}\n",
            (2, 27, "`override` can't be `nobody`.", "Write `never`."),
        ),
        (
            "override: never\n",
            (
                2,
                11,
                "`override` has to be a mapping, and is a single value.",
                "Write its keys below it, indented: `from`, `count` and `expires`.",
            ),
        ),
        (
            "override: {count: 2}\n",
            (
                2,
                1,
                "`from` is missing here.",
                "Add `from:`. Who may override: a name under `signers`, or users, teams or a permission.",
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(told, text, found):
    assert told(V + text) == [found]
