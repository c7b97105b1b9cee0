"""What is remembered of an evaluation: what was shown, asked, answered and signed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.beside import beside, wording
from bot.core.memory import Memory, Publication, drawn, published
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import (
    CreateCheck,
    EditSummary,
    Effect,
    PostAnswer,
    PostReview,
    PostSummary,
    Receipt,
    RequestReviewers,
    Standing,
    UpdateCheck,
)
from bot.core.model.verdict import Verdict
from bot.handlers.grounds import Grounds

SUMMARY_EFFECTS = (PostSummary, EditSummary)


def second_try(receipts: Sequence[Receipt]) -> tuple[Effect, ...]:
    """Go another way where GitHub refused: a summary that was deleted is posted anew, what was asked together is asked singly.

    GitHub refuses a whole request when one of the people in it can't be asked, or one of the lines is not in the diff that it shows.
    """
    again: list[Effect] = []
    for receipt in receipts:
        if receipt.refused is None:
            continue
        match receipt.effect:
            case EditSummary(body=body) if receipt.gone:
                again.append(PostSummary(body))
            case RequestReviewers(logins=logins) if len(logins) > 1:
                again += [RequestReviewers((login,)) for login in logins]
            case PostReview(head_sha=head, body=body, comments=comments) if len(comments) > 1:
                again += [PostReview(head, body, (comment,)) for comment in comments]
    return tuple(again)


def no_policy(head_sha: str, now: datetime) -> Entry:
    """Note that a head was looked at and nothing judges it, so that the sweep leaves it alone from now on.

    Nothing is decided by this entry's time, so it may be ours.
    """
    data = {"head": head_sha, "conclusion": "none", "zones": {}}
    return Entry(EntryKind.VERDICT, now, f"verdict:{head_sha}:none", data=data)


def to_be_shown(verdict: Verdict, memory: Memory, effects: Iterable[Effect], now: datetime) -> tuple[Entry, ...]:
    """Write down what a summary among the effects is going to show; nothing when it shows what the last one did."""
    shows = _shows(verdict, now)
    if _shown_already(memory, shows):
        return ()
    bodies = [effect.body for effect in effects if isinstance(effect, SUMMARY_EFFECTS)]
    return tuple(drawn(shows, body) for body in bodies)


def entries_of(
    verdict: Verdict, standing: Standing, memory: Memory, receipts: Sequence[Receipt], grounds: Grounds
) -> tuple[Entry, ...]:
    """Write down what one evaluation showed and did."""
    entries = [*_publication(verdict, standing, memory, receipts, grounds.now), *_signatures(verdict, grounds)]
    entries += _unrecorded(verdict, standing, memory, receipts, grounds)
    times = [receipt.at for receipt in receipts if receipt.at is not None]
    for receipt in receipts if times else ():
        entries += _entries(receipt, receipt.at or max(times), verdict, grounds)
    return tuple(entries)


def _publication(
    verdict: Verdict, standing: Standing, memory: Memory, receipts: Sequence[Receipt], now: datetime
) -> Iterable[Entry]:
    """Record what the summary comment shows, from the moment it showed it; nothing when that is known already."""
    last = memory.publications[-1] if memory.publications else None
    if (last is None and not verdict.zones) or (last is not None and _shown_already(memory, _shows(verdict, last.at))):
        return
    written = [r for r in receipts if isinstance(r.effect, SUMMARY_EFFECTS)]
    if any(r.refused is None and r.at for r in written):
        at = max(r.at for r in written if r.refused is None and r.at)
    elif not written and standing.summary is not None:
        # Other lines under the same words: they are shown from now on, not since the words were written. And what was shown
        # before a ledger was lost is not known: anybody with write access may have written these words.
        covers = {zone.zone.id: zone.cover for zone in verdict.zones}
        known = last is not None and dict(last.zones) == covers
        written_now = [] if known else [r.at for r in receipts if r.at] or [now]
        at = max([standing.summary.updated_at, *written_now])
    else:
        return  # it could not be shown, so nothing of it can be signed
    shows = _shows(verdict, at)
    covered = " ".join(f"{zone}:{cover.fingerprint[:16]}" for zone, cover in sorted(shows.zones.items()))
    said = wording(repr(sorted((zone, one.asks, sorted(one.answers.items())) for zone, one in shows.beside.items())))
    yield published(shows, f"published:{verdict.head_sha}:{int(at.timestamp())}:{covered}:{said}")


def _shows(verdict: Verdict, at: datetime) -> Publication:
    covers = {zone.zone.id: zone.cover for zone in verdict.zones}
    return Publication(at, verdict.head_sha, covers, {zone.zone.id: beside(zone) for zone in verdict.zones})


def _shown_already(memory: Memory, shows: Publication) -> bool:
    return bool(memory.publications) and replace(memory.publications[-1], at=shows.at) == shows


def _signatures(verdict: Verdict, grounds: Grounds) -> Iterable[Entry]:
    """Record sign-offs by review and by ticks, which are read anew each time; those by command are recorded as given."""
    for zone in verdict.zones:
        digits = zone.cover.fingerprint
        for signature in zone.signatures:
            if signature.via == "command":
                continue
            data = {"fingerprint": digits, "via": signature.via, "head": verdict.head_sha, "right": signature.right}
            source = f"{signature.via}:{zone.zone.id}:{signature.login}:{digits[:16]}"
            yield Entry(
                EntryKind.SIGNED, signature.at, source, zone.zone.id, signature.login, grounds.signed(data, zone)
            )


def _unrecorded(
    verdict: Verdict, standing: Standing, memory: Memory, receipts: Sequence[Receipt], grounds: Grounds
) -> Iterable[Entry]:
    """Record the verdict that stands though no record of this head tells of one: its writer ended before it could say so."""
    check = standing.check
    known = any(entry.facts.get("head") == verdict.head_sha for entry in memory.of(EntryKind.VERDICT))
    if check is None or known or any(isinstance(r.effect, CreateCheck | UpdateCheck) for r in receipts):
        return
    data = grounds.verdict(verdict, check.conclusion)
    yield Entry(EntryKind.VERDICT, grounds.now, f"verdict:{verdict.head_sha}:{check.external_id}", data=data)


def _entries(receipt: Receipt, at: datetime, verdict: Verdict, grounds: Grounds) -> Iterable[Entry]:
    match receipt.effect:
        case CreateCheck(check=check, external_id=shown) | UpdateCheck(check=check, external_id=shown):
            # A verdict may come back after another one, as when a sign-off is taken back: each time is a fact of its own.
            source = f"verdict:{verdict.head_sha}:{shown}:{int(at.timestamp())}"
            yield Entry(EntryKind.VERDICT, at, source, data=grounds.verdict(verdict, check.conclusion))
        case PostSummary() if receipt.id:
            yield Entry(EntryKind.SUMMARY, at, f"summary:{receipt.id}", data={"comment": receipt.id})
        case PostReview(comments=comments):
            keys = [comment.key for comment in comments]
            yield Entry(EntryKind.SHOWN, at, f"shown:{verdict.head_sha}:{keys[0]}", data={"keys": keys})
        case RequestReviewers(logins=logins) if receipt.refused is None or len(logins) == 1:
            for login in logins:
                yield Entry(EntryKind.ASKED, at, f"asked:{login}", login=login)
        case PostAnswer(answer=answer):
            yield Entry(EntryKind.ANSWERED, at, f"answered:{answer.to.id}", data={"comment": answer.to.id})
