"""The report of awkward histories: a page and Markdown that nothing in a repository can break, unknown commits, none at all."""

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from bot.cli.judging import Judge
from bot.cli.local import Reader, Repository
from bot.cli.report import History, document, markdown, page, text
from bot.core.model.policy import Policy
from bot.policy import load

POLICY = """\
version: 1
extends: []
zones:
  search:
    title: "Search <b>index</b> | `x`"
    why: A wrong mapping means a day of reindexing.
rules:
  - id: mapping-changed
    zone: search
    title: The <i>mapping</i> changes
    when: {paths: ["/mapping/**"], changed: 'type'}
    why: Documents that exist keep the old type.
    checklist: [{id: reindex, ask: "Is a reindex planned?"}]
    tests:
      - {name: a type, path: mapping/a.json, diff: "+type", expect: hit}
      - {name: no type, path: mapping/a.json, diff: "+x", expect: miss}
"""
WIDER = POLICY.replace("rules:\n", "  all:\n    title: All\n    why: All of it.\n    paths: ['/**']\nrules:\n")
SUBJECT = (
    '</title></style><script>alert(1)</script> <img src=x onerror=alert(1)> @acme/all | [x](http://evil) `a` \u202e"'
)
LINE = "type </code></li><script src=//evil></script> <!-- ``` -->  | <a href='javascript:1'>"
PATH = "mapping/<b onclick=x>`|`.json"

TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
    ),
    *("small", "span", "table", "tr", "th", "td", "svg", "rect", "line", "figure", "figcaption", "details", "summary"),
    *("strong", "ul", "li", "code", "br", "footer"),
}
NO_MARKUP = {"details", "summary"}


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words, self.open = set(), set(), [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def hostile(work, tmp_path):
    """One commit that tries to be markup wherever it can."""
    (tmp_path / "now.yml").write_text(POLICY)
    (tmp_path / "then.yml").write_text(WIDER)
    work.write("note.txt", "one\n")
    work.commit("Start")
    work.write(PATH, f"{LINE}\n")
    work.commit(SUBJECT)
    return ["backtest", "--repo", work.folder, "--range", "main~1..main", "--policy", tmp_path / "now.yml"]


@pytest.fixture
def empty(work):
    """Judges no commit at all, by one policy and by two."""
    work.commit("Start")
    with Reader(Repository(work.folder)) as reader:
        loaded = [load(written.encode(), "now.yml") for written in (POLICY, WIDER)]
        judges = [Judge(policy, reader) for policy in loaded if isinstance(policy, Policy)]
        yield History("shop", judges[0]).look([]), History("shop", *judges).look([])


def test_a_page_shows_markup_of_a_strangers_making_as_text(hostile, run, tmp_path):
    whole = run(*hostile, "--against", tmp_path / "then.yml", "--format", "html").output
    seen = Seen(whole)
    assert seen.tags <= TAGS
    assert seen.attributes.isdisjoint({"src", "href", "onclick", "onerror"})
    assert seen.open == []
    words = "".join(seen.words)
    assert SUBJECT.replace("\u202e", "\ufffd") in words
    assert f"{PATH}:1" in words
    assert f"+ {LINE}".replace("<!--", "<! --") in words
    assert "Search <b>index</b> | `x`" in words


def test_a_page_asks_nobody_for_anything(hostile, run):
    whole = run(*hostile, "--format", "html").output
    assert "default-src 'none'; style-src 'unsafe-inline'" in whole
    assert "url(" not in whole
    assert "@import" not in whole
    assert "<script" not in whole


def test_a_page_has_a_bar_for_what_was_asked(hostile, run):
    whole = run(*hostile, "--format", "html").output
    assert "<title>2025-01-02: search 1 of 1</title>" in whole
    assert "prefers-color-scheme" in whole or "color-scheme: light dark" in whole


def test_markdown_of_a_strangers_making_stays_text(hostile, run, tmp_path):
    whole = run(*hostile, "--against", tmp_path / "then.yml", "--format", "markdown").output
    tokens = MarkdownIt("commonmark").enable("table").parse(whole)
    inline = [child for token in tokens for child in token.children or ()]
    raw = [token.content for token in tokens if token.type == "html_block"]
    assert {token.type for token in inline} <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
    assert {tag for block in raw for tag in Seen(block.replace("</details>", "")).tags} <= NO_MARKUP
    assert any(SUBJECT[:50] in token.content for token in inline if token.type == "code_inline")
    assert all(len(row.split(" | ")) == 4 for row in whole.split("\n") if row.startswith("| `search`") and "->" in row)


def test_a_terminal_gets_no_sign_that_steers_it(hostile, run):
    output = run(*hostile, "--format", "text").output
    assert "\u202e" not in output
    assert "</title></style><script>alert(1)</script>" in output


def test_a_history_without_a_commit_can_be_shown(empty):
    for report in empty:
        assert "0 commits, judged by now.yml" in text.text(report)
        assert "0 commits, judged by `now.yml`. 0 deep (0 %)" in markdown.markdown(report)
        assert json.loads(document.text(report))["first"] is None
        assert Seen(page.html(report)).open == []


def test_what_could_not_be_judged_is_counted_and_shown(work, run, tmp_path):
    (tmp_path / "now.yml").write_text(POLICY)
    (tmp_path / "then.yml").write_text(WIDER)
    work.commit("Start")
    work.write("note.txt", "one\n")
    sha = work.commit("Lost")
    tree = work.git("rev-parse", "HEAD^{tree}")
    (work.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    call = ["backtest", "--repo", work.folder, "--range", "main~1..main", "--policy", tmp_path / "now.yml"]
    call += ["--against", tmp_path / "then.yml", "--format"]
    found = json.loads(run(*call, "json").output)
    assert found["current"]["verdicts"] == {"deep": 0, "shallow": 0, "unknown": 1}
    zone = found["current"]["zones"][0]
    assert (zone["zone"], zone["asked"], zone["not_judged"]) == ("search", 0, 1)
    (moved,) = found["comparison"]["newly_asked_by_zone"]
    assert (moved["zone"], moved["rules"], found["comparison"]["newly_asked"]) == ("all", {}, 1)
    (sample,) = moved["samples"]
    assert (sample["sha"], sample["rule"]) == (sha, "")
    assert sample["text"].startswith("git could not show what it changes: ")
    output = run(*call, "text").output
    assert (
        f"Could not be judged: search\nWhat can't be seen is not called shallow; look at it yourself.\n      {sha[:7]}  Lost\n"
        in output
    )
    assert "git could not show what it changes" in run(*call, "markdown").output
    assert "git could not show what it changes" in run(*call, "html").output


@pytest.mark.parametrize("form", ["list", "jsonl", "text", "markdown", "json", "html"])
def test_a_file_gets_what_would_have_been_printed(hostile, run, tmp_path, form):
    printed = run(*hostile, "--format", form).output
    silent = run(*hostile, "--format", form, "--output", tmp_path / "report")
    assert (silent.exit_code, silent.output) == (0, "")
    assert (tmp_path / "report").read_text("utf-8") == printed
    assert printed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--against", "then.yml", "--format", "jsonl"], "--against compares in a report; choose --format text, markdown, json, html."),
        (["--against", "nowhere.yml"], "Error: The policy nowhere.yml can't be read: No such file or directory."),
        (["--output", "nowhere/report.html"], "Error: There is no folder nowhere to write report.html to."),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2_before_anything_is_judged(hostile, run, arguments, says):
    done = run(*hostile, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_commit_with_a_date_that_no_calendar_has_is_counted(work, run):
    tree = work.git("write-tree")
    people = "Ann <ann@example.org> 999999999999 +0000"
    made = f"tree {tree}\nauthor {people}\ncommitter {people}\n\nFar\n".encode()
    sha = work.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=made)
    file = work.folder.parent / "commits.txt"
    file.write_text(sha)
    found = json.loads(run("backtest", "--repo", work.folder, "--commits", file, "--format", "json").output)
    assert (found["commits"], found["first"], found["current"]["periods"]) == (1, None, [])


def test_a_pipe_gets_no_colours(hostile):
    command = [sys.executable, "-m", "bot", *map(str, hostile), "--format", "text"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert "\x1b" not in done.stdout
    assert done.stdout.startswith("Backtest of shop\n")
