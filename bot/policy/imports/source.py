"""A foreign YAML file as nodes that know their lines; unlike our own, it may use anchors, aliases and merged mappings."""

from collections.abc import Iterator

import yaml

from bot.errors import UserError
from bot.policy.nodes import Broken, Entry, Items, Mapping, Node, Scalar
from bot.policy.problems import Spot
from bot.policy.reading import LOADER, MOST_BYTES, MOST_DEPTH, MOST_NODES, NULLS
from bot.policy.yaml_errors import in_plain_words

_MERGE = "tag:yaml.org,2002:merge"


class Reading:
    """Turns what PyYAML composed into nodes, every alias written out; endless files are refused."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.nodes = 0

    def node(self, composed: yaml.Node, depth: int = 0) -> Node:
        """Convert a node and all below it."""
        self.nodes += 1
        at = _spot(composed)
        if self.nodes > MOST_NODES or depth > MOST_DEPTH:
            raise refused(self.source, at.line, "This holds more than a policy can, its aliases written out.")
        if isinstance(composed, yaml.ScalarNode):
            plain = composed.style is None
            return Broken(at) if plain and composed.value in NULLS else Scalar(composed.value, at, plain)
        if isinstance(composed, yaml.SequenceNode):
            return Items(at, [self.node(item, depth + 1) for item in composed.value])
        mapping = Mapping(at)
        for key, value in self._pairs(composed):
            mapping.entries[key.value] = Entry(_spot(key), self.node(value, depth + 1))
        return mapping

    def _pairs(self, composed: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Give keys and values, merged mappings first, since own keys win."""
        own = []
        for key, value in composed.value:
            self.nodes += 1
            if self.nodes > MOST_NODES:
                raise refused(
                    self.source, _spot(key).line, "This holds more than a policy can, its aliases written out."
                )
            if key.tag == _MERGE:
                for one in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if isinstance(one, yaml.MappingNode) and one is not composed:
                        yield from self._pairs(one)
            elif isinstance(key, yaml.ScalarNode):
                own.append((key, value))
        yield from own


def read_foreign(text: str, source: str) -> Node:
    """Read one YAML document; raises UserError with file and line where it is none."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise refused(source, 1, f"The file has more than {MOST_BYTES:,} bytes.")
    try:
        composed = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        found = in_plain_words(error, text)
        raise refused(source, found.line, f"{found.says} {found.instead}") from error
    except RecursionError as error:
        raise refused(source, 1, f"Something is nested more than {MOST_DEPTH} levels deep.") from error
    if composed is None:
        raise refused(source, 1, "The file is empty.")
    return Reading(source).node(composed)


def refused(source: str, line: int, says: str) -> UserError:
    """Say where a file can't be used, and why."""
    return UserError(f"{source}:{line}: {says}")


def _spot(node: yaml.Node) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)
