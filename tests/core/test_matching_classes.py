import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.classes import CLASSES, excluded_class
from bot.core.matching.globs import GlobSet, branch_fits, last_match


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/test_pay.py", "tests"),
        ("saleor/payment/tests/test_refund.py", "tests"),
        ("payments/test/mode.py", None),
        ("app/models/contest.py", None),
        ("src/test/java/PayTest.java", "tests"),
        ("spec/models/order_spec.rb", "tests"),
        ("billing/spec.py", None),
        ("tests/app/migrations/0001_initial.py", "tests"),
        ("app/migrations/0001_initial.py", None),
        ("db/generated/migrations/1.sql", None),
        ("Data/Migrations/2024_Add.Designer.cs", "generated"),
        ("Data/Migrations/2024_Add.cs", None),
        ("prisma/migrations/1/migration.sql", None),
        ("vendor/lib/a.go", "vendored"),
        ("shop/vendor/views.py", None),
        ("web/node_modules/x/index.js", "vendored"),
        ("README.md", "docs"),
        ("docs/guide/setup.py", "docs"),
        ("app/docs/views.py", None),
        ("CLAUDE.md", None),
        ("sub/AGENTS.md", None),
        (".github/copilot-instructions.md", None),
        ("docs/.github/workflows/ci.yml", None),
        ("requirements.txt", None),
        ("web/package-lock.json", "lock files"),
        ("uv.lock", "lock files"),
        ("web/__snapshots__/a.js", "snapshots"),
        ("config/locales/de.yml", "translations"),
        ("app/locales/index.py", None),
        ("src/lang/parser.py", None),
        ("api/v1/pay.pb.go", "generated"),
        ("web/dist/app.js", "generated"),
        (".github/dont-delegate.yml", None),
        ("packages/auth/Tests/GuardFake.php", "tests"),
        ("src/Billing.Tests/Fake.cs", "tests"),
        ("src/Contests/Score.cs", None),
        ("src/testing/mode.go", None),
        ("engines/admin/spec/support/login.rb", "tests"),
        ("app/fixtures/match.py", None),
        ("auth/flow/fixtures/sort.schema.json", "tests"),
        ("database/factories/UserFactory.php", "tests"),
        ("app/Factories/UserFactory.php", None),
        ("internal/mocks/store.go", "tests"),
        ("app/e2e/login.ts", "tests"),
        ("public/build/assets/app-1a2b.js", "generated"),
        ("packages/shop/publishable/assets/app.js", "generated"),
        ("app/assets/javascripts/pay.js", None),
        ("internal/db/orders.sql.go", "generated"),
        ("wwwroot/vendor/qr.js", "vendored"),
        ("app/Vendor/Payout.php", None),
        ("app/Events/Vendor/VendorPaid.php", None),
        ("packages/admin/src/Resources/lang/ar/app.php", "translations"),
        ("compiler/lang/parser.ts", None),
        ("app/i18n/index.ts", None),
        ("src/main/resources/messages_de.properties", "translations"),
        ("sdk/examples/refund.ts", "docs"),
        ("checkout.feature", "tests"),
    ],
)
def test_a_class_hides_no_real_code(path, expected):
    assert excluded_class(path) == expected
    assert expected is None or expected in CLASSES


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        (["/src/ledger/**"], "src/ledger/a/b.py", True),
        (["/src/ledger/**"], "x/src/ledger/a.py", False),
        (["**/webhooks/**"], "webhooks/a.py", True),
        (["*.sql"], "a/b/c.sql", True),
        (["docs/*"], "docs/a/b.md", False),
        (["pay/"], "a/pay/b.py", True),
        (["*.cs", "!*.Designer.cs"], "a.Designer.cs", False),
        (["*.cs", "!*.Designer.cs", "/keep/**"], "keep/a.Designer.cs", True),
        (["!*.cs"], "a.cs", False),
        (["?.py"], "é.py", True),
        (["**/a b/**"], "x b/a b/c", True),
        (["/x/**"], "x/a\nb", True),
        (["*.py"], "a.py\n.txt", False),
        (["/a#x&-~.py"], "a#x&-~.py", True),
    ],
)
def test_globs_are_read_as_codeowners_reads_them(globs, path, expected):
    found = GlobSet()
    signed = found.add_all(globs)
    assert last_match(signed, found.match(path)) is expected


def test_many_stars_take_no_time():
    found = GlobSet()
    signed = found.add_all(["*a" * 25 + "b", "a/**/" * 10 + "b"])
    assert not last_match(signed, found.match("a" * 5000))
    assert not last_match(signed, found.match("a/" * 2000))


@given(st.text())
def test_any_path_can_be_asked_about(path):
    excluded_class(path)


@pytest.mark.parametrize(
    ("glob", "name", "expected"),
    [
        ("main", "main", True),
        ("main", "mainly", False),
        ("main", "x/main", False),
        ("release/*", "release/1", True),
        ("release/*", "release/1/2", False),
        ("release/**", "release/1/2", True),
        ("v?.x", "v1.x", True),
        ("v?.x", "v/.x", False),
        ("a.b", "axb", False),
        ("**", "any/thing", True),
        ("*", "a\nb", True),
    ],
)
def test_a_star_in_a_branch_crosses_no_slash(glob, name, expected):
    assert branch_fits([glob], name) is expected
