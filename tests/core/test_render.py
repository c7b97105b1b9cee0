"""The exact words of a report."""

from dataclasses import replace

import pytest

from bot.core.decide import decide
from bot.core.events.boxes import boxes
from bot.core.fingerprint import cover
from bot.core.model.change import Account, FileStatus, Side
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Requirement,
    Severity,
    Signers,
)
from bot.core.model.predicates import Confidence, Provenance
from bot.core.model.report import Annotation
from bot.core.model.verdict import Evidence, Matches, People, Place, ProvenanceMark
from bot.core.render import Scene, finding_mark, render
from tests.core.build import HEAD, at, case, commit, file, finding, policy, pull, review, rule, shown, zone

COVER = cover((finding(),), pull())
FP = COVER.fingerprint[:16]


def scene(of, **changes):
    return Scene(pull=of.pull, policy=of.policy, web_url="https://github.com", **changes)


def report(of=None, **changes):
    of = of or case()
    return render(decide(of), scene(of, **changes))


def signed(login="grace", minute=10, fingerprint=COVER.fingerprint):
    data = {"fingerprint": fingerprint, "via": "command", "head": HEAD, "right": "named in the policy"}
    return Entry(EntryKind.SIGNED, at(minute), f"comment:{minute}", "money", login, data)


def unlinked(text):
    """Cut the long address out of a link, so that the words can be read."""
    before, _, rest = text.partition("(https://github.com/acme/shop/pull/7/files#diff-")
    return before + "(LINK" + rest[64:] if rest else text


class TestSummary:
    def test_an_open_zone(self):
        assert (
            unlinked(report().summary)
            == f"""\
<!-- dont-delegate:summary -->
### One part of this change needs a senior's sign-off

| Zone | Sign-off | Who can sign |
|:--|:--|:--|
| **Money** | open | **grace** or **heidi** |

#### Money

- [`app/hooks.py` line 2](LINKR2): **A payment provider's webhook is handled.** Providers send an event again until they are answered.

To sign: **grace** or **heidi**, and not an author of the change. \
Look at each point, then tick every box below or comment `/sign-off money`.

- [ ] 1. Is the signature verified on the raw body? <!-- dont-delegate:box money payment-webhook/raw-body {FP} -->
- [ ] 2. May the same event arrive twice? <!-- dont-delegate:box money payment-webhook/twice {FP} -->

<sub>Where a point does not apply: `/not-applicable money 1` and why, with its number.</sub>

<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>"""
        )

    def test_a_signed_zone_is_folded(self):
        assert (
            unlinked(report(case(memory=[shown(money=COVER), signed()])).summary)
            == f"""\
<!-- dont-delegate:summary -->
### Every part of this change that needed a senior has been signed

| Zone | Sign-off | Who can sign |
|:--|:--|:--|
| **Money** | signed by **grace** | **grace** or **heidi** |

<details><summary><b>Money</b>: signed by grace</summary>

- [`app/hooks.py` line 2](LINKR2): **A payment provider's webhook is handled.** Providers send an event again until they are answered.

- [x] 1. Is the signature verified on the raw body? <!-- dont-delegate:box money payment-webhook/raw-body {FP} -->
- [x] 2. May the same event arrive twice? <!-- dont-delegate:box money payment-webhook/twice {FP} -->

</details>

<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>

<!-- dont-delegate:signed money grace command {int(at(10).timestamp())} {COVER.fingerprint} -->"""
        )

    def test_what_changed_since_a_sign_off_is_said(self):
        before = cover((finding(),), pull(file(patch="@@ -1 +1 @@\n-a\n+b")))
        of = case(
            memory=[
                shown(0, "e" * 40, money=before),
                signed(minute=5, fingerprint=before.fingerprint),
                shown(8, money=COVER),
            ]
        )
        assert (
            "**grace** signed this on 2 March 2026, 09:05 UTC at `aaaaaaa`. Since then: `app/hooks.py` line 2 "
            f"([the difference](https://github.com/acme/shop/compare/{'a' * 40}..{'a' * 40})). So it is asked again."
            in report(of).summary
        )

    def test_a_veto(self):
        body = report(case(memory=[shown(money=COVER)], reviews=[review("grace", "CHANGES_REQUESTED")])).summary
        assert "| **Money** | held by **grace**, who asked for changes |" in body
        assert "**grace** asked for changes. It goes on when they sign, approve, or comment `/revoke money`." in body

    def test_what_could_not_be_seen_is_said_once(self):
        of = case(of=policy(zone(), zone("auth")), unseen={"money": ("`a.sql`: cut",), "auth": ("`a.sql`: cut",)})
        body = report(of).summary
        assert body.count("`a.sql`: cut") == 1
        assert "**Something here could not be seen**, and what is not seen is not taken as clean:" in body
        assert "| **Security boundaries** | could not be judged |" in body

    def test_notices_and_remarks(self):
        of = case(change=pull(draft=True))
        object.__setattr__(
            of, "matches", Matches((finding(),), {}, (ProvenanceMark(Provenance.AGENT, "Copilot", "it opened this"),))
        )
        body = report(of, notices=("A box was set back: because.",)).summary
        assert "> A box was set back: because." in body
        assert "This is a draft, so nobody has been asked for a review yet." in body
        assert "Written with Copilot: it opened this." in body

    def test_shallow_needs_none_but_does_not_leave_an_old_one_wrong(self):
        of = case(findings=())
        assert report(of).summary is None
        assert report(of, summary_stands=True).summary.startswith(
            "<!-- dont-delegate:summary -->\n### Nothing here needs a senior's sign-off any more"
        )

    def test_many_findings_stay_under_githubs_limit(self):
        findings = [
            finding(rule(f"rule-{i}", title="T" * 200, why="w" * 400), path=f"{'d/' * 100}{i}.py") for i in range(300)
        ]
        change = pull(*(file(one.path) for one in findings))
        assert len(report(case(findings=findings, change=change)).summary) <= 65_535

    def test_a_path_can_not_speak(self):
        path = "a`\n@acme/everyone [x](http://evil)`.py"
        of = case(findings=[finding(path=path)], change=pull(file(path)))
        assert "``a`␊@acme/everyone [x](http://evil)`.py``" in report(of).summary


