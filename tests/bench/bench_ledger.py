"""Measures what remembering costs: an append of three entries, and walking the whole chain.

Run as `python -m tests.bench.bench_ledger`.
"""

import asyncio
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.core.model.ledger import Entry, EntryKind
from bot.store import audit, open_store

APPENDS = 2_000
AT = datetime(2026, 11, 21, 10, 30, 5, tzinfo=UTC)
ZONE = {"fingerprint": "a" * 64, "files": {"app/hooks.py": ["b" * 64] * 4}, "rules": ["rule@" + "c" * 16] * 5}


def entries(number: int) -> list[Entry]:
    """Give what an evaluation of a deep pull request typically adds."""
    return [
        Entry(EntryKind.PUBLISHED, AT, f"published:{number}", data={"head": "d" * 40, "zones": {"money": ZONE}}),
        Entry(EntryKind.ASKED, AT, f"asked:{number}", login="grace"),
        Entry(EntryKind.VERDICT, AT, f"verdict:{number}", data={"head": "d" * 40, "zones": {"money": "open"}}),
    ]


async def measure(url: str) -> None:
    store = await open_store(url)
    began, spent = time.perf_counter(), time.process_time()
    for number in range(APPENDS):
        await store.ledger.append(number % 10, number, entries(number))
    took, used = time.perf_counter() - began, time.process_time() - spent
    print(f"append of 3 entries: {took / APPENDS * 1e3:.2f} ms, of them CPU {used / APPENDS * 1e3:.2f} ms")
    began = time.perf_counter()
    for number in range(APPENDS):
        await store.ledger.append(number % 10, number, entries(number))
    print(f"the same again: {(time.perf_counter() - began) / APPENDS * 1e3:.2f} ms")
    began = time.perf_counter()
    found = await audit(store.records)
    print(
        f"walking {found.entries:,} entries: {time.perf_counter() - began:.2f} s, {'whole' if found.whole else found.faults}"
    )
    await store.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{Path(folder) / 'bench.db'}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
