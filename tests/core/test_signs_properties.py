"""Whatever a patch says: weighing ends, gives the same again, and does not hang on the order of the files."""

from dataclasses import replace
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching.signs.scales import SCALES
from bot.core.model.predicates import Signs
from bot.policy.sign_tables import sign_table
from tests.core.matching_setup import file, matcher, pull
from tests.core.signs_setup import TABLE, weighing

MATCHER = matcher(Signs(TABLE))
SHIPPED = sign_table("auth")
PATHS = st.sampled_from(
    ["a/login.py", "b/desk.rb", "web/pages/user.vue", "c.yml", "d/token.go", "e/x.ex", "tests/t.py"]
)
PIECES = [
    "login",
    "if",
    "token",
    "user",
    " ",
    "(",
    ")",
    "'",
    '"',
    "`",
    "#",
    "//",
    "=",
    "!",
    "log.info(",
    "@doc",
    "é",
    "\\",
    "_",
]
LINES = st.lists(
    st.tuples(st.sampled_from("+- "), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)), min_size=1
)
CHANGES = st.dictionaries(PATHS, LINES.map(lambda lines: "\n".join(map("".join, lines))), min_size=1, max_size=5)


@given(st.dictionaries(PATHS, st.text(max_size=200), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_patch_makes_it_fail(patches):
    change = pull(*(replace(file(path), patch=patch) for path, patch in patches.items()))
    assert MATCHER.match(change) == MATCHER.match(change)


@given(CHANGES)
@settings(max_examples=150, deadline=None)
def test_points_are_finite_and_every_scale_is_read(patches):
    seen = weighing(*(file(path, diff) for path, diff in patches.items()), of=SHIPPED)
    values, found = seen.values(0), seen.of(0)
    assert isfinite(found.points)
    assert set(values) == (set(SCALES) if found.files else set())
    assert all(isfinite(value) and value >= 0 for value in values.values())
    assert all(one.weighed + one.idle == one.changed for one in found.files)


@given(CHANGES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_files_does_not_matter(patches, chance):
    files = [file(path, diff) for path, diff in patches.items()]
    mixed = chance.sample(files, len(files))
    for table in (TABLE, SHIPPED):
        one, other = weighing(*files, of=table), weighing(*mixed, of=table)
        assert one.values(0) == other.values(0)
        assert one.of(0) == other.of(0)
