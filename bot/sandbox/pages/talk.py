"""Comments, threads and reviews as the pages show them."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from bot.sandbox.model.people import Account
from bot.sandbox.model.state import Comment, PullRequest, Reaction, Review, Thread
from bot.sandbox.pages.diff import Row, rows
from bot.sandbox.pages.markdown import boxes, render
from bot.sandbox.pages.views import Person, Said, Talk

CONTEXT = 4  # lines of the diff shown above a thread
_FACES = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "confused": "😕",
    "heart": "❤️",
    "hooray": "🎉",
    "rocket": "🚀",
    "eyes": "👀",
}


def person(account: Account, role: str = "") -> Person:
    """Show an account."""
    return Person(account.login, role, app=account.bot)


def comment(one: Comment, me: str) -> Said:
    """Show a comment to the person `me`; boxes in it can be ticked by anyone here, as by anyone with write access there."""
    name = f"discussion_r{one.id}" if one.thread else f"issuecomment-{one.id}"
    form = f"boxes-{one.id}" if boxes(one.body) else ""
    return Said(
        id=name,
        by=person(one.author),
        at=one.at,
        html=render(one.body, form),
        address=f"/pull/{one.pull.number}/comments/{one.id}",
        source=one.body,
        mine=one.author.login == me,
        edited=bool(one.edits),
        form=form,
        shown=shown(one.body),
        reactions=_reactions(one.reactions),
    )


def description(pull: PullRequest) -> Said:
    """Show a pull request's description."""
    return Said("description", person(pull.author), pull.at, render(pull.body), edited=bool(pull.edits))


def review(one: Review) -> Said:
    """Show the text of a review."""
    return Said(f"review-text-{one.id}", person(one.author), one.at, render(one.body), edited=bool(one.edits))


def thread(one: Thread, me: str) -> Talk:
    """Show a thread with the lines that it is about."""
    first = one.comments[0]
    return Talk(
        id=f"discussion_r{first.id}",
        root=first.id,
        path=one.path,
        side=one.side,
        line=one.line or one.original_line,
        said=[comment(said, me) for said in one.comments],
        rows=_context(one),
        resolved=one.resolved_by is not None,
        outdated=one.line is None,
    )


def shown(text: str) -> str:
    """Name the boxes of a text and their ticks: "3f2a...:010", to see later whether they are still the same."""
    found = boxes(text)
    digest = hashlib.sha256("\n".join(box.says for box in found).encode(errors="replace")).hexdigest()[:16]
    return f"{digest}:{''.join('01'[box.checked] for box in found)}"


def changed_boxes(text: str, before: str, ticked: Iterable[str]) -> dict[int, bool] | None:
    """Tell which boxes of the text a reader changed who was shown `before`; None when the boxes are others by now."""
    names, _, ticks = before.partition(":")
    if names != shown(text).partition(":")[0] or not re.fullmatch("[01]+", ticks):
        return None
    now = set(ticked)
    return {at: str(at) in now for at, tick in enumerate(ticks) if (tick == "1") != (str(at) in now)}


def _context(one: Thread) -> Sequence[Row]:
    """Give the last lines of the hunk down to the one that the thread began on; none where they can't be told."""
    numbered = rows(one.hunk)
    ends = [at for at, row in enumerate(numbered) if row.stands(one.side, one.original_line)]
    return [row for row in numbered[: ends[0] + 1] if row.kind not in {"hunk", "note"}][-CONTEXT:] if ends else []


def _reactions(given: Sequence[Reaction]) -> list[tuple[str, int, str]]:
    by_face: dict[str, list[str]] = {}
    for one in given:
        by_face.setdefault(_FACES.get(one.content, one.content), []).append(one.by.login)
    return [(face, len(who), ", ".join(who)) for face, who in by_face.items()]
