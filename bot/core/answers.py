"""The one reply to each comment that holds commands."""

from collections.abc import Callable, Sequence

from bot.core import override_words, words
from bot.core.clerk import Done
from bot.core.lesson_words import thanks, too_early
from bot.core.markdown import code, cut, listed, person, short
from bot.core.model.ledger import Entry
from bot.core.model.report import Answer, Comment
from bot.core.model.verdict import Verdict, ZoneState, ZoneVerdict
from bot.core.render import CHARACTERS_AT_MOST, answer_mark

HELP = """\
| Comment | Who | What it does |
|:--|:--|:--|
| `/explain` | anyone | why this pull request needs a senior, or does not |
| `/explain ZONE`, `/explain RULE` | anyone | what can go wrong there, and what a senior looks at |
| `/explain PATH`, `/explain PATH:LINE` | anyone | what was seen in that file or on that line |
| `/explain --why-not PATH` | anyone | why no rule fired on that file |
| `/recheck` | anyone | look at the pull request once more |
| `/answer QUESTION TEXT` | who wrote the change | answer a question in your own words, over as many lines as you like |
| `/sign-off ZONE ...` | a senior of the zone | sign, with every point of its checklist answered yes; or tick its boxes |
| `/not-applicable ZONE NUMBER REASON` | a senior of the zone | say that one point of the checklist does not apply, and why |
| `/revoke`, `/revoke ZONE ...` | who said it | take back a sign-off, an override or a request for changes |
| `/override ZONE REASON` | whom the policy names | in an emergency, let a zone pass unsigned; a review is owed afterwards |

Nobody signs their own work.

A command stands on a line of its own in a comment, outside quotes and code; the text of a review is not read for commands.
A comment that was edited is not read again: write a new one."""


def answer(comment: Comment, done: Sequence[Done], verdict: Verdict, explain: Callable[[str], str]) -> Answer:
    """Write the reply to a comment, after all it asked for has been done and judged."""
    parts = list(dict.fromkeys(_refused(one) for one in done if one.refused))
    says = _signed([one for one in done if one.command.name == "sign-off" and one.entry], comment, verdict)
    says += [_excused(one, comment, verdict) for one in done if one.command.name == "not-applicable" and one.entry]
    says += _revoked([one for one in done if one.command.name == "revoke" and one.entry], comment)
    says += [_overridden(one, comment, verdict) for one in done if one.command.name == "override" and one.entry]
    if says:
        parts.append(" ".join([*says, _left(verdict)]))
    parts += _taught([one.entry for one in done if one.command.name == "answer" and one.entry], verdict)
    parts += [_asked(one, verdict, explain) for one in done if not one.refused and not one.entry]
    body = f"{answer_mark(comment.id)}\n" + "\n\n".join(parts)
    refused = bool(done) and all(one.refused for one in done)
    return Answer(comment, cut(body, CHARACTERS_AT_MOST, "… and more than fits here."), "confused" if refused else "+1")


def _refused(one: Done) -> str:
    end = "" if one.refused.endswith("?") else "."
    return f"{code(f'/{one.command.name} {one.about or one.zone}'.strip())} was not carried out: {one.refused}{end}"


def _asked(one: Done, verdict: Verdict, explain: Callable[[str], str]) -> str:
    """Answer what only asks."""
    match one.command.name:
        case "explain":
            return explain(one.command.rest)
        case "recheck":
            return f"Looked again at {short(verdict.head_sha)}: {words.headline(verdict)}."
        case _:
            return HELP


