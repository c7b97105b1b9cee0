"""What commands and ticks do."""

from dataclasses import replace

import pytest

from bot.core import words
from bot.core.beside import wording
from bot.core.clerk import Clerk, TickedBox, waiting
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.memory import Publication, published, remember
from bot.core.model.change import Account
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.lessons import Beside
from bot.core.model.policy import Requirement, Signers
from bot.core.model.report import Standing
from bot.core.model.verdict import People
from bot.core.notices import notices
from tests.core.build import HEAD, PATCH, at, case, comment, commit, file, finding, policy, pull, shown, zone

COVER = cover((finding(),), pull())
DIGITS = COVER.fingerprint[:16]
RAW_BODY = "payment-webhook/raw-body"


def clerk(**changes):
    return Clerk(case(**{"memory": [shown(money=COVER)], **changes}))


def one(body, login="grace", **changes):
    (done,) = clerk(**changes).carry_out(comment(body, login))
    return done


ASK = "Is the signature verified on the raw body?"


def box(item=RAW_BODY, login="grace", **changes):
    base = TickedBox("money", item, DIGITS, checked=True, login=login, at=at(20), source="delivery:1", ask=ASK)
    return replace(base, **changes)


class TestSignOff:
    def test_a_senior_signs_what_was_shown(self):
        done = one("/sign-off money", "Grace")
        data = {"fingerprint": COVER.fingerprint, "via": "command", "head": HEAD, "right": "named in the policy"}
        assert done.entry == Entry(EntryKind.SIGNED, at(10), "comment:50:money", "money", "grace", data)
        assert done.refused == ""

    def test_what_was_shown_before_a_push_is_what_is_signed(self):
        old = cover((), pull())
        done = one("/sign-off money", memory=[shown(1, "e" * 40, money=old), shown(15, money=COVER)])
        assert done.fingerprint == old.fingerprint

    def test_several_zones_at_once_each_once(self):
        dones = clerk().carry_out(comment("/sign-off money, auth money"))
        assert [(d.zone, bool(d.entry)) for d in dones] == [("money", True), ("auth", False)]

    @pytest.mark.parametrize(
        ("body", "login", "why"),
        [
            ("/sign-off", "grace", "say for which zone: `/sign-off money`"),
            ("/sign-off mony", "grace", "there is no such zone; did you mean `money`?"),
            ("/sign-off everything", "grace", "there is no such zone; the zones are `money`"),
            (
                "/sign-off money",
                "ada",
                "**ada** had a hand in this change, and nobody signs their own work. Who can: **grace** or **heidi**",
            ),
            (
                "/sign-off money",
                "mallory",
                "**mallory** is not among the seniors of `money`. Who can: **grace** or **heidi**",
            ),
        ],
    )
    def test_refusals_say_why_and_who_could(self, body, login, why):
        done = one(body, login)
        assert (done.refused, done.entry) == (why, None)

    def test_a_zone_that_is_not_touched(self):
        done = one("/sign-off auth", of=policy(zone(), zone("auth")))
        assert done.refused == "this pull request does not touch it, so there is nothing to sign"

    def test_nothing_to_sign_on_a_shallow_change(self):
        assert one("/sign-off", findings=()).refused == "this pull request is shallow: nothing here needs a sign-off"

    def test_before_anything_was_shown(self):
        assert (
            "before this part of the change was shown"
            in one("/sign-off money", memory=[shown(30, money=COVER)]).refused
        )

    def test_a_co_author_is_an_author(self):
        done = one("/sign-off money", change=pull(commits=(commit("ada", "grace"),)))
        assert done.refused.startswith("**grace** had a hand in this change")

    def test_doubt_is_never_counted(self):
        team = Requirement(Signers("", teams=("acme/payments",)))
        people = People(unreadable={"acme/payments": "the App lacks the members permission"})
        done = one("/sign-off money", of=policy(zone(sign_off=team)), people=people)
        assert done.refused == (
            "whether they may sign could not be told (the App lacks the members permission), and doubt is never counted. "
            "Who can: a member of **acme/payments**"
        )


