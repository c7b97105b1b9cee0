"""A YAML document as a tree that knows where each of its parts stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.policy.problems import Spot


class Plain(str):
    """A scalar written without quotes; which type it is the field decides, not its look."""

    __slots__ = ()


@dataclass(slots=True)
class Scalar:
    """A single value, as written."""

    text: str
    at: Spot
    plain: bool = False


@dataclass(slots=True)
class Broken:
    """A value that could not be taken; its problem has been told already."""

    at: Spot


@dataclass(slots=True)
class Items:
    """A list."""

    at: Spot
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A key's place and its value."""

    key_at: Spot
    node: "Node"


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order written."""

    at: Spot
    entries: dict[str, Entry] = field(default_factory=dict)


Node = Scalar | Broken | Items | Mapping
Step = str | int


@dataclass(frozen=True, slots=True)
class Found:
    """A node and the place to point at when it, or something missing in it, is wrong."""

    node: Node
    key_at: Spot | None = None

    @property
    def best(self) -> Spot:
        """The key's place where there is one."""
        return self.key_at or self.node.at


def value_of(node: Node) -> object:
    """Turn nodes into dicts, lists and strings; broken ones become None."""
    match node:
        case Scalar():
            return Plain(node.text) if node.plain else node.text
        case Items():
            return [value_of(item) for item in node.items]
        case Mapping():
            return {key: value_of(entry.node) for key, entry in node.entries.items()}
        case Broken():
            return None


def locate(root: Node, loc: Sequence[Step]) -> Found:
    """Follow a pydantic `loc` as far as it leads; steps that name no child (tags, missing keys) are passed over."""
    found = Found(root)
    for step in loc:
        node = found.node
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            entry = node.entries[step]
            found = Found(entry.node, entry.key_at)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            found = Found(node.items[step])
    return found


def entries(node: Node | None, key: str | None = None) -> Iterator[tuple[str, Entry]]:
    """Go over a mapping, or the mapping under `key`; nothing where there is none."""
    if key is not None:
        node = child(node, key)
    if isinstance(node, Mapping):
        yield from node.entries.items()


def child(node: Node | None, key: str) -> Node | None:
    """Give the value of a key, where there is one."""
    if isinstance(node, Mapping) and key in node.entries:
        return node.entries[key].node
    return None


def items(node: Node | None, key: str | None = None) -> Iterator[Node]:
    """Go over a list, or the list under `key`; a single value counts as a list of one."""
    if key is not None:
        node = child(node, key)
    if isinstance(node, Items):
        yield from node.items
    elif isinstance(node, Scalar):
        yield node


def text_of(node: Node | None, key: str) -> Scalar | None:
    """Give the scalar under a key, where there is one."""
    found = child(node, key)
    return found if isinstance(found, Scalar) else None
