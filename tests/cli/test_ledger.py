"""`dont-delegate ledger`: an auditor's view of what was signed, and the proof that nothing of it has changed."""

import asyncio
import csv
import io
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.ledger import ledger
from bot.core.model.ledger import Entry, EntryKind
from bot.errors import UserError
from bot.store import open_store
from bot.store.chain import entry_hash

AT = datetime(2026, 11, 21, 10, 30, 5, 250_000, tzinfo=UTC)
TRIGGERS = ("ledger_no_UPDATE", "ledger_no_DELETE")


def verdict(n: int, **data) -> Entry:
    told = {"repository": "acme/shop", "head": "a" * 40, "zones": {"money": "open"}, **data}
    return Entry(EntryKind.VERDICT, AT + timedelta(days=n), f"verdict:{n}", data=told)


def signed(n: int, login: str = "grace") -> Entry:
    data = {"fingerprint": "f" * 64, "via": "command", "right": "member of acme/payments"}
    return Entry(EntryKind.SIGNED, AT + timedelta(days=n), f"comment:{n}:money", "money", login, data)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def run(file):
    def run(*args: str):
        return CliRunner().invoke(ledger, args, env={"DATABASE_URL": f"sqlite:///{file}"})

    return run


@pytest.fixture
def filled(file):
    """Two repositories, of which one is known by its name: five entries and one."""

    async def fill() -> None:
        store = await open_store(f"sqlite:///{file}", AT.timestamp)
        await store.ledger.append(11, 7, [verdict(0), signed(1), signed(2, "ivan")])
        await store.ledger.append(12, 1, [signed(0, "heidi")])
        await store.ledger.append(11, 8, [verdict(3), signed(4)])
        await store.close()

    asyncio.run(fill())
    return file


@pytest.fixture
def tamper(filled):
    """Runs SQL on the database as somebody would who took the triggers away."""

    def tamper(*statements: str) -> None:
        with sqlite3.connect(filled) as connection:
            for statement in [f"DROP TRIGGER {name}" for name in TRIGGERS] + list(statements):
                connection.execute(statement)

    return tamper


def heads(filled) -> dict[int, str]:
    with sqlite3.connect(filled) as connection:
        return dict(connection.execute("SELECT repo_id, hash FROM ledger_heads"))


# --- verify ---


def test_a_whole_chain_says_so_with_its_heads(run, filled):
    ends = heads(filled)
    result = run("verify")
    assert result.output == (
        f"6 entries of 2 repositories, chain whole.\n{ends[11]}         5  acme/shop\n{ends[12]}         1  repository 12\n"
    )
    assert result.exit_code == 0


@pytest.mark.usefixtures("filled")
def test_one_repository_by_name_or_id(run):
    assert run("verify", "--repository", "Acme/Shop").output.startswith("5 entries of 1 repository, chain whole.")
    assert run("verify", "--repository", "12").output.startswith("1 entry of 1 repository, chain whole.")
    told = run("verify", "--repository", "acme/other").exception
    assert isinstance(told, UserError)
    assert str(told) == "The ledger knows no repository acme/other. It knows: acme/shop, repository 12."


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE ledger SET login = 'mallory' WHERE repo_id = 11 AND position = 2",
            "entry 2 (signed of money, pull request 7) was changed after it was written: its hash is not that of what it holds",
        ),
        (
            "UPDATE ledger SET data = '{}' WHERE repo_id = 11 AND position = 4",
            "entry 4 (verdict, pull request 8) was changed after it was written: its hash is not that of what it holds",
        ),
        (
            "UPDATE ledger SET data = 'no json' WHERE repo_id = 11 AND position = 1",
            "entry 1 (verdict, pull request 7) was changed after it was written: its hash is not that of what it holds",
        ),
        (
            "UPDATE ledger SET at = 'never' WHERE repo_id = 11 AND position = 1",
            "entry 1 (verdict, pull request 7) was changed after it was written: its hash is not that of what it holds",
        ),
        ("DELETE FROM ledger WHERE repo_id = 11 AND position = 2", "entry 2 is missing"),
        ("DELETE FROM ledger WHERE repo_id = 11 AND position IN (2, 3)", "entries 2 to 3 are missing"),
        ("DELETE FROM ledger WHERE repo_id = 11 AND position = 1", "entry 1 is missing"),
        (
            "DELETE FROM ledger WHERE repo_id = 11 AND position > 3",
            "the last 2 of 5 entries are missing: it ends with entry 3",
        ),
        ("DELETE FROM ledger WHERE repo_id = 11", "the last 5 of 5 entries are missing: it ends with entry 0"),
    ],
)
def test_what_was_changed_or_taken_out_is_named(run, tamper, statement, says):
    tamper(statement)
    result = run("verify")
    assert result.output.splitlines()[0] == f"BROKEN: acme/shop: {says}."
    assert result.exit_code == 1


