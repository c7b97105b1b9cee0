from dataclasses import replace

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from bot.core.diff import as_patch
from bot.core.matching import Matcher, PatternError
from bot.core.model.change import Account, ChangedFile, Commit, FileStatus, Identity, PullRequest, Side
from bot.core.model.conditions import Author, Contributors
from bot.core.model.policy import (
    AgentMarks,
    Mode,
    Policy,
    Requirement,
    Rule,
    Severity,
    Signers,
    Zone,
)
from bot.core.model.predicates import (
    Ai,
    All,
    AnyOf,
    Branch,
    Confidence,
    Labels,
    Languages,
    LinePattern,
    Lines,
    NoneOf,
    Paths,
    Predicate,
    Provenance,
    Size,
    StatusIs,
    Title,
)

SIGNERS = Requirement(Signers("keepers", permission="maintain"))


def rule(when: Predicate, name: str = "r", zone: str = "money", **more: object) -> Rule:
    return replace(Rule(name, zone, name, when, "why", ()), **more)  # type: ignore[arg-type]  # a test names real fields


def matcher(*rules: Rule, **more: object) -> Matcher:
    zones = {one.zone: Zone(one.zone, one.zone, "", SIGNERS) for one in rules}
    return Matcher(replace(Policy(zones, rules), **more))  # type: ignore[arg-type]  # a test names real fields


def file(path: str, diff: str | None = "+x", **more: object) -> ChangedFile:
    patch = as_patch(diff) if diff else diff
    return replace(ChangedFile(path, FileStatus.MODIFIED, patch), **more)  # type: ignore[arg-type]  # a test names real fields


def pull(*files: ChangedFile, **more: object) -> PullRequest:
    base = PullRequest(
        "a/b", 1, "Title", "", Account("Alice"), "main", "0" * 40, "topic/x", "1" * 40, "a/b", files=files
    )
    return replace(base, **more)  # type: ignore[arg-type]  # a test names real fields


def added(*patterns: str | LinePattern, comments: bool = False) -> Lines:
    return Lines(Side.ADDED, tuple(LinePattern(p) if isinstance(p, str) else p for p in patterns), comments)


def fires(when: Predicate, *files: ChangedFile, **more: object) -> bool:
    return bool(matcher(rule(when)).match(pull(*files, **more)).findings)


# --- lines ---------------------------------------------------------------------------------------------------


def test_a_finding_says_where_and_why():
    [finding] = (
        matcher(rule(Lines(Side.REMOVED, (LinePattern(r"permission_classes\s*="),))))
        .match(pull(file("a/views.py", " class A:\n-    permission_classes = [X]\n+    pass")))
        .findings
    )
    assert [(place.line, place.side, place.text) for place in finding.places] == [
        (2, Side.REMOVED, "    permission_classes = [X]")
    ]
    [evidence] = finding.evidence
    assert evidence.says == "the removed line 2 has `permission_classes =`"
    assert (evidence.predicate, evidence.tested) == ("removed", r"permission_classes\s*=")


@pytest.mark.parametrize(
    ("side", "diff", "expected"),
    [
        (Side.ADDED, "+lock()", True),
        (Side.ADDED, "-lock()", False),
        (Side.ADDED, " lock()", False),
        (Side.REMOVED, "-lock()", True),
        (Side.REMOVED, "+lock()", False),
        (None, "+lock()", True),
        (None, "-lock()", True),
        (None, " lock()", False),
    ],
)
def test_the_side_is_part_of_the_pattern(side, diff, expected):
    assert fires(Lines(side, (LinePattern(r"^lock"),)), file("a.py", diff)) is expected


@pytest.mark.parametrize("line", ["lock", "lock\r", "lock  # why", "lock\r\r"[:-1]])
def test_anchors_are_those_of_the_line(line):
    assert fires(added(r"\Alock\s*$"), file("a.py", f" a\n+{line}\n b"))
    assert not fires(added(r"^ock"), file("a.py", f"+{line}"))


