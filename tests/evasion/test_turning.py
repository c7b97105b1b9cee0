"""Taking back and turning round: while a pull request is closed, goes elsewhere, or shows other words for a moment."""

from tests.evasion.attack import attack
from tests.front.stage import DEEP, HOOKS, POLICY

NO_BOXES = "has no checklist, so there is nothing to forge"
SEARCH = """\
version: 1
zones:
  search:
    title: {title}
    why: {why}
    paths: ["/search/**"]
    ask: [{{id: reindex, ask: "{ask}"}}]
    sign_off: {{from: {{users: [heidi]}}}}
"""
REAL = SEARCH.format(title="Search", why="A wrong mapping means a day.", ask="Is the reindex planned?")
FAKE = SEARCH.format(title="Typos", why="Just words.", ask="Do you like tea?")
REQUIRED = "Don't Delegate"
OTHER = "Don't Delegate (other branches)"


async def ticked(stage):
    """A pull request that grace has signed by its boxes."""
    pull = await stage.deep()
    await stage.tick(pull, "grace", 0, 1, 2, 3, 4)
    assert stage.verdict(pull) == ("success", "Signed: Money")
    return pull


def conclusions(stage, pull):
    return {run.name: run.conclusion for run in stage.checks(pull)}


@attack(
    "closes the pull request before a senior clears their boxes, and opens it again",
    "a box that is cleared takes the answer back on a closed pull request too, and its check is red at once",
    NO_BOXES,
)
async def test_a_box_is_cleared_while_it_is_closed(stage):
    pull = await ticked(stage)
    stage.world.close(pull, "ada")
    await stage.tick(pull, "grace", 0, checked=False)
    assert conclusions(stage, pull) == {REQUIRED: "action_required"}
    stage.world.reopen(pull, "ada")
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)[0]) == (" xxxx", "action_required")


@attack(
    "closes the pull request, deletes the comment in which a senior takes their sign-off back there, and opens it again",
    "`/revoke` is heard on a closed pull request too, and its check is red at once",
)
async def test_a_revocation_while_it_is_closed_is_deleted(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.world.close(pull, "ada")
    comment = stage.world.comment(pull, "grace", "/revoke money")
    await stage.quiet()
    assert "taken back" in stage.reply(pull, comment)
    assert conclusions(stage, pull) == {REQUIRED: "action_required"}
    stage.world.delete_comment(comment, "ada")
    stage.world.reopen(pull, "ada")
    await stage.quiet()
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")


@attack(
    "turns a signed pull request to a branch without a policy while a senior takes their sign-off back",
    "what is taken back is written down where nothing is judged too",
)
async def test_what_is_taken_back_where_nothing_is_judged(stage):
    stage.world.push(stage.repo, "side", {".github/dont-delegate.yml": None}, "ada")
    pull = await ticked(stage)
    await stage.push(pull, {".github/dont-delegate.yml": None})
    stage.world.retarget(pull, "side", "ada")
    await stage.quiet()
    stage.world.tick(stage.summary_comment(pull), len(stage.boxes(pull)) - 1, "grace", checked=False)
    await stage.quiet()
    await stage.push(pull, {".github/dont-delegate.yml": POLICY})
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)[0]) == ("xxxx ", "action_required")


@attack(
    "takes the zone out with a push at the moment in which a senior clears a box, and pushes it back",
    "whoever clears a box that they answered takes it back, whatever the zone looks like by then",
    NO_BOXES,
)
async def test_a_box_is_cleared_as_its_zone_vanishes(stage):
    pull = await ticked(stage)
    with stage.sandbox.deliveries.off():
        stage.world.push(stage.repo, pull.head_ref, {"app/hooks.py": HOOKS, "x.py": "a = 1\n"}, "ada")
    stage.world.tick(stage.summary_comment(pull), 0, "grace", checked=False)
    await stage.quiet()
    await stage.push(pull, {"app/hooks.py": DEEP, "x.py": None})
    assert (stage.boxes(pull), stage.verdict(pull)[0]) == (" xxxx", "action_required")


