"""The command line: one file a command, each imported only when it runs."""

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from bot import __version__
from bot.errors import UserError

# In the order in which people meet them; a command stands under its own name in the module, `_` for `-`, and after a
# word of Python's own.
_MODULES = {
    "init": "init",
    "import": "import_",
    "check": "check",
    "backtest": "backtest",
    "explain": "explain",
    "lint": "lint",
    "test": "test",
    "new-rule": "new_rule",
    "serve": "serve",
    "web": "serve",
    "worker": "serve",
    "release": "serve",
    "inbox": "inbox",
    "debts": "debts",
    "ledger": "ledger",
}


class _Refused(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Says what a person can mend in a sentence on stderr, and ends with 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        if cmd_name not in _MODULES:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command: click.Command = getattr(import_module(f"bot.cli.{_MODULES[cmd_name]}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise _Refused(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="dont-delegate")
def main() -> None:
    """Keep a senior's sign-off on the changes that must not be delegated."""
