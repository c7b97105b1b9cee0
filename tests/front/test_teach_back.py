"""Teach-back: the author answers in their own words, and a senior signs on seeing it."""

import re

import pytest

from tests.front.stage import DEEP, DEEPER, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
ASK = "{ask: [{id: twice, ask: What happens when it arrives twice?}]}"
TWICE = "- `twice`: What happens when it arrives twice?"


def asking(teach_back: str = ASK) -> str:
    return POLICY.replace("{sign_off: {from: payments}}", f"{{sign_off: {{from: payments}}, teach_back: {teach_back}}}")


REQUIRED = asking(ASK.replace("]}", "], required: true}"))


def lesson(stage, pull) -> list[str]:
    """The part of the summary about the author's answers, times left out."""
    text = re.sub(r", \d+ \w+ \d{4}, \d\d:\d\d UTC", "", stage.summary(pull))
    found = re.search(r"^\*\*In your own words\*\*.*?(?=^- \[)", text, re.MULTILINE | re.DOTALL)
    return [line for line in found[0].split("\n") if line] if found else []


async def test_nothing_is_asked_unless_a_policy_says_so(stage):
    pull = await stage.deep()
    assert lesson(stage, pull) == []
    assert await stage.say(pull, "ada", "/answer twice Nothing.") == (
        "`/answer` was not carried out: nothing is asked of the author here."
    )


async def test_the_author_is_invited_and_the_answer_stands_beside_the_checklist(stage):
    await stage.policy(asking())
    pull = await stage.deep()
    assert lesson(stage, pull) == [
        "**In your own words**, **ada**: nobody has to, and it helps whoever signs. "
        "Comment `/answer twice` and go on, over as many lines as you like.",
        f"{TWICE} *Not answered yet.*",
    ]
    reply = await stage.say(
        pull, "ada", "Good question.\n/answer twice It is stored by its id,\nand found then.\n\n/help me"
    )
    assert reply.startswith(
        "Thank you, **ada**. The answer to `twice` stands beside the checklist of `money` now. Nothing more is asked there.\n\n| Comment"
    )
    assert lesson(stage, pull) == [
        "**In your own words**, **ada**: nobody has to, and it helps whoever signs.",
        TWICE,
        "  > `It is stored by its id,`",
        "  > `and found then.`",
        "  >",
        "  > <sub>**ada**</sub>",
    ]


async def test_it_holds_no_sign_off_back_where_it_is_not_required(stage):
    await stage.policy(asking())
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED
    await stage.say(pull, "ada", "/answer twice It is found.")
    assert stage.verdict(pull) == SIGNED
    assert lesson(stage, pull)[-1] == "  > <sub>**ada** · written after **grace** signed</sub>"


