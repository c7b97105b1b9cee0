"""Templates: everything is escaped, and Markdown becomes HTML without letting any through."""

from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot import __version__

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_KINDS = {"+": "added", "-": "removed", "@": "header"}


def environment() -> Environment:
    """Make the templates' environment; a name that is missing is an error."""
    paper = Environment(
        loader=PackageLoader("bot.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    paper.globals["version"] = __version__
    paper.filters.update(markdown=_markdown, words=_words, lines=_lines)
    return paper


def _markdown(text: str) -> Markup:
    """Render paragraphs and lists."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - html is off, and markdown-it escapes the rest


def _words(text: str) -> Markup:
    """Render one line: code and emphasis, no paragraph."""
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - as above


def _lines(diff: str) -> Iterator[tuple[str, str]]:
    """Give a diff's lines, each with its kind: "added", "removed", "header" or ""."""
    return ((_KINDS.get(line[:1], ""), line) for line in diff.rstrip("\n").split("\n"))
