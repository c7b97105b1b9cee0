"""Globs as CODEOWNERS reads them, braces expanded; the rest of gitignore's syntax is refused in words."""

import re

from pathspec import RegexPattern, lookup_pattern

from bot.policy.problems import refuse

MOST_CHARACTERS = 500
MOST_ALTERNATIVES = 100
STARS = re.compile(r"(?<=[^/!])\*\*|\*\*(?=[^/])")
# (what must not be found, what is wrong, what to write instead)
FAULTS = (
    (re.compile(r"^!?$"), "This glob is empty.", "Write a path, such as `/src/billing/**`."),
    (re.compile(r"^\s|\s$"), "This glob begins or ends with a space.", "Remove it."),
    (re.compile(r"[\x00-\x1f\x7f]"), "This glob holds a control character or a line break.", "Write one glob an entry."),
    (re.compile(r"^!?#"), "A glob that starts with `#` is a comment.", "Write `/#...` or `**/#...`."),
    (re.compile(r"[\[\]]"), "Globs have no `[ ]` here, as in CODEOWNERS.", "Write `?` for one character, `{a,b}` for a choice."),
    (re.compile(r"\\"), "Globs have no backslash here.", "Separate folders with `/`; write `?` for a character you can't write."),
    (re.compile(r"^!?\.{1,2}/"), "A glob starts at the repository's root, never with `./` or `../`.", "Write `/src/**`."),
    (re.compile(r"//"), "Two slashes stand side by side.", "Write one."),
    (re.compile(r"^!?/$"), "`/` alone names no file.", "Write `**` for every file."),
    (STARS, "`**` means whole folders only when it stands between slashes.", "Write `**/*.py`, not `**.py`."),
)  # fmt: skip


def expand(glob: str) -> tuple[str, ...]:
    """Give the globs that one with braces stands for; raises an error in words on one that can't be used."""
    if len(glob) > MOST_CHARACTERS:
        raise refuse(f"This glob has {len(glob):,} characters; the most is {MOST_CHARACTERS}.", "Split it in two.")
    for fault, says, instead in FAULTS:
        if fault.search(_outside(glob) if fault is STARS else glob):
            raise refuse(says, instead)
    expanded = _alternatives(glob)
    for one in expanded:
        _compile(one)
    return expanded


def _outside(glob: str) -> str:
    """Read a brace beside stars as a slash: `{a,**}/x` is sound if what it expands to is."""
    return re.sub(r"[{},]", "/", glob)


def _compile(glob: str) -> None:
    if STARS.search(glob):
        raise refuse(f"`{glob}`, which this stands for, has `**` beside something other than a slash.", "Write `**/`.")
    pattern = lookup_pattern("gitignore")(glob)  # raises on nothing that is left by now
    if not isinstance(pattern, RegexPattern) or pattern.regex is None:
        raise refuse(f"`{glob}` is no glob that names a file.", "Write a path, such as `/src/billing/**`.")


def _alternatives(glob: str) -> tuple[str, ...]:
    """Expand braces as a shell does: from left to right, nested ones too, and `{a}` stays as it is."""
    done: list[str] = []
    open_ends = [(0, glob)]
    while open_ends:
        start, text = open_ends.pop()
        choice = _first_choice(text, start)
        if choice is None:
            done.append(text)
        else:
            first, last, parts = choice
            open_ends.extend((first, text[:first] + part + text[last + 1 :]) for part in reversed(parts))
        if len(done) + len(open_ends) > MOST_ALTERNATIVES:
            says = f"This glob stands for more than {MOST_ALTERNATIVES} globs."
            raise refuse(says, "Use fewer braces, or `*`.")
    return tuple(dict.fromkeys(done))


def _first_choice(text: str, start: int) -> tuple[int, int, list[str]] | None:
    """Find the first `{a,b}` from `start` on: the places of its braces and its parts."""
    first = text.find("{", start)
    while first >= 0:
        last, parts = _parts(text, first)
        if len(parts) > 1:
            return first, last, parts
        first = text.find("{", first + 1)
    if text.count("{") != text.count("}"):
        raise refuse("A brace is not closed, or closes nothing.", "Write `{a,b}`; `?` stands for a brace itself.")
    return None


def _parts(text: str, first: int) -> tuple[int, list[str]]:
    depth, parts, begin = 0, [], first + 1
    for place in range(first, len(text)):
        sign = text[place]
        depth += (sign == "{") - (sign == "}")
        if depth == 0 or (depth == 1 and sign == ","):
            parts.append(text[begin:place])
            begin = place + 1
        if depth == 0:
            return place, parts
    raise refuse("A brace is not closed.", "Write `{a,b}`; `?` stands for a brace itself.")
