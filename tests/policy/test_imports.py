"""policy-bot's policies and CODEOWNERS become policies that load; whatever is not carried is told with its line."""

# ruff: noqa: E501 - a table reads best with a row a line

import contextlib
import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.survey import Proposal
from bot.errors import UserError
from bot.policy.imports import Imported, import_codeowners, import_policy_bot, sentences

WHOLE = """\
policy:
  approval:
    - or:
        - only docs
        - a bot's update
        - and:
            - the payments team
            - two of the organisation
  disapproval:
    if:
      title: {matches: ["^WIP"]}
    requires: {organizations: [acme]}

approval_rules:
  - name: only docs
    if:
      only_changed_files: {paths: ["^docs/.*$", "^README.md$"]}
      has_author_in: {organizations: [acme]}
  - name: a bot's update
    if:
      has_author_in: {users: ["renovate[bot]"]}
      from_branch: {pattern: "^renovate/.*$"}
      has_valid_signatures_by_keys: {key_ids: [3AA5C34371567BD2]}
    requires:
      count: 1
      users: [grace]
      permissions: [write, admin]
      conditions:
        has_status: {statuses: [ci], conclusions: [success, skipped]}
  - name: the payments team
    description: Money moves here.
    if:
      changed_files: {paths: ["^billing/.*$"], ignore: ["\\\\.md$"]}
    requires: {count: 1, teams: [acme/Payments]}
  - name: two of the organisation
    options: &kind
      allow_author: true
      invalidate_on_push: true
      methods: {comments: [LGTM], github_review: true}
    requires: {count: 2, organizations: [acme]}
"""

EXPECTED = {
    "version": 1,
    "extends": [],
    "signers": {
        "a-bot-s-update": {"users": ["grace"], "permission": "write"},
        "the-payments-team": {"teams": ["acme/payments"]},
        "two-of-the-organisation": {"organizations": ["acme"]},
    },
    "zones": {
        "reviewed": {
            "title": "Reviewed",
            "why": "The approvals that policy-bot asked for here.",
            "checklist": "optional",
            "sign_off": {
                "any": [
                    {
                        "from": "a-bot-s-update",
                        "if": {
                            "author": {"users": ["renovate[bot]"]},
                            "fork": False,
                            "head_branch": ["renovate/**"],
                            "signed_with": ["3AA5C34371567BD2"],
                            "statuses": {"name": ["ci"], "is": ["success", "skipped"]},
                        },
                    },
                    {
                        "all": [
                            {
                                "from": "the-payments-team",
                                "if": {"some_paths": ["/billing/**", "!**/*.md", "**/*.md/**"]},
                            },
                            {"from": "two-of-the-organisation", "count": 2},
                        ]
                    },
                ]
            },
        },
        "disapproved": {
            "title": "Disapproved",
            "why": "What policy-bot disapproved of whoever approved it.",
            "checklist": "optional",
            "refuse": [{"if": {"title": "^WIP"}, "why": "The policy disapproves of such pull requests."}],
        },
    },
}


def parsed(imported: Imported) -> dict[str, Any]:
    found = yaml.safe_load(imported.text)
    assert isinstance(found, dict)
    return found


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(note.line, note.says) for note in imported.notes]


def one_rule(rule: str, approval: str = "[the rule]") -> Imported:
    body = textwrap.indent(textwrap.dedent(rule), "    ")
    return import_policy_bot(f"policy: {{approval: {approval}}}\napproval_rules:\n  - name: the rule\n{body}", "p.yml")


def test_a_whole_policy_is_carried():
    imported = import_policy_bot(WHOLE, ".policy.yml")
    found = parsed(imported)
    asked, disapproved = found.pop("rules")
    assert found == EXPECTED
    only = {"only_paths": ["/README.md", "!/README.md/**", "/docs/**"], "author": {"organizations": ["acme"]}}
    assert asked["when"] == {"paths": ["**"], "none": [only]}
    assert disapproved["when"] == {"paths": ["**"], "title": "^WIP"}
    assert told(imported) == [
        (10, "Any senior of a zone vetoes it here by requesting changes, and takes it back; who may disapprove is not carried."),
        (37, "Whoever wrote a part of a change never signs it here, so `allow_author` is not carried."),
        (39, "`comments` is not carried: a senior approves by a review, or comments `/sign-off`."),
    ]  # fmt: skip
    assert imported.text.startswith("# Imported from policy-bot's .policy.yml. Read it before you use it;")
    assert "# - line 37: Whoever wrote a part of a change" in imported.text


