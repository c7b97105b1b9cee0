"""The text of one file of a pack to its shape, or to everything that is wrong with it."""

from typing import TypeVar

from bot.policy.complaints import fit
from bot.policy.fields import Shape
from bot.policy.problems import START, Problems, gather, problem
from bot.policy.reading import Document
from bot.policy.rule_shape import RuleShape
from bot.policy.sense_rule import check_rule

AnyShape = TypeVar("AnyShape", bound=Shape)


def fitting(document: Document, shape: type[AnyShape], source: str) -> AnyShape | Problems:
    """Give the shape that a document has; `source` names it for people."""
    if document.root is None:
        found = document.problems or [problem(START, "The file is empty.", "Write a rule.")]
        return gather(found, source)
    fitted = fit(document.root, shape, inside=shape.__name__)
    found = [*document.problems, *(fitted if isinstance(fitted, list) else [])]
    if shape is RuleShape:
        found += check_rule(document.root)
    return gather(found, source) if found or isinstance(fitted, list) else fitted
