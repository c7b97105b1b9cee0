"""Walks the chains of the ledger and says what is wrong with them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from bot.store.chain import NOTHING_BEFORE, entry_hash
from bot.store.records import Records
from bot.store.values import Head, Record


@dataclass(slots=True)
class Audit:
    """What walking the chains came to."""

    entries: int = 0
    heads: list[Head] = field(default_factory=list)  # as far as each chain is whole
    faults: list[str] = field(default_factory=list)  # the first of each repository, in a sentence
    expected: dict[str, str] = field(default_factory=dict)  # hash -> where it was found; "" nowhere

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong, and every hash that was asked for is there."""
        return not self.faults and all(self.expected.values())


async def audit(records: Records, repositories: Iterable[int] | None = None, expected: Iterable[str] = ()) -> Audit:
    """Walk the chains of these repositories, or of all; `expected` are hashes noted elsewhere that must be among them.

    Who can write to the database can write a whole chain anew, hashes and all: only a hash noted elsewhere shows that.
    """
    found = Audit(expected=dict.fromkeys((hash_.lower() for hash_ in expected), ""))
    heads = {head.repo_id: head for head in await records.heads()}
    headless = await records.headless()
    wanted = sorted({*heads, *headless} if repositories is None else set(repositories))
    for repo_id in wanted:
        head = heads.get(repo_id)
        if head is None:
            found.faults.append(
                f"repository {repo_id}: it has entries, but the note of where its chain ends is missing"
            )
        else:
            await _walk(records, head, found)
    return found


async def _walk(records: Records, head: Head, found: Audit) -> None:
    walk = Walk(head)
    async for record in records.of(head.repo_id):
        walk.step(record)
        if walk.fault:
            break
        if record.hash in found.expected:
            found.expected[record.hash] = f"entry {record.position} of {head.title}"
    later = await records.head(head.repo_id)
    fault = walk.fault or walk.ending(later)
    found.entries += walk.count
    found.heads.append(Head(head.repo_id, head.name, walk.count, walk.last))
    if fault:
        found.faults.append(f"{head.title}: {fault}")


class Walk:
    """Checks one chain entry by entry; `fault` says what is wrong with the first that is."""

    def __init__(self, head: Head) -> None:
        self.fault = ""
        self.count = 0
        self.last = NOTHING_BEFORE
        self._head = head
        self._before_last = NOTHING_BEFORE

    def step(self, record: Record) -> None:
        """Take in the next entry."""
        self.fault = self._fault(record)
        if not self.fault:
            self.count, self._before_last, self.last = record.position, self.last, record.hash

    def _fault(self, record: Record) -> str:
        expected, name = self.count + 1, f"entry {record.position} ({_about(record)})"
        if record.position > expected:
            missing = (
                f"entry {expected} is"
                if record.position == expected + 1
                else (f"entries {expected} to {record.position - 1} are")
            )
            return f"{missing} missing"
        if record.position < expected:
            return f"{name} was put in: a chain begins with 1"
        if not _is_as_written(record):
            return f"{name} was changed after it was written: its hash is not that of what it holds"
        if record.previous != self.last:
            if self.count and record.previous == self._before_last:
                return f"entry {self.count} was put in or exchanged: {name} follows the one before it"
            return f"{name} does not follow the one before it: entries were taken out, put in or moved there"
        if record.position == self._head.entries and record.hash != self._head.hash:
            return f"{name} is not the entry that the chain ended with: its end was written anew"
        return ""

    def ending(self, later: Head | None) -> str:
        """Compare where the chain ended with where it is noted to end, before the walk and after it."""
        if self.count < self._head.entries:
            gone = self._head.entries - self.count
            return f"the last {gone} of {self._head.entries} entries are missing: it ends with entry {self.count}"
        if later is None or self.count > later.entries:
            return f"entry {self.count} stands beyond the noted end of the chain: it was put in"
        return ""


def _is_as_written(record: Record) -> bool:
    try:
        return entry_hash(asdict(record)) == record.hash
    except (TypeError, ValueError):  # a time that is none: SQLite takes any value in any column
        return False


def _about(record: Record) -> str:
    zone = f" of {record.zone}" if record.zone else ""
    return f"{record.kind}{zone}, pull request {record.number}"