def change(file, position: int, **changed) -> None:
    """Change an entry of repository 11 and mend its own hash, but nothing after it."""
    with sqlite3.connect(file) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(
            connection.execute("SELECT * FROM ledger WHERE repo_id = 11 AND position = ?", [position]).fetchone()
        )
        row |= changed
        digest = entry_hash({**row, "data": json.loads(row["data"])})
        connection.execute(
            "UPDATE ledger SET login = ?, previous = ?, hash = ? WHERE id = ?",
            [row["login"], row["previous"], digest, row["id"]],
        )


def test_an_entry_exchanged_with_a_hash_of_its_own_breaks_the_next(run, filled, tamper):
    tamper()
    change(filled, 2, login="mallory")
    assert run("verify").output.splitlines()[0] == (
        "BROKEN: acme/shop: entry 3 (signed of money, pull request 7) does not follow the one before it: "
        "entries were taken out, put in or moved there."
    )


def test_entries_that_changed_places_are_named(run, tamper):
    swap = "UPDATE ledger SET position = CASE position WHEN 2 THEN 30 ELSE 20 END WHERE repo_id = 11 AND position IN (2, 3)"
    tamper(swap, "UPDATE ledger SET position = position / 10 WHERE repo_id = 11 AND position > 5")
    assert "BROKEN: acme/shop: entry 2 (signed of money, pull request 7) does not follow" in run("verify").output


def test_an_entry_put_in_between_is_named(run, filled, tamper):
    tamper(
        "UPDATE ledger SET position = -position WHERE repo_id = 11 AND position > 2",
        "INSERT INTO ledger SELECT 99, repo_id, number, kind, at, 'forged', zone, 'mallory', data, recorded_at, 3, hash, '' "
        "FROM ledger WHERE repo_id = 11 AND position = 2",
        "UPDATE ledger SET position = 1 - position WHERE position < 0",
    )
    change(filled, 3)
    assert run("verify").output.splitlines()[0] == (
        "BROKEN: acme/shop: entry 3 was put in or exchanged: entry 4 (signed of money, pull request 7) follows the one before it."
    )


def test_an_end_that_was_exchanged_is_named(run, filled, tamper):
    tamper()
    change(filled, 5, login="mallory")
    assert (
        "entry 5 (signed of money, pull request 8) is not the entry that the chain ended with" in run("verify").output
    )


@pytest.mark.usefixtures("filled")
def test_an_entry_beyond_the_end_is_named(run, tamper):
    tamper(
        "UPDATE ledger_heads SET entries = 4, hash = (SELECT hash FROM ledger WHERE repo_id = 11 AND position = 4) WHERE repo_id = 11"
    )
    assert "BROKEN: acme/shop: entry 5 stands beyond the noted end of the chain: it was put in." in run("verify").output


def test_a_chain_whose_end_is_not_noted_is_named(run, tamper):
    tamper("DELETE FROM ledger_heads WHERE repo_id = 12")
    assert (
        "BROKEN: repository 12: it has entries, but the note of where its chain ends is missing."
        in run("verify").output
    )


