"""`/override ZONE REASON`: one person's word, in an emergency, that a zone may pass without its sign-off."""

from bot.core import override_words as words
from bot.core.asked import right_by
from bot.core.clerk.desk import Desk
from bot.core.clerk.shown import shown
from bot.core.clerk.values import Done
from bot.core.commands import Command
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import Mode, Override
from bot.core.model.report import Comment
from bot.core.model.verdict import ZoneState
from bot.core.zones import ZoneJudge

FEWEST_WORDS = 3
FEWEST_LETTERS = 6  # in a language that does not put spaces between words


def override(desk: Desk, command: Command, comment: Comment) -> Done:
    """Record an override of a zone as it was shown before the comment was written, or say why not."""
    if not command.words:
        return Done(command, refused=words.say_which(tuple(desk.touched)))
    zone, reason = command.words[0].strip("`,:").lower(), " ".join(command.words[1:])
    why = desk.zone_refusal(zone) or _zone_refusal(desk, zone) or _person_refusal(desk, zone, comment.author.login)
    if not why and not _says_why(reason):
        why = words.say_why(zone)
    if why:
        return Done(command, zone, refused=why)
    was, allowed = shown(desk, zone, comment.created_at), desk.touched[zone].zone.override
    if was is None or allowed is None:
        return Done(command, zone, refused=words.GIVEN_BEFORE_SHOWN)
    login = comment.author.login.lower()
    data = {
        "fingerprint": was.cover.fingerprint,
        "head": was.head,
        "reason": reason,
        "right": right_by(login, allowed.signers, desk.case).right,
        "until": (comment.created_at + allowed.lasts).isoformat(),
    }
    entry = Entry(EntryKind.OVERRIDDEN, comment.created_at, f"comment:{comment.id}:{zone}", zone, login, data)
    return Done(command, zone, entry, fingerprint=was.cover.fingerprint)


def _zone_refusal(desk: Desk, zone: str) -> str:
    part = desk.touched[zone]
    if desk.case.policy.mode is Mode.SHADOW:
        return words.SHADOW
    if part.zone.override is None:
        return words.nobody_may(zone, forbidden=part.zone.never_overridden)
    signed = ZoneJudge(desk.case, part, frozenset(desk.wrote)).verdict().state is ZoneState.SIGNED
    return words.SIGNED_ALREADY if signed else ""


def _person_refusal(desk: Desk, zone: str, login: str) -> str:
    allowed = desk.touched[zone].zone.override
    assert allowed is not None  # noqa: S101 - refused before where nobody may
    right = right_by(login, allowed.signers, desk.case)
    if not right:
        return words.doubtful(right.doubt, allowed) if right.doubt else words.not_named(login, zone, allowed)
    return words.author_alone(login, allowed) if _alone(login, desk, allowed) else ""


def _alone(login: str, desk: Desk, allowed: Override) -> bool:
    """Whether this is an author whose word would be the only one."""
    return allowed.count == 1 and login.lower() in desk.wrote


def _says_why(reason: str) -> bool:
    return len(reason.split()) >= FEWEST_WORDS or (len(reason) >= FEWEST_LETTERS and not reason.isascii())
