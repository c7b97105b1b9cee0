"""Shows problems and advice as compilers do: the place, the line with a caret, and what to write instead."""

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.policy import Problem
from bot.policy.advice.review import Review

BEFORE_CARET = 70  # of a long line, so many characters before the caret are shown
AFTER_CARET = 30


def tell(console: Console, file: str, review: Review, text: str) -> None:
    """Print what was found in a file's text, in the order of its lines."""
    lines = text.split("\n")
    told = sorted([*((one, False) for one in review.problems), *((one, True) for one in review.advice)])
    for one, is_advice in told:
        console.print(_shown(file, one, lines[one.line - 1] if one.line <= len(lines) else "", is_advice=is_advice))


def _shown(file: str, problem: Problem, line: str, *, is_advice: bool) -> Text:
    begin = max(0, problem.column - 1 - BEFORE_CARET)
    before, after = _clean(line[begin : problem.column - 1]), _clean(line[problem.column - 1 :][:AFTER_CARET])
    margin = f"  {problem.line} | "
    return Text.assemble(
        (f"{file}:{problem.line}:{problem.column}: ", "bold"),
        (f"advice: {problem.says}\n", "yellow") if is_advice else (f"{problem.says}\n", "red"),
        (f"{margin}", "dim"),
        f"{before}{after}".rstrip() + "\n",
        " " * (len(margin) + cell_len(before)),
        ("^\n", "bold red"),
        ("  instead: ", "green"),
        f"{problem.instead}\n",
    )


def _clean(text: str) -> str:
    """Keep what a stranger wrote from steering the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