@pytest.mark.parametrize("odd", ["\r", "\f", "\v", "\x85", "\u2028", "\0", "\ud800"])
def test_no_character_but_a_line_feed_hides_the_rest_of_a_line(odd):
    [finding] = matcher(rule(added("lock"))).match(pull(file("a.txt", f"+x{odd}lock()"))).findings
    assert finding.places[0].line == 1


def test_a_section_header_is_no_changed_line():
    assert not fires(added("lock"), file("a.py", "@@ -1 +1 @@ def lock():\n-a\n+b"))


def test_text_of_several_hunks_is_numbered_right():
    end = "\\ No newline at end of file"
    diff = f"@@ -1,2 +1,2 @@\n a\n-é\n+é\n@@ -10,2 +10,3 @@ é\n a\n-b\n{end}\n+b\n+lock()\n{end}"
    [finding] = matcher(rule(Lines(None, (LinePattern("lock|^b"),)))).match(pull(file("a.txt", diff))).findings
    assert [(place.line, place.text) for place in finding.places] == [(11, "b"), (11, "b"), (12, "lock()")]


@pytest.mark.parametrize(
    ("pattern", "diff", "expected"),
    [
        (LinePattern("lock", unless="unlock"), "+unlock()", False),
        (LinePattern("lock", unless="unlock"), "+lock()\n+unlock()", True),
        (LinePattern("lock", unless="noqa"), "+lock()  # noqa", True),
        (LinePattern("lock", unless_hunk="with"), "+lock()\n with x:", False),
        (LinePattern("lock", unless_hunk="with"), "+lock()\n-with x:", True),
        (LinePattern("lock", unless_hunk="^with"), "+lock()\n+ with x:", True),
        (LinePattern("lock", unless_hunk="with"), "@@ -1 +1 @@\n-a\n+lock()\n@@ -9 +9 @@\n-a\n+with x", True),
        (LinePattern("lock", unless_file="with"), "@@ -1 +1 @@\n-a\n+lock()\n@@ -9 +9 @@\n-a\n+with x", False),
        (LinePattern("lock", files=("*.go",)), "+lock()", False),
        (LinePattern("lock", files=("*.py", "!/a.py")), "+lock()", False),
        (LinePattern("lock", files=("*.py",)), "+lock()", True),
    ],
)
def test_what_cancels_a_hit(pattern, diff, expected):
    assert fires(added(pattern), file("a.py", diff)) is expected


def test_a_removed_line_is_cancelled_by_any_line_of_its_hunk():
    gone = Lines(Side.REMOVED, (LinePattern("lock", unless_hunk="moved"),))
    assert not fires(gone, file("a.py", "-lock()\n-moved"))
    assert not fires(gone, file("a.py", "-lock()\n+moved"))


@pytest.mark.parametrize(
    ("path", "diff", "expected"),
    [
        ("a.py", "+# lock()", False),
        ("a.py", "+x = 1  # lock()", False),
        ("a.py", '+x = "# lock()"', True),
        ("a.java", " /**\n+ * lock()\n  */", False),
        ("a.java", " total = a\n+ * lock()\n", True),
        ("a.py", ' def f():\n     """Doc.\n+    lock()\n     """', False),
        ("a.unknown", "+# lock()", True),
    ],
)
def test_comments_do_not_count_unless_asked_for(path, diff, expected):
    assert fires(added("lock"), file(path, diff)) is expected
    assert fires(added("lock", comments=True), file(path, diff))


def test_the_count_is_honest_though_few_places_are_kept():
    [finding] = matcher(rule(added("lock"))).match(pull(file("a.py", "\n".join(["+lock()"] * 50)))).findings
    assert len(finding.places) == 20
    assert finding.evidence[0].says == "50 added lines are like line 1, which has `lock`"
    [finding] = matcher(rule(added("lock"))).match(pull(file("a.py", "\n".join(["+lock()"] * 3000)))).findings
    assert finding.evidence[0].says.startswith("at least 1,000 added lines")


def test_a_long_line_is_kept_short():
    [finding] = matcher(rule(added("lock"))).match(pull(file("a.py", "+lock" + "x" * 100_000))).findings
    assert len(finding.places[0].text) == 200


