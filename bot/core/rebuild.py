"""What can be known again of a pull request whose ledger is lost, from what stands on GitHub.

The database may be gone while a summary of ours stands. What that says is then the only record of who signed what, and
anybody with write access can edit it. So it is believed only where GitHub names nobody but us as its last editor: then
every letter of it is ours. At its end it keeps each sign-off that counted, with the whole fingerprint; these are taken up
again, and decide whether they hold just as before: for the present fingerprint, by present seniors who are no authors.

Not taken up: a sign-off of somebody who wrote `/revoke` since. Asked for again, in words: every other `/sign-off` that we
had answered, and boxes that stand ticked, since who ticked them is known to nobody. Approvals and vetoes by review are
read from GitHub anyway, but what was shown before an approval is not known any more unless the summary keeps it.
"""

from collections.abc import Iterable

from bot.core import words
from bot.core.commands import Command, commands
from bot.core.events.boxes import boxes
from bot.core.memory import Memory
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Comment, Standing
from bot.core.plan import answered
from bot.core.render.kept import Kept, kept


def rebuilt(standing: Standing, memory: Memory, head: str) -> tuple[Entry, ...]:
    """Make what can be made anew of a lost ledger; nothing where it is not lost."""
    summary = standing.summary
    if summary is None or memory.of(EntryKind.PUBLISHED, EntryKind.DRAWN):
        return ()
    marks = kept(summary.body) if summary.untouched else ()
    believed = [one for one in marks if not _taken_back(one.zone, one.login, one.at.timestamp(), standing.comments)]
    return (
        *map(_signed, believed),
        *_lost_words(standing, memory, {(one.zone, one.login) for one in believed}),
        *_lost_ticks(summary, {one.zone for one in believed}, head),
    )


def _signed(one: Kept) -> Entry:
    data = {"fingerprint": one.fingerprint, "via": one.via, "head": "", "right": "", "rebuilt": True}
    source = f"rebuilt:{one.zone}:{one.login}:{one.fingerprint[:16]}"
    return Entry(EntryKind.SIGNED, one.at, source, one.zone, one.login, data)


def _lost_words(standing: Standing, memory: Memory, believed: set[tuple[str, str]]) -> Iterable[Entry]:
    """Note each sign-off by command that we had answered and know nothing of any more."""
    known = answered(standing, memory)
    for comment in standing.comments:
        login = comment.author.login.lower()
        if comment.id not in known or comment.ours or comment.author.bot or not login:
            continue
        for zone in dict.fromkeys(zone for command in _given(comment, "sign-off") for zone in command.zones):
            at = comment.created_at
            if (zone, login) not in believed and not _taken_back(zone, login, at.timestamp(), standing.comments):
                yield Entry(EntryKind.LOST, at, f"comment:{comment.id}:{zone}", zone, login)


def _lost_ticks(summary: Comment, believed: set[str], head: str) -> Iterable[Entry]:
    """Say of boxes that stand ticked that they are set back."""
    if any(box.checked and box.zone not in believed for box in boxes(summary.body).values()):
        data = {"item": "", "why": words.TICK_LOST, "head": head}
        yield Entry(EntryKind.TICK_REFUSED, summary.updated_at, f"lost:{summary.id}", data=data)


def _taken_back(zone: str, login: str, since: float, comments: Iterable[Comment]) -> bool:
    """Whether somebody wrote `/revoke` from then on, for this zone or for all; one in an edited comment counts too."""
    return any(
        zone in command.zones or not command.zones
        for comment in comments
        if comment.author.login.lower() == login and comment.created_at.timestamp() >= since
        for command in _given(comment, "revoke")
    )


def _given(comment: Comment, name: str) -> Iterable[Command]:
    return (command for command in commands(comment.body) if command.name == name)
