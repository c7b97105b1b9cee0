"""What a report says, whatever shows it."""

from dataclasses import dataclass
from datetime import date

from bot.cli.judging import Depth
from bot.core.model.change import Side
from bot.core.model.policy import Policy, Rule, Zone

NOISIEST = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """One commit that shows what a count is made of, and the line that fired; no line: `text` says why."""

    sha: str
    subject: str
    day: date | None  # in UTC; None where the commit has no date
    rule: str = ""
    path: str = ""
    line: int | None = None
    side: Side | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule fired. Counts are of commits, but `files`."""

    rule: Rule
    commits: int  # in which it fired
    files: int  # in which it fired, over all commits
    asked: int  # in which it helped to touch its zone
    alone: int  # in which no other rule did
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """How many commits would have needed a sign-off of a zone, and how that spreads over the weeks."""

    zone: Zone
    touched: int
    unseen: int  # could not be judged
    advised: int  # something was found, and not enough to ask
    a_week: float  # touched commits, on average over all weeks between the first and the last commit
    busiest: int  # touched commits of the busiest week
    not_judged: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; `touched` counts by zone, so a commit that touches two counts in both."""

    begin: date
    name: str  # "2025-03", "2025-W09", "2025 Q1"
    commits: int
    deep: int
    unknown: int
    touched: dict[str, int]


@dataclass(frozen=True, slots=True)
class Account:
    """What one policy says of the history. Rules and zones are in the policy's order, with those that never fired."""

    policy: Policy
    depths: dict[Depth, int]
    zones: tuple[ZoneCount, ...]
    rules: tuple[RuleCount, ...]
    periods: tuple[Period, ...]

    @property
    def noisiest(self) -> tuple[RuleCount, ...]:
        """The rules that ask most often, then those that only speak most often."""
        fired = [count for count in self.rules if count.commits]
        return tuple(sorted(fired, key=lambda count: (-count.asked, -count.alone, -count.commits))[:NOISIEST])

    def fired(self, zone: str) -> tuple[RuleCount, ...]:
        """Give the rules of a zone that fired, the most frequent first."""
        found = [count for count in self.rules if count.rule.zone == zone and count.commits]
        return tuple(sorted(found, key=lambda count: -count.commits))

    def silent(self, zone: str) -> tuple[Rule, ...]:
        """Give the rules of a zone that never fired."""
        return tuple(count.rule for count in self.rules if count.rule.zone == zone and not count.commits)


@dataclass(frozen=True, slots=True)
class Moves:
    """The commits that one of two policies would hold for a zone and the other would not, and by which rules."""

    zone: Zone
    commits: int
    rules: tuple[tuple[str, int], ...]  # (id, commits in which it helped to touch the zone), most first
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a candidate would change. `newly_asked` and `newly_free` count each commit once, whatever its zones."""

    candidate: Account
    newly_asked: int
    newly_free: int
    asked: tuple[Moves, ...]  # a zone each
    free: tuple[Moves, ...]
    depths: dict[tuple[Depth, Depth], int]  # (now, then) -> commits


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; `unit` is how long a period is: "day", "week", "month", "quarter" or "year"."""

    repository: str
    commits: int
    first: date | None  # None where no commit has a date
    last: date | None
    unit: str
    current: Account
    comparison: Comparison | None = None
