"""Figures of two policies side by side."""

from dataclasses import dataclass

from bot.cli.report.values import Account, RuleCount


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure now and then; None where that policy does not have the zone or rule."""

    name: str
    now: int | None
    then: int | None

    @property
    def before(self) -> str:
        """The figure now, as it is shown."""
        return _figure(self.now)

    @property
    def after(self) -> str:
        """The figure then, as it is shown."""
        return _figure(self.then)

    @property
    def change(self) -> str:
        """The difference with its sign: "+3", "-12", "0"."""
        difference = (self.then or 0) - (self.now or 0)
        return f"{difference:+,}" if difference else "0"

    @property
    def most(self) -> int:
        """The larger of both."""
        return max(self.now or 0, self.then or 0)

    @property
    def remark(self) -> str:
        """Say when only one of the policies has it; "" when both do."""
        return "new" if self.now is None else "gone" if self.then is None else ""


@dataclass(frozen=True, slots=True)
class RulePair:
    """How often one rule fired and asked."""

    fired: Pair
    asked: Pair

    @property
    def differs(self) -> bool:
        """Whether the policies differ about it."""
        return (self.fired.now, self.asked.now) != (self.fired.then, self.asked.then)


def zones(now: Account, then: Account) -> list[Pair]:
    """Give for each zone in how many commits it is touched."""
    before = {count.zone.id: count.touched for count in now.zones}
    after = {count.zone.id: count.touched for count in then.zones}
    return [Pair(name, before.get(name), after.get(name)) for name in {**before, **after}]


def rules(now: Account, then: Account) -> list[RulePair]:
    """Give the rules about which the policies differ: in how many commits they fired, and in how many they asked."""
    before = {count.rule.id: count for count in now.rules}
    after = {count.rule.id: count for count in then.rules}
    pairs = (_pair(name, before.get(name), after.get(name)) for name in {**before, **after})
    return [pair for pair in pairs if pair.differs]


def _pair(name: str, now: RuleCount | None, then: RuleCount | None) -> RulePair:
    return RulePair(
        fired=Pair(name, now.commits if now else None, then.commits if then else None),
        asked=Pair(name, now.asked if now else None, then.asked if then else None),
    )


def _figure(count: int | None) -> str:
    return "-" if count is None else f"{count:,}"
