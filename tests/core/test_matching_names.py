"""What a file's name leaves of a policy, told from what its rules say when they are all asked."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.compile import Compiler
from bot.core.matching.names import Names
from bot.core.matching.view import FileView, PathView
from bot.core.model.change import Side
from bot.core.model.policy import Rule
from bot.core.model.predicates import All, AnyOf, Languages, LinePattern, Lines, NoneOf, Paths, Predicate
from tests.core.matching_setup import file, findings

GLOBS = ["*.py", "*.go", "**/pay/**", "!a.py", "/lib/**"]
PATHS = ["a.py", "pay/a.py", "lib/pay/b.go", "lib/c.rb", "d"]
LEAVES = st.one_of(
    st.lists(st.sampled_from(GLOBS), min_size=1, max_size=3).map(lambda globs: Paths(tuple(globs))),
    st.sampled_from(["python", "go", "ruby"]).map(lambda name: Languages((name,))),
    st.lists(st.sampled_from(GLOBS), max_size=2).map(
        lambda globs: Lines(Side.ADDED, (LinePattern("lock", files=tuple(globs)),))
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.builds(
        lambda kind, of: kind(tuple(of)), st.sampled_from([All, AnyOf, NoneOf]), st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def left(when: Predicate, path: str, old_path: str | None):
    """Give what is left, and whether the rule holds, asked straight on."""
    compiler = Compiler()
    node = compiler.rule(Rule("r", "money", "r", when, "why", ()))
    changed = file(path, "+lock()", old_path=old_path)
    names = [path] if old_path in (None, path) else [path, old_path]
    view = FileView(changed, tuple(PathView(one, compiler.globs.match(one), None, excluded=False) for one in names))
    raw = (changed.patch or "").encode()
    view.hits = compiler.patterns.match(raw)
    view.read(changed.patch or "", raw)
    return Names([node], compiler.files).left(view), node.test(view).holds


@given(TREES, st.sampled_from(PATHS), st.none() | st.sampled_from(PATHS))
def test_a_name_leaves_every_rule_that_holds(when, path, old_path):
    names, holds = left(when, path, old_path)
    assert bool(names.at_once or names.by_pattern) or not holds
    if old_path is None:
        assert bool(findings(when, file(path, "+lock()"))) is holds


def test_a_rule_of_another_language_is_not_left():
    when = All((Languages(("go",)), Lines(None, (LinePattern("lock"),))))
    names, _ = left(when, "a.py", None)
    assert not names.at_once
    assert not names.by_pattern


def test_a_pattern_for_other_files_is_not_left():
    names, _ = left(Lines(None, (LinePattern("lock", files=("*.py", "!a.py")),)), "a.py", None)
    assert not names.patterns
    names, _ = left(Lines(None, (LinePattern("lock", files=("*.py", "!a.py")),)), "a.py", "b.py")
    assert names.patterns
