"""Who is a senior, and who is an author."""

import pytest

from bot.core.model.change import Account, Commit, Identity
from bot.core.model.policy import (
    Requirement,
    SignAll,
    SignAny,
    Signers,
)
from bot.core.model.verdict import People
from bot.core.seniority import authors, hands, login_of, reaches, requirements, seniority, unknown_authors
from tests.core.build import commit, pull


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


def test_everyone_with_a_hand_in_the_change_is_an_author():
    change = pull(author=Account("Ada"), commits=(commit("ada", "Heidi"), commit("ivan", committer="Judy")))
    assert authors(change) == {"ada", "heidi", "ivan", "judy"}


def test_the_browser_committer_is_nobody():
    assert authors(pull(commits=(commit("ada", committer="web-flow"),))) == {"ada"}


@pytest.mark.parametrize(
    ("email", "login"),
    [
        ("123+Grace@users.noreply.github.com", "Grace"),
        ("grace@users.noreply.github.com", "grace"),
        ("198982749+Copilot@users.noreply.github.com", "Copilot"),
        ("49699333+dependabot[bot]@users.noreply.github.com", "dependabot[bot]"),
        ("grace@example.org", ""),
        ("grace@users.noreply.github.com.evil.org", ""),
    ],
)
def test_no_reply_addresses_name_their_account(email, login):
    assert login_of(Identity("G", email)) == login


def test_people_without_an_account_are_named():
    assert unknown_authors(pull(commits=(commit("ada", None), commit(None)))) == ("Somebody",)


def test_hands_name_the_commit_that_made_someone_an_author():
    forged = Commit(
        "d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"), Identity("G", "grace@users.noreply.github.com"))
    )
    assert hands(pull(commits=(commit("ada"), forged, commit("Grace", sha="f" * 40)))) == {"ada": "", "grace": "d" * 40}


def test_an_unknown_committer_is_an_unknown_author_and_the_browser_is_not():
    unknown = Commit("d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"),), Identity("Ghost", "ghost@example.org"))
    browser = Commit("d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"),), Identity("GitHub", "noreply@github.com"))
    assert unknown_authors(pull(commits=(unknown, browser))) == ("Ghost",)
