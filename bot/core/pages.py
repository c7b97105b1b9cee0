"""The pages of rules and zones, in Markdown."""

import re
from collections.abc import Iterable

from bot.core.leaves import of_pull_alone
from bot.core.markdown import code, listed, unwrapped
from bot.core.matching.classes import CLASSES
from bot.core.model.change import FileStatus
from bot.core.model.policy import (
    Policy,
    Rule,
    RuleTest,
    TeachBack,
    Zone,
)
from bot.core.pull_words import in_a_sentence
from bot.core.seniority import requirements
from bot.core.when_words import in_words
from bot.core.who import needs

_ON_FILES = "On a file of the change of which all of this is true:"
_ON_PULLS = "On every file of a pull request of which all of this is true:"
_CODE = {"vendored": "vendored code", "generated": "generated code"}
_FENCES = re.compile(r"^ *(`{3,})", re.MULTILINE)


def zone_page(zone: Zone, policy: Policy) -> str:
    """Write a zone's page: why it is guarded, who signs, and its rules."""
    rules = [f"- {code(rule.id)}: {rule.title}" for rule in policy.rules if rule.zone == zone.id]
    who = needs(zone.sign_off, lambda _: True)
    parts = [f"### {zone.title}", unwrapped(zone.why), f"To sign: {who}.", unwrapped(zone.explain)]
    parts += [_only_where(zone), _refused(zone)]
    if zone.teach_back is not None:
        parts.append(_lessons(zone.teach_back))
    return _joined([*parts, *["**Its rules**\n\n" + "\n".join(rules)] * bool(rules)])


def _only_where(zone: Zone) -> str:
    """Say what is asked for on some pull requests only."""
    rows = [
        f"- {needs(one, lambda _: True)}, only where {in_a_sentence(one.when)}"
        for one in requirements(zone.sign_off)
        if one.when is not None
    ]
    return "\n".join(["**Asked for on some pull requests**\n", *rows]) if rows else ""


def _refused(zone: Zone) -> str:
    rows = [f"- while {in_a_sentence(one.when)}: {unwrapped(one.why)}" for one in zone.refuse]
    return "\n".join(["**Refused, whoever signs**\n", *rows]) if rows else ""


def _lessons(teach_back: TeachBack) -> str:
    asks = "\n".join(f"- {code(item.id)}: {' '.join(item.ask.split())}" for item in teach_back.ask)
    some = ", on some pull requests" if teach_back.when is not None else ""
    first = " No sign-off counts that was given before the answers stood there." if teach_back.required else ""
    return f"**What its authors are asked**{some}, to be answered in their own words with `/answer`.{first}\n\n{asks}"


def rule_page(rule: Rule, address: str = "") -> str:
    """Write a rule's page as a comment shows it: why it matters, what a senior checks, and where its whole page stands."""
    more = f"<sub>[When it fires, and its cases]({address})</sub>" if address else ""
    return _joined([*_why(rule), _read_on(rule), more, _origin(rule)])


def page_address(rule: Rule, public_url: str) -> str:
    """Give the address of a rule's whole page; "" where none is served: for a repository's own rule, or no known server."""
    return f"{public_url}/rules/{rule.id}" if public_url and rule.source.startswith("rules/") else ""


def whole_page(rule: Rule) -> str:
    """Write all there is to say of a rule: also when it fires, and its cases."""
    return _joined([*_why(rule), _when(rule), _cases(rule.tests), _read_on(rule), _origin(rule)])


def _why(rule: Rule) -> list[str]:
    asks = "\n".join(f"- {item.ask}" for item in rule.checklist)
    checks = f"**What a senior checks**\n\n{asks}" if asks else ""
    return [f"### {rule.title}", unwrapped(rule.why), unwrapped(rule.explain), checks]


def _when(rule: Rule) -> str:
    return f"**When it fires**\n\n{fires(rule)}\n\n{in_words(rule.when)}\n\n{passed_over(rule)}"


def fires(rule: Rule) -> str:
    """Begin to say when a rule fires: file by file, or on pull requests as a whole."""
    return _ON_PULLS if of_pull_alone(rule.when) else _ON_FILES


def passed_over(rule: Rule) -> str:
    """Say which classes of files the rule does not look at."""
    out = [_CODE.get(name, name) for name in CLASSES if name not in rule.include]
    also = f"It looks at {listed([_CODE.get(name, name) for name in rule.include])} too. " if rule.include else ""
    return f"{also}Passed over: {listed(out)}." if out else f"{also}Nothing is passed over."


def _cases(cases: Iterable[RuleTest]) -> str:
    shown = [_case(case) for case in cases]
    return "\n\n".join(["**Cases**", *shown]) if shown else ""


def _case(case: RuleTest) -> str:
    fence = "`" * (max(map(len, _FENCES.findall(case.diff)), default=2) + 1)
    return f"{case_head(case)}\n\n{fence}diff\n{case.diff.rstrip()}\n{fence}"


def case_head(case: RuleTest) -> str:
    """Say what a case shows: whether the rule fires, on which file, and what became of that."""
    does = "Fires" if case.expect_hit else "Keeps quiet"
    was = "" if case.status is FileStatus.MODIFIED else f", {case.status}"
    moved = f" from {code(case.old_path)}" if case.old_path else ""
    beside = f", beside {listed([code(one.path) for one in case.also])}" if case.also else ""
    return f"{does}: {case.name}, in {code(case.path)}{was}{moved}{beside}"


def _read_on(rule: Rule) -> str:
    links = "\n".join(f"- [{reference.title}]({reference.url})" for reference in rule.references)
    return f"**Read on**\n\n{links}" if links else ""


def _origin(rule: Rule) -> str:
    return (
        f"<sub>rule {code(rule.id)} of zone {code(rule.zone)}, {rule.severity}, "
        f"confidence {rule.confidence}, from {code(rule.source)}</sub>"
    )


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
