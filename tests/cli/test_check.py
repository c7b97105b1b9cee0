"""`check` on real repositories: the verdict, its words in each format, and where the policy comes from."""

import json

import pytest

from bot.cli import terminal

POLICY = """\
version: 1
extends: []
zones:
  search:
    title: Search index
    why: A wrong mapping means a day of reindexing.
rules:
  - id: mapping-changed
    zone: search
    title: The mapping changes
    when: {paths: ["/mapping/**"], changed: 'type'}
    why: Documents that exist keep the old type.
    checklist: [{id: reindex, ask: "Is a reindex planned?"}]
    tests:
      - {name: a type, path: mapping/a.json, diff: "+type", expect: hit}
      - {name: no type, path: mapping/a.json, diff: "+x", expect: miss}
"""

TEXT = """\
Deep: needs a senior's sign-off for Search index.
{base}..{head}, 2 files, judged by .github/dont-delegate.yml at {base}

Search index  search
  The mapping changes  [mapping-changed, high]
    mapping/order.json:1
      + "type": "`keyword`"
      - "type": "text"
    Documents that exist keep the old type.
  What a senior checks:
  - Is a reindex planned?
"""

MARKDOWN = """\
### Deep: needs a senior's sign-off for Search index.

`{base}..{head}, 2 files, judged by .github/dont-delegate.yml at {base}`

#### Search index (`search`)

- **The mapping changes** (`mapping-changed, high`) at `mapping/order.json` line 1. Documents that exist keep the old type.
  - ``+ "type": "`keyword`"``
  - `- "type": "text"`

**What a senior checks**

- [ ] Is a reindex planned?
"""

FOUR_AT_ONCE = {
    "shop/migrations/0044_drop.py": "        migrations.RemoveField(model_name='order', name='note'),\n",
    "app/api.py": "    permission_classes = [AllowAny]\n",
    "app/hooks.py": "event = json.loads(body)\n",
    "app/stock.py": "item = Item.objects.get(pk=pk)\n",
}


@pytest.fixture
def changed(work):
    """Main has a policy and a mapping; the branch changes the mapping's type, and something shallow."""
    work.write(".github/dont-delegate.yml", POLICY)
    work.write("mapping/order.json", '"type": "text"\n')
    base = work.commit("start")
    work.git("checkout", "-qb", "feature")
    work.write("mapping/order.json", '"type": "`keyword`"\n')
    work.write("readme.txt", "type\n")
    return work, base, work.commit("Change the mapping")


def test_the_text_is_plain_where_it_is_piped(changed, run):
    work, base, head = changed
    result = run("check", "--repo", work.folder)
    assert (result.exit_code, result.output) == (1, TEXT.format(base=base[:7], head=head[:7]))


def test_the_markdown_escapes_what_the_change_brings(changed, run):
    work, base, head = changed
    result = run("check", "--repo", work.folder, "--format", "markdown")
    assert (result.exit_code, result.output) == (1, MARKDOWN.format(base=base[:7], head=head[:7]))


def test_the_json_is_exact(changed, run):
    work, base, head = changed
    result = run("check", "--repo", work.folder, "--format", "json")
    assert json.loads(result.output) == {
        "verdict": "deep",
        "base": base,
        "head": head,
        "policy": f".github/dont-delegate.yml at {base[:7]}",
        "mode": "enforce",
        "zones": [
            {
                "zone": "search",
                "title": "Search index",
                "touched": True,
                "findings": [
                    {
                        "rule": "mapping-changed",
                        "path": "mapping/order.json",
                        "line": 1,
                        "side": "added",
                        "confidence": "high",
                        "severity": "block",
                        "title": "The mapping changes",
                        "why": "Documents that exist keep the old type.",
                    }
                ],
                "checklist": [{"id": "mapping-changed/reindex", "ask": "Is a reindex planned?"}],
                "unseen": [],
            }
        ],
    }


def test_a_terminal_gets_colours(changed, run, monkeypatch):
    work, _, _ = changed
    console = terminal.output()
    monkeypatch.setattr(
        terminal, "output", lambda: type(console)(force_terminal=True, width=60, color_system="standard")
    )
    result = run("check", "--repo", work.folder)
    assert "\x1b[32m+ " in result.output
    assert max(map(len, result.output.split("\n"))) < 100


