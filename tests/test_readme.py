"""The README says what is true."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.core.answers import HELP
from bot.core.clerk import Clerk
from bot.core.commands import NAMES
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.model.policy import Requirement, Signers
from bot.core.render import Scene, render
from bot.policy import load, shipped_rules, shipped_zones
from bot.policy.problems import Problems
from bot.settings import Settings
from tests.core.build import case, comment, finding, policy, pull, shown

README = Path("README.md").read_text(encoding="utf-8")
RULES = {rule.id: rule for rule in shipped_rules()}


def test_it_is_short():
    assert len(README.splitlines()) < 200


def test_the_example_of_a_policy_can_be_used():
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert not isinstance(load(example, "README.md"), Problems)


def test_every_setting_is_explained():
    table = set(re.findall(r"`([A-Z][A-Z_]+)`", README))
    fields = {"APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"}
    fields |= {"GITHUB_API_URL", "DATABASE_URL", "HOST", "PORT", "LOG_LEVEL", "PUBLIC_URL"}
    assert fields <= table
    assert {name.upper() for name in ("app_id", "database_url", "host", "port", "log_level")} <= {
        field.upper() for field in Settings.__dataclass_fields__
    }


def test_every_command_of_a_comment_is_explained():
    for name in NAMES:
        assert f"`/{name}" in README
        assert f"`/{name}" in HELP or name == "help"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"dont-delegate ([a-z]+(?:-[a-z]+)*)", README))))
def test_every_command_line_that_it_names_exists(name):
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0


def test_the_rule_that_it_names_exists():
    (rule,) = re.findall(r"dont-delegate explain ([a-z-]+)", README)
    assert rule in RULES


def test_the_picture_of_a_comment_is_what_the_bot_posts():
    """The quoted comment is rendered anew from the shipped rules, with its links and marks taken off."""
    quoted = "\n".join(line.removeprefix(">").removeprefix(" ") for line in README.splitlines() if line.startswith(">"))
    assert quoted == _picture()


def _picture() -> str:
    webhook, dropped = RULES["payment-webhook-handler"], RULES["column-or-table-dropped"]
    who = {"money": Signers("", ("grace",), ("acme/payments",)), "schema": Signers("", ("heidi",))}
    zones = [replace(shipped_zones()[name], sign_off=Requirement(signers)) for name, signers in who.items()]
    one, other = finding(webhook), finding(dropped)
    change = pull()
    before = shown(money=cover((one,), change), schema=cover((other,), change))
    of = case(of=policy(*zones), change=change, findings=[one, other], memory=[before])
    signed = Clerk(of).carry_out(comment("/sign-off schema", "heidi"))[0].entry
    assert signed is not None
    after = case(of=of.policy, change=change, findings=[one, other], memory=of.memory.with_entries([signed]))
    body = render(decide(after), Scene(change, of.policy, "https://github.com")).summary or ""
    body = re.sub(r"<details>.*?</details>\n\n", "", body, flags=re.DOTALL)  # the signed zone, folded away
    body = re.sub(r" ?<!--.*?-->", "", body)
    body = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", body)
    return body.partition("<sub>")[0].strip()