class TestRevoke:
    SIGNED = Entry(
        EntryKind.SIGNED,
        at(5),
        "comment:1:money",
        "money",
        "grace",
        {"fingerprint": COVER.fingerprint, "via": "command", "head": HEAD, "right": ""},
    )

    @pytest.mark.parametrize("body", ["/revoke", "/revoke money"])
    def test_a_senior_takes_it_back(self, body):
        done = one(body, memory=[shown(money=COVER), self.SIGNED])
        assert done.entry == Entry(EntryKind.REVOKED, at(10), "comment:50:money", "money", "grace")

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            ("/revoke", "you have no sign-off here to take back"),
            ("/revoke money", "you have no sign-off there to take back"),
        ],
    )
    def test_another_can_not(self, body, why):
        assert one(body, "heidi", memory=[shown(money=COVER), self.SIGNED]).refused == why

    @pytest.mark.parametrize("body", ["/revoke", "/revoke money"])
    @pytest.mark.parametrize("of", [policy(), policy(zone("auth"))], ids=["untouched", "unknown to this base"])
    def test_it_is_taken_back_though_the_zone_is_not_touched_for_the_moment(self, body, of):
        """The next push, or the next base, may bring back what was signed."""
        done = one(body, memory=[shown(money=COVER), self.SIGNED], findings=[], of=of)
        assert done.entry == Entry(EntryKind.REVOKED, at(10), "comment:50:money", "money", "grace")
        assert (done.took, done.refused) == ("sign-off", "")


class TestTicks:
    def test_a_senior_ticks(self):
        data = {"item": RAW_BODY, "fingerprint": COVER.fingerprint}
        assert clerk().tick(box()) == Entry(EntryKind.TICKED, at(20), "delivery:1", "money", "grace", data)

    @pytest.mark.parametrize(
        ("ticked", "why"),
        [
            (
                box(login="ada"),
                "**ada** had a hand in this change, and nobody signs their own work. Who can: **grace** or **heidi**",
            ),
            (box(login="mallory"), "**mallory** is not among the seniors of `money`. Who can: **grace** or **heidi**"),
            (box(item="payment-webhook/none"), "that box is not on the list"),
            (box(zone="auth"), "that box is not on the list"),
            (
                box(fingerprint="0" * 16),
                "the change behind that box is no longer the one shown; please look at the list as it is now",
            ),
        ],
    )
    def test_others_are_set_back_with_the_reason(self, ticked, why):
        entry = clerk().tick(ticked)
        assert (entry.kind, entry.data["why"]) == (EntryKind.TICK_REFUSED, why)

    def test_a_box_that_names_an_older_list_counts_for_nothing(self):
        old = cover((finding(),), pull(file(patch=PATCH + "\n+evil()")))
        memory = [shown(1, "e" * 40, money=old), shown(5, money=COVER)]
        entry = clerk(memory=memory).tick(box(fingerprint=old.fingerprint[:16]))
        assert (entry.kind, entry.data["why"]) == (EntryKind.TICK_REFUSED, words.STALE_BOX)

    def test_a_box_that_was_shown_only_after_the_tick_counts_for_nothing(self):
        assert clerk(memory=[shown(20, money=COVER)]).tick(box()).kind is EntryKind.TICK_REFUSED

    def test_ones_own_tick_is_cleared(self):
        memory = [
            shown(money=COVER),
            Entry(EntryKind.TICKED, at(5), "t", "money", "grace", {"item": RAW_BODY, "fingerprint": DIGITS}),
        ]
        assert clerk(memory=memory).tick(box(checked=False)).kind is EntryKind.UNTICKED

    @pytest.mark.parametrize(
        "changes", [{"findings": []}, {"of": policy(zone(sign_off=Requirement(Signers("", users=("heidi",)))))}]
    )
    def test_it_is_cleared_though_the_zone_is_not_touched_for_the_moment_or_the_right_is_lost(self, changes):
        of = {"item": RAW_BODY, "fingerprint": COVER.fingerprint}
        memory = [shown(money=COVER), Entry(EntryKind.TICKED, at(5), "t", "money", "grace", of)]
        cleared = clerk(memory=memory, **changes).tick(box(checked=False))
        assert (cleared.kind, cleared.facts["fingerprint"]) == (EntryKind.UNTICKED, COVER.fingerprint)
        assert clerk(memory=memory, **changes).tick(box()).kind is EntryKind.TICK_REFUSED

    def test_anothers_tick_stays_and_the_summary_says_whose_it_is(self):
        of = {"item": RAW_BODY, "fingerprint": COVER.fingerprint}
        one = clerk(memory=[shown(money=COVER), Entry(EntryKind.TICKED, at(5), "t", "money", "heidi", of)])
        one.tick(box(checked=False))
        assert notices(one.case.memory, decide(one.case)) == (
            "A box was set back: **heidi** answered that point, and only they take it back, with `/revoke`.",
        )

    @pytest.mark.parametrize("ask", ["Is all well?", "", f"1. {ASK}"])
    def test_a_question_that_somebody_rewrote_is_not_answered(self, ask):
        entry = clerk().tick(box(ask=ask))
        assert (entry.kind, entry.data["why"]) == (EntryKind.TICK_REFUSED, words.REWRITTEN_BOX)

    def test_a_question_is_compared_with_what_was_shown_and_not_with_the_rule_of_today(self):
        beside = {"money": Beside(((RAW_BODY, wording("Is the signature checked?")),))}
        memory = [published(Publication(at(1), HEAD, {"money": COVER}, beside), "p")]
        assert clerk(memory=memory).tick(box(ask="Is the  signature checked?")).kind is EntryKind.TICKED
        assert clerk(memory=memory).tick(box()).kind is EntryKind.TICK_REFUSED

    def test_a_delivery_that_was_counted_stays_counted(self):
        one = clerk()
        first = one.tick(box())
        later = Clerk(replace(one.case, pull=pull(commits=(commit("ada", "grace"),))))
        assert later.tick(box()) == first


