"""What a touched zone asks for in this pull request: which requirements apply, who may meet them, and whether they are met."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core import words
from bot.core.case import Case
from bot.core.hands import is_agent
from bot.core.model.policy import Requirement, SignAll, SignAny, SignBoth, Signers, SignOffRule, Zone
from bot.core.model.verdict import People
from bot.core.owned import files_of, least_owned, only
from bot.core.seniority import Seniority, requirements, seniority
from bot.core.who import needs


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a part of a sign-off tree is met; `sure`: it is known that it applies."""

    yes: bool
    sure: bool


def right_by(login: str, signers: Signers, case: Case, people: People | None = None) -> Seniority:
    """By what a person is among some signers; the account of a bot or an assistant never is."""
    if is_agent(login, case.policy.agents):
        return Seniority(barred=words.AGENTS_DO_NOT_SIGN)
    return seniority(login, signers, people or case.people)


@dataclass(frozen=True)
class Asked:
    """The sign-off tree of one zone, seen from one case."""

    case: Case
    zone: Zone

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The paths of the zone whose owners are asked."""
        found = (one for one in self.case.matches.findings if one.zone == self.zone.id and one.counts)
        return files_of(found, self.case.pull, self.case.people)

    @cached_property
    def people(self) -> People:
        """What is known of people, owners of other files left out."""
        return only(self.case.people, self.files)

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
        return needs(self.zone.sign_off, self.may_apply, self.people)

    def right(self, login: str) -> Seniority:
        """By what the person may speak for this zone, under any requirement that applies."""
        answers = [right_by(login, requirement.signers, self.case, self.people) for requirement in self.requirements]
        best = next((answer for answer in answers if answer), None)
        if best:
            return best
        doubts = dict.fromkeys(answer.doubt for answer in answers if answer.doubt)
        return Seniority(doubt="; ".join(doubts), barred=next((one.barred for one in answers if one.barred), ""))

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
            case Requirement():
                applies = self.applies(rule)
                return None if applies is False else Met(self._enough(rule, signed), sure=applies is True)
            case SignBoth(of=parts):
                both = [self._met(part, signed) for part in parts]
                return Met(all(one is not None and one.yes for one in both), sure=True)
            case SignAll(of=parts) | SignAny(of=parts):
                answers = [answer for part in parts if (answer := self._met(part, signed)) is not None]
                sure = [answer for answer in answers if answer.sure]
                if not answers:
                    return None
                if isinstance(rule, SignAny) and sure:
                    return Met(any(answer.yes for answer in sure), sure=True)
                return Met(all(answer.yes for answer in answers), sure=bool(sure))

    def _enough(self, asked: Requirement, signed: Collection[str]) -> bool:
        """Whether enough have signed; owners count for their own files, so that each file needs enough of its own."""
        signers = asked.signers
        able = {login for login in signed if seniority(login, signers, self.people)}
        if not signers.codeowners:
            return len(able) >= asked.count
        others = {login for login in able if seniority(login, replace(signers, codeowners=False), self.people)}
        return len(others) + least_owned(self.files, able - others, self.people) >= asked.count
