"""GitHub's published contract as a judge of requests, answers and GraphQL documents."""

import copy
import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values
from openapi_schema_validator import OAS30Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

BODY_LIMIT = 65_535  # characters of a comment, a review, a check's summary or text; GitHub refuses more with 422
ANNOTATION_LIMIT = 50  # in one request
PAGE_LIMIT = 100


class ContractBrokenError(AssertionError):
    """What was said is not what GitHub's description allows; the text lists every fault."""


class Contract:
    """The contract in `shared_dir/contract`; `edition` is "github" or "ghes-3.19" (paths without `/api/v3`)."""

    def __init__(self, shared_dir: str | Path, edition: str = "github") -> None:
        folder = Path(shared_dir) / "contract"
        document = json.loads(gzip.decompress((folder / f"{edition}.json.gz").read_bytes()))
        self._rest = _Rest(document)
        self._graphql = _schema(folder / "github.graphql.gz")

    def check_request(self, method: str, path: str, query: Mapping[str, str], body: Any = None) -> str:
        """Check one REST request, `body` decoded (None: none was sent); its operation id. Unknown keys are faults."""
        operation = self._rest.operation(method, path)
        faults = [*_query_faults(operation, query), *self._rest.body_faults(operation, body), *_limit_faults(body)]
        faults += _check_run_faults(operation.id, method, body)
        _raise(f"{method} {path}", faults)
        return operation.id

    def check_response(self, method: str, path: str, status: int, body: Any = None) -> None:
        """Check one REST answer of a success, `body` decoded; answers of other media types are not for here."""
        operation = self._rest.operation(method, path)
        _raise(f"{status} to {method} {path}", self._rest.answer_faults(operation, status, body))

    def check_graphql(self, document: str, variables: Mapping[str, Any] | None = None) -> None:
        """Check one GraphQL document, and the variables where they are given: none unknown, none missing."""
        parsed = parse(document)
        faults = [error.message for error in validate(self._graphql, parsed)]
        if not faults and variables is not None:
            faults = self._variable_faults(parsed.definitions, dict(variables))
        _raise("the GraphQL document", faults)

    def _variable_faults(self, parts: Any, variables: dict[str, Any]) -> list[str]:
        operation = next(item for item in parts if isinstance(item, OperationDefinitionNode))
        definitions = operation.variable_definitions or ()
        declared = {item.variable.name.value for item in definitions}
        faults = [f"variable {name!r} is not declared" for name in variables.keys() - declared]
        coerced = get_variable_values(self._graphql, definitions, variables)
        return faults + ([error.message for error in coerced] if isinstance(coerced, list) else [])


class _Operation:
    """One method on one path, its parameters resolved."""

    def __init__(self, raw: dict[str, Any], pointer: str, parameters: list[dict[str, Any]]) -> None:
        self.raw = raw
        self.pointer = pointer  # a JSON pointer into the document
        self.id: str = raw["operationId"]
        self.query = {item["name"]: item for item in parameters if item["in"] == "query"}


class _Rest:
    """The OpenAPI document, indexed: which operation answers a path, which schema judges it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        _mend(document)
        closed = copy.deepcopy(document)
        _close(closed)
        self._registry: Registry[Any] = Registry().with_resources(
            [("urn:open", DRAFT4.create_resource(document)), ("urn:closed", DRAFT4.create_resource(closed))]
        )
        self._paths = [(re.compile(_pattern(path)), path) for path in document["paths"]]
        # Longest first among equals: `{ref}` would take `{ref}/check-runs` too.
        self._paths.sort(key=lambda item: (item[1].count("{"), -len(item[1])))
        self.validator = cache(self._validator)

    def operation(self, method: str, path: str) -> _Operation:
        for pattern, template in self._paths:
            item = self._document["paths"][template]
            if pattern.fullmatch(path) and method.lower() in item:
                raw = item[method.lower()]
                pointer = f"/paths/{template.replace('~', '~0').replace('/', '~1')}/{method.lower()}"
                return _Operation(raw, pointer, [self._resolve(one) for one in raw.get("parameters", [])])
        raise ContractBrokenError(f"GitHub knows no {method} {path}")

    def body_faults(self, operation: _Operation, body: Any) -> list[str]:
        declared = operation.raw.get("requestBody")
        if declared is None:
            return [] if body is None else ["a body was sent where none is known"]
        if body is None:
            return ["the body is missing"] if declared.get("required") else []
        return self._faults(f"urn:closed#{operation.pointer}/requestBody/content/application~1json/schema", body)

    def answer_faults(self, operation: _Operation, status: int, body: Any) -> list[str]:
        declared = operation.raw["responses"].get(str(status))
        if declared is None:
            return [f"status {status} is not described"]
        if "$ref" in declared or "application/json" not in declared.get("content", {}):
            return []
        schema = f"urn:open#{operation.pointer}/responses/{status}/content/application~1json/schema"
        return self._faults(schema, body)

    def _faults(self, reference: str, value: Any) -> list[str]:
        errors = self.validator(reference).iter_errors(value)
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]

    def _validator(self, reference: str) -> OAS30Validator:
        return OAS30Validator({"$ref": reference}, registry=self._registry)

    def _resolve(self, item: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in item:
            return item
        found: Any = self._document
        for part in item["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return dict(found)


def _schema(path: Path) -> GraphQLSchema:
    """Build the GraphQL schema; GitHub's own breaks a rule or two of the specification, which is not ours to judge."""
    schema = build_schema(gzip.decompress(path.read_bytes()).decode(), assume_valid=True, assume_valid_sdl=True)
    schema._validation_errors = []  # graphql-core has no public way to skip this
    return schema


