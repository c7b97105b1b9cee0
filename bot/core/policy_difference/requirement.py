"""How many seniors of which group one requirement takes: what changes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from bot.core import words
from bot.core.model.policy import Circle, Requirement, Signers
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.other_fields import other_fields
from bot.core.policy_difference.parts import moved
from bot.core.policy_difference.who_signs import who
from bot.core.seniority import LADDER

_TOLD = ("name", "permission", "codeowners", "without")


def changed_requirement(subject: str, old: Requirement, new: Requirement) -> Iterator[Change]:
    """Say what changes; both are asked for under the same condition."""
    if old.count != new.count:
        yield _count(subject, old, new)
    yield from _signers(subject, old.signers, new.signers)
    yield from other_fields(subject, old, new, ("signers", "count", "when"))


def _count(subject: str, old: Requirement, new: Requirement) -> Change:
    by = abs(old.count - new.count)
    seniors = f"{words.count(by)} senior{'' if by == 1 else 's'}"
    people = f"one of {who(new)}" if new.count == 1 else who(new)
    less = new.count < old.count
    says = f"{subject} needs {seniors} {'less' if less else 'more'}: {people} instead of {words.count(old.count)}"
    return Change(Weight.WEAKER if less else Weight.STRONGER, says)


def _signers(subject: str, old: Signers, new: Signers) -> Iterator[Change]:
    lists = [one.name for one in fields(old) if isinstance(getattr(old, one.name), tuple)]
    come, gone = _only(new, old, lists), _only(old, new, lists)
    if come:
        yield Change(Weight.WEAKER, f"{subject} may also be signed by {come}")
    if gone:
        yield Change(Weight.STRONGER, f"{subject} may no longer be signed by {gone}")
    yield from _permission(subject, old.permission, new.permission)
    if old.codeowners != new.codeowners:
        verb, weight = ("may also", Weight.WEAKER) if new.codeowners else ("may no longer", Weight.STRONGER)
        yield Change(weight, f"{subject} {verb} be signed by the owners of each file, by **CODEOWNERS**")
    if come := _outside(new.without, old.without):
        yield Change(Weight.STRONGER, f"{subject} leaves out {come} of those who may sign")
    if gone := _outside(old.without, new.without):
        yield Change(Weight.WEAKER, f"{subject} no longer leaves out {gone} of those who may sign")
    yield from other_fields(f"{subject}: who may sign", old, new, (*lists, *_TOLD))


def _only(one: Signers, other: Signers, lists: Sequence[str]) -> str:
    """Name those whom the one alone takes in."""
    extra: dict[str, Any] = {name: moved(getattr(other, name), getattr(one, name)).come for name in lists}
    return who(Requirement(replace(Signers(""), **extra))) if any(extra.values()) else ""


def _outside(one: Circle, other: Circle) -> str:
    """Name those whom the one circle alone holds."""
    circle = Circle(*(moved(getattr(other, field.name), getattr(one, field.name)).come for field in fields(one)))
    signers = Signers("", circle.users, circle.teams, organizations=circle.organizations)
    return who(Requirement(signers)) if circle else ""


def _permission(subject: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old == new:
        return
    if new is None:
        says = f"may no longer be signed by whoever has the **{old}** permission"
        yield Change(Weight.STRONGER, f"{subject} {says}")
    elif old is None or LADDER.index(new) < LADDER.index(old):
        yield Change(Weight.WEAKER, f"{subject} may also be signed by anyone with the **{new}** permission")
    else:
        yield Change(Weight.STRONGER, f"{subject} asks for the **{new}** permission where **{old}** was enough")
