"""`dont-delegate inbox`: an operator's view of what waits and what is dead."""

import asyncio
import time

import pytest
from click.testing import CliRunner

from bot.cli.inbox import inbox
from bot.errors import UserError
from bot.store import Batch, Incoming, open_store
from bot.store.claims import MAX_ATTEMPTS


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    asyncio.run(_made(url))
    return url


@pytest.fixture
def run(url):
    def run(*args: str, environment: dict[str, str] | None = None):
        return CliRunner().invoke(inbox, args, env={"DATABASE_URL": url, **(environment or {})})

    return run


@pytest.fixture
def bury(url):
    def bury(*deliveries: str) -> None:
        asyncio.run(_bury(url, deliveries))

    return bury


async def _made(url: str) -> None:
    await (await open_store(url)).close()


async def _bury(url: str, deliveries: tuple[str, ...]) -> None:
    """Put these two hours ago, and let each fail until it is dead."""
    now = time.time() - 7_200
    store = await open_store(url, lambda: now)
    for name in deliveries:
        await store.inbox.put([Incoming(name, f"pr:1:{name}", "PullRequestTouched", "{}")])
        for _ in range(MAX_ATTEMPTS):
            batch = await store.inbox.claim("test", 60)
            assert isinstance(batch, Batch)
            await store.inbox.fail(batch, f"ValueError('\x1b[2J{name}')")
            now += 1e6
        now -= 1e6 * MAX_ATTEMPTS
    await store.close()


def test_no_database_is_not_an_empty_inbox(tmp_path):
    with pytest.raises(UserError, match="There is no database at"):
        CliRunner().invoke(inbox, ["--database-url", f"sqlite:///{tmp_path}/none.db", "list"], catch_exceptions=False)
    assert not (tmp_path / "none.db").exists()


def test_an_empty_inbox_says_so(run):
    result = run("list")
    assert (result.exit_code, result.output) == (0, "0 events waiting; 0 dead.\n")


def test_dead_events_are_shown_with_all_that_is_needed_to_find_them(run, bury):
    bury("a", "b")
    result = run("list")
    assert result.output.startswith("0 events waiting; 2 dead.\n")
    assert "1  PullRequestTouched, pr:1:a, delivery a, 8 attempts, came 2 hours ago\n    ValueError('" in result.output
    assert "\x1b" not in result.output


def test_waiting_events_are_counted_with_the_age_of_the_oldest(run, bury):
    bury("a")
    assert run("retry", "--all").exit_code == 0
    assert run("list").output.startswith("1 event waiting, the oldest since ")


def test_one_is_tried_again_by_its_id(run, bury):
    bury("a", "b")
    result = run("retry", "2")
    assert (result.exit_code, result.output) == (0, "1 event will be tried again.\n")
    assert "delivery b" not in run("list").output


def test_an_id_that_is_not_dead_is_said(run, bury):
    bury("a")
    result = run("retry", "1", "77", "78")
    assert result.exit_code == 1
    assert "1 event will be tried again." in result.output
    assert "2 ids named no dead event." in result.output


def test_all_are_tried_again(run, bury):
    bury("a", "b", "c")
    assert run("retry", "--all").output == "3 events will be tried again.\n"
    assert run("retry", "--all").output == "0 events will be tried again.\n"


@pytest.mark.parametrize("args", [("retry",), ("retry", "1", "--all"), ("retry", "one")])
def test_unclear_wishes_are_refused(run, args):
    assert run(*args).exit_code == 2


def test_a_database_that_is_not_there_is_one_clear_error(run):
    result = run("list", environment={"DATABASE_URL": "mysql://me:secret@host/name"})
    assert isinstance(result.exception, UserError)
    assert "secret" not in str(result.exception)
