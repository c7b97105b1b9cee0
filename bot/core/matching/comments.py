"""Which part of a line is code: comments and docstrings are told apart as far as the hunk shows, and doubt is code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

# A comment mark counts at the start of a line, after a space, or after one of these; so `https://` and `/\//` are code.
_BEFORE = r"(?<![^\s;{}(),\]])"
# An open quote runs to the end of the line: what stands behind it is code. Possessive, so linear on anything.
_STRINGS = {quote: rf"{quote}(?:[^{quote}\\]++|\\(?:.|\Z))*+(?:{quote}|\Z)" for quote in "\"'`"}
_C_BLOCK = ("/*", "*/")
_STAR_LINE = re.compile(r"\s*\*(?:\s|/|\Z)")


@dataclass(frozen=True, slots=True)
class Docs:
    """How a language writes documentation as a string."""

    opening: re.Pattern[str]  # its first group is what closes it
    behind: re.Pattern[str]  # what the line of code before it must be
    runs: str | None = None  # begins code inside of it: from such a line on, all is code


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a language writes comments."""

    token: re.Pattern[str]
    blocks: tuple[tuple[str, str], ...] = ()  # opening and closing mark
    docs: Docs | None = None

    def code(self, line: str, *, strings: bool = True) -> tuple[str, ...]:
        """Give the line without what stands behind its last mark, and, where comments stand inside it, with those blanked too.

        A pattern hits if it matches every one of these. `strings` false: what stands in quotes is blanked as well.
        """
        end, inner = len(line), []
        for token in self.token.finditer(line):
            if token.lastgroup == "line":
                end = token.start()
                break
            if token.lastgroup == "block" and any(token[0].endswith(close) for _, close in self.blocks):
                inner.append(token.span())
            elif token.lastgroup is None and not strings:
                inner.append((token.start() + 1, max(token.end() - 1, token.start() + 1)))
        if not inner:
            return (line[:end],)
        blanked = list(line[:end])
        for start, stop in inner:
            blanked[start:stop] = " " * (stop - start)
        return (line[:end], "".join(blanked))

    def hidden(self, lines: Sequence[str]) -> frozenset[int]:
        """Give the indexes of lines that stand wholly inside a comment or docstring; `lines` follow one another on one side."""
        found = set(self._tail_of_unseen(lines))
        closing, before = "", ""
        for index, line in enumerate(lines):
            if index in found:
                continue
            if closing and self._runs(line):
                closing = ""
            elif closing:
                inside, _, behind = line.partition(closing)
                if inside != line:
                    closing = ""
                if not behind.strip():
                    found.add(index)
                continue
            closing, whole = self._opening(line, before)
            if whole:
                found.add(index)
            before = line if line.strip() else before
        return frozenset(found)

    def _opening(self, line: str, before: str) -> tuple[str, bool]:
        """Tell what closes the comment that a line opens and leaves open, and whether the line holds nothing else."""
        start = line.lstrip()
        for opening, close in self.blocks:
            if start.startswith(opening) and start[len(opening) : len(opening) + 1] not in {"!", "+"}:
                return ("", False) if close in start[len(opening) :] else (close, True)
        doc = self.docs.opening.match(line) if self.docs and self.docs.behind.match(before) else None
        if doc is None:
            return "", False
        _, closed, behind = line[doc.end() :].partition(doc[1])
        return ("", not behind.strip()) if closed else (doc[1], True)

    def _runs(self, line: str) -> bool:
        return self.docs is not None and self.docs.runs is not None and self.docs.runs in line

    def _tail_of_unseen(self, lines: Sequence[str]) -> range:
        """Give the lines from the start that end a comment whose beginning the hunk does not show.

        Only a run of lines that all begin with `*` and ends in `*/` is one for sure: ` * quantity` may also go on with a product.
        """
        if _C_BLOCK in self.blocks:
            for index, line in enumerate(lines):
                if line.rstrip().endswith("*/") and line.lstrip().startswith("*"):
                    return range(index + 1)
                if not _STAR_LINE.match(line):
                    break
        return range(0)


