"""What HTML pages are written on: templates beside this file, with everything escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.core.markdown import plain


def paper() -> Environment:
    """Give an environment whose `plain` makes a stranger's text fit for a line."""
    made = Environment(
        loader=PackageLoader("bot.cli.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plain"] = plain
    return made
