"""What has felled programs that read policies, globs, patterns, diffs, code and SQL."""

SIGNS = (
    "\0", "\r", "\r\n", "\n", "\f", "\v", "\t", "\x1b", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff",
    "\ud800", "\udcff", "\ufffd", "\U0001f600", "e\u0301", "\u0130", "\u212a", "\u00df", "é", "\x7f", "\xa0", " ", "",
)  # fmt: skip
PATTERNS = (
    "(a+)+$", "(a|a)*b", "((a{1,10}){1,10}){1,10}", "(?:\\pL{30}){30}", "[^a]{1000}", "\\pL", "[\\x{0}-\\x{10FFFF}]", "(?i)k", "(?s).+",
    "(?:" * 100 + "a" + ")" * 100, "x*", "^", "$", "\\b", "\\B", "(?i:\u017f)", "a{1000}", ".{0,200}b", "(?:.*a){20}", "\\Qa\\E",
    "[[:alpha:]]",
    "\\C", "\\z", "\\A", "(?U)a+", "(?m)^a$", "a|" * 300 + "b", "\\x00", "[a-", "(", ")", "a{2,1}", "\\1", "(?=a)", "(?P<a>b)",
    "\\pZ\\p{Greek}",
    ".*.*.*.*x", "(?:(?:(?:a?){20}){20}){2}", "[\"']", "#", "//", "/\\*", "\\(", "\\)", "\\s+$", "^\\s*", "[^\\n]+", "\\d+\\s*=",
    "\u2028", "\r",
)  # fmt: skip
GLOBS = (
    "**", "*", "**/*", "**/a/**/b/**/c/**", "*a" * 60, "**/" * 60 + "x", "{a,b}" * 6, "{a,{b,{c,d}}}", "{,a}", "!*", "/", "a//b",
    "[a-z]",
    "\\*", "?" * 200, "*?*?*?*?*?*?*?*?*x", "{" * 50, "}" * 50, "a/**", "/src/**", "*.{py,rb}", " a", "a ", "./a", "../a", "#a",
    "**a", "é*", "a\0b",
)  # fmt: skip
PATHS = (
    "a.py", "src/ledger/a.py", "db/migrate/1_a.rb", "a.sql", "migrations/1.sql", "app/hooks.py", "a.ts", "main.go", "A.java",
    "a.php", "a.ex", "a.kt",
    "Dockerfile", "main.tf", ".github/workflows/ci.yml", ".github/dont-delegate.yml", "tests/test_a.py", "docs/a.md", "/",
    "a/" * 300 + "b.py",
    "a" * 250, "a\nb.py", "-", "--", "..", "../../etc/passwd", "a b.py", "@@ -1 +1 @@", "`a`.py", "<!-- a -->.py", "*", "**/x",
    "\\", "a.PY", ".py", "é.py",
)  # fmt: skip
LINES = (
    "@@ -1,1 +1,1 @@", "@@", "@@ -1 +1 @@ def f", "--- a/x", "+++ b/x", "diff --git a/x b/x", "\\ No newline at end of file",
    "-- SELECT", "++ i",
    "GIT binary patch", "index 0..1", "(", ")", "[", "]", "{", "}", '"', "'", "`", '"""', "'''", "/*", "*/", "//", "#", "--",
    "=begin", "=end", "<<SQL",
    "#{", "${", "$a$", "/*!", "<!--", "-->", "{{", "}}", "\\", "DROP TABLE a;", "ALTER TABLE a ADD COLUMN b int NOT NULL;",
    "WITH a AS (", "COPY a FROM stdin",
    "DO $$ BEGIN EXECUTE '", "CREATE TABLE a (", "UPDATE a SET b=1;", "f(", "f(f(", "lambda: ", "not ", "a.b(c)", "if a:", "else:",
    "x = [", "with lock:",
    "await f()", "amount = 1.0", "stripe.Webhook.construct_event(", "permission_classes = []", "@login_required",
    "execute('ALTER TABLE a DROP b')",
    "a", "aaaaaaaa", "0", "é", "password", "eval(", "verify=False", "transaction.atomic()", "retry", "timeout=", "import stripe",
    "return True",
)  # fmt: skip
YAML = (
    "&a ", "*a", "- ", "? ", ": ", "[", "]", "{", "}", "!!python/object:os.system ", "!a ", "<<: ", "|\n", ">\n", "---\n", "...\n",
    "%YAML 1.1\n", "'", '"',
    "a: &a [*a]\n", "\\x", "\\u0000", "0x1F", "1e999", ".inf", ".nan", "1_000", "0o7", "2001-01-01", "yes", "null", "~", "true",
    "-1", "99999999999999999999",
    "all: [", "any: [{", "none: [{", "{all: [", "[{any: ", "when: ", "rules:\n", "  - id: x\n", "zones:\n", "tune: {", "extends: [",
    "version: 2\n", "#",
)  # fmt: skip
CODE = (
    "$X",
    "f($$$)",
    "$A.$B($$$)",
    "if $X: $$$",
    "class $X: $$$",
    "(" * 200,
    "$$$",
    "$",
    "",
    "a",
    "\0",
    "f(",
    "try { $$$ } catch",
    "\ud800",
    "x" * 1990,
    "$X" * 300,
)
