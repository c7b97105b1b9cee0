"""`/sign-off` and `/revoke`: one person's word on one zone, given and taken back."""

from dataclasses import replace

from bot.core import words
from bot.core.clerk.desk import Desk
from bot.core.clerk.shown import shown
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
    was = shown(desk, zone, comment.created_at)
    if was is None:
        return Done(command, zone, refused=words.SIGNED_BEFORE_SHOWN)
    login = comment.author.login.lower()
    right = desk.asked(zone).right(login).right
    data = {"fingerprint": was.cover.fingerprint, "via": "command", "head": was.head, "right": right}
    entry = Entry(EntryKind.SIGNED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login, data)
    return Done(command, zone, entry, fingerprint=was.cover.fingerprint)


def revoke(desk: Desk, command: Command, comment: Comment, zone: str) -> Done:
    """Take a person's own sign-off of a zone back.

    It is recorded where nothing is known to take back, too: a tick from before it may still be on its way. And it is where
    the zone is not touched for the moment: the next push may bring back what was signed.
    """
    login = comment.author.login.lower()
    why = desk.zone_refusal(zone)
    if zone not in _known(desk):
        return Done(command, zone, refused=why)
    entry = Entry(EntryKind.REVOKED, comment.created_at, f"comment:{comment.id}:{zone}", zone, login)
    stand = desk.stand_before(comment, zone)
    if not _has_said(stand, touched=not why):
        return Done(command, zone, entry, refused=why or "you have no sign-off there to take back")
    took = "request for changes" if stand.veto else "override" if stand.overrode else "sign-off"
    return Done(command, zone, entry, took=took)


def revoke_all(desk: Desk, command: Command, comment: Comment) -> tuple[Done, ...]:
    """Take back all that a person has said here; where that is nothing, all the same for each zone, and say it once."""
    login = comment.author.login.lower()
    zones = [zone for zone in _known(desk) if zone in desk.touched or login in desk.stands(zone)]
    done = [revoke(desk, command, comment, zone) for zone in zones]
    own = [one for one in done if one.took]
    why = "" if own else "you have no sign-off here to take back"
    none = [replace(one, zone="", refused=why) for one in done if not one.took]
    return (*own, *none) if done else (Done(command, refused=why),)


def which(desk: Desk) -> str:
    """Say what to write where a sign-off names no zone."""
    if not desk.touched:
        return "this pull request is shallow: nothing here needs a sign-off"
    return f"say for which zone: {listed([code(f'/sign-off {zone}') for zone in desk.touched], 'or')}"


def _known(desk: Desk) -> dict[str, None]:
    """List the zones that somebody may have spoken for: the touched ones first, at the end those of earlier policies."""
    spoken = (entry.zone for entry in desk.case.memory.entries if entry.zone)
    return dict.fromkeys([*desk.touched, *desk.case.policy.zones, *spoken])


def _has_said(stand: Stand, *, touched: bool) -> bool:
    """Whether there is something to take back; an approval says nothing of a zone that had not been shown to be touched."""
    approved = stand.approved is not None and (touched or bool(stand.approved.fingerprint))
    vetoes = stand.veto and touched
    return bool(vetoes or stand.signed or approved or stand.answered_for or stand.overrode)