class TestCheck:
    def test_open(self):
        check = report().check
        assert (check.name, check.head_sha, check.conclusion, check.title) == (
            "Don't Delegate",
            HEAD,
            "action_required",
            "Needs a sign-off: Money",
        )
        assert check.summary == (
            "- **Money**: open. To sign: **grace** or **heidi**, and not an author of the change. Look at each point, "
            "then tick every box in the summary comment or comment `/sign-off money`.\n\n"
            "The checklists stand in the summary comment of the pull request."
        )
        assert check.text == (
            "### Money\n\n- `app/hooks.py` line 2: A payment provider's webhook is handled "
            "(high: the path matches `**/hooks.py`) · `payment-webhook`\n\n"
            "Had a hand in it, and so can't sign it: **ada** (opened it).\n\nJudged by `the test's policy`."
        )
        assert check.annotations == (
            Annotation(
                "app/hooks.py",
                2,
                2,
                "warning",
                "A payment provider's webhook is handled",
                "Providers send an event again until they are answered.",
            ),
        )

    def test_shallow(self):
        check = report(case(findings=())).check
        assert (check.conclusion, check.title) == ("success", "Shallow: nothing here needs a senior")
        assert check.summary == (
            "1 changed file and 1 rule were put side by side: nothing here needs a senior's sign-off. "
            "Merge as you would any change."
        )

    @pytest.mark.parametrize(
        ("of", "conclusion", "title"),
        [
            (case(memory=[shown(money=COVER), signed()]), "success", "Signed: Money"),
            (
                case(memory=[shown(money=COVER)], reviews=[review("grace", "CHANGES_REQUESTED")]),
                "failure",
                "Changes asked for by grace",
            ),
            (case(unseen={"money": ("cut",)}), "failure", "Could not be judged: Money"),
            (case(of=policy(mode=Mode.SHADOW)), "neutral", "Shadow mode: Needs a sign-off: Money"),
            (
                replace(case(findings=()), policy_problems=("line 3: no",)),
                "failure",
                "The policy of the base branch can't be used",
            ),
        ],
    )
    def test_conclusions(self, of, conclusion, title):
        check = report(of).check
        assert (check.conclusion, check.title) == (conclusion, title)

    def test_a_proposed_policy_with_problems_fails(self):
        note = Annotation(".github/dont-delegate.yml", 3, 3, "failure", "This policy can't be used", "no")
        check = report(case(findings=()), head_problems=(note,)).check
        assert (check.conclusion, check.annotations) == ("failure", (note,))

    def test_a_first_policy_is_read_and_judges_nothing(self):
        check = report(case(findings=()), first_policy=True).check
        assert (check.conclusion, check.title) == ("neutral", "This policy judges pull requests once it is merged")

    def test_advice_is_shown_and_holds_nothing_back(self):
        check = report(case(findings=[finding(rule(severity=Severity.ADVISE))])).check
        assert check.conclusion == "success"
        assert "### Worth a look, holds nothing back" in check.text
        assert [note.level for note in check.annotations] == ["notice"]

    def test_a_removed_line_gets_no_annotation(self):
        gone = finding(places=(Place(2, Side.REMOVED, "x"),))
        assert report(case(findings=[gone])).check.annotations == ()

    def test_no_more_annotations_than_github_takes(self):
        findings = [finding(rule(f"rule-{i}")) for i in range(60)]
        assert len(report(case(findings=findings)).check.annotations) == 50

    def test_the_button_fits(self):
        ((label, description, identifier),) = report().check.actions
        assert (len(label) <= 20, len(description) <= 40, len(identifier) <= 20) == (True, True, True)


