"""Which open pull requests hang on people, on SQLite and on PostgreSQL."""

import pytest

from bot.store import Hanging, Outcome

ONE = Hanging(5, 1, "acme/shop", 7)


@pytest.fixture
def finish(store, put, take):
    """Settles an event of a pull request with an outcome."""

    async def finish(name: str, outcome: Outcome) -> None:
        await put(f"pr:{outcome.repo_id}:{outcome.number}", name)
        assert await store.finish(await take(), outcome)

    return finish


async def test_it_is_noted_with_the_outcome_and_dropped_when_settled(store, finish):
    await finish("a", Outcome(1, 7, hanging=ONE))
    assert await store.hanging.of(5) == (ONE,)
    await finish("b", Outcome(1, 7))
    assert await store.hanging.of(5) == (ONE,)
    await finish("c", Outcome(1, 7, settled=True))
    assert await store.hanging.of(5) == ()


async def test_a_lost_lease_notes_nothing(store, put, take):
    await put("pr:1:7", "a")
    batch = await take()
    await store.inbox.done(batch)
    assert not await store.finish(batch, Outcome(1, 7, hanging=ONE))
    assert await store.hanging.of(5) == ()


async def test_a_repository_is_known_by_its_newest_name_and_installation(store):
    await store.hanging.note([ONE, Hanging(6, 1, "acme/store", 7)])
    assert await store.hanging.of(5) == ()
    assert await store.hanging.of(6) == (Hanging(6, 1, "acme/store", 7),)


async def test_each_installation_has_its_own(store):
    others = [Hanging(5, 1, "acme/shop", 9), Hanging(5, 2, "acme/web", 1), Hanging(6, 3, "other/x", 1)]
    await store.hanging.note([ONE, *others])
    assert await store.hanging.of(5) == (others[0], ONE, others[1])
    await store.hanging.drop(1, 9)
    await store.hanging.forget(6)
    assert (await store.hanging.of(5), await store.hanging.of(6)) == ((ONE, others[1]), ())
