"""Signs of a zone that add up: what a file is, what its changed lines speak of, and what kind of lines they are."""

from bot.core.matching.signs.weighing import Weighed, Weighing

__all__ = ["Weighed", "Weighing"]
