"""What a summary keeps, what is read back of it, and what is believed when the ledger is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.decide import decide
from bot.core.memory import remember
from bot.core.model.change import Account
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Standing
from bot.core.rebuild import rebuilt
from bot.core.render import answer_mark
from bot.core.render.kept import Kept, keep, kept
from tests.core.build import HEAD, at, case, comment, shown

PRINT = "f" * 64
MARK = f"<!-- dont-delegate:signed money grace command {int(at(5).timestamp())} {PRINT} -->"
OURS = Account("bot[bot]", bot=True)
SUMMARY = replace(comment(f"The summary\n\n{MARK}", number=9, minute=6, ours=True), author=OURS)


def found(*comments, summary=SUMMARY, entries=()):
    """What is made anew, as (kind, zone, login)."""
    standing = Standing(summary=summary, comments=comments)
    return [(one.kind, one.zone, one.login) for one in rebuilt(standing, remember(list(entries)), HEAD)]


def answered(number: int):
    return replace(comment(f"{answer_mark(number)}\nSo it is.", number=number + 1, ours=True), author=OURS)


def test_what_counts_is_kept_and_read_back():
    cover = decide(case()).zones[0].cover
    data = {"fingerprint": cover.fingerprint, "via": "command", "head": HEAD, "right": "named in the policy"}
    signed = Entry(EntryKind.SIGNED, at(10), "comment:1", "money", "grace", data)
    zones = decide(case(memory=[shown(money=cover), signed])).zones
    (one,) = zones[0].signatures
    assert kept(f"Words\n\n{keep(zones)}\n") == (Kept("money", "grace", "command", one.at, zones[0].cover.fingerprint),)
    assert keep(decide(case()).zones) == ""


def test_only_the_end_is_read():
    assert kept(f"{MARK}\n\nand more words") == ()
    assert kept(f"Words {MARK}") == ()
    assert len(kept(f"{MARK}\n\n{MARK}\r\n{MARK}\n\n")) == 2


@given(st.text())
def test_no_text_breaks_the_reading(text):
    assert kept(text) == () or "dont-delegate:signed" in text


def test_our_own_words_are_believed():
    assert found() == [(EntryKind.SIGNED, "money", "grace")]
    assert found(summary=replace(SUMMARY, edited=True, edited_by=OURS)) == [(EntryKind.SIGNED, "money", "grace")]


def test_those_of_others_are_not():
    assert found(summary=replace(SUMMARY, edited=True, edited_by=Account("heidi"))) == []
    assert found(summary=replace(SUMMARY, edited=True)) == []  # by an account that is gone
    assert found(summary=replace(SUMMARY, edited=True, edited_by=Account("bot"))) == []
    assert found(summary=replace(SUMMARY, ours=False)) == []
    assert found(summary=None) == []


def test_a_ledger_that_knows_what_was_shown_is_not_lost():
    assert found(entries=[shown()]) == []


def test_who_took_it_back_since_has_not_signed():
    assert found(comment("/revoke", "grace", minute=7)) == []
    assert found(comment("/revoke `money`", "grace", minute=7)) == []
    assert found(replace(comment("/revoke money", "grace", minute=7), edited=True)) == []
    assert found(comment("/revoke auth", "grace", minute=7)) == found()
    assert found(comment("/revoke", "heidi", minute=7)) == found()
    assert found(comment("/revoke", "grace", minute=4)) == found()


def test_other_sign_offs_that_we_had_answered_are_asked_for_again():
    said = comment("/sign-off money auth", "Heidi", number=20, minute=3)
    lost = [(EntryKind.LOST, "money", "heidi"), (EntryKind.LOST, "auth", "heidi")]
    assert found(said, answered(20)) == [*found(), *lost]
    assert found(said) == found()  # not answered yet: it is carried out, or refused with its reason
    assert found(said, answered(20), comment("/revoke", "heidi", minute=4)) == found()
    own = comment("/sign-off money", "grace", number=30, minute=5)
    assert found(own, answered(30)) == found()


def test_boxes_that_stand_ticked_are_set_back_once_for_all():
    box = f"- [x] 1. Is it? <!-- dont-delegate:box auth guard/first {'a' * 16} -->"
    boxes = f"{box}\n{box.replace('first', 'second')}\n\n{MARK}"
    (_, back) = rebuilt(Standing(summary=replace(SUMMARY, body=boxes)), remember([]), HEAD)
    assert (back.kind, back.facts["head"]) == (EntryKind.TICK_REFUSED, HEAD)
    assert back.facts["why"] == "who ticked it is no longer on record; please look again, and tick it again"
    assert found(summary=replace(SUMMARY, body=boxes.replace("box auth", "box money"))) == found()
