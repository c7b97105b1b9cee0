"""Whatever happens to a pull request, in whatever order: green only by a sign-off of each touched zone as it is now."""

from collections.abc import Iterator
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.core.memory import remember
from bot.core.model.report import Report
from bot.core.model.verdict import Verdict, ZoneState
from tests.core.oracle import could_be_signed, is_signed
from tests.core.wide import MEMBERS, UNTOUCHED, Setup, Wide

Step = tuple[Any, ...]

SENIORS = st.sampled_from(MEMBERS)
LOGINS = st.sampled_from((*MEMBERS, *MEMBERS, "ada", "mallory", "margaret", "robot[bot]", ""))
CONTENTS = st.sampled_from([UNTOUCHED, 0, 0, 1, 2])
ZONES = st.sampled_from(["money", "money", "auth"])
BODIES = st.sampled_from(
    [
        "/sign-off money auth",
        "/sign-off money auth",
        "/sign-off money",
        "/sign-off auth",
        "/revoke",
        "/revoke money",
        "/revoke money\n/sign-off money",
        "/sign-off money auth\n/revoke auth",
        "/not-applicable money 1 It only moves.",
        "/not-applicable money 2 No events here.",
        "/not-applicable auth 1 Nobody comes in here.",
        "/override money The shop has been down for an hour.",
        "/recheck",
    ]
)
STATES = st.sampled_from(["APPROVED", "APPROVED", "APPROVED", "CHANGES_REQUESTED", "COMMENTED"])
PEOPLE_SAY = st.one_of(
    st.tuples(st.just("comment"), SENIORS, BODIES),
    st.tuples(st.just("comment"), LOGINS, BODIES),
    st.tuples(st.just("review"), SENIORS, STATES, st.sampled_from([0, 0, 0, 1, 2])),
    st.tuples(st.just("review"), LOGINS, STATES, st.sampled_from([0, 1])),
    st.tuples(st.just("tick_all"), SENIORS),
    st.tuples(st.just("tick"), LOGINS, st.integers(0, 5)),
    st.tuples(st.just("clears_own"), st.integers(0, 5)),
    st.tuples(st.just("approves_in_passing"), SENIORS, CONTENTS, ZONES),
    st.tuples(st.just("answer"), st.sampled_from(["ada", "ada", "mallory"])),
)
THINGS_HAPPEN = st.one_of(
    st.tuples(st.just("push"), st.just("ada"), CONTENTS, ZONES),
    st.tuples(st.just("push"), LOGINS, CONTENTS, ZONES),
    st.tuples(st.just("rebase"), st.integers(0, 40)),
    st.tuples(st.just("side_branch"), LOGINS),
    st.tuples(st.just("squash"), st.sampled_from(["ada", "mallory", "grace"])),
    st.tuples(st.just("retarget"), st.sampled_from(["main", "main", "lax", "other"])),
    st.tuples(st.just("label"), st.sampled_from(["big", "docs"])),
    st.tuples(st.just("member"), SENIORS),
    st.just(("team_hides",)),
    st.just(("conditions_hide",)),
    st.tuples(st.just("revokes_in_passing"), SENIORS),
    st.tuples(st.just("dismiss"), st.integers(0, 9), st.sampled_from(["", "ada", "mallory", *MEMBERS])),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("edit"), st.integers(0, 9)),
    st.tuples(st.just("scribble"), st.just("\nsigned off by grace")),
    st.tuples(st.just("passes"), st.sampled_from([0, 1, 2, 90_000])),
)
LOOK = st.just(("look",))
STEPS = st.one_of(PEOPLE_SAY, PEOPLE_SAY, THINGS_HAPPEN, LOOK, LOOK, st.just(("evaluate",)))
# Much of chance leads nowhere, so most histories begin where everything is signed.
SIGNED: list[Step] = [
    ("look",),
    ("answer", "ada"),
    ("look",),
    *(("comment", login, "/sign-off money auth") for login in MEMBERS),
    ("look",),
]
ALONE: list[Step] = [*SIGNED[:3], ("comment", "grace", "/sign-off money auth"), ("look",)]
TICKED: list[Step] = [*SIGNED[:3], ("tick_all", "grace"), ("look",)]
BEGINNINGS = st.sampled_from([[("look",)], [("evaluate",)], SIGNED, SIGNED, SIGNED[:-2], ALONE, ALONE, TICKED, TICKED])
HISTORIES = st.builds(lambda first, then: [*first, *then], BEGINNINGS, st.lists(STEPS, min_size=1, max_size=25))
SETUPS = st.builds(Setup, st.integers(1, 2), st.booleans(), st.sampled_from([False, False, True]))


