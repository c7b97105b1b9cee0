"""`/sign-off` and `/revoke`: one person's word on one zone, given and taken back."""

from dataclasses import replace

from bot.core import words
from bot.core.clerk.desk import Desk
from bot.core.clerk.values import Done
from bot.core.commands import Command
from bot.core.markdown import code, listed
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Comment
from bot.core.statements import Stand


def sign(desk: Desk, command: Command, comment: Comment, zone: str) -> Done:
    """Sign a zone as it was shown before the comment was written."""
    why = desk.zone_refusal(zone) or desk.person_refusal(zone, comment.author.login) or desk.blind(zone)
    if why:
        return Done(command, zone, refused=why)
    shown = desk.case.memory.shown_before(comment.created_at)
    cover = shown.zones.get(zone) if shown else None
    if shown is None or cover is None:
        return Done(command, zone, refused=words.SIGNED_BEFORE_SHOWN)
    login = comment.author.login.lower()
    right = desk.asked(zone).right(login).right
    data = {"fingerprint": cover.fingerprint, "via": "command", "head": shown.head, "right": right}
    entry = Entry(EntryKind.SIGNED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login, data)
    return Done(command, zone, entry, fingerprint=cover.fingerprint)


def revoke(desk: Desk, command: Command, comment: Comment, zone: str) -> Done:
    """Take a person's own sign-off of a zone back.

    It is recorded where nothing is known to take back, too: a tick from before it may still be on its way.
    """
    login = comment.author.login.lower()
    why = desk.zone_refusal(zone)
    if why:
        return Done(command, zone, refused=why)
    entry = Entry(EntryKind.REVOKED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login)
    stand = desk.stand(zone, login)
    if not _has_said(stand):
        return Done(command, zone, entry, refused="you have no sign-off there to take back")
    took = "request for changes" if stand.veto else "override" if stand.overrode else "sign-off"
    return Done(command, zone, entry, took=took)


def revoke_all(desk: Desk, command: Command, comment: Comment) -> tuple[Done, ...]:
    """Take back all that a person has said here; where that is nothing, all the same for each zone, and say it once."""
    own = [zone for zone in desk.touched if _has_said(desk.stand(zone, comment.author.login.lower()))]
    if own:
        return tuple(revoke(desk, command, comment, zone) for zone in own)
    why = "you have no sign-off here to take back"
    none = [replace(revoke(desk, command, comment, zone), zone="", refused=why) for zone in desk.touched]
    return tuple(none) or (Done(command, refused=why),)


def which(desk: Desk) -> str:
    """Say what to write where a sign-off names no zone."""
    if not desk.touched:
        return "this pull request is shallow: nothing here needs a sign-off"
    return f"say for which zone: {listed([code(f'/sign-off {zone}') for zone in desk.touched], 'or')}"


def _has_said(stand: Stand) -> bool:
    return bool(stand.veto or stand.signed or stand.approved or stand.answered_for or stand.overrode)
