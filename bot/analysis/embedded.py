"""SQL in the strings of a program, each text in its place; strings that only take a change back are left out."""

import re
from collections.abc import Iterator, Sequence

from ast_grep_py import SgNode, SgRoot

from bot.analysis.broken import BrokenCodeError, broken_lines

# Nodes that are a string as a whole, those that hold what it says, and those that put strings together.
_STRINGS = {
    "csharp": ("string_literal", "verbatim_string_literal", "raw_string_literal", "interpolated_string_expression"),
    "elixir": ("string", "sigil"),
    "go": ("raw_string_literal", "interpreted_string_literal"),
    "java": ("string_literal",),
    "javascript": ("string", "template_string"),
    "kotlin": ("string_literal",),
    "php": ("string", "encapsed_string", "heredoc", "nowdoc"),
    "python": ("string",),
    "ruby": ("string", "heredoc_body"),
    "rust": ("string_literal", "raw_string_literal"),
    "scala": ("string", "interpolated_string"),
    "tsx": ("string", "template_string"),
    "typescript": ("string", "template_string"),
}
_JOINS = ("concatenated_string", "chained_string", "binary_expression", "binary_operator", "binary", "infix_expression")
_CONTENT = re.compile(r"(?:content|fragment|heredoc_body|nowdoc_body|escape_sequence)$")
_INSERTED = re.compile(r"interpolat|substitution|variable|expression$")
_QUOTES = re.compile(r"""^[\w$@#~]*?("{3,}|'{3}|["'`])""")
_ESCAPED = re.compile(r"\\([\"'`])|\\[nrt]|\"\"")
_BEGINS = re.compile(
    r"(?is)^(?:\s|--[^\n]*\n|/\*(?>.*?\*/))*+(?:"
    r"alter\s+(?:foreign\s+)?(?:table|type|index|sequence|schema|view|materialized|database|role|user|policy|default|function)\b"
    r"|create\s+(?:or\s+\w+\s+)?(?:unique|index|(?:unlogged|temp\w*|foreign|global|local)\s+table|table|type|trigger|constraint|function|procedure"
    r"|view|materialized|recursive|policy|role|user|schema|extension|rule)\b"
    r"|drop\s+(?:table|column|index|view|materialized|schema|database|type|domain|function|procedure|trigger|policy|role|user"
    r"|constraint|extension|owned|rule|foreign)\b"
    r"|truncate\s+(?:table\s+)?[\w\"`{$#.]+|update\s+(?:only\s+)?\S+\s+(?:as\s+)?(?:\w+\s+)?set\s+(?:\S+\s*=|x+\s)|delete\s+from\s+\S+"
    r"|insert\s+into\s+\S+|merge\s+into\b|grant\s+.+?\s(?:on|to)\s|revoke\s+.+?\s(?:on|from)\s|rename\s+table\b|lock\s+tables?\b"
    r"|reindex\s+\w+|vacuum\s+|cluster\s+\w+|refresh\s+materialized\b|do\s+\$|exec(?:ute)?\s+sp_rename\b"
    r"|with\s+\w+\s+as\s*\(|begin\s*;|set\s+\S+\s*(?:=|to)\s)"
)
_DOWN = re.compile(
    r"^\W*(?:(?:public|protected|private|override|static|async|export|const|function|def|func|void|suspend|fun|let|var|return)\s+|"
    r"(?:module\.)?exports\.)*(?:down(?:grade)?(?=\W|[A-Z_]|$)|Down(?=\W)|rollback(?=\W)|revert\w*(?=\W)|[A-Z_]*DOWN[A-Z_]*\s*=)|^\w+\.down\b"
)
_BACKWARDS = re.compile(r"^(?:reverse_sql|revers\w*)\s*[=:]")
_RUNS = re.compile(r"(?:^|\.)RunSQL$")
_MOST_ABOVE = 60  # nodes looked at on the way up


