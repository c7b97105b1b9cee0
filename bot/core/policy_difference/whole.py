"""What changes of the policy as a whole."""

from collections.abc import Iterator

from bot.core.model.policy import Mode, Policy
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.other_fields import other_fields
from bot.core.policy_difference.parts import codes, moved

SHADOW = "the whole policy goes into shadow mode: it tells, and holds nothing any more"
ENFORCED = "the policy is out of shadow mode: what needs a senior is held from now on"
_TOLD = ("zones", "rules", "mode", "exclude", "branches", "source")


def whole(old: Policy, new: Policy) -> Iterator[Change]:
    """Say what changes for all zones at once."""
    if old.mode is not new.mode:
        shadow = new.mode is Mode.SHADOW
        yield Change(Weight.WEAKER if shadow else Weight.STRONGER, SHADOW if shadow else ENFORCED)
    yield from _exclude(old, new)
    yield from _branches(old, new)
    yield from other_fields("the policy", old, new, _TOLD)


def _branches(old: Policy, new: Policy) -> Iterator[Change]:
    changed = moved(old.branches, new.branches)
    if changed.gone:
        yield Change(Weight.WEAKER, f"branches {codes(changed.gone)} are no longer guarded")
    if changed.come:
        yield Change(Weight.STRONGER, f"branches {codes(changed.come)} are guarded too")
    if changed.reordered:
        yield Change(Weight.OTHER, "the guarded branches stand in another order")


def _exclude(old: Policy, new: Policy) -> Iterator[Change]:
    """Say what is left out; a `!` takes in again what another glob leaves out."""
    changed = moved(old.exclude, new.exclude)
    for globs, left_out in ((changed.come, True), (changed.gone, False)):
        plain = [glob for glob in globs if not glob.startswith("!")]
        back = [glob.removeprefix("!") for glob in globs if glob.startswith("!")]
        out, looked_at = (plain, back) if left_out else (back, plain)
        if out:
            yield Change(Weight.WEAKER, f"no rule looks at {codes(out)} any more")
        if looked_at:
            yield Change(Weight.STRONGER, f"rules look at {codes(looked_at)} again")
    if changed.reordered:
        yield Change(Weight.OTHER, "the globs of `exclude` stand in another order, and the last that fits decides")
