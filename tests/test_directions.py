"""Imports run one way: core <- policy <- github, store <- handlers <- web, cli; only the wiring sees all."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

BOTTOM = {"settings", "errors", "log", "metrics"}
# Which rooms a room may import, besides itself. The wiring may import all.
MAY_SEE = {
    "core": set(),
    "analysis": {"core"},
    "policy": {"core", "analysis", *BOTTOM},
    "github": {"core", "policy", *BOTTOM},
    "store": {"core", "policy", *BOTTOM},
    "handlers": {"core", "analysis", "policy", "github", "store", *BOTTOM},
    "web": {"core", "policy", "github", "store", "handlers", *BOTTOM},
    "cli": {"core", "analysis", "policy", "github", "store", "handlers", "wiring", "sandbox_wiring", *BOTTOM},
    "sandbox": {"errors", "log"},
    **dict.fromkeys(BOTTOM, BOTTOM),
}
MAY_SEE_ALL = {"wiring", "sandbox_wiring", "__main__", "__init__"}
CORE_LIBRARIES = {"unidiff", "re2", "pathspec"}


def room(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """Whole names of what a module imports, wherever in it: "bot.core.model", "re"."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole way"
            module = node.module or ""
            names |= {f"{module}.{alias.name}" if module == "bot" else module for alias in node.names}
    return names


def astray(path: Path, tree: ast.AST) -> set[str]:
    """What a module imports though its room must not."""
    own = room(path)
    if own in MAY_SEE_ALL:
        return set()
    ours = {name for name in imported(tree) if name.split(".")[0] == "bot"}
    wrong = {name for name in ours if name.split(".")[1] not in {own, "__version__", *MAY_SEE[own]}}
    if own == "core":
        free = {*CORE_LIBRARIES, *sys.stdlib_module_names}
        wrong |= {name for name in imported(tree) - ours if name.split(".")[0] not in free}
    return wrong


MODULES = sorted(BOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(BOT)))
def test_a_module_looks_only_down(path):
    assert astray(path, ast.parse(path.read_text("utf-8"))) == set()


def test_every_room_has_a_direction():
    rooms = {room(path) for path in MODULES}
    assert rooms - set(MAY_SEE) - MAY_SEE_ALL == set()
    assert {"core", "policy", "github", "store", "handlers", "web", "cli"} <= rooms


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("core/x.py", "import asyncpg", {"asyncpg"}),
        ("core/x.py", "from bot import log", {"bot.log"}),
        ("core/x.py", "def f():\n    from bot.policy import load", {"bot.policy"}),
        ("core/x.py", "import re, re2\nfrom bot.core.model import change", set()),
        ("github/x.py", "import bot.store.inbox", {"bot.store.inbox"}),
        ("sandbox/x.py", "from bot.core.model.change import Side", {"bot.core.model.change"}),
        ("log.py", "from bot.web import app", {"bot.web"}),
        ("wiring.py", "from bot.web import make_app", set()),
    ],
)
def test_this_test_sees_what_runs_the_wrong_way(module, source, wrong):
    assert astray(BOT / module, ast.parse(source)) == wrong


def test_a_server_loads_nothing_that_only_the_command_line_needs():
    script = "import sys, bot.wiring; print(*(name for name in sys.modules if name.startswith('bot.')), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {".".join(name.split(".")[:3]) for name in done.stdout.split()}
    alone = ("bot.policy.advice", "bot.policy.cases", "bot.policy.draft", "bot.policy.imports", "bot.policy.suites")
    assert "bot.policy.loading" in loaded
    assert loaded.isdisjoint({*alone, "bot.core.survey"})
    assert not any(name.startswith(("bot.cli", "bot.sandbox")) for name in loaded)


CORE = sorted((BOT / "core").rglob("*.py"))


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(BOT)))
def test_the_core_waits_for_nothing_and_looks_at_no_clock(path):
    tree = ast.parse(path.read_text("utf-8"))
    waiting = [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    outside = {"asyncio", "logging", "os", "random", "socket", "subprocess", "threading", "time"} & imported(tree)
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now"} & {
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    assert (waiting, outside, clocks) == ([], set(), set())