def strings(text: str, grammar: str, changed: Sequence[Sequence[int]]) -> Iterator[tuple[str, int]]:
    """Give each string that matters and begins as SQL, with blanks for all else of the program, and the line it begins on.

    Raises `BrokenCodeError` where a syntax error holds a changed line.
    """
    root = SgRoot(text, grammar).root()
    _check(root, changed)
    rows, last = text.split("\n"), -1
    for node in root.find_all({"rule": {"any": [{"kind": kind} for kind in _STRINGS.get(grammar, ())]}}):
        if node.range().start.index < last:
            continue
        whole = _joined(node)
        last = whole.range().end.index
        if not _matters(whole, changed):
            continue
        said = _said(whole, grammar)
        if _BEGINS.match(said) and not _takes_back(whole, rows):
            yield said, whole.range().start.line + 1


def _matters(node: SgNode, changed: Sequence[Sequence[int]]) -> bool:
    """Whether it holds a changed line, or may create a table that one is about."""
    first, last = node.range().start.line + 1, node.range().end.line + 1
    return any(start <= last and end >= first for start, end in changed) or "create" in node.text().lower()


def _check(root: SgNode, changed: Sequence[Sequence[int]]) -> None:
    for first, last in broken_lines(root):
        if any(start <= last and end >= first for start, end in changed):
            raise BrokenCodeError(f"it has a syntax error on line {first:,}")


def _joined(node: SgNode) -> SgNode:
    """Go up to where the string is put together from several."""
    above = node.parent()
    while above is not None and above.kind() in _JOINS:
        node, above = above, above.parent()
    return node


def _said(whole: SgNode, grammar: str) -> str:
    """Give what strings say in their places, an `x` for each sign of what is put in between, and blanks for the rest."""
    text, start = whole.text(), whole.range().start.index
    signs = [sign if sign == "\n" else "x" if sign.isalnum() or sign == "_" else " " for sign in text]
    for node in _within(whole, _STRINGS[grammar]):
        at, end = node.range().start.index - start, node.range().end.index - start
        own = text[at:end].rstrip("#")  # of Rust's raw strings
        quote = _QUOTES.match(own)
        trimmed = own[quote.end() : len(own) - len(quote[1])] if quote else own
        signs[at:end] = _blank(text[at:end])
        inside = at + (quote.end() if quote else 0)
        signs[inside : inside + len(trimmed)] = _ESCAPED.sub(_unescaped, trimmed)
        for part in node.children():
            here, there = part.range().start.index - start, part.range().end.index - start
            if here >= inside and _INSERTED.search(part.kind()) and not _CONTENT.search(part.kind()):
                signs[here:there] = ["\n" if sign == "\n" else "x" for sign in text[here:there]]
            elif part.kind() in ("heredoc_end", "heredoc_start", "<<<"):
                signs[here:there] = _blank(text[here:there])
    return "".join(signs)


def _unescaped(found: re.Match[str]) -> str:
    return f" {found[1]}" if found[1] else '" ' if found[0] == '""' else "  "


def _within(whole: SgNode, kinds: Sequence[str]) -> Iterator[SgNode]:
    """Give the outermost strings in a node."""
    if whole.kind() in kinds:
        yield whole
        return
    last = -1
    for node in whole.find_all({"rule": {"any": [{"kind": kind} for kind in kinds]}}):
        if node.range().start.index >= last:
            last = node.range().end.index
            yield node


def _takes_back(node: SgNode, rows: Sequence[str]) -> bool:
    """Whether a string stands in the part of a migration that undoes it."""
    below = node
    for above in node.ancestors()[:_MOST_ABOVE]:
        place = above.range().start
        begins = rows[place.line][place.column :][:200]
        if _DOWN.match(begins) or _BACKWARDS.match(begins):
            return True
        if above.kind() == "argument_list" and _is_second(above, below) and _RUNS.search(_caller(above)):
            return True
        below = above
    return False


def _is_second(arguments: SgNode, node: SgNode) -> bool:
    given = [child for child in arguments.children() if child.is_named()]
    return bool(given) and given[0].range().start.index != node.range().start.index


def _caller(arguments: SgNode) -> str:
    call = arguments.parent()
    called = call.child(0) if call is not None else None
    return called.text() if called is not None else ""


def _blank(text: str) -> list[str]:
    return ["\n" if sign == "\n" else " " for sign in text]
