"""Nothing that comes from a pull request can mention, link, mark up or forge a mark in what the bot says."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.core.answers import answer
from bot.core.case import Case
from bot.core.clerk import Clerk
from bot.core.commands import commands
from bot.core.decide import decide
from bot.core.events.boxes import boxes
from bot.core.explain import Explainer
from bot.core.markdown import code, cut, person, plain
from bot.core.matching import Matcher
from bot.core.memory import remember
from bot.core.model.change import ChangedFile, Commit, FileStatus, Identity, PullRequest
from bot.core.model.policy import AgentMarks
from bot.core.model.predicates import (
    All,
    AnyOf,
    Branch,
    Labels,
    LinePattern,
    Lines,
    Paths,
    Title,
)
from bot.core.model.verdict import Lapsed, NotCounted, People
from bot.core.render import CHARACTERS_AT_MOST, Scene, finding_mark, render
from bot.core.words import lapsed, not_counted, written_by, written_by_unknown
from bot.github.standing import _FINDING
from tests.core.build import at, comment, commit, policy, pull, review, rule, shown, zone

PIECES = [
    "`", "``", "```", "~~~", "\n", "\r\n", "\r", "\u2028", "\u202e", "\u200b", "\x00", "\ud800", "-->", "--!>", "<!--",
    "<!-- dont-delegate:answer 5 -->", "<!-- dont-delegate:summary -->",
    "<!-- dont-delegate:box money payment-webhook/twice 0123456789abcdef -->", "- [x] ", "@acme/all", "@grace",
    "[x](javascript:alert(1))", "![x](http://evil.test/x.png)", "<a href=http://evil.test>", "<img src=x onerror=y>",
    "<script>", "</details>", "http://evil.test", "www.evil.test", "<http://evil.test>", "|", "\\", "*", "__", "# ", "> ",
    "]", "[", "](", "&lt;", "&#64;all", "$x$", ":", "%", "/sign-off money", "#1", "acme/shop#1", " ", "  ", "a" * 300,
]  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), min_size=1, max_size=8).map("".join)
OURS = re.compile(
    r"<!-- dont-delegate:(summary|answer \d+|box \S+ \S+ [0-9a-f]{16}|finding .*?) -->"
    r"|</?sub>|</?details>|<details><summary><b>[\w ]+</b>: signed by [\w, -]+</summary>"
)
MARK = "<!-- dont-delegate:"


def found(text):
    """What a reader of GitHub would get of a Markdown text: raw HTML, addresses of links, words outside code."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    flat = [child for token in tokens for child in (token.children or [token])]
    html = [token.content for token in flat if token.type in ("html_inline", "html_block")]
    links = [token.attrGet("href") or token.attrGet("src") for token in flat if token.type in ("link_open", "image")]
    words = " ".join(token.content for token in flat if token.type == "text")
    return html, links, words


LINKS = re.compile(r"https://github\.test/acme/shop/(pull/7/files#diff-|compare/[0-9a-f]{40}\.\.[0-9a-f]{40}$)")


def harmless(text, marks):
    """Fail unless a posted text holds these of our marks, in order, and nothing of a stranger's making."""
    html, links, words = found(text)
    for piece in html:
        assert OURS.sub("", piece).strip() == "", piece
    assert all(LINKS.match(link) for link in links)
    assert not re.search(r"@|http|www\.|\bacme/shop#1|javascript", words), words
    assert [text[m.start() :].partition(" -->")[0] for m in re.finditer(MARK, text)] == marks
    assert text.count("<!--") == len(marks)
    text.encode()  # a lone surrogate would be refused by GitHub


def as_patch(line):
    """Put a text into a changed line of a webhook, as git would."""
    return "@@ -1,2 +1,3 @@\n import stripe\n-event = verify(body)\n+event = parse(body)\n+bad " + line.replace(
        "\n", "\n+"
    )


@st.composite
def changes(draw):
    """A pull request in which everything that a stranger can name is hostile, and a senior's review by chance."""
    name, path, said = draw(HOSTILE), f"app/{draw(HOSTILE)}/hooks.py", draw(HOSTILE)
    old = draw(st.none() | HOSTILE)
    changed = ChangedFile(path, FileStatus.MODIFIED, as_patch(said), old)
    hidden = ChangedFile(f"{path}x", FileStatus.MODIFIED, None, unseen="GitHub shows no patch of it.")
    seen = [changed, hidden] if draw(st.booleans()) else [changed]
    identity = Identity(name, f"{name}@evil.test", draw(st.none() | st.just("mallory")))
    commits = (Commit("c" * 40, f"Work\n\nAgent: {said}", (identity,), identity), commit("ada"))
    return pull(
        *seen, title=name, body=f"Agent: {said}", head_ref=name, head_repository=None, labels=(name,), commits=commits
    )


