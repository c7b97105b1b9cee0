"""From when on something counts as shown, and what is tried another way."""

from dataclasses import replace

from bot.core.beside import beside
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.memory import Publication, published, remember
from bot.core.model.change import Side
from bot.core.model.ledger import EntryKind
from bot.core.model.report import (
    CheckRun,
    CreateCheck,
    EditSummary,
    LineComment,
    PostReview,
    PostSummary,
    Receipt,
    RequestReviewers,
    Standing,
)
from bot.handlers.grounds import Grounds
from bot.handlers.receipts import entries_of, second_try, to_be_shown
from tests.core.build import HEAD, PATCH, at, case, comment, file, finding, pull, shown

CHECK = CreateCheck(CheckRun("Don't Delegate", HEAD, "action_required", "Title", "Summary"), "a:b")
GROUNDS = Grounds("acme/shop", {"blob": "b" * 40}, (("d-1", None),), at(8))
OLD = cover((finding(),), pull(file(patch=PATCH + "\n+old()")))
NOW = cover((finding(),), pull())
BESIDE = {zone.zone.id: beside(zone) for zone in decide(case()).zones}
SHOWN = published(Publication(at(1), HEAD, {"money": NOW}, BESIDE), "published:before")
STANDING = Standing(summary=comment("The summary", number=9, minute=2, ours=True))


def shown_from(*receipts, memory=(), standing=STANDING):
    """When the present change counts as shown from, or None."""
    found = entries_of(decide(case()), standing, remember(list(memory)), receipts, GROUNDS)
    return next((entry.at for entry in found if entry.kind is EntryKind.PUBLISHED), None)


def test_new_words_count_from_when_they_were_written():
    assert shown_from(Receipt(CHECK, 1, at(4)), Receipt(PostSummary("Words"), 9, at(5))) == at(5)


def test_words_that_could_not_be_written_show_nothing():
    assert shown_from(Receipt(CHECK, 1, at(4)), Receipt(EditSummary(9, "Words"), refused="locked")) is None


def test_words_that_are_there_but_may_not_be_changed_are_not_posted_twice():
    assert second_try([Receipt(EditSummary(9, "Words"), refused="This conversation is locked")]) == ()


def test_words_posted_anew_in_place_of_deleted_ones_count_from_then():
    refused = Receipt(EditSummary(9, "Words"), refused="Not Found", gone=True)
    assert second_try([refused]) == (PostSummary("Words"),)
    assert shown_from(refused, Receipt(PostSummary("Words"), 12, at(6))) == at(6)


def test_a_check_alone_shows_nothing():
    assert shown_from(Receipt(CHECK, 1, at(4)), standing=Standing()) is None


def test_the_same_change_under_a_new_head_counts_from_when_its_words_were_written():
    memory = [shown(1, "e" * 40, money=NOW)]
    assert shown_from(Receipt(CHECK, 1, at(7)), memory=memory) == at(2)


def test_another_change_under_the_same_words_counts_from_now_on_only():
    memory = [shown(1, "e" * 40, money=OLD)]
    assert shown_from(Receipt(CHECK, 1, at(7)), memory=memory) == at(7)


def test_what_was_shown_is_not_recorded_twice():
    assert shown_from(Receipt(CHECK, 1, at(7)), memory=[SHOWN]) is None


def test_reviewers_that_were_refused_together_are_asked_one_by_one():
    refused = Receipt(RequestReviewers(("grace", "heidi")), refused="422")
    assert second_try([refused]) == (RequestReviewers(("grace",)), RequestReviewers(("heidi",)))
    assert second_try([replace(refused, effect=RequestReviewers(("grace",)))]) == ()


def test_lines_that_were_refused_together_are_commented_one_by_one():
    lines = tuple(LineComment(f"r:{path}", path, 2, Side.ADDED, "Words") for path in ("a.py", "b.py"))
    refused = Receipt(PostReview(HEAD, "Look", lines), refused="line must be part of the diff")
    assert second_try([refused]) == tuple(PostReview(HEAD, "Look", (line,)) for line in lines)
    assert second_try([replace(refused, effect=PostReview(HEAD, "Look", lines[:1]))]) == ()


def test_what_is_about_to_be_shown_is_written_down_before():
    verdict, words = decide(case()), (CHECK, PostSummary("Words"))
    (entry,) = to_be_shown(verdict, remember([]), words, at(3))
    data = dict(entry.data or {})
    assert (entry.kind, entry.at, data["head"]) == (EntryKind.DRAWN, at(3), HEAD)
    assert isinstance(data["zones"], dict)
    assert data["zones"]["money"]["fingerprint"] == NOW.fingerprint
    assert to_be_shown(verdict, remember([]), (CHECK,), at(3)) == ()  # nothing is shown
    assert to_be_shown(verdict, remember([SHOWN]), words, at(3)) == ()  # it is shown already
