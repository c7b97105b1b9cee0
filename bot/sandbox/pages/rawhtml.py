"""The little raw HTML that a comment may hold: a short list of tags, closed where they were opened."""

import re
from collections.abc import Iterator
from html import escape, unescape

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Part of what GitHub lets through: https://github.github.com/gfm/#disallowed-raw-html-extension-
PAIRED = frozenset({"details", "summary", "sub", "sup", "kbd", "ins", "del", "b", "i", "em", "strong", "code", "samp"})
_SINGLE = frozenset({"br", "hr"})
_PIECE = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<rest>\s[^<>]*|/)?>", re.DOTALL)


class Open:
    """The raw tags now open, innermost last; each level is one element of Markdown's own making."""

    def __init__(self) -> None:
        self._levels: list[list[str]] = [[]]

    def enter(self) -> None:
        """Begin an element of Markdown's."""
        self._levels.append([])

    def leave(self) -> str:
        """End the innermost element of Markdown's: closes the raw tags that were left open in it."""
        return _closing(self._levels.pop())

    def clean(self, raw: str) -> str:
        """Give the safe form of raw HTML; what is not allowed comes out as text, comments don't come out."""
        return "".join(self._pieces(raw))

    def _pieces(self, raw: str) -> Iterator[str]:
        end = 0
        for piece in _PIECE.finditer(raw):
            yield _text(raw[end : piece.start()])
            yield self._piece(piece)
            end = piece.end()
        yield _text(raw[end:])

    def _piece(self, piece: re.Match[str]) -> str:
        if piece["tag"] is None:
            return ""
        tag = piece["tag"].lower()
        if tag in _SINGLE:
            return f"<{tag}>"
        if tag not in PAIRED:
            return _text(piece[0])
        return self._close(tag) if piece["end"] else self._begin(tag, piece["rest"] or "")

    def _begin(self, tag: str, attributes: str) -> str:
        self._levels[-1].append(tag)
        shown = " open" if tag == "details" and "open" in attributes.split() else ""
        return f"<{tag}{shown}>"

    def _close(self, tag: str) -> str:
        level = self._levels[-1]
        if tag not in level:
            return ""
        at = len(level) - 1 - level[::-1].index(tag)
        closed, level[at:] = level[at:], []
        return _closing(closed)


def balance(state: StateCore) -> None:
    """Core rule: replace all raw HTML by its safe form and close at the end of each element what it left open."""
    state.tokens = _walk(state.tokens, Open())


def _walk(tokens: list[Token], tags: Open) -> list[Token]:
    out: list[Token] = []
    for token in tokens:
        if token.nesting == -1:
            out.append(_html(tags.leave()))
        out.append(_safe(token, tags))
        if token.nesting == 1:
            tags.enter()
    return [*out, _html(tags.leave())]


def _safe(token: Token, tags: Open) -> Token:
    if token.type in {"html_block", "html_inline"}:
        token.content = tags.clean(token.content)
    elif token.type == "inline" and token.children:
        token.children = _walk(token.children, Open())
    return token


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _text(raw: str) -> str:
    return escape(unescape(raw))


def _closing(tags: list[str]) -> str:
    return "".join(f"</{tag}>" for tag in reversed(tags))
