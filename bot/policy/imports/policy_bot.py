"""policy-bot's policy to ours: its approvals as zones, each with who signs, its disapproval as what is refused."""

from dataclasses import replace
from typing import Any

from bot.core.model.policy import Policy
from bot.policy.imports.conditions import conditions
from bot.policy.imports.formulas import Both, Formula, Is, as_mapping, both, either, none
from bot.policy.imports.imported import Imported, Notes
from bot.policy.imports.people import Actors, people
from bot.policy.imports.rules import read_rules
from bot.policy.imports.source import read_foreign, refused
from bot.policy.imports.trees import (
    Branch,
    Leaf,
    Planter,
    Tree,
    approvable,
    free,
    leaves,
    may_vanish,
    settled,
    signed,
    skipped,
)
from bot.policy.imports.writing import identifier, title, written
from bot.policy.loading import load
from bot.policy.nodes import Node, child, text_of
from bot.policy.vocabulary import PACKS, POLICY_ZONE

EVERYTHING = "**"
_WHY = "The approvals that policy-bot asked for here."
_STOPPED = "No approval rule applies to this pull request, or something that one requires is not so yet."
_CLASSES = ("tests", "docs", "vendored", "generated", "lock files", "translations", "snapshots")


def import_policy_bot(text: str, source: str) -> Imported:
    """Give our policy for one of policy-bot's; raises UserError with file and line where it is none."""
    root = read_foreign(text, source)
    notes = Notes()
    policy = child(root, "policy")
    _refuse_remote(root, source)
    approval = child(policy, "approval")
    if approval is None and child(policy, "disapproval") is None:
        at = policy.at if policy is not None else root.at
        raise refused(source, at.line, "This is no policy of policy-bot: it has no `policy` with `approval`.")
    if child(root, "approval_defaults") is not None:
        notes(root.entries["approval_defaults"].key_at.line, "`approval_defaults` are not carried.")  # type: ignore[union-attr]  # it has a child
    draft = _Draft(source, notes)
    if approval is not None:
        draft.approve(Planter(read_rules(child(root, "approval_rules"), notes), source, notes).top(approval))
    draft.disapprove(child(policy, "disapproval"))
    return draft.finished()


def _refuse_remote(root: Node, source: str) -> None:
    remote = text_of(root, "remote")
    if remote is not None:
        path = text_of(root, "path")
        says = f"This only points to `{path.text if path else 'policy.yml'}` in {remote.text}: import that file."
        raise refused(source, remote.at.line, says)


