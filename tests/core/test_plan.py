"""The difference between what should stand and what does."""

from dataclasses import replace

from bot.core.memory import Memory, remember
from bot.core.model.change import Account, Side
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import (
    Annotation,
    Answer,
    CheckRun,
    CreateCheck,
    EditSummary,
    LineComment,
    PostAnswer,
    PostReview,
    PostSummary,
    Report,
    RequestReviewers,
    ResolveThread,
    Standing,
    StandingCheck,
    Thread,
    UpdateCheck,
)
from bot.core.plan import external_id, plan
from tests.core.build import HEAD, at, comment, review

CHECK = CheckRun("Don't Delegate", HEAD, "action_required", "Needs a sign-off: Money", "Text")
LINE = LineComment("rule:a.py", "a.py", 3, Side.ADDED, "Why")
REPORT = Report(CHECK, "The summary", "Look", (LINE,), frozenset({"rule:a.py"}), ("grace", "heidi"))
NOTHING = Memory()


def standing(**changes):
    base = Standing(
        check=StandingCheck(1, external_id(CHECK), "action_required"),
        summary=comment("The summary", number=9, ours=True),
        threads=(Thread("T1", "rule:a.py", resolved=False),),
        requested=frozenset({"grace", "heidi"}),
    )
    return replace(base, **changes)


def test_everything_is_new():
    assert plan(REPORT, Standing(), NOTHING) == (
        CreateCheck(CHECK, external_id(CHECK)),
        PostSummary("The summary"),
        PostReview(HEAD, "Look", (LINE,)),
        RequestReviewers(("grace", "heidi")),
    )


def test_running_twice_changes_nothing():
    assert plan(REPORT, standing(), NOTHING) == ()


class TestCheck:
    def test_other_words_update_it(self):
        check = replace(CHECK, summary="Other")
        assert plan(replace(REPORT, check=check), standing(), NOTHING) == (UpdateCheck(1, check, external_id(check)),)

    def test_other_annotations_begin_a_new_one(self):
        check = replace(CHECK, annotations=(Annotation("a.py", 1, 1, "warning", "T", "M"),))
        assert plan(replace(REPORT, check=check), standing(), NOTHING) == (CreateCheck(check, external_id(check)),)

    def test_a_conclusion_that_somebody_else_set_is_set_right(self):
        forged = standing(check=StandingCheck(1, external_id(CHECK), "success"))
        assert plan(REPORT, forged, NOTHING) == (UpdateCheck(1, CHECK, external_id(CHECK)),)


class TestSummary:
    def test_an_edited_one_is_set_right(self):
        other = standing(summary=comment("The summary, improved", number=9, ours=True))
        assert plan(REPORT, other, NOTHING) == (EditSummary(9, "The summary"),)

    def test_line_ends_are_no_difference(self):
        report = replace(REPORT, summary="a\nb")
        assert plan(report, standing(summary=comment("a\r\nb", number=9, ours=True)), NOTHING) == ()

    def test_one_that_was_posted_but_is_not_seen_is_edited_not_doubled(self):
        memory = remember([Entry(EntryKind.SUMMARY, at(1), "summary:9", data={"comment": 9})])
        assert plan(REPORT, standing(summary=None), memory) == (EditSummary(9, "The summary"),)

    def test_none_is_needed(self):
        assert plan(replace(REPORT, summary=None), standing(summary=None), NOTHING) == ()


class TestLines:
    def test_a_finding_is_shown_once_for_ever(self):
        memory = remember([Entry(EntryKind.SHOWN, at(1), "shown:1", data={"keys": ["rule:a.py"]})])
        assert plan(REPORT, standing(threads=()), memory) == ()

    def test_only_new_findings_are_shown(self):
        new = replace(LINE, key="rule:b.py", path="b.py")
        report = replace(REPORT, lines=(LINE, new), keys=frozenset({"rule:a.py", "rule:b.py"}))
        assert plan(report, standing(), NOTHING) == (PostReview(HEAD, "Look", (new,)),)

    def test_the_thread_of_a_finding_that_is_gone_is_resolved(self):
        report = replace(REPORT, lines=(), keys=frozenset())
        assert plan(report, standing(), NOTHING) == (ResolveThread("T1"),)
        assert plan(report, standing(threads=(Thread("T1", "rule:a.py", resolved=True),)), NOTHING) == ()


class TestReviewers:
    def test_whoever_was_taken_off_the_list_is_not_asked_again(self):
        memory = remember([Entry(EntryKind.ASKED, at(1), "asked:grace", login="grace")])
        assert plan(REPORT, standing(requested=frozenset({"heidi"})), memory) == ()

    def test_whoever_has_reviewed_is_not_asked(self):
        stands = standing(requested=frozenset(), reviews=(review("Grace"),))
        assert plan(REPORT, stands, NOTHING) == (RequestReviewers(("heidi",)),)


class TestAnswers:
    ANSWER = Answer(comment("/help", number=50), "<!-- dont-delegate:answer 50 -->\nHelp", "+1")

    def test_a_command_is_answered(self):
        assert plan(replace(REPORT, answers=(self.ANSWER,)), standing(), NOTHING) == (PostAnswer(self.ANSWER),)

    def test_it_is_answered_once_also_across_a_crash(self):
        reply = comment(self.ANSWER.body, number=60, ours=True, author=Account("dont-delegate[bot]", bot=True))
        stands = standing(comments=(self.ANSWER.to, reply))
        assert plan(replace(REPORT, answers=(self.ANSWER,)), stands, NOTHING) == ()
