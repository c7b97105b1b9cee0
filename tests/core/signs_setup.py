"""A table of signs and its weighing for the tests, made short."""

from dataclasses import replace

from bot.core.matching.signs import Weighed, Weighing
from bot.core.model.change import ChangedFile
from bot.core.model.predicates import Signs
from bot.core.model.signs import Sign, SignTable, Step
from tests.core.matching_setup import matcher, pull

TABLE = SignTable(
    "money",
    (
        Sign("login", "logging in", 3, ("log in", "login*", "password*")),
        Sign("token", "tokens", 2, ("token",)),
        Sign("user", "users", 1, ("user",)),
    ),
    -1.0,
    (
        Step("lead", 1, 1.5),
        Step("path-strong", 1, 1.0),
        Step("share", 0.5, 1.0),
        Step("guarding-strong", 1, 1.5),
        Step("idle-share", 0.5, -2.0),
    ),
)
SIGNS = Signs(TABLE)


def table(start: float, *steps: Step) -> SignTable:
    """Give the table with other weights."""
    return replace(TABLE, start=start, steps=steps)


def weighing(*files: ChangedFile, of: SignTable = TABLE, **more: object) -> Weighing:
    """Weigh a change by one table."""
    seen = matcher(Signs(of), **more).sight(pull(*files)).files[0]
    assert seen.view.whole is not None
    assert seen.view.whole.weighing is not None
    return seen.view.whole.weighing


def weighed(*files: ChangedFile, of: SignTable = TABLE) -> Weighed:
    """Give what a change adds up to."""
    return weighing(*files, of=of).of(0)


def values(*files: ChangedFile) -> dict[str, float]:
    """Give the scales that are not at zero."""
    return {name: value for name, value in weighing(*files).values(0).items() if value}