def test_a_shallow_change_ends_with_0(work, run):
    work.write("a.txt", "one\n")
    base = work.commit()
    work.write("a.txt", "two\n")
    work.commit()
    result = run("check", "--repo", work.folder, "--base", base)
    assert result.exit_code == 0
    assert result.output.startswith("Shallow: nothing here needs a senior.\n")


def test_four_changes_at_once_touch_all_four_zones(work, run):
    work.write("app/api.py", "    permission_classes = [IsAuthenticated]\n")
    work.write("app/hooks.py", "event = stripe.Webhook.construct_event(body, sig, key)\n")
    work.write("app/stock.py", "item = Item.objects.select_for_update().get(pk=pk)\n")
    work.commit()
    work.git("checkout", "-qb", "feature")
    for path, content in FOUR_AT_ONCE.items():
        work.write(path, content)
    work.commit()
    zones = json.loads(run("check", "--repo", work.folder, "--format", "json").output)["zones"]
    assert [zone["zone"] for zone in zones if zone["touched"]] == ["schema", "auth", "money", "runtime"]


def test_a_change_is_judged_by_the_base_and_never_by_its_own_edit(changed, run):
    work, _, _ = changed
    work.git("rm", "-q", ".github/dont-delegate.yml")
    work.commit("No more policy")
    result = run("check", "--repo", work.folder, "--format", "json")
    zones = json.loads(result.output)["zones"]
    assert [zone["zone"] for zone in zones if zone["touched"]] == ["search", "policy"]


def test_what_the_base_gained_meanwhile_is_not_part_of_the_change(changed, run):
    work, _, _ = changed
    work.git("checkout", "-q", "main")
    work.write("mapping/other.json", "type\n")
    work.commit()
    work.git("checkout", "-q", "feature")
    findings = json.loads(run("check", "--repo", work.folder, "--format", "json").output)["zones"][0]["findings"]
    assert [finding["path"] for finding in findings] == ["mapping/order.json"]


def test_another_policy_can_be_named(changed, run, tmp_path):
    work, _, _ = changed
    file = tmp_path / "own.yml"
    file.write_text("version: 1\n")
    assert run("check", "--repo", work.folder, "--policy", file).exit_code == 0


def test_a_policy_in_shadow_mode_tells_and_holds_nothing(changed, run, tmp_path):
    work, _, _ = changed
    file = tmp_path / "own.yml"
    file.write_text(POLICY + "mode: shadow\n")
    result = run("check", "--repo", work.folder, "--policy", file)
    assert result.exit_code == 0
    assert "The policy is in shadow mode: it tells, and holds nothing." in result.output


def test_what_could_not_be_seen_is_never_shallow(work, run):
    work.commit()
    work.git("checkout", "-qb", "feature")
    work.write("dump.sql", b"INSERT INTO t VALUES (1234567890123);\n" * 500_000)
    work.commit()
    result = run("check", "--repo", work.folder)
    assert result.exit_code == 1
    assert result.output.startswith("Unknown: could not be judged for ")
    assert "larger than 16 MB" in result.output


def test_control_characters_of_a_change_never_reach_the_terminal(work, run):
    work.commit()
    work.git("checkout", "-qb", "feature")
    work.write("a.py", "stripe.Refund.create(x)  # \x1b]0;owned\x07\u202e\n")
    work.commit()
    output = run("check", "--repo", work.folder).output
    assert "stripe.Refund.create(x)" in output
    assert not {"\x1b", "\x07", "\u202e"} & set(output)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--head", "--all"], "Error: `--all` names no commit in "),
        (["--base", "nowhere"], "Error: `nowhere` names no commit in "),
        (["--policy", "/nowhere.yml"], "Error: The policy /nowhere.yml can't be read: No such file or directory."),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_sentence(changed, run, arguments, says):
    work, _, _ = changed
    result = run("check", "--repo", work.folder, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(says)
    assert "Traceback" not in result.output


def test_no_default_branch_is_said(work, run):
    work.git("checkout", "-qb", "odd")
    work.commit()
    result = run("check", "--repo", work.folder)
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: None of origin/HEAD, origin/main, origin/master, main, master is here; "
        "say what the change is compared with: --base REVISION.\n"
    )


def test_histories_without_a_common_commit_are_refused(work, run):
    work.commit()
    work.git("checkout", "-q", "--orphan", "other")
    work.commit("apart")
    result = run("check", "--repo", work.folder)
    assert result.exit_code == 2
    assert "have no commit in common" in result.stderr


