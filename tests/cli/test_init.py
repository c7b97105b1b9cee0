"""`init`: what it writes for a repository, what it refuses, and that its policy is sound whatever stands there."""

import subprocess

import pytest
import yaml

from bot.core.model.policy import Policy
from bot.policy import load

PAYS = "def capture(payment):\n    charge = stripe.charge(payment.amount, payment.currency)\n    return invoice.refund(charge)\n"
BOB = ("-c", "user.name=Bob", "-c", "user.email=8+bob@users.noreply.github.com")


@pytest.fixture
def shop(work):
    """A shop with payments and a migration, reviewed by Bob."""
    for name in ("capture", "refund", "webhook"):
        work.write(f"app/payments/{name}.py", PAYS)
    work.write("db/migrate/1_add_orders.rb", "class AddOrders < ActiveRecord::Migration[7.1]\nend\n")
    work.commit("Start\n\nReviewed-by: Bob <8+bob@users.noreply.github.com>")
    return work


def policy(result):
    assert result.exit_code == 0, result.output
    loaded = load(result.stdout, "written")
    assert isinstance(loaded, Policy), str(loaded)
    return loaded


WRITTEN = """\
# Which changes need a senior's sign-off here, and whose.
# A proposal made by `dont-delegate init` from shop at {sha}: 4 files of code among 4, 4 of them read. Make it
# yours: every line is meant to be edited.
# Of the 1 commit of the last 90 days it would have flagged 1, 100%: schema 1, money 1.
version: 1
extends: [schema, auth, money, runtime, drift]

# Who signs. Each one named is enough; look at the names, they come from the past.
signers:
  # reviewed or merged here before: bob (1)
  schema-seniors: {{users: ["bob"]}}
  # reviewed or merged here before: bob (1)
  money-seniors: {{users: ["bob"]}}

zones:
  schema:
    # 1 file of migrations (Rails); e.g. db/migrate/1_add_orders.rb
    sign_off: {{from: schema-seniors}}
    paths: # every change here needs the sign-off
      - "/db/migrate/**" # 1 file of migrations
  money:
    # 3 of 3 files of code speak of it; e.g. app/payments/refund.py
    sign_off: {{from: money-seniors}}
    paths: # every change here needs the sign-off
      - "/app/payments/**" # 3 of 3 files, e.g. refund.py
      - "!**/{{test,tests,spec,specs,__tests__}}/**" # but not the tests beside it
      - "!**/*{{_test,_spec,.test,.spec}}.*" # the same
    likely: # the signs of the zone lead here; elsewhere they count for less
      - "**/*{{payment,refund}}*" # names that mean it here: payment (3), refund (1)
      - "!/db/migrate/**" # migrations have their own zone

# auth: Little here decides who gets in and who may do what. Its rules stay on, to see the first.

# runtime: No locks, queues, jobs or caches of its own were found. Its rules stay on, to see the first.
"""


def test_the_file_is_exact_and_the_next_steps_are_told(shop, run):
    result = run("init", "--repo", shop.folder)
    file = shop.folder / ".github/dont-delegate.yml"
    assert file.read_text() == WRITTEN.format(sha=shop.git("rev-parse", "HEAD")[:7])
    assert result.output.split("\n") == [
        f"Wrote {file}. Of the 1 commit of the last 90 days it would have flagged 1, 100%: schema 1, money 1.",
        f"Next: read it, then `dont-delegate lint {file}` and",
        f"`dont-delegate backtest --policy {file} --since '90 days ago'`; when it fits, commit it to the default branch.",
        "",
    ]
    assert run("lint", file).exit_code == 0


def test_a_file_that_is_there_stays_unless_forced(shop, run):
    file = shop.folder / ".github/dont-delegate.yml"
    shop.write(".github/dont-delegate.yml", "version: 1\n")
    result = run("init", "--repo", shop.folder)
    assert result.exit_code == 2
    assert f"{file} is there already. Look at a new one with --stdout, or write over it with --force." in result.output
    assert file.read_text() == "version: 1\n"
    assert run("init", "--repo", shop.folder, "--force").exit_code == 0
    assert "/app/payments/**" in file.read_text()


