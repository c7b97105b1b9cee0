"""Logistic regression on steps that may speak one way only, in plain Python: accelerated gradients on sparse rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log1p, sqrt, tanh

SQUARES = 0.01  # how much weights are held down by their squares, and by their sizes: few labels tell no fine story
SIZES = 0.002
_MOST_ROUNDS = 2000
_STILL = 1e-5  # what no weight moved by any more


@dataclass(frozen=True)
class Rows:
    """Rows and what is wanted of them. A row lists the columns that are 1 in it; column 0 is in every row.

    `ways` says of each column whether its weight may only be positive (1) or negative (-1); 0: free, and not held down.
    """

    reached: Sequence[Sequence[int]]
    wanted: Sequence[bool]
    ways: Sequence[int]

    @cached_property
    def _columns(self) -> list[list[int]]:
        columns: list[list[int]] = [[] for _ in self.ways]
        for number, row in enumerate(self.reached):
            for column in row:
                columns[column].append(number)
        return columns

    def slope(self, weights: Sequence[float]) -> list[float]:
        """Give the slope of the loss by each weight."""
        count = len(self.reached)
        over = [0.5 + 0.5 * tanh(logit(weights, row) / 2) for row in self.reached]
        amiss = [share - one for share, one in zip(over, self.wanted, strict=True)]
        sums = (sum(map(amiss.__getitem__, column)) / count for column in self._columns)
        return [
            sum_ + (SQUARES * weight + SIZES * way if way else 0.0)
            for sum_, weight, way in zip(sums, weights, self.ways, strict=True)
        ]

    def loss(self, weights: Sequence[float]) -> float:
        """Give what is made small: the mean surprise, and what weights cost."""
        margins = (logit(weights, row) * (1 if one else -1) for row, one in zip(self.reached, self.wanted, strict=True))
        surprise = sum(log1p(exp(-abs(margin))) + max(-margin, 0.0) for margin in margins)
        held = [weight for weight, way in zip(weights, self.ways, strict=True) if way]
        return surprise / len(self.reached) + sum(SQUARES / 2 * one * one + SIZES * abs(one) for one in held)


def logit(weights: Sequence[float], row: Sequence[int]) -> float:
    """Add up the weights of a row."""
    return sum(map(weights.__getitem__, row))


def fitted(rows: Rows, begin: Sequence[float] | None = None) -> list[float]:
    """Give the weights of the smallest loss; `begin` is near them, where such are known."""
    weights = list(begin or [0.0] * len(rows.ways))
    ahead, pace = weights, 1.0
    # No slope changes faster than this many times the way gone.
    stride = 1 / (sum(map(len, rows.reached)) / len(rows.reached) / 4 + SQUARES)
    for _ in range(_MOST_ROUNDS):
        slope = rows.slope(ahead)
        there = [_allowed(at - stride * down, way) for at, down, way in zip(ahead, slope, rows.ways, strict=True)]
        moves = [new - old for new, old in zip(there, weights, strict=True)]
        if sum((at - new) * move for at, new, move in zip(ahead, there, moves, strict=True)) > 0:
            pace = 1.0  # it swung too far: begin to gather speed anew
        following = (1 + sqrt(1 + 4 * pace * pace)) / 2
        ahead = [new + (pace - 1) / following * move for new, move in zip(there, moves, strict=True)]
        weights, pace = there, following
        if max(map(abs, moves)) < _STILL:
            break
    return weights


def _allowed(weight: float, way: int) -> float:
    return max(weight, 0.0) if way > 0 else min(weight, 0.0) if way < 0 else weight
