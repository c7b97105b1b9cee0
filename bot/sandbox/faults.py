"""What can go wrong on the way to GitHub, made to go wrong on purpose and always in the same order."""

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """Each is off at first. `*_every`: one call in so many, on average, drawn from `seed`; 0 for never.

    `latency` is in seconds, for each call. `secondary` calls get a secondary limit that asks for `retry_after` seconds;
    `remaining` is what the primary limit still allows, None for plenty. Calls are those of the installation and the App.
    """

    latency: float = 0.0
    broken_every: int = 0  # 502 before anything is carried out
    dropped_every: int = 0  # carried out, then the connection is cut
    nonsense_every: int = 0  # carried out, then an answer that is no JSON
    secondary: int = 0  # this many further calls
    retry_after: int = 60
    remaining: int | None = None
    resets_in: int = 3600
    forbidden: frozenset[str] = frozenset()  # paths that are refused
    seed: int = 0
    _random: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin the draw."""
        self._random = random.Random(self.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, every: int) -> bool:
        """Draw whether this call is the one."""
        return every > 0 and self._random.randrange(every) == 0

    def limit(self, now: float) -> dict[str, str] | None:
        """Give the headers of a refusal for a limit, if this call runs into one; `now` in seconds since 1970."""
        if self.secondary > 0:
            self.secondary -= 1
            return {"Retry-After": str(self.retry_after)}
        if self.remaining is None:
            return None
        if self.remaining > 0:
            self.remaining -= 1
            return None
        return {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(now) + self.resets_in)}
