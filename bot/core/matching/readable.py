r"""A patch as a compiler reads it: identifiers that only look different from what rules look for are no hiding place.

Python takes other letters of the same meaning, full width or cursive, for the plain ones (https://peps.python.org/pep-3131/).
JavaScript, Java and C# take `\u0063onstruct` for `construct`, and Java does so even before it looks for the ends of comments.
"""

import re
import unicodedata
from functools import lru_cache

_ESCAPE = re.compile(r"\\u+(?:\{0*(?P<braced>[0-9A-Fa-f]{2})\}|00(?P<plain>[0-9A-Fa-f]{2}))")
_ENDED_COMMENT = re.compile(r"//[^\n]*?\\u+000[aAdD]")  # what stands behind is on a line of its own to Java
_BEFORE_ALL_ELSE = (".java", ".jsp")  # where an escape may stand for any character of the program


def readable(patch: str, path: str) -> str:
    """Give the patch with such identifiers written out; lines stay lines."""
    if not patch.isascii():
        patch = patch.translate({ord(char): plain for char in set(patch) if (plain := _plain(char))})
    if "\\u" in patch:
        everything = path.lower().endswith(_BEFORE_ALL_ELSE)
        patch = _ENDED_COMMENT.sub("", patch) if everything else patch
        patch = _ESCAPE.sub(lambda escape: _written_out(escape, everything=everything), patch)
    return patch


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Give the ASCII letters or digits that a character stands for in an identifier; "" where it stands for itself."""
    if char.isascii():
        return ""
    same = unicodedata.normalize("NFKC", char)
    return same if same.isascii() and same.replace("_", "a").isalnum() else ""


def _written_out(escape: re.Match[str], *, everything: bool) -> str:
    char = chr(int(escape["braced"] or escape["plain"], 16))
    wanted = char.isprintable() if everything else char.isalnum() or char in "_$"
    return char if char.isascii() and wanted else escape[0]