def _pattern(template: str) -> str:
    """Turn a path template into a pattern; these parameters may hold slashes."""
    wide = {"ref", "path", "basehead"}
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        re.escape(part) if index % 2 == 0 else (".+" if part in wide else "[^/]+") for index, part in enumerate(parts)
    )


def _mend(node: Any) -> None:
    """Put right one mistake of the description: in some places an account is a user and an enterprise at once."""
    if isinstance(node, list):
        for item in node:
            _mend(item)
    elif isinstance(node, dict):
        parts = node.get("allOf")
        if isinstance(parts, list) and [part.get("title") for part in parts] == ["Simple User", "Enterprise"]:
            node["anyOf"] = node.pop("allOf")
        for item in node.values():
            _mend(item)


def _close(node: Any) -> None:
    """Say "no unknown keys" wherever an object's keys are listed and the description does not say otherwise."""
    if isinstance(node, list):
        for item in node:
            _close(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key != "allOf":  # parts of one object each know only some of its keys
                _close(item)
        if isinstance(node.get("properties"), dict) and node.get("type") == "object" and "allOf" not in node:
            node.setdefault("additionalProperties", False)


def _query_faults(operation: _Operation, query: Mapping[str, str]) -> list[str]:
    faults = []
    for name, text in query.items():
        if name not in operation.query:
            faults.append(f"query parameter {name!r} is not known")
            continue
        schema = operation.query[name].get("schema", {})
        if schema.get("type") == "integer" and not text.isdecimal():
            faults.append(f"query parameter {name!r} is no number: {text!r}")
        elif "enum" in schema and text not in schema["enum"]:
            faults.append(f"query parameter {name!r} must not be {text!r}")
        elif name == "per_page" and int(text) > PAGE_LIMIT:
            faults.append(f"per_page {text} is over {PAGE_LIMIT}")
    return faults


def _limit_faults(body: Any, at: str = "$") -> list[str]:
    """Limits that the description leaves out: lengths of texts, number of annotations."""
    if isinstance(body, list):
        return [fault for index, item in enumerate(body) for fault in _limit_faults(item, f"{at}[{index}]")]
    if not isinstance(body, dict):
        return []
    faults = []
    for key, value in body.items():
        if key in {"body", "summary", "text"} and isinstance(value, str) and len(value) > BODY_LIMIT:
            faults.append(f"{at}.{key} has {len(value)} characters, more than {BODY_LIMIT}")
        if key == "annotations" and len(value) > ANNOTATION_LIMIT:
            faults.append(f"{at}.{key} has {len(value)} entries, more than {ANNOTATION_LIMIT}")
        faults += _limit_faults(value, f"{at}.{key}")
    return faults


def _check_run_faults(operation_id: str, method: str, body: Any) -> list[str]:
    """Check what GitHub refuses though its description lets it pass: a completed run without a conclusion."""
    if operation_id not in {"checks/create", "checks/update"} or not isinstance(body, dict):
        return []
    if body.get("status") == "completed" and "conclusion" not in body:
        return ["a completed check run needs a conclusion"]
    if method == "POST" and not re.fullmatch(r"[0-9a-f]{40}", str(body.get("head_sha"))):
        return ["head_sha must be 40 hex digits"]
    return []


def _raise(what: str, faults: list[str]) -> None:
    if faults:
        raise ContractBrokenError(f"{what} breaks GitHub's contract:\n- " + "\n- ".join(faults))
