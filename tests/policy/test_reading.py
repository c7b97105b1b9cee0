"""What YAML must not do: each way of breaking it is told once, at its place, in plain words."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from tests.policy.texts import V

# fmt: off
TOLD = (
    ("", 1, 1, "The file is empty.", "Write `version: 1`."),
    ("# nothing\n", 1, 1, "The file is empty.", "Write `version: 1`."),
    ("~", 1, 1, "The file has to be a mapping, and is a single value.", "Write its keys below it, indented: `version`, `extends`, `mode`, `branches`, `exclude`, `signers`, `levels`, `zones`, `override`, `rules` and `tune`."),
    ("- a\n", 1, 1, "The file has to be a mapping, and is a list.", "Write its keys below it, indented: `version`, `extends`, `mode`, `branches`, `exclude`, `signers`, `levels`, `zones`, `override`, `rules` and `tune`."),
    ("word", 1, 1, "The file has to be a mapping, and is a single value.", "Write its keys below it, indented: `version`, `extends`, `mode`, `branches`, `exclude`, `signers`, `levels`, `zones`, `override`, `rules` and `tune`."),
    (V + "version: 1\n", 2, 1, "`version` is written twice; the first is on line 1.", "Keep one of them."),
    (V + "---\nversion: 1\n", 2, 1, "A second document begins here.", "Keep one, without a `---` between."),
    (V + "extends: &packs [money]\n", 2, 10, "`&packs` is a YAML anchor; they are not used here.", "Remove it, and write the value out wherever it is needed."),
    (V + "extends: *packs\n", 2, 10, "`*packs` is a YAML alias; they are not followed here.", "Write the value out, or put quotes around a glob that starts with `*`."),
    (V + "mode: !!str shadow\n", 2, 7, "`!!str` is a YAML tag; they are not used here.", "Remove it, or put quotes around a value that starts with `!`."),
    (V + "<<: {mode: shadow}\n", 2, 1, "`<<` merges mappings; that is not done here.", "Write the keys out."),
    (V + "exclude:\n", 2, 1, "`exclude` has no value.", "Write one, or remove the key."),
    (V + "mode: ~\n", 2, 1, "`mode` has no value.", "Write one, or remove the key."),
    (V + "exclude:\n  - a\n  -\n", 4, 4, "An entry of this list is empty.", "Write it, or remove its `-`."),
    (V + "? [a]\n: b\n", 2, 3, "A key is a list or a mapping.", "Write a plain word before the `:`."),
    (V + "? *a\n: b\n", 2, 3, "`*a` is a YAML alias; they are not followed here.", "Write the value out, or put quotes around a glob that starts with `*`."),
    (V + "exclude: [**/x]\n", 2, 11, "A value starts with `*`, which means something else in YAML.", "Write `'**/x'` with quotes."),
    (V + "exclude:\n  - !/x\n", 3, 5, "`!/x` is a YAML tag; they are not used here.", "Remove it, or put quotes around a value that starts with `!`."),
    (V + "exclude: [`x`]\n", 2, 11, "A value starts with a backtick, which YAML keeps for itself.", "Put single quotes around a value that starts with a sign or holds `: ` or ` #`."),
    (V + "\tmode: shadow\n", 2, 1, "A tab stands where YAML wants spaces.", "Indent with spaces."),
    (V + "mode: >\n\tx\n", 3, 1, "A tab stands where YAML wants spaces.", "Indent with spaces."),
    (V + "mode: a: b\n", 2, 8, "A second `:` stands in one line, or the indentation is wrong.", "Put single quotes around a value that starts with a sign or holds `: ` or ` #`."),
    (V + "exclude: [a, b\n", 2, 10, "A list that `[` opened is not closed.", "Add the `]`, or the comma that is missing."),
    (V + "zones: {a: b\n", 2, 8, "A mapping that `{` opened is not closed.", "Add the `}`, or the comma that is missing."),
    (V + "mode: 'x\n", 2, 7, "A quote is not closed.", "Add it; inside single quotes, a single quote is written twice."),
    (V + 'mode: "\\d"\n', 2, 8, "A backslash in double quotes starts an escape that YAML does not know.", "Use single quotes."),
    (V + "mode: - a\n", 2, 7, "A list begins in the middle of a line.", "Begin it on a line of its own, or use `[a, b]`."),
    (V + "mode: 'a' b\n", 2, 11, "The indentation is wrong here, or a value goes on after its quotes.", "Line the keys up with those above."),
    (V + "exclude:\n  - a\n b: c\n", 4, 2, "The indentation is wrong here, or a value goes on after its quotes.", "Line the keys up with those above."),
    (V + "exclude:\n- a\nb\n", 5, 1, "A key without its `:` stands here.", "Write `key: value`."),
    (V + "mode: |x\n  a\n", 2, 8, "After `|` or `>` the text must begin on the next line, indented.", "Move it there."),
    (V + "mode: @x\n", 2, 7, "A value starts with `@`, which YAML keeps for itself.", "Put single quotes around a value that starts with a sign or holds `: ` or ` #`."),
    (V + "mode: &\n", 2, 7, "A value starts with `&`, which means something else in YAML.", "Put quotes around it."),
    (V + "mode: !<\n", 2, 9, "A value starts with `!`, which means something else in YAML.", "Write `'!/x'` with quotes."),
    (V + "mode: a\x00b\n", 2, 8, "The character U+0000 stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: a\x07b\n", 2, 8, "The character U+0007 stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: a\u2028b\n", 2, 8, "The character U+2028 stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: a\rb\n", 2, 8, "The character U+000D stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: \u202ex\n", 2, 7, "The character U+202E stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: \ufeff\n", 2, 7, "The character U+FEFF stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    (V + "mode: \ud800\n", 2, 7, "The character U+D800 stands here; it can't be seen, and YAML has no use for it.", "Remove it."),
    ("%YAML 2.0\n---\nversion: 1\n", 1, 1, "The file asks for another version of YAML.", "Remove the line that starts with `%`."),
    ("%FOO bar\nversion: 1\n", 1, 5, "A line that starts with `%` is no directive that YAML knows.", "Remove it, or put quotes around it."),
    ("...\n", 1, 1, "This is not YAML: did not find expected node content.", "Compare with the example in the README."),
    (b"version: 1\nmode: \xff\n", 2, 7, "This byte is not UTF-8.", "Save the file as UTF-8."),
    (b"version: 1\nmode: \xc3\n", 2, 7, "This byte is not UTF-8.", "Save the file as UTF-8."),
    ("\ufeffversion: 1\nmod: shadow\n", 2, 1, "`mod` is no key that is known here.", "Did you mean `mode`?"),
    ("version: 1\r\nmod: shadow\r\n", 2, 1, "`mod` is no key that is known here.", "Did you mean `mode`?"),
    ("# 🙂 é\nversion: 1\nmode: '🙂é' # x\n", 3, 7, "`mode` can't be `🙂é`.", "Write `enforce` or `shadow`."),
    (V + "title: " * 40_000, 1, 1, "The file has 280,011 bytes; the most is 262,144.", "Keep fewer rules, or shorter texts."),
    ("x" * 300_000, 1, 1, "The file has 300,000 bytes; the most is 262,144.", "Keep fewer rules, or shorter texts."),
    (V + "exclude:\n" + "- a\n" * 60_000, 49998, 3, "There are more than 50,000 values in this file.", "Keep fewer rules, or write shorter lists."),
    ("[" * 20_000, 1, 33, "Something is nested more than 32 levels deep.", "A policy needs ten at most: take levels out."),
    ("- " * 20_000, 1, 65, "Something is nested more than 32 levels deep.", "A policy needs ten at most: take levels out."),
    ("[a," * 20_000, 1, 97, "Something is nested more than 32 levels deep.", "A policy needs ten at most: take levels out."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_broken_yaml_is_told_once_at_its_place(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]