def test_a_hash_noted_earlier_is_found_though_the_chain_has_grown(run, filled):
    with sqlite3.connect(filled) as connection:
        (noted,) = connection.execute("SELECT hash FROM ledger WHERE repo_id = 11 AND position = 3").fetchone()
    result = run("verify", "--expect", noted.upper())
    assert (result.output.splitlines()[-1], result.exit_code) == (f"{noted} is entry 3 of acme/shop.", 0)


def test_a_chain_written_anew_lacks_the_hash_that_was_noted(run, filled, tamper):
    noted = heads(filled)[11]
    tamper()
    with sqlite3.connect(filled) as connection:
        connection.row_factory = sqlite3.Row
        last = ""
        for row in connection.execute("SELECT * FROM ledger WHERE repo_id = 11 ORDER BY position").fetchall():
            anew = {**dict(row), "login": "mallory", "previous": last, "data": json.loads(row["data"])}
            new = entry_hash(anew)
            connection.execute(
                "UPDATE ledger SET login = 'mallory', previous = ?, hash = ? WHERE id = ?", [last, new, row["id"]]
            )
            last = new
        connection.execute("UPDATE ledger_heads SET hash = ? WHERE repo_id = 11", [last])
    assert run("verify").exit_code == 0
    result = run("verify", "--expect", noted)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        f"{noted} is not in this ledger: it was cut or written anew since that was noted, or it is another one."
    )


