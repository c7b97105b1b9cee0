"""The verdict for one pull request at one head."""

from dataclasses import replace

import pytest

from bot.core import words
from bot.core.case import checklist
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.model.change import Account
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import (
    Mode,
    Requirement,
    Severity,
    SignAll,
    SignAny,
    Signers,
    SignOffRule,
)
from bot.core.model.predicates import (
    Ai,
    Confidence,
    Provenance,
    Signatures,
)
from bot.core.model.verdict import People, ZoneState
from tests.core.build import PATCH, at, case, commit, file, finding, policy, pull, review, rule, shown, zone

COVER = cover((finding(),), pull())
TEAM = Requirement(Signers("", teams=("acme/payments",)))
PEOPLE = People(teams={"acme/payments": frozenset({"grace", "ivan", "ada"})})


def signed(login="grace", minute=10, fingerprint=COVER.fingerprint, zone_id="money"):
    data = {"fingerprint": fingerprint, "via": "command", "head": "a" * 40, "right": "named"}
    return Entry(EntryKind.SIGNED, at(minute), f"comment:{minute}:{zone_id}", zone_id, login, data)


def ticked(item, login="grace", minute=10, fingerprint=COVER.fingerprint, kind=EntryKind.TICKED):
    data = {"item": f"payment-webhook/{item}", "fingerprint": fingerprint}
    return Entry(kind, at(minute), f"tick:{item}:{minute}:{kind}", "money", login, data)


def revoked(login="grace", minute=20):
    return Entry(EntryKind.REVOKED, at(minute), f"comment:{minute}:revoke", "money", login)


def money(of):
    (only,) = decide(of).zones
    return only


def test_nothing_found_is_shallow_and_passes():
    verdict = decide(case(findings=()))
    assert (verdict.deep, verdict.passes) == (False, True)


def test_a_touched_zone_is_open():
    verdict = decide(case(memory=[shown(money=COVER)]))
    assert [(z.zone.id, z.state) for z in verdict.zones] == [("money", ZoneState.OPEN)]
    assert not verdict.passes


@pytest.mark.parametrize(
    ("confidences", "is_touched"),
    [("h", True), ("mm", True), ("llll", True), ("mll", True), ("m", False), ("lll", False), ("", False)],
)
def test_evidence_adds_up(confidences, is_touched):
    names = {"h": Confidence.HIGH, "m": Confidence.MEDIUM, "l": Confidence.LOW}
    findings = [finding(path=f"{i}.py", confidence=names[c]) for i, c in enumerate(confidences)]
    change = pull(*(file(f"{i}.py") for i in range(4)))
    assert decide(case(findings=findings, change=change)).deep is is_touched


def test_advice_touches_nothing_and_is_kept():
    verdict = decide(case(findings=[finding(rule(severity=Severity.ADVISE))]))
    assert not verdict.deep
    assert [f.path for f in verdict.advice] == ["app/hooks.py"]


def test_a_rule_in_shadow_touches_nothing():
    assert not decide(case(findings=[finding(rule(mode=Mode.SHADOW))])).deep


def test_a_policy_in_shadow_passes_whatever_it_finds():
    verdict = decide(case(of=policy(mode=Mode.SHADOW)))
    assert (verdict.deep, verdict.passes) == (True, True)


def test_what_could_not_be_seen_is_unknown_even_with_a_signature():
    verdict = decide(case(memory=[shown(money=COVER), signed()], unseen={"money": ("`big.sql` was not shown",)}))
    assert verdict.zones[0].state is ZoneState.UNKNOWN
    assert not verdict.passes


def test_an_unusable_policy_never_passes():
    verdict = decide(case(findings=()))
    assert verdict.passes
    of = case(findings=())
    object.__setattr__(of, "policy_problems", ("line 3: no",))
    assert not decide(of).passes


class TestByCommand:
    def test_a_senior_signs(self):
        zone_verdict = money(case(memory=[shown(money=COVER), signed()]))
        assert zone_verdict.state is ZoneState.SIGNED
        assert [(s.login, s.via, s.right) for s in zone_verdict.signatures] == [
            ("grace", "command", "named in the policy")
        ]

    def test_another_fingerprint_does_not_count_and_is_named(self):
        old = cover((finding(),), pull(file(patch=PATCH + "\n+old()")))
        zone_verdict = money(
            case(memory=[shown(0, "e" * 40, money=old), signed(fingerprint=old.fingerprint), shown(20, money=COVER)])
        )
        assert zone_verdict.state is ZoneState.OPEN
        assert [(entry.login, entry.head_sha) for entry in zone_verdict.lapsed] == [("grace", "a" * 40)]
        assert zone_verdict.lapsed[0].changes

    def test_an_author_never_counts(self):
        change = pull(commits=(commit("ada", "grace"),))
        zone_verdict = money(case(change=change, memory=[shown(money=COVER), signed()]))
        assert zone_verdict.state is ZoneState.OPEN
        assert [n.login for n in zone_verdict.not_counted] == ["grace"]

    def test_a_stranger_never_counts(self):
        zone_verdict = money(case(memory=[shown(money=COVER), signed("mallory")]))
        assert zone_verdict.state is ZoneState.OPEN

    def test_taken_back(self):
        assert money(case(memory=[shown(money=COVER), signed(), revoked()])).state is ZoneState.OPEN

    def test_taken_back_and_given_again(self):
        assert (
            money(case(memory=[shown(money=COVER), signed(), revoked(), signed(minute=30)])).state is ZoneState.SIGNED
        )

    def test_a_sign_off_of_another_zone_is_not_this_ones(self):
        assert money(case(memory=[shown(money=COVER), signed(zone_id="auth")])).state is ZoneState.OPEN


