"""The report: the verdict in words, in all the places where it stands."""

from bot.core.render.marks import CHARACTERS_AT_MOST, SUMMARY_MARK, answer_mark, finding_mark
from bot.core.render.report import render
from bot.core.render.scene import Scene

__all__ = ["CHARACTERS_AT_MOST", "SUMMARY_MARK", "Scene", "answer_mark", "finding_mark", "render"]
