"""Prints the JSON Schema: `python -m bot.policy.schema > rules/schema.json`, or `make schema`."""

import json
import sys

from bot.policy.editor_schema import json_schema


def printed() -> str:
    """Give the schema as `rules/schema.json` holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(printed())
