"""Classes of files that rules pass over unless they ask for them: tests, docs, generated code and the like.

A glob that hides too much hides real code, so folders are named where they are sure: `/vendor/` at the root alone, since a shop
has vendors too; `/test/` at the root, since payments have a test mode; `locales/` only for data.
"""

from functools import cache

from bot.core.matching.globs import GlobSet, last_match

# A class's globs in order; `!` takes back. The first class in this table that fits a path names it.
_CLASSES: dict[str, tuple[str, ...]] = {
    "lock files": (
        "*.lock",
        "*.lockb",
        "package-lock.json",
        "npm-shrinkwrap.json",
        "pnpm-lock.yaml",
        "go.sum",
        "go.work.sum",
        "packages.lock.json",
        "gradle.lockfile",
        ".terraform.lock.hcl",
        "Package.resolved",
        "Podfile.lock",
    ),
    "snapshots": ("*.snap", "**/__snapshots__/**", "**/__image_snapshots__/**", "*.ambr", "*.verified.txt"),
    "vendored": (
        "**/node_modules/**",
        "**/bower_components/**",
        "/vendor/**",
        "/third_party/**",
        "**/third_party/**",
        "/.yarn/releases/**",
        "/.yarn/plugins/**",
        "**/Godeps/**",
        "**/site-packages/**",
    ),
    "generated": (
        "**/dist/**",
        "**/.next/**",
        "**/build/assets/**",
        "**/coverage/**",
        "*.min.js",
        "*.min.css",
        "*.map",
        "*.pb.go",
        "*.pb.gw.go",
        "*.pb.cc",
        "*.pb.h",
        "*_pb2.py",
        "*_pb2.pyi",
        "*_pb2_grpc.py",
        "*_pb.js",
        "*_pb.d.ts",
        "*_generated.*",
        "*.generated.*",
        "generated-*.ts",
        "zz_generated.*",
        "*.g.dart",
        "*.freezed.dart",
        "*.g.cs",
        "*.designer.cs",
        "*.Designer.cs",
        "**/generated/**",
        "**/__generated__/**",
        "!**/migrations/**",
        "**/migrations/*.Designer.cs",
        "**/Migrations/*.Designer.cs",
    ),
    "tests": (
        "/test/**",
        "/spec/**",
        "**/src/test/**",
        "**/src/androidTest/**",
        "**/src/integrationTest/**",
        "**/tests/**",
        "**/__tests__/**",
        "**/__mocks__/**",
        "**/testdata/**",
        "**/testing_support/**",
        "**/cypress/**",
        "/e2e/**",
        "**/*.Tests/**",
        "**/*.UnitTests/**",
        "**/*.IntegrationTests/**",
        "*_test.go",
        "*_test.py",
        "test_*.py",
        "conftest.py",
        "*_test.exs",
        "*_test.rb",
        "*_spec.rb",
        "*_test.dart",
        "*_test.cc",
        "*_test.cpp",
        "*.test.*",
        "*.spec.*",
        "*.cy.ts",
        "*.cy.js",
        "*.stories.*",
        "*Test.java",
        "*Tests.java",
        "*IT.java",
        "*Test.kt",
        "*Tests.kt",
        "*Test.scala",
        "*Spec.scala",
        "*Test.groovy",
        "*Spec.groovy",
        "*Test.cs",
        "*Tests.cs",
        "*Test.php",
        "*Tests.swift",
    ),
    "translations": (
        "*.po",
        "*.pot",
        "*.mo",
        "*.xlf",
        "*.xliff",
        "*.resx",
        "*.arb",
        "**/locales/**/*.json",
        "**/locales/**/*.yml",
        "**/locales/**/*.yaml",
        "**/locales/**/*.ts",
        "**/locale/**/*.json",
        "**/i18n/**/*.json",
        "**/translations/**/*.json",
        "**/translations/**/*.yml",
        "**/translations/**/*.yaml",
        "/config/locales/**",
        "/lang/**",
        "/resources/lang/**",
        "**/*.lproj/**",
        "**/res/values-*/strings.xml",
    ),
    "docs": (
        "*.md",
        "*.mdx",
        "*.markdown",
        "*.rst",
        "*.adoc",
        "/docs/**",
        "/doc/**",
        "/examples/**",
        # These steer assistants and pipelines, though they look like documents.
        "!AGENTS.md",
        "!CLAUDE.md",
        "!GEMINI.md",
        "!SKILL.md",
        "!**/.github/**/*.yml",
        "!**/.github/**/*.yaml",
        "!/.github/copilot-instructions.md",
        "!/.github/instructions/**",
        "!**/.claude/**",
        "!**/.cursor/**",
        "!*.mdc",
    ),
}

CLASSES = tuple(_CLASSES)


def excluded_class(path: str) -> str | None:
    """Name the class of files that a path belongs to ("tests", "docs", ...); None for all that is looked at."""
    globs, parts = _table()
    hits = globs.match(path)
    if not hits:
        return None
    return next((name for name, signed in parts.items() if last_match(signed, hits)), None)


@cache
def _table() -> tuple[GlobSet, dict[str, tuple[tuple[int, bool], ...]]]:
    globs = GlobSet()
    return globs, {name: globs.add_all(listed) for name, listed in _CLASSES.items()}
