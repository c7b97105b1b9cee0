"""What kind of line a line is, and what kind of file a path names."""

import pytest

from bot.core.matching.signs.kinds import FileKind, LineKind, decides, for_trial, guards, kind_of, kinds_of_file, split


@pytest.mark.parametrize(
    "line",
    [
        "import auth",
        "from auth import login",
        "  using Shop.Auth;",
        "require 'login'",
        "package auth",
        "use crate::auth;",
        "pub use crate::auth;",
        "alias Shop.Login",
        "export * from './login'",
    ],
)
def test_an_import_is_one(line):
    assert kind_of(line) is LineKind.IMPORT


@pytest.mark.parametrize(
    "line",
    [
        "  log.info('login')",
        "    logger.warning(login)",
        "console.log(token)",
        "  Rails.logger.debug('x')",
        "  @ApiOperation('login')",
        "  description: 'who may log in'",
        "@moduledoc false",
        "  label: 'Login'",
    ],
)
def test_what_is_said_to_a_log_or_a_reader_decides_nothing(line):
    assert kind_of(line) is LineKind.SAID


@pytest.mark.parametrize(
    "line",
    [
        "  if login:",
        "login(user)",
        "using (var lease = Lock()) {",
        "    use HasApiTokens;",  # takes a trait in
        "from = address",
        "catalog.price = 1",
        "requirements.check(user)",
    ],
)
def test_other_lines_are_code(line):
    assert kind_of(line) is LineKind.CODE


def test_strings_are_told_apart_from_the_code_around_them():
    assert split('issue(\'login\', "a \\" b", `c`) + 1') == (
        'issue("", "", "") + 1',
        '\'login\' "a \\" b" `c`',
    )
    assert split("it's open") == ("it's open", "")


@pytest.mark.parametrize(
    ("bare", "guard", "decision"),
    [
        ("if user.admin", True, True),
        ("raise Denied", True, True),
        ("a && b", True, True),
        ("!user", True, False),
        ("@login_required", True, False),
        ("#[secured]", True, False),
        ("return x", True, True),
        ("user.save()", False, True),
        ("total += 1", False, True),
        ("x ? y : z", False, True),
        ("name = user", False, False),
        ("lifted", False, False),
    ],
)
def test_conditions_and_deeds_are_told_by_the_bare_line(bare, guard, decision):
    assert (guards(bare), decides(bare)) == (guard, decision)


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("app/models/user.rb", set()),
        ("web/login.vue", {FileKind.DISPLAY}),
        ("app/views/login.rb", {FileKind.DISPLAY}),
        ("src/Components/Login.tsx", {FileKind.DISPLAY}),
        ("x/app.blade.php", {FileKind.DISPLAY}),
        ("config/auth.yml", {FileKind.SETTINGS}),
        ("web/.env", {FileKind.SETTINGS}),
        (".github/workflows/ci.yml", {FileKind.SETTINGS, FileKind.TOOLING}),
        ("package.json", {FileKind.SETTINGS, FileKind.TOOLING}),
        ("scripts/login.py", {FileKind.TOOLING}),
        ("Makefile", {FileKind.TOOLING}),
        ("a/style.scss", {FileKind.DISPLAY, FileKind.TOOLING}),
    ],
)
def test_kinds_of_files_are_told_by_their_paths(path, kinds):
    assert kinds_of_file(path) == kinds


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("lib/fake_gateway.rb", True),
        ("src/FakeGateway.java", True),
        ("src/gateway/GatewayFixtures.kt", True),
        ("src/PaymentTestHelper.cs", True),
        ("db/seeds/users.rb", True),
        ("examples/login.py", True),
        ("src/latest/login.py", False),
        ("src/contest.py", False),
        ("src/gateway.rb", False),
    ],
)
def test_fixtures_fakes_and_examples_are_for_trial(path, expected):
    assert for_trial(path) is expected
