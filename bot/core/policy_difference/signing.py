"""Who signs a zone, and how many: what changes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.model.policy import Requirement, SignAll, SignAny, SignBoth, SignOffRule
from bot.core.model.proposal import Change
from bot.core.policy_difference.implied import weight
from bot.core.policy_difference.parts import bold
from bot.core.policy_difference.requirement import changed_requirement
from bot.core.policy_difference.who_signs import nameless, who


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
        yield from changed_requirement(subject, old, new)
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
    SignBoth: ("no longer asks for {} as well", "asks for {} as well"),
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
