r"""What to say of line patterns that RE2 takes: a `\b` that loses signs, one that hits everyday lines, one that is slow."""

from collections.abc import Iterator

from bot.core.patterns import compiled
from bot.policy.advice.scope import Scope, together
from bot.policy.advice.word_edges import Edge, edges
from bot.policy.nodes import Items, Mapping, Node, Scalar, child, items, text_of
from bot.policy.problems import Problem, problem

LARGE = 3_000  # RE2 instructions; nine in ten patterns take less than 200
MOST_COMMON = 0.5  # share of everyday lines from which on a pattern tells nothing
EVERYDAY = tuple(
    line.encode()
    for line in (
        "}", "    return result", "import os", "from app import views", "def load(self, path):", "    x = 1", "if (a === b) {",
        "const rows = [];", "  }, [items]);", "    for item in items:", "func main() {", "\tif err != nil {", "public void run() {",
        "  this.name = name;", "end", '<div class="row">', "  - name: build", '"version": "1.2.3",', "# a comment", "else:",
        "    self.count += 1", "let total = 0;", "use std::fmt;", "SELECT id FROM users", "    pass", "});",
    )
)  # fmt: skip
_LINES = ("added", "removed", "changed", "moved", "replaced")
_OTHERS = ("unless", "unless_hunk", "unless_file", "section")


def patterns(when: Mapping) -> Iterator[Scalar]:
    """Give every pattern of a condition and of its branches: those that hit, and those that cancel."""
    for part in together(when):
        for key in _LINES:
            yield from (one for _, one in _matching(child(part, key)))
            yield from _around(child(part, key))
        for branch in (*items(child(part, "any")), *items(child(part, "none"))):
            if isinstance(branch, Mapping):
                yield from patterns(branch)


def lost_signs(when: Mapping) -> Iterator[tuple[Problem, bool]]:
    r"""Find each `\b` that finds a sign only beside a letter, and whether there can be none."""
    for pattern in patterns(when):
        found = list(edges(pattern.text))
        if found:
            yield _lost(pattern, found[0]), found[0].never


def noisy(when: Mapping, scope: Scope) -> Iterator[Problem]:
    """Find patterns that hit everyday lines in a rule that looks at files everywhere, and patterns that are slow."""
    inside = scope.within(when)
    for part in together(when):
        for key in _LINES:
            for entry, pattern in _matching(child(part, key)):
                yield from _slow(pattern)
                if not inside.lists and child(entry, "files") is None and child(entry, "unless") is None:
                    yield from _common(pattern)
        for branch in items(child(part, "any")):
            if isinstance(branch, Mapping):
                yield from noisy(branch, inside)


def _matching(node: Node | None) -> Iterator[tuple[Node, Scalar]]:
    """Give each pattern that is looked for, with the entry that it stands in."""
    if isinstance(node, Scalar):
        yield node, node
    elif isinstance(node, Items):
        for entry in node.items:
            yield from _matching(entry)
    elif isinstance(node, Mapping):
        yield from ((node, one) for key in ("match", "by") if (one := text_of(node, key)))
        yield from _matching(child(node, "patterns"))


def _around(node: Node | None) -> Iterator[Scalar]:
    """Give the patterns that cancel."""
    if isinstance(node, Mapping):
        yield from (one for key in _OTHERS if (one := text_of(node, key)))
        node = child(node, "patterns")
    if isinstance(node, Items):
        for entry in node.items:
            yield from _around(entry)


def _lost(pattern: Scalar, edge: Edge) -> Problem:
    side, other = ("before", "in front of") if edge.leads else ("behind", "behind")
    says = f"The `\\b` {side} `{edge.sign}` wants a letter, digit or `_` {other} it"
    if edge.never:
        says += ", and the pattern allows none there: this part never matches."
    else:
        says += f": `{edge.sign}` beside a space, a sign or the line's {'start' if edge.leads else 'end'} is not found."
    ends = "begin" if edge.leads else "end"
    return problem(pattern.at, says, f"Keep the `\\b` for those alternatives that {ends} with a letter.")


def _common(pattern: Scalar) -> Iterator[Problem]:
    hits = sum(compiled(pattern.text).search(line) is not None for line in EVERYDAY)
    if hits >= MOST_COMMON * len(EVERYDAY):
        says = f"This pattern hits {hits} of {len(EVERYDAY)} everyday lines of code, in every file."
        yield problem(pattern.at, says, "Say more of the line, or add `paths`.")


def _slow(pattern: Scalar) -> Iterator[Problem]:
    size = compiled(pattern.text).programsize
    if size > LARGE:
        says = f"This pattern takes {size:,} instructions of RE2; most take less than 200."
        yield problem(pattern.at, says, "Repeat less (`.*` in place of `.{0,200}`), or write fewer alternatives.")
