"""What a rule must make sense of beyond its shape: something to look at, something to ask."""

from collections.abc import Iterable, Iterator

from bot.core.branches import NAMES
from bot.core.literals import needed
from bot.policy.nodes import Items, Mapping, Node, Scalar, child, entries, items, text_of
from bot.policy.problems import Problem, Spot, problem
from bot.policy.sense_conditions import check_conditions
from bot.policy.when_shape import FILE_KEYS, LINE_KEYS, MOST_WHEN_DEPTH, TEXT_KEYS, TREE_KEYS


def check_rule(rule: Node) -> Iterator[Problem]:
    """Find what is wrong within one rule."""
    when = child(rule, "when")
    if isinstance(when, Mapping) and isinstance(rule, Mapping):
        yield from check_when(when)
        if when.entries and _names_files(when) and not _looks_at_files(when):
            yield problem(rule.entries["when"].key_at, *_why_blind(when))
    severity = text_of(rule, "severity")
    if isinstance(rule, Mapping) and "checklist" not in rule.entries and not (severity and severity.text == "advise"):
        says = "A rule that blocks has no `checklist`, so a senior would not know what to verify."
        yield problem(rule.at, says, "Add `checklist: [{id: ..., ask: ...}]`, or `severity: advise`.")
    yield from check_items(child(rule, "checklist"))
    yield from _twice(items(rule, "tests"), "name", "case", "Give each case of a rule a name of its own.")


def check_items(checklist: Node | None) -> Iterator[Problem]:
    """Find questions of one checklist that share an id."""
    return _twice(items(checklist), "id", "question", "Give each question of a checklist an id of its own.")


def _twice(nodes: Iterable[Node], key: str, what: str, instead: str) -> Iterator[Problem]:
    first: dict[str, Spot] = {}
    for node in nodes:
        name = text_of(node, key)
        if name and first.setdefault(name.text, name.at) != name.at:
            says = f"The {what} `{name.text}` is there twice; the first is on line {first[name.text].line}."
            yield problem(name.at, says, instead)


def check_when(when: Mapping, depth: int = 1) -> Iterator[Problem]:
    """Find what is wrong in a tree of predicates, of a rule or of a requirement's `if`."""
    if depth > MOST_WHEN_DEPTH:
        says = f"`all`, `any` and `none` are nested more than {MOST_WHEN_DEPTH} levels deep."
        yield problem(when.at, says, "Write several rules.")
        return
    if not when.entries:
        yield problem(when.at, "This condition is empty, so it always holds.", "Add a predicate, or remove it.")
    for key in TREE_KEYS:
        for part in items(child(when, key)):
            if isinstance(part, Mapping):
                yield from check_when(part, depth + 1)
    yield from _size(when)
    yield from check_conditions(when)
    yield from _own_check(when)
    yield from _globs(child(when, "paths"))
    for key in LINE_KEYS:
        yield from _lines(child(when, key))
    replaced = child(when, "replaced")
    for entry in [replaced] if isinstance(replaced, Mapping) else items(replaced):
        yield from _globs(child(entry, "files"))
    yield from _missing(child(when, "missing"))
    for key in TEXT_KEYS:
        node = child(when, key)
        for one in node.items if isinstance(node, Items) else (node,):
            yield from _lines(child(one, "otherwise"))


def _missing(node: Node | None) -> Iterator[Problem]:
    """Find a companion that nothing can be, or that everything is."""
    if not isinstance(node, Mapping):
        return
    yield from _globs(child(node, "paths"))
    yield from _lines(child(node, "added"))
    record = text_of(node, "decision_record")
    if "paths" in node.entries or (record and record.text == "true" and "added" not in node.entries):
        return
    says = "This does not say which files the companion is among."
    yield problem(node.at, says, "Add `paths:`, or `decision_record: true` alone.")


def _lines(node: Node | None) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        has = [key for key in ("match", "patterns") if key in node.entries]
        if len(has) != 1:
            says = "Both `match` and `patterns` stand here." if has else "Neither `match` nor `patterns` stands here."
            yield problem(node.at, says, "Write one of them.")
        yield from _globs(child(node, "files"))
        yield from _joined(node, node)
        for entry in items(child(node, "patterns")):
            yield from _joined(entry, node)
        node = child(node, "patterns")
    for entry in items(node):
        yield from _globs(child(entry, "files"))
        yield from _joined(entry, entry)


def _joined(entry: Node, common: Node) -> Iterator[Problem]:
    """Find what can't be tried on joined lines; a pattern may have the setting itself or from what it stands in."""
    said = [found.text for node in (entry, common) for key in ("joined",) if (found := text_of(node, key))]
    pattern = entry if isinstance(entry, Scalar) else text_of(entry, "match")
    if "true" not in said[:1] or pattern is None:
        return
    if needed(pattern.text) is None:
        says = "A joined pattern has to hold a word of three letters or more, so that only files with it are joined."
        yield problem(pattern.at, says, "Write out a name that the statement must have, in each alternative.")
    moved = text_of(entry, "unless_moved") or text_of(common, "unless_moved")
    if moved and moved.text == "true":
        yield problem(
            moved.at, "`unless_moved` compares single lines, and `joined` reads several.", "Keep one of them."
        )


def _globs(node: Node | None) -> Iterator[Problem]:
    first = next(items(node), None)
    if isinstance(first, Scalar) and first.text.startswith("!"):
        says = f"`{first.text}` takes back, but nothing was taken before it."
        yield problem(first.at, says, "Begin with a glob without `!`; to mean everything else, begin with `**`.")


def _own_check(when: Mapping) -> Iterator[Problem]:
    """Find what waits for our own check, which would wait for itself."""
    for name in items(child(child(when, "statuses"), "name")):
        if isinstance(name, Scalar) and name.text in NAMES:
            yield problem(name.at, "This is the bot's own check, which would wait for itself.", "Name another one.")


def _size(when: Mapping) -> Iterator[Problem]:
    size = child(when, "size")
    if isinstance(size, Mapping) and not size.entries:
        yield problem(size.at, "`size` has no bound.", "Write `files_over: 50` or `lines_over: 1000`.")


def _names_files(when: Node) -> bool:
    """Whether any part says something of files; where none does, the rule speaks of the pull request as a whole."""
    parts = [part for key in TREE_KEYS for part in items(when, key)]
    return any(child(when, key) is not None for key in (*FILE_KEYS, "missing")) or any(map(_names_files, parts))


def _looks_at_files(when: Node) -> bool:
    """Whether it can hold only for files that it says something of."""
    if any(child(when, key) is not None for key in FILE_KEYS):
        return True
    branches = list(items(when, "any")) if isinstance(child(when, "any"), Items) else []
    return any(map(_looks_at_files, items(when, "all"))) or (bool(branches) and all(map(_looks_at_files, branches)))


def _why_blind(when: Mapping) -> tuple[str, str]:
    instead = "Add `paths`, or a line pattern under `added`, `removed` or `changed`."
    if set(when.entries) == {"none"}:
        return "This rule says only what must not be, so it fires on nearly every file.", instead
    some = any(_looks_at_files(part) for _, entry in entries(when) for part in items(entry.node))
    if some and "any" in when.entries:
        return "One branch of `any` says nothing of the file, so the rule may fire on every file.", instead
    return "This rule says nothing of the file, so it fires on all or none.", instead
