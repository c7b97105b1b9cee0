"""What the events of a batch tell of one pull request: which comments and boxes they are about, and how large it is."""

from collections.abc import Container, Iterable, Sequence

from bot.core.clerk import TickedBox
from bot.core.events import BoxesChanged, PullRequestTouched
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Standing
from bot.core.taken_back import taken_back
from bot.github import Reading

PullRequestEvent = PullRequestTouched | BoxesChanged


def taken_back_unjudged(events: Sequence[PullRequestEvent], reading: Reading, memory: Memory) -> tuple[Entry, ...]:
    """Write down what is taken back while nothing is judged."""
    stands = reading.stands
    return taken_back(stands, memory, named(events), boxes_of(events, summaries(stands, memory)))


def foretold(events: Sequence[PullRequestEvent]) -> int | None:
    """How many changed files the newest event that says so tells of."""
    counts = [event.changed_files for event in events if isinstance(event, PullRequestTouched)]
    return next((count for count in reversed(counts) if count is not None), None)


def named(events: Sequence[PullRequestEvent]) -> list[int]:
    """Ids of the comments that events tell of."""
    return [event.comment for event in events if isinstance(event, PullRequestTouched) and event.comment]


def summaries(standing: Standing, memory: Memory) -> set[int]:
    """Ids under which our summary comment is known, or was: a tick in one that is deleted by now may be told late."""
    known = {int(entry.facts["comment"]) for entry in memory.of(EntryKind.SUMMARY)}
    return known | ({standing.summary.id} if standing.summary else set())


def boxes_of(events: Sequence[PullRequestEvent], summaries: Container[int]) -> Iterable[TickedBox]:
    """List the boxes that were switched in the summary; in another comment of ours somebody else wrote them in."""
    for event in events:
        if isinstance(event, BoxesChanged) and event.comment in summaries:
            for box in event.boxes:
                source = f"delivery:{event.delivery}:{box.zone}:{box.item}"
                yield TickedBox(
                    zone=box.zone,
                    item=box.item,
                    fingerprint=box.fingerprint16,
                    checked=box.checked,
                    login=event.sender.login,
                    at=event.at,
                    source=source,
                    ask=box.ask,
                    several=len(event.boxes) > 1,
                )
