"""What each test of this folder is about: an attack, what it gains elsewhere, and why it gains nothing here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import getsourcelines
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
UNKNOWN = "not known"  # nothing documented, and not tried
SAME = "nothing either"

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True)
class Attack:
    """One attack, in sentences without a full stop at the end."""

    tries: str  # what somebody does: "An old comment is edited into a command"
    policy_bot: str  # what it gains with policy-bot's documented or observed behaviour; `UNKNOWN`, `SAME`
    here: str  # what happens here instead


def attack(tries: str, here: str, policy_bot: str = UNKNOWN) -> Callable[[Test], Test]:
    """Say what a test is about, for the page; see `Attack`."""

    def put(test: Test) -> Test:
        test.attack = Attack(tries, policy_bot, here)  # type: ignore[attr-defined]
        return test

    return put


def chapters() -> dict[str, list[Attack]]:
    """Give the attacks of each module under the first line of its docstring, in the order in which they stand."""
    found = {}
    for path in sorted(HERE.glob("test_*.py")):
        module = import_module(f"tests.evasion.{path.stem}")
        tests = [one for name, one in vars(module).items() if name.startswith("test_") and hasattr(one, "attack")]
        if tests:
            title = (module.__doc__ or "").partition("\n")[0].rstrip(".")
            found[title] = [test.attack for test in sorted(tests, key=lambda one: getsourcelines(one)[1])]
    return found


def page() -> str:
    """Write the list of attacks as Markdown."""
    listed = chapters()
    total = sum(map(len, listed.values()))
    parts = [
        "# Attacks that were tried",
        f"{total} ways to get a change past its seniors, each a test through the front door: signed webhooks in, the state of a GitHub in "
        "miniature out. The middle column says what the same attack gains with [policy-bot](https://github.com/palantir/policy-bot) by its "
        "documentation or source (version 1.36), where that is known.",
        "This page is written by `python -m tests.evasion`, and a test holds it to the tests.",
    ]
    for title, attacks in listed.items():
        rows = [f"| {one.tries} | {one.policy_bot} | {one.here} |" for one in attacks]
        parts += [f"## {title}", "\n".join(["| Somebody | With policy-bot | Here |", "|:--|:--|:--|", *rows])]
    return "\n\n".join(parts) + "\n"
