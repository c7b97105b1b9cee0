"""Finds what a policy's rules see in a pull request."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.core.diff import DiffError, first_change
from bot.core.leaves import of_pull_alone
from bot.core.markdown import code
from bot.core.matching.attributes import Attributes, attributes
from bot.core.matching.companions import companions
from bot.core.matching.compile import Compiler
from bot.core.matching.globs import last_match
from bot.core.matching.names import Names
from bot.core.matching.nodes import ContentNode
from bot.core.matching.outcome import MOST_TEXT, NO, Hit, Outcome
from bot.core.matching.readable import readable
from bot.core.matching.sight import SeenFile, Sight, is_unread, seen_file
from bot.core.matching.signs import Vocabulary, Weighing
from bot.core.matching.text_nodes import TextNode
from bot.core.matching.view import FileView, PathView, PullView
from bot.core.matching.wanted import Wanted
from bot.core.model.change import ChangedFile, FileStatus, PullRequest
from bot.core.model.known import NOT_TOLD, NOTHING, Around, Known
from bot.core.model.policy import (
    Policy,
    Rule,
)
from bot.core.model.predicates import Predicate, Provenance
from bot.core.model.verdict import Finding, Matches, Place
from bot.core.provenance import level, marks

MOST_PLACES = 20
# Nothing is kept from the zone that guards the policy itself: not by `exclude`, not by a class of files.
_POLICY_ZONE = "policy"
_ONE_CLASS = {
    "tests": "a test file",
    "docs": "documentation",
    "vendored": "vendored code",
    "generated": "generated code",
    "lock files": "a lock file",
    "translations": "a translation",
    "snapshots": "a snapshot",
}


class Matcher:
    """A policy made ready. Raises `PatternError` on a pattern that RE2 refuses."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        compiler = Compiler()
        self._rules = tuple((rule, compiler.rule(rule)) for rule in policy.rules)
        self._exclude = compiler.take_globs(policy.exclude, "exclude")
        self._globs, self._patterns = compiler.globs, compiler.patterns
        self._tables, self._vocabulary = tuple(compiler.tables), Vocabulary(compiler.tables)
        self._names = Names([node for _, node in self._rules], compiler.files)
        self._companions = tuple(found for _, node in self._rules for found in companions(node))
        reading = tuple(rule for rule, node in self._rules if any(node.contents()))
        self._looks_into = frozenset(kind for rule in reading for kind in rule.include)
        self._policy_contents = tuple(
            content for rule, node in self._rules if rule.zone == _POLICY_ZONE for content in node.contents()
        )
        self._reading_more = frozenset(
            number
            for number, (_, node) in enumerate(self._rules)
            if any(isinstance(one, TextNode) for one in node.contents())
        )

    @property
    def policy(self) -> Policy:
        """What it matches by."""
        return self._policy

    def match(self, pull: PullRequest, known: Known = NOTHING, now: datetime | None = None) -> Matches:
        """Find all findings, in the order of files and rules, and the zones that could not be judged."""
        return self.judge(self.sight(pull, now), known)

    def sight(self, pull: PullRequest, now: datetime | None = None) -> Sight:
        """Look at a change, as far as its patches tell; `judge` it once the rest is known."""
        seen = marks(pull, self._policy.agents)
        whole = self._whole(pull, level(seen))
        whole.now = now
        files = tuple(self._seen(view) for view in whole.files)
        return Sight(pull, seen, files, tuple(one.file for one in files if is_unread(one)), now)

    def judge(self, sight: Sight, known: Known = NOTHING) -> Matches:
        """Give all findings, and the zones that could not be judged, as far as is known by now."""
        findings: list[Finding] = []
        unseen: dict[str, dict[str, None]] = {}
        for sentence in sight.pull.unseen:
            for rule in self._policy.rules:
                if rule.holds_merges:
                    unseen.setdefault(rule.zone, {})[sentence] = None
        for seen in sight.files:
            for rule, outcome in self._again(seen, known):
                if outcome.holds:
                    findings.append(_finding(rule, seen.file, outcome))
                elif outcome.holds is None and rule.holds_merges:
                    unseen.setdefault(rule.zone, {})[outcome.doubt or _doubt(seen.view)] = None
        return Matches(tuple(findings), {zone: tuple(sentences) for zone, sentences in unseen.items()}, sight.marks)

    def wants(self, path: str, old_path: str | None, base_attributes: str = "") -> Wanted:
        """Tell how much of the content of a file of this name rules look at, the base's `.gitattributes` considered."""
        paths = self._paths(path, old_path, attributes(base_attributes))
        looking = self._readers(path, old_path, paths)
        if len(paths) > 1 and self._readers(paths[1].path, None, paths[1:]) - self._readers(path, None, paths[:1]):
            return Wanted.ALL_IT_WAS
        view = FileView(ChangedFile(path, FileStatus.MODIFIED, None, old_path), paths)
        asked = bool(looking) or any(companion.companion(view) for companion in self._companions)
        return Wanted.CHANGES if asked else Wanted.NOTHING

    def _readers(self, path: str, old_path: str | None, paths: tuple[PathView, ...]) -> set[str]:
        """Name the rules that look at the content of a file by these names."""
        view = FileView(ChangedFile(path, FileStatus.MODIFIED, None, old_path), paths)
        return {
            rule.id
            for rule, node in self._rules
            if _looks(rule, view)
            and any(content.covers(view) for content in node.contents())
            and node.test(view).holds is not False
        }

    def holds(self, predicate: Predicate, pull: PullRequest, at: Provenance, around: Around = NOT_TOLD) -> bool | None:
        """Judge predicates on the pull request alone (`if`); None where that hangs on what could not be seen."""
        node = Compiler().node(predicate, "if")
        whole = PullView(pull, at, self._policy.agents)
        whole.now, whole.people = around.now, around.people
        return node.test(FileView(ChangedFile("", FileStatus.MODIFIED, ""), (), whole)).holds

    def why_not(
        self, pull: PullRequest, path: str, known: Known = NOTHING, now: datetime | None = None
    ) -> list[tuple[Rule, str]]:
        """Say for each rule that did not fire on a file why it did not."""
        file = pull.files_by_path.get(path)
        if file is None:
            return [(rule, f"this pull request does not change {code(path)}") for rule in self._policy.rules]
        whole = self._whole(pull, level(marks(pull, self._policy.agents)))
        whole.now, whole.people = now, known.people
        for view in whole.files:
            view.known = known
        return [reason for view in whole.files if view.file is file for reason in self._reasons(view)]

    def _reasons(self, view: FileView) -> Iterator[tuple[Rule, str]]:
        outcomes = {rule.id: outcome for rule, outcome in self._outcomes(view)}
        for rule, node in self._rules:
            outcome = outcomes.get(rule.id, NO)
            if not _looks(rule, view):
                yield rule, _left_out(view)
            elif outcome.holds is None:
                yield rule, outcome.doubt or _doubt(view)
            elif not outcome.holds:
                yield rule, node.why_not(view)

    def _whole(self, pull: PullRequest, at: Provenance) -> PullView:
        whole = PullView(pull, at, self._policy.agents)
        said = attributes(pull.attributes)
        whole.files = tuple(self._view(file, whole, said) for file in pull.files)
        whole.read = self._scan
        whole.weighing = Weighing(self._tables, self._vocabulary, whole)
        return whole

    def _view(self, file: ChangedFile, whole: PullView, said: Attributes) -> FileView:
        return FileView(file, self._paths(file.path, file.old_path, said), whole, file.status)

    def _paths(self, path: str, old_path: str | None, said: Attributes) -> tuple[PathView, ...]:
        both = (path,) if old_path in (None, path) else (path, old_path)
        return tuple(self._path(one, said) for one in both if one)

    def _path(self, path: str, said: Attributes) -> PathView:
        hits = self._globs.match(path)
        return PathView(path, hits, said.excluded_class(path), last_match(self._exclude, hits))

    def _read(self, view: FileView) -> None:
        """Scan the patch where some rule would look at it at all."""
        if any(map(self._looked_into, view.paths)) or any(content.covers(view) for content in self._policy_contents):
            self._scan(view)

    def _scan(self, view: FileView) -> None:
        """Scan the patch with all patterns at once."""
        if view.unseen is None and view.file.patch and not view.scanned:
            view.scanned = True
            patch = readable(view.file.patch, view.file.path)
            raw = patch.encode("utf-8", "replace")
            view.hits = self._patterns.match(raw) & self._names.left(view).patterns
            view.read(patch, raw)

    def _looked_into(self, path: PathView) -> bool:
        return not path.excluded and (path.kind is None or path.kind in self._looks_into)

    def _seen(self, view: FileView) -> SeenFile:
        outcomes = self._outcomes(view)
        if self._reading_more and view.unseen is None:
            try:
                return seen_file(view, outcomes, self._open(view))
            except DiffError as error:
                view.lose(error)
                outcomes = self._asked(view)
        return SeenFile(view, outcomes)

    def _open(self, view: FileView) -> Iterator[ContentNode]:
        """Give the predicates that wait for more than the patch and could decide."""
        rules = (self._rules[number] for number in self._candidates(view) if number in self._reading_more)
        return (found for rule, node in rules if _looks(rule, view) for found in node.open(view))

    def _again(self, seen: SeenFile, known: Known) -> Sequence[tuple[Rule, Outcome]]:
        """Ask once more where more is known now."""
        hangs = seen.open or (known.people is not None and any(outcome.holds is None for _, outcome in seen.outcomes))
        if not hangs or known is NOTHING:
            return seen.outcomes
        seen.view.known = known
        if seen.view.whole is not None:
            seen.view.whole.people = known.people
        return self._safely(seen.view)

    def _outcomes(self, view: FileView) -> list[tuple[Rule, Outcome]]:
        """Ask the rules that could fire."""
        self._read(view)
        return self._safely(view)

    def _safely(self, view: FileView) -> list[tuple[Rule, Outcome]]:
        """Ask once more, and all rules, where the patch turns out not to parse."""
        try:
            return self._asked(view)
        except DiffError as error:
            view.lose(error)
            return self._asked(view)

    def _asked(self, view: FileView) -> list[tuple[Rule, Outcome]]:
        rules = (self._rules[number] for number in self._candidates(view))
        return [(rule, node.test(view)) for rule, node in rules if _looks(rule, view)]

    def _candidates(self, view: FileView) -> list[int]:
        """Give the numbers of the rules that something in the file could make fire."""
        if view.unseen is not None:
            return list(range(len(self._rules)))
        left = self._names.left(view)
        return sorted(left.at_once.union(*(left.by_pattern.get(line, ()) for line in view.hits)))