async def test_required_answers_come_before_the_sign_off(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    assert "| **Money** | open, first **ada** answers |" in stage.summary(pull)
    assert "First **ada** answers the question below; then a senior signs. To sign: " in stage.summary(pull)
    assert stage.asked(pull) == set()
    assert await stage.say(pull, "grace", "/sign-off money") == (
        "**grace** signed `money`, with every point of its checklist answered yes. The sign-off of `money` does not count yet: "
        "**ada** still has something to answer there. Once the answers stand in the summary, please comment `/sign-off money` again. "
        "Still open: Money."
    )
    assert stage.verdict(pull) == OPEN
    assert lesson(stage, pull)[-1] == (
        "**grace**'s sign-off waits for the answers below, since it was given before they stood here. "
        "Once they do, please read them and comment `/sign-off money` again."
    )
    await stage.say(pull, "ada", "/answer twice It is found.")
    assert stage.verdict(pull) == OPEN
    assert stage.asked(pull) == {"grace", "ivan"}
    assert lesson(stage, pull)[-1] == (
        "**grace** signed before all the answers below stood here, so that sign-off does not count yet: "
        "please read them, then comment `/sign-off money` once more."
    )
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_an_approval_after_reading_is_enough_where_the_boxes_are_answered(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3, 4)
    await stage.say(pull, "ada", "/answer twice It is found.")
    assert stage.verdict(pull) == OPEN
    stage.world.review(pull, "grace", "APPROVE", "Read it.")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED


async def test_ticks_after_reading_sign(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    await stage.say(pull, "ada", "/answer twice It is found.")
    await stage.tick(pull, "grace", 0, 1, 2, 3, 4)
    assert stage.verdict(pull) == SIGNED


async def test_a_sign_off_that_races_the_answer_waits(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.comment(pull, "ada", "/answer twice It is found.")
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_another_answer_keeps_the_sign_off_and_says_so(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    await stage.say(pull, "ada", "/answer twice It is found.")
    await stage.say(pull, "grace", "/sign-off money")
    await stage.say(pull, "ada", "/answer twice I had that wrong: it is booked twice.")
    assert stage.verdict(pull) == SIGNED
    assert lesson(stage, pull)[2:] == [
        "  > `I had that wrong: it is booked twice.`",
        "  >",
        "  > <sub>**ada** · written after **grace** signed</sub>",
    ]


async def test_an_answer_survives_a_push_and_says_what_became_of_its_lines(stage):
    await stage.policy(REQUIRED)
    pull = await stage.deep()
    await stage.say(pull, "ada", "/answer twice It is found.")
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert lesson(stage, pull)[-1] == "  > <sub>**ada**</sub>"
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert lesson(stage, pull)[-1] == (
        "  > <sub>**ada** · lines of this part have changed since, so see whether it still holds</sub>"
    )
    await stage.say(pull, "grace", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


@pytest.mark.parametrize(
    ("by", "text", "says"),
    [
        (
            "grace",
            "/answer twice I think it is found.",
            "`/answer twice` was not carried out: **grace** did not write this change, and the answer is worth most in the words of who "
            "did: **ada**. What you know will help them as a comment.",
        ),
        (
            "ada",
            "/answer",
            "`/answer` was not carried out: say which question you answer: write `/answer twice`, and go on in your own words.",
        ),
        (
            "ada",
            "/answer thrice No.",
            "`/answer` was not carried out: no question is called `thrice`: "
            "write `/answer twice`, and go on in your own words.",
        ),
        (
            "ada",
            "/answer twice\n\n",
            "`/answer twice` was not carried out: the answer is missing; go on after `/answer twice`, over as many lines as you like.",
        ),
        (
            "ada",
            "/answer twice " + "word " * 401,
            "`/answer twice` was not carried out: the answer has 2,004 characters, "
            "and 2,000 are shown at most; what matters most is enough.",
        ),
    ],
)
async def test_refusals_say_why(stage, by, text, says):
    await stage.policy(asking())
    pull = await stage.deep()
    assert await stage.say(pull, by, text) == says
    assert lesson(stage, pull)[-1] == f"{TWICE} *Not answered yet.*"


async def test_an_answer_is_shown_as_text_and_nothing_else(stage):
    await stage.policy(asking())
    pull = await stage.deep()
    fence = "```\n/sign-off money\n```"
    await stage.say(
        pull,
        "ada",
        f"/answer twice @acme/all `now` <b>\n- [x] done <!-- dont-delegate:box money a/b 0123456789abcdef -->\n{fence}",
    )
    assert lesson(stage, pull)[2:] == [
        "  > ``@acme/all `now` <b>``",
        "  > `- [x] done <! -- dont-delegate:box money a/b 0123456789abcdef -->`",
        "  > ```` ``` ````",
        "  > `/sign-off money`",
        "  > ```` ``` ````",
        "  >",
        "  > <sub>**ada**</sub>",
    ]
    assert (stage.boxes(pull), stage.verdict(pull)) == ("     ", OPEN)


async def test_a_co_author_may_answer(stage):
    heidi = stage.world.account("heidi")
    await stage.policy(asking())
    pull = await stage.deep()
    stage.world.push(
        stage.repo, "work", {"README.md": "# Ours\n"}, "ada", f"Tidy\n\nCo-authored-by: {heidi.name} <{heidi.email}>"
    )
    await stage.quiet()
    assert lesson(stage, pull)[0].startswith("**In your own words**, **ada** or **heidi**: ")
    assert (await stage.say(pull, "heidi", "/answer twice It is found.")).startswith("Thank you, **heidi**.")


async def test_where_only_an_agent_wrote_whoever_takes_it_on_answers(stage):
    await stage.policy(asking())
    pull = await stage.deep(by="copilot-swe-agent[bot]")
    assert lesson(stage, pull)[0] == (
        "**In your own words**: nobody has to, and it helps whoever signs. "
        "No person is known to have written this, so whoever takes it on answers. "
        "Comment `/answer twice` and go on, over as many lines as you like."
    )
    assert (await stage.say(pull, "heidi", "/answer twice It is found.")).startswith("Thank you, **heidi**.")


async def test_it_is_asked_only_where_its_condition_holds(stage):
    await stage.policy(asking(ASK.replace("]}", "], if: {ai: assisted}}")))
    pull = await stage.deep()
    assert lesson(stage, pull) == []
    stage.world.push(stage.repo, "work", {"README.md": "# Ours\n"}, "ada", "Tidy\n\nAssisted-by: Claude Code")
    await stage.quiet()
    assert lesson(stage, pull)[1] == f"{TWICE} *Not answered yet.*"


async def test_two_zones_with_a_question_of_one_name(stage):
    await stage.policy(
        asking().replace("{users: [heidi]}}", "{users: [heidi]}}, teach_back: {ask: [{id: twice, ask: And here?}]}")
    )
    secret = 'API_KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"\n'
    pull = stage.open({"app/hooks.py": DEEP, "app/keys.py": secret})
    await stage.quiet()
    assert "- `money/twice`: What happens when it arrives twice? *Not answered yet.*" in stage.summary(pull)
    assert await stage.say(pull, "ada", "/answer twice It is found.") == (
        "`/answer` was not carried out: more than one question is called `twice`; say which: "
        "`/answer auth/twice ...` or `/answer money/twice ...`."
    )
    await stage.say(pull, "ada", "/answer money/twice It is found.\n/answer auth twice So it is.")
    assert "> `It is found.`" in stage.summary(pull)
    assert "> `So it is.`" in stage.summary(pull)


async def test_the_questions_that_are_shipped(stage):
    await stage.policy(asking("{required: true}"))
    pull = await stage.deep()
    names = re.findall(r"^- `([a-z-]+)`: .* \*Not answered yet\.\*$", stage.summary(pull), re.MULTILINE)
    assert names == ["twice", "half-way", "amount"]
    assert "First **ada** answers the three questions below; then a senior signs." in stage.summary(pull)
    assert "**What its authors are asked**, to be answered in their own words with `/answer`." in await stage.say(
        pull, "ada", "/explain money"
    )


async def test_an_answer_that_comes_double_and_late_is_one(stage):
    await stage.policy(asking())
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    first = stage.world.comment(pull, "ada", "/answer twice The first.")
    second = stage.world.comment(pull, "ada", "/answer twice The second.")
    stage.sandbox.deliveries.release([1, 0, 1, 0])
    await stage.quiet()
    assert [len(stage.replies(pull, one)) for one in (first, second)] == [1, 1]
    assert lesson(stage, pull)[2] == "  > `The second.`"
