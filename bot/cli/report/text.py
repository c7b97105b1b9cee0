"""The report on a terminal, or as plain text where it is piped."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli import words
from bot.cli.judging import Depth
from bot.cli.report import phrases
from bot.cli.report.bars import bar
from bot.cli.report.text_comparison import contrast
from bot.cli.report.text_parts import PIPED_WIDTH, caption, columns, note, row, samples
from bot.cli.report.values import Account, Period, Report
from bot.core.markdown import plain
from bot.core.model.policy import Mode

BAR = 20  # characters
SAMPLES = 3
COLOURS = ("blue", "red", "green", "magenta", "cyan", "yellow")
_DEPTHS = {Depth.DEEP: "red", Depth.SHALLOW: "green", Depth.UNKNOWN: "yellow"}


def show(report: Report, console: Console) -> None:
    """Print the report on a terminal."""
    for part in parts(report):
        console.print(part)


def text(report: Report) -> str:
    """Give the report as lines of any length without colours, for a pipe or a file."""
    console = Console(file=StringIO(), width=PIPED_WIDTH, soft_wrap=True, color_system=None, force_terminal=False)
    with console.capture() as capture:
        show(report, console)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().split("\n")).rstrip("\n") + "\n"


def parts(report: Report) -> Iterable[RenderableType]:
    """Give what is printed, a piece at a time."""
    account = report.current
    yield Text(plain(phrases.heading(report)), "bold")
    yield Text(plain(f"{phrases.span(report)}, judged by {account.policy.source}", 400), "dim")
    if account.policy.mode is Mode.SHADOW:
        yield Text(phrases.SHADOW, "yellow")
    yield ""
    yield _depths(account, report.commits)
    yield from _zones(account, report.commits)
    yield from _over_time(report)
    yield from _rules(account, report.commits)
    yield from _noisiest(account, report.commits)
    yield from _not_judged(account)
    if report.comparison:
        yield from contrast(report, report.comparison)


def _depths(account: Account, commits: int) -> Table:
    table = columns("", "", "commits>", "share>", "")
    for depth, count in account.depths.items():
        drawn = Text(bar(count, commits, BAR), _DEPTHS[depth])
        row(table, "", Text(depth.value, _DEPTHS[depth]), f"{count:,}", words.share(count, commits), drawn)
    return table


def _zones(account: Account, commits: int) -> Iterable[RenderableType]:
    yield from caption("Zones", "Who would have had to sign, and how often.")
    table = columns("", "zone", "asked>", "share>", "", "a week>", "busiest>", "not judged>", "signed by")
    for count, colour in zip(account.zones, _colours(len(account.zones)), strict=True):
        row(
            table,
            "",
            Text(count.zone.id, colour),
            f"{count.touched:,}",
            words.share(count.touched, commits),
            Text(bar(count.touched, commits, BAR), colour),
            f"{count.a_week:.1f}",
            f"{count.busiest:,}",
            f"{count.unseen:,}",
            words.who_signs(count.zone.sign_off),
        )
    yield table


def _over_time(report: Report) -> Iterable[RenderableType]:
    account = report.current
    if not account.periods:
        return
    yield from caption(phrases.over_time(report))
    table = columns("", report.unit, "commits>", "deep>", "", "")
    most = max(sum(period.touched.values()) for period in account.periods)
    for period in account.periods:
        named = ", ".join(f"{zone} {period.touched[zone]:,}" for zone in account.policy.zones if zone in period.touched)
        row(table, "", period.name, f"{period.commits:,}", f"{period.deep:,}", _stack(period, account, most), named)
    yield table


def _stack(period: Period, account: Account, most: int) -> Text:
    """Draw a period's zones behind one another, each in its colour."""
    stack, drawn, total = Text(), 0, 0
    for zone, colour in zip(account.policy.zones, _colours(len(account.policy.zones)), strict=True):
        total += period.touched.get(zone, 0)
        reached = max(round(BAR * total / most), drawn) if most else 0
        stack.append("█" * (reached - drawn), colour)
        drawn = reached
    return stack


def _rules(account: Account, commits: int) -> Iterable[RenderableType]:
    yield from caption("Rules", phrases.ASKED)
    most = max((count.commits for count in account.rules), default=0)
    widest = max((len(count.rule.id) + 2 for count in account.rules if count.commits), default=0)
    for zone in account.policy.zones.values():
        table = columns("", zone.id, "fired>", "share>", "", "asked>", "alone>", "")
        table.columns[1].min_width = widest
        fired = account.fired(zone.id)
        for count in fired:
            drawn, share = bar(count.commits, most, BAR), words.share(count.commits, commits)
            name, figures = Text(f"  {count.rule.id}"), (f"{count.asked:,}", f"{count.alone:,}")
            row(table, "", name, f"{count.commits:,}", share, drawn, *figures, Text(phrases.grade(count.rule), "dim"))
        if fired:
            yield table
            yield from note(phrases.quiet(account, zone.id))
        else:
            yield from note(f"{zone.id}: {phrases.NOTHING_FIRED}")


def _noisiest(account: Account, commits: int) -> Iterable[RenderableType]:
    if not account.noisiest:
        return
    yield from caption("The noisiest rules", "Those that ask most often, with commits to look at.")
    for number, count in enumerate(account.noisiest, 1):
        yield Text.assemble(
            f"{number:>4}. ",
            (count.rule.id, "yellow"),
            (f"  {count.rule.zone}, {phrases.grade(count.rule)}; {phrases.noise(count, commits)}", "dim"),
        )
        yield from samples(count.samples[:SAMPLES])


def _not_judged(account: Account) -> Iterable[RenderableType]:
    for count in account.zones:
        if count.not_judged:
            yield from caption(f"{phrases.NOT_JUDGED}: {count.zone.id}", words.UNSEEN_HELP)
            yield from samples(count.not_judged[:SAMPLES])


def _colours(count: int) -> list[str]:
    return [COLOURS[number % len(COLOURS)] for number in range(count)]
