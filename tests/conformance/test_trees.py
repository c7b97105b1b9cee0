"""Whatever the tree of rules: what is imported passes where policy-bot would approve, and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.case import touched
from bot.core.clerk import Clerk
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.matching import Matcher
from bot.core.memory import Publication, published, remember
from bot.core.model.change import Check, Checks, PullRequest
from bot.core.model.known import Around, Known
from bot.core.model.policy import Policy
from bot.core.model.predicates import Provenance
from bot.core.model.verdict import People
from bot.policy import load
from bot.policy.imports import import_policy_bot
from tests.core.build import HEAD, at, case, comment, file, pull

RULES: dict[str, dict[str, Any]] = {
    "free": {},
    "docs": {"if": {"only_changed_files": {"paths": ["^docs/"]}}},
    "green": {"requires": {"conditions": {"has_status": {"statuses": ["ci"]}}}},
    "main": {"if": {"targets_branch": {"pattern": "^main$"}}, "requires": {"count": 1, "users": ["grace"]}},
    "app": {"if": {"changed_files": {"paths": ["^app/"]}}, "requires": {"count": 1, "teams": ["acme/app"]}},
    "checked": {
        "if": {"changed_files": {"paths": ["^app/"]}},
        "requires": {"count": 1, "users": ["grace"], "conditions": {"has_status": {"statuses": ["ci"]}}},
    },
    "two": {"requires": {"count": 2, "organizations": ["acme"]}},
}
PEOPLE = People(
    teams={"acme/app": frozenset({"heidi"})}, organizations={"acme": frozenset({"grace", "heidi", "ivan", "ada"})}
)
LEAVES = st.sampled_from(sorted(RULES))
TREES = st.recursive(
    LEAVES,
    lambda part: st.builds(
        lambda key, of: {key: of}, st.sampled_from(["and", "or"]), st.lists(part, min_size=1, max_size=3)
    ),
    max_leaves=7,
)
Tree = str | dict[str, list[Any]]


@dataclass(frozen=True)
class Situation:
    """A pull request, as far as the rules ask, and who signed."""

    paths: tuple[str, ...]
    base: str
    ci: bool
    signed: tuple[str, ...]

    @property
    def change(self) -> PullRequest:
        state = "success" if self.ci else "failure"
        checks = Checks((Check(("ci",), state),))
        return pull(*(file(path) for path in self.paths), base_ref=self.base, checks=checks)


SITUATIONS = st.builds(
    Situation,
    st.sampled_from([("docs/a",), ("app/a",), ("docs/a", "app/a"), ("lib/a",)]),
    st.sampled_from(["main", "next"]),
    st.booleans(),
    st.lists(st.sampled_from(["grace", "heidi", "ivan", "ada", "mallory"]), unique=True, max_size=4).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=3), SITUATIONS)
@example([{"or": ["docs", {"and": ["checked", "main"]}, "two"]}], Situation(("app/a",), "main", False, ("grace",)))
@example(["free", {"or": ["docs", "app"]}], Situation(("lib/a",), "main", True, ()))
def test_what_is_imported_passes_where_policy_bot_approves(approval, now):
    assert passes(imported(approval), now) is (answer({"and": approval}, now) == "approved"), now


def imported(approval: Sequence[Tree]) -> Policy:
    listed = [{"name": name, **rule} for name, rule in RULES.items()]
    text = yaml.safe_dump({"policy": {"approval": list(approval)}, "approval_rules": listed})
    policy = load(import_policy_bot(text, "p.yml").text, "imported")
    assert isinstance(policy, Policy)
    return policy


def passes(policy: Policy, now: Situation) -> bool:
    """Judge the pull request as it stands here."""
    matcher, change = Matcher(policy), now.change
    matches = matcher.judge(matcher.sight(change), Known(people=PEOPLE))
    zones = {part.zone.id: cover(part.findings, change) for part in touched(policy, matches)}
    memory = remember((published(Publication(at(1), HEAD, zones), "shown"),))
    judged = case(
        of=policy, change=change, findings=matches.findings, memory=memory, people=PEOPLE, unseen=matches.unseen
    )
    around = Around(at(60), PEOPLE)
    clerk = Clerk(replace(judged, holds=lambda asked: matcher.holds(asked, change, Provenance.NONE, around)))
    for number, login in enumerate(now.signed):
        if zones:
            clerk.carry_out(comment(f"/sign-off {' '.join(zones)}", login, 50 + number, 10 + number))
    return decide(clerk.case).passes


def answer(tree: Tree, now: Situation) -> str:
    """Answer as policy-bot's documentation says: what does not apply drops out, and if all does nothing is approved."""
    if isinstance(tree, str):
        return _rule(RULES[tree], now)
    ((key, parts),) = tree.items()
    left = [found for part in parts if (found := answer(part, now)) != "skipped"]
    if not left:
        return "skipped"
    enough = any if key == "or" else all
    return "approved" if enough(found == "approved" for found in left) else "pending"


def _rule(rule: dict[str, Any], now: Situation) -> str:
    when, requires = rule.get("if", {}), rule.get("requires", {})
    if "targets_branch" in when and now.base != "main":
        return "skipped"
    if "only_changed_files" in when and not all(path.startswith("docs/") for path in now.paths):
        return "skipped"
    if "changed_files" in when and not any(path.startswith("app/") for path in now.paths):
        return "skipped"
    able = set(requires.get("users", ())).union(*(PEOPLE.teams[team] for team in requires.get("teams", ())))
    able = able.union(*(PEOPLE.organizations[name] for name in requires.get("organizations", ()))) - {
        "ada"
    }  # who wrote it
    enough = len(able & set(now.signed)) >= requires.get("count", 0)
    return "approved" if enough and (now.ci or "conditions" not in requires) else "pending"
