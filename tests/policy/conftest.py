"""What the tests of this room share: a policy as text to a Policy, or to what is wrong with it."""

from collections.abc import Callable

import pytest

from bot.core.model.policy import Policy
from bot.policy import Problems, load


@pytest.fixture
def policy_of() -> Callable[[str], Policy]:
    """Load a policy that must be sound."""

    def loaded(text: str) -> Policy:
        policy = load(text, "p.yml")
        assert isinstance(policy, Policy), str(policy)
        return policy

    return loaded


@pytest.fixture
def told() -> Callable[[str | bytes], list[tuple[int, int, str, str]]]:
    """Give everything wrong with a text: line, column, what, what instead."""

    def found(text: str | bytes) -> list[tuple[int, int, str, str]]:
        problems = load(text, "p.yml")
        assert isinstance(problems, Problems), "nothing is wrong with it"
        return [(one.line, one.column, one.says, one.instead) for one in problems.items]

    return found
