"""Weighs a change for each zone that has signs: which files lead, what they add up to, and why in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.core.diff import DiffError
from bot.core.matching.languages import languages
from bot.core.matching.signs.kinds import LONGEST_LINE, FileKind, for_trial, kinds_of_file
from bot.core.matching.signs.reading import FileSigns, HunkLines, read
from bot.core.matching.signs.repeats import CodeLine, Repeats
from bot.core.matching.signs.scales import lead, weigh
from bot.core.matching.signs.vocabulary import Vocabulary, strongest, words
from bot.core.matching.view import FileView
from bot.core.model.change import ChangedFile
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


def looks_into(file: ChangedFile) -> bool:
    """Whether signs are looked for in a file of this name: code and templates, but no settings, fixtures or fakes."""
    told = languages(file.path)
    return bool(told) and not for_trial(file.path) and "markdown" not in told


class Weighing:
    """One change, weighed for all tables when it is first asked for."""

    def __init__(self, tables: Sequence[SignTable], vocabulary: Vocabulary, views: Iterable[FileView]) -> None:
        self._tables, self._vocabulary = tables, vocabulary
        self._views = [view for view in views if view.plain and view.text is not None and looks_into(view.file)]
        self.lost: dict[str, DiffError] = {}

    def of(self, number: int) -> Weighed:
        """Weigh the change for the table of a number."""
        table, files = self._tables[number], self._files
        ranked = sorted((file for file in files if file.weighed), key=lambda file: -lead(file, number))
        if not ranked:
            return Weighed(table, 0.0)
        values = weigh((*ranked, *(file for file in files if not file.weighed)), number)
        reached = tuple(step for step in table.steps if values[step.scale] >= step.at_least)
        enough = max(_ENOUGH_TO_LEAD, lead(ranked[0], number) / 2)
        leading = ranked[:1] + [file for file in ranked[1:] if lead(file, number) >= enough]
        return Weighed(table, table.start + sum(step.points for step in reached), tuple(leading), reached)

    def values(self, number: int) -> dict[str, float]:
        """Read the scales for the table of a number; empty where there is nothing to weigh."""
        ranked = sorted((file for file in self._files if file.weighed), key=lambda file: -lead(file, number))
        rest = [file for file in self._files if not file.weighed]
        return weigh((*ranked, *rest), number) if ranked else {}

    @cached_property
    def _files(self) -> list[FileSigns]:
        hunks = {view.file.path: lines for view in self._chosen() if (lines := self._lines(view))}
        repeats = Repeats(hunk.lines for file in hunks.values() for hunk in file)
        count = len(self._tables)
        return [read(path, file, self._vocabulary, count, repeats) for path, file in hunks.items()]

    def _chosen(self) -> list[FileView]:
        """Give the files that there is time for: those first whose path speaks of a zone, and small ones before large."""

        def rank(view: FileView) -> tuple[int, int]:
            marks = self._vocabulary.marks(words(view.file.path))
            strength = max((strongest(marks, number) for number in range(len(self._tables))), default=0)
            return -strength, (view.file.patch or "").count("\n")

        lines, chosen = 0, []
        for view in sorted(self._views, key=rank):
            lines += (view.file.patch or "").count("\n")
            if lines > MOST_LINES and chosen:
                break
            chosen.append(view)
        return chosen

    def _lines(self, view: FileView) -> list[HunkLines]:
        if view.text is None:
            return []
        try:
            return [
                HunkLines(
                    hunk.section,
                    [
                        CodeLine(line.side, _code(hunk.code(row, comments=False)))
                        for row, line in enumerate(hunk.lines)
                    ],
                )
                for hunk in view.text.all()
            ]
        except DiffError as error:
            self.lost[view.file.path] = error
            return []


def _code(forms: tuple[bytes, ...]) -> str:
    return forms[-1][:LONGEST_LINE].decode("utf-8", "replace") if forms else ""
