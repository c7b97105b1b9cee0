import pytest

from bot.sandbox.model.git import File, Objects
from bot.sandbox.model.merge import ConflictError, merge_texts, merge_trees

BASE = b"a\nb\nc\nd\ne\nf\n"


def test_edits_of_different_lines_are_joined():
    assert merge_texts(BASE, b"A\nb\nc\nd\ne\nf\n", b"a\nb\nc\nd\ne\nf\ng\n") == b"A\nb\nc\nd\ne\nf\ng\n"


def test_the_same_edit_on_both_sides_counts_once():
    assert merge_texts(BASE, b"a\nb\nX\nd\ne\nf\n", b"a\nb\nX\nd\ne\n") == b"a\nb\nX\nd\ne\n"


def test_edits_of_one_line_conflict():
    with pytest.raises(ConflictError):
        merge_texts(BASE, b"a\nb\nX\nd\ne\nf\n", b"a\nb\nY\nd\ne\nf\n")


def merged(base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]) -> dict[str, bytes]:
    objects = Objects()
    trees = [{path: objects.store(File(data)) for path, data in side.items()} for side in (base, ours, theirs)]
    return {p: objects.blobs[e.sha] for p, e in merge_trees(trees[0], trees[1], trees[2], objects).items()}


def test_each_side_may_add_change_and_remove_its_own_files():
    base = {"both": BASE, "mine": b"1\n", "yours": b"1\n", "gone": b"1\n"}
    ours = {"both": b"0\n" + BASE, "mine": b"2\n", "yours": b"1\n", "new": b"n\n"}
    theirs = {"both": BASE + b"z\n", "mine": b"1\n", "yours": b"3\n", "gone": b"1\n"}
    assert merged(base, ours, theirs) == {
        "both": b"0\n" + BASE + b"z\n",
        "mine": b"2\n",
        "new": b"n\n",
        "yours": b"3\n",
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [({}, {"f": b"2\n"}), ({"f": b"\x00a"}, {"f": b"\x00b"}), ({"f": b"2\n"}, {"f": b"3\n"})],
)
def test_what_is_not_clear_conflicts_and_names_the_file(ours: dict[str, bytes], theirs: dict[str, bytes]):
    with pytest.raises(ConflictError, match="f"):
        merged({"f": b"1\n"}, ours, theirs)


def test_a_file_added_differently_on_both_sides_conflicts():
    with pytest.raises(ConflictError):
        merged({}, {"f": b"1\n"}, {"f": b"2\n"})
