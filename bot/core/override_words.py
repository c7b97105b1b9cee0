"""The words about overrides: loud enough to be seen, and no louder."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.markdown import code, listed, moment, person, plain, short
from bot.core.model.overriding import Ended, Overriding
from bot.core.model.policy import Override, Requirement
from bot.core.model.verdict import ZoneState, ZoneVerdict
from bot.core.who import needs
from bot.core.words import count

CHANGES_AT_MOST = 5

FORBIDDEN_SINCE = "the policy lets nobody override this zone any more"
NO_LONGER_NAMED = "they are no longer among those who may override this zone"
UNSEEN_SINCE = "a part of the change can't be seen, so it held for that one commit alone, and there is a new one"
GIVEN_BEFORE_SHOWN = (
    "it was given before this part of the change was shown here; please look again, then override what is shown now"
)
SHADOW = "the policy is in shadow mode, so nothing is held back here"
SIGNED_ALREADY = "it is signed, so there is nothing to override"
EXAMPLE = "Refunds fail in production since 14:00, and this is the fix"


# --- why one no longer counts ------------------------------------------------------------------------------------


def in_doubt(doubt: str) -> str:
    """Say that the right to override could not be told."""
    return f"whether they may could not be told ({plain(doubt)}), and doubt is never counted"


def vetoed_since(logins: Sequence[str]) -> str:
    """Say who asked for changes after it."""
    return f"{_names(logins)} asked for changes after it was given"


def expired(until: datetime) -> str:
    """Say when its time was over."""
    return f"its time was over on {moment(until)}"


def moved_since(moved: Sequence[str]) -> str:
    """Say what has changed since it was given."""
    if not moved:
        return "the change is another one now"
    more = f" and {len(moved) - CHANGES_AT_MOST} more" if len(moved) > CHANGES_AT_MOST else ""
    what = listed(tuple(moved[:CHANGES_AT_MOST])) + more
    return f"it held for the change as it was then, and this has changed since: {what}"


def ended(one: Ended) -> str:
    """Say that an override no longer counts, and why."""
    return f"{person(one.login)} overrode this on {moment(one.at)}. That no longer counts: {one.why}."


# --- why a command is refused ------------------------------------------------------------------------------------


def who_may(allowed: Override, number: int, but: Collection[str] = ()) -> str:
    """Name those who may override, so many of them; `but` are logins of whom somebody else is wanted."""
    others = tuple(user for user in allowed.signers.users if user.lower() not in but)
    asked = Requirement(replace(allowed.signers, users=others), number)
    return needs(asked, lambda _: True) or "nobody else, by the policy as it stands"


def nobody_may(zone: str, *, forbidden: bool) -> str:
    """Say that the policy lets nobody override, and how it could."""
    if forbidden:
        return f"the policy says that {code(zone)} is never overridden. It takes its sign-off"
    return (
        f"the policy names nobody who may override {code(zone)}. Its keepers can, under this zone: "
        "`override: {from: {users: [...]}, count: 2}`"
    )


def not_named(login: str, zone: str, allowed: Override) -> str:
    """Say that someone may not override a zone, and who may."""
    return (
        f"{person(login)} is not among those who may override {code(zone)}. Who can: {who_may(allowed, allowed.count)}"
    )


def doubtful(doubt: str, allowed: Override) -> str:
    """Say that the right to override could not be told, and who may."""
    return f"{in_doubt(doubt)}. Who can: {who_may(allowed, allowed.count)}"


def author_alone(login: str, allowed: Override) -> str:
    """Say that an author's override would have to be the only one."""
    return (
        f"{person(login)} had a hand in this change, and here one override is enough, so it has to be somebody else's. "
        f"Who can: {who_may(allowed, 1, {login.lower()})}"
    )


def say_why(zone: str) -> str:
    """Ask for a reason."""
    return f"say in a few words why it can't wait, for who reviews it later: {code(f'/override {zone} {EXAMPLE}')}"


def say_which(zones: Sequence[str]) -> str:
    """Ask for the zone and a reason."""
    if not zones:
        return "this pull request is shallow: nothing here needs a sign-off"
    named = listed([code(zone) for zone in zones], "or")
    which = f"say for which zone ({named})" if len(zones) > 1 else "say for which zone"
    return f"{which}, and why it can't wait, like {code(f'/override {zones[0]} {EXAMPLE}')}"


