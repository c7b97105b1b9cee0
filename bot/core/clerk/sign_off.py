"""`/sign-off` and `/revoke`: one person's word on one zone, given and taken back."""

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
    """Take a person's own sign-off of a zone back."""
    login = comment.author.login.lower()
    why = desk.zone_refusal(zone)
    if not why and not _has_said(desk.stand(zone, login)):
        why = "you have no sign-off there to take back"
    if why:
        return Done(command, zone, refused=why)
    source = f"comment:{comment.id}:{zone}"
    took = "override" if desk.stand(zone, login).overrode else "sign-off"
    return Done(command, zone, Entry(EntryKind.REVOKED, comment.created_at, source, zone, login), took=took)


def own_zones(desk: Desk, login: str) -> list[str]:
    """List the zones that a person, by lower-cased login, has spoken for."""
    return [zone for zone in desk.touched if _has_said(desk.stand(zone, login))]


def which(desk: Desk, command: Command) -> str:
    """Say what to write where a command names no zone."""
    if command.name == "revoke":
        return "you have no sign-off here to take back"
    if not desk.touched:
        return "this pull request is shallow: nothing here needs a sign-off"
    return f"say for which zone: {listed([code(f'/sign-off {zone}') for zone in desk.touched], 'or')}"


def _has_said(stand: Stand) -> bool:
    return bool(stand.signed or stand.approved or stand.answered_for or stand.overrode)
