"""policy-bot's predicates to our conditions; what has no counterpart is told with its line, and is None."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table

import re2

from bot.core.patterns import options
from bot.policy.imports.formulas import Formula, Is, both, either, named, none
from bot.policy.imports.imported import Tell
from bot.policy.imports.people import people
from bot.policy.imports.regexes import PathGlob, UnwritableError, branch_globs, path_globs
from bot.policy.nodes import Node, Scalar, child, entries, items, text_of

Read = Callable[[Node, Tell], Formula | None]
_EVERYTHING = PathGlob("**", ends=False, wild_end=False)


def conditions(node: Node | None, tell: Tell) -> tuple[Formula | None, ...]:
    """Read each predicate of a block."""
    return tuple(predicate(key, entry.node, tell) for key, entry in entries(node))


def predicate(key: str, node: Node, tell: Tell) -> Formula | None:
    """Read one predicate; None where nothing of ours says the same."""
    read = PREDICATES.get(key)
    found = None if read is None else read(node, tell)
    if read is None:
        tell(node.at.line, f"The condition `{key}` has no counterpart here.")
    return found


def some_paths(node: Node, tell: Tell) -> tuple[str, ...] | None:
    """Give the globs of `changed_files`; every file, and there is nothing to say: `**`."""
    found = _globs(node, "paths", tell)
    ignored = _globs(node, "ignore", tell) if child(node, "ignore") is not None else ()
    if found is None or ignored is None:
        return None
    if not ignored and any(one.glob == "**" for one in found):
        return ("**",)
    wanted = found or (_EVERYTHING,)
    exact = len(wanted) == 1 and wanted[0].wild_end  # beside others, what is taken back might be another's
    kept = [text for one in wanted for text in _written(one, exact=exact)]
    return (*kept, *(text for one in ignored for text in _passed_over(one)))


def _written(one: PathGlob, *, exact: bool) -> Iterator[str]:
    """Write a glob; `exact`: one that ends as the path does takes back what lies in folders of such a name."""
    yield one.glob
    if one.ends and exact:
        yield f"!{one.glob}/**"


def _passed_over(one: PathGlob) -> Iterator[str]:
    """Take back what a glob fits, but not what lies in a folder of such a name: nobody hides a change there."""
    yield f"!{one.glob}"
    if one.ends:
        yield f"{one.glob}/**"


def _changed(node: Node, tell: Tell) -> Formula | None:
    found = some_paths(node, tell)
    if found is None:
        return None
    return True if found == ("**",) else Is("some_paths", found)


def _which(key: str, *, none_of: bool) -> Read:
    """Read `file_added` and the like."""

    def read(node: Node, tell: Tell) -> Formula | None:
        found = some_paths(node, tell)
        if found is None:
            return None
        return none(Is(key, found)) if none_of else Is(key, found)

    return read


def _unchanged(node: Node, tell: Tell) -> Formula | None:
    found = _changed(node, tell)
    return None if found is None else none(found)


def _only_changed(node: Node, tell: Tell) -> Formula | None:
    found = _globs(node, "paths", tell)
    ignored = _globs(node, "ignore", tell) if child(node, "ignore") is not None else ()
    if found is None or ignored is None:
        return None
    if not found:
        return False
    if any(one.glob == "**" for one in found):
        return True
    # What a file is called may be taken by a folder, so globs that end as the path does come first and take folders back.
    rows = sorted((*found, *ignored), key=lambda one: not one.ends)
    only = Is("only_paths", tuple(text for one in rows for text in _written(one, exact=True)))
    return both(only, _changed(node, tell) or True) if ignored else only


def _globs(node: Node, key: str, tell: Tell) -> tuple[PathGlob, ...] | None:
    """Give the globs for a list of expressions; None where one of them can't be written so."""
    listed = child(node, key)
    if key == "paths" and listed is None and child(node, "globs") is not None:
        tell(node.at.line, "`globs` are not carried; write them out as ours, which read like CODEOWNERS.")
        return None
    found: list[PathGlob] | None = []
    for item in items(listed):
        try:
            globs = path_globs(_expression(item))
        except UnwritableError:
            tell(item.at.line, f"The pattern `{_text(item)}` can't be written as globs.")
            found = None
        else:
            found = None if found is None else [*found, *globs]
    return None if found is None else tuple(dict.fromkeys(found))


def _expression(item: Node) -> str:
    """Give a regular expression; what RE2 refuses, policy-bot refuses too."""
    text = _text(item)
    try:
        re2.compile(text, options(one_line=False))
    except re2.error as error:
        raise UnwritableError(text) from error
    return text


def _text(item: Node) -> str:
    return item.text if isinstance(item, Scalar) else ""


def _people(key: str) -> Read:
    def read(node: Node, tell: Tell) -> Formula | None:
        named_people = people(node, tell)
        return named(key, named_people.pairs) if named_people else None

    return read


def _alone(node: Node, _tell: Tell) -> Formula:
    return Is("author_is_only_contributor", _truth(node))


