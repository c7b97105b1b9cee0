"""What a pull request that edits the policy is told about the edit."""

from collections.abc import Mapping, Sequence

from bot.core.markdown import code, listed, plain
from bot.core.model.proposal import Proposal, Replay
from bot.core.policy_difference.parts import bold

MOST_NUMBERS = 5

SAME = "It reads differently and judges the same."
GONE = "**This pull request takes the policy away.** Once it is merged, no senior is asked for any change here."
FLOOR_GONE = (
    "**This pull request takes the organisation's floor away.** Once it is merged, each repository is judged by its own policy "
    "alone, and one that has none by nothing."
)
FIRST = "It is the first policy here, so from now on it asks where nothing was asked before."
BEHIND = (
    "The policy on {} has changed since this branch left it, and what changed there stands here the other way round. "
    "Update the branch to see what is left of it."
)
ELSEWHERE = "It is the organisation's floor and judges in all its repositories, so nothing is replayed here."
COMING = "The last merged pull requests are being judged by both policies; what comes of it will stand here."


def in_words(proposal: Proposal, branch: str, at_most: int) -> str:
    """Say what the edit changes, so many things at most, and what it would have done to what was merged into `branch`."""
    if proposal.gone:
        return FLOOR_GONE if proposal.elsewhere else GONE
    says = FIRST if proposal.first else _changes(proposal, at_most)
    behind = f"{BEHIND.format(code(branch))}\n\n" if proposal.behind else ""
    return f"{says}\n\n{behind}{ELSEWHERE if proposal.elsewhere else _replayed(proposal.replay, branch)}"


def _replayed(replay: Replay | None, branch: str) -> str:
    return COMING if replay is None else replay_in_words(replay, branch)


def _changes(proposal: Proposal, at_most: int) -> str:
    if not proposal.changes:
        return SAME
    rows = [f"- {change.weight}: {change.says}" for change in proposal.changes[:at_most]]
    more = len(proposal.changes) - at_most
    return "\n".join([*rows, *([f"- and {more:,} more"] if more > 0 else [])])


def replay_in_words(replay: Replay, branch: str) -> str:
    """Say which of the last merged pull requests would be asked or let go otherwise, and what of them was not seen."""
    if replay.failed:
        return f"The replay over the last merged pull requests could not be made: {plain(replay.failed)}."
    count = replay.judged + replay.too_large
    if not count:
        return f"No pull request has been merged into {code(branch)} yet, so none could be replayed."
    last = "the last pull request" if count == 1 else f"the last {count} pull requests"
    parts = [*_parts(replay.asked, "newly be asked for"), *_parts(replay.free, "be free of")]
    says = ", ".join(parts) or "none would be asked or let go otherwise"
    return f"Replayed over {last} merged into {code(branch)}: {says}.{_unseen(replay)}"


def _parts(numbers: Mapping[str, Sequence[int]], would: str) -> list[str]:
    """Name pull requests in code: a bare number would leave a note on each of them."""
    return [f"{len(some)} would {would} {bold(zone)} ({_some(some)})" for zone, some in numbers.items()]


def _some(numbers: Sequence[int]) -> str:
    named = [code(f"#{number}") for number in numbers[:MOST_NUMBERS]]
    return listed([*named, f"{len(numbers) - MOST_NUMBERS} more"] if len(numbers) > MOST_NUMBERS else named)


def _unseen(replay: Replay) -> str:
    large = f" {replay.too_large} of them {_were(replay.too_large)} too large to look at." if replay.too_large else ""
    if not replay.in_part:
        return large
    return f"{large} Of {replay.in_part} a part could not be seen, and what can't be seen counts as asked for."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
