"""What changes of rules that stay: how strong they are, when they fire, what they ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.markdown import code, listed
from bot.core.model.policy import Mode, Rule, Severity
from bot.core.model.predicates import Paths, Signs
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference import conditions
from bot.core.policy_difference.other_fields import other_fields
from bot.core.policy_difference.parts import bold, codes, many, moved

# What a rule says of itself; nothing is judged by it.
_WORDS = {
    "title": "title",
    "why": "reason",
    "explain": "explanation",
    "references": "references",
    "since": "first version",
    "tests": "cases",
}
_TOLD = ("id", "zone", "when", "checklist", "severity", "confidence", "mode", "include", "source", "digest", *_WORDS)

BUILT_IN = "built in"  # what such a rule looks at follows from the rest of the policy


@dataclass(frozen=True, slots=True)
class _Turn:
    """A change that many rules may take at once; the verb for one rule, and for several."""

    weight: Weight
    one: str
    several: str


_TURNS = {
    Severity.ADVISE: _Turn(Weight.WEAKER, "only advises now", "only advise now"),
    Severity.BLOCK: _Turn(Weight.STRONGER, "may hold a merge now", "may hold a merge now"),
    Mode.SHADOW: _Turn(
        Weight.WEAKER,
        "is in shadow mode now: it tells, and holds nothing",
        "are in shadow mode now: they tell, and hold nothing",
    ),
    Mode.ENFORCE: _Turn(Weight.STRONGER, "is out of shadow mode", "are out of shadow mode"),
}


def changed_rules(pairs: Sequence[tuple[Rule, Rule]]) -> Iterator[Change]:
    """Say what changes; what several rules of a zone have in common stands in one line."""
    turns: dict[tuple[str, _Turn], list[Rule]] = {}
    for old, new in pairs:
        for turn in _turns(old, new):
            turns.setdefault((new.zone, turn), []).append(new)
    for (zone, turn), rules in turns.items():
        yield Change(turn.weight, _together(zone, turn, rules))
    for old, new in pairs:
        if old != new:
            yield from _rule(old, new)


def is_paths(rule: Rule) -> bool:
    """Whether the rule is what a zone's `paths` stand for."""
    return rule.id == f"{rule.zone}-paths" and isinstance(rule.when, Paths) and not rule.source.startswith("rules/")


def _turns(old: Rule, new: Rule) -> Iterator[_Turn]:
    if old.severity is not new.severity:
        yield _TURNS[new.severity]
    if old.mode is not new.mode:
        yield _TURNS[new.mode]
    if old.confidence is not new.confidence:
        less = new.confidence.points < old.confidence.points
        rest = f"for {'less' if less else 'more'}: {new.confidence} confidence instead of {old.confidence}"
        yield _Turn(Weight.WEAKER if less else Weight.STRONGER, f"counts {rest}", f"count {rest}")


def _together(zone: str, turn: _Turn, rules: Sequence[Rule]) -> str:
    if len(rules) == 1:
        return f"{_subject(rules[0])} {turn.one}"
    return f"{many(len(rules), 'rule')} of {bold(zone)} {turn.several} ({codes([rule.id for rule in rules])})"


def _subject(rule: Rule) -> str:
    return f"the rule {code(rule.id)} of {bold(rule.zone)}"


def _rule(old: Rule, new: Rule) -> Iterator[Change]:
    subject = _subject(new)
    if old.zone != new.zone:
        yield Change(Weight.OTHER, f"the rule {code(new.id)} asks for {bold(new.zone)} instead of {bold(old.zone)}")
    yield from _when(old, new)
    yield from _include(subject, old, new)
    yield from _checklist(bold(new.zone) if is_paths(new) else subject, old, new)
    yield from other_fields(subject, old, new, _TOLD)
    said = [word for name, word in _WORDS.items() if getattr(old, name) != getattr(new, name)]
    if said and not _is_made(new):  # what a zone's paths stand for says what the zone says
        yield Change(Weight.OTHER, f"{subject} has another {listed(said)}")


def _is_made(rule: Rule) -> bool:
    made = {f"{rule.zone}-paths", f"{rule.zone}-likely"}
    return rule.source == BUILT_IN or (not rule.source.startswith("rules/") and rule.id in made)


def _when(old: Rule, new: Rule) -> Iterator[Change]:
    if old.when == new.when or _leans(old, new):
        return
    if isinstance(old.when, Paths) and isinstance(new.when, Paths):
        yield from _paths(bold(new.zone) if is_paths(new) else _subject(new), old.when.globs, new.when.globs)
    else:
        weight = conditions.weight(old.when, new.when)
        fires = {Weight.WEAKER: "less often", Weight.STRONGER: "more often", Weight.OTHER: "elsewhere"}[weight]
        yield Change(weight, f"{_subject(new)} fires {fires} ({conditions.rewritten(old.when, new.when)})")


def _leans(old: Rule, new: Rule) -> bool:
    """Whether only that differs which is said of the zone: its likely files, or that CODEOWNERS says who signs."""
    if _is_made(new) and new.id != f"{new.zone}-paths":
        return True
    return isinstance(old.when, Signs) and isinstance(new.when, Signs) and old.when.table == new.when.table


def _paths(subject: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Say which globs are gone and which are new; one that takes back counts the other way round."""
    changed = moved(old, new)
    verbs = (
        (changed.gone, False, Weight.WEAKER, "loses"),
        (changed.come, True, Weight.WEAKER, "leaves out"),
        (changed.come, False, Weight.STRONGER, "gains"),
        (changed.gone, True, Weight.STRONGER, "no longer leaves out"),
    )
    for globs, back, weight, verb in verbs:
        some = [glob.removeprefix("!") for glob in globs if glob.startswith("!") is back]
        if some:
            yield Change(weight, f"{subject} {verb} {codes(some)}")
    if changed.reordered:
        yield Change(Weight.OTHER, f"{subject} has its paths in another order, and the last that fits decides")


def _include(subject: str, old: Rule, new: Rule) -> Iterator[Change]:
    changed = moved(old.include, new.include)
    if changed.gone:
        yield Change(Weight.WEAKER, f"{subject} no longer looks at {listed(changed.gone)}")
    if changed.come:
        yield Change(Weight.STRONGER, f"{subject} looks at {listed(changed.come)} too")
    if changed.reordered:
        yield Change(Weight.OTHER, f"{subject} names the kinds of files that it looks at in another order")


def _checklist(subject: str, old: Rule, new: Rule) -> Iterator[Change]:
    before = {item.id: item.ask for item in old.checklist}
    after = {item.id: item.ask for item in new.checklist}
    changed = moved(list(before), list(after))
    for name in changed.gone:
        yield Change(Weight.WEAKER, f"{subject} no longer asks {code(before[name])}")
    for name in changed.come:
        yield Change(Weight.STRONGER, f"{subject} also asks {code(after[name])}")
    for name, ask in before.items():
        if after.get(name, ask) != ask:
            yield Change(Weight.OTHER, f"{subject} asks {code(after[name])} instead of {code(ask)}")
    if changed.reordered:
        yield Change(Weight.OTHER, f"{subject} asks its questions in another order")