class TestWaiting:
    MEMORY = remember([shown(5, money=COVER)])

    def pick(self, *comments, named=(), memory=MEMORY):
        return [c.id for c in waiting(Standing(comments=comments), memory, named)]

    def test_a_new_command_waits(self):
        assert self.pick(comment("/help"), comment("hello", number=51)) == [50]

    @pytest.mark.parametrize(
        "spoken",
        [
            comment("/help", edited=True),
            comment("/help", ours=True),
            comment("/help", author=Account("robot[bot]", bot=True)),
            comment("/help", author=Account("")),
            comment("/help", minute=3),  # older than our knowledge of the pull request
            comment("> /help"),
        ],
    )
    def test_what_does_not_count(self, spoken):
        assert self.pick(spoken) == []

    def test_an_event_that_names_an_early_comment_makes_it_count(self):
        assert self.pick(comment("/help", minute=3), named=[50]) == [50]
        assert self.pick(comment("/help"), named=[50], memory=remember([])) == [50]

    def test_answered_is_done_by_the_ledger_or_by_our_mark(self):
        answered = remember(
            [shown(5, money=COVER), Entry(EntryKind.ANSWERED, at(11), "answered:50", data={"comment": 50})]
        )
        assert self.pick(comment("/help"), memory=answered) == []
        reply = comment("<!-- dont-delegate:answer 50 -->\nHere.", number=60, ours=True)
        assert self.pick(comment("/help"), reply) == []

    def test_a_strangers_mark_answers_nothing(self):
        assert self.pick(comment("/help"), comment("<!-- dont-delegate:answer 50 -->", "mallory", number=60)) == [50]

    def test_a_mark_that_a_stranger_had_us_repeat_answers_nothing(self):
        reply = comment(
            "<!-- dont-delegate:answer 9 -->\n`<!-- dont-delegate:answer 50 -->` is no rule", number=60, ours=True
        )
        assert self.pick(comment("/help"), reply) == [50]
