"""Shows a judgement on a terminal, or as plain lines when it is piped."""

from collections.abc import Iterator
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.cli import words
from bot.cli.judging import Depth, Judgement, ZoneResult
from bot.core.markdown import plain
from bot.core.model.change import Side
from bot.core.model.verdict import Finding, Place
from bot.core.sums import enough_together, too_little

PLACES_AT_MOST = 5
LONGEST_LINE = 160

_COLOURS = {Depth.DEEP: "bold red", Depth.SHALLOW: "bold green", Depth.UNKNOWN: "bold yellow"}
_SIGNS = {Side.ADDED: ("+ ", "green"), Side.REMOVED: ("- ", "red"), None: ("  ", "dim")}


def output(file: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """Give a console, stdout's unless said otherwise, that reads no markup in what it shows and never wraps what is piped."""
    console = Console(file=file, stderr=stderr, markup=False, highlight=False, emoji=False)
    console.soft_wrap = not console.is_terminal
    return console


def show(judgement: Judgement, console: Console) -> None:
    """Print the verdict, then each zone: the lines, why they matter, what to ask."""
    console.print(Text(words.headline(judgement), _COLOURS[judgement.depth]))
    console.print(Text(plain(words.compared(judgement), 400), "dim"))
    if judgement.depth is not Depth.SHALLOW and not judgement.holds:
        console.print(Text(words.SHADOW, "yellow"))
    for zone in judgement.open_zones:
        _zone(zone, console)
    advice = [finding for zone in judgement.zones if zone not in judgement.open_zones for finding in zone.findings]
    if advice:
        console.print()
        console.print(Text(words.ADVICE, "bold"))
        for finding in advice:
            _finding(finding, console)
        for zone in judgement.zones:
            if sums := too_little(zone.findings):
                _put(console, Text(f"{zone.zone.title}: {sums}", "dim"))


def _zone(zone: ZoneResult, console: Console) -> None:
    console.print()
    console.print(Text.assemble((zone.zone.title, "bold"), (f"  {zone.zone.id}", "cyan")))
    for finding in zone.findings:
        _finding(finding, console)
    if sums := enough_together(zone.findings):
        _put(console, Text(sums, "dim"))
    if zone.checklist:
        _put(console, Text(f"{words.ASKS}:", "bold"))
        for item in zone.checklist:
            _put(console, Text(f"- {item.ask}"))
    if zone.unseen:
        _put(console, Text(f"{words.UNSEEN}:", "bold yellow"))
        for sentence in zone.unseen:
            _put(console, Text(f"- {plain(sentence, 400)}"))
        _put(console, Text(words.UNSEEN_HELP, "dim"))


def _finding(finding: Finding, console: Console) -> None:
    title = Text.assemble((finding.rule.title, "yellow"), (f"  [{words.weight(finding)}]", "dim"))
    _put(console, title)
    _put(console, Text(plain(words.where(finding), 400), "cyan"), 4)
    for line in _lines(finding.places):
        _put(console, line, 6)
    _put(console, Text(" ".join(finding.rule.why.split())), 4)


def _lines(places: tuple[Place, ...]) -> Iterator[Text]:
    shown = [place for place in places if place.line is not None and place.text]
    for place in shown[:PLACES_AT_MOST]:
        sign, colour = _SIGNS[place.side]
        yield Text(sign + plain(place.text.strip(), LONGEST_LINE), colour)
    if len(shown) > PLACES_AT_MOST:
        yield Text(words.more_places(len(shown) - PLACES_AT_MOST), "dim")


def _put(console: Console, text: Text, by: int = 2) -> None:
    """Print indented: wrapped to the width of a terminal, in one line where it is piped."""
    if console.soft_wrap:
        console.print(Text.assemble(" " * by, text))
    else:
        console.print(Padding(text, (0, 0, 0, by), expand=False))
