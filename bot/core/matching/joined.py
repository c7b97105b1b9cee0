"""Statements that run over several lines: which lines of a hunk's side belong together, and what they read as in one.

Lines are joined by open brackets, trailing operators, commas and backslashes, leading dots of chained calls, texts in triple quotes,
backticks and heredocs, and in SQL up to the semicolon. A block in braces begins statements of its own, so a callback's body is
not one with its call. One pass over the text, whatever it holds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

MOST_JOINED = 60_000  # characters of a statement; what stands behind them is not seen

_OPERATOR = re.compile(
    r"(?:[,\\(\[]|(?<!\.)\.|(?:^|[^+])\+|(?:^|[^-])-|&&|\|\||(?:^|[^=!<>])=|[=!]=|(?:^|\s)[*/%&|^?]"
    r"|(?:^|[\s)])(?:and|or|not|in|is|AND|OR|NOT|IN|IS))\Z"
)
_CHAIN = re.compile(r"\??\.[A-Za-z_]|->[A-Za-z_$]|&&|\|\||\|>|[?:] ")
_NO_SPACE_AFTER, _NO_SPACE_BEFORE = re.compile(r"[(\[.]\Z"), re.compile(r"[)\].]|\?\.|->")
_LITERAL_BRACE = re.compile(r"(?:[=(\[,:?&|]|\breturn|\bin)\s*\Z")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BLOCK = "{;"  # a brace that holds statements

_HEREDOC = r"<<(?:<|[~-])?[ \t]*(?P<quote>[\"'`]?)(?P<word>[A-Z_][A-Z0-9_]+)(?P=quote)"
_HEREDOCS = {"ruby", "php", "shell", "perl", "terraform", "hcl", "dockerfile"}
_BACKTICKS = {"javascript", "typescript", "go", "vue", "svelte"}
_TRIPLES = {"python", "java", "kotlin", "scala", "csharp", "swift", "groovy", "elixir", "dart", "toml"}
_NO_CHAINS = {"css", "markdown", "yaml", "json", "toml", "dockerfile"}
_NO_OPERATORS = {"json", "yaml", "markdown", "toml", "html", "xml"}


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines of one side that read as one: their indexes there, the text, and where in it each of them begins."""

    rows: range
    text: str
    starts: tuple[int, ...]
    cut: bool = False  # it is longer than is looked at

    def touched(self, start: int, end: int) -> range:
        """Give the indexes of the lines that a part of the text takes in."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_left(self.starts, end) - 1, first)
        return range(self.rows.start + first, self.rows.start + last + 1)


def statements(lines: Sequence[str], languages: Sequence[str]) -> Iterator[Statement]:
    """Join lines that follow one another on one side; comments are blanked before, by who knows them."""
    start, scan = 0, _Scan(lines, frozenset(languages))
    for index in range(len(lines)):
        if not scan.goes_on(index):
            yield _joined(lines, range(start, index + 1))
            start = index + 1


def _joined(lines: Sequence[str], rows: range) -> Statement:
    """Put lines behind one another, one space between them where two words or signs would meet."""
    parts: list[str] = []
    starts: list[int] = []
    length, before = 0, ""
    for row in rows:
        part = lines[row].strip() if parts else lines[row].rstrip()
        part = part[:-1].rstrip() if part.endswith("\\") else part
        if part and before and not _NO_SPACE_AFTER.search(before[-1:]) and not _NO_SPACE_BEFORE.match(part):
            parts.append(" ")
            length += 1
        starts.append(length)
        parts.append(part)
        length += len(part)
        before = part or before
        if length > MOST_JOINED:
            break
    return Statement(rows, "".join(parts)[:MOST_JOINED], tuple(starts), cut=length > MOST_JOINED)


class _Scan:
    """Goes through one side's lines once, knowing what is open at the end of each."""

    def __init__(self, lines: Sequence[str], languages: frozenset[str]) -> None:
        self._lines, self._languages = lines, languages
        self._token = _token(
            heredocs=bool(languages & _HEREDOCS),
            backticks=bool(languages & _BACKTICKS),
            triples=bool(languages & _TRIPLES),
            lifetimes="rust" in languages,
        )
        self._chains, self._operators = not languages & _NO_CHAINS, not languages & _NO_OPERATORS
        self._closing = ""  # what ends the text that is open
        self._stack: list[str] = []
        self._braces = 0  # in the stack
        self._through = -1  # lines up to this one belong together, blank ones between them too
        self._last: dict[str, int] = {}  # what may close a text -> the last line that holds it
        for index, line in enumerate(lines):
            self._last.update(dict.fromkeys((mark for mark in ('"""', "'''", "`") if mark in line), index))
            self._last[line.strip().rstrip(";,)")] = index

    def goes_on(self, index: int) -> bool:
        """Whether the line that comes next belongs to this one's statement."""
        self._read(index)
        if index + 1 >= len(self._lines):
            return False
        if index < self._through or self._closing or (self._stack and self._stack[-1] != _BLOCK):
            return True
        here = self._lines[index].rstrip()
        if "sql" in self._languages:
            return bool(here) and not here.endswith((";", "$$"))
        if not here:
            return False
        upcoming = next((at for at in range(index + 1, len(self._lines)) if self._lines[at].strip()), index)
        trails = self._operators and _OPERATOR.search(here[-8:])
        if upcoming > index and (trails or (self._chains and _CHAIN.match(self._lines[upcoming].lstrip()))):
            self._through = upcoming
            return True
        return False

    def _read(self, index: int) -> None:
        line, at = self._lines[index], 0
        if self._closing:
            at = self._closed(line)
            if at < 0:
                return
        heredoc = ""
        for found in self._token.finditer(line, at):
            text = found[0]
            if found.lastgroup == "bracket":
                self._bracket(text, line, found.start())
            elif found.lastgroup == "multi":
                if self._last.get(text, -1) > index:
                    self._closing = text
                    return
            elif found.lastgroup == "word" and not heredoc:
                heredoc = found["word"] if self._last.get(found["word"], -1) > index else ""
        self._closing = heredoc and f"\n{heredoc}"

    def _closed(self, line: str) -> int:
        """Find where in a line the open text ends; -1 where it goes on."""
        closing = self._closing
        if closing[0] == "\n":
            ends = line.strip().rstrip(";,)") == closing[1:]
            at = len(line) if ends else -1
        else:
            at = line.find(closing)
            at = at + len(closing) if at >= 0 else -1
        if at >= 0:
            self._closing = ""
        return at

    def _bracket(self, sign: str, line: str, at: int) -> None:
        if sign in "([":
            self._stack.append(sign)
        elif sign == "{":
            self._braces += 1
            self._stack.append("{" if self._is_literal(line, at) else _BLOCK)
        elif sign == "}" and self._braces:
            # What is still open inside of braces was none, or stood in a text that was not known for one.
            while self._stack.pop() in "([":
                continue
            self._braces -= 1
        elif self._stack and self._stack[-1] == _PAIRS[sign]:  # else it closes what opened before the hunk
            self._stack.pop()

    def _is_literal(self, line: str, at: int) -> bool:
        """Whether a brace holds values, and not a block of statements."""
        if "python" in self._languages:
            return True
        before = line[max(at - 12, 0) : at]
        return bool(_LITERAL_BRACE.search(before)) or ("go" in self._languages and before[-1:].isalnum())


@cache
def _token(*, heredocs: bool, backticks: bool, triples: bool, lifetimes: bool) -> re.Pattern[str]:
    """Give what is looked for in a line: texts are passed over as a whole, brackets count outside of them."""
    quotes = '"' if lifetimes else "\"'" if backticks else "\"'`"
    # Possessive, so linear on anything; one that is not closed runs to the end of its line.
    texts = [rf"{quote}(?:[^{quote}\\]++|\\(?:.|\Z))*+(?:{quote}|\Z)" for quote in quotes]
    inner = [r"`(?:[^`\\]++|\\.)*+`"] if backticks else []
    inner += [r'"""(?:[^"]++|"(?!""))*+"""', r"'''(?:[^']++|'(?!''))*+'''"] if triples else []
    multi = [*(["`"] if backticks else []), *(['"""', "'''"] if triples else [])]
    char = [r"'(?:[^'\\]|\\.{1,8}?)'"] if lifetimes else []
    parts = [*([_HEREDOC] if heredocs else []), *inner]
    parts += [rf"(?P<multi>{'|'.join(multi)})"] if multi else []
    return re.compile("|".join([*parts, *texts, *char, r"(?P<bracket>[()\[\]{}])"]), re.DOTALL)