def _truth(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.lower() in ("true", "yes", "on", "y")


def _base(node: Node, tell: Tell) -> Formula | None:
    return _branch("base_branch", node, tell)


def _head(node: Node, tell: Tell) -> Formula | None:
    """Read `from_branch`, where a fork's branch is called `owner:branch`, so that no anchored name is a fork's."""
    written = text_of(node, "pattern") or node
    text = _text(written)
    if text in ("^[^:]+$", "^[^:]*$"):
        return Is("fork", False)
    if text in ("^.+:.+$", ".+:.+", ":", "^.*:.*$"):
        return Is("fork", True)
    if ":" in text.replace("(?:", ""):
        tell(
            written.at.line,
            f"The pattern `{text}` speaks of a fork's owner; only `fork: true` or `false` can be asked here.",
        )
        return None
    found = _branch("head_branch", node, tell)
    return both(Is("fork", False), found) if found and text.startswith("^") else found


def _branch(key: str, node: Node, tell: Tell) -> Formula | None:
    written = text_of(node, "pattern") or node
    try:
        globs = branch_globs(_expression(written))
    except UnwritableError:
        tell(written.at.line, f"The pattern `{_text(written)}` can't be written as globs of branches.")
        return None
    return True if "**" in globs else Is(key, globs)


def _matching(read_one: Read) -> Read:
    """Read `matches` and `not_matches`: one of the first, or none of the second."""

    def read(node: Node, tell: Tell) -> Formula | None:
        wanted = [read_one(item, tell) for item in items(node, "matches")]
        unwanted = [read_one(item, tell) for item in items(node, "not_matches")]
        if None in (*wanted, *unwanted):
            return None
        known = [one for one in wanted if one is not None]
        denied = [one for one in unwanted if one is not None]
        return either(*known, none(*denied) if denied else False)

    return read


def _title(item: Node, tell: Tell) -> Formula | None:
    try:
        return Is("title", _expression(item)) if _text(item) else True
    except UnwritableError:
        tell(item.at.line, f"`{_text(item)}` is no pattern that RE2 reads.")
        return None


def _repository(item: Node, tell: Tell) -> Formula | None:
    try:
        globs = branch_globs(_expression(item))
    except UnwritableError:
        globs = ()
    if not globs or any(glob.count("/") != 1 for glob in globs):
        tell(item.at.line, f"The pattern `{_text(item)}` can't be written as globs of repositories.")
        return None
    return Is("repository", globs)


_SIZES = {"additions": "added_over", "deletions": "removed_over", "total": "lines_over"}


def _size(node: Node, tell: Tell) -> Formula | None:
    """Read `modified_lines`: one of its comparisons holds."""
    parts = []
    for key, bound in _SIZES.items():
        written = text_of(node, key)
        if written is None:
            continue
        sign, number = written.text.strip()[:1], written.text.strip()[1:].strip()
        if sign not in "<>=" or not number.isdecimal():
            tell(written.at.line, f"`{written.text}` is no comparison with a whole number.")
            return None
        parts.append(_compared(bound, sign, int(number)))
    return either(*parts)


def _compared(bound: str, sign: str, number: int) -> Formula:
    def over(least: int) -> Formula:
        return True if least < 0 else named("size", ((bound, least),))

    if sign == ">":
        return over(number)
    below = none(over(number - 1) if sign == "<" else over(number))
    return below if sign == "<" else both(over(number - 1), below)


def _reported(key: str, names: str) -> Read:
    """Read `has_status` and `has_workflow_result`."""

    def read(node: Node, _tell: Tell) -> Formula | None:
        listed = tuple(_text(item) for item in items(node, names))
        said = tuple(_text(item) for item in items(node, "conclusions")) or ("success",)
        return named(key, (("name", listed), ("is", said))) if listed else None

    return read


def _successful(node: Node, _tell: Tell) -> Formula | None:
    listed = tuple(_text(item) for item in items(node))
    return named("statuses", (("name", listed), ("is", ("success",)))) if listed else None


def _labels(node: Node, _tell: Tell) -> Formula:
    return both(*(Is("labels", _text(item)) for item in items(node)))


def _signatures(node: Node, _tell: Tell) -> Formula:
    return Is("signatures", "verified" if _truth(node) else "unverified")


def _keys(node: Node, _tell: Tell) -> Formula | None:
    listed = tuple(_text(item) for item in items(node, "key_ids"))
    return Is("signed_with", listed) if listed else None


PREDICATES: Table[str, Read] = {
    "changed_files": _changed,
    "no_changed_files": _unchanged,
    "only_changed_files": _only_changed,
    "file_added": _which("added_paths", none_of=False),
    "file_not_added": _which("added_paths", none_of=True),
    "file_deleted": _which("removed_paths", none_of=False),
    "file_not_deleted": _which("removed_paths", none_of=True),
    "has_author_in": _people("author"),
    "has_contributor_in": _people("contributors"),
    "only_has_contributors_in": _people("only_contributors"),
    "author_is_only_contributor": _alone,
    "targets_branch": _base,
    "from_branch": _head,
    "modified_lines": _size,
    "has_status": _reported("statuses", "statuses"),
    "has_successful_status": _successful,
    "has_workflow_result": _reported("workflows", "workflows"),
    "has_labels": _labels,
    "repository": _matching(_repository),
    "title": _matching(_title),
    "has_valid_signatures": _signatures,
    "has_valid_signatures_by": _people("signed_by"),
    "has_valid_signatures_by_keys": _keys,
}
