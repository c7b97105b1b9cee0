"""What is remembered of a pull request: entries of the append-only record, and the memory folded from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class EntryKind(StrEnum):
    """What an entry records. The keys of its `data` stand beside each."""

    PUBLISHED = (
        "published"  # head, zones: {zone: {fingerprint, files, rules}}: what the pull request showed from `at` on
    )
    DRAWN = "drawn"  # body: a digest, head, zones as above: a summary about to be written; `at` is our own clock's
    SIGNED = "signed"  # fingerprint, via, head, right, items; rebuilt: made anew after a loss, from our own summary
    LOST = "lost"  # a sign-off of `login` that was answered once, and of which nothing is known since a loss
    REVOKED = "revoked"  # by `login`, their own sign-off of `zone`
    TICKED = "ticked"  # item, fingerprint; several: true where the same edit switched other boxes too
    UNTICKED = "unticked"  # item, fingerprint
    TICK_REFUSED = "tick-refused"  # item, why, head
    NOT_APPLICABLE = "not-applicable"  # item, fingerprint, reason
    TAUGHT = "taught"  # question, text, fingerprint, comment: an author's answer to a question of `zone`
    ANSWERED = "answered"  # comment: id of the comment with the command
    SHOWN = "shown"  # keys: of findings that got a line comment
    ASKED = "asked"  # `login` was asked for a review
    SUMMARY = "summary"  # comment: id of the summary comment
    OVERRIDDEN = "overridden"  # fingerprint, head, reason, right, until
    REPLAYED = "replayed"  # judged, asked, free, too_large, in_part, failed: what a proposed policy would have asked
    QUEUED = "queued"  # head, conclusion, branch, ref, base: of a merge group it is part of; of: its own head then
    MERGED = "merged"  # by `login`; head, sha, base, conclusion: of the check then, "" for none
    DEBT = "debt"  # issue, url, repository, authors, zones: a review is owed for what was merged unsigned
    PAID = "paid"  # `login` reviewed `zone` after the merge; issue, right
    VERDICT = "verdict"  # head, conclusion, zones: {zone: state}


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact about one pull request. Two entries with the same `source` are the same fact, kept once."""

    kind: EntryKind
    at: datetime  # GitHub's clock, UTC
    source: str  # "comment:42:money", "review:7:auth", "delivery:9f..:box", "check:12"
    zone: str = ""
    login: str = ""  # lower-cased
    data: Mapping[str, object] | None = None

    @property
    def facts(self) -> Mapping[str, Any]:
        """The data, empty where there is none."""
        return self.data or {}