def test_the_surest_place_comes_first_and_gives_the_confidence():
    lines = added(LinePattern("weak", confidence=Confidence.LOW), LinePattern("sure", confidence=Confidence.HIGH))
    one = rule(lines, confidence=Confidence.MEDIUM)
    [finding] = matcher(one).match(pull(file("a.py", "+weak\n+sure"))).findings
    assert [place.line for place in finding.places] == [2, 1]
    assert finding.confidence is Confidence.HIGH
    [finding] = matcher(one).match(pull(file("a.py", "+weak"))).findings
    assert finding.confidence is Confidence.LOW


def test_a_branch_without_lines_is_as_sure_as_the_rule():
    weak = added(LinePattern("weak", confidence=Confidence.LOW))
    either, both = rule(AnyOf((Paths(("/pay/**",)), weak))), rule(All((Paths(("/pay/**",)), weak)))
    [finding] = matcher(either).match(pull(file("pay/a.py", "+weak"))).findings
    assert finding.confidence is Confidence.HIGH
    [finding] = matcher(both).match(pull(file("pay/a.py", "+weak"))).findings
    assert finding.confidence is Confidence.LOW


# --- files ---------------------------------------------------------------------------------------------------


def test_a_file_counts_at_both_paths_of_a_rename():
    moved = file("lib/a.txt", "", status=FileStatus.RENAMED, old_path="pay/a.py")
    assert fires(Paths(("/pay/**",)), moved)
    assert fires(Languages(("python",)), moved)
    assert fires(added(LinePattern("lock", files=("*.py",))), replace(moved, patch=as_patch("+lock()")))
    [finding] = matcher(rule(Paths(("/pay/**",)))).match(pull(moved)).findings
    assert finding.places[0].line is None
    assert finding.evidence[0].says == "the old path matches `/pay/**`"


def test_a_file_moved_into_the_tests_is_still_looked_at():
    assert fires(Paths(("/pay/**",)), file("tests/a.py", "", old_path="pay/a.py"))
    assert not fires(Paths(("**/a.py",)), file("tests/a.py", "", old_path="tests/b/a.py"))


def test_a_path_alone_points_to_the_first_changed_line():
    [finding] = matcher(rule(Paths(("/pay/**",)))).match(pull(file("pay/a.py", " a\n+b\n+c"))).findings
    assert [(place.line, place.text) for place in finding.places] == [(2, "b")]


def test_a_class_of_files_is_looked_at_when_the_rule_asks():
    one = added("lock")
    assert not fires(one, file("tests/a.py", "+lock()"))
    assert matcher(rule(one, include=("tests",))).match(pull(file("tests/a.py", "+lock()"))).findings
    assert not matcher(rule(one, include=("docs",))).match(pull(file("tests/a.py", "+lock()"))).findings


def test_what_the_policy_excludes_is_seen_by_the_policy_zone_alone():
    seen = matcher(rule(added("x"), "a"), rule(added("x"), "b", zone="policy"), exclude=("/legacy/**",)).match(
        pull(file("legacy/a.py"), file("tests/a.py"), file("a.py"))
    )
    assert [(finding.rule.id, finding.path) for finding in seen.findings] == [
        ("b", "legacy/a.py"),
        ("b", "tests/a.py"),
        ("a", "a.py"),
        ("b", "a.py"),
    ]


@pytest.mark.parametrize(
    ("predicate", "changed", "expected"),
    [
        (StatusIs((FileStatus.REMOVED,)), file("a", status=FileStatus.REMOVED), True),
        (StatusIs((FileStatus.REMOVED,)), file("a"), False),
        (StatusIs((), binary=True), file("a", None, binary=True), True),
        (StatusIs((), binary=True), file("a"), False),
        (Languages(("sql",)), file("a.SQL"), True),
        (Languages(("sql",)), file("a.py"), False),
        (Paths(("*.py", "!a.py")), file("a.py"), False),
        (NoneOf((Paths(("*.py",)),)), file("a.go"), True),
        (NoneOf((Paths(("*.py",)), added("x"))), file("a.go"), False),
        (All(()), file("a"), True),
        (AnyOf(()), file("a"), False),
    ],
)
def test_predicates_on_a_file(predicate, changed, expected):
    assert fires(predicate, changed) is expected