def test_it_looks_at_the_commit_that_is_named(shop, run):
    first = shop.git("rev-parse", "HEAD")
    shop.git("rm", "-rq", "app")
    shop.commit("No more payments")
    assert policy(run("init", "--repo", shop.folder, "--stdout", "--at", first)).zones["money"].likely
    assert not policy(run("init", "--repo", shop.folder, "--stdout")).zones["money"].likely


def test_codeowners_come_before_the_history(shop, run):
    shop.write(".github/CODEOWNERS", "* @ann\n/app/payments/ @acme/payments\n")
    shop.commit("Owners")
    found = policy(run("init", "--repo", shop.folder, "--stdout"))
    assert found.zones["money"].sign_off.signers.teams == ("acme/payments",)
    assert found.zones["schema"].sign_off.signers.users == ("ann",)


def test_a_bare_repository_is_looked_at_and_has_no_place_for_a_file(shop, run, tmp_path):
    subprocess.run(["git", "clone", "-q", "--bare", shop.folder, tmp_path / "shop.git"], check=True)
    assert policy(run("init", "--repo", tmp_path / "shop.git", "--stdout")).zones["money"].likely
    refused = run("init", "--repo", tmp_path / "shop.git")
    assert refused.exit_code == 2
    assert (
        "has no work tree to write into. Name a file with --output, or print the policy with --stdout."
        in refused.output
    )
    assert run("init", "--repo", tmp_path / "shop.git", "--output", tmp_path / "new/p.yml").exit_code == 0
    assert (tmp_path / "new/p.yml").read_text().startswith("# Which changes need a senior's sign-off here")


def test_a_shallow_clone_and_a_detached_head_are_no_hindrance(shop, run, tmp_path):
    shop.write("app/x.py", "x = 1\n")
    shop.commit("More")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{shop.folder}", clone], check=True)
    subprocess.run(["git", "-C", clone, "checkout", "-q", "--detach"], check=True)
    result = run("init", "--repo", clone, "--stdout")
    assert policy(result).zones["money"].likely
    assert (
        "# This copy holds only the newest commits, so who reviewed and what would have been flagged is known in part."
        in result.stdout
    )


def test_without_a_commit_or_a_repository_it_says_so(work, run, tmp_path):
    assert "has no commit yet, so there is nothing to look at." in run("init", "--repo", work.folder, "--stdout").output
    result = run("init", "--repo", tmp_path, "--stdout")
    assert (result.exit_code, "is not in a git repository" in result.output) == (2, True)
    unknown = run("init", "--repo", work.folder, "--stdout", "--at", "v9")
    assert (unknown.exit_code, "`v9` names no commit" in unknown.output) == (2, True)


def test_a_repository_without_code_gets_the_packs_and_a_reason_a_zone(work, run):
    work.write("README.md", "# Notes\n")
    work.commit()
    result = run("init", "--repo", work.folder, "--stdout")
    assert policy(result).zones["money"].likely == ()
    assert "# money: Nothing here moves or counts money." in result.stdout
    assert yaml.safe_load(result.stdout) == {"version": 1, "extends": ["schema", "auth", "money", "runtime", "drift"]}


@pytest.mark.parametrize(
    "folder",
    [
        "app\nzones: {}/payments",
        'app"]/payments',
        "app # x/payments",
        "a{b,c}/[d]/*/payments",
        "приложение/платежи/payments",
        " spaces /payments",
        "\u202eevil\u2028/payments",
        "/".join(["very-long-folder" * 10] * 5) + "/payments",
        "!not/payments",
    ],
)
def test_strange_names_never_leave_their_line(work, run, folder):
    blob = work.git("hash-object", "-w", "--stdin", given=PAYS.encode())
    for name in ("capture", "refund", "webhook"):
        entry = f"100644 {blob}\t{folder}/{name}.py\0".encode()
        work.git("update-index", "-z", "--index-info", given=entry)
    work.git("commit", "-qm", "Start")
    result = run("init", "--repo", work.folder, "--stdout")
    assert set(policy(result).zones) == {"schema", "auth", "money", "runtime", "drift", "policy"}
    assert all(line.isprintable() for line in result.stdout.split("\n"))
    assert max(map(len, result.stdout.split("\n"))) < 900


def test_stdout_and_a_file_are_not_asked_for_together(shop, run):
    result = run("init", "--repo", shop.folder, "--stdout", "--force")
    assert (result.exit_code, "--stdout writes no file" in result.output) == (2, True)
