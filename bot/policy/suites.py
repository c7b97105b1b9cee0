"""Rules with their cases, from wherever rules stand: a rule file, a policy file, a folder of either, or the packs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.model.policy import Policy, Rule
from bot.policy.build_rule import build_rule
from bot.policy.cases import case_spots
from bot.policy.loading import load
from bot.policy.nodes import Node, child, items, text_of
from bot.policy.problems import Problems, Spot
from bot.policy.reading import read
from bot.policy.rule_shape import RuleShape
from bot.policy.rule_text import fitting
from bot.policy.shipped import NO_RULES, rule_files
from bot.policy.vocabulary import PACKS


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules that one file writes down, and where each of their cases stands."""

    source: str
    rules: tuple[Rule, ...]
    spots: Mapping[tuple[str, str], Spot]  # by the rule's id and the case's name
    policy: Policy | None = None  # where the file is one


def suite(text: str | bytes, source: str) -> Suite | Problems:
    """Read a file: a rule when it has an `id` or a `when`, and a policy otherwise. `source` names it for people."""
    root = read(text).root
    if child(root, "id") is None and child(root, "when") is None:
        policy = load(text, source)
        return policy if isinstance(policy, Problems) else _own(policy, items(root, "rules"), source)
    shape = fitting(read(text), RuleShape, source)
    if isinstance(shape, Problems):
        return shape
    return Suite(source, (build_rule(shape, source),), case_spots(filter(None, [root])))


def files_in(folder: Path) -> Sequence[Path]:
    """Give all files below a folder that must hold rules, in order."""
    found = (path for ending in ("yml", "yaml") for path in folder.rglob(f"*.{ending}") if path.is_file())
    return sorted(path for path in found if NO_RULES.isdisjoint(path.relative_to(folder).parts))


def shipped_files() -> Sequence[Path]:
    """Give the files of all shipped rules, pack by pack."""
    return [path for pack in PACKS for path in rule_files(pack)]


def _own(policy: Policy, nodes: Iterable[Node], source: str) -> Suite:
    """Leave out the rules of packs, and those that the bot makes of a zone's `paths`."""
    written = list(nodes)
    ids = {name.text for node in written if (name := text_of(node, "id"))}
    return Suite(source, tuple(rule for rule in policy.rules if rule.id in ids), case_spots(written), policy)
