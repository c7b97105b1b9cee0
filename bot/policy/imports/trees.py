"""policy-bot's trees of rules, and what they come to: when nobody is asked, when nothing applies, who signs otherwise.

There a rule whose `if` does not hold drops out, an `or` needs one of what is left, an `and` all of it, and where nothing
is left it is an error, never an approval.
"""

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from typing import Any

from bot.policy.imports.formulas import Formula, as_mapping, both, either, none
from bot.policy.imports.imported import Tell
from bot.policy.imports.people import Actors
from bot.policy.imports.rules import Rule
from bot.policy.imports.source import refused
from bot.policy.nodes import Items, Mapping, Node, Scalar

MOST_DEPTH = 10  # policy-bot's own


@dataclass(frozen=True, slots=True)
class Leaf:
    """A rule in its place, conditions without a counterpart decided so that no less is asked.

    A `guard` asks nobody, and whether it applies can't be told: what it needs is asked for always, and it approves nothing.
    """

    rule: Rule
    when: Formula
    needs: Formula
    guard: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Parts of which each, or one, has to be approved."""

    each: bool
    of: tuple["Tree", ...]


Tree = Leaf | Branch


class Planter:
    """Reads trees."""

    def __init__(self, rules: Table[str, Rule], source: str, tell: Tell) -> None:
        self.rules, self.source, self.tell = rules, source, tell

    def top(self, node: Node) -> list[Tree]:
        """Read `policy.approval`: all of these."""
        if not isinstance(node, Items):
            raise refused(self.source, node.at.line, "`approval` is no list of rules.")
        return [tree for item in node.items if (tree := self._tree(item, choice=False, depth=0))]

    def _tree(self, node: Node, *, choice: bool, depth: int) -> Tree | None:
        if isinstance(node, Scalar):
            return self._leaf(node, choice=choice)
        if not isinstance(node, Mapping) or list(node.entries) not in (["and"], ["or"]) or depth > MOST_DEPTH:
            raise refused(
                self.source, node.at.line, "Neither the name of a rule nor `and` or `or` with a list of them."
            )
        ((key, entry),) = node.entries.items()
        listed = entry.node.items if isinstance(entry.node, Items) else []
        choice = key == "or" and len(listed) > 1
        parts = [part for item in listed if (part := self._tree(item, choice=choice, depth=depth + 1))]
        if not parts and choice:
            self.tell(node.at.line, "Of this `or` nothing could be carried as it is, so all of it is asked for.")
            parts = [part for item in listed if (part := self._tree(item, choice=False, depth=depth + 1))]
            return Branch(each=True, of=tuple(parts)) if parts else None
        if len(parts) == 1:
            return parts[0]
        return Branch(each=key == "and", of=tuple(parts)) if parts else None

    def _leaf(self, name: Scalar, *, choice: bool) -> Leaf | None:
        """Take a rule in; one way of several that can't be told whole is left out, so that it opens nothing."""
        rule = self.rules.get(name.text)
        if rule is None:
            raise refused(self.source, name.at.line, f"There is no rule `{name.text}` under `approval_rules`.")
        if rule.asks and not rule.actors:
            return self._nobody(rule, choice=choice)
        lacking = None in (*rule.when, *rule.needs)
        needs = both(*(one for one in rule.needs if one is not None))
        if lacking and (choice or (not rule.asks and needs is True)):
            self.tell(rule.line, f"`{rule.name}` is left out, since not all of its conditions could be carried.")
            return None
        if lacking:
            self.tell(rule.line, f"`{rule.name}` is asked for without the conditions that could not be carried.")
        known = both(*(one for one in rule.when if one is not None))
        return Leaf(rule, known, needs, guard=lacking and not rule.asks)

    def _nobody(self, rule: Rule, *, choice: bool) -> Leaf | None:
        """Decide on a rule that names nobody who can sign here: no way of several, or one for administrators."""
        if choice:
            self.tell(rule.line, f"`{rule.name}` is left out, since it names nobody who can sign here.")
            return None
        self.tell(
            rule.line, f"`{rule.name}` names nobody who can sign here; administrators of the repository are asked."
        )
        known = [[one for one in parts if one is not None] for parts in (rule.when, rule.needs)]
        return Leaf(replace(rule, actors=Actors(permission="admin")), both(*known[0]), both(*known[1]))


def skipped(tree: Tree) -> Formula:
    """When nothing of it applies."""
    if isinstance(tree, Leaf):
        return True if tree.guard else none(tree.when)
    return both(*map(skipped, tree.of))


def free(tree: Tree) -> Formula:
    """When it is approved without anybody."""
    if isinstance(tree, Leaf):
        return False if tree.rule.asks or tree.guard else both(tree.when, tree.needs)
    if not tree.each:
        return either(*map(free, tree.of))
    return both(*map(_no_bar, tree.of), either(*map(free, tree.of)))


def _no_bar(part: Tree) -> Formula:
    """When a part of an `and` asks for nobody."""
    if isinstance(part, Leaf) and part.guard:
        return part.needs
    return either(free(part), skipped(part))


def approvable(tree: Tree) -> Formula:
    """When people can have it approved, or nobody has to."""
    if isinstance(tree, Leaf):
        return False if tree.guard else both(tree.when, tree.needs)
    if not tree.each:
        return either(*map(approvable, tree.of))
    return both(*map(settled, tree.of), either(*map(approvable, tree.of)))


def settled(tree: Tree) -> Formula:
    """When it can be approved, or nothing of it applies; without what rules require beside people that is always."""
    if isinstance(tree, Leaf) and tree.guard:
        return tree.needs
    return either(approvable(tree), skipped(tree)) if _needs(tree) else True


def signed(tree: Tree, names: Table[str, str], also: Formula = True, *, within: bool = False) -> dict[str, Any] | None:
    """Give our `sign_off` for it; None where nobody is asked. `within`: it is a part of another tree."""
    if isinstance(tree, Leaf):
        return _asked(tree, names[tree.rule.name], also)
    if within:
        also = both(also, approvable(tree) if tree.each and _needs(tree) else none(free(tree)))
    parts = [part for one in tree.of if (part := signed(one, names, also, within=True))]
    if len(parts) < 2:  # noqa: PLR2004 - a list of one is that one
        return parts[0] if parts else None
    return {"all" if tree.each else "any": parts}


def leaves(tree: Tree) -> list[Leaf]:
    """Give its rules, each once."""
    if isinstance(tree, Leaf):
        return [tree]
    return list(dict.fromkeys(leaf for part in tree.of for leaf in leaves(part)))


def may_vanish(part: dict[str, Any]) -> bool:
    """Whether there may be a pull request of which none of this is asked."""
    parts = part.get("all") or part.get("any")
    return all(map(may_vanish, parts)) if parts else "if" in part


def _asked(leaf: Leaf, name: str, also: Formula) -> dict[str, Any] | None:
    condition = both(also, leaf.when, leaf.needs)
    if not leaf.rule.asks or condition is False:
        return None
    count = {"count": leaf.rule.count} if leaf.rule.count > 1 else {}
    return {"from": name, **count, **({} if condition is True else {"if": as_mapping(condition)})}


def _needs(tree: Tree) -> bool:
    return any(leaf.needs is not True for leaf in leaves(tree))
