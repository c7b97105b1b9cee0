"""A point of a checklist that does not apply: a senior says so and why, and that leaves a trace."""

import pytest

from tests.front.stage import DEEPER, POLICY

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
MOVES = "The handler only moves."


def point(stage, pull, number):
    """One line of the checklist, without its mark."""
    (line,) = [
        line for line in stage.summary(pull).split("\n") if line.startswith((f"- [ ] {number}. ", f"- [x] {number}. "))
    ]
    before, _, rest = line.partition(" <!--")
    return before + rest.partition("-->")[2]


@pytest.mark.parametrize(
    "named",
    ["money 3", "money.3", "3", "`money` 3.", "payment-webhook-handler/late", "late", "money late", "MONEY 3"],
)
async def test_a_point_is_named_by_number_or_name(stage, named):
    pull = await stage.deep()
    items = [line.split()[-3] for line in stage.summary(pull).split("\n") if line.startswith("- [ ] ")]
    named = named.replace("payment-webhook-handler/late", items[2]).replace("late", items[2].rpartition("/")[2])
    reply = await stage.say(pull, "grace", f"/not-applicable {named} {MOVES}")
    assert reply == f"**grace** says that point 3 of `money` does not apply: `{MOVES}`. Still open: Money."
    assert stage.boxes(pull) == "  x  "
    assert point(stage, pull, 3).endswith(f"? · does not apply, says *grace*: `{MOVES}`")


async def test_it_counts_as_that_seniors_answer_to_that_point(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}")
    await stage.tick(pull, "grace", 0, 1, 3)
    assert stage.verdict(pull) == OPEN
    await stage.tick(pull, "grace", 4)
    assert stage.verdict(pull) == SIGNED
    assert point(stage, pull, 3).endswith(f"? · does not apply, says *grace*: `{MOVES}`")


async def test_a_sign_off_answers_all_the_others(stage):
    pull = await stage.deep()
    reply = await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}\n/sign-off money")
    assert reply == (
        "**grace** signed `money`, with every other point of its checklist answered yes. "
        f"**grace** says that point 3 of `money` does not apply: `{MOVES}`. Nothing is left to sign: the check is green."
    )
    assert (stage.verdict(pull), stage.boxes(pull)) == (SIGNED, "xxxxx")
    assert point(stage, pull, 3).endswith(f"? · does not apply, says *grace*: `{MOVES}`")


async def test_the_reason_is_shown_as_text_and_nothing_else(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/not-applicable money 3 @acme/all `now` [x](https://x.test) <b>")
    assert point(stage, pull, 3).endswith("· does not apply, says *grace*: ``@acme/all `now` [x](https://x.test) <b>``")


@pytest.mark.parametrize(
    ("by", "text", "says"),
    [
        (
            "grace",
            "/not-applicable",
            "`/not-applicable` was not carried out: name a point by its zone and number, and say why, "
            "like `/not-applicable money 1 The handler only moves, line by line.`.",
        ),
        (
            "grace",
            "/not-applicable money 3",
            "`/not-applicable money 3` was not carried out: say why the point does not apply, "
            "like `/not-applicable money 3 The handler only moves, line by line.`.",
        ),
        (
            "grace",
            "/not-applicable money 9 No.",
            "`/not-applicable money` was not carried out: no point of the checklist is called `9`; name a point by its zone and number, "
            "and say why, like `/not-applicable money 1 The handler only moves, line by line.`.",
        ),
        (
            "grace",
            "/not-applicable auth 1 No.",
            "`/not-applicable auth` was not carried out: this pull request does not touch it, so there is nothing to sign.",
        ),
        (
            "heidi",
            "/not-applicable money 3 No.",
            "`/not-applicable money 3` was not carried out: **heidi** is not among the seniors of `money`. "
            "Who can: a member of **acme/payments**.",
        ),
        (
            "ada",
            "/not-applicable money 3 No.",
            "`/not-applicable money 3` was not carried out: **ada** had a hand in this change, and nobody signs their own work. "
            "Who can: a member of **acme/payments**.",
        ),
    ],
)
async def test_refusals_say_why_with_an_example(stage, by, text, says):
    pull = await stage.deep()
    assert await stage.say(pull, by, text) == says
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, "     ")


async def test_a_shallow_change_has_no_points(stage):
    pull = stage.open({"README.md": "# Ours\n"})
    await stage.quiet()
    assert await stage.say(pull, "grace", "/not-applicable 1 No.") == (
        "`/not-applicable` was not carried out: this pull request is shallow: it has no checklist."
    )


async def test_it_ends_with_the_change_it_was_said_of(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}")
    await stage.push(pull, {"README.md": "# Ours\n"})
    assert stage.boxes(pull) == "  x  "
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert (stage.boxes(pull), MOVES in stage.summary(pull)) == ("     ", False)


async def test_it_is_taken_back_by_a_cleared_box_or_a_revocation(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}")
    await stage.tick(pull, "grace", 2, checked=False)
    assert stage.boxes(pull) == "     "
    await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}")
    await stage.say(pull, "grace", "/revoke money")
    assert stage.boxes(pull) == "     "


async def test_another_says_it_for_themselves_alone(stage):
    await stage.policy(POLICY.replace("{from: payments}", "{from: payments, count: 2}"))
    pull = await stage.deep()
    await stage.say(pull, "grace", f"/not-applicable money 3 {MOVES}\n/sign-off money")
    await stage.tick(pull, "ivan", 2, checked=False)
    assert stage.boxes(pull) == "xxxxx"
    await stage.say(pull, "ivan", "/not-applicable money 1 No body is read.")
    assert point(stage, pull, 1).endswith("? · *grace* · does not apply, says *ivan*: `No body is read.`")
    assert (
        "**ivan** has points 2, 3, 4 and 5 still open: `/sign-off money` answers the rest in their own name."
        in stage.summary(pull)
    )
    await stage.say(pull, "ivan", "/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_the_number_is_of_the_list_that_was_shown(stage):
    """A push changes the list while the comment is written: the number means what stood there then, or nothing."""
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    comment = stage.world.comment(pull, "grace", f"/not-applicable money 3 {MOVES}")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.reply(pull, comment) == (
        f"**grace** says that point 3 of `money` does not apply: `{MOVES}`. "
        "A push has changed what it was said of, so please look again. Still open: Money."
    )
    assert stage.boxes(pull) == "     "
