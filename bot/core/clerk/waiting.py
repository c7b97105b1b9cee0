"""Which comments hold commands that are still to be carried out."""

from collections.abc import Iterable

from bot.core.commands import commands
from bot.core.memory import Memory
from bot.core.model.report import Comment, Standing
from bot.core.plan import answered


def waiting(standing: Standing, memory: Memory, named: Iterable[int]) -> tuple[Comment, ...]:
    """Pick the comments whose commands are to be carried out: never edited, not answered yet, by people.

    Comments from before the pull request was first seen count only when an event names them.
    """
    given, named = answered(standing, memory), set(named)
    return tuple(
        comment
        for comment in standing.comments
        if comment.id not in given
        and comment.author.login
        and not (comment.ours or comment.edited or comment.author.bot)
        and (comment.id in named or (memory.began is not None and comment.created_at > memory.began))
        and commands(comment.body)
    )
