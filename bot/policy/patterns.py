"""RE2 patterns: whether RE2 takes them, what its refusals mean, and what to write instead."""

import re
from functools import lru_cache

import re2

from bot.core.patterns import options
from bot.policy.problems import refuse

MOST_CHARACTERS = 1_000
MOST_MEMORY = 256 * 1024  # bytes for one compiled pattern; RE2 refuses what needs more
PROBES = tuple(probe.encode() for probe in ("a", "Z", "0", "_", " ", "}", "#", "-", "é"))
LOOK = "RE2 can't look {} (`{}`), which keeps it fast on anything."
# (what RE2 says, what is wrong, what to write instead); the first that fits is taken
REFUSALS = (
    ("operator: (?<", LOOK.format("behind", "(?<"), "Match the whole, and put what must not stand there into `unless:`."),
    ("operator: (?!", LOOK.format("ahead", "(?!"), "Match without it, and put what must not follow into `unless:`."),
    ("operator: (?=", LOOK.format("ahead", "(?="), "Match what follows as a part of the pattern."),
    ("operator: (?>", "RE2 has no atomic groups, and needs none.", "Write `(?:` in place of `(?>`."),
    ("operator: (?P", "RE2 can't refer back to a group.", "Write out what the group may be."),
    ("operator: (?#", "RE2 has no comments in patterns.", "Put the comment above, after a `#` of YAML."),
    ("operator: (?(", "RE2 has no conditions.", "Write two patterns."),
    ("operator: (?", "RE2 does not know this flag; it has `i`, `m`, `s` and `U`.", "Use those, as in `(?i:select)`."),
    ("sequence: \\Z", "RE2 does not know `\\Z`.", "Write `$`."),
    ("sequence: \\u", "RE2 does not know `\\u`.", "Write `\\x{202E}` for U+202E."),
    ("repetition size", "RE2 repeats 1,000 times at most, and the smaller number comes first.", "Write `*`, or a smaller number."),
    ("no argument", "Nothing stands before a `*`, `+` or `?`.", "Write `\\*` for the sign itself, `.*` for anything."),
    ("bad repetition", "Two repetitions stand one after the other; RE2 has no possessive `++`.", "Keep one."),
    ("missing )", "A `(` is not closed.", "Close it, or write `\\(` for the sign itself."),
    ("unexpected )", "A `)` closes nothing.", "Remove it, or write `\\)` for the sign itself."),
    ("missing ]", "A `[` is not closed.", "Close it, or write `\\[` for the sign itself."),
    ("class range", "RE2 does not know this range or class of characters.", "Put the smaller character first, and a `-` last."),
    ("trailing", "The pattern ends in a backslash.", "Write `\\\\` for the sign itself."),
    ("capture group", "This group's name is not one.", "Write `(` alone; names have no use here."),
    ("too large", "The pattern needs too much memory.", "Repeat less: `.{0,80}` in place of `.{0,1000}`."),
)  # fmt: skip
IN_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


@lru_cache(maxsize=4096)
def check(pattern: str) -> int:
    """Give the size of the compiled pattern; raises an error in words on one that can't do its work."""
    if len(pattern) > MOST_CHARACTERS:
        says = f"This pattern has {len(pattern):,} characters; the most is {MOST_CHARACTERS:,}."
        raise refuse(says, "Split it into a list of patterns.")
    if crosses_lines(pattern):
        says = "This pattern wants a line break, but patterns are tried on one line at a time, so it never matches."
        raise refuse(says, "Write it on one line in single quotes, with no `\\n`; use two patterns for two lines.")
    if "\\C" in IN_CLASS.findall(pattern):
        says = "`\\C` matches single bytes, halves of characters and line ends among them."
        raise refuse(says, "Write `.` for any character.")
    compiled = _compile(pattern)
    if compiled.search(b"") and all(compiled.search(probe) for probe in PROBES):
        raise refuse("This pattern matches every line, even an empty one.", "Take out the `*` or `?` that lets it.")
    if all(compiled.search(probe) for probe in PROBES):
        raise refuse("This pattern matches every line that is not empty.", "Say what the line must hold.")
    return int(compiled.programsize)


def crosses_lines(pattern: str) -> bool:
    r"""Whether it holds a line break, written or as `\\n`, outside of a class such as `[^\\n]`."""
    return "\n" in pattern or any(part in ("\\n", "\\r") for part in IN_CLASS.findall(pattern))


def _compile(pattern: str) -> "re2._Regexp":
    tight = options()
    tight.max_mem = MOST_MEMORY
    try:
        return re2.compile(pattern, tight)
    except re2.error as error:
        said = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
        raise _in_plain_words(said) from None


def _in_plain_words(said: str) -> Exception:
    for part, says, instead in REFUSALS:
        if part in said:
            return refuse(says, instead)
    if escape := re.search(r"escape sequence: (\\.*)", said):
        if re.match(r"\\[1-9]", escape[1]):
            return refuse("RE2 can't refer back to a group (`\\1`).", "Write out what the group may be.")
        return refuse(f"RE2 does not know `{escape[1]}`.", "Write the character itself, or `\\x{..}` with its number.")
    return refuse(f"RE2 refuses this pattern: {said}.", "See https://github.com/google/re2/wiki/Syntax.")
