"""What `.gitattributes` at the base says of files, and that nothing odd in it does harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.attributes import attributes
from bot.core.model.change import Side
from bot.core.model.predicates import LinePattern, Lines, Paths
from tests.core.matching_setup import file, findings, matcher, pull


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("*.sdk.ts linguist-generated", "a/b.sdk.ts", "generated"),
        ("*.sdk.ts linguist-generated=true -diff", "a/b.sdk.ts", "generated"),
        ("*.sdk.ts linguist-generated=false", "a/b.sdk.ts", None),
        ("*.pb.go -linguist-generated", "a/b.pb.go", None),
        ("*.pb.go !linguist-generated", "a/b.pb.go", "generated"),
        ("*.ts linguist-generated\n*.ts -linguist-generated", "a.ts", None),
        ("*.ts -linguist-generated\na.ts linguist-generated", "a.ts", "generated"),
        ("sdk linguist-vendored", "sdk", "vendored"),
        ("sdk linguist-vendored", "sdk/a.ts", None),  # git's globs name files
        ("sdk/ linguist-vendored", "sdk/a.ts", None),
        ("sdk/* linguist-vendored", "sdk/a/b.ts", None),
        ("sdk/** linguist-vendored", "sdk/a/b.ts", "vendored"),
        ("/guide/** linguist-documentation", "guide/a.py", "docs"),
        ("/docs/** -linguist-documentation", "docs/a.py", None),
        ("/docs/** -linguist-documentation", "docs/tests/a.py", "tests"),
        ("**/migrations/** linguist-generated", "shop/migrations/1.py", None),
        ("*.sql linguist-generated", "db/structure.sql", None),
        ("# *.ts linguist-generated", "a.ts", None),
        ("*.ts text eol=lf", "a.ts", None),
        ("[attr]x linguist-generated", "x", None),
        ("!*.ts linguist-generated", "a.ts", None),
        ("[ linguist-generated\n*.ts linguist-generated", "a.ts", "generated"),
        ("", "web/dist/a.js", "generated"),
    ],
)
def test_the_last_word_counts_before_the_name(text, path, expected):
    assert attributes(text).excluded_class(path) == expected


@given(
    st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["linguist-generated", "-linguist-vendored", ""]))),
    st.text(max_size=8),
)
def test_any_text_is_read(lines, path):
    text = "\n".join(f"{glob} {said}" for glob, said in lines)
    assert attributes(text).excluded_class(path) in ("generated", None) or attributes("").excluded_class(path)


def test_a_rule_passes_over_what_the_base_calls_generated_unless_it_asks_for_it():
    when, change = Lines(Side.ADDED, (LinePattern("refund"),)), file("api/client.py", "+refund()")
    said = {"attributes": "client.py linguist-generated"}
    assert len(findings(when, change)) == 1
    assert findings(when, change, **said) == ()
    assert [why for _, why in matcher(when).why_not(pull(change, **said), "api/client.py")] == [
        "left out: it is generated code, and the rule does not include generated"
    ]
    assert len(matcher(when, include=("generated",)).match(pull(change, **said)).findings) == 1


def test_what_the_base_calls_generated_need_not_be_read():
    named = matcher(Paths(("*.py",)))
    looked = matcher(Lines(Side.ADDED, (LinePattern("refund"),)))
    assert looked.wants("a.py", None)
    assert not looked.wants("a.py", None, "*.py linguist-generated")
    assert not named.wants("a.py", None)