class _Draft:
    """A policy of ours that grows."""

    def __init__(self, source: str, notes: Notes) -> None:
        self.source, self.notes = source, notes
        self.signers: dict[str, dict[str, Any]] = {}
        self.names: dict[str, str] = {}  # of a rule -> of its signers
        self.zones: dict[str, dict[str, Any]] = {}
        self.rules: list[dict[str, Any]] = []

    def approve(self, trees: list[Tree]) -> None:
        """Take in all that has to be approved.

        Each becomes a zone of its own where something applies to every pull request. Elsewhere they stay together, since a
        pull request to which nothing applies is an error there, and has to be stopped here too.
        """
        if len(trees) > 1 and any(skipped(tree) is False for tree in trees):
            for tree in trees:
                self._zone(tree, alone=False)
        elif trees:
            self._zone(trees[0] if len(trees) == 1 else Branch(each=True, of=tuple(trees)), alone=True)

    def disapprove(self, disapproval: Node | None) -> None:
        """Take in what blocks: conditions here as there; people, where they are seniors of a zone."""
        if disapproval is None:
            return
        named = people(child(disapproval, "requires"), self.notes)
        if named or child(child(disapproval, "requires"), "permissions") is not None:
            at = disapproval.at.line
            self.notes(
                at,
                "Any senior of a zone vetoes it here by requesting changes, and takes it back; who may disapprove is not carried.",
            )
        found = conditions(child(disapproval, "if"), self.notes)
        known = either(*(one for one in found if one is not None))
        if isinstance(known, bool):
            return
        name = self._new_zone("Disapproved", "What policy-bot disapproved of whoever approved it.")
        self.zones[name] |= {
            "refuse": [{"if": as_mapping(known), "why": "The policy disapproves of such pull requests."}]
        }
        self._rule(name, "Disapproved by the policy", (EVERYTHING,), known)

    def finished(self) -> Imported:
        """Give the text; it always loads."""
        if not self.zones:
            self.notes(1, "Nothing of this asks anybody for an approval, so no zone came of it.")
        policy: dict[str, Any] = {"version": 1, "extends": []}
        for key, found in (("signers", self.signers), ("zones", self.zones), ("rules", self.rules)):
            policy |= {key: found} if found else {}
        text = written(policy, f"policy-bot's {self.source}", self.notes.all)
        loaded = load(text, "the import")
        if not isinstance(loaded, Policy):
            first = loaded.items[0]
            raise refused(self.source, 1, f"No sound policy comes of this. {first.says} {first.instead}")
        return Imported(text, self.notes.all)

    def _zone(self, tree: Tree, *, alone: bool) -> None:
        """Make a zone of what has to be approved, unless nobody ever has to do anything for it."""
        nobody, applies = free(tree), True if alone else none(skipped(tree))
        gate = both(none(nobody), applies)
        if gate is False:
            self._never_asked(tree)
            return
        asked = leaves(tree)
        name = self._new_zone(_title(tree), asked[0].rule.description if len(asked) == 1 else "")
        # What one rule asks beside people is said by what touches the zone, or by what is refused.
        alike = replace(tree, when=True, needs=True) if isinstance(tree, Leaf) else tree
        sign_off = signed(alike, self._named(asked))
        if sign_off is not None:
            self.zones[name]["sign_off"] = self._never_open(sign_off, asked)
        can_be = approvable(tree) if alone else settled(tree)
        if can_be is not True:
            condition = none(can_be)
            if not isinstance(condition, bool):
                self.zones[name]["refuse"] = [{"if": as_mapping(condition), "why": _STOPPED}]
        self._touch(name, tree, gate, alone=alone)

    def _touch(self, name: str, tree: Tree, gate: Formula, *, alone: bool) -> None:
        """Say which changes touch the zone."""
        paths: tuple[str, ...] = (EVERYTHING,)
        if isinstance(tree, Leaf) and tree.rule.paths and not alone:
            paths = tree.rule.paths
            gate = _without_paths(gate, paths)
        if gate is True:
            self.zones[name]["paths"] = list(paths)
        else:
            self._rule(name, self.zones[name]["title"], paths, gate)

    def _rule(self, zone: str, named: str, paths: tuple[str, ...], gate: Formula) -> None:
        when = as_mapping(gate)
        rule = {
            "id": identifier(f"{zone}-asked", [one["id"] for one in self.rules]),
            "zone": zone,
            "title": named,
            "when": {"paths": list(paths), **when} if "paths" not in when else {"all": [{"paths": list(paths)}, when]},
            "why": _WHY,
            "checklist": [{"id": "answer-for-it", "ask": "Have you read the change, and would you answer for it?"}],
            "include": list(_CLASSES),
        }
        self.rules.append(rule)

    def _new_zone(self, named: str, why: str) -> str:
        name = identifier(named, (*self.zones, *PACKS, POLICY_ZONE))
        self.zones[name] = {"title": title(named), "why": why or _WHY, "checklist": "optional"}
        return name

    def _named(self, asked: list[Leaf]) -> dict[str, str]:
        """Give a name of signers for each rule, new ones written down."""
        for leaf in asked:
            rule = leaf.rule
            if rule.name not in self.names:
                self.names[rule.name] = identifier(rule.name, self.names.values())
            if rule.asks:
                self.signers[self.names[rule.name]] = _signers(rule.actors)
                self._enough(leaf)
        return self.names

    def _enough(self, leaf: Leaf) -> None:
        rule = leaf.rule
        only_users = rule.actors == Actors(users=rule.actors.users)
        if only_users and rule.count > len(rule.actors.users):
            says = f"`{rule.name}` wants {rule.count} of {len(rule.actors.users)} people, which nobody can meet; administrators are added."
            self.notes(rule.line, says)
            self.signers[self.names[rule.name]]["permission"] = "admin"

    def _never_open(self, sign_off: dict[str, Any], asked: list[Leaf]) -> dict[str, Any]:
        """Add somebody who signs whatever applies, as our policies ask for.

        It is one of all who might sign anyway, so that it never asks for more; where nothing applies the zone is refused.
        """
        if not may_vanish(sign_off):
            return sign_off
        everyone = Actors()
        for leaf in asked:
            everyone = everyone.with_all(leaf.rule.actors)
        name = identifier("any-approver", self.signers)
        self.signers[name] = _signers(everyone)
        return {"all": [sign_off, {"from": name}]}

    def _never_asked(self, tree: Tree) -> None:
        for leaf in leaves(tree):
            self.notes(
                leaf.rule.line,
                f"`{leaf.rule.name}` stands where nobody's approval is ever needed, so no zone came of it.",
            )


def _signers(actors: Actors) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in actors.pairs}


def _title(tree: Tree) -> str:
    asked = leaves(tree)
    return asked[0].rule.name if len(asked) == 1 else "Reviewed"


def _without_paths(gate: Formula, paths: tuple[str, ...]) -> Formula:
    """Take out of a gate what the globs beside it say already."""
    parts = gate.of if isinstance(gate, Both) else (gate,)
    return both(*(part for part in parts if part != Is("some_paths", paths)))
