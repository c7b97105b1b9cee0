"""`dont-delegate lint`: everything wrong with a policy or rules, and what could be better, with the line and what to write."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.cli import chosen, words
from bot.cli.against import show_difference
from bot.cli.told import tell
from bot.core.model.policy import (
    POLICY_PATH,
    Mode,
    Policy,
    Severity,
)
from bot.errors import UserError
from bot.policy import Problems, weaker, without_effect
from bot.policy.advice.review import Review, review
from bot.policy.suites import Suite, files_in, suite


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in one file; `policy` where it is one that can be used."""

    file: Path
    text: str
    review: Review
    policy: Policy | None = None


@click.command("lint")
@click.argument("path", type=click.Path(path_type=Path), default=POLICY_PATH)
@click.option("--against", type=click.Path(path_type=Path), help="Also say what changes from this policy file to PATH.")
@click.option("--floor", type=click.Path(path_type=Path), help="Also tell what PATH can't do under this floor.")
def lint(path: Path, against: Path | None, floor: Path | None) -> None:
    """Check PATH: a policy, a rule file or a folder of them; without PATH .github/dont-delegate.yml.

    With --against it also says what an edit changes: who need no longer sign, what is no longer looked at. What that
    would have done to past commits is told by `dont-delegate backtest --against`.

    With --floor it also tells what would weaken the organisation's floor, the dont-delegate.yml of its .github repository,
    which is a problem, and what has no effect there.

    Exits with 0 when it is sound, 1 when something is wrong with it, 2 when it can't be read. Advice is no fault.
    """
    files = files_in(path) if path.is_dir() else [path]
    if not files:
        raise UserError(f"{path} holds no rule. Name a policy, a rule file or a folder of them.")
    console = Console(soft_wrap=True, highlight=False)
    under = chosen.the_floor(floor) if floor is not None else None
    done = [_linted(file, under) for file in files]
    for one in done:
        tell(console, str(one.file), one.review, one.text)
    console.print(_ending(path, done))
    if against is not None:
        show_difference(console, chosen.named(against), _policy(path, done))
    raise SystemExit(1 if any(one.review.problems for one in done) else 0)


def _policy(path: Path, done: list[Linted]) -> Policy:
    """Give the one policy that was checked; raises UserError where there is none to compare."""
    policy = done[0].policy if len(done) == 1 else None
    if policy is None:
        raise UserError(f"{path} is no policy that can be used, so there is nothing to compare.")
    return policy


def _linted(file: Path, floor: Policy | None) -> Linted:
    try:
        written = file.read_bytes()
    except OSError as error:
        raise UserError(
            f"{file} can't be read: {error.strerror}. Name a policy file, or go to the repository's top."
        ) from error
    text = written.decode("utf-8", "replace").replace("\r\n", "\n")
    found = suite(written, str(file))
    if isinstance(found, Problems):
        return Linted(file, text, Review(found.items))
    return Linted(file, text, _under(floor, written, found), found.policy)


def _under(floor: Policy | None, written: bytes, found: Suite) -> Review:
    """Look through what was found, and through what a policy says that a floor does not let it do."""
    told = review(written, found)
    if floor is None or found.policy is None:
        return told
    return Review(
        tuple(sorted({*told.problems, *weaker(written, floor)})),
        tuple(sorted({*told.advice, *without_effect(written, floor)})),
    )


def _ending(path: Path, done: list[Linted]) -> Text:
    problems = sum(len(one.review.problems) for one in done)
    advice = sum(len(one.review.advice) for one in done)
    also = f", with {words.amount(advice, 'piece')} of advice" if advice else ""
    if problems:
        return Text(f"{words.amount(problems, 'problem')} in {path}{also}", style="bold red")
    policy = done[0].policy
    if len(done) == 1 and policy:
        return _summary(path, policy, also)
    return Text(f"{path} is sound{also} ({words.amount(len(done), 'file')}).", style="green")


def _summary(file: Path, policy: Policy, also: str) -> Text:
    rules = policy.rules
    advise = sum(rule.severity is Severity.ADVISE for rule in rules)
    shadow = sum(rule.mode is Mode.SHADOW for rule in rules)
    counts = f"{len(rules)} rules: {len(rules) - advise} block, {advise} advise; {shadow} in shadow"
    width = max(map(len, policy.zones))
    zones = [f"  {name:{width}}  {_asked(policy, name)}" for name in policy.zones]
    mode = ", and judges in shadow: nothing is blocked" if policy.mode is Mode.SHADOW else ""
    return Text.assemble((f"{file} is sound{mode}{also}.\n", "green"), "\n".join([f"  {counts}", *zones]))


def _asked(policy: Policy, zone: str) -> str:
    rules = sum(rule.zone == zone for rule in policy.rules)
    return f"{rules:3} rule{'s' if rules != 1 else ' '}  signed by {words.who_signs(policy.zones[zone].sign_off)}"
