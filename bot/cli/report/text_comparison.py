"""What a candidate would change, on a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from bot.cli.judging import Depth
from bot.cli.report import phrases
from bot.cli.report.compared import Pair, rules, zones
from bot.cli.report.text_parts import caption, columns, note, row, samples
from bot.cli.report.values import Comparison, Moves, Report
from bot.core.markdown import plain
from bot.core.model.policy import Mode

SAMPLES = 5


def contrast(report: Report, comparison: Comparison) -> Iterable[RenderableType]:
    """Show figures side by side, then the commits that are newly asked and newly free."""
    candidate = comparison.candidate
    yield from caption(f"Against {plain(candidate.policy.source, 400)}", phrases.verdict(comparison))
    if candidate.policy.mode is Mode.SHADOW:
        yield Text(phrases.SHADOW, "yellow")
    now, then = report.current.depths, candidate.depths
    changed = rules(report.current, candidate)
    tables = {
        "": [Pair(depth.value, now[depth], then[depth]) for depth in Depth],
        "zone, asked": zones(report.current, candidate),
        "rule, fired": [pair.fired for pair in changed],
        "rule, asked": [pair.asked for pair in changed],
    }
    widest = max(len(pair.name) for pairs in tables.values() for pair in pairs)
    yield from (_side_by_side(name, pairs, widest) for name, pairs in tables.items() if pairs)
    yield from _moved("Newly asked", comparison.asked)
    yield from _moved("Newly free", comparison.free)


def _side_by_side(name: str, pairs: Sequence[Pair], width: int) -> RenderableType:
    table = columns("", name, "now>", "then>", "change>", "")
    table.columns[1].min_width = width
    for pair in pairs:
        colour = "red" if (pair.then or 0) > (pair.now or 0) else "green"
        difference = Text(pair.change, colour if pair.change != "0" else "dim")
        row(table, "", pair.name, pair.before, pair.after, difference, Text(pair.remark, "dim"))
    return table


def _moved(title: str, moves: Sequence[Moves]) -> Iterable[RenderableType]:
    for one in moves:
        yield from caption(f"{title}: {one.zone.id}")
        yield from note(phrases.moved(one))
        yield from samples(one.samples[:SAMPLES], by_rule=True)
