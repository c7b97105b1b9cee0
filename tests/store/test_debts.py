"""What is owed over all pull requests, on both databases."""

from datetime import UTC, datetime

from bot.core.debts import debt_entry, paid_entry
from bot.core.model.debts import Debt, Owed

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONEY, AUTH = Owed("money", "Money", "overridden", ("ann",)), Owed("auth", "Security boundaries", "open")


def owing(number: int, issue: int, *zones: Owed, repo_id: int = 99) -> Debt:
    return Debt(repo_id, number, "acme/shop", issue, f"https://github.test/{issue}", AT, zones, ("eve",))


async def keep(store, *debts: Debt) -> None:
    for debt in debts:
        await store.ledger.append(debt.repo_id, debt.number, [debt_entry(debt)])


async def test_all_that_was_ever_owed_with_what_was_paid(store):
    first, second = owing(1, 30, MONEY, AUTH), owing(2, 31, AUTH, repo_id=7)
    await keep(store, first, second)
    await store.ledger.append(99, 1, [paid_entry(first, "money", "Grace", "named in the policy", (5, AT))])
    found = await store.debts.every()
    assert [(debt.repo_id, debt.number, debt.issue, debt.unpaid) for debt in found] == [
        (7, 2, 31, (AUTH,)),
        (99, 1, 30, (AUTH,)),
    ]
    assert found[1] == Debt(99, 1, "acme/shop", 30, first.url, AT, (MONEY, AUTH), ("eve",), frozenset({"money"}))


async def test_an_issue_stands_for_one_debt_until_another_takes_its_place(store):
    await keep(store, owing(1, 30, MONEY), owing(2, 31, AUTH))
    assert (await store.debts.of_issue(99, 31)).number == 2
    assert await store.debts.of_issue(99, 32) is None
    assert await store.debts.of_issue(7, 31) is None
    await keep(store, owing(1, 40, MONEY))
    assert await store.debts.of_issue(99, 30) is None
    assert (await store.debts.of_issue(99, 40)).number == 1
