"""Signs of a zone that add up: what a file is, what its changed lines speak of, and what kind of lines they are."""

from bot.core.matching.signs.node import SignsNode
from bot.core.matching.signs.vocabulary import Vocabulary
from bot.core.matching.signs.weighing import Weighed, Weighing, looks_into

__all__ = ["SignsNode", "Vocabulary", "Weighed", "Weighing", "looks_into"]
