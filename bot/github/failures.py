"""What can go wrong between GitHub and us."""

from collections.abc import Sequence

from bot.core.model.report import Receipt
from bot.errors import DontDelegateError, TransientError


class RefusedError(DontDelegateError):
    """GitHub understood and would not: the same again later is no use. `status` is the answer's, `says` GitHub's words."""

    def __init__(self, call: str, status: int, says: str) -> None:
        self.call = call
        self.status = status
        self.says = says
        super().__init__(f"GitHub refused {call} ({status}): {says}")


class GitHubNonsenseError(TransientError):
    """An answer that is none: no JSON, not the shape that GitHub documents, a redirect to elsewhere."""


class HeadMovedError(TransientError):
    """The pull request got a new head between two calls of one reading."""


class ApplyFailedError(TransientError):
    """Some effects could not be carried out; `receipts` are those of the others, which stand."""

    def __init__(self, failures: Sequence[TransientError], receipts: Sequence[Receipt]) -> None:
        self.receipts = tuple(receipts)
        waits = [failure.retry_after for failure in failures if failure.retry_after is not None]
        super().__init__("; ".join(str(failure) for failure in failures), max(waits, default=None))
