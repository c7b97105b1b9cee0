"""The last floor of an owner that could be used."""

from bot.store import KeptFloor

FIRST, SECOND = KeptFloor("b1", "version: 1 # ü"), KeptFloor("b2", "version: 1 # new")


async def test_nothing_is_known_at_first(store):
    assert (await store.floors.last_good("O_1"), await store.floors.of_login("acme")) == (None, [])


async def test_the_last_one_of_each_owner_is_kept(store):
    await store.floors.remember("O_1", "Acme", FIRST)
    await store.floors.remember("O_2", "other", FIRST)
    await store.floors.remember("O_1", "Acme", SECOND)
    assert await store.floors.last_good("O_1") == SECOND
    assert await store.floors.of_login("ACME") == [SECOND.text]
    assert await store.floors.last_good("O_2") == FIRST


async def test_one_that_is_forgotten_is_gone(store, other):
    await store.floors.remember("O_1", "acme", FIRST)
    await other.floors.forget("O_1")
    assert await store.floors.last_good("O_1") is None


async def test_one_that_another_process_saw_in_between_counts(store, other):
    await store.floors.remember("O_1", "acme", FIRST)
    await other.floors.remember("O_1", "acme", SECOND)
    await store.floors.remember("O_1", "acme", FIRST)
    assert await other.floors.last_good("O_1") == FIRST