def test_a_policy_that_cant_be_used_is_told_with_its_line(changed, run, tmp_path):
    work, _, _ = changed
    file = tmp_path / "own.yml"
    file.write_text("version: 1\nmod: shadow\n")
    result = run("check", "--repo", work.folder, "--policy", file)
    assert result.exit_code == 2
    assert f"{file}:2:1: " in result.stderr


def test_what_the_base_calls_generated_is_passed_over_and_the_head_has_no_say(work, run):
    work.write("app/api.py", "x = 1\n")
    base = work.commit()
    work.write("app/api.py", FOUR_AT_ONCE["app/api.py"])
    work.write(".gitattributes", "app/** linguist-generated\n")
    work.commit()
    assert "Review policy" in run("check", "--repo", work.folder, "--base", base).output
    work.git("checkout", "-q", "-b", "marked", base)
    work.write(".gitattributes", "app/** linguist-generated\n")
    marked = work.commit()
    work.write("app/api.py", FOUR_AT_ONCE["app/api.py"])
    work.commit()
    assert run("check", "--repo", work.folder, "--base", marked).output.startswith("Shallow")


def test_a_sum_of_small_findings_is_shown(work, run):
    base = work.commit()
    work.write("mapping/a.json", "type\n")
    work.write("mapping/b.json", "type\n")
    work.write("p.yml", POLICY.replace("    why: Documents", "    confidence: medium\n    why: Documents"))
    work.commit()
    together = (
        "None of these is enough alone. Together they are: two of medium confidence (2 points each), "
        "4 points in all; 4 touch the zone."
    )
    asked = ("check", "--repo", work.folder, "--base", base, "--policy", work.folder / "p.yml")
    assert f"\n  {together}\n" in run(*asked).output
    assert f"\n\n{together}\n\n" in run(*asked, "--format", "markdown").output
    work.git("rm", "-q", "mapping/b.json")
    work.commit()
    little = "Search index: One of medium confidence (2 points): 2 points, and 4 touch the zone."
    assert f"\n  {little}\n" in run(*asked).output
    assert f"\n\n{little}\n" in run(*asked, "--format", "markdown").output


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ("statuses: {name: scan}", "Which statuses and check runs the head has could not be read."),
        ("workflows: {name: CI}", "Which workflows the head has could not be read."),
        ("repository: acme/shop", "What the repository is called on GitHub is not known."),
        ("visibility: public", "Whether the repository is public is not known."),
    ],
)
def test_what_github_alone_knows_is_not_taken_as_clean(work, run, asks, says):
    base = work.commit()
    work.write("mapping/a.json", "type\n")
    policy = POLICY.replace("changed: 'type'}", f"changed: 'type', {asks}}}").partition("    tests:")[0]
    work.write("p.yml", policy)
    work.commit()
    done = run("check", "--repo", work.folder, "--base", base, "--policy", work.folder / "p.yml")
    assert done.exit_code == 1
    assert done.output.startswith("Unknown: could not be judged for Search index.")
    assert says in done.output
    work.git("rm", "-q", "mapping/a.json")
    work.commit()
    assert run("check", "--repo", work.folder, "--base", base, "--policy", work.folder / "p.yml").exit_code == 0


def test_a_floor_judges_as_well_and_alone_where_there_is_no_policy(changed, run, tmp_path):
    work, _, _ = changed
    floor, quiet = tmp_path / "floor.yml", tmp_path / "quiet.yml"
    floor.write_text(POLICY)
    quiet.write_text("version: 1\nextends: []\nexclude: ['**', '!/.github/dont-delegate.yml']\n")
    assert run("check", "--repo", work.folder, "--policy", quiet).exit_code == 0
    both = json.loads(
        run("check", "--repo", work.folder, "--policy", quiet, "--floor", floor, "--format", "json").output
    )
    assert both["policy"] == f"the floor {floor} and {quiet}"
    assert [(zone["zone"], zone["touched"]) for zone in both["zones"]] == [("search", True)]


def test_what_is_renamed_to_where_rules_look_at_less_is_taken_away(work, run):
    hooks = "event = stripe.Webhook.construct_event(body, sig, key)\n" + "".join(f"x{n} = {n}\n" for n in range(20))
    work.write("app/hooks.py", hooks)
    work.commit("start")
    work.git("checkout", "-qb", "feature")
    work.git("mv", "app/hooks.py", "hooks_test.py")
    work.commit("Move it")
    result = run("check", "--repo", work.folder)
    assert result.exit_code == 1
    assert "- event = stripe.Webhook.construct_event(body, sig, key)" in result.output
