"""The stage for tests through the front door: signed webhooks in, the state of the sandbox out."""

import pytest

from tests.front.stage import database, staged


@pytest.fixture
async def stage(tmp_path):
    async with staged(database(tmp_path)) as one:
        yield one