class TestByReview:
    def test_an_approval_leaves_the_boxes_open(self):
        zone_verdict = money(case(memory=[shown(money=COVER)], reviews=[review("grace")]))
        assert zone_verdict.state is ZoneState.OPEN
        assert "the checklist is still open" in zone_verdict.not_counted[0].why

    def test_an_approval_signs_where_the_checklist_is_optional(self):
        of = policy(zone(required=False))
        zone_verdict = money(case(of=of, memory=[shown(money=COVER)], reviews=[review("Grace")]))
        assert [(s.login, s.via) for s in zone_verdict.signatures] == [("grace", "review")]

    def test_an_approval_with_every_box_ticked_signs(self):
        memory = [shown(money=COVER), ticked("raw-body"), ticked("twice")]
        assert money(case(memory=memory, reviews=[review("grace")])).state is ZoneState.SIGNED

    def test_an_approval_from_before_the_list_was_shown_does_not_count(self):
        of = policy(zone(required=False))
        zone_verdict = money(case(of=of, memory=[shown(11, money=COVER)], reviews=[review("grace", minute=10)]))
        assert zone_verdict.state is ZoneState.OPEN
        assert "before this part of the change was shown" in zone_verdict.not_counted[0].why

    def test_an_approval_in_the_same_second_does_not_count(self):
        of = policy(zone(required=False))
        assert (
            money(case(of=of, memory=[shown(10, money=COVER)], reviews=[review("grace", minute=10)])).state
            is ZoneState.OPEN
        )

    def test_an_approval_of_an_older_commit_is_for_that_commit(self):
        of = policy(zone(required=False))
        old = cover((finding(),), pull(file(patch=PATCH + "\n+old()")))
        memory = [shown(1, "e" * 40, money=old), shown(5, money=COVER)]
        late = review("grace", minute=10, commit_sha="e" * 40)
        assert money(case(of=of, memory=memory, reviews=[late])).state is ZoneState.OPEN

    @pytest.mark.parametrize("state", ["CHANGES_REQUESTED", "DISMISSED"])
    def test_a_later_refusal_or_dismissal_takes_it_back(self, state):
        of = policy(zone(required=False))
        was = {"was": "APPROVED"} if state == "DISMISSED" else {}
        reviews = [review("grace", minute=10), review("grace", state, minute=20, **was)]
        zone_verdict = money(case(of=of, memory=[shown(money=COVER)], reviews=reviews))
        assert zone_verdict.state is (ZoneState.VETOED if state == "CHANGES_REQUESTED" else ZoneState.OPEN)

    @pytest.mark.parametrize(
        ("by", "state"),
        [
            ("grace", ZoneState.OPEN),
            ("heidi", ZoneState.OPEN),
            ("ADA", ZoneState.VETOED),  # the author
            ("mallory", ZoneState.VETOED),
            ("", ZoneState.VETOED),  # nobody knows who it was
        ],
    )
    def test_a_dismissed_veto_ends_where_a_senior_dismissed_it(self, by, state):
        dismissed = review("grace", "DISMISSED", minute=10, was="CHANGES_REQUESTED", dismissed_by=by)
        found = money(case(memory=[shown(money=COVER)], reviews=[dismissed]))
        assert found.state is state
        assert found.vetoes == (("grace",) if state is ZoneState.VETOED else ())

    def test_what_a_dismissed_review_had_said_is_a_veto_where_it_is_not_known(self):
        assert money(case(memory=[shown(money=COVER)], reviews=[review("grace", "DISMISSED", minute=10)])).state is (
            ZoneState.VETOED
        )

    def test_a_comment_changes_nothing(self):
        of = policy(zone(required=False))
        reviews = [review("grace", minute=10), review("grace", "COMMENTED", minute=20)]
        assert money(case(of=of, memory=[shown(money=COVER)], reviews=reviews)).state is ZoneState.SIGNED

    def test_a_bot_never_counts(self):
        of = policy(zone(sign_off=Requirement(Signers("", users=("robot[bot]",))), required=False))
        robot = review("", minute=10, author=Account("robot[bot]", bot=True))
        assert money(case(of=of, memory=[shown(money=COVER)], reviews=[robot])).state is ZoneState.OPEN

    def test_an_approval_of_a_commit_that_was_never_shown_does_not_count(self):
        of = policy(zone(required=False))
        stray = review("grace", minute=10, commit_sha="f" * 40)
        assert money(case(of=of, memory=[shown(money=COVER)], reviews=[stray])).state is ZoneState.OPEN
        unknown = review("grace", minute=10, commit_sha=None)
        assert money(case(of=of, memory=[shown(money=COVER)], reviews=[unknown])).state is ZoneState.OPEN


