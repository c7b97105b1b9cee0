"""The one reply to each comment that holds commands."""

from collections.abc import Callable, Sequence

from bot.core import words
from bot.core.clerk import Done
from bot.core.markdown import code, listed, person, short
from bot.core.model.report import Answer, Comment
from bot.core.model.verdict import Verdict, ZoneState, ZoneVerdict
from bot.core.render import CHARACTERS_AT_MOST, answer_mark

HELP = """\
| Comment | What it does |
|:--|:--|
| `/explain` | why this pull request needs a senior, or does not |
| `/explain ZONE`, `/explain RULE` | what can go wrong there, and what a senior looks at |
| `/explain PATH`, `/explain PATH:LINE` | what was seen in that file or on that line |
| `/explain --why-not PATH` | why no rule fired on that file |
| `/sign-off ZONE ...` | a senior answers the zone's checklist with yes, and signs |
| `/revoke`, `/revoke ZONE ...` | a senior takes their sign-off back |
| `/recheck` | looks at the pull request once more |

A command stands on a line of its own, outside quotes and code. A comment that was edited is not read again: write a new one."""


def answer(comment: Comment, done: Sequence[Done], verdict: Verdict, explain: Callable[[str], str]) -> Answer:
    """Write the reply to a comment, after all it asked for has been done and judged."""
    parts = [_says(one, comment, verdict, explain) for one in done]
    body = f"{answer_mark(comment.id)}\n" + "\n\n".join(parts)
    refused = bool(done) and all(one.refused for one in done)
    return Answer(comment, body[:CHARACTERS_AT_MOST], "confused" if refused else "+1")


def _says(one: Done, comment: Comment, verdict: Verdict, explain: Callable[[str], str]) -> str:
    if one.refused:
        name = code(f"/{one.command.name} {one.zone}".strip())
        return f"{name} was not carried out: {one.refused}."
    match one.command.name:
        case "sign-off":
            return _signed(one, comment, verdict)
        case "revoke":
            return f"The sign-off of {code(one.zone)} by {person(comment.author.login)} is taken back. {_left(verdict)}"
        case "explain":
            return explain(one.command.rest)
        case "recheck":
            return f"Looked again at {short(verdict.head_sha)}: {words.headline(verdict)}."
        case _:
            return HELP


def _signed(one: Done, comment: Comment, verdict: Verdict) -> str:
    zone = _zone(verdict, one.zone)
    name = person(comment.author.login)
    if zone is None or zone.cover.fingerprint != one.fingerprint:
        return (
            f"{name} signed {code(one.zone)} as it was shown before the last push, and a push has changed it since. "
            "That sign-off does not count for the new lines: please look at them, then sign again."
        )
    says = f"{name} signed {code(one.zone)}, with every point of its checklist answered yes."
    if zone.state is ZoneState.OPEN:
        says += f" It takes more than one: {zone.needs}."
    return f"{says} {_left(verdict)}"


def _left(verdict: Verdict) -> str:
    """Say what is still asked in all."""
    still = [zone.zone.title for zone in verdict.zones if zone.state is not ZoneState.SIGNED]
    return f"Still open: {listed(still)}." if still else "Nothing is left to sign: the check is green."


def _zone(verdict: Verdict, zone: str) -> ZoneVerdict | None:
    return next((entry for entry in verdict.zones if entry.zone.id == zone), None)
