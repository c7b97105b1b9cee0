"""The ledger may be lost at any moment, and our summary forged: still green only by a proper sign-off."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.core.model.ledger import EntryKind
from tests.core.history import SENIORS
from tests.core.test_sign_off_properties import BEGINNINGS, STEPS, play, signed, vetoes

LOSSES = st.one_of(
    STEPS,
    STEPS,
    st.just(("forget",)),
    st.tuples(st.just("forge"), st.sampled_from(SENIORS)),
)
# Much of chance leads nowhere, so many histories begin with a sign-off, and a loss after a few steps.
SIGNED = st.builds(lambda who: [("look",), ("comment", who, "/sign-off money"), ("look",)], st.sampled_from(SENIORS))
FEW = st.lists(LOSSES, max_size=4)
HISTORIES = st.one_of(
    st.builds(lambda first, then: [first, *then], BEGINNINGS, st.lists(LOSSES, min_size=1, max_size=30)),
    st.builds(lambda signed, few, then: [*signed, *few, ("forget",), ("look",), *then], SIGNED, FEW, FEW),
)


@settings(max_examples=400, deadline=None)
@given(HISTORIES, st.booleans())
def test_green_only_by_a_proper_sign_off(steps, required):
    for history, verdict, _, _ in play(steps, required=required):
        (zone,) = verdict.zones
        again = {e.login for e in history.ledger if e.kind is EntryKind.SIGNED and e.facts.get("rebuilt")}
        if again & {one.login for one in zone.signatures}:
            event("signed again after a loss")
        if verdict.passes:
            items = [item.id for item in zone.checklist]
            seniors = [login for login in SENIORS if login not in history.commits]
            assert any(signed(history, login, zone.cover.fingerprint, items) for login in seniors)
            assert not any(vetoes(history, login) for login in SENIORS)


@settings(max_examples=200, deadline=None)
@given(HISTORIES)
def test_a_comment_is_answered_once(steps):
    *_, (history, *_) = play(steps, required=True)
    replies = [one.body for one in history.standing.comments if one.ours]
    assert len(replies) == len({reply.partition("\n")[0] for reply in replies})


def test_a_loss_between_leaves_a_sign_off_as_it_was():
    steps = [("look",), ("comment", "grace", "/sign-off money"), ("look",), ("forget",), ("look",)]
    *_, (_, verdict, _, _) = play(steps, required=True)
    assert verdict.passes


def test_a_forged_one_is_none():
    steps = [("look",), ("passes", 2), ("forge", "grace"), ("passes", 2), ("forget",), ("look",)]
    *_, (_, verdict, _, _) = play(steps, required=True)
    assert not verdict.passes
