"""The JSON Schema takes what the loader takes, refuses unknown keys, and explains every key."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types, and is here by openapi-core alone
import pytest
import yaml

from bot.core.matching import CLASSES, LANGUAGES
from bot.policy import json_schema, pack_files
from bot.policy.nodes import Plain, value_of
from bot.policy.reading import read
from bot.policy.schema import printed
from bot.policy.vocabulary import PACKS
from tests.policy.texts import SOUND

SOUND_VALUE = yaml.safe_load(SOUND)


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


def test_the_written_copy_is_the_present_one():
    assert (pack_files.home() / "schema.json").read_text() == printed(), "run `make schema`"


def test_the_command_prints_it():
    run = subprocess.run([sys.executable, "-m", "bot.policy.schema"], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == json_schema()
    assert run.stderr == ""


def test_a_sound_policy_is_taken(validator):
    assert list(validator.iter_errors(SOUND_VALUE)) == []


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Go over every mapping in a value."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*path, number))


@pytest.mark.parametrize("path", tuple(places(SOUND_VALUE)), ids=str)
def test_an_unknown_key_is_refused_everywhere(validator, path):
    value = yaml.safe_load(SOUND)
    inner = value
    for step in path:
        inner = inner[step]
    inner["Unknown Key"] = {}
    assert not validator.is_valid(value)


def as_editors_read(value: object) -> object:
    """Give plain words the types of YAML 1.2, as editors do; PyYAML would make booleans of `on` and `off`."""
    if isinstance(value, dict):
        return {key: as_editors_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_editors_read(inner) for inner in value]
    if isinstance(value, Plain):
        return {"true": True, "false": False}.get(value, int(value) if value.isdecimal() else value)
    return value


@pytest.mark.parametrize(
    "path",
    [path for pack in PACKS for path in sorted((pack_files.home() / pack).glob("*.yml"))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_every_shipped_file_fits_its_definition(path: Path):
    shape = "ZoneFileShape" if path.name == "zone.yml" else "RuleShape"
    schema = {**json_schema()["$defs"][shape], "$defs": json_schema()["$defs"]}
    document = read(path.read_bytes())
    assert document.root
    errors = jsonschema.Draft202012Validator(schema).iter_errors(as_editors_read(value_of(document.root)))
    assert [error.message for error in errors] == []


def keys() -> Iterator[tuple[str, dict[str, Any]]]:
    """Go over every key of every definition."""
    schema = json_schema()
    for name, definition in [("policy", schema), *schema["$defs"].items()]:
        assert definition["description"], name
        yield from ((f"{name}.{key}", inner) for key, inner in definition.get("properties", {}).items())


@pytest.mark.parametrize(("name", "key"), tuple(keys()))
def test_every_key_is_described(name, key):
    said = key.get("description", "")
    assert len(said.split()) >= (2 if name.startswith(("Provenance", "Account", "Label", "Mark")) else 4), name
    assert said.endswith("."), name
    assert said[0].isupper() or said[0] == "`", name


@pytest.mark.parametrize(("name", "key"), [pair for pair in keys() if "examples" in pair[1]])
def test_every_example_is_one(name, key):
    """What an editor offers must be taken: the example alone stands for the key."""
    schema = {**key, "$defs": json_schema()["$defs"]}
    for example in key["examples"]:
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(example))
        assert errors == [], f"{name}: {example}"


def test_it_names_no_nulls_and_leaves_no_mapping_open():
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            assert node.get("type") != "null"
            assert node.get("type") != "object" or node["additionalProperties"] is False
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(json_schema())


def test_the_words_of_the_matcher_are_those_of_the_schema():
    choices = json_schema()["$defs"]["RuleShape"]["properties"]["include"]["items"]["enum"]
    assert sorted(choices) == sorted(CLASSES)
    one, many = json_schema()["$defs"]["WhenShape"]["properties"]["languages"]["oneOf"]
    assert one["enum"] == many["items"]["enum"] == sorted(LANGUAGES)
