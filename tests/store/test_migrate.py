"""From an empty database, or an older one, to today's tables; one process at a time."""

import asyncio
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import UserError
from bot.store import migrate, open_store
from bot.store.migrate import FOLDER, newest, open_database
from bot.store.tables import metadata

MIGRATE = "import asyncio, sys; from bot.store import migrate; asyncio.run(migrate(sys.argv[1]))"


@pytest.fixture
async def database(url):
    opened = await open_database(url)
    yield opened
    await opened.close()


async def test_the_migrations_make_the_tables_that_the_code_knows(database):
    def differences(connection: sa.Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    assert await database.run(differences) == []


async def test_the_migrations_make_the_indexes_for_waiting_events(database):
    """Alembic does not compare an index's condition."""
    where = {index.name: index.dialect_options["sqlite"]["where"] for index in metadata.tables["inbox"].indexes}

    def conditions(connection: sa.Connection) -> dict[str | None, str]:
        kind = connection.dialect.name
        indexes = sa.inspect(connection).get_indexes("inbox")
        return {ix["name"]: str(ix["dialect_options"].get(f"{kind}_where")) for ix in indexes if ix["dialect_options"]}

    found = await database.run(conditions)
    for name, condition in where.items():
        state = str(condition).split("'")[1]
        assert f"'{state}'" in found[name]


def test_the_newest_version_is_the_head():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()


async def test_coming_again_changes_nothing(url):
    await migrate(url)
    store = await open_store(url)
    await store.ledger.append(1, 1, ())
    await store.close()
    await migrate(url)


async def test_processes_that_start_at_once_do_not_collide(url):
    starts = [await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, url) for _ in range(3)]
    assert [await start.wait() for start in starts] == [0, 0, 0]


async def test_a_database_of_a_newer_version_is_refused(url):
    database = await open_database(url)
    await database.run(
        lambda connection: connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")).rowcount
    )
    await database.close()
    with pytest.raises(UserError, match="version 9999"):
        await open_store(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://me:secret@127.0.0.1:1/name", "Connect call failed"),
        ("postgresql://me:sec/ret@127.0.0.1:1/name", "quote what is special"),
        ("sqlite:////proc/none/store.db", "No such file"),
        ("sqlite:////etc/hostname", "not a database"),
    ],
)
async def test_what_cannot_be_opened_is_said_in_one_sentence(url, says):
    with pytest.raises(UserError, match=says) as caught:
        await open_store(url)
    assert "sec" not in str(caught.value)
