"""`/sign-off ZONE` in the issue that asks for a review after the fact: who pays what is owed, and what is said to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core import debt_words as words
from bot.core.commands import commands
from bot.core.debts import paid_entry
from bot.core.hands import is_agent
from bot.core.model.debts import Debt, Owed
from bot.core.model.ledger import Entry
from bot.core.model.policy import Policy, Zone
from bot.core.model.report import Answer, Comment
from bot.core.model.verdict import People
from bot.core.render import answer_mark
from bot.core.seniority import Seniority, requirements, seniority
from bot.core.who import needs
from bot.core.words import in_doubt

KEEPERS = "policy"  # the zone whose seniors speak for one that the policy has no longer


@dataclass(slots=True)
class Cashier:
    """Takes payments of one debt, by the policy and the people of today; `policy` None: there is none any more."""

    debt: Debt
    policy: Policy | None
    people: People
    entries: list[Entry] = field(default_factory=list)

    def take(self, comment: Comment) -> Answer:
        """Carry out the commands of a comment."""
        asked = [command for command in commands(comment.body) if command.name == "sign-off"]
        zones = list(dict.fromkeys(word.strip("`,").lower() for command in asked for word in command.words))
        refused = {zone: self._take(zone, comment) for zone in zones}
        paid = [zone for zone, why in refused.items() if not why]
        parts = [words.refused(zone, why) for zone, why in refused.items() if why]
        if paid:
            parts.append(f"{words.reviewed(comment.author.login, paid)} {words.left(self.debt)}")
        body = "\n\n".join(parts) or words.how_to_speak(self.debt)
        return Answer(comment, f"{answer_mark(comment.id)}\n{body}", "+1" if paid or not zones else "confused")

    def who(self, one: Owed) -> str:
        """Name those who can review a zone."""
        zone = self.zone(one.zone)
        return needs(zone.sign_off, lambda _: True) if zone else ""

    def _take(self, zone: str, comment: Comment) -> str:
        """Take the payment for one zone, or say why not."""
        one = next((owed for owed in self.debt.unpaid if owed.zone == zone), None)
        if one is None:
            return words.not_owed(zone, self.debt)
        right = self._right(one, comment.author.login)
        if isinstance(right, str):
            return right
        self.entries.append(
            paid_entry(self.debt, zone, comment.author.login, right.right, (comment.id, comment.created_at))
        )
        self.debt = replace(self.debt, paid=self.debt.paid | {zone})
        return ""

    def _right(self, one: Owed, login: str) -> Seniority | str:
        """Tell by what somebody may review a zone, or say why they may not."""
        if login.lower() in self.debt.authors:
            return words.not_them(login, words.WROTE_IT, self.who(one))
        if login.lower() in one.overriders:
            return words.not_them(login, words.OVERRODE_IT, words.but(self.who(one), one.overriders))
        zone = self.zone(one.zone)
        if self.policy is None or zone is None:
            return words.NO_POLICY
        if is_agent(login, self.policy.agents):
            return words.not_them(login, words.IS_AGENT, self.who(one))
        answers = [seniority(login, asked.signers, self.people) for asked in requirements(zone.sign_off)]
        doubt = "; ".join(dict.fromkeys(answer.doubt for answer in answers if answer.doubt))
        why = f"is not counted: {in_doubt(doubt)}" if doubt else f"is not among the seniors of {one.title}"
        return next((answer for answer in answers if answer), words.not_them(login, why, self.who(one)))

    def zone(self, name: str) -> Zone | None:
        """Find the zone whose seniors review what is owed for one of this name."""
        zones = self.policy.zones if self.policy else {}
        return zones.get(name) or zones.get(KEEPERS)


def asks_to_pay(comments: Sequence[Comment]) -> bool:
    """Whether any of these comments signs off, so that the policy and its people matter."""
    return any(one.name == "sign-off" for comment in comments for one in commands(comment.body))
