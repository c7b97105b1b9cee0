"""What a file is for, told from its path: code that decides something, or what zones are not about."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from posixpath import basename

from bot.core.matching import excluded_class, languages
from bot.core.survey.words import listed

MOST_READ = 12_000  # files whose text is looked at; of more, every second or third
_MOST_SHOWN = 12
_CODE = listed(
    "python ruby go javascript typescript java kotlin csharp php elixir erlang rust scala sql dart swift c cpp groovy"
)
_MARKUP = listed("html css json yaml xml markdown toml")
_SHOWN = (".blade.php", ".phtml", ".d.ts", ".html.twig")
_DISPLAY = listed(
    "assets components css emails icons layouts mailers public static stories styles stylesheets templates themes views widgets "
    "wwwroot"
)


@lru_cache(maxsize=65_536)
def is_code(path: str) -> bool:
    """Whether a file holds code that a rule looks at; markup with a script in it is display."""
    found = set(languages(path))
    if not found & _CODE or found & _MARKUP or path.endswith(_SHOWN):
        return False
    return excluded_class(path) is None


def is_display(path: str) -> bool:
    """Whether a folder on the way says that what is in it is shown to people."""
    return bool(_showing(path))


def _showing(path: str) -> list[str]:
    """Give the folders on the way that hold what is shown; a view in Python answers requests and is none."""
    folders = [part for part in path.split("/")[:-1] if part.lower() in _DISPLAY]
    return [part for part in folders if part != "views"] if path.endswith(".py") else folders


def display_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Give the names of folders whose code is shown to people, the commonest first."""
    names: Counter[str] = Counter()
    for path in paths:
        names.update(_showing(path))
    return tuple(name for name, _ in names.most_common(_MOST_SHOWN))


def worth_reading(paths: Iterable[str]) -> tuple[str, ...]:
    """Choose the files whose text tells the most, spread evenly over the tree where there are too many."""
    code = [path for path in paths if is_code(path) or basename(path) == "schema.prisma"]
    step = -(-len(code) // MOST_READ) or 1
    return tuple(code[::step])
