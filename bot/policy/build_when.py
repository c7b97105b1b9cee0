"""The shapes of predicates to the core's values."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.model.change import FileStatus, Side
from bot.core.model.conditions import Fork, OnlyPaths, SomePaths
from bot.core.model.predicates import (
    Ai,
    All,
    AnyOf,
    Branch,
    Confidence,
    File,
    InRepository,
    Labels,
    Languages,
    LinePattern,
    Lines,
    Missing,
    Moved,
    NoneOf,
    Paths,
    Predicate,
    Provenance,
    PullPredicate,
    Replaced,
    Replacement,
    Signatures,
    Signs,
    Size,
    Sql,
    Statuses,
    StatusIs,
    Structure,
    Title,
    Visibility,
    Workflows,
)
from bot.policy.build_conditions import build_conditions
from bot.policy.globs import expand
from bot.policy.line_shape import LinesShape, MissingShape, MovedShape, PatternShape, ReplacedShape
from bot.policy.sign_tables import sign_table
from bot.policy.when_shape import IfShape, PullShape, SqlShape, StructureShape, WhenShape

SIDES = {"added": Side.ADDED, "removed": Side.REMOVED, "changed": None}
TEXT_SIDES = {"head": Side.ADDED, "base": Side.REMOVED}
LineValue = str | list[str | PatternShape] | LinesShape


def build_when(shape: WhenShape | IfShape) -> Predicate:
    """Give the predicate that a mapping stands for: all of its keys."""
    parts = [*_file_predicates(shape), *_pull_predicates(shape), *_told_by_github(shape), *_branches(shape)]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def many(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """Give a tuple; a single value counts as a list of one."""
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def globs(value: str | list[str] | None) -> tuple[str, ...]:
    """Expand braces, in order: what a `!` takes back depends on it."""
    return tuple(one for glob in many(value) for one in expand(glob))


def _branches(shape: WhenShape | IfShape) -> Iterator[Predicate]:
    if shape.all:
        yield All(tuple(map(build_when, shape.all)))
    if shape.any:
        yield AnyOf(tuple(map(build_when, shape.any)))
    if shape.none:
        yield NoneOf(tuple(map(build_when, shape.none)))


def _file_predicates(shape: WhenShape | IfShape) -> Iterator[Predicate]:
    if not isinstance(shape, WhenShape):
        return
    if shape.paths:
        yield Paths(globs(shape.paths))
    if shape.languages:
        yield Languages(many(shape.languages))
    if shape.status:
        kinds = many(shape.status)
        yield StatusIs(tuple(FileStatus(kind) for kind in kinds if kind != "binary"), "binary" in kinds)
    yield from _line_predicates(shape)
    if shape.signs is not None:
        yield Signs(sign_table(shape.signs))
    if shape.missing is not None:
        yield _missing(shape.missing)


def _line_predicates(shape: WhenShape) -> Iterator[Predicate]:
    for key, side in SIDES.items():
        lines = getattr(shape, key)
        if lines is not None:
            yield _lines(side, lines)
    yield from _text_predicates(shape)
    if shape.moved is not None:
        yield _moved(shape.moved)
    if shape.replaced is not None:
        yield _replaced(shape.replaced)


def _text_predicates(shape: WhenShape) -> Iterator[Predicate]:
    """Build what needs more than the patch."""
    if isinstance(shape.file, str):
        yield File(shape.file)
    elif shape.file:
        yield File(shape.file.match, shape.file.unless, TEXT_SIDES[shape.file.side])
    if isinstance(shape.structure, list):
        yield AnyOf(tuple(map(_structure, shape.structure)))
    elif shape.structure:
        yield _structure(shape.structure)
    if isinstance(shape.sql, SqlShape):
        yield Sql(many(shape.sql.kinds), _otherwise(Side.ADDED, shape.sql.otherwise))
    elif shape.sql:
        yield Sql(many(shape.sql))


def _structure(shape: StructureShape) -> Structure:
    return Structure(
        languages=many(shape.language),
        pattern=shape.pattern,
        side=TEXT_SIDES[shape.side],
        inside=shape.inside,
        not_inside=shape.not_inside,
        has=shape.has,
        not_has=shape.not_has,
        otherwise=_otherwise(TEXT_SIDES[shape.side], shape.otherwise),
    )


def _otherwise(side: Side, value: LineValue | None) -> Lines | None:
    return None if value is None else _lines(side, value)


def _pull_predicates(shape: PullShape) -> Iterator[PullPredicate]:
    yield from build_conditions(shape)
    yield from _where(shape)
    if shape.labels:
        yield Labels(many(shape.labels))
    if shape.base_branch:
        yield Branch("base", many(shape.base_branch))
    if shape.head_branch:
        yield Branch("head", many(shape.head_branch))
    if shape.title:
        yield Title(shape.title)
    if shape.size:
        yield Size(shape.size.files_over, shape.size.lines_over, shape.size.added_over, shape.size.removed_over)
    if shape.ai:
        yield Ai(Provenance(shape.ai))


def _where(shape: PullShape) -> Iterator[PullPredicate]:
    if shape.some_paths:
        yield SomePaths(globs(shape.some_paths))
    if shape.added_paths:
        yield SomePaths(globs(shape.added_paths), came=True)
    if shape.removed_paths:
        yield SomePaths(globs(shape.removed_paths), came=False)
    if shape.only_paths:
        yield OnlyPaths(globs(shape.only_paths))
    if shape.fork is not None:
        yield Fork(shape.fork)


def _told_by_github(shape: PullShape) -> Iterator[PullPredicate]:
    if shape.repository:
        yield InRepository(many(shape.repository))
    if shape.visibility:
        yield Visibility(many(shape.visibility))
    if shape.signatures:
        yield Signatures(shape.signatures == "verified")
    if shape.statuses:
        yield Statuses(many(shape.statuses.name), many(shape.statuses.is_))
    if shape.workflows:
        yield Workflows(many(shape.workflows.name), many(shape.workflows.is_))


def _lines(side: Side | None, value: LineValue) -> Lines:
    return Lines(side, _patterns(value), isinstance(value, LinesShape) and value.comments)


def _patterns(value: LineValue) -> tuple[LinePattern, ...]:
    if isinstance(value, str):
        return (LinePattern(value),)
    if isinstance(value, list):
        return tuple(map(_pattern, value))
    return tuple(_pattern(entry, value) for entry in value.patterns or [value.match or ""])


def _pattern(entry: str | PatternShape | MovedShape, common: LinesShape | None = None) -> LinePattern:
    own = PatternShape(match=entry) if isinstance(entry, str) else entry
    both = [own, common] if common else [own]

    def first(key: str) -> Any:
        return next((found for shape in both if (found := getattr(shape, key, None)) is not None), None)

    confidence = first("confidence")
    return LinePattern(
        match=own.match,
        unless=first("unless"),
        unless_hunk=first("unless_hunk"),
        unless_file=first("unless_file"),
        files=globs(first("files")),
        confidence=Confidence(confidence) if confidence else None,
        section=first("section"),
        joined=bool(first("joined")),
        unless_moved=bool(first("unless_moved")),
        strings=first("strings") is not False,
        with_hunk=first("with_hunk"),
    )


def _moved(value: str | list[str | MovedShape] | MovedShape) -> Moved:
    return Moved(tuple(map(_pattern, value if isinstance(value, list) else [value])))


def _replaced(value: list[ReplacedShape] | ReplacedShape) -> Replaced:
    return Replaced(
        tuple(
            Replacement(
                match=one.match,
                by=one.by,
                unless=one.unless,
                section=one.section,
                files=globs(one.files),
                confidence=Confidence(one.confidence) if one.confidence else None,
            )
            for one in (value if isinstance(value, list) else [value])
        )
    )


def _missing(value: MissingShape) -> Missing:
    added = _patterns(value.added) if value.added is not None else ()
    return Missing(globs(value.paths), added, value.decision_record)
