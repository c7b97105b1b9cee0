"""Who signs a zone, and how many: what changes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.core import words
from bot.core.markdown import listed
from bot.core.model.policy import Requirement, SignAll, SignAny, Signers, SignOffRule
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.conditions import in_a_row
from bot.core.policy_difference.implied import weight
from bot.core.policy_difference.other_fields import other_fields
from bot.core.policy_difference.parts import bold, moved
from bot.core.seniority import LADDER
from bot.core.who import needs

LONGEST = 600  # characters of one sentence on who signs
TOO_LONG = "signers who are too many to be named here"


def signing(zone: str, old: SignOffRule, new: SignOffRule) -> Iterator[Change]:
    """Say what changes; what a group of signers is called changes nothing."""
    before, after = nameless(old), nameless(new)
    if before == after:
        return
    yield from _tree(_Trees(bold(zone), before, after), bold(zone), before, after)


@dataclass(frozen=True, slots=True)
class _Trees:
    """The whole trees of a zone: what a part weighs hangs on all of them."""

    zone: str
    old: SignOffRule
    new: SignOffRule

    def change(self, says: str) -> Change:
        """Weigh what happens to a part."""
        return Change(weight(self.old, self.new), says)


def _tree(whole: _Trees, subject: str, old: SignOffRule, new: SignOffRule) -> Iterator[Change]:
    """Say what changes of a part, of as small a one as all of it lies in."""
    if isinstance(old, Requirement) and isinstance(new, Requirement) and old.when == new.when:
        yield from _requirement(subject, old, new)
        return
    if isinstance(old, SignAll | SignAny) and isinstance(new, SignAll | SignAny) and type(old) is type(new):
        gone, come = _without(old, new), _without(new, old)
        if len(gone) == len(come) == 1 and len(old.of) == len(new.of):
            yield from _tree(whole, f"the part of {whole.zone} for {who(gone[0])}", gone[0], come[0])
            return
        if bool(gone) != bool(come):
            yield from _parts(whole, gone, come, _WORDS[type(old)])
            return
    yield whole.change(f"{subject} is signed by {who(new)} instead of {who(old)}")


_WORDS: dict[type, tuple[str, str]] = {
    SignAll: ("no longer asks for {} as well", "asks for {} as well"),
    SignAny: ("can no longer be signed by {} instead", "can be signed by {} instead"),
}


def _parts(
    whole: _Trees, gone: Sequence[SignOffRule], come: Sequence[SignOffRule], says: tuple[str, str]
) -> Iterator[Change]:
    for parts, verb in zip((gone, come), says, strict=True):
        for part in parts:
            yield whole.change(f"{whole.zone} {verb.format(who(part))}")


def _without(one: SignAll | SignAny, other: SignAll | SignAny) -> list[SignOffRule]:
    known = set(other.of)
    return [part for part in one.of if part not in known]


def who(rule: SignOffRule) -> str:
    """Say who signs, conditions included."""
    says = _who(rule)
    return says if len(says) <= LONGEST else TOO_LONG


def _who(rule: SignOffRule) -> str:
    match rule:
        case Requirement(when=when):
            names = needs(replace(rule, when=None), lambda _: True)
            return names if when is None else f"{names} (only if {in_a_row(when)})"
        case SignAll(of=parts) | SignAny(of=parts):
            return listed([_who(part) for part in parts], "and also" if isinstance(rule, SignAll) else "or else")


def nameless(rule: SignOffRule) -> SignOffRule:
    """Leave out what groups are called."""
    match rule:
        case Requirement(signers=signers):
            return replace(rule, signers=replace(signers, name=""))
        case SignAll(of=parts) | SignAny(of=parts):
            return replace(rule, of=tuple(map(nameless, parts)))


def _requirement(subject: str, old: Requirement, new: Requirement) -> Iterator[Change]:
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
    lists = [one.name for one in fields(old) if isinstance(getattr(old, one.name), tuple | bool)]
    come, gone = _only(new, old, lists), _only(old, new, lists)
    if come:
        yield Change(Weight.WEAKER, f"{subject} may also be signed by {come}")
    if gone:
        yield Change(Weight.STRONGER, f"{subject} may no longer be signed by {gone}")
    yield from _permission(subject, old.permission, new.permission)
    yield from other_fields(f"{subject}: who may sign", old, new, (*lists, "name", "permission"))


def _only(one: Signers, other: Signers, lists: Sequence[str]) -> str:
    """Name those whom the one alone takes in."""
    extra: dict[str, Any] = {name: _more(getattr(one, name), getattr(other, name)) for name in lists}
    return who(Requirement(replace(Signers(""), **extra))) if any(extra.values()) else ""


def _more(one: Any, other: Any) -> Any:
    return moved(other, one).come if isinstance(one, tuple) else one and not other


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