class TestVeto:
    def test_it_weighs_more_than_a_sign_off_in_the_same_second(self):
        refusal = review("grace", "CHANGES_REQUESTED", 10)
        assert money(case(memory=[shown(money=COVER), signed(minute=10)], reviews=[refusal])).state is ZoneState.VETOED

    def test_any_senior_holds_the_zone_though_another_signed(self):
        refusal = review("heidi", "CHANGES_REQUESTED", 20)
        zone_verdict = money(case(memory=[shown(money=COVER), signed()], reviews=[refusal]))
        assert (zone_verdict.state, zone_verdict.vetoes) == (ZoneState.VETOED, ("heidi",))

    def test_a_strangers_refusal_is_an_ordinary_review(self):
        refusal = review("mallory", "CHANGES_REQUESTED", 20)
        assert money(case(memory=[shown(money=COVER), signed()], reviews=[refusal])).state is ZoneState.SIGNED

    def test_it_ends_when_its_senior_signs(self):
        refusal = review("grace", "CHANGES_REQUESTED", 5)
        assert money(case(memory=[shown(money=COVER), signed(minute=10)], reviews=[refusal])).state is ZoneState.SIGNED


class TestByTicks:
    def test_every_box_by_one_senior_signs(self):
        zone_verdict = money(case(memory=[shown(money=COVER), ticked("raw-body"), ticked("twice", minute=11)]))
        assert [(s.login, s.via, s.at) for s in zone_verdict.signatures] == [("grace", "checklist", at(11))]

    def test_boxes_by_two_people_do_not_add_up(self):
        zone_verdict = money(case(memory=[shown(money=COVER), ticked("raw-body"), ticked("twice", "heidi")]))
        assert zone_verdict.state is ZoneState.OPEN
        assert {(t.item, t.login) for t in zone_verdict.ticks} == {
            ("payment-webhook/raw-body", "grace"),
            ("payment-webhook/twice", "heidi"),
        }

    def test_a_box_cleared_again_is_open(self):
        memory = [
            shown(money=COVER),
            ticked("raw-body"),
            ticked("twice"),
            ticked("twice", minute=12, kind=EntryKind.UNTICKED),
        ]
        assert money(case(memory=memory)).state is ZoneState.OPEN

    def test_who_became_an_author_is_told_why_their_ticks_are_gone(self):
        data = {"fingerprint": COVER.fingerprint, "via": "checklist", "head": "a" * 40, "right": "named"}
        was = Entry(EntryKind.SIGNED, at(11), "checklist:money:grace", "money", "grace", data)
        memory = [shown(money=COVER), ticked("raw-body"), ticked("twice", minute=11), was]
        zone_verdict = money(case(memory=memory, change=pull(commits=(commit("ada"), commit("grace")))))
        assert (zone_verdict.state, zone_verdict.ticks) == (ZoneState.OPEN, ())
        assert [(one.login, one.why) for one in zone_verdict.not_counted] == [("grace", words.AUTHORS_DO_NOT_SIGN)]

    def test_the_first_digits_of_a_fingerprint_are_not_enough(self):
        twin = COVER.fingerprint[:16] + "0" * 48
        memory = [shown(money=COVER), ticked("raw-body", fingerprint=twin), ticked("twice", fingerprint=twin)]
        assert money(case(memory=memory)).state is ZoneState.OPEN

    def test_ticks_for_another_fingerprint_do_not_count(self):
        memory = [shown(money=COVER), ticked("raw-body", fingerprint="0" * 16), ticked("twice", fingerprint="0" * 16)]
        zone_verdict = money(case(memory=memory))
        assert (zone_verdict.state, zone_verdict.ticks) == (ZoneState.OPEN, ())