def syntax_of(languages: Sequence[str]) -> Syntax | None:
    """Give the comment syntax of a file in these languages; None where none is known, and then all is code."""
    return next((_syntax(kind) for language in languages if (kind := _KINDS.get(language))), None)


@cache
def _syntax(kind: str) -> Syntax:
    marks, blocks, quotes = _STYLES[kind]
    strings = [_STRINGS[quote] for quote in quotes]
    inner = [rf"(?P<block>{'|'.join(_block(*block) for block in blocks)})"] if blocks else []
    line = [rf"(?P<line>{'|'.join(marks)})"] if marks else []
    return Syntax(re.compile("|".join((*strings, *inner, *line)), re.DOTALL), blocks, _DOCS.get(kind))


def _block(opening: str, close: str) -> str:
    # `/*! ... */` is run by MySQL, and `/*+ ... */` steers planners: both are code.
    return rf"{re.escape(opening)}(?![!+]).*?(?:{re.escape(close)}|\Z)"


_HASH = rf"{_BEFORE}#(?!\{{)"
_SLASHES = rf"{_BEFORE}//"
# kind -> marks of a comment to the end of the line, marks of block comments, quotes
_STYLES: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...], str]] = {
    "python": ((_HASH,), (), "\"'"),
    **dict.fromkeys(("hash", "elixir"), ((_HASH,), (), "\"'")),
    "shell": ((r"(?<![^\s;])#(?!\{)",), (), "\"'`"),
    "first hash": ((r"\A\s*#",), (), ""),
    "c": ((_SLASHES,), (_C_BLOCK,), "\"'`"),
    "php": ((_SLASHES, rf"{_BEFORE}#(?![\[{{])"), (_C_BLOCK,), "\"'"),
    "css": ((), (_C_BLOCK,), "\"'"),
    "sql": ((rf"{_BEFORE}--",), (_C_BLOCK,), "\"'`"),
    "dashes": ((rf"{_BEFORE}--(?![|>])",), (), '"'),
    "terraform": ((_HASH, _SLASHES), (_C_BLOCK,), '"'),
    "markup": ((), (("<!--", "-->"),), ""),
    "component": ((_SLASHES,), (_C_BLOCK, ("<!--", "-->")), "\"'`"),
    "percent": ((rf"{_BEFORE}%",), (), '"'),
}  # fmt: skip
_DOCS = {
    "python": Docs(
        re.compile(r"\s*[rRuUbB]{0,2}(\"\"\"|''')"),
        re.compile(r"\s*(?:async\s+def|def|class)\b.*:\s*(?:#.*)?$|.*\)\s*(?:->[^:]*)?:\s*$", re.DOTALL),
    ),
    "elixir": Docs(re.compile(r"\s*@(?:module|type)?doc\s+(?:~[sS])?(\"\"\"|''')\s*\Z"), re.compile(""), runs="#{"),
}
_KINDS = {
    "python": "python",
    "elixir": "elixir",
    **dict.fromkeys(("ruby", "perl", "r", "yaml", "toml", "graphql", "powershell"), "hash"),
    "shell": "shell",
    "dockerfile": "first hash",
    **dict.fromkeys(("javascript", "typescript", "java", "kotlin", "go", "rust", "c", "cpp", "csharp"), "c"),
    **dict.fromkeys(("swift", "scala", "groovy", "dart", "solidity", "protobuf", "prisma", "objective-c"), "c"),
    "php": "php",
    "css": "css",
    "sql": "sql",
    **dict.fromkeys(("lua", "haskell"), "dashes"),
    **dict.fromkeys(("hcl", "terraform"), "terraform"),
    **dict.fromkeys(("html", "xml"), "markup"),
    **dict.fromkeys(("vue", "svelte"), "component"),
    "erlang": "percent",
}
