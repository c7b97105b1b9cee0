"""What kind of line a changed line is, and what kind of file it stands in: a log line, an import, a condition, a display."""

import re
from enum import StrEnum
from functools import lru_cache
from posixpath import basename, dirname

from bot.core.matching.signs.vocabulary import words

LONGEST_LINE = 400  # characters that are weighed; more is data
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_IMPORT = re.compile(
    r"\s*(?:import\b|from\b.*\bimport\b|using\b[^(]*;|require\b|include\b|package\b|alias\b|export \* )"
    r"|(?:pub )?use\b"  # at the margin alone: in a PHP class it takes a trait in
)
_LOG = re.compile(
    r"\b(?:[Ll]og|[Ll]ogger|LOG|slog|console|tracing|tracer|span|telemetry|[Ll]ogging|_logger|statsd|metrics?|sentry|"
    r"trace|debug|info|warn)\b!?\s*[.(:]\s*\w*"
)
_NOTE = re.compile(
    r"\s*(?:@(?:Api\w*|OA\\|Operation|Schema|Parameter|Description|doc|spec|typedoc|moduledoc|param|return|deprecated)"
    r"|description\s*[:=]|desc\b|summary\s*[:=]|label|placeholder|title\s*[:=]|help|tooltip)"
)
_GUARD = re.compile(
    r"\s*(?:@|#\[|\[\w)"
    r"|\b(?:if|unless|elsif|elif|raise|throw|return|abort|halt|deny|reject|forbid|assert|ensure|require|before_action"
    r"|skip_\w+|rescue|except|catch|case|when|with|guard|defer|finally|not)\b|[!=<>]=|&&|\|\||!\w"
)
_LOGIC = re.compile(
    r"\b(?:if|else|elsif|elif|unless|return|raise|throw|for|while|case|when|switch|match|catch|rescue|except|ensure"
    r"|finally|defer|await|async|yield|and|or|not)\b|[=!<>]=|&&|\|\||[-+*/]=|\w\(|=>|->|\?"
)
_DISPLAY_NAMES = tuple(
    f".{ending}"
    for ending in [
        "css",
        "scss",
        "sass",
        "less",
        "vue",
        "svelte",
        "html",
        "htm",
        "erb",
        "haml",
        "slim",
        "heex",
        "eex",
        "twig",
        "blade.php",
        "cshtml",
        "razor",
        "jinja",
        "jinja2",
        "j2",
        "hbs",
        "liquid",
        "mustache",
        "ejs",
    ]
)
_DISPLAY_FOLDERS = {"components", "component", "views", "view", "templates", "styles", "themes", "storybook", "pages"}
_SETTING_NAMES = tuple(
    f".{one}"
    for one in ["yml", "yaml", "json", "toml", "ini", "cfg", "env", "properties", "xml", "txt", "gradle", "csproj"]
)
_TOOL_FOLDERS = {".github", ".circleci", "bin", "script", "scripts", "tool", "tools", "devtools", "docker", ".docker"}
_TOOL_FOLDERS |= {"deploy", "build", "hack", "ci", "dev"}
_TOOL_FILES = {"makefile", "dockerfile", "rakefile", "gemfile", "package.json", "go.mod", "pom.xml", "cargo.toml"}
_TOOL_FILES |= {"setup.py", "setup.cfg", "pyproject.toml", "mix.exs", "composer.json"}
_TOOL_NAMES = (".sh", ".md", ".css", ".scss", ".svg", ".less")
_TRIAL_WORDS = {"behat", "test", "tests", "testing", "testhelper", "testutil", "testsuite", "spec", "specs", "fixture"}
_TRIAL_WORDS |= {"fixtures", "factory", "factories", "mock", "mocks", "fake", "fakes", "stub", "stubs", "example"}
_TRIAL_WORDS |= {"examples", "sample", "samples", "demo", "benchmark", "benchmarks", "bench", "e2e", "seed", "seeds"}
_TRIAL_WORDS |= {"storybook", "playground"}
_TRIAL_ENDS = ("Test", "Tests", "Spec", "Mock", "Fixture", "Fixtures", "TestHelper", "TestCase")


class LineKind(StrEnum):
    """What a changed line is for."""

    CODE = "code"
    IMPORT = "import"
    SAID = "said"  # to a log, a trace or a reader: it decides nothing


def kind_of(line: str) -> LineKind:
    """Tell what a line of code is for."""
    if _IMPORT.match(line):
        return LineKind.IMPORT
    return LineKind.SAID if _LOG.search(line) or _NOTE.match(line) else LineKind.CODE


def split(line: str) -> tuple[str, str]:
    """Give a line without what its strings hold, and what they hold."""
    return _STRING.sub('""', line), " ".join(_STRING.findall(line))


def guards(bare: str) -> bool:
    """Whether a line without its strings is a condition, a refusal or an annotation."""
    return _GUARD.search(bare) is not None


def decides(bare: str) -> bool:
    """Whether a line without its strings does something: calls, compares, branches."""
    return _LOGIC.search(bare) is not None


class FileKind(StrEnum):
    """Kinds of files that a sign in them says less about."""

    DISPLAY = "display"
    SETTINGS = "settings"
    TOOLING = "tooling"


@lru_cache(maxsize=8192)
def kinds_of_file(path: str) -> frozenset[FileKind]:
    """Tell of what kinds a file is, by its path."""
    name, folders = basename(path).lower(), dirname(path).lower().split("/")
    found = set()
    if name.endswith(_DISPLAY_NAMES) or not _DISPLAY_FOLDERS.isdisjoint(folders):
        found.add(FileKind.DISPLAY)
    if name.endswith(_SETTING_NAMES) or name.startswith(".") or any(one.startswith(".") for one in folders):
        found.add(FileKind.SETTINGS)
    if name in _TOOL_FILES or name.endswith(_TOOL_NAMES) or not _TOOL_FOLDERS.isdisjoint(folders):
        found.add(FileKind.TOOLING)
    return frozenset(found)


@lru_cache(maxsize=8192)
def for_trial(path: str) -> bool:
    """Whether a file outside the test folders is there to try others: a fixture, a fake, an example."""
    stem = basename(path).split(".")[0]
    return not _TRIAL_WORDS.isdisjoint(words(path)) or stem.endswith(_TRIAL_ENDS)
