"""What pydantic found wrong, placed in the text and said in words of our own."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.policy.editor_schema import known
from bot.policy.fields import Budget, Shape
from bot.policy.nodes import Broken, Found, Items, Mapping, Node, Scalar, Step, locate, value_of
from bot.policy.problems import MOST_TOLD, REFUSED, Problem, listed, problem
from bot.policy.when_shape import FILE_KEYS

AnyShape = TypeVar("AnyShape", bound=Shape)


@dataclass(frozen=True, slots=True)
class _Fault:
    error: ErrorDetails
    found: Found
    name: str  # the key that it is about
    loc: tuple[Step, ...]
    shape: str | None  # the definition that `loc` starts at; None: the policy's


def fit(root: Node, shape: type[AnyShape], *, inside: str | None = None) -> AnyShape | list[Problem]:
    """Give the shape that a tree has, or everything that keeps it from having it."""
    try:
        return shape.model_validate(value_of(root), context=Budget())
    except ValidationError as error:
        return list(islice(_complaints(error, root, inside), MOST_TOLD))


def _complaints(error: ValidationError, root: Node, shape: str | None) -> Iterator[Problem]:
    for one in error.errors(include_url=False):
        found = locate(root, one["loc"])
        if isinstance(found.node, Broken):
            continue  # told when it was read
        names = [step for step in one["loc"] if isinstance(step, str) and not step.startswith(("<", "["))]
        yield _words(_Fault(one, found, names[-1] if names else "", one["loc"], shape))


def _words(fault: _Fault) -> Problem:
    kind, context = fault.error["type"], fault.error.get("ctx", {})
    if kind == REFUSED:
        at_key = fault.loc[-1] == "[key]"
        spot = fault.found.best if at_key else fault.found.node.at
        return problem(spot, str(context["says"]), str(context["instead"]))
    says, instead = WORDS.get(kind, _other)(fault)
    on_key = kind in ("extra_forbidden", "missing")
    return problem(fault.found.best if on_key else fault.found.node.at, says, instead)


def _missing(fault: _Fault) -> tuple[str, str]:
    key = str(fault.loc[-1])
    about = known(fault.loc[:-1], fault.shape).get(key, {}).get("description", "")
    return f"`{key}` is missing here.", f"Add `{key}:`. {about}".rstrip()


def _extra(fault: _Fault) -> tuple[str, str]:
    key, keys = str(fault.loc[-1]), known(fault.loc[:-1], fault.shape)
    says = f"`{key}` is no key that is known here."
    if key in keys:  # it belongs to another of the forms that may stand here
        return f"`{key}` does not go together with the keys beside it.", "Remove it, or put it on a level of its own."
    if key in (*FILE_KEYS, "missing") and "author" in keys:
        return (
            f"`{key}` looks at files, but `if` at the pull request alone.",
            f"The keys here are {listed(keys, 'and')}.",
        )
    near = difflib.get_close_matches(key.lower(), keys, 1, 0.6)
    if near:
        return says, f"Did you mean `{near[0]}`?"
    return says, f"Remove it; the keys here are {listed(keys, 'and')}."


def _text(fault: _Fault) -> tuple[str, str]:
    return _wants(fault, "a text"), "Write one text, in single quotes where it holds `: ` or starts with a sign."


def _list(fault: _Fault) -> tuple[str, str]:
    return _wants(fault, "a list"), "Begin each entry with `- ` on a line of its own, or write `[a, b]`."


def _mapping(fault: _Fault) -> tuple[str, str]:
    keys = list(known(fault.loc, fault.shape))
    below = f": {listed(keys, 'and')}" if keys else ", a name and its value a line"
    return _wants(fault, "a mapping"), f"Write its keys below it, indented{below}."


def _kind(fault: _Fault) -> tuple[str, str]:
    return _wants(fault, fault.error["msg"]), f"Write {fault.error['msg']}."


def _wants(fault: _Fault, wanted: str) -> str:
    node = fault.found.node
    has = "a list" if isinstance(node, Items) else "a mapping" if isinstance(node, Mapping) else "a single value"
    whose = f"`{fault.name}`" if fault.name else "The file"
    entry = "An entry of " if isinstance(_last(fault.loc), int) else ""
    return f"{entry}{whose} has to be {wanted}, and is {has}."


def _literal(fault: _Fault) -> tuple[str, str]:
    allowed = [word.strip("' ") for word in str(fault.error["ctx"]["expected"]).replace(" or ", ",").split(",")]
    wrote = fault.error["input"]
    if not isinstance(wrote, str):
        return _wants(fault, "a word"), f"Write {listed(allowed)}."
    near = difflib.get_close_matches(wrote.lower(), allowed, 1, 0.75)
    instead = f"Did you mean `{near[0]}`?" if near else f"Write {listed(allowed)}."
    return f"`{fault.name}` can't be `{_short(wrote)}`.", instead


def _too_short(fault: _Fault) -> tuple[str, str]:
    return f"`{fault.name}` is empty.", "Write at least one entry, or remove the key."


def _too_long(fault: _Fault) -> tuple[str, str]:
    context = fault.error["ctx"]
    text = isinstance(fault.found.node, Scalar)
    what, instead = ("characters", "Shorten it.") if text else ("entries", "Take the least important out.")
    return f"`{fault.name}` has {context['actual_length']:,} {what}; the most is {context['max_length']:,}.", instead


def _too_small(fault: _Fault) -> tuple[str, str]:
    return f"`{fault.name}` can't be {fault.error['input']}.", f"Write {fault.error['ctx']['ge']} or more."


def _too_large(fault: _Fault) -> tuple[str, str]:
    return f"`{fault.name}` can't be {fault.error['input']}.", f"Write {fault.error['ctx']['le']} or less."


def _other(fault: _Fault) -> tuple[str, str]:
    return (
        f"`{fault.name}` can't be used as it stands: {fault.error['msg']}.",
        "Compare with the example in the README.",
    )


def _last(loc: tuple[Step, ...]) -> Step:
    steps = [step for step in loc if not (isinstance(step, str) and step[0] in "<[")]
    return steps[-1] if steps else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - a line's worth


WORDS: dict[str, Callable[[_Fault], tuple[str, str]]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "string_type": _text,
    "list_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "kind": _kind,
    "literal_error": _literal,
    "too_short": _too_short,
    "too_long": _too_long,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
}
