"""The check on a merge group: each pull request in it, as it stands where the queue put it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core import words
from bot.core.fingerprint import changes
from bot.core.markdown import code, cut, listed
from bot.core.memory import Memory
from bot.core.model.change import PullRequest
from bot.core.model.group import Judged, Part
from bot.core.model.report import CheckRun
from bot.core.model.verdict import Verdict, ZoneState, ZoneVerdict
from bot.core.queued import PASSING
from bot.core.render.check import RECHECK, check_run
from bot.core.render.marks import CHARACTERS_AT_MOST
from bot.core.render.scene import Scene
from bot.core.render.unseen import unseen

PLACES_AT_MOST = 5
LET_THROUGH = frozenset({ZoneState.SIGNED, ZoneState.OVERRIDDEN})
AGAIN = "have it signed, and queue it again."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group's check stands: its name, the group's head, the branch that it is to be merged into."""

    check_name: str
    head_sha: str
    branch: str


def judged(part: Part, verdict: Verdict, scene: Scene, memory: Memory) -> Judged:
    """Say of one part what its pull request's check would conclude, and in sentences what holds it back."""
    check = check_run(verdict, scene)
    if check.conclusion in PASSING:
        return Judged(part, check.conclusion, verdict)
    held = [zone for zone in verdict.zones if zone.state not in LET_THROUGH and not zone.shadow]
    says = [_shortfall(zone, part, scene.pull, memory) for zone in held]
    if verdict.policy_problems or not held:
        says.insert(0, f"#{part.number}: {check.title}.")
    return Judged(part, check.conclusion, verdict, tuple(says))


def not_judged(part: Part, why: str) -> Judged:
    """Say that a part could not be looked at: what nobody saw is not taken as clean."""
    return Judged(part, "failure", says=(f"#{part.number} could not be judged: {why}",))


def group_check(place: Place, found: Sequence[Judged], source: str) -> CheckRun:
    """Write the check of a group whose parts were looked at; it fails with the first that does."""
    failed = [one for one in found if one.conclusion not in PASSING]
    shaded = [one for one in found if one.conclusion == "neutral"]
    return _check(
        place,
        "failure" if failed else "neutral" if shaded else "success",
        _failing(failed) if failed else _passing(found),
        "\n\n".join(filter(None, [_outcome(failed), _table(found), _foot(found, place.branch, source)])),
    )


def unknown_check(place: Place, why: str) -> CheckRun:
    """Write the check of a group that could not be taken apart."""
    says = (
        f"{why}\n\nWhat can't be seen is not taken as clean, so this check is not green. Queue the pull requests again."
    )
    return _check(place, "failure", "This group could not be judged", says)


def unjudged_check(place: Place) -> CheckRun:
    """Write the check where no policy judges, so that a queue that requires it goes on."""
    says = f"{code(place.branch)} has no policy, so nothing was looked at."
    return _check(place, "success", "Nothing judges here", says)


def _check(place: Place, conclusion: str, title: str, summary: str) -> CheckRun:
    text = cut(summary, CHARACTERS_AT_MOST, "… and more than fits here.")
    return CheckRun(place.check_name, place.head_sha, conclusion, title[:255], text, actions=(RECHECK,))


def _shortfall(zone: ZoneVerdict, part: Part, pull: PullRequest, memory: Memory) -> str:
    """Say what a zone lacks here, and whether it is the queue that made it so."""
    name, where = f"**{zone.zone.title}** of #{part.number}", _ground(part, pull.base_ref)
    if zone.state is not ZoneState.OPEN:
        seen = "\n".join(unseen((zone,)))
        state = words.state(zone) if zone.state is ZoneState.UNKNOWN else f"is {words.state(zone)}"
        return f"{name} {state}. {words.next_step(zone)}" + (f"\n\n{seen}" if seen else "")
    shown = memory.publications[-1].zones.get(zone.zone.id) if memory.publications else None
    if shown is None:
        places = _some([code(path) for path in zone.cover.files])
        return f"{name} is touched only {where}: {places}. Update the branch of #{part.number}, {AGAIN}"
    if shown.fingerprint == zone.cover.fingerprint:
        return f"{name} has no sign-off that counts. Have it signed on #{part.number}, and queue that again."
    before = "from what was signed" if zone.lapsed else "from what is shown there"
    moved = _some(changes(shown.files, pull, zone.cover))
    return f"{name} reads differently {where} {before}: {moved}. Update the branch of #{part.number}, {AGAIN}"


def _ground(part: Part, branch: str) -> str:
    return f"on top of {code(branch) if part.below is None else f'#{part.below}'}"


def _some(places: Sequence[str]) -> str:
    more = [f"{len(places) - PLACES_AT_MOST} more"] if len(places) > PLACES_AT_MOST else []
    return listed([*places[:PLACES_AT_MOST], *more])


def _failing(failed: Sequence[Judged]) -> str:
    names = listed([f"#{one.part.number}" for one in failed])
    return f"{names} hold{'s' if len(failed) == 1 else ''} this group back"


def _passing(found: Sequence[Judged]) -> str:
    zones = [zone for one in found if one.verdict for zone in one.verdict.zones]
    if not zones:
        return "Shallow: nothing here needs a senior"
    overridden = [zone for zone in zones if zone.state is ZoneState.OVERRIDDEN]
    if overridden:
        return f"Overridden, not signed: {_titles(overridden)}"
    shadow = "Shadow mode: " if all(zone.shadow for zone in zones) else ""
    signed = all(zone.state is ZoneState.SIGNED for zone in zones)
    return f"{shadow}{'Signed' if signed else 'Not all of it is signed'}: {_titles(zones)}"


def _titles(zones: Sequence[ZoneVerdict]) -> str:
    return listed(list(dict.fromkeys(zone.zone.title for zone in zones)))


def _outcome(failed: Sequence[Judged]) -> str:
    rows = [f"- {sentence}" for one in failed for sentence in one.says]
    return "\n".join([*rows, "", "Nobody can sign here: a sign-off is given on the pull request."]) if rows else ""


def _table(found: Sequence[Judged]) -> str:
    rows = [row for one in found for row in _rows(one)]
    return "\n".join(["| Pull request | Zone | Sign-off |", "|:--|:--|:--|", *rows])


def _rows(one: Judged) -> Iterable[str]:
    number = f"#{one.part.number}"
    if one.verdict is None:
        yield f"| {number} | | could not be judged |"
    elif not one.verdict.zones:
        yield f"| {number} | none touched | none needed |"
    else:
        yield from (f"| {number} | **{zone.zone.title}** | {words.state(zone)} |" for zone in one.verdict.zones)


def _foot(found: Sequence[Judged], branch: str, source: str) -> str:
    onto = found[0].part.below
    below = f", on top of #{onto}, which has a check of its own" if onto is not None else ""
    return f"Each as it would be merged into {code(branch)}{below}. Judged by {code(source)}, as it stands there now."
