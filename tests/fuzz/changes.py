"""Hostile changes: diffs and texts of shipped rules' cases gone bad, and hunks made of what fells parsers."""

from functools import cache
from random import Random

from bot.core.diff import as_patch
from bot.core.model.change import FileStatus
from bot.core.model.policy import RuleTest
from bot.policy import shipped_rules
from tests.fuzz.case import FileCase, FuzzCase, Part, Text, plain
from tests.fuzz.nasty import GLOBS, LINES, PATHS, SIGNS
from tests.fuzz.policies import policy
from tests.fuzz.texts import MOST_CHARACTERS, capped, count, damaged

FRAGMENTS = tuple(f"\n{sign}{line}" for line in LINES for sign in "+- ") + LINES
STATUSES = tuple(status.value for status in FileStatus)
MOST_PATH = 1_000  # characters: git checks nothing out whose path has more than 4,096 bytes
NUMBERS = ("0", "1", "2", "7", "00", "-1", "1e9", "999999999", "1000000000", "99999999999999999999", "", "١", "0x1")  # noqa: RUF001


def change(chance: Random) -> FuzzCase:
    """Give a policy and a change that it is to judge."""
    files = {str(file.path): file for file in (_file(chance) for _ in range(chance.choice((1, 1, 1, 2, 4))))}
    said = [
        (f"{chance.choice(GLOBS)} {chance.choice(('linguist-generated', 'linguist-vendored', '-diff', 'binary'))}\n", 1)
    ]
    return FuzzCase(
        policy(chance) if chance.random() < 0.7 else None,
        tuple(files.values()),
        capped(said * count(chance, 300)) if chance.random() < 0.2 else Text(()),
        damaged(chance, plain("Claude Code: a title"), LINES),
    )


@cache
def _cases() -> tuple[RuleTest, ...]:
    return tuple(case for rule in shipped_rules() for case in rule.tests)


def _file(chance: Random) -> FileCase:
    case = chance.choice(_cases())
    path = plain(chance.choice((case.path, case.path, chance.choice(PATHS))))
    if chance.random() < 0.1:
        path = plain(str(damaged(chance, path, SIGNS, 2))[:MOST_PATH])
    old = plain(chance.choice(PATHS)) if chance.random() < 0.1 else None
    status = chance.choice((case.status.value, chance.choice(STATUSES)))
    patch, head = chance.choice((_of_a_case, _of_hunks, _of_hunks))(chance, case)
    if chance.random() < 0.03:
        return FileCase(path, status, None, old, None, binary=chance.random() < 0.5)
    return FileCase(path, status, patch, old, head if chance.random() < 0.9 else None)


def _of_a_case(chance: Random, case: RuleTest) -> tuple[Text, Text]:
    """Damage a sound diff; mostly its lines no longer add up."""
    patch = as_patch(case.diff)
    rows = [row[1:] for row in patch.split("\n")[1:] if row[:1] in ("+", " ")]
    return damaged(chance, plain(patch), FRAGMENTS), damaged(chance, plain("\n".join(rows)), LINES, 2)


def _of_hunks(chance: Random, case: RuleTest) -> tuple[Text, Text]:
    """Build hunks that add up, and a head that agrees with them, of hostile lines; now and then a false header."""
    patch: list[Part] = []
    head: list[Part] = []
    old = new = 0
    for number in range(chance.choice((1, 1, 2, 5, 40))):
        rows = _rows(chance, case)
        gap = chance.choice((0, 1, 3)) if number else 0
        head.append(("\n", gap))
        removed, added = (sum(times for sign, _, times in rows if sign in signs) for signs in ("- ", "+ "))
        old, new = old + gap, new + gap
        section = chance.choice(("", "", " def f", " " + chance.choice(LINES)))
        header = f"@@ -{old + bool(removed)},{removed} +{new + bool(added)},{added} @@{section}"
        patch.append((("\n" if number else "") + (_false(chance) if chance.random() < 0.03 else header), 1))
        for sign, line, times in rows:
            patch += _spelt(f"\n{sign}", line, times)
            head += _spelt("", line, times, "\n") if sign in "+ " else []
        old, new = old + removed, new + added
    text = Text(tuple(patch))
    return (text if len(text) < MOST_CHARACTERS * 2 else capped(patch)), capped(head)


def _rows(chance: Random, case: RuleTest) -> list[tuple[str, Text, int]]:
    own = [row[1:] for row in case.diff.split("\n") if row and not row.startswith("@@")]
    many = chance.choice((1, 3, 8, 30))
    rows = [(chance.choice("+++-- "), _line(chance, own), count(chance, 20_000)) for _ in range(many)]
    return [(sign, line, min(times, max(1, 200_000 // (many * (len(line) + 1))))) for sign, line, times in rows]


def _line(chance: Random, own: list[str]) -> Text:
    """Give one line: a case's own or a nasty one, at times very long."""
    parts = [(chance.choice((chance.choice(LINES), chance.choice(own or LINES))), 1)]
    if chance.random() < 0.3:
        parts.append((chance.choice(SIGNS), 1))
    if chance.random() < 0.2:
        parts.append((chance.choice(LINES), count(chance)))
    return capped([(part.replace("\n", " "), times) for part, times in parts])


def _spelt(before: str, line: Text, times: int, after: str = "") -> list[Part]:
    """Write a line so many times; a long one is written in its parts, once and again."""
    if len(line) < 300:
        return [(f"{before}{line}{after}", times)]
    return [(before, 1), *line.parts, (after, 1)] * times if times < 50 else [(f"{before}{line}{after}", times)]


def _false(chance: Random) -> str:
    n = [chance.choice(NUMBERS) for _ in range(4)]
    return chance.choice(
        (f"@@ -{n[0]},{n[1]} +{n[2]},{n[3]} @@", f"@@ -{n[0]} +{n[1]} @@", "@@", "@@ -1 +1", f"@@@ -{n[0]} +{n[1]} @@@")
    )
