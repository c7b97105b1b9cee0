"""Looks through sound rules and policies once more: for what can't happen, and for what could be better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.matching import CLASSES
from bot.core.model.policy import Policy, Rule
from bot.policy.advice.dead import dead_parts
from bot.policy.advice.dead_globs import dead_globs
from bot.policy.advice.pattern_advice import lost_signs, noisy
from bot.policy.advice.provenance import lowering
from bot.policy.advice.scope import Scope, listed, words
from bot.policy.advice.shadowed import shadowed
from bot.policy.advice.signers import lonely, never_signed, unreviewed
from bot.policy.cases import case_problems
from bot.policy.nodes import Mapping as MappingNode
from bot.policy.nodes import Node, child, entries, items, text_of
from bot.policy.problems import START, Problem, problem
from bot.policy.reading import read
from bot.policy.suites import Suite


@dataclass(frozen=True, slots=True)
class Review:
    """`problems`: what is written and can't do what it says. `advice`: what works, and could be better."""

    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def review(text: str | bytes, found: Suite) -> Review:
    """Look through the rules that a text holds and run their cases; of a policy its zones and signers too."""
    root = read(text).root
    if root is None:
        return Review()
    exclude = found.policy.exclude if found.policy else ()
    written = list(items(root, "rules")) if found.policy else [root]
    nodes = {name.text: node for node in written if (name := text_of(node, "id"))}
    reviews = [_rule(nodes[rule.id], rule, exclude) for rule in found.rules]
    reviews.append(Review(case_problems(written, found.rules)))
    if found.policy:
        reviews.append(_whole(root, found.policy, nodes))
    return Review(
        tuple(sorted({one for each in reviews for one in each.problems})),
        tuple(sorted({one for each in reviews for one in each.advice})),
    )


def _whole(root: Node, policy: Policy, nodes: Mapping[str, Node]) -> Review:
    """Look at what the parts of a policy make together."""
    problems = (*_zones(root, policy), *never_signed(root, policy))
    return Review(
        problems, (*lonely(root, policy), *unreviewed(root, policy), *lowering(root), *_shadows(nodes, policy))
    )


def _rule(node: Node, rule: Rule, exclude: tuple[str, ...]) -> Review:
    when = child(node, "when")
    if not isinstance(when, MappingNode):
        return Review()
    scope = Scope(include=tuple(words(node, "include")), exclude=exclude)
    lost = list(lost_signs(when))
    problems = [*dead_parts(when, scope), *(one for one, never in lost if never)]
    advice = [*(one for one, never in lost if not never), *noisy(when, scope), *_untried(node, rule)]
    return Review(tuple(problems), tuple(advice))


def _untried(node: Node, rule: Rule) -> Iterator[Problem]:
    expected = {case.expect_hit for case in rule.tests}
    if len(expected) < 2:  # noqa: PLR2004 - hits and misses
        name = text_of(node, "id")
        lacks = "a case that hits" if expected == {False} else "a case that misses" if expected else "cases"
        says = f"`{rule.id}` lacks {lacks}, so nobody would notice when it stops working."
        yield problem(name.at if name else START, says, "Add them under `tests`: two hits, two misses.")


def _zones(root: Node, policy: Policy) -> Iterator[Problem]:
    for _, zone in entries(root, "zones"):
        for key, include in (("paths", CLASSES), ("likely", ())):
            globs = listed(zone.node, key)
            dead = dead_globs(globs, Scope(include=include, exclude=policy.exclude)) if globs else []
            for scalar, (says, instead) in dead:
                yield problem(scalar.at, f"`{scalar.text}` matches nothing here: {says}.", instead)


def _shadows(nodes: Mapping[str, Node], policy: Policy) -> Iterator[Problem]:
    own = [rule for rule in policy.rules if rule.id in nodes]
    for rule, other in shadowed(own, policy.rules):
        name = text_of(nodes[rule.id], "id")
        says = f"Wherever `{rule.id}` fires, `{other.id}` does too, so it adds only its words and questions."
        yield problem(name.at if name else START, says, "Keep it for those, make the other narrower, or remove it.")
