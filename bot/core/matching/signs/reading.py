"""What one file's change speaks of: counts of lines, zone by zone, and the words that were seen."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname
from typing import NamedTuple

from bot.core.matching.signs.kinds import LineKind, decides, guards, kind_of, split
from bot.core.matching.signs.repeats import CodeLine, Repeats
from bot.core.matching.signs.vocabulary import Mark, Vocabulary, strongest, words
from bot.core.model.change import Side

_CODE = re.compile(r"[^\W_].*?[^\W_]", re.DOTALL)  # two characters that are no punctuation


class HunkLines(NamedTuple):
    """A hunk's section header and its lines."""

    section: str
    lines: Sequence[CodeLine]


@dataclass(slots=True)
class Spoken:
    """What a file's change speaks of for one table. Counters go by strength: 3 strong, 2 medium, 1 weak."""

    path: set[Mark] = field(default_factory=set)
    name: set[Mark] = field(default_factory=set)
    section: set[Mark] = field(default_factory=set)
    lines: Counter[int] = field(default_factory=Counter)
    deciding: Counter[int] = field(default_factory=Counter)
    guarding: Counter[int] = field(default_factory=Counter)
    removed: Counter[int] = field(default_factory=Counter)
    quoted: Counter[int] = field(default_factory=Counter)
    around: Counter[int] = field(default_factory=Counter)
    said: Counter[int] = field(default_factory=Counter)  # lines by the number of their sign
    rows: list[tuple[int, int, int]] = field(default_factory=list)  # (strength, hunk, row) of lines that speak


@dataclass(slots=True)
class FileSigns:
    """One file's change as the scales weigh it."""

    path: str
    changed: int = 0  # lines that hold code
    idle: int = 0  # of these: moved, mechanical, imports, logs
    weighed: int = 0  # of these: what is left
    guards: int = 0
    context: int = 0
    tables: list[Spoken] = field(default_factory=list)


def read(path: str, hunks: Iterable[HunkLines], vocabulary: Vocabulary, count: int, repeats: Repeats) -> FileSigns:
    """Read one file's hunks for `count` tables."""
    signs = FileSigns(path, tables=[Spoken() for _ in range(count)])
    folder, name = vocabulary.marks(words(dirname(path))), vocabulary.marks(words(basename(path)))
    for mark in name:
        signs.tables[mark.table].name.add(mark)
    for mark in folder | name:
        signs.tables[mark.table].path.add(mark)
    for number, hunk in enumerate(hunks):
        idle = repeats.idle(hunk.lines)
        before = signs.weighed
        for row, line in enumerate(hunk.lines):
            if _CODE.search(line.code):
                _line(signs, line, vocabulary, (number, row), idle=row in idle)
        if signs.weighed > before:
            for mark in vocabulary.marks(words(hunk.section)):
                signs.tables[mark.table].section.add(mark)
    return signs


def _line(signs: FileSigns, line: CodeLine, vocabulary: Vocabulary, at: tuple[int, int], *, idle: bool) -> None:
    bare, quoted = split(line.code)
    marks = vocabulary.marks(words(bare))
    if line.side is None:
        signs.context += 1
        for number, spoken in enumerate(signs.tables):
            spoken.around[strongest(marks, number)] += 1
        return
    signs.changed += 1
    if idle or kind_of(line.code) is not LineKind.CODE:
        signs.idle += 1
        return
    signs.weighed += 1
    guard, decision = guards(bare), decides(bare)
    signs.guards += guard
    texts = vocabulary.marks(words(quoted)) if quoted else set()
    for number, spoken in enumerate(signs.tables):
        spoken.quoted[strongest(texts, number)] += 1
        strength = strongest(marks, number)
        if not strength:
            continue
        spoken.lines[strength] += 1
        spoken.guarding[strength] += guard
        spoken.deciding[strength] += decision
        spoken.removed[strength] += line.side is Side.REMOVED
        spoken.rows.append((strength, *at))
        spoken.said.update(mark.sign for mark in marks if mark.table == number and mark.strength == strength)
