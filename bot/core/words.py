"""The words that the bot says: short sentences, built by named functions."""

from collections.abc import Iterator, Mapping, Sequence

from bot.core import refusal_words
from bot.core.floor_words import FLOOR_UNUSABLE
from bot.core.hands import OPENED
from bot.core.lesson_words import answer_due, first_answers
from bot.core.markdown import account, code, listed, moment, person, plain, short
from bot.core.model.verdict import Lapsed, NotCounted, ProvenanceMark, Tick, Verdict, ZoneState, ZoneVerdict

NAMES_AT_MOST = 10
DOUBT_AT_MOST = 500  # characters of what GitHub said
REASON_AT_MOST = 500  # characters of why a point does not apply

AUTHORS_DO_NOT_SIGN = "they had a hand in this change, and nobody signs their own work"
AGENTS_DO_NOT_SIGN = "that is the account of a bot or an assistant, and only people sign"
SIGNED_BEFORE_SHOWN = (
    "it was given before this part of the change was shown here; please look again and sign what is shown now"
)
UNSEEN_UNSIGNED = "a part of this change could not be seen, and what can't be seen can't be signed"
REVIEW_BODY = "These lines need a senior's eye. What to check, and who can sign, stands in the summary comment of this pull request."

_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def count(number: int) -> str:
    """Write a small number as a word."""
    return _COUNTS.get(number, str(number))


# --- who ------------------------------------------------------------------------------------------------------


def in_doubt(doubt: str) -> str:
    """Say that a right could not be told, and so was not counted."""
    return f"whether they may sign could not be told ({plain(doubt, DOUBT_AT_MOST)})"


def had_a_hand(how: str) -> str:
    """Say that someone is an author of the change; where they did not open it themselves, how that is known."""
    known = "" if how == OPENED else f" ({how})"
    return f"had a hand in this change{known}, and nobody signs their own work"


def left_out(why: str) -> str:
    """Say that the policy names someone among those who do not sign, and by what."""
    return f"the policy's `except` leaves them out ({plain(why)})"


def not_a_senior(zone: str) -> str:
    """Say that someone is no senior of a zone."""
    return f"they are not among the seniors of {code(zone)}"


def no_longer_a_senior(zone: str, was: str) -> str:
    """Say that someone has lost the right by which they signed."""
    return f"they signed by a right that they no longer have ({plain(was)}), and are not among the seniors of {code(zone)} now"


def approved_boxes_open(zone: str) -> str:
    """Say what an approval still lacks."""
    return (
        "it is an approval, and the checklist is still open; "
        f"please tick its boxes, or comment `/sign-off {zone}` to answer them all"
    )


def not_counted(entry: NotCounted) -> str:
    """Say whose statement does not count and why."""
    return f"{person(entry.login)}'s sign-off is not counted: {entry.why}."


def lapsed(entry: Lapsed, difference: str) -> str:
    """Say what changed since someone signed; `difference` is the address of the two heads side by side, "" unknown."""
    at = f" at {short(entry.head_sha)}" if entry.head_sha else ""
    what = f"{listed(entry.changes[:5])}" + (f" and {len(entry.changes) - 5} more" if len(entry.changes) > 5 else "")  # noqa: PLR2004
    did = {"review": "approved", "ticks": "answered part of"}.get(entry.via, "signed")
    seen = f" ([the difference]({difference}))" if difference else ""
    return (
        f"{person(entry.login)} {did} this on {moment(entry.at)}{at}. Since then: {what}{seen}. So it is asked again."
    )


ASKED_OTHERWISE = "the questions are no longer the ones that stood here"


# --- where a zone stands --------------------------------------------------------------------------------------


def state(zone: ZoneVerdict) -> str:
    """Say where a zone stands, in a few words."""
    match zone.state:
        case ZoneState.SIGNED:
            return f"signed by {listed([person(s.login) for s in zone.signatures])}"
        case ZoneState.VETOED:
            return f"held by {listed([person(login) for login in zone.vetoes])}, who asked for changes"
        case ZoneState.UNKNOWN:
            return "could not be judged"
        case ZoneState.REFUSED:
            return refusal_words.state(zone)
        case ZoneState.OVERRIDDEN:
            return f"**overridden, not signed**, by {listed([person(one.login) for one in zone.overriding.by])}"
        case ZoneState.OPEN:
            return ", ".join(["open", *_so_far(zone)])


