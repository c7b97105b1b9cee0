"""The command line: one file a command."""

import click

from bot import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dont-delegate")
def main() -> None:
    """Keep a senior's sign-off on the changes that must not be delegated."""