@attack(
    "turns a signed pull request to a branch of their own, where its green check outlives the sign-off, and back to have it merged at once",
    "the required check is set back as soon as the pull request goes where it is not required",
    "its status carries the base branch's name, and stays green on that commit as well",
)
async def test_a_green_check_waits_elsewhere(stage):
    stage.world.push(stage.repo, "side", {"z.py": "a = 1\n"}, "ada")
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    stage.world.retarget(pull, "side", "ada")
    await stage.quiet()
    assert conclusions(stage, pull) == {REQUIRED: "action_required", OTHER: "success"}
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert conclusions(stage, pull)[REQUIRED] == "success"


@attack(
    "has a senior sign harmless questions of a policy on a branch of their own, and turns the pull request to the default branch",
    "a sign-off counts only where the questions that are asked now stood there when it was given",
)
async def test_other_questions_are_signed_elsewhere(stage):
    await stage.policy(REAL)
    stage.world.push(stage.repo, "side", {".github/dont-delegate.yml": FAKE}, "ada")
    stage.world.push(stage.repo, "work", {"search/x.json": "{}\n"}, "ada")
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work", base="side")
    await stage.quiet()
    await stage.say(pull, "heidi", "/sign-off search")
    assert stage.verdict(pull) == ("success", "Signed: Typos")
    await stage.tick(pull, "heidi", 0, checked=False)
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)) == (" ", ("action_required", "Needs a sign-off: Search"))
    assert "Since then: the questions are no longer the ones that stood here. So it is asked again." in stage.summary(
        pull
    )
    await stage.tick(pull, "heidi", 0)
    assert stage.verdict(pull) == ("success", "Signed: Search")


@attack(
    "has other questions ticked on a branch of their own",
    "a tick answers the question that it was shown under, and no other",
    NO_BOXES,
)
async def test_other_questions_are_ticked_elsewhere(stage):
    await stage.policy(REAL)
    stage.world.push(stage.repo, "side", {".github/dont-delegate.yml": FAKE}, "ada")
    stage.world.push(stage.repo, "work", {"search/x.json": "{}\n"}, "ada")
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work", base="side")
    await stage.quiet()
    await stage.tick(pull, "heidi", 0)
    stage.world.retarget(pull, "main", "ada")
    await stage.quiet()
    assert (stage.boxes(pull), stage.verdict(pull)) == (" ", ("action_required", "Needs a sign-off: Search"))


@attack(
    "hides a senior's revocation behind two dozen replies in its thread, while the bot is away",
    "the last hundred replies of each thread are read",
    "comments are read anew each time, all of them",
)
async def test_a_revocation_is_buried_in_a_thread(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    (thread, *_) = pull.threads
    with stage.sandbox.deliveries.off():
        stage.world.reply(thread, "grace", "/revoke money")
        for n in range(25):
            stage.world.reply(thread, "ada", f"And {n}.")
    await stage.say(pull, "ada", "/recheck")
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")


@attack(
    "has an assistant name fifty co-authors, so that the record of who prompted it is cut, and takes both names away",
    "those for whom an assistant worked come first in the record, and stay authors",
    "who prompted an assistant is not asked",
)
async def test_a_prompter_is_hidden_behind_co_authors(stage):
    agent = "copilot-swe-agent[bot]"
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, agent)
    for k in range(4):
        names = "\n".join(f"Co-authored-by: A <{n}+a{k}{n}@users.noreply.github.com>" for n in range(17))
        stage.world.push(stage.repo, "work", {"n.py": f"N = {k}\n"}, agent, f"More\n\n{names}")
    body = "For the task started by @grace"
    pull = stage.world.open_pull_request(stage.repo, "work", agent, title="Work", body=body)
    await stage.quiet()
    stage.world.force_push(stage.repo, "work", stage.repo.branches["main"], {"app/hooks.py": DEEP}, agent)
    stage.world.edit(pull, "ada", body="")
    await stage.quiet()
    said = await stage.say(pull, "grace", "/sign-off money")
    assert "named here before, and an assistant opened it" in said
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Money")
