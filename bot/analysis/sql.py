"""The SQL of one file as pieces: of a file of SQL, or of the strings of a program."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.analysis.embedded import strings
from bot.analysis.kinds import Reader
from bot.analysis.statements import Statement, statements

_MOST_DEPTH = 4  # of SQL within the strings of SQL
_CONTROL = frozenset(
    {"BEGIN", "DECLARE", "IF", "ELSE", "ELSIF", "FOR", "FOREACH", "WHILE", "LOOP", "EXCEPTION", "WHEN"}
)
_VERBS = frozenset(
    {"ALTER", "CREATE", "DROP", "UPDATE", "DELETE", "TRUNCATE", "INSERT", "GRANT", "REVOKE", "EXECUTE", "EXEC", "LOCK",
     "RENAME", "REINDEX", "REFRESH"}
)  # fmt: skip
_TAKES_BACK = re.compile(
    r"(?:\.down\.\w+|(?:^|/)down\.sql|_down\.sql|\.undo\.sql|(?:^|[/_.-])rollback\.sql|(?:^|/)U\d[\w.]*__[^/]*\.sql)$",
    re.IGNORECASE,
)
# (kinds, first line, last line, how it begins, whether it was guessed)
Piece = tuple[list[str], int, int, str, bool]


def pieces(path: str, text: str, grammar: str | None, changed: Sequence[Sequence[int]]) -> list[Piece]:
    """Give the statements that hold a changed line. `grammar` None: the text is SQL itself.

    Raises `BrokenCodeError` where a program has a syntax error at a changed line.
    """
    if _TAKES_BACK.search(path):
        return []
    parts = [(text, 1)] if grammar is None else strings(text, grammar, changed)
    reader, found = Reader(), []
    for part, first_line in parts:
        for statement in statements(part, first_line):
            kinds = list(dict.fromkeys(_kinds(reader, statement)))
            if kinds and any(start <= statement.last and end >= statement.first for start, end in changed):
                found.append((kinds, statement.first, statement.last, statement.shown, statement.guessed))
    return found


def _kinds(reader: Reader, statement: Statement, depth: int = 0) -> Iterator[str]:
    """Give a statement's kinds, and those of the statements in a block that it runs."""
    plain = _without_control(statement)
    yield from reader.kinds(plain)
    if not plain.words or plain.words[0] not in ("DO", "EXECUTE", "EXEC") or depth == _MOST_DEPTH:
        return
    for text, _ in plain.texts[:1]:
        for one in statements(text):
            yield from _kinds(reader, one, depth + 1)


def _without_control(statement: Statement) -> Statement:
    """Leave out `IF ... THEN` and the like in front of what is done."""
    words = statement.words
    if not words or words[0] not in _CONTROL:
        return statement
    depth = 0
    for at, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if depth == 0 and word in _VERBS:
            return replace(statement, words=words[at:])
    return statement