# --- what can't be seen ----------------------------------------------------------------------------------------

UNSEEN = [
    file("big.sql", None),
    file("big.sql", "+a", unseen="it is larger than 100 MB."),
    replace(file("big.sql"), patch="@@ -1,5 +1,5 @@\n a\n+lock()"),
    replace(file("big.sql"), patch="@@ -1 +1 @@\n+drop\n+lock()"),
    replace(file("big.sql"), patch="garbage"),
]


@pytest.mark.parametrize("changed", UNSEEN)
def test_what_can_not_be_read_is_never_clean(changed):
    seen = matcher(
        rule(added("drop"), "content"),
        rule(added(LinePattern("x", files=("*.py",))), "other-files", zone="auth"),
        rule(All((Paths(("/pay/**",)), added("x"))), "other-paths", zone="runtime"),
        rule(added("drop"), "advice", zone="search", severity=Severity.ADVISE),
        rule(added("drop"), "shadow", zone="shadow", mode=Mode.SHADOW),
        rule(Paths(("*.sql",)), "path", zone="schema"),
    ).match(pull(changed))
    assert set(seen.unseen) == {"money"}
    [sentence] = seen.unseen["money"]
    assert sentence.startswith("`big.sql`: ")
    assert "split the change" in sentence
    assert [finding.rule.id for finding in seen.findings] == ["path"]


def test_a_patch_that_proves_false_while_it_is_read_makes_its_file_unseen():
    lies = "@@ -1 +1,1 @@\n-a\n+lock()\n+more\n@@ -9 +9 @@\n-a\n+b"
    seen = matcher(rule(added("lock")), rule(added("never"), "s", zone="auth")).match(
        pull(replace(file("a.py"), patch=lies))
    )
    assert set(seen.unseen) == {"money", "auth"}
    assert not seen.findings


def test_a_binary_file_is_not_unseen():
    seen = matcher(rule(added("x")), rule(Paths(("*.png",)), "p")).match(pull(file("a.png", None, binary=True)))
    assert not seen.unseen
    assert [finding.rule.id for finding in seen.findings] == ["p"]


def test_an_excluded_unseen_file_is_nobody_s_doubt():
    assert not matcher(rule(added("x"))).match(pull(file("docs/big.md", None))).unseen


def test_a_cut_list_makes_every_blocking_zone_unknown():
    rules = (rule(Paths(("/a",))), rule(added("x"), "b", zone="auth", severity=Severity.ADVISE))
    assert matcher(*rules).match(pull(unseen=("The list is cut.",))).unseen == {"money": ("The list is cut.",)}


def test_none_of_unseen_lines_is_unknown():
    assert matcher(rule(NoneOf((added("x"),)))).match(pull(file("a.py", None))).unseen


def test_a_size_that_can_not_be_counted_is_unknown():
    large = rule(All((Paths(("/a.py",)), Size(lines_over=100))))
    changed = pull(file("a.py"), file("b.py", None))
    assert "money" in matcher(large).match(changed).unseen
    assert not matcher(large).match(pull(file("a.py"))).unseen


# --- the pull request ------------------------------------------------------------------------------------------

SIDE = Commit("c" * 40, "x", (Identity("B", "b@x", "Bob"), Identity("C", "c@x", "carol")), Identity("D", "d@x", "dave"))


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (Author(("aLICE",)), True),
        (Author(("bob",)), False),
        (Contributors(("BOB",)), True),
        (Contributors(("carol",)), True),
        (Contributors(("dave",)), True),
        (Contributors(("alice",)), True),
        (Contributors(("eve",)), False),
        (Labels(("hotfix",)), True),
        (Labels(("hot",)), False),
        (Branch("base", ("main",)), True),
        (Branch("head", ("topic/*",)), True),
        (Branch("head", ("*",)), False),
        (Title("(?i)^title$"), True),
        (Title("other"), False),
        (Size(files_over=1), True),
        (Size(files_over=2), False),
        (Size(lines_over=2), True),
        (Size(lines_over=3), False),
        (Ai(Provenance.ASSISTED), True),
        (Ai(Provenance.AGENT), False),
        (All((Author(("alice",)), Labels(("x",)))), False),
        (AnyOf((Author(("bob",)), Labels(("HOTFIX",)))), True),
        (NoneOf((Author(("bob",)),)), True),
    ],
)
def test_predicates_on_the_pull_request(predicate, expected):
    changed = pull(file("a", "+a\n-b"), file("b", "+++x"), labels=("HotFix",), commits=(SIDE,))
    judge = matcher()
    assert judge.holds(predicate, changed, Provenance.ASSISTED) is expected


