"""The report of a backtest: what a policy would have asked for over a history, and what another one would change.

Judgements are counted as they come (`Tally`, `Contrast`), summed up into values (`Report`), and shown by one module a format.
"""

from bot.cli.report.history import History
from bot.cli.report.values import Report

__all__ = ["History", "Report"]
