"""Changes read from real repositories with files as awkward as they come."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.local import GitError, Reader, Repository, differences
from bot.core.diff import hunks
from bot.core.model.change import ChangedFile, FileStatus, PullRequest, Side

NASTY = 'x b/\n"diff --git a/y b/y'


def read(folder: Path, *shas: str) -> list[PullRequest]:
    with Reader(Repository(folder)) as reader:
        return [change.pull for change in reader.single(shas)]


def only(pull: PullRequest) -> ChangedFile:
    (file,) = pull.files
    return file


def lines(file: ChangedFile) -> list[tuple[Side | None, str]]:
    assert file.patch is not None
    return [(line.side, line.text) for hunk in hunks(file.patch) for line in hunk.lines]


def test_a_root_commit_is_compared_with_nothing(work):
    work.write("a.py", "one\n")
    file = only(read(work.folder, work.commit())[0])
    assert (file.path, file.status, file.patch) == ("a.py", FileStatus.ADDED, "@@ -0,0 +1 @@\n+one")
    assert (file.old_mode, file.new_mode, file.old_blob) == (None, "100644", None)


def test_people_and_message_come_with_the_commit(work):
    sha = work.commit("Add it\n\nCo-authored-by: Bo <bo@example.org>")
    (pull,) = read(work.folder, sha)
    (commit,) = pull.commits
    assert (pull.title, pull.repository, pull.head_sha) == ("Add it", "shop", sha)
    assert [(person.name, person.email) for person in commit.authors] == [
        ("Ann", "ann@example.org"),
        ("Bo", "bo@example.org"),
    ]


@pytest.mark.parametrize("path", [NASTY, "with space", "ü/ä.py", "tab\there", ":colon", "end\n@@ -1 +1 @@"])
def test_any_path_is_read_as_it_is(work, path):
    work.write(path, "one\n")
    first = work.commit()
    work.write(path, "two\n")
    added, changed = read(work.folder, first, work.commit())
    assert only(added).path == path
    assert (only(changed).path, only(changed).patch) == (path, "@@ -1 +1 @@\n-one\n+two")


def test_a_rename_knows_both_paths_and_its_hunks(work):
    work.write("a.py", "1\n2\n3\n4\n5\n6\n7\n8\n")
    work.commit()
    work.git("mv", "a.py", "b.py")
    pure = work.commit()
    work.git("mv", "b.py", NASTY.replace("/", "_"))
    work.write(NASTY.replace("/", "_"), "1\n2\n3\n4\n5\n6\n7\nnine\n")
    one, two = (only(pull) for pull in read(work.folder, pure, work.commit()))
    assert (one.status, one.old_path, one.path, one.patch) == (FileStatus.RENAMED, "a.py", "b.py", "")
    assert (two.status, two.old_path) == (FileStatus.RENAMED, "b.py")
    assert (Side.REMOVED, "8") in lines(two)
    assert (Side.ADDED, "nine") in lines(two)


def test_modes_links_and_submodules(work):
    work.write("run", "one\n")
    work.write("kind", "one\n")
    work.write("empty", "")
    work.commit()
    (work.folder / "run").chmod(0o755)
    (work.folder / "kind").unlink()
    (work.folder / "kind").symlink_to("run")
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'ab' * 20},sub")
    work.git("add", "run", "kind")
    work.git("rm", "-q", "empty")
    work.git("commit", "-qm", "modes")
    (pull,) = read(work.folder, work.git("rev-parse", "HEAD"))
    run, kind, sub, empty = (pull.files_by_path[path] for path in ("run", "kind", "sub", "empty"))
    assert (run.status, run.patch, run.new_mode) == (FileStatus.MODE_CHANGED, "", "100755")
    assert (kind.status, kind.old_mode, kind.new_mode) == (FileStatus.MODE_CHANGED, "100644", "120000")
    assert lines(kind) == [(Side.REMOVED, "one"), (Side.ADDED, "run")]
    assert lines(sub) == [(Side.ADDED, f"Subproject commit {'ab' * 20}")]
    assert (empty.status, empty.patch) == (FileStatus.REMOVED, "")
    assert not any(file.unseen or file.binary for file in pull.files)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"a\r\n", "a\r"),
        (b"lone\rcr\n", "lone\rcr"),
        (b"form\x0cfeed\x0bline\n", "form\x0cfeed\x0bline"),
        ("sep\u2028arator\u0085\n".encode(), "sep\u2028arator\u0085"),
        (b"bad \xff\xfe bytes\n", "bad \ufffd\ufffd bytes"),
        (b"no end", "no end"),
    ],
)
def test_only_a_line_feed_ends_a_line(work, content, shown):
    work.write("a.txt", content)
    assert lines(only(read(work.folder, work.commit())[0])) == [(Side.ADDED, shown)]


def test_a_binary_file_has_no_patch(work):
    work.write("a.bin", b"\x00\x01")
    file = only(read(work.folder, work.commit())[0])
    assert (file.binary, file.patch, file.unseen) == (True, None, None)


def test_nothing_that_is_configured_hides_or_changes_a_line(work):
    work.write(".gitattributes", "*.py -diff\n*.rb diff=own\n")
    work.write("a.py", "one\n")
    work.write("a.rb", "one\n")
    for key, value in [
        ("diff.external", "/bin/false"),
        ("diff.own.textconv", "/bin/false"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("diff.suppressBlankEmpty", "true"),
        ("diff.context", "0"),
    ]:
        work.git("config", key, value)
    first = work.commit()
    work.write("a.py", "one\n\n2\n")
    (before, after) = read(work.folder, first, work.commit())
    assert before.files_by_path["a.rb"].patch == "@@ -0,0 +1 @@\n+one"
    assert only(after).patch == "@@ -1 +1,3 @@\n one\n+\n+2"


def test_text_hidden_by_the_copys_own_attributes_is_unseen(work):
    (work.folder / ".git" / "info").mkdir(exist_ok=True)
    work.write(".git/info/attributes", "*.py -diff\n")
    work.write("a.py", "one\n")
    file = only(read(work.folder, work.commit())[0])
    assert (file.binary, file.patch) == (False, None)
    assert file.unseen == "git is told by an attribute not to show its text"


def test_a_file_too_large_is_unseen(work):
    work.write("dump.sql", b"INSERT INTO t VALUES (1234567890123);\n" * 500_000)
    file = only(read(work.folder, work.commit())[0])
    assert (file.binary, file.unseen) == (False, "it is larger than 16 MB, more than is read here")


def test_of_a_change_too_large_the_rest_is_unseen(work, monkeypatch):
    monkeypatch.setattr(differences, "LARGEST_ANSWER", 1000)
    monkeypatch.setattr(differences, "CHUNK", 100)
    for number in range(4):
        work.write(f"{number}.py", "x" * 200 + "\n")
    large = work.commit()
    work.write("5.py", "small\n")
    first, second = read(work.folder, large, work.commit())
    assert [file.path for file in first.files] == ["0.py", "1.py", "2.py", "3.py"]
    assert [file.unseen is None for file in first.files] == [True, False, False, False]
    assert only(second).patch == "@@ -0,0 +1 @@\n+small"


def test_a_merge_is_compared_with_its_first_parent(work):
    work.write("a.py", "one\n")
    work.commit()
    work.git("checkout", "-qb", "side")
    work.write("b.py", "side\n")
    work.commit()
    work.git("checkout", "-q", "main")
    work.write("a.py", "two\n")
    work.commit()
    work.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert only(read(work.folder, work.git("rev-parse", "HEAD"))[0]).path == "b.py"


def test_a_bare_copy_tells_the_same(work, tmp_path):
    work.write(".gitattributes", "* -diff\n")
    work.write(NASTY, "one\n")
    sha = work.commit()
    work.git("clone", "-q", "--bare", str(work.folder), str(tmp_path / "bare.git"))
    assert read(tmp_path / "bare.git", sha)[0].files == read(work.folder, sha)[0].files


def test_content_that_is_not_there_is_unseen_and_the_others_are_seen(work):
    work.write("a.py", "one\n")
    work.write("gone*.py", "lost\n")
    first = work.commit()
    work.write("b.py", "two\n")
    second = work.commit()
    blob = work.git("rev-parse", f"{first}:gone*.py")
    (work.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    one, two = read(work.folder, first, second)
    assert one.files_by_path["a.py"].patch == "@@ -0,0 +1 @@\n+one"
    assert one.files_by_path["gone*.py"].unseen == "its content is not in this copy of the repository"
    assert only(two).path == "b.py"


def test_a_shallow_copys_oldest_commit_is_not_taken_for_a_root(work, tmp_path):
    work.write("a.py", "one\n")
    work.commit()
    work.write("b.py", "two\n")
    sha = work.commit()
    work.git("clone", "-q", "--depth", "1", f"file://{work.folder}", str(tmp_path / "shallow"))
    (pull,) = read(tmp_path / "shallow", sha)
    assert pull.files == ()
    assert pull.unseen[0].startswith("git could not show what it changes: ")


def test_a_range_is_one_change_with_all_its_commits(work):
    work.write("a.py", "one\n")
    base = work.commit()
    work.write("a.py", "two\n")
    work.commit("first")
    work.write("a.py", "three\n")
    head = work.commit("second")
    with Reader(Repository(work.folder)) as reader:
        pull = reader.between(base, head).pull
    assert [commit.message for commit in pull.commits] == ["second\n", "first\n"]
    assert lines(only(pull)) == [(Side.REMOVED, "one"), (Side.ADDED, "three")]


@pytest.mark.parametrize("revision", ["--all", "-h", "", "nowhere", "HEAD~9", "a\nb"])
def test_what_names_no_commit_is_refused(work, revision):
    work.commit()
    with pytest.raises(GitError, match="names no commit in"):
        Repository(work.folder).commit(revision)


def test_revisions_are_found_in_one_go_and_in_order(work):
    first, second = work.commit(), work.commit("next")
    work.git("tag", "v1", first)
    assert Repository(work.folder).commits(["HEAD", "v1", second[:9], "HEAD~1"]) == [second, first, second, first]
    assert Repository(work.folder).commits([]) == []


def test_a_folder_without_a_repository_is_refused(tmp_path):
    with pytest.raises(GitError, match="is not in a git repository"):
        Repository(tmp_path)
    with pytest.raises(GitError, match="There is no folder"):
        Repository(tmp_path / "nothing")


def rebuilt(old: str, file: ChangedFile) -> str:
    """Apply the patch: what is left of the old text, and what came."""
    assert file.patch is not None
    before, after, at = old.split("\n"), [], 0
    for hunk in hunks(file.patch):
        start = hunk.old_start - (hunk.old_lines > 0)
        after += before[at:start]
        after += [line.text for line in hunk.lines if line.side is not Side.REMOVED]
        at = start + hunk.old_lines
    return "\n".join(after + before[at:])


CONTENT = st.lists(
    st.one_of(
        st.sampled_from([b"a", b"@@ -1 +1 @@", b"diff --git a/x b/x", b"-", b"\r", b"\xff", b""]), st.binary(max_size=6)
    ),
    max_size=12,
).map(lambda rows: b"".join(row.replace(b"\0", b"").replace(b"\n", b"") + b"\n" for row in rows))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(CONTENT, min_size=2, max_size=12))
def test_a_patch_says_exactly_what_changed(work, contents):
    stream = bytearray()
    for content in contents:
        stream += b"commit refs/heads/random\ncommitter A <a@example.org> 0 +0000\ndata 0\n"
        stream += b"M 100644 inline x.txt\ndata %d\n%s\n" % (len(content), content)
    shutil.rmtree(work.folder / ".git")
    work.git("init", "-q", "-b", "main")
    work.git("fast-import", "--quiet", given=bytes(stream))
    shas = work.git("rev-list", "--reverse", "random").split()
    old = ""
    for content, pull in zip(contents, read(work.folder, *shas), strict=True):
        new = content.decode("utf-8", "replace")
        if pull.files and only(pull).patch:
            assert rebuilt(old, only(pull)) == new
        else:
            assert (old == new) or not content
        old = new


def test_a_program_that_passes_for_binary_has_one(work):
    work.write("a.py", b"x = 1\n#\x00\n")
    file = only(read(work.folder, work.commit())[0])
    assert (file.binary, file.patch) == (False, "@@ -0,0 +1,2 @@\n+x = 1\n+#\0")
