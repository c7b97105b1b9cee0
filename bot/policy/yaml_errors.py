"""What PyYAML says of broken YAML, in plain words."""

import yaml

from bot.policy.problems import START, Problem, Spot

QUOTES = "Put single quotes around a value that starts with a sign or holds `: ` or ` #`."
AT_OPENING = ("scanning an alias", "scanning an anchor", "',' or ']'", "',' or '}'", "quoted scalar")
# (part of PyYAML's or libyaml's words, what is wrong, what to write instead); the first that fits is taken
WORDS = (
    ("tab character", "A tab stands where YAML wants spaces.", "Indent with spaces."),
    (
        "scanning an alias",
        "A value starts with `*`, which means something else in YAML.",
        "Write `'**/x'` with quotes.",
    ),
    ("scanning an anchor", "A value starts with `&`, which means something else in YAML.", "Put quotes around it."),
    ("tag", "A value starts with `!`, which means something else in YAML.", "Write `'!/x'` with quotes."),
    ("unknown escape", "A backslash in double quotes starts an escape that YAML does not know.", "Use single quotes."),
    ("mapping values are not", "A second `:` stands in one line, or the indentation is wrong.", QUOTES),
    (
        "sequence entries are not",
        "A list begins in the middle of a line.",
        "Begin it on a line of its own, or use `[a, b]`.",
    ),
    (
        "expected '-' indicator",
        "Something that is no entry stands among a list's entries.",
        "Begin it with `- `, or indent it less.",
    ),
    (
        "expected <block end>",
        "The indentation is wrong here, or a value goes on after its quotes.",
        "Line the keys up with those above.",
    ),
    (
        "expected key",
        "The indentation is wrong here, or a value goes on after its quotes.",
        "Line the keys up with those above.",
    ),
    ("',' or ']'", "A list that `[` opened is not closed.", "Add the `]`, or the comma that is missing."),
    ("',' or '}'", "A mapping that `{` opened is not closed.", "Add the `}`, or the comma that is missing."),
    ("quoted scalar", "A quote is not closed.", "Add it; inside single quotes, a single quote is written twice."),
    ("block scalar", "After `|` or `>` the text must begin on the next line, indented.", "Move it there."),
    ("could not find expected ':'", "A key without its `:` stands here.", "Write `key: value`."),
    ("incompatible YAML", "The file asks for another version of YAML.", "Remove the line that starts with `%`."),
    (
        "directive",
        "A line that starts with `%` is no directive that YAML knows.",
        "Remove it, or put quotes around it.",
    ),
)


def in_plain_words(error: yaml.YAMLError, text: str) -> Problem:
    """Make a problem of an error, at its mark."""
    context, said = str(getattr(error, "context", None) or ""), str(getattr(error, "problem", None) or error)
    both = f"{said} {context}"
    spot = _spot(error, opening=any(part in both for part in AT_OPENING) and "escape" not in both)
    if "cannot start any token" in said:
        return _odd_start(spot, text)
    for part, says, instead in WORDS:
        if part in both:
            return Problem(spot.line, spot.column, says, instead)
    return Problem(spot.line, spot.column, f"This is not YAML: {said}.", "Compare with the example in the README.")


def _spot(error: yaml.YAMLError, *, opening: bool) -> Spot:
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    mark = next((mark for mark in (reversed(marks) if opening else marks) if mark), None)
    return Spot(mark.line + 1, mark.column + 1) if mark else START


def _odd_start(spot: Spot, text: str) -> Problem:
    line = text.split("\n")[spot.line - 1]
    sign = line[spot.column - 1 : spot.column]
    if sign == "\t":
        return Problem(spot.line, spot.column, "A tab stands where YAML wants spaces.", "Indent with spaces.")
    shown = "a backtick" if sign == "`" else f"`{sign}`"
    return Problem(spot.line, spot.column, f"A value starts with {shown}, which YAML keeps for itself.", QUOTES)
