"""The predicates at the ends of a tree."""

from collections.abc import Iterator

from bot.core.model.predicates import All, AnyOf, NoneOf, Predicate, PullPredicate


def leaves(predicate: Predicate) -> Iterator[Predicate]:
    """Give every predicate of a tree that is no tree itself."""
    if isinstance(predicate, All | AnyOf | NoneOf):
        for part in predicate.of:
            yield from leaves(part)
    else:
        yield predicate


def of_pull_alone(predicate: Predicate) -> bool:
    """Whether a tree asks nothing of any file, so that it speaks of the pull request as a whole."""
    return all(isinstance(leaf, PullPredicate) for leaf in leaves(predicate))
