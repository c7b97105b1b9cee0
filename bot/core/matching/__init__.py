"""Matching: a policy's rules against a pull request, in time linear in the change."""

from bot.core.matching.classes import CLASSES, excluded_class
from bot.core.matching.languages import LANGUAGES, languages
from bot.core.matching.layers import AnyMatcher, matcher_of
from bot.core.matching.matcher import Matcher
from bot.core.matching.sight import Sight
from bot.core.patterns import PatternError

__all__ = [
    "CLASSES",
    "LANGUAGES",
    "AnyMatcher",
    "Matcher",
    "PatternError",
    "Sight",
    "excluded_class",
    "languages",
    "matcher_of",
]
