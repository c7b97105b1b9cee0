import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.change import Account, Commit, Identity, PullRequest
from bot.core.model.policy import AgentMarks
from bot.core.model.predicates import Provenance
from bot.core.provenance import by_people, level, marks

SIGNS = AgentMarks(
    accounts=(("helper[bot]", "Helper"),),
    emails=((r"(?i)^noreply@helper\.example$", "Helper"),),
    trailers=((r"(?i)^\s*co-authored-by:\s*helper\b", "Helper"),),
    branches=((r"^helper/", "Helper"),),
    footers=((r"^Made with Helper$", "Helper"),),
    labels=(("ai-assisted", "an assistant"),),
    names=((r"^Helper Agent$", "Helper"),),
    declarations=((r"(?i)^- \[x\] with help$", "an assistant"),),
)
ALICE = Identity("Alice", "alice@x.example", "alice")
HELPER = Identity("Helper", "NoReply@helper.example")
SHA = "abcdef1" + "0" * 33


def pull(author: str = "alice", **more) -> PullRequest:
    rest = {"title": "", "body": "", "head_ref": "topic", **more}
    return PullRequest(
        "a/b", 1, author=Account(author), base_ref="main", base_sha="", head_sha="", head_repository=None, **rest
    )


def by(*authors: Identity, message: str = "Work", committer: Identity | None = None) -> PullRequest:
    return pull(commits=(Commit(SHA, message, authors, committer),))


@pytest.mark.parametrize(
    ("changed", "expected", "says"),
    [
        (pull("Helper[bot]"), Provenance.AGENT, "`Helper[bot]` opened the pull request"),
        (pull(head_ref="helper/fix"), Provenance.AGENT, "the branch is named `helper/fix`"),
        (by(HELPER), Provenance.AGENT, "`NoReply@helper.example` wrote commit `abcdef1`"),
        (by(Identity("x", "x@x", "helper[BOT]")), Provenance.AGENT, "`helper[BOT]` wrote commit `abcdef1`"),
        (by(ALICE, HELPER), Provenance.ASSISTED, "`NoReply@helper.example` co-authored commit `abcdef1`"),
        (by(ALICE, committer=HELPER), Provenance.ASSISTED, "`NoReply@helper.example` committed commit `abcdef1`"),
        (
            by(ALICE, message="Work\r\n\r\nCo-Authored-By: Helper <x@x>\r\n"),
            Provenance.ASSISTED,
            "commit `abcdef1` says `Co-Authored-By: Helper <x@x>`",
        ),
        (pull(body="Hello\r\nMade with Helper\r\n"), Provenance.ASSISTED, "the description says `Made with Helper`"),
        (
            by(ALICE, message="Work\n\nAssisted-by: Somebody <noreply@helper.example>"),
            Provenance.ASSISTED,
            "commit `abcdef1` says `Assisted-by: Somebody <noreply@helper.example>`",
        ),
        (
            by(ALICE, message="Work\n\nMade with Helper"),
            Provenance.ASSISTED,
            "commit `abcdef1` says `Made with Helper`",
        ),
        (
            pull(body="Work\n\nCo-authored-by: Helper <x@x>"),
            Provenance.ASSISTED,
            "the description says `Co-authored-by: Helper <x@x>`",
        ),
        (pull(body="- [X] with help"), Provenance.ASSISTED, "the description says `- [X] with help`"),
        (by(Identity("Helper Agent", "x@x")), Provenance.AGENT, "`Helper Agent` wrote commit `abcdef1`"),
        (
            pull(commits=(Commit(SHA, "Work", (HELPER,), None, verified=True),)),
            Provenance.AGENT,
            "`NoReply@helper.example` wrote commit `abcdef1`, and GitHub verified its signature",
        ),
        (pull(labels=("AI-Assisted",)), Provenance.ASSISTED, "it has the label `AI-Assisted`"),
    ],
)
def test_each_sign_is_told(changed, expected, says):
    [mark] = marks(changed, SIGNS)
    assert (mark.level, mark.says) == (expected, says)
    assert level([mark]) is expected


@pytest.mark.parametrize(
    "changed",
    [
        pull(),
        pull("helper"),
        pull(head_ref="fix/helper/"),
        pull(body="> quoted: Made with Helper and more"),
        by(ALICE, message="Talk about co-authored-by: helper"),
        by(Identity("Helper", "me@helper.example")),
        by(ALICE, message="Work\n\nReviewed-by: Helper <noreply@helper.example>"),
        by(ALICE, message="Work\n\n- [x] with help"),
        pull(body="- [ ] with help"),
    ],
)
def test_what_only_looks_like_a_sign_is_none(changed):
    assert marks(changed, SIGNS) == ()
    assert level(()) is Provenance.NONE


def test_the_strongest_comes_first_and_each_is_told_once():
    changed = pull("helper[bot]", body="Made with Helper\nMade with Helper", labels=("ai-assisted",))
    found = marks(changed, SIGNS)
    assert [mark.level for mark in found] == [Provenance.AGENT, Provenance.ASSISTED, Provenance.ASSISTED]
    assert level(found) is Provenance.AGENT


def test_without_signs_nothing_is_known():
    assert marks(pull("helper[bot]"), None) == ()


def test_odd_text_is_no_trouble():
    odd = Identity("\ud800", "\ud800\n@x", "\ud800")
    assert (
        marks(pull("\ud800", body="\ud800\0", head_ref="\ud800", commits=(Commit("", "\ud800", (odd,), odd),)), SIGNS)
        == ()
    )


def test_a_message_of_many_lines_is_read_in_one_pass():
    message = "a\n" * 200_000 + "\r\nCo-authored-by: Helper\n"
    changed = pull(commits=tuple(Commit(SHA, message, (ALICE,)) for _ in range(5)))
    began = time.process_time()
    assert [mark.says for mark in marks(changed, SIGNS)] == ["commit `abcdef1` says `Co-authored-by: Helper`"]
    assert time.process_time() - began < 1, "seconds of CPU, on a machine that may be busy"


def test_people_are_told_from_assistants():
    mixed = by(ALICE, HELPER, Identity("Helper Agent", "x@x"), committer=HELPER)
    (commit,) = by_people(mixed, SIGNS).commits
    assert (commit.authors, commit.committer) == ((ALICE,), None)
    assert by_people(mixed, None) == mixed


WORDS = st.sampled_from(
    ["Co-authored-by: Helper <x@x>", "Made with Helper", "- [x] with help", "AI-assisted: no", "Reviewed", "None"]
)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), st.booleans(), st.sampled_from(["topic", "helper/x"]))
def test_no_word_lowers_what_is_known(said, more, labelled, branch):
    labels = ("ai-assisted",) if labelled else ()
    before = level(marks(pull(body="\n".join(said)), SIGNS))
    after = level(marks(pull(body="\n".join([*said, *more]), labels=labels, head_ref=branch), SIGNS))
    ladder = list(Provenance)
    assert ladder.index(after) >= ladder.index(before)
