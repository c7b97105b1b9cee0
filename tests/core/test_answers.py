"""The one reply to each comment."""

from bot.core.answers import answer
from bot.core.clerk import Clerk
from bot.core.decide import decide
from bot.core.fingerprint import cover
from bot.core.model.policy import Requirement, Signers
from tests.core.build import case, comment, file, finding, policy, pull, rule, shown, zone

COVER = cover((finding(),), pull())


def reply(body, login="grace", **changes):
    of = case(**{"memory": [shown(money=COVER)], **changes})
    spoken = comment(body, login)
    done = Clerk(of).carry_out(spoken)
    entries = [one.entry for one in done if one.entry]
    after = case(**{**changes, "memory": of.memory.with_entries(entries)})
    return answer(spoken, done, decide(after), lambda subject: f"About {subject or 'all of it'}.")


def test_a_sign_off_says_what_is_left():
    given = reply("/sign-off money")
    assert (given.body, given.reaction) == (
        "<!-- dont-delegate:answer 50 -->\n"
        "**grace** signed `money`, with every point of its checklist answered yes. Nothing is left to sign: the check is green.",
        "+1",
    )


def test_a_sign_off_that_takes_two():
    of = policy(zone(sign_off=Requirement(Signers("", users=("grace", "heidi")), count=2)))
    assert reply("/sign-off money", of=of).body.endswith(
        "`money` takes more than one: **grace** and **heidi**. Still open: Money."
    )


def test_a_sign_off_that_a_push_overtook():
    old = cover((finding(),), pull(file(patch="@@ -1 +1 @@\n-a\n+b")))
    given = reply("/sign-off money", memory=[shown(1, "e" * 40, money=old), shown(20, money=COVER)])
    assert given.body.endswith(
        "**grace** signed `money` as it was shown before the last push, and a push has changed it since. "
        "That sign-off does not count for the new lines: please look at them, then sign again. "
        "Still open: Money."
    )


def test_a_refusal_says_why_and_is_marked():
    given = reply("/sign-off money", "mallory")
    assert given.body == (
        "<!-- dont-delegate:answer 50 -->\n`/sign-off money` was not carried out: "
        "**mallory** is not among the seniors of `money`. Who can: **grace** or **heidi**."
    )
    assert given.reaction == "confused"


def test_several_zones_are_one_sentence():
    of = policy(zone(), zone("auth"))
    findings = (finding(), finding(rule("guard", "auth")))
    memory = [shown(money=COVER, auth=cover(findings[1:], pull()))]
    given = reply("/sign-off money auth", "heidi", of=of, findings=findings, memory=memory)
    assert given.body.endswith(
        "**heidi** signed `money` and `auth`, with every point of their checklists answered yes. "
        "Nothing is left to sign: the check is green."
    )


def test_taking_back():
    signed = (
        Clerk(case(memory=[shown(money=COVER)])).carry_out(comment("/sign-off money", number=40, minute=5))[0].entry
    )
    given = reply("/revoke", memory=[shown(money=COVER), signed])
    assert given.body.endswith("The sign-off of `money` by **grace** is taken back. Still open: Money.")


def test_looking_again():
    assert reply("/recheck").body.endswith("Looked again at `aaaaaaa`: Needs a sign-off: Money.")


def test_help_names_every_command():
    body = reply("/help").body
    assert all(f"`/{name}" in body for name in ("explain", "sign-off", "revoke", "recheck"))


def test_one_comment_one_reply():
    given = reply("/explain money\n\n/explain app/hooks.py:2")
    assert given.body == "<!-- dont-delegate:answer 50 -->\nAbout money.\n\nAbout app/hooks.py:2."


def test_a_long_answer_is_cut_to_githubs_limit():
    of = case(memory=[shown(money=COVER)])
    spoken = comment("/explain x")
    given = answer(spoken, Clerk(of).carry_out(spoken), decide(of), lambda _subject: "x" * 100_000)
    assert len(given.body) <= 65_535
