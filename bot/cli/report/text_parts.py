"""The pieces that the report on a terminal is put together from."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.report import phrases
from bot.cli.report.values import Sample
from bot.core.markdown import plain
from bot.core.model.change import Side

PIPED_WIDTH = 160  # characters; a table in a pipe has no edge to keep to
LONGEST_LINE = 120

_COLOURS = {Side.ADDED: "green", Side.REMOVED: "red", None: "dim"}


def columns(*names: str) -> Table:
    """Begin a table; figures stand right in a column whose name ends with `>`."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_header=any(names))
    for name in names:
        table.add_column(name.removesuffix(">"), justify="right" if name.endswith(">") else "left", no_wrap=True)
    return table


def row(table: Table, *cells: str | Text) -> None:
    """Add a row; no markup is read in it."""
    table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in cells))


def caption(title: str, says: str = "") -> Iterable[RenderableType]:
    """Head a part of the report, and say what its figures mean."""
    yield ""
    yield Text(title, "bold")
    if says:
        yield Text(says, "dim")


def note(says: str) -> Iterable[RenderableType]:
    """Add a remark under a table, if there is one."""
    if says:
        yield Text(f"  {says}", "dim")


def samples(found: Sequence[Sample], *, by_rule: bool = False) -> Iterable[RenderableType]:
    """Show commits, and under each the line that fired; `by_rule`: and the rule, where it is not said above."""
    for sample in found:
        yield _short(Text.assemble(f"      {sample.sha[:7]}  ", plain(sample.subject, LONGEST_LINE)))
        line = plain(phrases.line(sample), LONGEST_LINE)
        place = plain(phrases.where(sample), LONGEST_LINE)
        shown = Text.assemble("               ", (place, "cyan"), "  " if place and line else "")
        shown.append(line, _COLOURS[sample.side])
        yield _short(shown.append(f"  {sample.rule}", "yellow") if by_rule and sample.rule else shown)


def _short(text: Text) -> Text:
    """Keep to one line of a terminal."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
