"""Whatever people do in whatever order: green only by a proper sign-off, and never words twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events.boxes import boxes
from bot.core.memory import remember
from bot.core.model.verdict import ZoneState
from tests.core.history import PATCHES, PEOPLE, SENIORS, History, Said

SENIOR = st.sampled_from(SENIORS)
LOGINS = st.sampled_from((*SENIORS, *SENIORS, *SENIORS, *PEOPLE))
BODIES = st.sampled_from(
    [
        "/sign-off money",
        "/sign-off money",
        "Fine.\n\n/sign-off money",
        "/revoke",
        "/revoke money",
        "/revoke money\n/sign-off money",
        "/sign-off money\n/revoke money",
        "> /sign-off money",
        "/sign-off",
        "/sign-off auth",
        "/recheck",
        "hello",
    ]
)
STATES = st.sampled_from(["APPROVED", "APPROVED", "APPROVED", "CHANGES_REQUESTED", "COMMENTED"])
COVERED = st.integers(0, len(PATCHES) - 1)
STEPS = st.one_of(
    st.tuples(st.just("passes"), st.integers(0, 2)),
    st.tuples(st.just("push"), st.sampled_from(["ada", "mallory"]), COVERED),
    st.tuples(st.just("push"), LOGINS, COVERED),
    st.tuples(st.just("review"), LOGINS, STATES, st.sampled_from([0, 0, 0, 1, 2])),
    st.tuples(st.just("review"), SENIOR, STATES, st.just(0)),
    st.tuples(st.just("dismiss"), st.integers(0, 9)),
    st.tuples(st.just("comment"), LOGINS, BODIES),
    st.tuples(st.just("comment"), SENIOR, BODIES),
    st.tuples(st.just("tick"), LOGINS, st.integers(0, 5)),
    st.tuples(st.just("tick_all"), SENIOR),
    st.tuples(st.just("untick"), LOGINS, st.integers(0, 5)),
    st.tuples(st.just("scribble"), st.just("\nsigned off by grace")),
    st.just(("evaluate",)),
    st.just(("look",)),
    st.just(("look",)),
)
BEGINNINGS = st.sampled_from([("look",), ("look",), ("evaluate",)])
HISTORIES = st.builds(lambda first, then: [first, *then], BEGINNINGS, st.lists(STEPS, min_size=1, max_size=30))


def take(history, step):
    name, *rest = step
    if name == "tick_all":
        for which in range(2):
            history.tick(*rest, which, checked=True)
    elif name in ("tick", "untick"):
        history.tick(*rest, checked=name == "tick")
    else:
        getattr(history, name)(*rest)


def play(steps, *, required):
    """Play a history, and give each verdict with the history as it was then."""
    history = History(required)
    for step in [*steps, ("look",)]:
        history.passes(step == ("look",))
        if step[0] in ("evaluate", "look"):
            yield history, *history.evaluate()
            history.passes(step == ("look",))
        else:
            take(history, step)


def signed(history: History, login: str, fingerprint: str, items: list[str]) -> bool:
    """Judge by the truth whether this person's latest word on the zone is a sign-off of what is there now."""
    mine = sorted((s for s in history.said if s.login == login), key=lambda s: (s.at, s.order))

    def stands(word: Said) -> bool:
        if not word.signs or not word.of.startswith(fingerprint):
            return False
        later = [s for s in mine if (s.at, s.order) > (word.at, word.order) and not s.signs]
        return not any(s.item in ("", word.item) for s in later if not (s.item and not word.item))

    whole = ":command" if history.required else ""
    if any(stands(word) and not word.item and word.of.endswith(whole) for word in mine):
        return True
    return all(any(stands(word) and word.item == item for word in mine) for item in items)


@settings(max_examples=400, deadline=None)
@given(HISTORIES, st.booleans())
def test_green_only_by_a_proper_sign_off(steps, required):
    for history, verdict, report, _ in play(steps, required=required):
        (zone,) = verdict.zones
        assert verdict.passes is (zone.state is ZoneState.SIGNED) is (report.check.conclusion == "success")
        if verdict.passes:
            items = [item.id for item in zone.checklist]
            seniors = [login for login in SENIORS if login not in history.commits]
            assert any(signed(history, login, zone.cover.fingerprint, items) for login in seniors)
            assert {one.login for one in zone.signatures} <= set(seniors)
            assert not any(vetoes(history, login) for login in SENIORS)


def vetoes(history, login):
    """Whether the last review of someone that says anything asks for changes, and nothing was signed since."""
    reviews = [r for r in history.standing.reviews if r.author.login == login and r.state != "COMMENTED"]
    if not reviews or reviews[-1].state != "CHANGES_REQUESTED":
        return False
    return not any(
        s.login == login and s.at >= reviews[-1].submitted_at and s.order != reviews[-1].id for s in history.said
    )


@settings(max_examples=150, deadline=None)
@given(HISTORIES, st.booleans())
def test_a_second_evaluation_does_nothing(steps, required):
    for history, _, _, _ in play(steps, required=required):
        before, ledger = history.standing, len(remember(history.ledger).entries)
        _, _, effects = history.evaluate()
        assert (effects, history.standing) == ((), before)
        assert len(remember(history.ledger).entries) == ledger


@settings(max_examples=150, deadline=None)
@given(HISTORIES, st.data())
def test_doubled_entries_change_nothing(steps, data):
    *_, (history, *_) = play(steps, required=True)
    entries = list(history.ledger)
    once = remember(entries)
    doubled = list(entries)
    for _ in range(data.draw(st.integers(0, 5)) if entries else 0):
        which = data.draw(st.integers(0, len(entries) - 1))
        doubled.insert(data.draw(st.integers(doubled.index(entries[which]) + 1, len(doubled))), entries[which])
    assert remember(doubled) == once == remember(once.entries) == once.with_entries(entries)


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_the_boxes_read_back_as_they_were_drawn(steps):
    for history, verdict, report, _ in play(steps, required=True):
        (zone,) = verdict.zones
        drawn = [(box.zone, box.item, box.checked) for box in boxes(report.summary).values()]
        ticked = {tick.item for tick in zone.ticks}
        by_command = any(one.via == "command" for one in zone.signatures)
        assert drawn == [("money", item.id, by_command or item.id in ticked) for item in zone.checklist]
        assert {box.fingerprint16 for box in boxes(report.summary).values()} == {zone.cover.fingerprint[:16]}
        assert history.standing.summary.body == report.summary


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_in_the_end_a_senior_can_always_sign(steps):
    *_, (history, *_) = play(steps, required=True)
    free = [login for login in SENIORS if login not in history.commits]
    for _ in range(2):  # the first one shows what is there now
        history.passes(1)
        for login in SENIORS:
            history.review(login, "APPROVED", 0)
            history.comment(login, "/sign-off money")
        history.passes(1)
        verdict, report, _ = history.evaluate()
    assert verdict.passes is bool(free)
    replies = [one.body for one in history.standing.comments if one.ours]
    assert len(replies) == len({reply.partition("\n")[0] for reply in replies}), "a comment was answered twice"
    assert report.summary.startswith("<!-- dont-delegate:summary -->\n")
