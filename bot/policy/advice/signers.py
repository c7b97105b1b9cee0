"""Whether somebody is left to sign when a senior made the change, and to review after the merge when some overrode it."""

from collections.abc import Iterator

from bot.core.model.conditions import NamedPeople
from bot.core.model.policy import (
    Policy,
    Requirement,
    SignAll,
    Signers,
    SignOffRule,
)
from bot.core.model.predicates import All, Predicate
from bot.core.seniority import requirements
from bot.policy.nodes import Entry, Node, child, entries
from bot.policy.problems import Problem, problem


def never_signed(root: Node, policy: Policy) -> Iterator[Problem]:
    """Find requirements that are asked for only when those who could meet them made the change."""
    for name, entry in _signed_zones(root):
        for part in requirements(policy.zones[name].sign_off):
            able = _able(part) - _makers(part.when)
            if _named_alone(part) and _makers(part.when) and len(able) < part.count:
                says = f"This asks {_who(part)} to sign only what they made themselves, which they may not."
                yield problem(entry.key_at, says, "Name somebody else under `from`, or change the `if`.")


def lonely(root: Node, policy: Policy) -> Iterator[Problem]:
    """Find zones that nobody could sign as soon as one of their seniors makes the change."""
    for name, entry in _signed_zones(root):
        rule = policy.zones[name].sign_off
        people = sorted({user for part in requirements(rule) for user in _able(part)})
        stuck = [person for person in people if not _met_without(rule, person)]
        if stuck:
            says = f"When {stuck[0]} makes a change here, nobody can sign it: nobody signs their own work."
            yield problem(entry.key_at, says, "Name one more person, or a team, or `permission: maintain`.")


def unreviewed(root: Node, policy: Policy) -> Iterator[Problem]:
    """Find zones that nobody could review after the merge when those who may override them have done so together."""
    for name, entry in _signed_zones(root):
        override, parts = policy.zones[name].override, requirements(policy.zones[name].sign_off)
        if override is None or not all(map(_named_alone, parts)):
            continue
        able = {user for part in parts for user in _able(part)}
        if able <= {user.lower() for user in override.signers.users} and len(able) <= override.count:
            they = f"{' and '.join(sorted(able))} override{'s' if len(able) == 1 else ''}"
            says = f"When {they} a change here, nobody is left to review it after the merge."
            yield problem(entry.key_at, says, "Name one more person, or a team, or `permission: maintain`.")


def _signed_zones(root: Node) -> Iterator[tuple[str, Entry]]:
    for name, zone in entries(root, "zones"):
        if child(zone.node, "sign_off") is not None:
            yield name, dict(entries(zone.node))["sign_off"]


def _met_without(rule: SignOffRule, person: str) -> bool:
    if isinstance(rule, Requirement):
        return not _named_alone(rule) or len(_able(rule) - {person}) >= rule.count
    parts = [_met_without(part, person) for part in rule.of]
    return all(parts) if isinstance(rule, SignAll) else any(parts)


def _named_alone(rule: Requirement) -> bool:
    """Whether it names people by their logins, and nobody else."""
    signers = rule.signers
    alone = Signers(signers.name, signers.users, without=signers.without)
    return bool(signers.users) and signers == alone and not signers.without.teams and not signers.without.organizations


def _able(rule: Requirement) -> set[str]:
    users = {user.lower() for user in rule.signers.users} - {user.lower() for user in rule.signers.without.users}
    return users if _named_alone(rule) else set()


def _makers(when: Predicate | None) -> set[str]:
    """Give who must have made the change for a condition to hold, where it is one single person."""
    parts = when.of if isinstance(when, All) else (when,)
    named = [
        part.users for part in parts if isinstance(part, NamedPeople) and not part.teams and not part.organizations
    ]
    return {users[0].lower() for users in named if len(users) == 1}


def _who(rule: Requirement) -> str:
    return " and ".join(sorted(rule.signers.users))
