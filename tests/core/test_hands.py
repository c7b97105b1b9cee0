"""Whose hands made a change: openers, authors, committers, and whoever had an assistant make it."""

import pytest

from bot.core.hands import authors, hands, is_agent, login_of, unknown_authors
from bot.core.model.change import Account, Commit, Identity
from bot.core.model.policy import AgentMarks
from tests.core.build import commit, pull


def test_everyone_with_a_hand_in_the_change_is_an_author():
    change = pull(author=Account("Ada"), commits=(commit("ada", "Heidi"), commit("ivan", committer="Judy")))
    assert authors(change, None) == {"ada", "heidi", "ivan", "judy"}


def test_the_browser_committer_is_nobody():
    assert authors(pull(commits=(commit("ada", committer="web-flow"),)), None) == {"ada"}


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
    assert unknown_authors(pull(commits=(commit("ada", None), commit(None))), None) == ("Somebody",)


def test_hands_name_the_commit_that_made_someone_an_author():
    forged = Commit(
        "d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"), Identity("G", "grace@users.noreply.github.com"))
    )
    assert hands(pull(commits=(commit("ada"), forged, commit("Grace", sha="f" * 40))), None) == {
        "ada": "opened it",
        "grace": "commit `ddddddd`",
    }


def test_an_unknown_committer_is_an_unknown_author_and_the_browser_is_not():
    unknown = Commit("d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"),), Identity("Ghost", "ghost@example.org"))
    browser = Commit("d" * 40, "Work", (Identity("Ada", "a@b.c", "ada"),), Identity("GitHub", "noreply@github.com"))
    assert unknown_authors(pull(commits=(unknown, browser)), None) == ("Ghost",)


# --- whoever had an assistant make it ---

AGENTS = AgentMarks(
    accounts=(("copilot-swe-agent[bot]", "Copilot"), ("cursoragent", "Cursor")),
    emails=((r"(?i)^noreply@anthropic\.com$", "Claude Code"),),
)
COPILOT = Account("copilot-swe-agent[bot]", bot=True)
ASSIGNED = "assigned to it, and an assistant opened it"
NAMED = "named in the description, and an assistant opened it"


def by_agent(message: str, sha: str = "d" * 40) -> Commit:
    return Commit(sha, message, (Identity("Cursor", "cursoragent@cursor.com", "cursoragent"),))


@pytest.mark.parametrize("opener", [COPILOT, Account("CursorAgent"), Account("renovate[bot]", bot=True)])
def test_assignees_of_what_an_assistant_opened_had_a_hand_in_it(opener):
    change = pull(author=opener, assignees=("Grace", "heidi"), commits=())
    assert hands(change, AGENTS) == {opener.login.lower(): "opened it", "grace": ASSIGNED, "heidi": ASSIGNED}


def test_assignees_of_what_a_person_opened_did_not():
    assert authors(pull(assignees=("grace",)), AGENTS) == {"ada"}


@pytest.mark.parametrize(
    "body",
    [
        "Requested-by: @Grace",
        "Does it.\r\n\r\n**Requested by:** @grace\r\n",
        "Co-authored-by: Grace H <5+grace@users.noreply.github.com>",
        "On-behalf-of: @grace",
        "> Prompted-By: Grace (https://github.com/grace)",
        "*PR created automatically for task [1](https://x.example/1) started by @grace*",
    ],
)
def test_who_is_named_by_an_assistant_had_a_hand_in_it(body):
    change = pull(author=COPILOT, body=body, commits=())
    assert hands(change, AGENTS) == {"copilot-swe-agent[bot]": "opened it", "grace": NAMED}


@pytest.mark.parametrize(
    "body", ["Thanks @grace for the idea", "mail grace@example.org", "Requested-by: @acme/payments", "Requested-by:"]
)
def test_who_is_only_mentioned_did_not(body):
    assert authors(pull(author=COPILOT, body=body, commits=()), AGENTS) == {"copilot-swe-agent[bot]"}


def test_a_person_who_opens_names_nobody_by_the_description():
    assert authors(pull(body="Requested-by: @grace"), AGENTS) == {"ada"}


def test_the_trailers_of_an_assistants_commit_count_whoever_opened_it():
    change = pull(commits=(by_agent("Work\n\nRequested-by: @grace"), commit("ada")))
    assert hands(change, AGENTS) == {"ada": "opened it", "cursoragent": "commit `ddddddd`", "grace": "commit `ddddddd`"}
    assert authors(pull(commits=(commit("ada"),)), AGENTS) == {"ada"}


def test_a_prompter_without_an_account_is_an_unknown_author():
    change = pull(author=COPILOT, body="Requested-by: Ghost <ghost@example.org>", commits=())
    assert unknown_authors(change, AGENTS) == ("Ghost",)


def test_an_assistant_that_names_itself_is_no_unknown_author():
    body = "Co-authored-by: Claude <noreply@anthropic.com>"
    assert unknown_authors(pull(author=COPILOT, body=body, commits=()), AGENTS) == ()


@pytest.mark.parametrize(
    ("login", "agent"),
    [("x[bot]", True), ("CURSORAGENT", True), ("cursor", False), ("", False)],
)
def test_assistants_are_known_by_their_accounts(login, agent):
    assert is_agent(login, AGENTS) is agent
