"""Who is a senior, by what, and who is left out."""

import pytest

from bot.core.model.policy import (
    Requirement,
    SignAll,
    SignAny,
    Signers,
)
from bot.core.model.verdict import People
from bot.core.seniority import reaches, requirements, seniority


def test_a_named_user_is_a_senior_in_any_case():
    assert seniority("GRACE", Signers("", users=("Grace",)), People()).right == "named in the policy"


def test_a_team_member_is_a_senior():
    people = People(teams={"acme/payments": frozenset({"grace"})})
    signers = Signers("", teams=("acme/payments",))
    assert seniority("Grace", signers, people).right == "member of acme/payments"
    assert not seniority("mallory", signers, people)


def test_an_unreadable_team_is_doubt_and_never_a_yes():
    people = People(unreadable={"acme/payments": "the App lacks the members permission"})
    answer = seniority("grace", Signers("", teams=("acme/payments",)), people)
    assert not answer
    assert answer.doubt == "the App lacks the members permission"


def test_a_team_never_asked_about_is_doubt():
    answer = seniority("grace", Signers("", teams=("acme/payments",)), People())
    assert answer.doubt == "the members of team acme/payments could not be read"


@pytest.mark.parametrize(
    ("held", "wanted", "enough"),
    [
        ("admin", "maintain", True),
        ("maintain", "maintain", True),
        ("write", "maintain", False),
        ("none", "triage", False),
        ("owner", "read", False),
    ],
)
def test_permissions_are_a_ladder(held, wanted, enough):
    assert reaches(held, wanted) is enough
    answer = seniority("grace", Signers("", permission=wanted), People(permissions={"grace": held}))
    assert bool(answer) is enough


def test_an_unread_permission_is_doubt():
    assert (
        seniority("grace", Signers("", permission="write"), People()).doubt
        == "the permission of grace could not be read"
    )


def test_a_deleted_account_is_nobody():
    assert not seniority("", Signers("", users=("",)), People())


def test_a_tree_is_flattened_in_order():
    one, two, three = (Requirement(Signers(name)) for name in ("one", "two", "three"))
    assert requirements(SignAll((one, SignAny((two, three))))) == (one, two, three)
