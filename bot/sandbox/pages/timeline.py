"""The conversation of a pull request in the order of time."""

from collections.abc import Iterable, Iterator, Sequence

from bot.sandbox.model.state import PullRequest, Review, Thread
from bot.sandbox.pages import talk
from bot.sandbox.pages.views import Item

_VERDICTS = {
    "APPROVED": ("approved these changes", "check", "good"),
    "CHANGES_REQUESTED": ("requested changes", "cross", "bad"),
    "COMMENTED": ("reviewed", "eye", ""),
    "DISMISSED": ("reviewed; the review was dismissed", "eye", ""),
}


def items(pull: PullRequest, commits: Iterable[Item], events: Iterable[Item], me: str) -> list[Item]:
    """Put all that happened in order, the description first."""
    said = talk.description(pull)
    rest = [*commits, *_comments(pull, me), *_reviews(pull, me), *events]
    return [Item("said", said.id, said.at, said=said, verb="opened this"), *sorted(rest, key=lambda item: item.at)]


def _comments(pull: PullRequest, me: str) -> Iterator[Item]:
    for one in pull.comments:
        said = talk.comment(one, me)
        yield Item("said", said.id, said.at, said=said)


def _reviews(pull: PullRequest, me: str) -> Iterator[Item]:
    for one in pull.reviews:
        begun = [thread for thread in pull.threads if thread.comments and thread.comments[0].review is one]
        if one.body or begun or one.state != "COMMENTED":  # else only replies, which stand in their threads
            yield _review(one, begun, me)


def _review(one: Review, begun: Sequence[Thread], me: str) -> Item:
    verb, icon, tone = _VERDICTS[one.state]
    return Item(
        "review",
        f"pullrequestreview-{one.id}",
        one.at,
        icon=icon,
        tone=tone,
        said=talk.review(one),
        verb=verb,
        review=one.id,
        dismissible=one.state in {"APPROVED", "CHANGES_REQUESTED"},
        threads=[talk.thread(thread, me) for thread in begun],
    )
