"""What a touched zone asks for in this pull request: which requirements apply, who may meet them, and whether they are met."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core import words
from bot.core.case import Case
from bot.core.model.policy import Requirement, SignAll, SignAny, SignOffRule, Zone
from bot.core.seniority import Seniority, requirements, seniority


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a part of a sign-off tree is met; `sure`: it is known that it applies."""

    yes: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The sign-off tree of one zone, seen from one case."""

    case: Case
    zone: Zone

    def applies(self, requirement: Requirement) -> bool | None:
        """Whether a requirement is asked for here; None: not known."""
        return True if requirement.when is None else self.case.holds(requirement.when)

    def may_apply(self, requirement: Requirement) -> bool:
        """Whether a requirement is asked for here, or may be."""
        return self.applies(requirement) is not False

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Those that are asked for here, or may be."""
        return tuple(one for one in requirements(self.zone.sign_off) if self.may_apply(one))

    @property
    def needs(self) -> str:
        """What is asked, in words; "" where nothing of the tree applies."""
        return words.needs(self.zone.sign_off, self.may_apply)

    def right(self, login: str) -> Seniority:
        """By what the person may speak for this zone, under any requirement that applies."""
        answers = [seniority(login, requirement.signers, self.case.people) for requirement in self.requirements]
        best = next((answer for answer in answers if answer), None)
        return best or Seniority(doubt="; ".join(dict.fromkeys(a.doubt for a in answers if a.doubt)))

    def is_met(self, signed: Collection[str]) -> bool:
        """Whether these people's sign-offs are enough; a tree of which no part applies is not met."""
        met = self._met(self.zone.sign_off, signed)
        return met is not None and met.yes

    def _met(self, rule: SignOffRule, signed: Collection[str]) -> Met | None:
        """Whether a part is met; None where nothing of it applies.

        A part of which it is not known whether it applies never lowers the bar: under `all` it is asked for, under `any`
        it does not stand in for one that applies, and where there is no such one, each of them is asked for.
        """
        match rule:
            case Requirement(signers=signers, count=count):
                applies = self.applies(rule)
                enough = sum(1 for login in signed if seniority(login, signers, self.case.people)) >= count
                return None if applies is False else Met(enough, sure=applies is True)
            case SignAll(of=parts) | SignAny(of=parts):
                answers = [answer for part in parts if (answer := self._met(part, signed)) is not None]
                sure = [answer for answer in answers if answer.sure]
                if not answers:
                    return None
                if isinstance(rule, SignAny) and sure:
                    return Met(any(answer.yes for answer in sure), sure=True)
                return Met(all(answer.yes for answer in answers), sure=bool(sure))
