"""CODEOWNERS to a policy: what has owners is a zone that they sign, each file by its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from bot.core.codeowners import Line, lines, login_in, team_in
from bot.core.model.policy import Policy
from bot.core.survey import Proposal
from bot.policy.globs import expand
from bot.policy.imports.imported import Imported, Notes
from bot.policy.imports.source import refused
from bot.policy.imports.writing import identifier, written
from bot.policy.loading import load

_WHY = "What CODEOWNERS gives an owner is not changed without one."


def import_codeowners(text: str, source: str, fitting: Mapping[str, Proposal]) -> Imported:
    """Give a policy for CODEOWNERS; raises UserError with file and line where nobody owns anything.

    `fitting` are owners of most files of a shipped zone, for those that are to be taken in with their signers.
    """
    notes = Notes()
    read = list(lines(text))
    for number in _skipped(text, read):
        notes(number, "GitHub skips this line: its pattern or an owner is none, so it is not carried.")
    for line in read:
        for owner in line.owners:
            if not team_in(owner) and not login_in(owner):
                notes(
                    line.number, f"`{owner}` is an address, and GitHub does not tell whose; it counts for nobody here."
                )
    paths = list(_globs(read, notes))
    if all(path.startswith("!") for path in paths):
        raise refused(
            source, 1, "This is no CODEOWNERS: no line gives a pattern an owner, such as `/src/ @acme/payments`."
        )
    policy = _policy(paths, fitting)
    told = written(policy, f"CODEOWNERS, {source}", notes.all)
    loaded = load(told, "the import")
    if not isinstance(loaded, Policy):
        first = loaded.items[0]
        raise refused(source, 1, f"No sound policy comes of this. {first.says} {first.instead}")
    return Imported(told, notes.all)


def _policy(paths: list[str], fitting: Mapping[str, Proposal]) -> dict[str, Any]:
    """Give the policy: the owned files, and shipped zones whose signers are known."""
    names = {zone: identifier(f"{zone}-owners", ()) for zone in fitting}
    signers = {names[zone]: _named(found) for zone, found in fitting.items()}
    owned = {
        "title": "Owned code",
        "why": _WHY,
        "checklist": "optional",
        "paths": paths,
        "sign_off": {"from": {"codeowners": True}},
    }
    zones = {"owned": owned, **{zone: {"sign_off": {"from": name}} for zone, name in names.items()}}
    return {"version": 1, "extends": list(fitting), **({"signers": signers} if signers else {}), "zones": zones}


def _named(found: Proposal) -> dict[str, list[str]]:
    both = {"users": list(found.users), "teams": list(found.teams)}
    return {key: names for key, names in both.items() if names}


def _globs(read: Iterable[Line], notes: Notes) -> Iterator[str]:
    """Give the patterns in their order, since the last that fits decides; what has no owner is taken back."""
    before: list[Line] = []  # those with owners
    for line in read:
        owned = any(team_in(owner) or login_in(owner) for owner in line.owners)
        glob = line.pattern if owned else f"!{line.pattern}"
        try:
            if "{" in glob or "}" in glob:
                notes(
                    line.number, f"`{line.pattern}` has braces, which mean something else here, so it is not carried."
                )
                continue
            expand(glob)
        except PydanticCustomError:
            notes(line.number, f"`{line.pattern}` is no glob here, so it is not carried.")
            continue
        yield glob
        if owned and line.pattern.endswith("/*"):
            yield from _files_alone(line, before, notes)
        before += [line] if owned else []


def _files_alone(line: Line, before: Iterable[Line], notes: Notes) -> Iterator[str]:
    """Take back what lies deeper than the star at a pattern's end reaches on GitHub, unless it may be another line's."""
    if all(_apart(line.pattern, other.pattern) for other in before):
        yield f"!{line.pattern}/**"
    else:
        says = f"`{line.pattern}` takes in what lies deeper here; what no other line gives an owner can be signed by nobody."
        notes(line.number, says)


def _apart(one: str, other: str) -> bool:
    """Whether two patterns begin at the root, in different folders."""
    first, second = (pattern.removeprefix("/").split("/") for pattern in (one, other))
    plain = len(first) > 1 and len(second) > 1 and not any(sign in first[0] + second[0] for sign in "*?")
    return plain and first[0] != second[0]


def _skipped(text: str, read: Iterable[Line]) -> Iterator[int]:
    known = {line.number for line in read}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip() and not line.strip().startswith("#") and number not in known:
            yield number
