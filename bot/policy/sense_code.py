"""Whether the patterns of `structure` are code: asked of ast-grep itself, all of a file's at once."""

from collections.abc import Iterator

from bot.analysis.desk import refusals
from bot.core.grammars import TAKEN_APART
from bot.policy.nodes import Items, Mapping, Node, Scalar, child, items, text_of
from bot.policy.problems import Problem, problem
from bot.policy.text_shape import MOST_CODE

CODE_KEYS = ("pattern", "inside", "not_inside", "has", "not_has")
INSTEAD = "Write a whole expression, statement or definition, such as `$X.execute($$$)`."


def check_code(root: Node) -> Iterator[Problem]:
    """Find the patterns that ast-grep can't use; nothing is started where a file has none."""
    asked = list(_patterns(root))
    if asked:
        said = refusals([(scalar.text, language) for scalar, language in asked])
        for (scalar, language), why in zip(asked, said, strict=True):
            if why is not None:
                yield problem(scalar.at, f"This can't be used as a pattern of {language}: {why}.", INSTEAD)


def _patterns(node: Node) -> Iterator[tuple[Scalar, str]]:
    if isinstance(node, Items):
        for part in node.items:
            yield from _patterns(part)
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            if key == "structure":
                yield from _of(entry.node)
            else:
                yield from _patterns(entry.node)


def _of(node: Node) -> Iterator[tuple[Scalar, str]]:
    for one in node.items if isinstance(node, Items) else (node,):
        languages = [item.text for item in items(child(one, "language")) if isinstance(item, Scalar)]
        for key in CODE_KEYS:
            scalar = text_of(one, key)
            if scalar is not None and scalar.text.strip() and len(scalar.text) <= MOST_CODE:
                yield from ((scalar, language) for language in languages if language in TAKEN_APART)
