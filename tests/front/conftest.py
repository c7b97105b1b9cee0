"""The stage for tests through the front door: signed webhooks in, the state of the sandbox out."""

import pytest

from tests.front.stage import POLICY, database, staged


@pytest.fixture
async def stage(tmp_path):
    async with staged(database(tmp_path)) as one:
        yield one


@pytest.fixture
async def relaxed(stage):
    """A stage where an approval is enough for money."""
    await stage.policy(POLICY.replace("{from: payments}}", "{from: payments}, checklist: optional}"))
    return stage
