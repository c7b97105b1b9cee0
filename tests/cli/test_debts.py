"""`dont-delegate debts`: what is still owed, for people and for programs."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.cli.debts import debts
from bot.core.debts import debt_entry, paid_entry
from bot.core.model.debts import Debt, Owed
from bot.store import open_store

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONEY = Owed("money", "Money", "overridden", ("ann", "bob"))
AUTH = Owed("auth", "Security boundaries", "vetoed")


def owing(number: int, *zones: Owed, issue: int = 30) -> Debt:
    url = f"https://github.test/acme/shop/issues/{issue}" if issue else f"https://github.test/acme/shop/pull/{number}"
    return Debt(99, number, "acme/shop", issue, url, AT, zones, ("eve",))


@pytest.fixture
def run(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"

    async def keep(found: tuple[Debt, ...], paid: tuple[str, ...]) -> None:
        store = await open_store(url)
        for debt in found:
            entries = [paid_entry(debt, zone, "grace", "named in the policy", (7, AT)) for zone in paid]
            await store.ledger.append(debt.repo_id, debt.number, [debt_entry(debt), *entries])
        await store.close()

    def run(*args: str, of: tuple[Debt, ...] = (), paid: tuple[str, ...] = ()):
        asyncio.run(keep(of, paid))
        return CliRunner().invoke(debts, args, env={"DATABASE_URL": url})

    return run


def test_nothing_is_owed(run):
    found = run()
    assert (found.exit_code, found.output) == (0, "Nothing is owed.\n")


def test_what_is_owed_says_where_what_by_whom_and_since_when(run):
    found = run(of=(owing(12, MONEY, AUTH), owing(13, AUTH, issue=0)))
    assert (found.exit_code, found.output) == (
        0,
        "3 reviews are owed, for 2 merges.\n"
        "\n"
        "acme/shop#12: Money overridden by ann and bob; Security boundaries merged against a veto; owed since 2026-11-21\n"
        "    https://github.test/acme/shop/issues/30\n"
        "\n"
        "acme/shop#13: Security boundaries merged against a veto; owed since 2026-11-21\n"
        "    https://github.test/acme/shop/pull/13 (no issue could be opened)\n",
    )


def test_what_is_paid_is_left_out(run):
    found = run(of=(owing(12, MONEY, AUTH), owing(13, MONEY, issue=31)), paid=("money",))
    assert found.output.startswith(
        "1 review is owed, for 1 merge.\n\nacme/shop#12: Security boundaries merged against a veto;"
    )


def test_for_programs(run):
    found = run("--json", of=(owing(12, MONEY),))
    assert json.loads(found.output) == [
        {
            "repository": "acme/shop",
            "number": 12,
            "since": "2026-11-21T12:00:00+00:00",
            "issue": 30,
            "url": "https://github.test/acme/shop/issues/30",
            "zones": [{"zone": "money", "title": "Money", "state": "overridden", "overriders": ["ann", "bob"]}],
        }
    ]
    assert json.loads(run("--json", paid=("money",), of=(owing(12, MONEY),)).output) == []