# --- where a zone stands -----------------------------------------------------------------------------------------


def overridden(zone: ZoneVerdict) -> str:
    """Say loudly, but not shouting, who let the zone pass, why, until when, and what is owed for it."""
    over = zone.overriding
    says = [f"**Overridden, not signed.** {_given(over)}"]
    if zone.vetoes:
        says.append(f"**It goes against a veto:** {_names(zone.vetoes)} asked for changes.")
    if zone.refused:
        says.append(f"**It goes against the policy:** {' '.join(refused.why for refused in zone.refused)}")
    if zone.unseen:
        says.append("A part of the change could not be seen, and passes unseen, in this one commit.")
    if over.until:
        says.append(f"It holds until {moment(over.until)}, for exactly what is shown here.")
    return " ".join(
        [*says, "No senior has signed this, so a review is owed after the merge, and an issue will ask for it."]
    )


def was_overridden(zone: ZoneVerdict) -> str:
    """Say after the merge who let the zone pass, why, and against what."""
    against = f" It went against a veto: {_names(zone.vetoes)} asked for changes." if zone.vetoes else ""
    unseen = " A part of the change could not be seen." if zone.unseen else ""
    return f"It was overridden. {_given(zone.overriding)}{against}{unseen}"


def override_notes(zone: ZoneVerdict) -> list[str]:
    """Say all there is to say of a zone's overrides: in force, begun, ended; nothing where it was signed after all."""
    if zone.state is ZoneState.SIGNED:
        return []
    now = overridden(zone) if zone.state is ZoneState.OVERRIDDEN else begun(zone)
    return [*filter(None, [now]), *map(ended, zone.overriding.ended)]


def _given(over: Overriding) -> str:
    return " ".join(
        f"{person(one.login)} ({plain(one.right)}{', an author of the change' if one.author else ''}) "
        f"said on {moment(one.at)}: {code(one.reason, 300)}."
        for one in over.by
    )


def begun(zone: ZoneVerdict) -> str:
    """Say that somebody overrode a zone and that it takes more; "" where nobody did, or it is enough."""
    over, allowed = zone.overriding, zone.zone.override
    if not over.by or not over.missing or allowed is None:
        return ""
    return f"**Not overridden yet.** {_given(over)} {still_missing(zone)}"


def still_missing(zone: ZoneVerdict) -> str:
    """Say how many more people an override takes, and who they could be."""
    over, allowed = zone.overriding, zone.zone.override
    if allowed is None:
        return ""
    more = "One more person has" if over.missing == 1 else f"{count(over.missing).capitalize()} more people have"
    who = who_may(allowed, 1, {one.login for one in over.by})
    other = " One of them must have had no hand in the change." if all(one.author for one in over.by) else ""
    return f"{more} to say {code(f'/override {zone.zone.id} ...')} too, with a reason of their own: {who}.{other}"


def _names(logins: Iterable[str]) -> str:
    return listed([person(login) for login in logins])


# --- answers -----------------------------------------------------------------------------------------------------

NOT_GREEN = "Nothing else is asked for: the check is neutral, so it can be merged, and it is not green."


def answered(login: str, zone: ZoneVerdict) -> str:
    """Say what a command came to."""
    over = zone.overriding
    if not over.in_force:
        return f"{person(login)} overrode {code(zone.zone.id)}. {still_missing(zone)}"
    until = f" It holds until {moment(over.until)}, for exactly what is shown here." if over.until else ""
    return (
        f"{code(zone.zone.id)} is overridden by {_names(one.login for one in over.by)}: it may pass without its sign-off.{until} "
        "A push that changes it ends it. A review is owed after the merge, and an issue will ask for it."
    )


def stale(login: str, zone: str, head: str) -> str:
    """Say that an override was given for something else than what is there now."""
    return (
        f"{person(login)} overrode {code(zone)} as it was shown at {short(head)}, and a push has changed it since. "
        "That does not count for the new lines: please look at them, then override again."
    )
