"""Whatever is said in whatever order: an override never makes it green, and stands only on words that hold now."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.decide import decide
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Override, Signers
from bot.core.model.verdict import ZoneState
from bot.core.render import Scene, render
from tests.core.build import HEAD, at, case, policy, pull, review, shown, zone

MAY = ("ada", "heidi", "ivan")  # ada wrote the change
LASTS = timedelta(minutes=60)
COVER = decide(case()).zones[0].cover
OLD = "0" * 64
MINUTES = st.integers(2, 30)  # so near to each other that many an override still stands
OVERRIDES = st.tuples(
    st.just("override"), st.sampled_from((*MAY, "mallory")), MINUTES, st.sampled_from([COVER.fingerprint] * 3 + [OLD])
)
SAID = st.one_of(
    OVERRIDES,
    OVERRIDES,
    OVERRIDES,
    OVERRIDES,
    st.tuples(st.just("revoke"), st.sampled_from(MAY), MINUTES, st.just("")),
    st.tuples(st.just("veto"), st.sampled_from(("grace", "heidi")), MINUTES, st.just("")),
    st.tuples(st.just("sign"), st.just("grace"), MINUTES, st.sampled_from([COVER.fingerprint, OLD])),
)


def entry(number: int, kind: str, login: str, minute: int, fingerprint: str) -> Entry:
    about = {"fingerprint": fingerprint, "head": HEAD, "right": "named in the policy"}
    kinds = {
        "override": (EntryKind.OVERRIDDEN, {**about, "reason": "It burns.", "until": (at(minute) + LASTS).isoformat()}),
        "revoke": (EntryKind.REVOKED, None),
        "sign": (EntryKind.SIGNED, {**about, "via": "command"}),
    }
    found, data = kinds[kind]
    return Entry(found, at(minute), f"comment:{number}:money", "money", login, data)


def holds(said, login: str, now: int) -> bool:
    """Judge by the truth whether somebody's last word is an override of what is there now, in its time."""
    mine = [one for one in said if one[1] == login and one[0] != "sign"]
    if not mine or login not in MAY:
        return False
    last = max(minute for _, _, minute, _ in mine)
    words = [one for one in mine if one[2] == last]
    given = words[-1]
    if given[0] != "override" or any(one[0] == "veto" for one in words):
        return False
    return bool(given[3] == COVER.fingerprint and now < last + 60)


@settings(max_examples=600, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=8), st.integers(1, 2), st.integers(20, 100))
def test_an_override_stands_only_on_words_that_hold_now_and_is_never_green(told, count, now):
    said = sorted((one for one in told if one[2] < now), key=lambda one: one[2])
    entries = [shown(1, money=COVER), *(entry(n, *one) for n, one in enumerate(said) if one[0] != "veto")]
    vetoes = [review(login, "CHANGES_REQUESTED", minute) for kind, login, minute, _ in said if kind == "veto"]
    of = policy(replace(zone(), override=Override(Signers("", MAY), count, LASTS)))
    verdict = decide(case(of=of, memory=entries, reviews=vetoes, now=at(now)))
    (found,) = verdict.zones
    conclusion = render(verdict, Scene(pull(), of, "https://github.test")).check.conclusion
    assert verdict.passes is (found.state is ZoneState.SIGNED) is (conclusion == "success")
    assert (found.state is ZoneState.OVERRIDDEN) is (conclusion == "neutral")
    if found.state is not ZoneState.OVERRIDDEN:
        return
    by = {one.login for one in found.overriding.by}
    last_veto = max(
        (minute for kind, _, minute, _ in said if kind == "veto" and not signed_since(said, minute)), default=0
    )
    assert len(by) >= count
    assert by - {"ada"}
    assert all(holds(said, login, now) for login in by)
    assert all(max(m for k, who, m, _ in said if who == login and k == "override") > last_veto for login in by)
    assert found.overriding.until
    assert found.overriding.until > at(now)
    assert verdict.again
    assert verdict.again <= found.overriding.until


def signed_since(said, minute: int) -> bool:
    """Whether the veto of that minute was lifted by its own giver."""
    vetoers = {login for kind, login, m, _ in said if kind == "veto" and m == minute}
    lifts = [(login, m) for kind, login, m, _ in said if kind in ("sign", "revoke")]
    return all(any(who == login and m > minute for who, m in lifts) for login in vetoers)
