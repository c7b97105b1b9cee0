"""The last policy of a branch that could be used."""

import sqlalchemy as sa


async def test_nothing_is_known_at_first(store):
    assert await store.policies.last_good(1, "main") is None


async def test_the_last_one_is_kept_for_each_branch(store):
    await store.policies.remember(1, "main", "b1", "version: 1 # ü")
    await store.policies.remember(1, "release/1", "b2", "version: 1 # release")
    await store.policies.remember(1, "main", "b3", "version: 1 # new")
    assert await store.policies.last_good(1, "main") == ("b3", "version: 1 # new")
    assert await store.policies.last_good(1, "release/1") == ("b2", "version: 1 # release")
    assert await store.policies.last_good(2, "main") is None


async def test_the_same_again_is_not_written(store, clock):
    async def seen_at() -> float:
        rows = await store._database.run(
            lambda connection: connection.scalars(sa.text("SELECT seen_at FROM policies")).all()
        )
        return float(rows[0])

    await store.policies.remember(1, "main", "b1", "version: 1")
    first = await seen_at()
    clock.forward(60)
    await store.policies.remember(1, "main", "b1", "version: 1")
    assert await seen_at() == first


async def test_a_policy_that_another_process_saw_in_between_counts(store, other):
    await store.policies.remember(1, "main", "b1", "version: 1 # first")
    await other.policies.remember(1, "main", "b2", "version: 1 # second")
    await store.policies.remember(1, "main", "b1", "version: 1 # first")
    assert await other.policies.last_good(1, "main") == ("b1", "version: 1 # first")