def test_doubt_raises_the_bar():
    cut = pull(file("a"), unseen=("The list of commits is cut.",))
    assert matcher().holds(Contributors(("eve",)), cut, Provenance.NONE) is None
    assert matcher().holds(Size(lines_over=10), cut, Provenance.NONE) is None


def test_a_rule_may_hang_on_an_assistant_s_part():
    one = rule(All((Paths(("*",)), Ai(Provenance.AGENT))))
    judge = matcher(one, agents=AgentMarks(accounts=(("alice", "Alice Bot"),)))
    seen = judge.match(pull(file("a")))
    assert seen.findings
    assert seen.marks[0].agent == "Alice Bot"


# --- asking --------------------------------------------------------------------------------------------------


def test_wants_only_what_a_content_rule_could_hit():
    judge = matcher(
        rule(All((Paths(("/pay/**",)), StatusIs((FileStatus.REMOVED,)), Author(("bob",)), added("x"))), "a"),
        rule(Paths(("/only/**",)), "b"),
        rule(added(LinePattern("x", files=("*.sql",))), "c"),
        exclude=("/old/**",),
    )
    assert judge.wants("pay/a.py", None)
    assert judge.wants("lib/a.py", "pay/a.py")
    assert judge.wants("a.sql", None)
    assert not judge.wants("lib/a.py", None)
    assert not judge.wants("only/a.py", None)
    assert not judge.wants("old/a.sql", None)
    assert not judge.wants("tests/a.sql", None)
    assert not judge.wants("tests/a.sql", "tests/b.sql")
    assert judge.wants("tests/a.sql", "b.sql")


@pytest.mark.parametrize(
    ("when", "path", "says"),
    [
        (Paths(("/pay/**",)), "a.py", "no path of this rule covers it"),
        (added("lock"), "a.py", "its line patterns match no changed line"),
        (added(LinePattern("x", files=("*.go",))), "a.py", "its line patterns are for other files"),
        (added("x"), "tests/a.py", "left out: it is a test file, and the rule does not include tests"),
        (added("x"), "old/a.py", "left out: the policy excludes it"),
        (Languages(("go", "rust")), "a.py", "it is not written in go or rust"),
        (StatusIs((FileStatus.REMOVED,)), "a.py", "it was modified, and the rule looks at files that are removed"),
        (All((Paths(("*.py",)), Labels(("x",)))), "a.py", "it has no label `x`"),
        (All((added("x"), Author(("bob", "eve")))), "a.py", "the pull request was not opened by bob or eve"),
        (
            AnyOf((Paths(("/b",)), added("lock"))),
            "a.py",
            "no path of this rule covers it; its line patterns match no changed line",
        ),
        (NoneOf((Paths(("*.py",)),)), "a.py", "the rule leaves it out: the path matches `*.py`"),
        (Paths(("*",)), "gone.py", "this pull request does not change `gone.py`"),
        (Branch("base", ("v*",)), "a.py", "the base branch is not `v*`"),
        (Contributors(("eve",)), "a.py", "eve had no hand in it"),
        (Title("z"), "a.py", "the title does not match `z`"),
        (Size(files_over=99), "a.py", "the change is not large enough"),
        (Ai(Provenance.AGENT), "a.py", "the change is not known to be made by an AI assistant (agent)"),
    ],
)
def test_why_a_rule_did_not_fire(when, path, says):
    judge = matcher(rule(when), exclude=("/old/**",))
    changed = pull(file("a.py"), file("tests/a.py"), file("old/a.py"))
    assert [said for _, said in judge.why_not(changed, path)] == [says]


def test_a_rule_that_fired_needs_no_reason():
    assert matcher(rule(added("x"))).why_not(pull(file("a.py")), "a.py") == []


