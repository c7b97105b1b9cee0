"""Policies that judge one beside the other: each looks at the change by itself, and what they find is put together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.matching.matcher import Matcher
from bot.core.matching.sight import SeenFile, Sight, is_unread
from bot.core.matching.wanted import Wanted
from bot.core.model.change import PullRequest
from bot.core.model.known import NOT_TOLD, NOTHING, Around, Known, Look
from bot.core.model.policy import Policy, Rule
from bot.core.model.predicates import Predicate, Provenance
from bot.core.model.verdict import Finding, Matches


@dataclass(frozen=True, slots=True)
class LayeredSight(Sight):
    """One change under several policies: what must be found out for all of them, and what each has seen."""

    layers: tuple[Sight, ...] = ()


class Layers:
    """Several matchers, asked as one."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self._matchers = tuple(matchers)

    def match(self, pull: PullRequest, known: Known = NOTHING, now: datetime | None = None) -> Matches:
        """Find all findings, and the zones that could not be judged."""
        return self.judge(self.sight(pull, now), known)

    def sight(self, pull: PullRequest, now: datetime | None = None) -> LayeredSight:
        """Look at a change, as far as its patches tell."""
        layers = tuple(matcher.sight(pull, now) for matcher in self._matchers)
        files = tuple(_together(seen) for seen in zip(*(layer.files for layer in layers), strict=True))
        unread = tuple(one.file for one in files if is_unread(one))
        return LayeredSight(pull, layers[0].marks, files, unread, now, layers)

    def judge(self, sight: Sight, known: Known = NOTHING) -> Matches:
        """Give all findings, in the order of files, and the zones that could not be judged, as far as is known by now."""
        layers = sight.layers if isinstance(sight, LayeredSight) else ()
        found = [matcher.judge(layer, known) for matcher, layer in zip(self._matchers, layers, strict=True)]
        unseen: dict[str, dict[str, None]] = {}
        for zone, sentences in (entry for one in found for entry in one.unseen.items()):
            unseen.setdefault(zone, {}).update(dict.fromkeys(sentences))
        places = {file.path: number for number, file in enumerate(sight.pull.files)}
        findings = sorted(_strongest(one.findings for one in found), key=lambda finding: places[finding.path])
        return Matches(tuple(findings), {zone: tuple(said) for zone, said in unseen.items()}, sight.marks)

    def wants(self, path: str, old_path: str | None, base_attributes: str = "") -> Wanted:
        """Tell how much of the content of a file of this name rules look at."""
        return max(matcher.wants(path, old_path, base_attributes) for matcher in self._matchers)

    def holds(self, predicate: Predicate, pull: PullRequest, at: Provenance, around: Around = NOT_TOLD) -> bool | None:
        """Judge predicates on the pull request alone (`if`); None where that hangs on what could not be seen."""
        return self._matchers[0].holds(predicate, pull, at, around)

    def why_not(
        self, pull: PullRequest, path: str, known: Known = NOTHING, now: datetime | None = None
    ) -> list[tuple[Rule, str]]:
        """Say for each rule that did not fire on a file why it did not; one that stands in two fires by either."""
        told = [matcher.why_not(pull, path, known, now) for matcher in self._matchers]
        times = [{rule.id for rule in matcher.policy.rules} for matcher in self._matchers]
        silent = [{rule.id for rule, _ in reasons} for reasons in told]
        fired = {name for ids, quiet in zip(times, silent, strict=True) for name in ids - quiet}
        reasons = {rule.id: (rule, why) for one in reversed(told) for rule, why in one if rule.id not in fired}
        return list(reasons.values())


AnyMatcher = Matcher | Layers


def matcher_of(policy: Policy, compiled: Callable[[Policy], Matcher] = Matcher) -> AnyMatcher:
    """Make a policy ready, each of its layers by `compiled`. Raises `PatternError` on a pattern that RE2 refuses."""
    if len(policy.layers) > 1:
        return Layers([compiled(layer) for layer in policy.layers])
    return compiled(policy.layers[0] if policy.layers else policy)


def _strongest(layers: Iterable[Iterable[Finding]]) -> Iterable[Finding]:
    """Give the findings of all layers, those of one rule in one file once: the one that counts for most."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in (one for layer in layers for one in layer):
        key = (finding.rule.id, finding.path)
        if key not in found or _strength(finding) > _strength(found[key]):
            found[key] = finding
    return found.values()


def _strength(finding: Finding) -> tuple[bool, int]:
    return finding.counts, finding.confidence.points


def _together(seen: Sequence[SeenFile]) -> SeenFile:
    """Take together what several policies are to have found out about one file."""
    looks: dict[str, list[Look]] = {}
    for look in (look for one in seen for look in one.looks):
        looks.setdefault(look.side, []).append(look)
    merged = tuple(_look(same_side) for same_side in looks.values())
    outcomes = [outcome for one in seen for outcome in one.outcomes]
    return SeenFile(seen[0].view, outcomes, any(one.open for one in seen), merged)


def _look(looks: Sequence[Look]) -> Look:
    first = looks[0]
    structures = tuple(dict.fromkeys(one for look in looks for one in look.structures))
    return Look(first.path, first.side, first.lines, structures, any(look.sql for look in looks))
