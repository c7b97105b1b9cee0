"""Statements over several lines: what is joined, where a hit stands, and that nothing hostile takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.diff import as_patch
from bot.core.matching.joined import MOST_JOINED, statements
from bot.core.model.change import ChangedFile, FileStatus, Side
from bot.core.model.predicates import LinePattern, Lines
from tests.core.matching_setup import doubts, file, findings, match, says


def joined(pattern: str, side: Side | None = Side.ADDED, **more: object) -> Lines:
    return Lines(side, (LinePattern(pattern, joined=True, **more),))  # type: ignore[arg-type]  # real fields


def texts(source: str, *languages: str) -> list[str]:
    return [one.text for one in statements(source.split("\n"), languages)]


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("python", "x = foo(\n    a,\n    b[1],\n)\ny = 2", ["x = foo(a, b[1],)", "y = 2"]),
        ("python", "with atomic():\n    pass", ["with atomic():", "    pass"]),
        ("python", '@requires(\n  "a",\n)\ndef f(x,\n  y):', ['@requires("a",)', "def f(x, y):"]),
        ("python", 'run("""\n  SELECT 1 (\n  FROM x\n""")\nz', ['run(""" SELECT 1 (FROM x """)', "z"]),
        ("python", "total = a + \\\n    b", ["total = a + b"]),
        ("python", "A = {\n  1: 2,\n}\nb", ["A = { 1: 2, }", "b"]),
        ("javascript", "await stripe\n  .refunds\n\n  .create({\n    a,\n  });\nb", ["await stripe.refunds.create({ a, });", "b"]),
        ("javascript", "post(p, (q) => {\n  a();\n  b();\n});", ["post(p, (q) => {", "  a();", "  b();", "});"]),
        ("typescript", "const q = `\n  select *\n`;\nx", ["const q = ` select * `;", "x"]),
        ("java", "client\n  .send(a)\n  .get();", ["client.send(a).get();"]),
        ("ruby", "execute <<~SQL\n  ALTER TABLE x\n    DROP y\nSQL\nfoo", ["execute <<~SQL ALTER TABLE x DROP y SQL", "foo"]),
        ("php", "$user\n    ->can('x')\n    && $y;", ["$user->can('x') && $y;"]),
        ("go", "c := http.Client{\n\tTimeout: t,\n}\nd", ["c := http.Client{ Timeout: t, }", "d"]),
        ("go", "if x {\n\ty()\n}", ["if x {", "\ty()", "}"]),
        ("rust", "fn f<'a>(\n  x: &'a str,\n) {\n  g();", ["fn f<'a>(x: &'a str,) {", "  g();"]),
        ("sql", "ALTER TABLE x\n  DROP y;\nSELECT 1;", ["ALTER TABLE x DROP y;", "SELECT 1;"]),
        ("css", "x\n.b {", ["x", ".b {"]),
        ("yaml", "a:\n- b", ["a:", "- b"]),
        ("javascript", "i++\nj--\nk", ["i++", "j--", "k"]),
        ("javascript", ")\n}\nfoo(\n1)", [")", "}", "foo(1)"]),
        ("javascript", "if (x) {\n  y(/[(]/);\n}\nz", ["if (x) {", "  y(/[(]/); }", "z"]),
    ],
)  # fmt: skip
def test_lines_of_one_statement_read_as_one(language, source, expected):
    assert texts(source, language) == expected


def test_a_hit_stands_on_the_first_changed_line_of_what_matched():
    change = file("a.py", " x = requests.get(\n     url,\n+    verify=False,\n+    timeout=2,\n )")
    (finding,) = findings(joined(r"requests\.get\(.*verify=False"), change)
    assert [(place.line, place.side, place.text.strip()) for place in finding.places] == [
        (3, Side.ADDED, "verify=False,")
    ]
    assert finding.evidence[0].says == "the added line 3 has `requests.get(url, verify=False`"


def test_a_statement_that_no_match_takes_a_changed_line_of_is_not_hit():
    pattern = joined(r"requests\.get\(.*verify=False")
    assert findings(pattern, file("a.py", " requests.get(\n   verify=False,\n+  timeout=2,\n )")) == ()
    assert findings(pattern, file("a.py", " requests.get(\n   verify=False)\n+other()")) == ()


def test_each_side_is_joined_with_its_own_lines():
    change = file("a.py", " requests.get(\n   url,\n-  timeout=2,\n+  retry=2,\n )")
    assert says(joined(r"get\(.*timeout", Side.REMOVED), change) == [
        "the removed line 3 has `get(url, timeout`",
    ]
    assert says(joined(r"get\(.*timeout", Side.ADDED), change) == []
    assert len(findings(joined(r"get\(.*(timeout|retry)", None), change)) == 1


def test_unless_looks_at_the_whole_statement_and_comments_do_not_count():
    pattern = joined(r"requests\.get\(", unless="timeout")
    assert findings(pattern, file("a.py", "+requests.get(\n+  url,\n+  timeout=2)")) == ()
    assert len(findings(pattern, file("a.py", "+requests.get(\n+  url,  # timeout\n+  )"))) == 1


def test_a_pattern_without_a_word_looks_into_every_file():
    assert len(findings(joined(r"[a-c]\(\s*1"), file("x.py", "+a(\n+ 1)"))) == 1


def test_a_statement_too_long_to_be_seen_is_not_taken_as_clean():
    rows = "\n".join(f"+  {number}," for number in range(MOST_JOINED // 4))
    change = file("a.py", f"+charge(\n{rows}\n+  verify=False)")
    assert doubts(joined(r"charge\(.*verify=False"), change) == (
        "`a.py`: the statement on line 1 is too long to be seen whole",
    )
    assert len(findings(joined(r"charge\(\s*0"), change)) == 1
    assert doubts(joined(r"refund\(.*verify=False"), change) == ()


LINE = st.text(st.sampled_from("ab(){}[]\"'`,.\\=+;: <EOF"), max_size=12)


@given(st.lists(LINE, max_size=12), st.sampled_from(["python", "javascript", "ruby", "go", "sql", "rust", ""]))
def test_every_line_is_in_one_statement_and_nothing_but_spaces_and_backslashes_is_lost(lines, language):
    found = list(statements(lines, (language,)))
    assert [row for one in found for row in one.rows] == list(range(len(lines)))
    for one in found:
        plain = "".join(lines[row] for row in one.rows).translate({32: None, 92: None})
        assert one.text.translate({32: None, 92: None}) == plain
        for row, start in zip(one.rows, one.starts, strict=True):
            if lines[row].strip(" \\"):
                assert row in one.touched(start, start + 1)


@given(st.lists(st.text(st.sampled_from("ab (,)"), max_size=8), min_size=1, max_size=6), st.integers(0, 5))
def test_a_line_pattern_that_hits_alone_hits_when_joined(lines, which):
    lines = [*lines, "the_word here"]
    lines[which % len(lines)], lines[-1] = lines[-1], lines[which % len(lines)]
    change = file("a.py", "\n".join("+" + line for line in lines))
    assert len(findings(joined("the_word here"), change)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ["charge" + "(" * 200_000] * 5 + ["charge"] * 10_000,
        ["charge" + '"""'] * 20_001,
        ["<<AA <<BB <<CC charge" * 200] * 200 + ["a,"] * 20_000,
        ["charge" + "{" * 1000 + "(" * 1000] * 300,
        ["charge(" + "a," * 1000] * 400,
        ["charge,", ""] * 10_000,
    ],
)
def test_hostile_texts_take_time_in_line_with_their_size(rows):
    patch = as_patch("\n".join("+" + row for row in rows))
    started = time.process_time()
    for path in ("a.py", "a.rb"):
        assert not match(joined(r"charge.*zzz"), ChangedFile(path, FileStatus.MODIFIED, patch)).findings
    assert time.process_time() - started < 10
