"""The report: the verdict in words, in all the places where it stands."""

from bot.core.render.marks import (
    ANSWER,
    CHARACTERS_AT_MOST,
    FINGERPRINT_DIGITS,
    SUMMARY_MARK,
    answer_mark,
    finding_mark,
)
from bot.core.render.report import render
from bot.core.render.scene import Scene

__all__ = [
    "ANSWER",
    "CHARACTERS_AT_MOST",
    "FINGERPRINT_DIGITS",
    "SUMMARY_MARK",
    "Scene",
    "answer_mark",
    "finding_mark",
    "render",
]
