"""Brings a database to the tables of this version, however many processes ask for it at once."""

import re
from pathlib import Path

import sqlalchemy as sa

from bot.errors import UserError
from bot.store.engine import Database, database_of

FOLDER = Path(__file__).parent / "migrations"
_ALONE = 0x646F6E74  # any number, the same in every process: the name of the advisory lock


async def migrate(url: str) -> None:
    """Bring the database that the URL names up to date; UserError where that can't be."""
    await (await open_database(url)).close()


async def open_database(url: str) -> Database:
    """Open the database that the URL names and bring it up to date, all or nothing; UserError where that can't be."""
    try:
        database = database_of(url)
        try:
            await database.run(_upgrade)
        except BaseException:
            await database.close()
            raise
    except sa.exc.DBAPIError as error:
        raise UserError(f"The database can't be opened: {error.orig}") from error
    except OSError as error:
        raise UserError(f"The database can't be opened: {error}") from error
    except ValueError:  # its text may hold a piece of the password
        raise UserError("The database URL can't be read; quote what is special in its password (%2F for /).") from None
    return database


def newest() -> str:
    """Name the revision that this version needs; versions are files named `0001_what.py`, one after the other."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's transaction is alone from its beginning
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ALONE)))
    present = _present(connection)
    if present == newest():
        return
    if present is not None and (not re.fullmatch(r"\d{4}", present) or present > newest()):
        raise UserError(
            f"The database is at version {present} and this program knows {newest()}: install the newer one."
        )
    from alembic import command  # noqa: PLC0415 - its import takes most of a second that most starts can do without
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")


def _present(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version
