"""SQL text as statements: their words, their lines, and which of them only take a change back.

sqlglot's tokenizer reads it; its parser does not, since it refuses whole files for one statement and nests as deep as its
input does. What DDL means stands in its words, in order, in every dialect.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import TokenError
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import Tokenizer

MOST_SHOWN = 120  # characters of a statement
MOST_WORDS = 4_000  # of one statement that are looked at; what follows is rows of data

_POSTGRES, _MYSQL, _SQLSERVER = "postgres", "mysql", "tsql"
_MYSQL_SIGNS = re.compile(
    r"`|\bENGINE\s*=|\bAUTO_INCREMENT\b|\bALGORITHM\s*=|\bUNSIGNED\b|\bMODIFY\s+COLUMN\b", re.IGNORECASE
)
_SQLSERVER_SIGNS = re.compile(r"\[\w+\]\s*(?:\.|\()|^[ \t]*GO[ \t]*$|\bNVARCHAR\b", re.IGNORECASE | re.MULTILINE)
# What clients read and servers don't: psql's commands, the rows behind COPY, batch marks, changed delimiters.
_QUOTES = re.compile(r"['\"`$\\]|/\*|\*/|\{[%#]")
_COPY = re.compile(r"(?im)^[ \t]*COPY\b[^;\n]*\bFROM\s+stdin\b[^\n]*\n(.*?)(?:^\\\.[ \t]*$|\Z)", re.DOTALL)
_CLIENT = re.compile(r"(?im)^(?:\\[^\n]*|[ \t]*DELIMITER\b[^\n]*)$")
_BATCH = re.compile(r"(?im)^[ \t]*GO[ \t]*$")
_RUN_BY_MYSQL = re.compile(r"/\*!\d*")
_DOWN = re.compile(
    r"(?im)^[ \t]*(?:--|#)[ \t]*(?:\+(?:goose|migrate)\s+(?P<down>down)\b|migrate:(?P<down2>down)\b|(?:-+\s*)?!(?P<down3>downs)\b"
    r"|rollback:?\b(?P<down4>)|\+(?:goose|migrate)\s+up\b|migrate:up\b|(?:-+\s*)?!ups\b|changeset\b)"
)
_BEGINNINGS = frozenset((verb, "TABLE") for verb in ("ALTER", "CREATE", "DROP", "TRUNCATE"))
_TEXTS = frozenset(
    {TokenType.STRING, TokenType.HEREDOC_STRING, TokenType.BYTE_STRING, TokenType.RAW_STRING, TokenType.NATIONAL_STRING,
     TokenType.UNICODE_STRING}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its words in capitals with `?` for texts, each text's own words apart, and its lines from 1."""

    words: tuple[str, ...]
    texts: tuple[tuple[str, int], ...]  # what stands in quotes, and the line where it begins
    first: int
    last: int
    mysql: bool
    shown: str  # how it begins
    guessed: bool  # a quote is not closed, so what stands in quotes was read as words


def statements(text: str, first_line: int = 1) -> Iterator[Statement]:
    """Give the statements that move forward."""
    text = _for_servers(text)
    dialect, tokens = _tokens(text)
    guessed = not dialect
    if guessed:
        tokens = _tokenizer(_POSTGRES).tokenize(_QUOTES.sub(lambda found: " " * len(found[0]), text))
    starts = [at for at, sign in enumerate(text) if sign == "\n"]
    down = _sections(text)
    for some in _split(tokens):
        first, last = (bisect_right(starts, at) for at in (some[0].start, some[-1].end))
        if not down[first]:
            texts = tuple(
                (token.text, bisect_right(starts, token.start) + first_line)
                for token in some
                if token.token_type in _TEXTS
            )
            words = tuple(_words(some[:MOST_WORDS]))
            shown = " ".join(text[some[0].start : some[-1].end + 1][: 4 * MOST_SHOWN].split())[:MOST_SHOWN]
            yield Statement(words, texts, first + first_line, last + first_line, dialect == _MYSQL, shown, guessed)


def _tokens(text: str) -> tuple[str, list[Token]]:
    """Give the first dialect that takes the text to pieces, and these; "" where a quote or a comment is not closed."""
    order = [_POSTGRES, _MYSQL, _SQLSERVER]
    if _MYSQL_SIGNS.search(text):
        order = [_MYSQL, _POSTGRES]
    elif _SQLSERVER_SIGNS.search(text):
        order = [_SQLSERVER, _POSTGRES]
    for dialect in order:
        try:
            return dialect, _tokenizer(dialect).tokenize(text)
        except (TokenError, ValueError, IndexError):
            continue
    return "", []


@cache
def _tokenizer(name: str) -> Tokenizer:
    """Make a dialect's tokenizer that takes every statement to pieces: its own leaves some whole, such as VACUUM and DO."""
    dialect = Dialect.get_or_raise(name)
    whole: type[Tokenizer] = type("Whole", (dialect.tokenizer_class,), {"COMMANDS": set()})
    return whole(dialect=dialect)


def _for_servers(text: str) -> str:
    """Blank out what no server runs, keeping every place where it is."""
    text = _COPY.sub(
        lambda found: found[0][: found.start(1) - found.start()] + _blank(found[0][found.start(1) - found.start() :]),
        text,
    )
    text = _CLIENT.sub(lambda found: _blank(found[0]), text)
    text = _BATCH.sub(
        lambda found: ";".rjust(len(found[0])) if "\n" not in found[0] else _blank(found[0])[:-1] + ";", text
    )
    return _with_mysql_comments(text) if "/*!" in text else text


def _with_mysql_comments(text: str) -> str:
    """Lay open what stands in comments that MySQL runs."""
    kept, at = [], 0
    while (found := _RUN_BY_MYSQL.search(text, at)) and (end := text.find("*/", found.end())) >= 0:
        kept += [text[at : found.start()], " " * len(found[0]), text[found.end() : end], "  "]
        at = end + 2
    return "".join((*kept, text[at:]))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _sections(text: str) -> list[bool]:
    """Tell for each line, from 0, whether it stands in a part that takes the change back."""
    told, down, at = [], False, 0
    for found in _DOWN.finditer(text):
        line = text.count("\n", 0, found.end())
        told += [down] * (line - at)
        down, at = any(group is not None for group in found.groups()), line
    return told + [down] * (text.count("\n") + 2 - at)


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split at semicolons, and, since SQL Server needs none, where a line begins with ALTER TABLE and the like."""
    some: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        ends = token.token_type is TokenType.SEMICOLON
        begins = bool(some) and token.line > some[-1].line and _begins(token, following)
        if (ends or begins) and some:
            yield some
            some = []
        if not ends:
            some.append(token)
    if some:
        yield some


def _begins(token: Token, following: Token | None) -> bool:
    return following is not None and (token.text.upper(), following.text.upper()) in _BEGINNINGS


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    """Give the words in capitals, names with their schema as one, quoted names apart from what looks like them."""
    name = ""
    for token, following in zip_longest(tokens, tokens[1:]):
        word = "?" if token.token_type in _TEXTS else token.text[:MOST_SHOWN].upper()
        if token.token_type is TokenType.IDENTIFIER:
            word = word if word.isidentifier() and word.lower() == token.text else f'"{token.text}"'
        name += word
        if token.token_type is TokenType.DOT or (following is not None and following.token_type is TokenType.DOT):
            continue
        yield name
        name = ""
