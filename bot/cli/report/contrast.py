"""Counts where two policies differ about the same commits."""

from collections import Counter
from dataclasses import dataclass, field

from bot.cli.judging import Depth, Judgement, ZoneResult
from bot.cli.report import samples
from bot.cli.report.samples import Kept
from bot.cli.report.tally import helped, sample
from bot.cli.report.values import Account, Comparison, Moves
from bot.core.model.policy import Policy

SAMPLES_A_ZONE = 10


@dataclass(slots=True)
class _Moved:
    """The commits of one zone that only one of the policies holds."""

    commits: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    kept: Kept = field(default_factory=lambda: Kept(SAMPLES_A_ZONE))

    def add(self, judgement: Judgement, result: ZoneResult) -> None:
        self.commits += 1
        asking = helped(result)
        self.rules.update(asking)
        telling = [finding for finding in result.findings if finding.rule.id in asking]
        change = judgement.change
        if telling:
            self.kept.offer(change.pull.head_sha, lambda: sample(change, telling))
        else:
            self.kept.offer(change.pull.head_sha, lambda: samples.not_seen(change, next(iter(result.unseen), "")))


class Contrast:
    """What changes from the one policy to the other. A zone that could not be judged holds, as one that is touched does."""

    def __init__(self, now: Policy, then: Policy) -> None:
        self._zones = {**then.zones, **now.zones}
        self._asked: dict[str, _Moved] = {}
        self._free: dict[str, _Moved] = {}
        self._newly_asked = self._newly_free = 0
        self._depths: Counter[tuple[Depth, Depth]] = Counter()

    def add(self, now: Judgement, then: Judgement) -> None:
        """Count one commit, judged by both."""
        self._depths[now.depth, then.depth] += 1
        self._newly_asked += _only(then, now, self._asked)
        self._newly_free += _only(now, then, self._free)

    def comparison(self, candidate: Account) -> Comparison:
        """Sum up."""
        return Comparison(
            candidate=candidate,
            newly_asked=self._newly_asked,
            newly_free=self._newly_free,
            asked=self._moves(self._asked),
            free=self._moves(self._free),
            depths=dict(self._depths),
        )

    def _moves(self, moved: dict[str, _Moved]) -> tuple[Moves, ...]:
        return tuple(
            Moves(zone, one.commits, tuple(one.rules.most_common()), one.kept.newest_first())
            for name, zone in self._zones.items()
            if (one := moved.get(name))
        )


def _only(one: Judgement, other: Judgement, moved: dict[str, _Moved]) -> bool:
    """Note the zones that hold under one policy and not under the other; whether there are any."""
    elsewhere = {result.zone.id for result in other.open_zones}
    found = [result for result in one.open_zones if result.zone.id not in elsewhere]
    for result in found:
        moved.setdefault(result.zone.id, _Moved()).add(one, result)
    return bool(found)
