"""policy-bot's approval rules: when they apply, who approves, what else they ask, and what of them is not carried."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.policy.imports.conditions import conditions, some_paths
from bot.policy.imports.formulas import Formula
from bot.policy.imports.imported import Tell
from bot.policy.imports.people import Actors, approvers
from bot.policy.nodes import Items, Mapping, Node, Scalar, child, entries, items, text_of

_AUTHORS = "Whoever wrote a part of a change never signs it here, so `{}` is not carried."
_OPTIONS = {
    "allow_author": _AUTHORS,
    "allow_contributor": _AUTHORS,
    "allow_non_author_contributor": _AUTHORS,
    "ignore_commits_by": _AUTHORS,
    "ignore_edited_comments": "A command counts as it was first read here, so `{}` says nothing.",
    "ignore_update_merges": "A clean merge of the base keeps every sign-off here, so `{}` says nothing.",
    "request_review": "One or two seniors are asked for a review here, on their own, so `{}` is not carried.",
}
_DEFAULT_COMMENTS = {":+1:", "👍"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. None among `when` or `needs` is a condition that has no counterpart here."""

    name: str
    line: int
    description: str
    when: tuple[Formula | None, ...]
    paths: tuple[str, ...]  # of `changed_files`, where that is one of the conditions
    count: int
    actors: Actors
    needs: tuple[Formula | None, ...]

    @property
    def asks(self) -> bool:
        """Whether anybody has to approve."""
        return self.count > 0


def read_rules(listed: Node | None, tell: Tell) -> dict[str, Rule]:
    """Read `approval_rules`, by name."""
    found = {}
    for node in items(listed):
        name = text_of(node, "name")
        if name is not None:
            found[name.text] = _rule(name, node, tell)
    return found


def _rule(name: Scalar, node: Node, tell: Tell) -> Rule:
    requires, when = child(node, "requires"), child(node, "if")
    description = text_of(node, "description")
    count = text_of(requires, "count")
    number = int(count.text) if count and count.text.isdecimal() else 0
    _options(child(node, "options"), tell)
    changed = child(when, "changed_files")
    return Rule(
        name.text,
        name.at.line,
        " ".join(description.text.split())[:900] if description else "",
        conditions(when, tell),
        (some_paths(changed, lambda _line, _says: None) or ()) if changed is not None else (),
        number,
        approvers(requires, tell) if number else Actors(),
        conditions(child(requires, "conditions"), tell),
    )


def _options(options: Node | None, tell: Tell) -> None:
    """Say which switches are not carried, as far as they are on."""
    for key, entry in entries(options):
        if key in _OPTIONS and _is_on(entry.node):
            tell(entry.key_at.line, _OPTIONS[key].format(key))
        elif key == "invalidate_on_push" and isinstance(entry.node, Scalar) and entry.node.text == "false":
            tell(
                entry.key_at.line,
                "A sign-off lapses here when what it covers changes, whatever `invalidate_on_push` says.",
            )
        elif key == "methods":
            for line, says in _methods(entry.node):
                tell(line, says)


def _is_on(node: Node) -> bool:
    if isinstance(node, Mapping):
        switch = text_of(node, "enabled")
        return switch is None or switch.text == "true"
    return isinstance(node, Items) or (isinstance(node, Scalar) and node.text == "true")


def _methods(methods: Node) -> Iterator[tuple[int, str]]:
    """Say which ways to approve are not carried."""
    for key, entry in entries(methods):
        written = [item.text for item in items(entry.node) if isinstance(item, Scalar)]
        if key == "github_review":
            if written == ["false"]:
                yield entry.key_at.line, "An approving review counts here, whatever `github_review` says."
        elif written and not (key == "comments" and set(written) <= _DEFAULT_COMMENTS):
            says = f"`{key}` is not carried: a senior approves by a review, or comments `/sign-off`."
            yield entry.key_at.line, says
