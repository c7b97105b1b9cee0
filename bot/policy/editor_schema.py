"""The JSON Schema of all files, from their shapes; editors complete and explain from it."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from bot.policy.nodes import Step
from bot.policy.policy_shape import PolicyShape
from bot.policy.provenance_shape import ProvenanceShape
from bot.policy.rule_shape import RuleShape, ZoneFileShape
from bot.policy.sign_shape import SignsShape, WeightsShape

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = (PolicyShape, RuleShape, ZoneFileShape, ProvenanceShape, SignsShape, WeightsShape)
NULL = {"type": "null"}


@cache
def json_schema() -> dict[str, Any]:
    """Give the schema of a policy file; that of a rule file is `#/$defs/RuleShape`."""
    refs, schema = models_json_schema([(shape, "validation") for shape in SHAPES])
    defs = _tidy(schema["$defs"])
    defs = {name: defs[name] for name in sorted(defs)}
    top = defs.pop(refs[PolicyShape, "validation"]["$ref"].rsplit("/", 1)[1])
    return {"$schema": DRAFT, "title": "Don't Delegate policy", **top, "$defs": defs}


def known(loc: Sequence[Step], shape: str | None = None) -> dict[str, Any]:
    """Give the keys that a mapping at `loc` may have, with the schema of each; all there is, where it may be several."""
    return {key: inner for schema in _at(loc, shape) for key, inner in schema.get("properties", {}).items()}


def _tidy(node: Any) -> Any:
    """Take out what pydantic adds and no editor needs: titles of keys, nulls that stand for a key left out."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    choices = [choice for choice in node.get("anyOf", []) if choice != NULL]
    if len(choices) == 1:
        node = {**choices[0], **{key: value for key, value in node.items() if key != "anyOf"}}
    tidy = {
        key: {name: _tidy(inner) for name, inner in value.items()} if key in ("properties", "$defs") else _tidy(value)
        for key, value in node.items()
        if not (key == "default" and value is None) and not (key == "title" and isinstance(value, str))
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return tidy


def _at(loc: Sequence[Step], shape: str | None) -> list[dict[str, Any]]:
    root = json_schema()["$defs"][shape] if shape else json_schema()
    candidates = list(_choices(root))
    for step in loc:
        below = [part for one in candidates for part in _below(one, step)]
        candidates = below or candidates  # a step that leads nowhere is a tag of a union
    return candidates


def _choices(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:
        yield from _choices(json_schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    elif "oneOf" in schema:
        for choice in schema["oneOf"]:
            yield from _choices(choice)
    else:
        yield schema


def _below(schema: dict[str, Any], step: Step) -> Iterator[dict[str, Any]]:
    if isinstance(step, int):
        inner = schema.get("items")
    else:
        inner = schema.get("properties", {}).get(step)
        for each in schema.get("patternProperties", {}).values():
            inner = inner or each
    if inner:
        yield from _choices(inner)