def _looks(rule: Rule, view: FileView) -> bool:
    """Whether a rule looks at a file at all, by some path of it."""
    if view.plain or rule.zone == _POLICY_ZONE:
        return True
    return any(not path.excluded and (path.kind is None or path.kind in rule.include) for path in view.paths)


def _left_out(view: FileView) -> str:
    path = view.paths[0]
    if path.excluded or path.kind is None:
        return "left out: the policy excludes it"
    return f"left out: it is {_ONE_CLASS[path.kind]}, and the rule does not include {path.kind}"


def _doubt(view: FileView) -> str:
    """Say what could not be seen: of the file, or else of the pull request as a whole."""
    return (
        view.unseen or f"{code(view.file.path)}: whether a rule fires hangs on parts of the change that can't be read"
    )


def _finding(rule: Rule, file: ChangedFile, outcome: Outcome) -> Finding:
    sure = [strength or rule.confidence for strength in outcome.strengths] or [rule.confidence]
    return Finding(
        rule,
        file.path,
        _places(rule, outcome.hits) or (_first_place(rule, file),),
        max(sure, key=lambda confidence: confidence.points),
        outcome.evidence,
    )


def _places(rule: Rule, hits: tuple[Hit, ...]) -> tuple[Place, ...]:
    """Give each line once: the surest first, then as they stand."""

    def telling(hit: Hit) -> tuple[int, int, str]:
        return -(hit.confidence or rule.confidence).points, hit.place.line or 0, str(hit.place.side)

    return tuple(dict.fromkeys(hit.place for hit in sorted(hits, key=telling)))[:MOST_PLACES]


def _first_place(rule: Rule, file: ChangedFile) -> Place:
    """Point at the first changed line; a rule on the pull request as a whole means no line."""
    if of_pull_alone(rule.when):
        return Place(None, None)
    line = first_change(file.patch or "")
    return Place(None, None) if line is None else Place(line.number, line.side, line.text[:MOST_TEXT])