RULES = (
    rule(
        when=AnyOf((All((Paths(("**/hooks.py",)), Lines(None, (LinePattern("bad.*"),)))), Title(".*"), Labels(("x",))))
    ),
    rule("by-branch", when=Branch("head", ("**", "*"))),
    rule("by-path", when=Paths(("app/**",))),
)
AGENTS = AgentMarks(
    emails=((".*", "Agent"),), trailers=(("Agent:.*", "Agent"),), branches=((".*", "Agent"),), footers=(("Agent:.*", "Agent"),)
)  # fmt: skip
POLICY = replace(policy(zone(), rules=RULES), agents=AGENTS)


def judged(change: PullRequest, memory=(), reviews=()):
    matcher = Matcher(POLICY)
    case = Case(POLICY, change, matcher.match(change), remember(memory), reviews, People(), lambda _: True, at(60))
    return case, decide(case), matcher


@settings(max_examples=150, deadline=None)
@given(changes(), st.booleans())
def test_the_report_repeats_nothing_of_a_stranger(change, late):
    case, verdict, _ = judged(change)
    (first,) = verdict.zones
    assert first.findings
    memory = [shown(1, "e" * 40, money=replace(first.cover, fingerprint="0" * 64, files={change.title: ("x",)}))]
    signed = [review("grace", commit_sha="e" * 40), review("heidi", "CHANGES_REQUESTED")] if late else []
    case, verdict, _ = judged(change, memory, tuple(signed))
    report = render(verdict, Scene(case.pull, POLICY, "https://github.test"))
    (zone_verdict,) = verdict.zones
    drawn = [f"{MARK}box money {item.id} {zone_verdict.cover.fingerprint[:16]}" for item in zone_verdict.checklist]
    assert report.summary is not None
    harmless(report.summary, [f"{MARK}summary", *drawn])
    assert len(boxes(report.summary)) == len(zone_verdict.checklist)
    harmless(report.check.summary, [])
    harmless(report.check.text, [])
    assert len(report.check.title) <= 255
    for line in report.lines:
        harmless(line.body, [line.body.partition(" -->")[0]])
        assert line.body.startswith(f"{MARK}finding ")


@settings(max_examples=150, deadline=None)
@given(changes(), HOSTILE, st.sampled_from(["explain", "explain --why-not", "sign-off", "revoke", "recheck"]))
def test_an_answer_repeats_nothing_of_a_stranger(change, words, name):
    case, verdict, matcher = judged(change, [shown(1)])
    path = next(iter(change.files_by_path))
    explainer = Explainer(POLICY, change, verdict, case.matches.findings, lambda p: matcher.why_not(change, p))
    given_ = comment(
        f"/{name} {words}\n/explain\n/explain {path}:2\n/explain --why-not {path}\n/explain {path}x", "mallory"
    )
    done = Clerk(case).carry_out(given_)
    assert len(done) >= len([c for c in commands(given_.body) if c.name == "explain"])
    body = answer(given_, done, verdict, explainer.explain).body
    harmless(body, [f"{MARK}answer 50"])
    direct = "\n\n".join(explainer.explain(subject) for subject in (words, path, f"{path}:3", f"--why-not {path}"))
    harmless(direct, [])


@given(HOSTILE)
def test_names_stay_names(text):
    parts = [
        code(text),
        f"- {code(text)} end",
        person(text),
        written_by_unknown((text, text)),
        written_by({text: "commit `ccccccc`"}),
    ]
    parts.append(not_counted(NotCounted(text, "no")))
    parts.append(lapsed(Lapsed(text, at(1), "", (code(text),)), ""))
    for part in parts:
        html, links, words = found(part)
        assert (html, links) == ([], [])
        assert not re.search(r"@|evil|javascript", words)
        assert "<!--" not in part


@given(HOSTILE)
def test_a_key_comes_back_from_its_mark(path):
    key = f"payment-webhook:{path}"
    match = _FINDING.search(f"{finding_mark(key)}\n**Title**")
    assert match
    assert unquote(match[1]) == key.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


@pytest.mark.parametrize("length", [CHARACTERS_AT_MOST, CHARACTERS_AT_MOST + 1, 200_000])
def test_what_is_too_long_ends_with_a_whole_line(length):
    text = ("- [ ] Is it?" + " <!-- dont-delegate:box money a/b 0123456789abcdef -->\n") * (length // 60)
    kept = cut(text, CHARACTERS_AT_MOST, "… and more.")
    assert len(kept) <= CHARACTERS_AT_MOST + 20
    assert kept.count("<!--") == kept.count("-->")


def test_one_line_without_an_end_is_cut_too():
    assert len(cut("x" * 100_000, CHARACTERS_AT_MOST, "… and more.")) <= CHARACTERS_AT_MOST + 20


def test_a_mark_is_broken_up_wherever_strangers_are_repeated():
    assert plain("<!-- dont-delegate:answer 5 -->") == "<! -- dont-delegate:answer 5 -->"


def test_an_account_without_a_login_of_githubs_is_not_repeated():
    assert person("a](http://evil.test)") == "**an account with an unusual name**"
    assert (person("octo-cat_acme"), person("robot[bot]")) == ("**octo-cat_acme**", "**robot[bot]**")
