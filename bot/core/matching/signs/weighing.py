"""Weighs a change for each zone that has signs: which files lead, what they add up to, and why in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.core.diff import DiffError
from bot.core.matching.languages import languages
from bot.core.matching.signs.kinds import LONGEST_LINE, for_trial
from bot.core.matching.signs.reading import FileSigns, HunkLines, read
from bot.core.matching.signs.repeats import CodeLine, Repeats
from bot.core.matching.signs.scales import lead, weigh
from bot.core.matching.signs.vocabulary import Vocabulary, strongest, words
from bot.core.matching.text import HunkText
from bot.core.matching.view import FileView, PullView
from bot.core.model.signs import SignTable, Step

MOST_LINES = 8000  # of a change that are weighed, context included; files whose path speaks of a zone come first
_ENOUGH_TO_LEAD = 2.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change adds up to for one table. `files` lead with the one that says most; none: nothing to weigh."""

    table: SignTable
    points: float
    files: tuple[FileSigns, ...] = ()
    reached: tuple[Step, ...] = ()


def looks_into(view: FileView) -> bool:
    """Whether signs are looked for in a file of this name: in code, templates and settings, but no fixtures or fakes."""
    told = languages(view.file.path)
    return view.plain and bool(told) and "markdown" not in told and not for_trial(view.file.path)


class Weighing:
    """One change, weighed for each table when it is first asked for."""

    def __init__(self, tables: Sequence[SignTable], vocabulary: Vocabulary, whole: PullView) -> None:
        self._tables, self._vocabulary, self._whole = tables, vocabulary, whole
        self._weighed: dict[int, Weighed] = {}

    def of(self, number: int) -> Weighed:
        """Weigh the change for the table of a number."""
        if number not in self._weighed:
            self._weighed[number] = self._weigh(number)
        return self._weighed[number]

    def values(self, number: int) -> dict[str, float]:
        """Read the scales for the table of a number; empty where there is nothing to weigh."""
        ranked = self._ranked(number)
        return weigh((*ranked, *(file for file in self._files if not file.weighed)), number) if ranked else {}

    def _weigh(self, number: int) -> Weighed:
        table, ranked, values = self._tables[number], self._ranked(number), self.values(number)
        if not ranked:
            return Weighed(table, 0.0)
        reached = tuple(step for step in table.steps if values[step.scale] >= step.at_least)
        enough = max(_ENOUGH_TO_LEAD, lead(ranked[0], number) / 2)
        leading = (ranked[0], *(file for file in ranked[1:] if lead(file, number) >= enough))
        return Weighed(table, table.start + sum(step.points for step in reached), leading, reached)

    def _ranked(self, number: int) -> list[FileSigns]:
        return sorted((file for file in self._files if file.weighed), key=lambda file: (-lead(file, number), file.path))

    @cached_property
    def _files(self) -> list[FileSigns]:
        hunks = {view.file.path: lines for view in self._chosen() if (lines := _lines(view))}
        repeats = Repeats(hunk.lines for file in hunks.values() for hunk in file)
        count = len(self._tables)
        return [read(path, file, self._vocabulary, count, repeats) for path, file in hunks.items()]

    def _chosen(self) -> list[FileView]:
        """Give the files that there is time for: those first whose path speaks of a zone, and small ones before large."""

        def rank(view: FileView) -> tuple[int, int, str]:
            marks = self._vocabulary.marks(words(view.file.path))
            strength = max((strongest(marks, number) for number in range(len(self._tables))), default=0)
            return -strength, (view.file.patch or "").count("\n"), view.file.path

        lines, chosen = 0, list[FileView]()
        for view in sorted(filter(looks_into, self._whole.files), key=rank):
            lines += (view.file.patch or "").count("\n")
            if lines > MOST_LINES and chosen:
                break
            self._whole.read(view)
            chosen.append(view)
        return chosen


def _lines(view: FileView) -> list[HunkLines]:
    """Give a file's hunks without their comments; a patch that does not parse makes the file unseen."""
    try:
        return [_hunk(hunk) for hunk in view.text.all()] if view.text else []
    except DiffError as error:
        view.lose(error)
        return []


def _hunk(hunk: HunkText) -> HunkLines:
    lines = [CodeLine(line.side, _code(hunk.code(row, comments=False))) for row, line in enumerate(hunk.lines)]
    return HunkLines(hunk.section.decode("utf-8", "replace"), lines)


def _code(forms: tuple[bytes, ...]) -> str:
    return forms[-1][:LONGEST_LINE].decode("utf-8", "replace") if forms else ""