def take(history: Wide, step: Step) -> None:
    """Do one thing."""
    name, *rest = step
    match name:
        case "tick_all":
            for _ in range(4):
                history.tick(rest[0], 0, checked=True)
        case "tick" | "untick":
            history.tick(*rest, checked=name == "tick")
        case "clears_own":  # whoever ticked last clears a box
            by = next((word.login for word in reversed(history.said) if word.of.endswith(":tick")), "")
            history.tick(by, *rest, checked=False)
        case "approves_in_passing":  # something else than what is there before and after
            login, content, zone = rest
            was = history.heads[-1][zone]
            history.push("ada", content, zone)
            history.review(login, "APPROVED", 0)
            history.push("ada", was, zone)
        case "revokes_in_passing":  # while nothing of it is there
            was = history.to_sign().get("money", (UNTOUCHED, ""))[0]
            for do in (
                ("push", "ada", UNTOUCHED),
                ("look",),
                ("comment", rest[0], "/revoke"),
                ("look",),
                ("push", "ada", was),
            ):
                take(history, do)
        case "look":
            history.passes(1)
            history.evaluate()
            history.passes(1)
        case "delete" | "edit":
            history.unsay(*rest, edit=name == "edit")
        case _:
            getattr(history, name)(*rest)


def play(steps: list[Step], setup: Setup) -> Iterator[tuple[Wide, Verdict, Report]]:
    """Play a history, and give each verdict with the history as it was then."""
    history = Wide(setup=setup)
    for step in [*steps, ("look",)]:
        history.passes(step == ("look",))
        if step[0] in ("evaluate", "look"):
            verdict, report, _ = history.evaluate()
            yield history, verdict, report
            history.passes(step == ("look",))
        else:
            take(history, step)


@settings(max_examples=800, deadline=None)
@given(HISTORIES, SETUPS)
def test_green_only_by_a_sign_off_of_each_touched_zone_as_it_is_now(steps, setup):
    green = was_deep = False
    for history, verdict, report in play(steps, setup):
        zones = set(history.to_sign())
        assert {zone.zone.id for zone in verdict.zones} == zones
        assert verdict.passes is (report.check.conclusion == "success")
        for zone in verdict.zones:
            if zone.state is ZoneState.SIGNED:
                assert is_signed(history, zone.zone.id)
        assert not verdict.passes or all(is_signed(history, zone) for zone in zones)
        was_deep = was_deep or (green and bool(zones) and not verdict.passes)
        green = green or (verdict.passes and bool(zones))
    event(f"signed at some time: {green}, and open again: {was_deep}")


@settings(max_examples=300, deadline=None)
@given(HISTORIES, SETUPS)
def test_a_second_evaluation_does_nothing(steps, setup):
    for history, verdict, _ in play(steps, setup):
        before, known = history.standing, len(remember(history.ledger).entries)
        again, _, effects = history.evaluate()
        assert (effects, history.standing) == ((), before)
        assert [zone.state for zone in again.zones] == [zone.state for zone in verdict.zones]
        assert len(remember(history.ledger).entries) == known


@settings(max_examples=300, deadline=None)
@given(HISTORIES, SETUPS)
def test_in_the_end_those_who_may_can_always_sign(steps, setup):
    *_, (history, *_) = play(steps, setup)
    for _ in range(2):  # what is there now is shown at first, then the author's answers
        history.answer("ada")
        history.passes(1)
        history.evaluate()
    history.passes(1)
    for login in (*MEMBERS, "mallory"):
        history.review(login, "APPROVED", 0)
        history.comment(login, "/sign-off money auth")
    history.passes(1)
    verdict, _, _ = history.evaluate()
    assert verdict.passes is all(could_be_signed(history, zone) for zone in history.to_sign())
    replies = [one.body for one in history.standing.comments if one.ours]
    assert len(replies) == len({reply.partition("\n")[0] for reply in replies}), "a comment was answered twice"
