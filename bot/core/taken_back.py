"""What people take back where nothing is judged: on a closed pull request, or on its way into a branch without a policy.

Nothing counts there, so nothing can be given. But what was given before would count again once the pull request is opened
again or turned back, and by then the comment may be deleted, and the event that told of a cleared box is gone for good.
"""

from collections.abc import Iterable, Iterator

from bot.core.clerk import TickedBox, waiting
from bot.core.commands import commands
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Comment, Standing


def taken_back(
    standing: Standing, memory: Memory, named: Iterable[int], boxes: Iterable[TickedBox]
) -> tuple[Entry, ...]:
    """List what is taken back by comments that wait, those in `named` among them, and by boxes that were cleared.

    The sources are those under which the clerk writes the same down, so that each fact stands once.
    """
    revoked = (one for comment in waiting(standing, memory, named) for one in _revoked(comment, memory))
    return (*revoked, *(_cleared(box) for box in boxes if not box.checked and box.zone in _zones(memory)))


def _revoked(comment: Comment, memory: Memory) -> Iterator[Entry]:
    known, login = _zones(memory), comment.author.login.lower()
    for command in commands(comment.body):
        if command.name == "revoke":
            for zone in known if not command.zones else known & set(command.zones):
                yield Entry(EntryKind.REVOKED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login)


def _cleared(box: TickedBox) -> Entry:
    data = {"item": box.item, "fingerprint": box.fingerprint}
    return Entry(EntryKind.UNTICKED, box.at, box.source, box.zone, box.login.lower(), data)


def _zones(memory: Memory) -> set[str]:
    """Give the zones that were shown here or spoken for; where there are none, there is nothing to take back."""
    return {zone for shown in memory.publications for zone in shown.zones} | {e.zone for e in memory.entries if e.zone}
