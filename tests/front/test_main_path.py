"""The main job, end to end: a pull request comes in, the right words and the right check come out."""


async def test_a_shallow_pull_request_passes_in_silence(stage):
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    assert stage.verdict(pull) == ("success", "Shallow: nothing here needs a senior")
    assert (pull.comments, pull.reviews, pull.requested) == ([], [], [])


async def test_a_deep_pull_request_is_held_and_signed(stage):
    pull = await stage.deep()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
    assert [comment.thread.line for comment in stage.line_comments(pull)] == [5]
    assert {account.login for account in pull.requested} == {"grace", "ivan"}
    assert "### One part of this change needs a senior's sign-off" in stage.summary(pull)

    command = stage.world.comment(pull, "grace", "/sign-off money")
    await stage.quiet()
    assert stage.verdict(pull) == ("success", "Signed: Money")
    assert stage.reply(pull, command) == (
        "**grace** signed `money`, with every point of its checklist answered yes. Nothing is left to sign: the check is green."
    )


async def test_a_check_that_is_asked_for_again_is_written_though_nothing_changed(stage):
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    stage.sandbox.calls.clear()
    stage.world.rerequest_check(stage.checks(pull)[-1], "ada")
    await stage.quiet()
    assert [call.method for call in stage.sandbox.calls if "/check-runs" in call.path] == ["PATCH"]