def test_no_database_is_not_an_empty_ledger(tmp_path):
    with pytest.raises(UserError, match="There is no database at"):
        CliRunner().invoke(
            ledger, ["--database-url", f"sqlite:///{tmp_path}/none.db", "verify"], catch_exceptions=False
        )
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("command", ["verify", "export"])
def test_help_needs_no_database(command, tmp_path):
    result = CliRunner().invoke(ledger, ["--database-url", f"sqlite:///{tmp_path}/none.db", command, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: ledger {command} [OPTIONS]")


# --- export ---


def lines(result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.mark.usefixtures("filled")
def test_json_lines_hold_all_that_is_needed_to_check_the_chain(run):
    found = lines(run("export", "--repository", "acme/shop"))
    assert list(found[0]) == [
        "repository", "repo_id", "number", "position", "kind", "at", "source", "zone", "login", "data", "recorded_at",
        "previous", "hash",
    ]  # fmt: skip
    assert (found[1]["login"], found[1]["at"]) == ("grace", "2026-11-22T10:30:05.250000Z")
    assert [one["position"] for one in found] == [1, 2, 3, 4, 5]
    for one in found:
        times = {name: datetime.fromisoformat(one[name]).timestamp() for name in ("at", "recorded_at")}
        assert entry_hash({**one, **times}) == one["hash"]
    assert all(after["previous"] == before["hash"] for before, after in pairwise(found))


@pytest.mark.usefixtures("filled")
def test_what_is_wanted_can_be_narrowed(run):
    assert [one["repo_id"] for one in lines(run("export"))] == [11, 11, 11, 11, 11, 12]
    assert [one["kind"] for one in lines(run("export", "--repository", "11", "--pull", "8"))] == ["verdict", "signed"]
    assert [one["position"] for one in lines(run("export", "--since", "2026-11-24"))] == [4, 5]
    assert "--pull needs --repository" in run("export", "--pull", "8").output


@pytest.mark.usefixtures("filled")
def test_csv_holds_the_same_and_nothing_that_a_spreadsheet_calculates(run, file):
    async def more() -> None:
        store = await open_store(f"sqlite:///{file}")
        evil = Entry(EntryKind.TICKED, AT, "=HYPERLINK(1)", "@zone", "-1+1", {"item": "=1", "why": 'a\nb,"c"'})
        await store.ledger.append(12, 2, [evil])
        await store.close()

    asyncio.run(more())
    result = run("export", "--repository", "12", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(result.output)))
    assert [one["login"] for one in found] == ["heidi", "'-1+1"]
    assert (found[1]["source"], found[1]["zone"]) == ("'=HYPERLINK(1)", "'@zone")
    assert json.loads(found[1]["data"]) == {"item": "=1", "why": 'a\nb,"c"'}


@pytest.mark.usefixtures("filled")
def test_it_can_be_written_to_a_file(run, tmp_path):
    assert run("export", "--output", str(tmp_path / "out.jsonl")).output == ""
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 6


# --- the page ---


def shown(run) -> str:
    result = run("export", "--format", "html")
    assert result.exit_code == 0, result.output
    return " ".join(re.sub(r"<style>.*?</style>", "", result.output, flags=re.DOTALL).split())


@pytest.fixture
def also(file, filled):
    """Adds entries to pull request 7 of acme/shop."""

    def also(*entries: Entry) -> None:
        async def add() -> None:
            store = await open_store(f"sqlite:///{file}")
            await store.ledger.append(11, 7, entries)
            await store.close()

        assert filled
        asyncio.run(add())

    return also


@pytest.mark.usefixtures("filled")
def test_the_page_says_who_signed_by_which_right_and_when(run):
    page = shown(run)
    assert (
        '<td class="when">2026-11-22 10:30:05</td><td class="what">Signed</td><td class="zone">money</td> '
        '<td class="who">grace</td><td>member of acme/payments, by command, for fingerprint ffffffffffffffff</td>'
    ) in page
    assert page.index("acme/shop #7") < page.index("acme/shop #8") < page.index("repository 12 #1")
    assert "<dt>sign-offs</dt><dd>4</dd>" in page
    assert "Overrides and debts" not in page


def test_the_page_names_the_ends_of_the_chains(run, filled):
    assert f"dont-delegate ledger verify --repository 11 --expect {heads(filled)[11]}" in shown(run)


def test_overrides_and_debts_stand_out_and_strangers_words_are_text(run, also):
    reason = {
        "reason": "<script>alert(1)</script> \u202ereversed",
        "fingerprint": "e" * 64,
        "right": "named in the policy",
    }
    also(Entry(EntryKind.OVERRIDDEN, AT, "comment:9:money", "money", "margaret", reason))
    page = shown(run)
    assert '<section class="alarms"> <h2>Overrides and debts</h2> <h3>acme/shop #7</h3>' in page
    assert (
        "“&lt;script&gt;alert(1)&lt;/script&gt; �reversed” (named in the policy), for fingerprint eeeeeeeeeeeeeeee"
        in page
    )
    assert "<script" not in page
    assert '<div class="alarm"><dt>overrides</dt><dd>1</dd></div>' in page


def test_a_debt_is_unpaid_zone_by_zone(run, also):
    owed = [{"zone": "money", "title": "Money"}, {"zone": "auth", "title": "Security"}]
    also(
        Entry(EntryKind.DEBT, AT, "debt:8", data={"issue": 8, "zones": owed}),
        Entry(EntryKind.PAID, AT, "comment:10:money", "money", "grace", {"issue": 8, "right": "named in the policy"}),
    )
    page = shown(run)
    assert '<div class="alarm"><dt>reviews owed</dt><dd>1</dd></div>' in page
    assert '<td class="what">Debt opened</td>' in page
    assert "issue 8: money and auth" in page
    assert "issue 8, named in the policy" in page


def test_an_override_says_until_when_in_words(run, also):
    data = {"reason": "It is on fire", "fingerprint": "e" * 64, "until": "2026-11-22T14:30:05+00:00"}
    also(Entry(EntryKind.OVERRIDDEN, AT, "comment:9:money", "money", "margaret", data))
    assert "for fingerprint eeeeeeeeeeeeeeee; until 2026-11-22 14:30:05" in shown(run)


def test_what_was_known_again_after_a_loss_says_so(run, also):
    data = {"fingerprint": "f" * 64, "via": "review", "right": "", "rebuilt": True}
    also(Entry(EntryKind.SIGNED, AT, "rebuilt:money:ivan", "money", "ivan", data))
    assert (
        "by an approving review, for fingerprint ffffffffffffffff; known again from our own summary after a loss"
        in shown(run)
    )


def test_an_empty_ledger_has_a_page_too(run, file):
    asyncio.run(_made(file))
    assert "Nothing is recorded here yet." in shown(run)


async def _made(file) -> None:
    await (await open_store(f"sqlite:///{file}")).close()
