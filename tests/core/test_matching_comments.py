import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.comments import syntax_of
from bot.core.matching.languages import LANGUAGES, languages


def code(language: str, line: str) -> str:
    syntax = syntax_of([language])
    assert syntax is not None
    return syntax.code(line)[-1]


def hidden(language: str, text: str) -> list[int]:
    syntax = syntax_of([language])
    assert syntax is not None
    return sorted(syntax.hidden(text.split("\n")))


@pytest.mark.parametrize(
    ("language", "line", "kept"),
    [
        ("python", "x = 1  # lock()", "x = 1  "),
        ("python", "# lock()", ""),
        ("elixir", 'x = "#{lock()}" # c', 'x = "#{lock()}" '),
        ("python", "url = 'a # b'  # c", "url = 'a # b'  "),
        ("python", "x = it's  # not closed, so all is code", "x = it's  # not closed, so all is code"),
        ("csharp", "#if DEBUG", "#if DEBUG"),
        ("csharp", "#region Lock", "#region Lock"),
        ("rust", "#[derive(Lock)]", "#[derive(Lock)]"),
        ("php", "#[IsGranted('ADMIN')]", "#[IsGranted('ADMIN')]"),
        ("php", "# is granted", ""),
        ("ruby", "sql = <<~SQL.squish #{table}", "sql = <<~SQL.squish #{table}"),
        ("go", "*p = 1 // set", "*p = 1 "),
        ("javascript", "get('https://x') // fetch", "get('https://x') "),
        ("javascript", "get(https://x)", "get(https://x)"),
        ("javascript", r"s.replace(/https?:\/\//, evil())", r"s.replace(/https?:\/\//, evil())"),
        ("javascript", "glob('src/**/*.js'); run()", "glob('src/**/*.js'); run()"),
        ("javascript", "a /* lock() */ b", "a              b"),
        ("javascript", "a /* lock()", "a /* lock()"),
        ("sql", "DROP TABLE a; -- DROP TABLE b", "DROP TABLE a; "),
        ("sql", "SELECT 5--3", "SELECT 5--3"),
        ("sql", "/*!50000 DROP TABLE a */", "/*!50000 DROP TABLE a */"),
        ("sql", "SELECT '--' FROM a", "SELECT '--' FROM a"),
        ("shell", "echo ${#list} $# # count", "echo ${#list} $# "),
        ("dockerfile", "RUN a # b", "RUN a # b"),
        ("dockerfile", "  # USER root", ""),
        ("yaml", "run: echo a#b # c", "run: echo a#b "),
        ("html", "<a> <!-- lock() --> <b>", "<a>                 <b>"),
        ("css", "a: url(//x) /* y */", "a: url(//x)        "),
        ("terraform", 'a = "x" # y', 'a = "x" '),
        ("haskell", "f = a --> b", "f = a --> b"),
    ],
)  # fmt: skip
def test_only_what_is_surely_a_comment_is_cut(language, line, kept):
    assert code(language, line) == kept


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("java", "/**\n * lock()\n */\nlock();", [0, 1, 2]),
        ("java", " * lock()\n * more\n */\nlock();", [0, 1, 2]),
        ("java", "total = price\n * quantity()\n * rate;", []),
        ("java", "* quantity()\n+ 1;", []),
        ("java", "/* a */ lock();", []),
        ("java", "/*\n a */ lock();", [0]),
        ("javascript", "run(); /* a\nlock()\n*/", []),
        ("sql", "/*!50000\nDROP TABLE a\n*/", []),
        ("sql", "/*\nDROP TABLE a\n*/\nDROP TABLE b", [0, 1, 2]),
        ("python", 'def pay():\n    """Lock.\n    lock()\n    """\n    lock()', [1, 2, 3]),
        ("python", 'def pay():\n    """Lock."""\n    lock()', [1]),
        ("python", 'sql = """\nDROP TABLE a\n"""\nlock()', []),
        ("python", '"""\nDROP TABLE a', []),
        ("python", "    b,\n) -> None:\n    '''Lock.\n    lock()", [2, 3]),
        ("html", "<!--\nlock()\n-->\nlock()", [0, 1, 2]),
        ("elixir", '@doc """\nLock.\n    lock()\n"""\ndef lock()', [0, 1, 2, 3]),
        ("elixir", '  @moduledoc """\n  Lock.\n  """\n  use Lock', [0, 1, 2]),
        ("elixir", '@typedoc """\nA lock', [0, 1]),
        ("elixir", '@doc ~S"""\nA lock\n"""', [0, 1, 2]),
        ("elixir", "@doc ~s'''\nA lock\n'''\nlock()", [0, 1, 2]),
        ("elixir", "@doc false\nlock()", []),
        ("elixir", '@doc "Lock."\nlock()', []),
        ("elixir", 'Lock.\n"""\nlock()', []),
        ("elixir", '@query """\nDROP TABLE a\n"""', []),
        ("elixir", 'execute """\nDROP TABLE a\n"""', []),
        ("elixir", '@doc """\nLock #{lock()}\nmore\n"""\nlock()', [0]),
        ("elixir", '@doc """\nLock\n""" <> lock()\nlock()', [0, 1]),
        ("elixir", '@doc lock("""\nLock\n""")', []),
        ("ruby", '@doc """\nLock.\n"""', []),
    ],
)
def test_only_what_is_surely_inside_a_comment_is_hidden(language, text, expected):
    assert hidden(language, text) == expected


@given(st.sampled_from(sorted(LANGUAGES)), st.text(st.sampled_from("ab \"'`\\/*#-<!>{}$%@\t\0é"), max_size=60))
def test_what_is_kept_stands_in_the_line(language, line):
    syntax = syntax_of([language])
    for form in syntax.code(line) if syntax else ():
        assert len(form) <= len(line)
        assert all(mine in (theirs, " ") for mine, theirs in zip(form, line, strict=False))


@pytest.mark.parametrize(
    "line", ['"\\' * 50_000, "/*" * 50_000, "'" * 100_001, "// " * 30_000, "<!--" * 20_000, '"a' * 50_001 + "\\"]
)
@pytest.mark.parametrize("language", ["javascript", "python", "vue", "html", "sql"])
def test_long_lines_are_read_in_linear_time(language, line):
    syntax = syntax_of([language])
    assert syntax is not None
    syntax.code(line)
    syntax.hidden([line] * 3)


def test_where_no_syntax_is_known_all_is_code():
    assert syntax_of(["json"]) is None
    assert syntax_of([]) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.PY", ("python",)),
        ("Dockerfile", ("dockerfile",)),
        ("ops/Dockerfile.prod", ("dockerfile",)),
        ("infra/main.tf", ("hcl", "terraform")),
        (".github/workflows/ci.yml", ("yaml", "github-actions")),
        ("x/.github/workflows/ci.yml", ("yaml",)),
        ("tools/action.yml", ("yaml", "github-actions")),
        ("Gemfile", ("ruby",)),
        ("a.tsx", ("typescript",)),
        ("db/1.sql", ("sql",)),
        ("no-ending", ()),
        ("py", ()),
        ("", ()),
        (".py", ("python",)),
    ],
)
def test_languages_come_from_the_name(path, expected):
    assert languages(path) == expected


def test_a_component_is_in_the_languages_of_its_script():
    assert {"vue", "typescript", "javascript", "html"} <= set(languages("a/Pay.vue"))
