"""Globs that no file can meet where they stand: left out as a class, in another language, taken back, or apart from the rest."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bot.core.matching.classes import excluded_class
from bot.core.matching.globs import GlobSet, last_match
from bot.core.matching.languages import languages
from bot.policy.advice.reach import meet, samples, segments
from bot.policy.advice.scope import Listed, Scope
from bot.policy.nodes import Scalar
from bot.policy.problems import listed as quoted

Reason = tuple[str, str]  # why nothing can be matched, and what to write instead


def dead_globs(globs: Listed, scope: Scope) -> list[tuple[Scalar, Reason]]:
    """Find the globs of a list that can match nothing; a scope that asks for renamed files is left in peace.

    A renamed file has two paths, and they may differ in everything.
    """
    if scope.statuses and scope.statuses & {"renamed", "copied"}:
        return []
    names = _names(globs, scope)
    found = []
    for scalar, expanded in globs.adding:
        reasons = [_reason(glob, globs, scope, names) for glob in expanded]
        if all(reasons) and reasons and reasons[0]:
            found.append((scalar, reasons[0]))
    return found


def _names(globs: Listed, scope: Scope) -> tuple[str, ...]:
    """Name files as the languages and the other lists want them."""
    others = (one for other in scope.lists if other is not globs for _, some in other.adding for one in some)
    wanted = (one.removeprefix("*") for one in others if "/" not in one)
    return (*(f"file{ending}" if ending.startswith(".") else ending for ending in wanted), *scope.names)


def _reason(glob: str, globs: Listed, scope: Scope, names: Sequence[str]) -> Reason | None:
    """Say why a glob matches nothing here; None where it does, or may."""
    if any(_alive(path, globs, scope) for path in samples(glob, names)):
        return None
    apart = _apart(glob, globs, scope)
    if apart:
        return apart
    paths = tuple(samples(glob, names))
    return next((reason for reason in _out(paths, globs, scope) if reason), None)


def _alive(path: str, globs: Listed, scope: Scope) -> bool:
    """Whether nothing here stands against a file of this name."""
    kind = excluded_class(path)
    return (
        (kind is None or kind in scope.include)
        and all(tongues.intersection(languages(path)) for tongues in scope.languages)
        and all(_taken(one.globs)(path) for one in {globs, *scope.lists})
        and not any(_taken(never)(path) for never in (*scope.never, *([scope.exclude] if scope.exclude else [])))
    )


def _apart(glob: str, globs: Listed, scope: Scope) -> Reason | None:
    """Say which other list it never meets."""
    own = segments(glob)
    for other in scope.lists:
        if other is not globs and not any(meet(own, segments(one)) for _, some in other.adding for one in some):
            says = f"no file matches it and also `{other.key}` on line {other.at.line}"
            return says, "Make one of them wider, or put them under `any`."
    return None


def _out(paths: Sequence[str], globs: Listed, scope: Scope) -> Iterator[Reason | None]:
    for tongues in scope.languages:
        if not any(tongues.intersection(languages(path)) for path in paths):
            wanted = quoted(sorted(tongues))
            yield f"no file that it matches is written in {wanted}", "Take it out, or add the language that is meant."
    yield _left_out(paths, scope)
    taken_back = not any(_taken(globs.globs)(path) for path in paths)
    yield ("the `!` globs after it take back all of it", "Take one of them out.") if taken_back else None
    for never in scope.never:
        if all(_taken(never)(path) for path in paths):
            yield "`none` leaves all of it out", "Take it out here or there."


def _left_out(paths: Sequence[str], scope: Scope) -> Reason | None:
    kinds = {excluded_class(path) for path in paths} - set(scope.include)
    if None not in kinds and len(kinds) == 1:
        kind = kinds.pop()
        return (
            f"all it matches are {_FILES.get(str(kind), str(kind))}, which rules pass over",
            f"Add `include: [{kind}]` to the rule.",
        )
    if scope.exclude and all(_taken(scope.exclude)(path) for path in paths):
        return "the policy's `exclude` leaves out all of it", "Take it out here, or narrow `exclude`."
    return None


@lru_cache(maxsize=512)
def _taken(globs: tuple[str, ...]) -> Callable[[str], bool]:
    """Give what tells whether a list of globs takes a path in."""
    known = GlobSet()
    signed = known.add_all(globs)
    return lambda path: last_match(signed, known.match(path))


_FILES = {"tests": "tests", "docs": "docs", "vendored": "vendored files", "generated": "generated files"}
