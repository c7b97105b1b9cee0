"""`dont-delegate new-rule`: a first text for a rule of one's own, with cases that hold."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from bot import __version__
from bot.cli import chosen
from bot.core.markdown import listed, plain
from bot.core.model.policy import POLICY_PATH, Policy
from bot.errors import UserError
from bot.policy import shipped_rules
from bot.policy.names import kebab
from bot.policy.new_rule import shipped_text, with_rule
from bot.policy.shipped import NO_RULES, ZONE_FILE

PACKS = Path("rules")  # in a checkout of this project, seen from its top


@click.command("new-rule")
@click.argument("zone")
@click.argument("name", metavar="ID")
@click.option(
    "--policy",
    "file",
    type=click.Path(path_type=Path),
    help=f"The policy to add it to (default: {POLICY_PATH}).",
)
def new_rule(zone: str, name: str, file: Path | None) -> None:
    """Begin a rule called ID in ZONE: a text to edit, with cases that hold.

    A repository's own rules stand in its policy, so the rule is added there, under `rules:`; the rest of the file stays as
    it is. In a checkout of this project it becomes a file of a pack, rules/ZONE/ID.yml.
    """
    _check_name(name)
    if file is None and all((PACKS / known).is_file() for known in ("provenance.yml", "schema.json")):
        _begin_file(zone, name)
    else:
        _add_to(file or Path(POLICY_PATH), zone, name)


def _check_name(name: str) -> None:
    try:
        kebab(name)
    except PydanticCustomError as error:
        context = error.context or {}
        raise UserError(f"{plain(str(context['says']))} {plain(str(context['instead']))}") from None
    taken = next((rule for rule in shipped_rules() if rule.id == name), None)
    if taken:
        raise UserError(f"A shipped rule is called `{name}` already: {taken.source}. Choose another id.")


def _begin_file(zone: str, name: str) -> None:
    zones = sorted(path.parent.name for path in PACKS.glob(f"*/{ZONE_FILE}"))
    if zone not in zones:
        raise UserError(_no_zone(zone, zones, f"A new pack begins with {PACKS}/<zone>/{ZONE_FILE}."))
    file = PACKS / zone / f"{name}.yml"
    if file.name in NO_RULES:
        raise UserError(f"{file} holds no rule, so no rule can be called `{name}`. Choose another id.")
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(shipped_text(zone, name, __version__.rpartition(".")[0]))
    except OSError as error:
        raise UserError(f"{file} can't be written: {error.strerror}.") from error
    click.echo(f"Wrote {file}. Edit it, then try its cases: dont-delegate test {file}")


def _add_to(file: Path, zone: str, name: str) -> None:
    policy = chosen.named(file) if file.exists() else _no_policy(file)
    if zone not in policy.zones:
        raise UserError(_no_zone(zone, policy.zones, f"Add `{zone}:` under `zones:` in {file} for one of your own."))
    if any(rule.id == name for rule in policy.rules):
        raise UserError(f"{file} has a rule called `{name}` already. Choose another id.")
    text, line = with_rule(file.read_bytes().decode(), str(file), zone, name)
    try:
        file.write_bytes(text.encode())
    except OSError as error:
        raise UserError(f"{file} can't be written: {error.strerror}.") from error
    click.echo(
        f"Added the rule `{name}` to {file}, line {line}. Edit it there, then try it:\n"
        f"  dont-delegate test {file}\n"
        f'  dont-delegate backtest --policy {file} --since "90 days ago"'
    )


def _no_policy(file: Path) -> Policy:
    raise UserError(f"There is no {file} to add a rule to. `dont-delegate init` writes one; --policy names another.")


def _no_zone(zone: str, zones: Iterable[str], otherwise: str) -> str:
    near = get_close_matches(zone[:200], list(zones), n=1)
    hint = f"Did you mean `{near[0]}`?" if near else f"The zones are {listed(list(zones))}. {otherwise}"
    return f"There is no zone `{plain(zone)}`. {hint}"
