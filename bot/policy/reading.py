"""YAML text to nodes, refusing what a policy file has no use for: aliases, tags, doubled keys, endless nesting."""

import re
from dataclasses import dataclass, field

import yaml

from bot.policy.nodes import Broken, Entry, Items, Mapping, Node, Scalar
from bot.policy.problems import START, Problem, Spot, problem
from bot.policy.yaml_errors import in_plain_words

MOST_BYTES = 256 * 1024
MOST_DEPTH = 32
MOST_NODES = 50_000
NULLS = {"", "~", "null", "Null", "NULL"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML was built with it: ten times faster
# what YAML calls printable, but no line breaks that editors and GitHub do not count, and nothing that turns text round
ODD = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Document:
    """What could be read of a text; `root` is None when nothing could."""

    root: Node | None
    problems: list[Problem] = field(default_factory=list)


class _Stop(Exception):  # noqa: N818 - it ends the reading, it is no error
    def __init__(self, found: Problem) -> None:
        self.found = found


@dataclass(slots=True)
class _Frame:
    node: Items | Mapping
    key: str | None = None
    key_at: Spot | None = None  # None: a key comes next


@dataclass(slots=True)
class _Builder:
    problems: list[Problem]
    root: Node | None = None
    frames: list[_Frame] = field(default_factory=list)
    nodes: int = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _Stop(problem(_spot(event), "A second document begins here.", "Keep one, without a `---` between."))
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.frames.pop()

    def _alias(self, event: yaml.AliasEvent) -> None:
        at = _spot(event)
        says = f"`*{event.anchor}` is a YAML alias; they are not followed here."
        self.problems.append(
            problem(at, says, "Write the value out, or put quotes around a glob that starts with `*`.")
        )
        self._put(Broken(at))

    def _node(self, event: yaml.NodeEvent) -> None:
        at = _spot(event)
        self._refuse_marks(event, at)
        if isinstance(event, yaml.ScalarEvent):
            tagged = event.tag is not None
            self._put(Broken(at) if tagged else Scalar(event.value, at, plain=event.style in (None, "")))
            return
        node = Mapping(at) if isinstance(event, yaml.MappingStartEvent) else Items(at)
        self._put(node)
        self.frames.append(_Frame(node))
        if len(self.frames) > MOST_DEPTH:
            says = f"Something is nested more than {MOST_DEPTH} levels deep."
            raise _Stop(problem(at, says, "A policy needs ten at most: take levels out."))

    def _refuse_marks(self, event: yaml.NodeEvent, at: Spot) -> None:
        if event.anchor is not None:
            says = f"`&{event.anchor}` is a YAML anchor; they are not used here."
            self.problems.append(problem(at, says, "Remove it, and write the value out wherever it is needed."))
        tag = getattr(event, "tag", None)
        if tag is not None:
            says = f"`{_shown_tag(tag)}` is a YAML tag; they are not used here."
            self.problems.append(problem(at, says, "Remove it, or put quotes around a value that starts with `!`."))

    def _put(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            says = f"There are more than {MOST_NODES:,} values in this file."
            raise _Stop(problem(node.at, says, "Keep fewer rules, or write shorter lists."))
        if not self.frames:
            self.root = node
        elif isinstance(frame := self.frames[-1].node, Items):
            frame.items.append(self._filled(node))
        elif self.frames[-1].key_at is None:
            self._key(self.frames[-1], frame, node)
        else:
            self._value(self.frames[-1], frame, node)

    def _key(self, frame: _Frame, mapping: Mapping, node: Node) -> None:
        frame.key_at, frame.key = node.at, None
        if isinstance(node, Broken):
            return  # told already
        if not isinstance(node, Scalar):
            says, instead = "A key is a list or a mapping.", "Write a plain word before the `:`."
        elif node.text == "<<" and node.plain:
            says, instead = "`<<` merges mappings; that is not done here.", "Write the keys out."
        elif node.text in mapping.entries:
            first = mapping.entries[node.text].key_at.line
            says, instead = f"`{node.text}` is written twice; the first is on line {first}.", "Keep one of them."
        else:
            frame.key = node.text
            return
        self.problems.append(problem(node.at, says, instead))

    def _value(self, frame: _Frame, mapping: Mapping, node: Node) -> None:
        if frame.key is not None and frame.key_at is not None:
            mapping.entries[frame.key] = Entry(frame.key_at, self._filled(node, frame))
        frame.key, frame.key_at = None, None

    def _filled(self, node: Node, frame: _Frame | None = None) -> Node:
        if not (isinstance(node, Scalar) and node.plain and node.text in NULLS):
            return node
        if frame is None or frame.key_at is None:
            self.problems.append(problem(node.at, "An entry of this list is empty.", "Write it, or remove its `-`."))
        else:
            says = f"`{frame.key}` has no value."
            self.problems.append(problem(frame.key_at, says, "Write one, or remove the key."))
        return Broken(node.at)


def read(text: str | bytes) -> Document:
    """Read one YAML document; never raises, whatever the text."""
    if not isinstance(text, str):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            at = _spot_in(error.object[: error.start].decode("utf-8"))
            return Document(None, [problem(at, "This byte is not UTF-8.", "Save the file as UTF-8.")])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    refused = _unreadable(text)
    return Document(None, [refused]) if refused else _build(text)


def _unreadable(text: str) -> Problem | None:
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        says = f"The file has {size:,} bytes; the most is {MOST_BYTES:,}."
        return problem(START, says, "Keep fewer rules, or shorter texts.")
    if odd := ODD.search(text):
        says = f"The character U+{ord(odd[0]):04X} stands here; it can't be seen, and YAML has no use for it."
        return problem(_spot_in(text[: odd.start()]), says, "Remove it.")
    return None


def _build(text: str) -> Document:
    document = Document(None)
    builder = _Builder(document.problems)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except _Stop as stop:
        document.problems.append(stop.found)
        return document
    except yaml.YAMLError as error:
        document.problems.append(in_plain_words(error, text))
        return document
    document.root = builder.root
    return document


def _spot(event: yaml.Event) -> Spot:
    mark = event.start_mark
    return Spot(mark.line + 1, mark.column + 1) if mark else START


def _spot_in(before: str) -> Spot:
    return Spot(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _shown_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
