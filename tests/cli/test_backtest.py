"""`backtest` over real histories: exact lines, exact table, wrong calls."""

import json

import pytest


@pytest.fixture
def history(work):
    """A root, a shallow commit, one that takes a lock away, and a merge that brings a migration."""
    work.write("app.py", "with lock:\n    write()\n")
    shas = [work.commit("Start")]
    work.write("note.txt", "one\n")
    shas.append(work.commit("A note"))
    work.write("app.py", "write()\n")
    shas.append(work.commit("Faster\x1b[31m"))
    work.git("checkout", "-qb", "side")
    work.write("db/migration/V1__a.sql", "CREATE TABLE a (id bigint);\n")
    work.commit("Table")
    work.git("checkout", "-q", "main")
    work.git("merge", "-q", "--no-ff", "-m", "Merge it", "side")
    shas.append(work.git("rev-parse", "HEAD"))
    return work, shas


def test_each_line_is_exact(history, run, tmp_path):
    work, (_, note, faster, _) = history
    file = tmp_path / "commits.txt"
    file.write_text(f"# two of them\n{note}\n\n{faster}\n")
    result = run("backtest", "--repo", work.folder, "--commits", file, "--format", "jsonl")
    finding = '{"rule":"lock-changed","path":"app.py","line":1,"side":"removed","confidence":"high"}'
    assert result.exit_code == 0
    assert result.stdout.split("\n") == [
        f'{{"sha":"{note}","verdict":"shallow","zones":[]}}',
        f'{{"sha":"{faster}","verdict":"deep","zones":[{{"zone":"runtime","touched":true,"findings":[{finding}]}}]}}',
        "",
    ]


def test_the_table_has_a_row_a_commit_and_a_sum(history, run):
    work, (root, note, faster, merge) = history
    result = run("backtest", "--repo", work.folder, "--range", f"{root}..main")
    assert result.output == (
        f"{merge[:7]}  deep    schema                  Merge it\n"
        f"{faster[:7]}  deep    runtime                 Faster�[31m\n"
        f"{note[:7]}  shallow                         A note\n"
        "3 commits: 2 deep (67 %), 1 shallow (33 %), 0 unknown (0 %). Zones touched: schema 1, runtime 1.\n"
    )


def test_since_takes_the_first_parents(history, run):
    work, shas = history
    result = run("backtest", "--repo", work.folder, "--since", "2020-01-01", "--format", "jsonl")
    assert [json.loads(line)["sha"] for line in result.stdout.splitlines()] == shas[::-1]


def test_the_policy_at_head_judges_all_of_them(history, run):
    work, shas = history
    work.write(".github/dont-delegate.yml", "version: 1\nextends: [schema]\n")
    work.commit()
    result = run("backtest", "--repo", work.folder, "--range", f"{shas[0]}..{shas[2]}")
    assert "0 deep" in result.output


def test_a_commit_that_cant_be_read_is_unknown_and_the_others_go_on(history, run, tmp_path):
    work, (root, note, faster, _) = history
    tree = work.git("rev-parse", f"{note}^{{tree}}")
    (work.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    file = tmp_path / "commits.txt"
    file.write_text(f"{root}\n{note}\n{faster}\n{root}\n")
    result = run("backtest", "--repo", work.folder, "--commits", file, "--format", "jsonl")
    verdicts = [json.loads(line)["verdict"] for line in result.stdout.splitlines()]
    assert verdicts == ["deep", "unknown", "unknown", "deep"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Say which commits: --commits FILE, --since WHEN or --range A..B."),
        (["--since", "1 day", "--range", "a..b"], "Say which commits: --commits FILE, --since WHEN or --range A..B."),
        (["--range", "main"], "Error: `main` is no range; write A..B."),
        (["--range", "main...main"], "Error: `main...main` is no range; write A..B."),
        (["--range", "--all..main"], "Error: `--all` names no commit in "),
        (["--range", "main..main"], "Error: That names no commit."),
        (["--range", "main..--output=x"], "Error: `--output=x` names no commit in "),
        (["--since", "2100-01-01"], "Error: That names no commit."),
        (["--commits", "/nowhere"], "No such file or directory"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(history, run, arguments, says):
    work, _ = history
    result = run("backtest", "--repo", work.folder, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_a_list_that_is_no_text_names_no_commit(history, run, tmp_path):
    work, _ = history
    file = tmp_path / "commits.txt"
    file.write_bytes(b"\xff\x00\n")
    result = run("backtest", "--repo", work.folder, "--commits", file)
    assert (result.exit_code, "names no commit in" in result.stderr) == (2, True)