def _signed(done: Sequence[Done], comment: Comment, verdict: Verdict) -> list[str]:
    """Say what the sign-offs of one comment came to: those that count first."""
    name = person(comment.author.login)
    stale, counted = [], []
    for one in done:
        zone = _zone(verdict, one.zone)
        if zone is None or zone.cover.fingerprint != one.fingerprint:
            stale.append(one.zone)
        else:
            counted.append(zone)
    says = []
    if counted:
        names = listed([code(zone.zone.id) for zone in counted])
        says.append(f"{name} signed {names}, with every {_point(counted, comment)} of {_its(counted)} answered yes.")
        says += [too_early(zone) for zone in counted if comment.author.login.lower() in zone.waits]
    says += [f"{code(zone.zone.id)} is {words.state(zone)}." for zone in counted if zone.state is ZoneState.VETOED]
    refused = [code(zone.zone.id) for zone in counted if zone.state is ZoneState.REFUSED]
    if refused:
        says.append(
            f"The policy refuses {listed(refused)} for now, whoever signs; the sign-off counts as soon as that has ended."
        )
    says += [
        f"{code(zone.zone.id)} takes more than one: {zone.needs}."
        for zone in counted
        if zone.state is ZoneState.OPEN and comment.author.login.lower() not in zone.waits
    ]
    if stale:
        says.append(
            f"{name} signed {listed([code(zone) for zone in stale])} as it was shown before the last push, and a push has "
            "changed it since. That sign-off does not count for the new lines: please look at them, then sign again."
        )
    return says


def _excused(one: Done, comment: Comment, verdict: Verdict) -> str:
    """Say which point somebody left out of a checklist, and what becomes of it if the change is another by now."""
    facts = one.entry.facts if one.entry else {}
    zone = _zone(verdict, one.zone)
    numbers = {item.id: f"point {number}" for number, item in enumerate(zone.checklist, 1)} if zone else {}
    point = numbers.get(facts["item"], code(facts["item"]))
    reason = code(facts["reason"], words.REASON_AT_MOST)
    says = f"{person(comment.author.login)} says that {point} of {code(one.zone)} does not apply: {reason}."
    if zone is None or zone.cover.fingerprint != one.fingerprint:
        return f"{says} A push has changed what it was said of, so please look again."
    return says


def _taught(given: Sequence[Entry], verdict: Verdict) -> list[str]:
    """Thank for the answers to each zone's questions, and say what is still asked of the author there."""
    says = []
    for name in dict.fromkeys(entry.zone for entry in given):
        zone = _zone(verdict, name)
        questions = dict.fromkeys(entry.facts["question"] for entry in given if entry.zone == name)
        left = [one.question for one in zone.taught if not one.answered] if zone else []
        says.append(thanks(given[0].login, name, list(questions), left))
    return says


def _point(zones: Sequence[ZoneVerdict], comment: Comment) -> str:
    """Leave out of what was answered yes what the same person said does not apply."""
    login = comment.author.login.lower()
    return "other point" if any(t.reason and t.login == login for zone in zones for t in zone.ticks) else "point"


def _its(zones: Sequence[ZoneVerdict]) -> str:
    return "its checklist" if len(zones) == 1 else "their checklists"


_TAKEN = ("sign-off", "override", "request for changes")


def _revoked(done: Sequence[Done], comment: Comment) -> list[str]:
    by_kind = {took: [code(one.zone) for one in done if one.took == took] for took in _TAKEN}
    return [
        f"The {took} of {listed(zones)} by {person(comment.author.login)} is taken back."
        for took, zones in by_kind.items()
        if zones
    ]


def _overridden(one: Done, comment: Comment, verdict: Verdict) -> str:
    """Say what an override came to."""
    zone = _zone(verdict, one.zone)
    if zone is None or zone.cover.fingerprint != one.fingerprint:
        head = one.entry.facts["head"] if one.entry else ""
        return override_words.stale(comment.author.login, one.zone, head)
    return override_words.answered(comment.author.login, zone)


def _left(verdict: Verdict) -> str:
    """Say what is still asked in all."""
    done = (ZoneState.SIGNED, ZoneState.OVERRIDDEN)
    still = [zone.zone.title for zone in verdict.zones if zone.state not in done]
    if still:
        return f"Still open: {listed(still)}."
    return override_words.NOT_GREEN if verdict.overridden else "Nothing is left to sign: the check is green."


def _zone(verdict: Verdict, zone: str) -> ZoneVerdict | None:
    return next((entry for entry in verdict.zones if entry.zone.id == zone), None)