def _so_far(zone: ZoneVerdict) -> Iterator[str]:
    """Say in a few words what has been done for an open zone, and who comes first."""
    lapsed = [person(entry.login) for entry in zone.lapsed if entry.via != "ticks"]
    if zone.signatures:
        yield f"signed by {listed([person(s.login) for s in zone.signatures])} so far"
    elif lapsed:
        yield f"changed since {listed(lapsed)} signed"
    if zone.awaits:
        yield answer_due(zone.explainers)
    if zone.overriding.by:
        yield f"overridden by {listed([person(one.login) for one in zone.overriding.by])} so far"


def next_step(zone: ZoneVerdict) -> str:
    """Say who can do what next about a zone."""
    match zone.state:
        case ZoneState.SIGNED:
            return "Nothing is left to do here."
        case ZoneState.VETOED:
            names = listed([person(login) for login in zone.vetoes])
            vain = "".join(f" {_dismissed_in_vain(*pair)}" for pair in zone.dismissed.items())
            return f"{names} asked for changes. It goes on when they sign, approve, or comment `/revoke {zone.zone.id}`.{vain}"
        case ZoneState.UNKNOWN:
            return (
                "What can't be seen can't be signed. Split the change so that these files can be shown, then push; "
                "`/recheck` looks again."
            )
        case ZoneState.REFUSED:
            return refusal_words.next_step(zone)
        case ZoneState.OVERRIDDEN:
            still = zone.needs and not (zone.unseen or zone.refused)
            who = f" A senior can still sign, which makes it green: {zone.needs}." if still else ""
            return f"It may be merged, and a review is owed for it afterwards.{who}"
        case ZoneState.OPEN if not zone.needs:
            return "No sign-off rule of this zone applies to this pull request, so nobody can sign. Please tell the policy's keeper."
        case ZoneState.OPEN:
            how = "tick every box below" if zone.checklist else "approve this pull request"
            first = f"{first_answers(zone.explainers, count(len(zone.awaits)))} " if zone.awaits else ""
            who = f"{first}To sign: {zone.needs}, and not an author of the change."
            if _all_ticked(zone):  # nobody can tick them a second time
                how = f"comment `/sign-off {zone.zone.id}` to answer them in your own name"
                return f"{who} Every box is ticked already, so look at each point, then {how}."
            return f"{who} Look at each point, then {how} or comment `/sign-off {zone.zone.id}`."


def _dismissed_in_vain(senior: str, by: str) -> str:
    """Say that a veto holds though its review was dismissed, and whose dismissal would end it."""
    return (
        f"{person(by)} dismissed the review of {person(senior)}, and that does not end it: "
        f"only {person(senior)} can, or another senior of this zone who had no hand in the change."
    )


def _all_ticked(zone: ZoneVerdict) -> bool:
    return bool(zone.checklist) and len({tick.item for tick in zone.ticks}) == len(zone.checklist)


def does_not_apply(tick: Tick) -> str:
    """Say that a point of the checklist does not apply, by whose word and why."""
    return f"does not apply, says *{account(tick.login)}*: {code(tick.reason, REASON_AT_MOST)}"


def leaving_out(zone: str) -> str:
    """Say how a point is left out that does not apply."""
    return f"<sub>Where a point does not apply: `/not-applicable {zone} 1` and why, with its number.</sub>"


def points_left(login: str, numbers: Sequence[int], zone: str) -> str:
    """Say what somebody still has to answer themselves, and how: another's tick stands in the box already."""
    points = f"point{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"
    return f"{person(login)} has {points} still open: `/sign-off {zone}` answers the rest in their own name."


def titles(zones: Sequence[ZoneVerdict]) -> str:
    """Name zones in a sentence."""
    return listed([zone.zone.title for zone in zones])


