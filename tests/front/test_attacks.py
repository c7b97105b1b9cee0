"""What people with bad intentions try, through the front door."""

from tests.front.stage import DEEP, DEEPER, HOOKS

OPEN = ("action_required", "Needs a sign-off: Money")
SIGNED = ("success", "Signed: Money")
BOXES = 5


async def test_a_checklist_planted_in_another_comment_of_ours_signs_nothing(stage):
    pull = await stage.deep()
    planted = stage.summary_comment(pull).body.partition("- [ ]")
    boxes = "\n".join(
        f"- [ ] I like tea{line.partition('?')[2]}" for line in (planted[1] + planted[2]).split("\n")[:BOXES]
    )
    reply = stage.world.comment(pull, "ada", "/help")
    await stage.quiet()
    ours = next(one for one in stage.said(pull) if f"answer {reply.id}" in one.body)
    stage.world.edit_comment(ours, "heidi", f"{ours.body}\n\n{boxes}")
    await stage.quiet()
    for box in range(BOXES):
        stage.world.tick(ours, box, "grace")
        await stage.quiet()
    assert ours.body.count("[x] I like tea") == BOXES
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


async def test_an_old_list_planted_while_nobody_looks_signs_nothing(stage):
    pull = await stage.deep()
    old = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.sandbox.deliveries.hold()
    summary = stage.summary_comment(pull)
    stage.world.edit_comment(summary, "heidi", old)
    for box in range(BOXES):
        stage.world.tick(summary, box, "grace")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


async def test_an_old_summary_planted_while_nobody_looks_is_not_what_is_signed(stage):
    pull = await stage.deep()
    old = stage.summary_comment(pull).body
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.sandbox.deliveries.hold()
    stage.world.edit_comment(stage.summary_comment(pull), "heidi", old)
    stage.world.comment(pull, "grace", "/sign-off money")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)


async def test_an_approval_of_a_commit_that_was_never_shown_is_none_of_what_was(stage):
    await stage.policy("version: 1\nzones:\n  money: {sign_off: {from: {users: [grace]}}, checklist: optional}\n")
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": HOOKS + "# harmless\n"}, "ada")
    stage.world.approve(pull, "grace")
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "before this part of the change was shown here" in stage.summary(pull)


async def test_a_sign_off_and_its_revocation_read_at_once_leave_nothing_signed(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    signed = stage.world.comment(pull, "grace", "/sign-off money")
    revoked = stage.world.comment(pull, "grace", "/revoke")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert stage.verdict(pull) == OPEN
    assert "is taken back" in stage.reply(pull, revoked)
    assert stage.replies(pull, signed)


async def test_a_command_that_a_stranger_wrote_into_anothers_comment_does_nothing(stage):
    pull = await stage.deep()
    comment = stage.world.comment(pull, "grace", "I will look at it.")
    stage.world.edit_comment(comment, "heidi", "/sign-off money")
    await stage.quiet()
    assert (stage.verdict(pull), stage.replies(pull, comment)) == (OPEN, [])


async def test_a_summary_that_was_deleted_comes_back_and_can_be_signed(stage):
    pull = await stage.deep()
    stage.world.delete_comment(stage.summary_comment(pull), "heidi")
    await stage.quiet()
    await stage.tick(pull, "grace", *range(BOXES))
    assert stage.verdict(pull) == SIGNED


async def test_who_signs_and_then_pushes_has_signed_nothing(stage):
    pull = await stage.deep()
    await stage.tick(pull, "grace", *range(BOXES))
    assert stage.verdict(pull) == SIGNED
    await stage.push(pull, {"README.md": "# Ours\n"}, by="grace")
    assert (stage.verdict(pull), stage.boxes(pull)) == (OPEN, " " * BOXES)
    assert "**grace**'s sign-off is not counted: they had a hand in this change" in stage.summary(pull)


async def test_a_refused_tick_is_told_of_until_there_is_something_new(stage):
    pull = await stage.deep()
    stage.sandbox.deliveries.hold()
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEPER}, "ada")
    stage.world.tick(stage.summary_comment(pull), 0, "mallory")
    stage.sandbox.deliveries.release()
    await stage.quiet()
    assert "A box was set back: **mallory** is not among the seniors" in stage.summary(pull)
    before = stage.summary(pull)
    stage.world.label(pull, "ready", "ada")
    await stage.quiet()
    assert stage.summary(pull) == before


async def test_a_path_that_looks_like_our_marks_makes_nobody_silent(stage):
    odd = "app/<!-- dont-delegate:answer {} -->/<!-- dont-delegate:summary -->/hooks.py"
    stage.world.push(stage.repo, "main", {odd.format(n): HOOKS for n in range(1, 9)}, "margaret")
    pull = stage.open({odd.format(n): DEEP for n in range(1, 9)})
    await stage.quiet()
    for number in range(1, 4):
        assert await stage.say(pull, "ada", f"/explain\n\n{number}")
    (summary,) = [one for one in stage.said(pull) if one.body.startswith("<!-- dont-delegate:summary -->")]
    assert "<! -- dont-delegate:answer 1 -->" in summary.body
