"""A change as far as its patches tell, and what must be found out to judge the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.matching.nodes import ContentNode
from bot.core.matching.outcome import Outcome
from bot.core.matching.text_nodes import TextNode
from bot.core.matching.view import FileView
from bot.core.matching.whole import sides_of
from bot.core.model.change import ChangedFile, PullRequest, Side
from bot.core.model.known import Answer, GaveUp, Job, Known, Look
from bot.core.model.policy import Rule
from bot.core.model.predicates import File, Structure
from bot.core.model.verdict import ProvenanceMark

NOT_GIVEN = GaveUp("it was not read")


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What rules say of one file by its patch, and what tools are to look for in it."""

    view: FileView
    outcomes: Sequence[tuple[Rule, Outcome]]
    open: bool = False  # whether more could change that
    looks: tuple[Look, ...] = ()

    @property
    def file(self) -> ChangedFile:
        """The file itself."""
        return self.view.file


@dataclass(frozen=True, slots=True)
class Sight:
    """One change under one policy; `unread` are the files of which the whole text at the head is needed."""

    pull: PullRequest
    marks: tuple[ProvenanceMark, ...]
    files: tuple[SeenFile, ...]
    unread: tuple[ChangedFile, ...]
    now: datetime | None = None

    @property
    def hanging(self) -> tuple[Rule, ...]:
        """The rules of which it is not known yet whether they fire."""
        found = {rule.id: rule for seen in self.files for rule, outcome in seen.outcomes if outcome.holds is None}
        return tuple(found.values())

    @property
    def open(self) -> bool:
        """Whether something must be found out."""
        return any(seen.open for seen in self.files)

    def jobs(self, texts: Mapping[str, str | GaveUp]) -> list[Job]:
        """Give what tools are to look at, now that the texts at the head are known by their paths."""
        looks = [(look, _text(seen.file, look.side, texts)) for seen in self.files for look in seen.looks]
        return [Job(look, text) for look, text in looks if isinstance(text, str)]

    def known(self, texts: Mapping[str, str | GaveUp], answers: Iterable[tuple[Job, Answer]]) -> Known:
        """Put together what was found out; where a text could not be had, that is the answer."""
        found = {(job.look.path, job.look.side): (job.look, answer) for job, answer in answers}
        for seen in self.files:
            for look in seen.looks:
                text = _text(seen.file, look.side, texts)
                if isinstance(text, GaveUp):
                    found[look.path, look.side] = (look, Answer((text,) * len(look.structures), text))
        return Known({file.path: texts.get(file.path, NOT_GIVEN) for file in self.unread}, found)


def seen_file(view: FileView, outcomes: Sequence[tuple[Rule, Outcome]], waiting: Iterable[ContentNode]) -> SeenFile:
    """Take what a policy says of a file, and the predicates that wait for more than its patch."""
    nodes = [node for node in waiting if isinstance(node, TextNode)]
    looks = tuple(look for side in Side if (look := _look(view, side, nodes)))
    return SeenFile(view, outcomes, bool(nodes), looks)


def is_unread(seen: SeenFile) -> bool:
    """Whether the whole text at the head is needed: what is new or gone stands in the patch."""
    return seen.open and seen.view.text_at(Side.ADDED) is None


def _look(view: FileView, side: Side, nodes: Iterable[TextNode]) -> Look | None:
    here = [node for node in nodes if node.side is side and not isinstance(node.asks, File)]
    if not here:
        return None
    structures = dict.fromkeys(node.asks for node in here if isinstance(node.asks, Structure))
    sql = len(structures) < len(dict.fromkeys(node.asks for node in here))
    return Look(view.file.path, side, view.lines_at(side), tuple(structures), sql)


def _text(file: ChangedFile, side: Side, texts: Mapping[str, str | GaveUp]) -> str | GaveUp:
    found = sides_of(file, side, texts.get(file.path))
    return NOT_GIVEN if found is None else found