class TestTrees:
    def test_two_are_two_different_people(self):
        of = policy(zone(sign_off=Requirement(Signers("", users=("grace", "heidi")), count=2)))
        one = [shown(money=COVER), signed(), signed(minute=12)]
        assert money(case(of=of, memory=one)).state is ZoneState.OPEN
        assert money(case(of=of, memory=[*one, signed("heidi", 13)])).state is ZoneState.SIGNED

    def test_all_needs_each_part(self):
        tree = SignAll((Requirement(Signers("", users=("grace",))), TEAM))
        of = policy(zone(sign_off=tree))
        memory = [shown(money=COVER), signed("ivan")]
        assert money(case(of=of, memory=memory, people=PEOPLE)).state is ZoneState.OPEN
        assert money(case(of=of, memory=[*memory, signed(minute=12)], people=PEOPLE)).state is ZoneState.SIGNED

    def test_any_needs_one_part(self):
        of = policy(zone(sign_off=SignAny((Requirement(Signers("", users=("heidi",))), TEAM))))
        assert money(case(of=of, memory=[shown(money=COVER), signed("ivan")], people=PEOPLE)).state is ZoneState.SIGNED

    def test_a_part_drops_out_where_its_condition_is_not_true(self):
        assisted = Ai(Provenance.ASSISTED)
        tree = SignAll(
            (Requirement(Signers("", users=("grace",))), Requirement(Signers("", users=("heidi",)), when=assisted))
        )
        of = policy(zone(sign_off=tree))
        memory = [shown(money=COVER), signed()]
        assert money(case(of=of, memory=memory)).state is ZoneState.SIGNED
        assert money(case(of=of, memory=memory, applies=[assisted])).state is ZoneState.OPEN

    def test_when_no_part_applies_nobody_signs(self):
        tree = Requirement(Signers("", users=("grace",)), when=Ai(Provenance.ASSISTED))
        zone_verdict = money(case(of=policy(zone(sign_off=tree)), memory=[shown(money=COVER), signed()]))
        assert (zone_verdict.state, zone_verdict.needs) == (ZoneState.OPEN, "")

    def test_a_condition_that_is_not_known_never_lowers_the_bar(self):
        unknown = Signatures(verified=True)
        grace, heidi = (Requirement(Signers("", users=(login,))) for login in ("grace", "heidi"))
        perhaps = replace(grace, when=unknown)

        def state(tree: SignOffRule, *logins: str) -> ZoneState:
            memory = [shown(money=COVER), *(signed(login, minute=12 + n) for n, login in enumerate(logins))]
            given = case(of=policy(zone(sign_off=tree)), memory=memory)
            (only,) = decide(replace(given, holds=lambda _predicate: None)).zones
            return only.state

        assert state(SignAll((heidi, perhaps)), "heidi") is ZoneState.OPEN
        assert state(SignAll((heidi, perhaps)), "heidi", "grace") is ZoneState.SIGNED
        assert state(SignAny((heidi, perhaps)), "grace") is ZoneState.OPEN
        assert state(SignAny((heidi, perhaps)), "heidi") is ZoneState.SIGNED
        assert state(SignAny((heidi, SignAll((perhaps,)))), "grace") is ZoneState.OPEN
        assert state(SignAny((perhaps, replace(heidi, when=unknown))), "grace") is ZoneState.OPEN
        assert state(SignAny((perhaps, replace(heidi, when=unknown))), "grace", "heidi") is ZoneState.SIGNED
        assert state(perhaps, "grace") is ZoneState.SIGNED

    def test_an_unreadable_team_is_not_counted_and_said(self):
        people = People(unreadable={"acme/payments": "the App lacks the members permission"})
        zone_verdict = money(case(of=policy(zone(sign_off=TEAM)), memory=[shown(money=COVER), signed()], people=people))
        assert zone_verdict.state is ZoneState.OPEN
        assert "the App lacks the members permission" in zone_verdict.not_counted[0].why


def test_candidates_leave_out_authors_signers_and_bots():
    people = People(teams={"acme/payments": frozenset({"ada", "grace", "ivan", "judy", "robot[bot]"})})
    zone_verdict = money(case(of=policy(zone(sign_off=TEAM)), memory=[shown(money=COVER), signed()], people=people))
    assert set(zone_verdict.candidates) == {"ivan", "judy"}


def test_candidates_stand_in_an_order_of_their_own_for_each_pull_request():
    people = People(teams={"acme/payments": frozenset(f"senior{i}" for i in range(6))})
    orders = {
        money(case(of=policy(zone(sign_off=TEAM)), change=pull(number=n), people=people)).candidates for n in range(8)
    }
    assert len(orders) > 1


def test_the_checklist_asks_no_question_twice_and_the_surest_first():
    low = rule("amounts", confidence=Confidence.LOW)
    items = checklist([finding(low, confidence=Confidence.LOW), finding()])
    assert [item.id for item in items] == ["payment-webhook/raw-body", "payment-webhook/twice"]