class TestLines:
    def test_the_words_on_a_line(self):
        (line,) = report().lines
        assert (line.key, line.path, line.line, line.side) == (
            "payment-webhook:app/hooks.py",
            "app/hooks.py",
            2,
            Side.ADDED,
        )
        assert line.body == (
            "<!-- dont-delegate:finding payment-webhook:app/hooks.py -->\n"
            "**A payment provider's webhook is handled** (money)\n\n"
            "Providers send an event again until they are answered.\n\n"
            "A senior looks at:\n- Is the signature verified on the raw body?\n- May the same event arrive twice?\n\n"
            "<sub>`/explain payment-webhook` tells how this goes wrong and how to do it well.</sub>"
        )

    def test_a_line_leads_to_the_rules_page_where_one_is_served(self):
        of = case()
        scene = Scene(of.pull, of.policy, "https://github.com", public_url="https://r.example")
        (line,) = render(decide(of), scene).lines
        assert line.body.endswith(
            "<sub>`/explain payment-webhook` tells how this goes wrong and how to do it well; "
            "[its page](https://r.example/rules/payment-webhook) also when it fires.</sub>"
        )

    def test_ten_at_most_and_every_zone_has_its_turn(self):
        findings = [finding(rule(f"rule-{i}"), line=1 + 20 * i) for i in range(15)] + [finding(rule("guard", "auth"))]
        of = case(of=policy(zone(), zone("auth")), findings=findings)
        lines = report(of).lines
        assert len(lines) == 10
        assert "guard:app/hooks.py" in {line.key for line in lines}

    def test_the_surest_come_first(self):
        low = finding(rule("low"), confidence=Confidence.LOW)
        assert report(case(findings=[low, finding()])).lines[0].key == "payment-webhook:app/hooks.py"

    def test_close_lines_of_one_zone_get_one(self):
        findings = [
            finding(line=2),
            finding(rule("near"), line=12),
            finding(rule("far"), line=23),
            finding(rule("guard", "auth")),
        ]
        lines = report(case(of=policy(zone(), zone("auth")), findings=findings)).lines
        assert [line.key.split(":")[0] for line in lines] == ["payment-webhook", "guard", "far"]

    def test_a_path_alone_says_nothing_beside_a_line_of_the_same_zone_and_file(self):
        saw = Evidence("the added line 2 has `parse`", "added", "parse", "parse")
        lines = report(case(findings=[finding(), finding(rule("seen"), evidence=(saw,))])).lines
        assert [line.key for line in lines] == ["seen:app/hooks.py"]

    def test_a_file_as_a_whole_has_no_line(self):
        of = case(findings=[finding(line=None)], change=pull(file(patch=None, binary=True, status=FileStatus.ADDED)))
        assert report(of).lines == ()

    def test_a_key_can_not_end_its_comment(self):
        assert finding_mark("rule:a--><b>.py") == "<!-- dont-delegate:finding rule:a%2D%2D%3E%3Cb%3E.py -->"