def test_why_not_of_an_unseen_file_says_so():
    [(_, said)] = matcher(rule(added("x"))).why_not(pull(file("a.py", None)), "a.py")
    assert said.startswith("`a.py`: GitHub gave no text")


@pytest.mark.parametrize("when", [added("(?!x)"), added(LinePattern("x", unless="(")), Title("[")])
def test_a_pattern_that_re2_refuses_is_named(when):
    with pytest.raises(PatternError) as caught:
        matcher(rule(when, "bad-rule"))
    assert caught.value.rule_id == "bad-rule"
    assert caught.value.why


# --- properties ------------------------------------------------------------------------------------------------

PATTERNS = ("^foo", r"bar$", r"\Afoo|^b", r"\bfoo\b", "(?i)BAR", r"o\s*$", r"^\s*@a", "é", r"^$", r"[^f]o", r"a\z")
TEXTS = st.text(st.sampled_from("fobar @é\r\x85\0\ud800"), max_size=7)
DIFFS = st.lists(st.tuples(st.sampled_from("+- "), TEXTS), min_size=1, max_size=12)


def naive(pattern: str, diff: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """Match line by line, without a set, a scan or a parser."""
    old = new = 0
    found = []
    for sign, text in diff:
        old, new = old + (sign != "+"), new + (sign != "-")
        line = text.removesuffix("\r").encode("utf-8", "replace")
        if sign != " " and re2.compile(pattern).search(line):
            found.append((old if sign == "-" else new, sign))
    return found


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, unique=True), DIFFS, st.sampled_from(["", "\n"]))
def test_no_hit_is_lost_and_none_is_made_up(patterns, diff, end):
    rules = [rule(Lines(None, (LinePattern(pattern),)), f"r{n}") for n, pattern in enumerate(patterns)]
    patch = as_patch("\n".join(sign + text for sign, text in diff)) + end
    seen = matcher(*rules).match(pull(replace(file("a.unknown"), patch=patch)))
    assert not seen.unseen
    found = {finding.rule.id: finding.places for finding in seen.findings}
    for one, pattern in zip(rules, patterns, strict=True):
        signs = {Side.ADDED: "+", Side.REMOVED: "-"}
        places = [(place.line, signs[place.side]) for place in found.get(one.id, ()) if place.side]
        assert sorted(places) == sorted(naive(pattern, diff))


@given(
    st.permutations(
        [file("a.py", "+foo"), file("b.sql", "-bar"), file("c.go", None), file("tests/d.py"), file("e.py", "")]
    )
)
def test_the_order_of_files_does_not_matter(files):
    judge = matcher(rule(added("foo")), rule(Lines(None, (LinePattern("bar"),)), "s", zone="schema"))
    seen = judge.match(pull(*files))
    assert {(finding.rule.id, finding.path) for finding in seen.findings} == {("r", "a.py"), ("s", "b.sql")}
    assert set(seen.unseen) == {"money", "schema"}


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_stranger_writes_makes_it_fail(path, old, patch):
    judge = matcher(rule(AnyOf((Paths(("**/a b/*",)), added("x", "y")))))
    changed = replace(file(path or "a"), patch=patch, old_path=old)
    seen = judge.match(pull(changed, title=path, head_ref=old))
    judge.wants(path, old)
    judge.why_not(pull(changed), path)
    assert seen.findings or seen.unseen or "x" not in patch or "\n+" not in patch


@pytest.mark.parametrize("path", ["a\nb.py", 'a"b.py', "x b/y.py", "\ud800.py", "a\0.py", "`@evil`.py", "é.py"])
def test_any_path_is_looked_at(path):
    [finding] = matcher(rule(added("lock"))).match(pull(file(path, "+lock()"))).findings
    assert finding.path == path


@pytest.mark.parametrize("text", ["+" + "lock " * 20_000, "\n".join(["+" + "a" * 70] * 20_000), "+" + "'\\" * 50_000])
def test_long_text_is_read_in_linear_time(text):
    matcher(rule(added("lock.*key", r"(a+)+$"))).match(pull(file("a.py", text)))