def headline(verdict: Verdict) -> str:
    """Say the verdict in one line without markup."""
    if verdict.policy_problems:
        return "The policy of the base branch can't be used"
    if verdict.floor_trouble:
        return FLOOR_UNUSABLE
    if not verdict.deep:
        return "Shallow: nothing here needs a senior"
    vetoed = [zone for zone in verdict.zones if zone.state is ZoneState.VETOED]
    unknown = [zone for zone in verdict.zones if zone.state is ZoneState.UNKNOWN]
    refused = [zone for zone in verdict.zones if zone.state is ZoneState.REFUSED]
    still = [zone for zone in verdict.zones if zone.state is ZoneState.OPEN]
    if vetoed:
        return f"Changes asked for by {listed(sorted({login for zone in vetoed for login in zone.vetoes}))}"
    if refused:
        return f"Refused by the policy: {titles(refused)}"
    if unknown:
        return f"Could not be judged: {titles(unknown)}"
    if still:
        return f"Needs a sign-off: {titles(still)}"
    overridden = [zone for zone in verdict.zones if zone.state is ZoneState.OVERRIDDEN]
    return f"Overridden, not signed: {titles(overridden)}" if overridden else f"Signed: {titles(verdict.zones)}"


def opening(verdict: Verdict) -> str:
    """Open the summary comment with what is asked."""
    still = [zone for zone in verdict.zones if zone.state not in (ZoneState.SIGNED, ZoneState.OVERRIDDEN)]
    if not still and verdict.overridden:
        return f"{headline(verdict)}. A review is owed"
    if not still:
        return "Every part of this change that needed a senior has been signed"
    if all(zone.state is ZoneState.UNKNOWN and not zone.findings for zone in still):
        return "This change could not be judged whole"
    if all(zone.state is ZoneState.VETOED for zone in still):
        return headline(verdict)
    if all(zone.state is ZoneState.REFUSED for zone in still):
        return refusal_words.opening(len(still))
    parts = "One part" if len(still) == 1 else f"{count(len(still)).capitalize()} parts"
    return f"{parts} of this change need{'s' if len(still) == 1 else ''} a senior's sign-off"


UNSEEN = "**Something here could not be seen**, and what is not seen is not taken as clean:"

NO_LONGER_DEEP = (
    "### Nothing here needs a senior's sign-off any more\n\n"
    "What this comment asked about is no longer part of the change. Thank you for bearing with it."
)


def written_with(marks: Sequence[ProvenanceMark]) -> str:
    """Say that an assistant had a hand in the change, and how that is known; "" when there is no sign of it."""
    if not marks:
        return ""
    agents = listed(list(dict.fromkeys(plain(mark.agent, 60) for mark in marks)))
    return f"Written with {agents}: {marks[0].says}."


def written_by_unknown(names: Sequence[str]) -> str:
    """Say that nobody knows whose hand this is, so that who signs asks; "" when all are known."""
    if not names:
        return ""
    shown = [code(name, 60) for name in names[:NAMES_AT_MOST]]
    more = [f"{len(names) - NAMES_AT_MOST} more"] if len(names) > NAMES_AT_MOST else []
    return (
        f"Commits here name {listed([*shown, *more])}, whom GitHub knows no account of. "
        "Whoever that is had a hand in this change, and must not sign it."
    )


def written_by(hands: Mapping[str, str]) -> str:
    """Say who had a hand in the change, and how that is known: anybody can name anybody in a commit."""
    known = [f"{person(login)} ({how})" for login, how in hands.items()]
    more = [f"{len(known) - NAMES_AT_MOST} more"] if len(known) > NAMES_AT_MOST else []
    return f"Had a hand in it, and so can't sign it: {listed([*known[:NAMES_AT_MOST], *more])}." if known else ""


# --- refusals of ticks ----------------------------------------------------------------------------------------


def tick_taken_back(why: str) -> str:
    """Say that a box was set back, and why."""
    return f"A box was set back: {why}."


def tick_of_another(logins: Sequence[str]) -> str:
    """Say whose tick it is."""
    return (
        f"{listed([person(login) for login in logins])} answered that point, and only they take it back, with `/revoke`"
    )


TICK_LOST = "who ticked it is no longer on record; please look again, and tick it again"
RECORD_LOST = "the record of it was lost; please look again, then sign again"
STALE_BOX = "the change behind that box is no longer the one shown; please look at the list as it is now"
REWRITTEN_BOX = (
    "its question had been rewritten by somebody, and was not the one asked here; the list below is as it should be, so please "
    "read the question again and tick it if the answer is yes"
)
CARRIED_ALONG = (
    "several boxes changed with one edit, and this one had been ticked before, so it may have come along from an older page; "
    "if you meant it, please tick it by itself"
)
UNKNOWN_BOX = "that box is not on the list"
