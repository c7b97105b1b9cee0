"""Writes a first policy, with a comment on each thing that says why it is there."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.survey import Placed, Proposal, Survey, ZoneFound
from bot.policy.vocabulary import PACKS

_WIDTH = 110
_ABSENT = {
    "schema": "No migrations were found.",
    "auth": "Little here decides who gets in and who may do what.",
    "money": "Nothing here moves or counts money.",
    "runtime": "No locks, queues, jobs or caches of its own were found.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What goes into the file: where it was looked, what was found, who is proposed, what it would have said."""

    where: str
    survey: Survey
    signers: Mapping[str, Proposal]
    past: tuple[str, ...] = ()  # sentences on the last commits, once they are known


def written(draft: Draft) -> str:
    """Give the policy's text."""
    return "\n".join((*_head(draft), *_exclude(draft.survey.noise), *_signers(draft.signers), *_zones(draft), ""))


def _head(draft: Draft) -> Iterator[str]:
    survey = draft.survey
    yield "# Which changes need a senior's sign-off here, and whose."
    yield from _comment(
        f"A proposal made by `dont-delegate init` from {draft.where}: {survey.code:,} files of code among {survey.listed:,}, "
        f"{survey.read:,} of them read. Make it yours: every line is meant to be edited."
    )
    for sentence in draft.past:
        yield from _comment(sentence)
    yield from ("version: 1", f"extends: [{', '.join(PACKS)}]", "")


def _exclude(noise: Iterable[Placed]) -> Iterator[str]:
    entries = [_entry(placed, "  ") for placed in noise]
    if entries:
        yield from ("# Files that no zone is about.", "exclude:", *entries, "")


def _signers(proposals: Mapping[str, Proposal]) -> Iterator[str]:
    if not proposals:
        yield from _comment(
            "Nobody could be named from CODEOWNERS or the history, so one person with the permission `maintain` signs. To name "
            "people, write `signers: {seniors: {users: [...]}}`, and `sign_off: {from: seniors}` in a zone."
        )
        yield ""
        return
    yield from ("# Who signs. Each one named is enough; look at the names, they come from the past.", "signers:")
    for zone, proposal in proposals.items():
        yield from _comment(proposal.why, "  ")
        named = {"users": proposal.users, "teams": proposal.teams}
        yield f"  {zone}-seniors: {{{', '.join(f'{key}: {json.dumps(list(v))}' for key, v in named.items() if v)}}}"
    yield ""


def _zones(draft: Draft) -> Iterator[str]:
    written_out = [zone for zone in draft.survey.zones if _holds(zone, draft)]
    if written_out:
        yield "zones:"
        for zone in written_out:
            yield from _zone(zone, draft.signers)
    for zone in draft.survey.zones:
        if zone not in written_out:
            yield from (
                "",
                *_comment(f"{zone.zone}: {_ABSENT[zone.zone]} Its rules stay on, to see the first."),
            )


def _holds(zone: ZoneFound, draft: Draft) -> bool:
    return bool(zone.paths or zone.likely or zone.zone in draft.signers)


def _zone(zone: ZoneFound, signers: Mapping[str, Proposal]) -> Iterator[str]:
    yield f"  {zone.zone}:"
    for sentence in zone.said:
        yield from _comment(sentence, "    ")
    if zone.zone in signers:
        yield f"    sign_off: {{from: {zone.zone}-seniors}}"
    yield from _globs("paths", "every change here needs the sign-off", zone.paths)
    yield from _globs("likely", "the signs of the zone lead here; elsewhere they count for less", zone.likely)


def _globs(key: str, says: str, placed: Iterable[Placed]) -> Iterator[str]:
    entries = [_entry(one, "      ") for one in placed]
    if entries:
        yield from (f"    {key}: # {says}", *entries)


def _entry(placed: Placed, margin: str) -> str:
    return f"{margin}- {json.dumps(placed.glob, ensure_ascii=False)} # {_one_line(placed.why)}"


def _comment(text: str, margin: str = "") -> list[str]:
    lines = textwrap.wrap(_one_line(text), _WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
    return [f"{margin}# {line}" for line in lines]


def _one_line(text: str) -> str:
    """Keep what a stranger named from leaving its comment; a very long name is cut."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    return " ".join(word if len(word) <= _WIDTH else f"{word[:_WIDTH]}..." for word in plain.split(" "))
