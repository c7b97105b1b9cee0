"""Templates: everything is escaped unless it was made safe here, and a name that is missing is an error."""

from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from bot.sandbox.pages import words


def environment() -> Environment:
    """Make the templates' environment; a page's `now` is what its times are told from."""
    paper = Environment(
        loader=PackageLoader("bot.sandbox.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    paper.filters.update(ago=_ago, iso=words.iso, count_of=words.count_of, spaced=words.spaced)
    return paper


@pass_context
def _ago(page: Context, at: datetime) -> str:
    now: datetime = page["now"]
    return words.ago(at, now)