def test_rules_beside_one_that_always_applies_are_zones_of_their_own():
    imported = import_policy_bot(
        textwrap.dedent("""\
            policy: {approval: [billing, everything, checks]}
            approval_rules:
              - {name: billing, if: {changed_files: {paths: ["^billing/"]}}, requires: {count: 1, users: [grace]}}
              - {name: everything, requires: {count: 1, organizations: [acme]}}
              - {name: checks, requires: {conditions: {has_status: {statuses: [ci]}}}}
            """),
        "p.yml",
    )
    zones = parsed(imported)["zones"]
    assert (zones["billing"]["paths"], zones["billing"]["sign_off"]) == (["/billing/**"], {"from": "billing"})
    assert zones["everything"]["paths"] == ["**"]
    unless = {"none": [{"statuses": {"name": ["ci"], "is": ["success"]}}]}
    assert zones["checks"]["refuse"][0]["if"] == unless
    assert parsed(imported)["rules"][0]["when"] == {"paths": ["**"], **unless}


def test_where_no_rule_applies_the_pull_request_is_stopped_as_it_was():
    zone = parsed(one_rule("if: {targets_branch: {pattern: ^main$}}\nrequires: {count: 1, users: [grace]}"))["zones"][
        "the-rule"
    ]
    assert zone["refuse"][0]["if"] == {"none": [{"base_branch": ["main"]}]}
    assert zone["sign_off"] == {"from": "the-rule"}


def test_of_several_rules_that_may_all_not_apply_one_person_is_asked_for_whatever_applies():
    rule = "{name: %s, if: {targets_branch: {pattern: ^%s$}}, requires: {count: 1, users: [%s]}}"
    listed = "".join(f"  - {rule % row}\n" for row in (("a", "main", "ada"), ("b", "next", "grace")))
    found = parsed(import_policy_bot(f"policy: {{approval: [a, b]}}\napproval_rules:\n{listed}", "p.yml"))
    zone = found["zones"]["reviewed"]
    assert zone["refuse"][0]["if"] == {"none": [{"base_branch": ["main"]}, {"base_branch": ["next"]}]}
    asked = [{"from": "a", "if": {"base_branch": ["main"]}}, {"from": "b", "if": {"base_branch": ["next"]}}]
    assert zone["sign_off"] == {"all": [{"all": asked}, {"from": "any-approver"}]}
    assert found["signers"]["any-approver"] == {"users": ["ada", "grace"]}


