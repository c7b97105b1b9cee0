"""What can go wrong, told apart by what is to be done about it.

    DontDelegateError
    ├── UserError          a person made it and can mend it: its text is shown as it stands
    │   └── SettingsError  the environment; names every missing or wrong variable at once
    └── TransientError     nobody made it: the same again later may work

Anything else that is raised is a fault of ours: it goes to the log, and people are told only that it did.
"""

from collections.abc import Sequence


class DontDelegateError(Exception):
    """The root of all errors that are raised on purpose."""


class UserError(DontDelegateError):
    """Something a person can mend; the text says what and how, and holds nothing secret."""


class SettingsError(UserError):
    """The environment can't be used; `problems` has one sentence for each variable."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The settings can't be used:\n" + "\n".join(f"  - {problem}" for problem in self.problems))


class TransientError(DontDelegateError):
    """The same again later may work: a limit, a timeout, a server that is down. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)
