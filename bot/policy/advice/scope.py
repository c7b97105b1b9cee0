"""What a place in a rule's `when` already asks of a file, from all that stands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.matching.languages import sample_names
from bot.policy.globs import expand
from bot.policy.nodes import Mapping, Node, Scalar, child, items
from bot.policy.problems import Spot


@dataclass(frozen=True, eq=False)
class Listed:
    """A list of globs, of `paths` or of a pattern's `files`, in its order."""

    key: str
    at: Spot
    scalars: tuple[Scalar, ...]

    @cached_property
    def globs(self) -> tuple[str, ...]:
        """All of them with braces expanded, those that take back too."""
        return tuple(glob for scalar in self.scalars for glob in _expanded(scalar.text))

    @cached_property
    def adding(self) -> tuple[tuple[Scalar, tuple[str, ...]], ...]:
        """Give each glob as written that adds, with what it stands for."""
        return tuple((one, _expanded(one.text)) for one in self.scalars if not one.text.startswith("!"))


@dataclass(frozen=True, slots=True)
class Scope:
    """All that must hold of a file at once."""

    lists: tuple[Listed, ...] = ()
    languages: tuple[frozenset[str], ...] = ()
    statuses: frozenset[str] | None = None  # None: any
    never: tuple[tuple[str, ...], ...] = ()  # globs of `none`: a file they match is out
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def within(self, when: Mapping) -> "Scope":
        """Give the scope inside a condition: all of its keys, and of its `all`, hold at once."""
        scope = self
        for part in together(when):
            scope = scope.and_(part)
        return scope

    def and_(self, part: Mapping) -> "Scope":
        """Add the keys of one mapping."""
        paths, tongues, statuses = listed(part, "paths"), words(part, "languages"), words(part, "status")
        either = self.statuses if not statuses else statuses if self.statuses is None else self.statuses & statuses
        return replace(
            self,
            lists=(*self.lists, *([paths] if paths else [])),
            languages=(*self.languages, *([tongues] if tongues else [])),
            statuses=either,
            never=(*self.never, *_never(part)),
        )

    @property
    def names(self) -> Sequence[str]:
        """Names of files in the languages asked for."""
        return [name for tongues in self.languages for tongue in sorted(tongues) for name in sample_names(tongue)]


def together(when: Mapping) -> Iterator[Mapping]:
    """Give a condition, and the parts of its `all` however deep: all of them hold at once."""
    yield when
    for part in items(child(when, "all")):
        if isinstance(part, Mapping):
            yield from together(part)


def listed(node: Node | None, key: str) -> Listed | None:
    """Give the globs under a key; None where there are none."""
    scalars = tuple(item for item in items(node, key) if isinstance(item, Scalar))
    return Listed(key, scalars[0].at, scalars) if scalars else None


def words(node: Node | None, key: str) -> frozenset[str]:
    """Give the words under a key."""
    return frozenset(item.text for item in items(node, key) if isinstance(item, Scalar))


def _never(part: Mapping) -> Iterator[tuple[str, ...]]:
    """Give the globs of those parts of `none` that ask for nothing but a path."""
    for out in items(child(part, "none")):
        if isinstance(out, Mapping) and set(out.entries) == {"paths"} and (paths := listed(out, "paths")):
            yield paths.globs


def _expanded(glob: str) -> tuple[str, ...]:
    try:
        return expand(glob)
    except ValueError:
        return ()  # told by the shape