@pytest.mark.parametrize(
    ("rule", "approval", "line", "says"),
    [
        ("if: {custom_property_is_null: [x]}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "The condition `custom_property_is_null` has no counterpart here."),
        ("if: {changed_files: {paths: ['(?i)x']}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "The pattern `(?i)x` can't be written as globs."),
        ("if: {changed_files: {globs: ['x']}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "`globs` are not carried; write them out as ours, which read like CODEOWNERS."),
        ("if: {title: {matches: ['(']}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "`(` is no pattern that RE2 reads."),
        ("if: {from_branch: {pattern: '^mallory:x$'}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "The pattern `^mallory:x$` speaks of a fork's owner; only `fork: true` or `false` can be asked here."),
        ("if: {targets_branch: {pattern: 'v\\d'}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "The pattern `v\\d` can't be written as globs of branches."),
        ("if: {repository: {matches: ['docs']}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "The pattern `docs` can't be written as globs of repositories."),
        ("if: {modified_lines: {total: '> many'}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "`> many` is no comparison with a whole number."),
        ("requires: {count: 1}", "[the rule]", 3, "`the rule` names nobody who can sign here; administrators of the repository are asked."),
        ("requires: {count: 1, users: ['x[bot]', ada]}", "[the rule]", 4, "`x[bot]` is an app, and apps never sign here."),
        ("requires: {count: 1, teams: [payments], users: [ada]}", "[the rule]", 4, "`payments` is nobody that GitHub could know under `teams`, so it is left out."),
        ("requires: {count: 1, permissions: [read], users: [ada]}", "[the rule]", 4, "The permission `read` makes nobody a senior here; `triage` is the least."),
        ("requires: {count: 3, users: [ada, grace]}", "[the rule]", 3, "`the rule` wants 3 of 2 people, which nobody can meet; administrators are added."),
        ("options: {request_review: {enabled: true}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "One or two seniors are asked for a review here, on their own, so `request_review` is not carried."),
        ("options: {methods: {github_review: false}}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "An approving review counts here, whatever `github_review` says."),
        ("options: {invalidate_on_push: false}\nrequires: {count: 1, users: [ada]}", "[the rule]", 4, "A sign-off lapses here when what it covers changes, whatever `invalidate_on_push` says."),
        ("requires: {count: 0}", "[the rule]", 3, "`the rule` stands where nobody's approval is ever needed, so no zone came of it."),
    ],
)  # fmt: skip
def test_what_is_not_carried_is_told_with_its_line(rule, approval, line, says):
    assert (line, says) in told(one_rule(rule, approval))


def test_one_way_of_several_that_cannot_be_told_whole_opens_nothing():
    imported = import_policy_bot(
        textwrap.dedent("""\
            policy: {approval: [or: [easy, odd, bots, people]]}
            approval_rules:
              - {name: easy, if: {has_topics: [x]}}
              - {name: odd, if: {has_topics: [x]}, requires: {count: 1, users: [ada]}}
              - {name: bots, requires: {count: 1, users: ["x[bot]"]}}
              - {name: people, requires: {count: 1, users: [grace]}}
            """),
        "p.yml",
    )
    zone = parsed(imported)["zones"]["people"]
    assert (zone["paths"], zone["sign_off"]) == (["**"], {"from": "people"})
    assert [says for _, says in told(imported) if "left out" in says] == [
        "`easy` is left out, since not all of its conditions could be carried.",
        "`odd` is left out, since not all of its conditions could be carried.",
        "`bots` is left out, since it names nobody who can sign here.",
    ]


def test_what_a_rule_needs_is_asked_for_though_it_cannot_be_told_when():
    imported = import_policy_bot(
        textwrap.dedent("""\
            policy: {approval: [ci, people]}
            approval_rules:
              - {name: ci, if: {has_topics: [x]}, requires: {conditions: {has_workflow_result: {workflows: [ci.yml]}}}}
              - {name: people, if: {file_deleted: {paths: ["^app/"]}}, requires: {count: 1, users: [grace]}}
            """),
        "p.yml",
    )
    (zone,) = parsed(imported)["zones"].values()
    passed = {"workflows": {"name": ["ci.yml"], "is": ["success"]}}
    assert zone["refuse"][0]["if"] == {"none": [{**passed, "removed_paths": ["/app/**"]}]}
    assert (3, "`ci` is asked for without the conditions that could not be carried.") in told(imported)


def test_where_every_way_is_odd_all_of_them_are_asked_for():
    rule = "{name: %s, if: {has_topics: [x]}, requires: {count: 1, users: [%s]}}"
    text = (
        f"policy: {{approval: [or: [a, b]]}}\napproval_rules:\n  - {rule % ('a', 'ada')}\n  - {rule % ('b', 'grace')}\n"
    )
    imported = import_policy_bot(text, "p.yml")
    assert parsed(imported)["zones"]["reviewed"]["sign_off"] == {"all": [{"from": "a"}, {"from": "b"}]}
    assert (1, "Of this `or` nothing could be carried as it is, so all of it is asked for.") in told(imported)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "p.yml:1: The file is empty."),
        ("# nothing\n", "p.yml:1: The file is empty."),
        ("a: [", "p.yml:2: "),
        ("name: CI\non: push\n", "p.yml:1: This is no policy of policy-bot: it has no `policy` with `approval`."),
        ("x: 1\npolicy:\n  approval: yes\n", "p.yml:3: `approval` is no list of rules."),
        ("policy: {approval: [gone]}\n", "p.yml:1: There is no rule `gone` under `approval_rules`."),
        ("policy:\n  approval:\n    - {name: x}\n", "p.yml:3: Neither the name of a rule nor `and` or `or` with a list of them."),
        ("remote: acme/policies\npath: p/main.yml\n", "p.yml:1: This only points to `p/main.yml` in acme/policies: import that file."),
        ("policy: &a {approval: [*a]}\n", "p.yml:1: This holds more than a policy can, its aliases written out."),
        ("x: " + "[" * 5000, "p.yml:2: This is not YAML"),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused_with_its_line(text, says):
    with pytest.raises(UserError) as refused:
        import_policy_bot(text, "p.yml")
    assert str(refused.value).startswith(says)
    assert "\n" not in str(refused.value)


def test_merged_mappings_are_followed_and_own_keys_win():
    imported = import_policy_bot(
        textwrap.dedent("""\
            policy: {approval: [a, b]}
            approval_rules:
              - &a {name: a, requires: {count: 1, users: [ada]}}
              - {<<: *a, name: b}
            """),
        "p.yml",
    )
    assert parsed(imported)["signers"] == {"a": {"users": ["ada"]}, "b": {"users": ["ada"]}}


LEAF = st.sampled_from(["free", "docs", "asked", "checked", "odd", "always"])
TREES = st.recursive(
    LEAF, lambda part: st.builds(lambda key, of: {key: of}, st.sampled_from(["and", "or"]), st.lists(part, min_size=1, max_size=3)), max_leaves=8
)  # fmt: skip
RULES = [
    {"name": "free"},
    {"name": "docs", "if": {"only_changed_files": {"paths": ["^docs/"]}}},
    {"name": "asked", "if": {"targets_branch": {"pattern": "^main$"}}, "requires": {"count": 1, "users": ["ada"]}},
    {
        "name": "checked",
        "requires": {"count": 1, "teams": ["acme/x"], "conditions": {"has_status": {"statuses": ["ci"]}}},
    },
    {"name": "odd", "if": {"has_topics": ["x"]}, "requires": {"count": 1, "users": ["grace"]}},
    {"name": "always", "requires": {"count": 1, "organizations": ["acme"]}},
]


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=3))
def test_whatever_the_tree_what_comes_of_it_loads(approval):
    text = yaml.safe_dump({"policy": {"approval": approval}, "approval_rules": RULES})
    assert import_policy_bot(text, "p.yml").text.startswith("# Imported from policy-bot's p.yml.")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    for read in (import_policy_bot, lambda text, source: import_codeowners(text, source, {})):
        with contextlib.suppress(UserError):
            assert read(text, "p").text


# --- CODEOWNERS ----------------------------------------------------------------------------------------------------

OWNERS = """\
# Who owns what
/src/billing/   @acme/payments @grace
docs/*          @ada
*.tf            nobody@example.org
/src/vendored/
[broken         @ada
*.js            @acme/web someone
/api/{v1}/      @ada
"""


def test_owned_files_are_signed_by_their_owners():
    imported = import_codeowners(OWNERS, "CODEOWNERS", {"money": Proposal(("grace",), ("acme/payments",), "owners")})
    found = parsed(imported)
    assert found["extends"] == ["money"]
    assert found["signers"] == {"money-owners": {"users": ["grace"], "teams": ["acme/payments"]}}
    assert found["zones"]["money"] == {"sign_off": {"from": "money-owners"}}
    assert found["zones"]["owned"]["sign_off"] == {"from": {"codeowners": True}}
    assert found["zones"]["owned"]["paths"] == ["/src/billing/", "docs/*", "!docs/*/**", "!*.tf", "!/src/vendored/"]
    assert list(sentences(imported.notes)) == [
        "line 4: `nobody@example.org` is an address, and GitHub does not tell whose; it counts for nobody here.",
        "lines 6, 7: GitHub skips this line: its pattern or an owner is none, so it is not carried.",
        "line 8: `/api/{v1}/` has braces, which mean something else here, so it is not carried.",
    ]


def test_a_star_at_the_end_takes_nothing_from_another_line():
    imported = import_codeowners("* @ada\ndocs/* @grace\n", "CODEOWNERS", {})
    assert parsed(imported)["zones"]["owned"]["paths"] == ["*", "docs/*"]
    assert told(imported) == [
        (2, "`docs/*` takes in what lies deeper here; what no other line gives an owner can be signed by nobody.")
    ]


@pytest.mark.parametrize("text", ["", "# nobody\n", "/src/\n", "version: 1\n"])
def test_what_gives_nothing_an_owner_is_refused(text):
    with pytest.raises(UserError, match=r"^CODEOWNERS:1: This is no CODEOWNERS: no line gives a pattern an owner"):
        import_codeowners(text, "CODEOWNERS", {})
