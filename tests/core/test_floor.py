"""A floor and a repository's own policy as one."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.case import Case, touched
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.floor import OF_FLOOR, OF_POLICY, alike, as_floor, combine
from bot.core.floor_zones import OF_ZONE
from bot.core.matching import matcher_of
from bot.core.memory import Memory, Publication, published, remember
from bot.core.model.change import ChangedFile, FileStatus
from bot.core.model.known import Answer, Piece
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import (
    WRITTEN,
    Mode,
    Override,
    Policy,
    Requirement,
    Rule,
    Severity,
    SignAll,
    SignAny,
    SignBoth,
    Signers,
    SignOffRule,
    Zone,
)
from bot.core.model.predicates import AnyOf, Branch, Confidence, Paths, Provenance, Structure
from bot.core.model.verdict import People, Verdict
from bot.core.who import needs
from tests.core.build import HEAD, at, file, pull, rule, zone

GRACE, HEIDI = (Requirement(Signers(name, users=(name,))) for name in ("grace", "heidi"))


def test_every_field_of_a_zone_and_of_a_policy_has_a_way_to_be_combined():
    assert set(OF_ZONE) == {field.name for field in fields(Zone)}
    assert set(OF_POLICY) == {field.name for field in fields(Policy)}


# --- what a combination is -----------------------------------------------------------------------------------


def of(*rules: Rule, mode: Mode = Mode.ENFORCE, exclude: tuple[str, ...] = (), **zones: SignOffRule) -> Policy:
    found = {name: zone(name, sign_off) for name, sign_off in (zones or {"money": GRACE}).items()}
    return Policy(found, rules or (rule(),), mode, exclude, source="a policy")


def test_a_floor_alone_is_itself_and_matched_alone():
    floor = of()
    assert combine(floor, None) == replace(floor, layers=(floor,))


def test_both_names_are_told():
    both = combine(replace(of(), source="the floor"), replace(of(), source="its own"))
    assert both.source == "the floor and its own"


def test_both_sign_offs_are_asked_for_and_equal_ones_once():
    assert combine(of(money=GRACE), of(money=HEIDI)).zones["money"].sign_off == SignBoth((GRACE, HEIDI))
    otherwise_named = Requirement(Signers("the treasurers", users=("grace",)))
    assert combine(of(money=GRACE), of(money=otherwise_named)).zones["money"].sign_off == GRACE


def test_zones_of_either_are_there_the_floors_first():
    assert list(combine(of(money=GRACE, auth=GRACE), of(runtime=HEIDI, money=HEIDI)).zones) == [
        "money",
        "auth",
        "runtime",
    ]


@pytest.mark.parametrize(("floor", "own"), [(True, False), (False, True)])
def test_the_checklist_is_required_where_either_requires_it(floor, own):
    policies = [Policy({"money": zone(required=required)}, ()) for required in (floor, own)]
    assert combine(*policies).zones["money"].checklist_required


def test_words_of_the_floor_stand_and_explanations_are_joined():
    own = {"money": replace(zone(), title="Nothing", why="Never mind.", explain="More.")}
    both = combine(of(), Policy(own, ())).zones["money"]
    assert (both.title, both.why, both.explain) == (
        "Money",
        "What goes wrong in money is found late.",
        "About money.\n\nMore.",
    )


A_DAY, TWO = (
    Override(Signers("x", users=("margaret",))),
    Override(Signers("y", users=("mallory",)), 2, timedelta(hours=1)),
)


@pytest.mark.parametrize(
    ("floor", "own", "never", "found"),
    [
        (None, TWO, False, None),
        (A_DAY, None, False, A_DAY),
        (A_DAY, None, True, None),
        (A_DAY, TWO, False, replace(A_DAY, count=2, lasts=timedelta(hours=1))),
        (TWO, A_DAY, False, TWO),
    ],
)
def test_the_floor_says_who_overrides_and_the_repository_makes_it_harder(floor, own, never, found):
    first = Policy({"money": replace(zone(), override=floor)}, ())
    second = Policy({"money": replace(zone(), override=own, never_overridden=never)}, ())
    assert combine(first, second).zones["money"].override == found


def test_a_rule_in_both_is_matched_once_as_strong_as_in_either():
    quiet, plain = replace(rule(), severity=Severity.ADVISE), rule()
    assert [len(layer.rules) for layer in combine(of(plain), of(quiet)).layers] == [1, 0]
    assert combine(of(plain), of(quiet)).rules == (plain,)
    assert [len(layer.rules) for layer in combine(of(quiet), of(plain)).layers] == [1, 1]
    assert combine(of(quiet), of(plain)).rules == (plain,)


def test_a_rule_that_shares_only_the_name_gets_another():
    here = replace(rule(), when=Paths(("/elsewhere",)))
    both = combine(of(rule()), of(here))
    assert [one.id for one in both.rules] == ["payment-webhook", "own-payment-webhook"]
    assert [item.id for item in both.rules[1].checklist] == [
        "own-payment-webhook/raw-body",
        "own-payment-webhook/twice",
    ]
    assert not alike(rule(), here)


def test_rules_that_the_floor_writes_down_say_so():
    floor = as_floor(of(replace(rule(), source=WRITTEN), rule("shipped")), "the floor of acme at 1a2b3c4")
    assert [one.source for one in floor.rules] == [OF_FLOOR, "rules/money/shipped.yml"]
    assert floor.source == "the floor of acme at 1a2b3c4"


def found(policy: Policy, *paths: str) -> list[tuple[str, str, bool]]:
    matches = matcher_of(policy).match(pull(*(file(path) for path in paths)))
    return [(one.rule.id, one.path, one.counts) for one in matches.findings]


def test_what_the_repository_excludes_the_floor_still_looks_at():
    own = of(replace(rule("own"), when=Paths(("**",))), exclude=("/app/**",))
    assert found(combine(of(), own), "app/hooks.py", "lib/hooks.py") == [
        ("payment-webhook", "app/hooks.py", True),
        ("payment-webhook", "lib/hooks.py", True),
        ("own", "lib/hooks.py", True),
    ]


def test_what_the_floor_excludes_the_repository_may_look_at():
    assert found(combine(of(exclude=("/app/**",)), of()), "app/hooks.py") == [("payment-webhook", "app/hooks.py", True)]


def test_one_rule_counts_once_for_a_file_however_many_files_take_it_in():
    medium = replace(rule(), confidence=Confidence.MEDIUM)
    matches = matcher_of(combine(of(medium), of(rule()))).match(pull())
    assert [(one.rule.id, one.confidence) for one in matches.findings] == [("payment-webhook", Confidence.HIGH)]


def test_a_policy_on_trial_shows_its_findings_and_counts_none():
    both = combine(of(), of(replace(rule("own"), when=Paths(("**",))), mode=Mode.SHADOW, money=HEIDI))
    assert (both.mode, both.zones["money"].sign_off) == (Mode.ENFORCE, GRACE)
    assert found(both, "app/hooks.py") == [("payment-webhook", "app/hooks.py", True), ("own", "app/hooks.py", False)]


def test_a_floor_on_trial_counts_none_and_the_repository_goes_on():
    both = combine(of(mode=Mode.SHADOW), of(replace(rule("own"), when=Paths(("**",))), money=HEIDI))
    assert (both.mode, both.zones["money"].sign_off) == (Mode.ENFORCE, HEIDI)
    assert found(both, "app/hooks.py") == [("payment-webhook", "app/hooks.py", False), ("own", "app/hooks.py", True)]


def test_both_on_trial_is_a_trial():
    assert combine(of(mode=Mode.SHADOW), of(mode=Mode.SHADOW)).mode is Mode.SHADOW


def test_why_a_rule_did_not_fire_is_said_once_and_not_of_one_that_fired_by_the_other():
    medium, own = replace(rule(), confidence=Confidence.MEDIUM), replace(rule("own"), when=Paths(("/x",)))
    matcher = matcher_of(combine(of(medium), of(rule(), own, exclude=("/app/**",))))
    assert [one.id for one, _ in matcher.why_not(pull(), "app/hooks.py")] == ["own"]
    assert [one.id for one, _ in matcher.why_not(pull(file("a.md")), "a.md")] == ["payment-webhook", "own"]


def test_needs_say_who_asks_and_nothing_where_a_part_does_not_apply():
    both = SignBoth((GRACE, replace(HEIDI, when=Branch("base", ("main",)))))
    assert needs(both, lambda _: True) == "**grace** (asked by the floor) and also **heidi** (asked by this repository)"
    assert needs(both, lambda one: one.when is None) == ""


def test_what_must_be_found_out_is_found_out_for_both_at_once():
    patch = "@@ -1,1 +1,2 @@\n a\n+lock()"
    change = pull(ChangedFile("db/a.py", FileStatus.MODIFIED, patch))
    here, there = (Structure(("python",), text) for text in ("lock()", "$F()"))
    matcher = matcher_of(combine(of(replace(rule("a"), when=here)), of(replace(rule("b"), when=AnyOf((here, there))))))
    sight = matcher.sight(change)
    (job,) = sight.jobs({"db/a.py": "a\nlock()\n"})
    assert (job.look.structures, [one.path for one in sight.unread]) == ((here, there), ["db/a.py"])
    assert {one.rule.id for one in matcher.judge(sight).findings} == set()
    assert set(matcher.judge(sight).unseen) == {"money"}
    piece = Piece(2, 2, "lock()")
    known = sight.known({"db/a.py": "a\nlock()\n"}, [(job, Answer(((piece,), (piece,))))])
    assert [one.rule.id for one in matcher.judge(sight, known).findings] == ["a", "b"]


# --- what the floor alone would block is blocked -------------------------------------------------------------

ZONES = ("money", "auth")
PEOPLE = ("grace", "heidi", "ivan")
PATHS = ("app/hooks.py", "app/login.py", "lib/hooks.py", "docs/a.md")
OFTEN_ENFORCED = st.sampled_from([*[Mode.ENFORCE] * 5, Mode.SHADOW])
RULES = st.builds(
    lambda named, glob, severity, sure, mode: replace(
        rule(*named),
        when=Paths((glob,)),
        severity=severity,
        confidence=sure,
        mode=mode,
        digest=f"{glob}{severity}{sure}",
    ),
    st.sampled_from([("a", "money"), ("a", "money"), ("b", "money"), ("a", "auth")]),
    st.sampled_from(["**", "**", "/app/**"]),
    st.sampled_from([Severity.BLOCK, Severity.BLOCK, Severity.ADVISE]),
    st.sampled_from([Confidence.HIGH, Confidence.HIGH, Confidence.MEDIUM]),
    OFTEN_ENFORCED,
)
REQUIREMENTS = st.builds(
    lambda users, count, base: Requirement(Signers("", users=tuple(users)), count, base),
    st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True),
    st.sampled_from([1, 1, 1, 2]),
    st.sampled_from([None, None, None, Branch("base", ("main",)), Branch("base", ("release",))]),
)
TREES = st.recursive(
    REQUIREMENTS,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([SignAll, SignAny]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)

CHANGES = st.lists(st.sampled_from(PATHS), min_size=1, max_size=2, unique=True).map(tuple)
# Who signs signs all, so that enough is signed often.
SIGNED = st.sets(st.sampled_from(PEOPLE)).map(lambda who: frozenset((name, one) for name in ZONES for one in who))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    rules = draw(st.lists(RULES, min_size=1, max_size=2, unique_by=lambda one: one.id))
    named = sorted({"money", *(one.zone for one in rules)})
    zones = {name: zone(name, draw(TREES), required=draw(st.booleans())) for name in named}
    exclude = draw(st.sampled_from([(), (), ("/app/**",), ("**", "!/lib/**")]))
    return Policy(zones, tuple(rules), draw(OFTEN_ENFORCED), exclude)


def judged(policy: Policy, paths: tuple[str, ...], unseen: bool, signed: frozenset[tuple[str, str]]) -> Verdict:
    """Judge a change of which these people signed these zones, each after it was shown to them."""
    change = pull(*(file(path, None if unseen and path == paths[0] else "@@ -1 +1 @@\n-a\n+b") for path in paths))
    matcher = matcher_of(policy)
    matches = matcher.match(change)
    covers = {part.zone.id: cover(part.findings, change) for part in touched(policy, matches)}
    said = [
        Entry(EntryKind.SIGNED, at(5), f"command:{name}:{who}", name, who, _signed(covers[name].fingerprint))
        for name, who in sorted(signed)
        if name in covers
    ]
    memory: Memory = remember((published(Publication(at(1), HEAD, covers), "shown"), *said))
    holds = lambda predicate: matcher.holds(predicate, change, Provenance.NONE)  # noqa: E731 - as short as it is
    return decide(Case(policy, change, matches, memory, (), People(), holds, at(9)))


def _signed(fingerprint: str) -> dict[str, str]:
    return {"fingerprint": fingerprint, "via": "command", "head": HEAD, "right": "named"}


@settings(max_examples=600, deadline=None)
@given(
    policies(),
    policies(),
    CHANGES,
    st.booleans(),
    SIGNED,
)
def test_what_the_floor_alone_would_block_is_blocked_whatever_the_repository_says(floor, own, paths, unseen, signed):
    alone, both = (judged(combine(floor, policy), paths, unseen, signed) for policy in (None, own))
    assert alone.passes or not both.passes


@settings(max_examples=300, deadline=None)
@given(
    policies(),
    policies(),
    CHANGES,
    SIGNED,
)
def test_what_the_repository_alone_would_block_is_blocked_under_any_floor(floor, own, paths, signed):
    alone, both = judged(own, paths, False, signed), judged(combine(floor, own), paths, False, signed)
    assert alone.passes or not both.passes
