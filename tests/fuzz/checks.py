"""What must hold whatever a stranger writes; a broken promise is an `AssertionError`, and any other exception one too."""

import resource
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from bot.analysis.desk import find_out
from bot.core.case import Case
from bot.core.decide import decide
from bot.core.diff import DiffError, first_change, hunks
from bot.core.explain import Explainer
from bot.core.matching import Matcher
from bot.core.matching.matcher import MOST_PLACES
from bot.core.matching.outcome import MOST_TEXT
from bot.core.memory import remember
from bot.core.model.change import ChangedFile, PullRequest, Side
from bot.core.model.known import NOTHING, GaveUp, Known
from bot.core.model.policy import Policy
from bot.core.model.verdict import Finding, Matches, People
from bot.core.policy_difference import difference
from bot.core.render import Scene, render
from bot.policy import Problems, load, unconfigured
from bot.policy.problems import MOST_SHOWN
from bot.policy.suites import suite
from tests.fuzz.case import FuzzCase, pull_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOST_SECONDS = 8.0  # of CPU in this process, for one step of one case, on a machine that may be busy
MOST_GROWTH = 400 * 1024  # kB that one case may add to the most memory ever held
MOST_WRITTEN = 65_535  # characters of one text that GitHub takes
MOST_SAID = 1_200  # characters of a sentence of evidence


class TooSlowError(AssertionError):
    """A step took more time than there is."""


def judge(case: FuzzCase, seen: Counter[str] | None = None) -> None:
    """Go the whole way with a case, and count what came of it in `seen`; raises on whatever must not be."""
    seen = Counter() if seen is None else seen
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    matcher, policy = _made(case, seen)
    if matcher is not None and policy is not None:
        _judged(case, matcher, policy, seen)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MOST_GROWTH, f"{grown:,} kB more memory than ever before"


@contextmanager
def in_time(step: str) -> Iterator[None]:
    """Stop what takes too much CPU, as far as it lets itself be stopped, and say so."""

    def stop(*_: Any) -> None:
        raise TooSlowError(f"{step} takes more than {MOST_SECONDS} s of CPU")

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    began = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
    taken = time.process_time() - began
    if taken > MOST_SECONDS:
        raise TooSlowError(f"{step} takes {taken:.1f} s of CPU")


@cache
def _shipped() -> tuple[Matcher, Policy]:
    policy = unconfigured()
    return Matcher(policy), policy


def _made(case: FuzzCase, seen: Counter[str]) -> tuple[Matcher | None, Policy | None]:
    """Load the policy and make it ready; None where it was refused in words."""
    if case.policy is None:
        seen["shipped packs"] += 1
        return _shipped()
    text = str(case.policy)
    with in_time("load"):
        loaded = load(text, "p.yml")
        suite(text, "p.yml")
    if isinstance(loaded, Problems):
        seen["policies refused"] += 1
        _told(loaded, text)
        return None, None
    seen["policies taken"] += 1
    with in_time("the difference"):
        assert difference(loaded, loaded) == (), "a policy differs from itself"
        changes = difference(_shipped()[1], loaded) + difference(loaded, _shipped()[1])
    assert all(len(change.says) <= MOST_WRITTEN // 20 and "\n" not in change.says for change in changes)
    with in_time("compiling"):
        return Matcher(loaded), loaded


def _told(problems: Problems, text: str) -> None:
    """Check that each problem has a place in the text, and words that can be written down."""
    assert 1 <= len(problems.items) <= MOST_SHOWN + 1
    for one in problems.items:
        assert 1 <= one.line <= text.count("\n") + 2, one
        assert one.column >= 1, one
        assert one.says, one
        assert one.instead, one
    assert len(str(problems)) < 1_000_000


def _judged(case: FuzzCase, matcher: Matcher, policy: Policy, seen: Counter[str]) -> None:
    pull = pull_of(case)
    with in_time("matching"):
        first, known = _matches(case, matcher, pull, seen)
    with in_time("matching again"):
        assert _matches(case, matcher, pull, Counter())[0] == first, "the same change is judged twice, and not alike"
    _place_all(case, pull, first)
    seen["findings"] += len(first.findings)
    seen["unseen zones"] += len(first.unseen)
    with in_time("the report"):
        _reported(matcher, policy, pull, first, known)


def _matches(case: FuzzCase, matcher: Matcher, pull: PullRequest, seen: Counter[str]) -> tuple[Matches, Known]:
    sight = matcher.sight(pull)
    if not sight.open:
        return matcher.judge(sight), NOTHING
    known = find_out(sight, {str(file.path): str(file.head) for file in case.files if file.head is not None})
    for _, answer in known.answers.values():
        seen.update(f"gave up: {one.why}" for one in (*answer.structures, answer.statements) if isinstance(one, GaveUp))
    return matcher.judge(sight, known), known


def _place_all(case: FuzzCase, pull: PullRequest, matches: Matches) -> None:
    rows = {file.path: _rows(file) for file in pull.files}
    heads = {str(file.path): str(file.head).split("\n") for file in case.files}
    for finding in matches.findings:
        assert finding.path in pull.files_by_path, finding.path
        _short(finding)
        for place in finding.places:
            at = (place.line, place.side, _whole_signs(place.text))
            of_head = place.side is not None and place.text in {row[:MOST_TEXT] for row in heads[finding.path]}
            assert place.line is None or at in rows[finding.path] or of_head, f"{at} is no line of the change"


def _rows(file: ChangedFile) -> set[tuple[int | None, Side | None, str]]:
    """Give every changed line as a place would name it."""
    try:
        return {
            (line.number, line.side, _whole_signs(line.text[:MOST_TEXT]))
            for hunk in hunks(file.patch or "")
            for line in hunk.lines
        }
    except DiffError:
        line = first_change(file.patch or "")
        return set() if line is None else {(line.number, line.side, _whole_signs(line.text[:MOST_TEXT]))}


def _whole_signs(text: str) -> str:
    """Read half a surrogate, which no UTF-8 holds, as a question mark."""
    return text.encode("utf-8", "replace").decode()


def _short(finding: Finding) -> None:
    assert 1 <= len(finding.places) <= MOST_PLACES
    assert all(len(place.text) <= MOST_TEXT for place in finding.places)
    for one in finding.evidence:
        assert len(one.says) <= MOST_SAID, f"{len(one.says):,} characters of evidence"
        assert len(one.saw) <= MOST_TEXT, f"{len(one.saw):,} characters seen"


def _reported(matcher: Matcher, policy: Policy, pull: PullRequest, matches: Matches, known: Known) -> None:
    """Write the report and an explanation: both fit into what GitHub takes, and can be sent."""
    verdict = decide(Case(policy, pull, matches, remember(()), (), People(), lambda _: None, NOON))
    report = render(verdict, Scene(pull, policy, "https://github.example"))
    said = [report.summary or "", report.check.summary, report.check.text, *(line.body for line in report.lines)]
    assert max(map(len, said)) <= MOST_WRITTEN, "GitHub does not take so long a text"
    assert len(report.check.title) <= 255
    explainer = Explainer(policy, pull, verdict, matches.findings, lambda path: matcher.why_not(pull, path, known))
    for file in pull.files[:1]:
        said += [explainer.explain(file.path), explainer.explain(f"--why-not {file.path}")]
    for text in said:
        text.encode()
