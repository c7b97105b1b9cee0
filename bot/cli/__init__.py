"""The command line: one file a command."""

from typing import Any

import click

from bot import __version__
from bot.cli.backtest import backtest
from bot.cli.check import check
from bot.cli.explain import explain
from bot.cli.inbox import inbox
from bot.cli.lint import lint
from bot.errors import UserError


class _Refused(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Says what a person can mend in a sentence on stderr, and ends with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise _Refused(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dont-delegate")
def main() -> None:
    """Keep a senior's sign-off on the changes that must not be delegated."""


main.add_command(check)
main.add_command(backtest)
main.add_command(explain)
main.add_command(inbox)
main.add_command(lint)
