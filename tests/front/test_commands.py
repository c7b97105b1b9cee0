"""Commands: which lines are commands, and that each is answered once, where it was given."""

import pytest

from bot.core.answers import HELP
from tests.front.stage import DEEP

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")


@pytest.mark.parametrize(
    "text",
    [
        "> /sign-off money",
        "> some words\n/sign-off money",
        "```\n/sign-off money\n```",
        "~~~text\n/sign-off money\n~~~",
        "Code:\n\n    /sign-off money",
        "please `/sign-off money`",
        "<!--\n/sign-off money\n-->",
        "<pre>\n/sign-off money\n</pre>",
        "not /sign-off money here",
        "/sign-off-money",
        "/deploy production",
    ],
)
async def test_what_is_not_said_as_a_command_does_nothing(stage, text):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", text)
    await stage.quiet()
    assert (stage.replies(pull, comment), comment.reactions, stage.verdict(pull)) == ([], [], OPEN)


async def test_a_comment_edited_into_a_command_does_nothing(stage):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", "Looks good.")
    stage.world.edit_comment(comment, "grace", "/sign-off money")
    await stage.quiet()
    assert (stage.replies(pull, comment), comment.reactions, stage.verdict(pull)) == ([], [], OPEN)


async def test_a_command_stays_answered_when_it_is_edited_or_deleted(stage):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", "/sign-off money")
    await stage.quiet()
    stage.world.edit_comment(comment, "mallory", "/revoke money")
    stage.world.edit_comment(comment, "grace", "/revoke money")
    await stage.quiet()
    assert (len(stage.replies(pull, comment)), stage.verdict(pull)) == (1, SIGNED)
    stage.world.delete_comment(comment, "grace")
    await stage.quiet()
    assert stage.verdict(pull) == SIGNED


async def test_help_lists_the_commands(stage):
    pull = await stage.deep()
    assert await stage.say(pull, "mallory", "/help") == HELP


async def test_recheck_looks_again(stage):
    pull = await stage.deep()
    assert await stage.say(pull, "mallory", "/recheck") == (
        f"Looked again at `{pull.head_sha[:7]}`: Needs a sign-off: Money."
    )


async def test_several_commands_in_one_comment_get_one_reply(stage):
    pull = await stage.deep()
    reply = await stage.say(pull, "grace", "/sign-off money\n/recheck")
    assert reply == (
        "**grace** signed `money`, with every point of its checklist answered yes. "
        "Nothing is left to sign: the check is green.\n\n"
        f"Looked again at `{pull.head_sha[:7]}`: Signed: Money."
    )


async def test_commands_work_on_a_shallow_pull_request(stage):
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert await stage.say(pull, "ada", "/explain") == (
        "Shallow: nothing here needs a senior.\n\nAsk `/explain --why-not path` about a file that you expected to see."
    )
    assert await stage.say(pull, "grace", "/sign-off") == (
        "`/sign-off` was not carried out: this pull request is shallow: nothing here needs a sign-off."
    )
    assert len(stage.said(pull)) == 2


async def test_a_command_in_a_thread_is_answered_in_the_thread(stage):
    pull = await stage.deep()
    (thread,) = pull.threads
    command = stage.world.reply(thread, "grace", "/sign-off money")
    await stage.quiet()
    assert [comment.author.login for comment in thread.comments] == [
        stage.world.bot.login,
        "grace",
        stage.world.bot.login,
    ]
    assert stage.reply(pull, command) == (
        "**grace** signed `money`, with every point of its checklist answered yes. Nothing is left to sign: the check is green."
    )
    assert [reaction.content for reaction in command.reactions] == ["+1"]
    assert stage.verdict(pull) == SIGNED


async def test_a_long_conversation_is_read_to_its_beginning(stage):
    pull = await stage.deep()
    for n in range(230):
        stage.world.comment(pull, "ada", f"Chatter {n}")
    await stage.say(pull, "grace", "/sign-off money")
    assert (stage.verdict(pull), len(stage.said(pull))) == (SIGNED, 2)
    assert "signed by **grace**" in stage.summary(pull)


# --- answered once, however it comes ---


@pytest.mark.parametrize("order", [[0, 0, 0], [1, 0], [1, 0, 1, 0, 0]])
async def test_a_delivery_that_comes_double_or_late_is_answered_once(stage, order):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    commands = [stage.world.comment(pull, "grace", text) for text in ("/sign-off money", "/help")]
    stage.sandbox.deliveries.release(order)
    await stage.quiet()
    assert [len(stage.replies(pull, command)) for command in commands] == [1, 1]
    assert [len(command.reactions) for command in commands] == [1, 1]
    assert stage.verdict(pull) == SIGNED


async def test_a_redelivered_command_is_not_answered_again(stage):
    pull = await stage.deep()
    command = stage.world.comment(pull, "grace", "/sign-off money")
    await stage.quiet()
    (delivery,) = [
        one for one in stage.sandbox.deliveries.log if one.payload.get("comment", {}).get("id") == command.id
    ]
    for _ in range(3):
        stage.sandbox.deliveries.redeliver(delivery.id)
        await stage.quiet()
    assert (len(stage.replies(pull, command)), len(command.reactions)) == (1, 1)


async def test_a_command_whose_delivery_is_lost_is_found_with_the_next(stage):
    pull = await stage.deep()
    with stage.sandbox.deliveries.off():
        command = stage.world.comment(pull, "grace", "/sign-off money")
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "ada", "/help")
    assert (len(stage.replies(pull, command)), stage.verdict(pull)) == (1, SIGNED)


async def test_revoke_and_sign_off_out_of_order_end_as_they_were_said(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.world.comment(pull, "grace", "/revoke money")
    stage.sandbox.deliveries.release([1, 0])
    await stage.quiet()
    assert stage.verdict(pull) == OPEN


async def test_revoke_and_sign_off_in_one_comment_end_as_they_were_said(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money\n/revoke money")
    assert stage.verdict(pull) == OPEN
    await stage.say(pull, "grace", "/sign-off money")
    await stage.say(pull, "grace", "/revoke money\n/sign-off money")
    assert stage.verdict(pull) == SIGNED


async def test_old_commands_of_a_pull_request_not_seen_before_stay_unanswered(stage):
    with stage.sandbox.deliveries.off():
        pull = stage.open({"app/hooks.py": DEEP})
        old = stage.world.comment(pull, "grace", "/help")
    new = stage.world.comment(pull, "ada", "/recheck")
    await stage.quiet()
    assert (len(stage.replies(pull, old)), len(stage.replies(pull, new))) == (0, 1)


async def test_a_command_on_a_closed_pull_request_does_nothing(stage):
    pull = await stage.deep()
    stage.world.close(pull, "ada")
    command = stage.world.comment(pull, "grace", "/sign-off money")
    await stage.quiet()
    assert stage.replies(pull, command) == []
