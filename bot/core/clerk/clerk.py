"""Carries out commands and ticks one after the other, each knowing what came of those before."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.case import Case
from bot.core.clerk import boxes
from bot.core.clerk.desk import Desk
from bot.core.clerk.not_applicable import not_applicable
from bot.core.clerk.override import override
from bot.core.clerk.sign_off import revoke, revoke_all, sign, which
from bot.core.clerk.teach import teach
from bot.core.clerk.values import Done, TickedBox
from bot.core.commands import Command, commands
from bot.core.model.ledger import Entry
from bot.core.model.report import Comment

# What is done for each zone that a command names.
_BY_ZONE: dict[str, Callable[[Desk, Command, Comment, str], Done]] = {"sign-off": sign, "revoke": revoke}

# What is done with all that a command says.
_WHOLE: dict[str, Callable[[Desk, Command, Comment], Done]] = {
    "not-applicable": not_applicable,
    "answer": teach,
    "override": override,
}


class Clerk:
    """Carries out commands and ticks against one case; `case` then remembers those before the next."""

    def __init__(self, case: Case) -> None:
        """Begin with what is known of the case."""
        self._desk = Desk(case)

    @property
    def case(self) -> Case:
        """The case with all that was carried out so far."""
        return self._desk.case

    def carry_out(self, comment: Comment) -> tuple[Done, ...]:
        """Carry out the commands of a comment; those that only ask come back without an entry."""
        done: list[Done] = []
        for command in commands(comment.body):
            done += self._one(command, comment)
        return tuple(done)

    def _one(self, command: Command, comment: Comment) -> list[Done]:
        by_zone, whole = _BY_ZONE.get(command.name), _WHOLE.get(command.name)
        if by_zone:
            return self._each_zone(command, comment, by_zone)
        return [self._remembered(whole(self._desk, command, comment)) if whole else Done(command)]

    def tick(self, box: TickedBox) -> Entry:
        """Record a tick of a senior for what is shown now, or that it is set back and why."""
        entry = boxes.tick(self._desk, box)
        self._remember(entry)
        return entry

    def _remember(self, entry: Entry) -> None:
        case = self._desk.case
        self._desk = Desk(replace(case, memory=case.memory.with_entries([entry])))

    def _remembered(self, done: Done) -> Done:
        if done.entry:
            self._remember(done.entry)
        return done

    def _each_zone(
        self, command: Command, comment: Comment, one: Callable[[Desk, Command, Comment, str], Done]
    ) -> list[Done]:
        zones = list(command.zones)
        if not zones and command.name == "revoke":
            return [self._remembered(done) for done in revoke_all(self._desk, command, comment)]
        if not zones:
            return [Done(command, refused=which(self._desk))]
        return [self._remembered(one(self._desk, command, comment, zone)) for zone in dict.fromkeys(zones)]
