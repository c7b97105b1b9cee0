"""Conditions on people and hours, refusals, and what a mark of an assistant can do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.case import Case
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.matching import Matcher
from bot.core.model.change import Account, Commit, Identity, PullRequest
from bot.core.model.conditions import Author, AuthorAlone, Contributors, OnlyContributors, Time
from bot.core.model.known import Around
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import AgentMarks, Refusal, Requirement, SignAll, Signers, SignOffRule
from bot.core.model.predicates import Ai, All, AnyOf, Labels, NoneOf, Predicate, Provenance
from bot.core.model.verdict import People, ZoneState
from bot.core.provenance import level, marks
from bot.core.pull_words import in_a_sentence
from tests.core.build import START, at, case, commit, finding, policy, pull, rule, shown, zone

TEAM = ("acme/trainees",)
PEOPLE = People(teams={"acme/trainees": frozenset({"ivan"})}, organizations={"umbrella": frozenset({"ada", "ivan"})})
UNREAD = People(unreadable={"acme/trainees": "The team acme/trainees could not be read."})
STRANGER = Commit("d" * 40, "Work", (Identity("Somebody", "who@example.org"),))


def holds(
    predicate: Predicate, change: PullRequest | None = None, people: People | None = PEOPLE, **more
) -> bool | None:
    around = Around(more.get("now", START), people)
    return Matcher(policy()).holds(predicate, change or pull(), Provenance.NONE, around)


@pytest.mark.parametrize(
    ("predicate", "change", "expected"),
    [
        (Author((), TEAM), pull(), False),
        (Author((), TEAM), pull(author=Account("Ivan")), True),
        (Author((), (), ("umbrella",)), pull(), True),
        (Author((), (), ("acme",)), pull(), None),
        (Author(("ada",), ("acme/gone",)), pull(), True),
        (Author(("grace",)), pull(author=Account("")), None),
        (Contributors((), TEAM), pull(), False),
        (Contributors((), TEAM), pull(commits=(commit("ada", "ivan"),)), True),
        (Contributors((), TEAM), pull(commits=(commit("ada", committer="ivan"),)), True),
        (Contributors((), TEAM), pull(commits=(STRANGER,)), None),
        (Contributors((), TEAM), pull(commits=(commit("ivan"), STRANGER)), True),
        (Contributors((), TEAM), pull(unseen=("cut",)), None),
        (OnlyContributors((), (), ("umbrella",)), pull(commits=(commit("ada", "ivan"),)), True),
        (OnlyContributors((), (), ("umbrella",)), pull(commits=(commit("ada", "grace"),)), False),
        (OnlyContributors((), (), ("umbrella",)), pull(commits=(STRANGER,)), None),
        (OnlyContributors(("ada",), ("acme/gone",)), pull(), True),
        (OnlyContributors((), ("acme/gone",)), pull(), None),
        (OnlyContributors(("ada",)), pull(unseen=("cut",)), None),
        (AuthorAlone(True), pull(), True),
        (AuthorAlone(False), pull(), False),
        (AuthorAlone(True), pull(commits=(commit("ada", "ivan"),)), False),
        (AuthorAlone(False), pull(commits=(commit("ada", "ivan"),)), True),
        (AuthorAlone(True), pull(commits=(STRANGER,)), None),
        (AuthorAlone(False), pull(commits=(STRANGER,)), None),
        (AuthorAlone(True), pull(commits=(commit("ada", committer="web-flow"),)), True),
        (Time("UTC", (0,), 540), pull(), True),
        (Time("UTC", (1,)), pull(), False),
    ],
)
def test_each_condition_is_true_false_or_not_known(predicate, change, expected):
    assert holds(predicate, change) is expected


def test_what_nobody_could_read_is_not_known():
    assert holds(Author((), TEAM), people=UNREAD) is None
    assert holds(Author((), TEAM), people=None) is None
    assert holds(Time("UTC", (0,)), now=None) is None


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (Ai(Provenance.ASSISTED), "an AI assistant is known to have taken part"),
        (Author(("ada",), TEAM, ("acme",)),
         "the pull request was opened by ada, a member of acme/trainees or somebody of the organisation acme"),
        (All((OnlyContributors((), TEAM), AnyOf((Labels(("a",)), AuthorAlone(False))))),
         "nobody but a member of acme/trainees had a hand in it and (the pull request has the label `a` or "
         "others than its author had a hand in it)"),
        (NoneOf((Time("Europe/Berlin", (4,), 960),)),
         "it is not so that it is on a Friday from 16:00 to 24:00 (Europe/Berlin)"),
        (Time("UTC", (0, 1, 2, 3, 4)), "it is from Monday to Friday (UTC)"),
        (Time("UTC", (5, 6), 0, 720), "it is on a weekend from 00:00 to 12:00 (UTC)"),
        (Time("UTC", begins=1320, ends=360), "it is on any day from 22:00 to 06:00 (UTC)"),
    ],
)  # fmt: skip
def test_conditions_in_a_sentence(predicate, words):
    assert in_a_sentence(predicate) == words


# --- refusals ------------------------------------------------------------------------------------------------

MONDAY = Time("UTC", (0,))
WHY = "Not on Mondays."


def refusing(*refused: Predicate, now: datetime = START, change: PullRequest | None = None) -> Case:
    """A signed zone that refuses something; it is a Monday."""
    own = replace(
        zone(sign_off=Requirement(Signers("", users=("grace",)))), refuse=tuple(Refusal(p, WHY) for p in refused)
    )
    now_shown = cover((finding(),), pull())
    of, change = policy(own), change or pull()
    found = case(of=of, change=change, memory=[shown(1, money=now_shown)], now=now)
    return replace(
        found, holds=lambda predicate: Matcher(of).holds(predicate, change, Provenance.NONE, Around(now, PEOPLE))
    )


def state(of: Case) -> ZoneState:
    (one,) = decide(of).zones
    return one.state


def test_a_refusal_stands_whoever_signs_and_ends_with_its_hour():
    verdict = decide(refusing(MONDAY))
    (one,) = verdict.zones
    assert one.state is ZoneState.REFUSED
    assert not verdict.passes
    (refused,) = one.refused
    assert (refused.why, refused.sure, refused.until) == (WHY, True, datetime(2026, 3, 3, tzinfo=UTC))
    assert verdict.again == refused.until
    assert state(refusing(MONDAY, now=START + timedelta(days=1))) is ZoneState.OPEN


def test_the_end_is_told_only_where_the_hour_ends_it():
    def until(*refused: Predicate) -> datetime | None:
        return decide(refusing(*refused)).zones[0].refused[0].until

    assert until(Author(("ada",))) is None
    assert until(AnyOf((MONDAY, Author(("ada",))))) is None
    assert until(All((MONDAY, Author(("ada",))))) == datetime(2026, 3, 3, tzinfo=UTC)
    assert until(NoneOf((Time("UTC", (2,)),))) == datetime(2026, 3, 4, tzinfo=UTC)
    assert until(AnyOf((MONDAY, Time("UTC", (1,))))) == datetime(2026, 3, 4, tzinfo=UTC)


def test_what_may_hold_is_refused_and_said():
    (one,) = decide(refusing(Author((), ("acme/gone",)))).zones
    assert one.state is ZoneState.REFUSED
    assert not one.refused[0].sure


def test_what_does_not_hold_refuses_nothing_and_is_looked_at_when_it_may():
    verdict = decide(refusing(Time("UTC", (4,)), Author(("grace",))))
    assert verdict.zones[0].state is ZoneState.OPEN
    assert verdict.again == datetime(2026, 3, 6, tzinfo=UTC)
    assert decide(refusing(Author(("grace",)))).again is None


# --- assistants only raise the bar -----------------------------------------------------------------------------

SIGNS = AgentMarks(
    accounts=(("helper[bot]", "Helper"),), trailers=(("^Assisted-by: Helper$", "Helper"),), labels=(("ai", "Helper"),)
)
MARKED: list[dict[str, object]] = [
    {},
    {"labels": ("ai",)},
    {"commits": (replace(commit("ada"), message="Work\n\nAssisted-by: Helper"),)},
    {"commits": (commit("ada"), commit("helper[bot]"))},
]
ASSISTED = st.sampled_from([Ai(Provenance.ASSISTED), Ai(Provenance.AGENT), None])
ASKED = st.builds(
    lambda users, count, when: Requirement(Signers("", users=tuple(users)), count, when),
    st.lists(st.sampled_from(["grace", "heidi", "ivan"]), min_size=1, unique=True),
    st.integers(1, 2),
    ASSISTED,
)
TREES: st.SearchStrategy[SignOffRule] = st.lists(ASKED, max_size=3).map(
    lambda parts: SignAll((Requirement(Signers("", users=("grace", "heidi"))), *parts))
)


def judged(sign_off: SignOffRule, refuse: tuple[Refusal, ...], signed: list[str], marked: dict[str, object]) -> bool:
    of = replace(policy(replace(zone(sign_off=sign_off), refuse=refuse), rules=(rule(),)), agents=SIGNS)
    change = pull(**marked)
    found = marks(change, SIGNS)
    entries = [shown(1, money=cover((finding(),), change))]
    entries += [signature(login, cover((finding(),), change).fingerprint) for login in signed]
    matcher = Matcher(of)
    verdict = decide(
        replace(
            case(of=of, change=change, memory=entries),
            holds=lambda predicate: matcher.holds(predicate, change, level(found), Around(START, PEOPLE)),
        )
    )
    return verdict.passes


def signature(login: str, fingerprint: str) -> Entry:
    data = {"fingerprint": fingerprint, "via": "command", "head": "a" * 40, "right": "named in the policy"}
    return Entry(EntryKind.SIGNED, at(10), f"comment:{login}", "money", login, data)


@settings(max_examples=150, deadline=None)
@given(
    TREES,
    st.sampled_from([(), (Refusal(Ai(Provenance.ASSISTED), WHY),), (Refusal(Ai(Provenance.AGENT), WHY),)]),
    st.lists(st.sampled_from(["grace", "heidi", "ivan"]), unique=True),
    st.sampled_from(MARKED),
)
def test_a_mark_never_turns_red_into_green(sign_off, refuse, signed, marked):
    if judged(sign_off, refuse, signed, marked):
        assert judged(sign_off, refuse, signed, {})
