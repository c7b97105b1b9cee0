"""Works out where the bars of a chart stand; a chart is as wide and as high as its page makes it, so all is in parts of 100."""

from dataclasses import dataclass
from itertools import count
from math import ceil

from bot.cli.report.values import Account, Period

STEPS = (1, 2, 5)
MOST_TICKS = 4
GAP = 0.2  # of a column


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle, from the left and from the top, in percent."""

    x: float
    y: float
    width: float
    height: float
    zone: str
    says: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, with its figure; `up` is in percent from the bottom."""

    value: int
    up: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked columns over time; `names` are those of the first, the middle and the last column."""

    pieces: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    names: tuple[str, ...]


def over_time(account: Account, top: int = 0) -> Chart:
    """Stack the zones of each period; `top` is the least height, so that two charts can share one."""
    ticks = _ticks(max(highest(account), top))
    width = 100 / max(len(account.periods), 1)
    pieces = (
        piece
        for number, period in enumerate(account.periods)
        for piece in _column(period, list(account.policy.zones), number * width, width, ticks[-1])
    )
    names = [period.name for period in account.periods]
    marked = dict.fromkeys([names[0], names[len(names) // 2], names[-1]]) if names else {}
    return Chart(tuple(pieces), tuple(Tick(value, _round(100 * value / ticks[-1])) for value in ticks), tuple(marked))


def highest(account: Account) -> int:
    """Give the height of the highest column."""
    return max((sum(period.touched.values()) for period in account.periods), default=0)


def _column(period: Period, zones: list[str], left: float, width: float, top: int) -> list[Piece]:
    pieces, below = [], 0
    for zone in zones:
        touched = period.touched.get(zone, 0)
        below += touched
        if touched:
            x, y = _round(left + width * GAP / 2), _round(100 - 100 * below / top)
            says = f"{period.name}: {zone} {touched:,} of {period.commits:,}"
            pieces.append(Piece(x, y, _round(width * (1 - GAP)), _round(100 * touched / top), zone, says))
    return pieces


def _ticks(most: int) -> list[int]:
    """Give round figures from 0 to the first that no column is above."""
    steps = (digit * 10**power for power in count() for digit in STEPS)
    step = next(step for step in steps if ceil(most / step) <= MOST_TICKS)
    return [step * number for number in range(max(ceil(most / step), 1) + 1)]


def _round(value: float) -> float:
    return round(value, 2)