class TestReviewers:
    TEAM = Requirement(Signers("", teams=("acme/payments",)))
    PEOPLE = People(teams={"acme/payments": frozenset({"grace", "heidi", "ivan", "ada"})})

    def test_two_at_most_and_no_author(self):
        reviewers = report(case(of=policy(zone(sign_off=self.TEAM)), people=self.PEOPLE)).reviewers
        assert len(reviewers) == 2
        assert "ada" not in reviewers

    def test_one_person_for_two_zones_where_that_is_enough(self):
        of = policy(zone(sign_off=self.TEAM), zone("auth", self.TEAM))
        findings = [finding(), finding(rule("guard", "auth"))]
        assert len(report(case(of=of, findings=findings, people=self.PEOPLE)).reviewers) == 2

    @pytest.mark.parametrize(
        "of",
        [
            case(change=pull(draft=True)),
            case(of=policy(mode=Mode.SHADOW)),
            case(memory=[shown(money=COVER), signed()]),
            case(
                change=pull(author=Account("grace"), commits=()),
                of=policy(zone(sign_off=Requirement(Signers("", users=("grace",))))),
            ),
        ],
    )
    def test_nobody_is_asked(self, of):
        assert report(of).reviewers == ()


def test_an_author_whom_nobody_knows_is_told_to_who_signs():
    change = pull(commits=(commit("ada"), commit(None)))
    of = case(change=change)
    says = (
        "Commits here name `Somebody`, whom GitHub knows no account of. "
        "Whoever that is had a hand in this change, and must not sign it."
    )
    assert says in report(of).summary
    assert says in report(of).check.text


def test_who_had_a_hand_in_it_is_told_with_the_commit_that_says_so():
    of = case(change=pull(commits=(commit("ada"), commit("grace", sha="d" * 40))))
    assert (
        "Had a hand in it, and so can't sign it: **ada** (opened it) and **grace** (commit `ddddddd`)."
        in report(of).check.text
    )


def test_a_question_of_several_lines_is_one_box():
    asks = (ChecklistItem("payment-webhook/lines", "Is it so,\nand if so,\nwhy?\n"),)
    of = case(findings=[finding(rule(checklist=asks))])
    (box,) = boxes(report(of).summary).values()
    assert box.item == "payment-webhook/lines"


def test_four_hundred_zones_fit_with_whole_marks_and_few_people_asked():
    zones = [zone(f"zone-{n}", Requirement(Signers("", users=(f"senior{n}a", f"senior{n}b")))) for n in range(400)]
    findings = [finding(rule(f"rule-{n}", f"zone-{n}")) for n in range(400)]
    made = report(case(of=policy(*zones), findings=findings))
    assert len(made.summary) <= 65_500
    assert made.summary.count("<!--") == made.summary.count("-->")
    assert made.summary.endswith("the check's details have the rest.")
    assert max(len(made.check.summary), len(made.check.text)) <= 65_500
    assert (len(made.reviewers), len(made.lines)) == (15, 10)
