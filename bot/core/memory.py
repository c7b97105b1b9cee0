"""What is known of a pull request's past, folded from the ledger."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.lessons import Beside
from bot.core.model.report import Comment
from bot.core.model.verdict import Cover, Review


@dataclass(frozen=True, slots=True)
class Publication:
    """What the pull request showed from `at` on: its head and the cover of each zone."""

    at: datetime
    head: str
    zones: Mapping[str, Cover]
    beside: Mapping[str, Beside] = field(default_factory=dict)  # a zone is missing where nobody wrote it down yet


@dataclass(frozen=True, slots=True)
class Memory:
    """The ledger of one pull request, in the form that deciding asks for."""

    entries: tuple[Entry, ...] = ()
    publications: tuple[Publication, ...] = ()  # oldest first
    answered: frozenset[int] = frozenset()  # ids of comments
    shown: frozenset[str] = frozenset()  # keys of findings that got a line comment
    asked: frozenset[str] = frozenset()  # logins that were asked for a review once
    summary: int | None = None  # id of the summary comment

    @property
    def began(self) -> datetime | None:
        """When the pull request was first seen, by GitHub's clock."""
        return min((entry.at for entry in self.entries if entry.kind is not EntryKind.DRAWN), default=None)

    def of(self, *kinds: EntryKind) -> tuple[Entry, ...]:
        """Give the entries of these kinds, in order."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def with_entries(self, entries: Iterable[Entry]) -> "Memory":
        """Remember more, each fact once."""
        return remember((*self.entries, *entries))

    def shown_before(self, at: datetime, head: str | None = None) -> Publication | None:
        """Find what a statement written at `at` was about: the last publication before it, of one commit where `head` names it.

        Times are whole seconds: the same second is not before.
        """
        before = [shown for shown in self.publications if shown.at < at and head in (None, shown.head)]
        return before[-1] if before else None

    def reviewed(self, zone: str, review: Review, now: tuple[str, Cover] | None) -> Cover | None:
        """Find what a review covers of a zone: what was shown before it was written, of the commit that it names.

        Neither is an approval from a page opened before a push taken for the push, nor one of a commit whose part of the zone
        nobody here ever saw for what was shown before it. Where a push left the zone as it was, what was shown is of the new
        commit too, though nothing said so yet when the review was written; `now` is the present head and its cover.
        """
        head = review.commit_sha or ""
        shown = self.shown_before(review.submitted_at, head)
        if shown is not None:
            return shown.zones.get(zone)
        before = self.shown_before(review.submitted_at)
        cover = before.zones.get(zone) if before else None
        since = [(one.head, one.zones.get(zone)) for one in self.publications]
        return cover if head and (head, cover) in (*since, now) else None

    def cover_of(self, zone: str, fingerprint: str) -> Cover | None:
        """Find the published cover of a zone by its fingerprint or by a beginning of it of at least 16 digits."""
        for publication in reversed(self.publications):
            cover = publication.zones.get(zone)
            if cover is not None and len(fingerprint) >= 16 and cover.fingerprint.startswith(fingerprint):  # noqa: PLR2004
                return cover
        return None


def remember(entries: Sequence[Entry]) -> Memory:
    """Fold entries, oldest first; a second entry of the same kind and source is the same fact."""
    unique: dict[tuple[EntryKind, str], Entry] = {}
    for entry in entries:
        unique.setdefault((entry.kind, entry.source), entry)
    kept = tuple(unique.values())
    return Memory(
        entries=kept,
        publications=tuple(_publication(entry) for entry in kept if entry.kind is EntryKind.PUBLISHED),
        answered=frozenset(int(e.facts["comment"]) for e in kept if e.kind is EntryKind.ANSWERED),
        shown=frozenset(key for e in kept if e.kind is EntryKind.SHOWN for key in e.facts["keys"]),
        asked=frozenset(e.login for e in kept if e.kind is EntryKind.ASKED),
        summary=next((int(e.facts["comment"]) or None for e in reversed(kept) if e.kind is EntryKind.SUMMARY), None),
    )


def published(publication: Publication, source: str) -> Entry:
    """Write down what the pull request shows from a moment on."""
    return Entry(EntryKind.PUBLISHED, publication.at, source, data=_raw(publication))


def drawn(publication: Publication, body: str) -> Entry:
    """Write down what a summary is going to show, before it is written: the process may end before it can say so."""
    digest = _drawing(body)
    data = {"body": digest, **_raw(publication)}
    return Entry(EntryKind.DRAWN, publication.at, f"drawn:{publication.head}:{digest}", data=data)


def shown_meanwhile(memory: Memory, summary: Comment | None) -> tuple[Entry, ...]:
    """Find what the summary shows though its publication was never recorded; nothing where it was.

    Only the newest drawing can be that one: who has write access can put an older summary back, word for word.
    """
    drawings = memory.of(EntryKind.DRAWN, EntryKind.PUBLISHED)
    if summary is None or not drawings or drawings[-1].kind is EntryKind.PUBLISHED:
        return ()
    newest = drawings[-1]
    data = newest.facts
    if data["body"] != _drawing(summary.body):
        return ()
    # Ticks move the time of the last edit; of the first drawing, never recorded as posted, the beginning is known.
    at = summary.created_at if memory.summary is None and len(drawings) == 1 else summary.updated_at
    shown = {"head": data["head"], "zones": data["zones"]}
    return (Entry(EntryKind.PUBLISHED, at, f"published:{newest.source}", data=shown),)


def _drawing(body: str) -> str:
    """Name a summary's text, whatever of its boxes has been ticked since."""
    plain = body.replace("\r\n", "\n").replace("- [x] ", "- [ ] ")
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:32]


def _raw(publication: Publication) -> dict[str, Any]:
    zones = {zone: _raw_zone(cover, publication.beside.get(zone)) for zone, cover in publication.zones.items()}
    return {"head": publication.head, "zones": zones}


def _raw_zone(cover: Cover, beside: Beside | None) -> dict[str, Any]:
    files = {path: list(digests) for path, digests in cover.files.items()}
    raw = {"fingerprint": cover.fingerprint, "files": files, "rules": list(cover.rules)}
    if beside is None:
        return raw
    return raw | {"asks": [list(ask) for ask in beside.asks], "answers": dict(beside.answers)}


def _publication(entry: Entry) -> Publication:
    zones = {
        zone: Cover(
            raw["fingerprint"], {path: tuple(digests) for path, digests in raw["files"].items()}, tuple(raw["rules"])
        )
        for zone, raw in entry.facts["zones"].items()
    }
    beside = {
        zone: Beside(tuple((item, digest) for item, digest in raw["asks"]), raw["answers"])
        for zone, raw in entry.facts["zones"].items()
        if "asks" in raw
    }
    return Publication(entry.at, entry.facts["head"], zones, beside)
