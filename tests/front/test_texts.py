"""Rules that need more than the patch: whole texts are read beside the people, and only where a rule asks."""

from tests.front.stage import POLICY
from tests.front.test_trace import traced

RULES = (
    POLICY
    + """\
rules:
  - id: sleeps
    zone: auth
    title: A lock is held while it sleeps
    why: Nobody else gets in.
    checklist: [{id: short, ask: "Is it short?"}]
    when:
      added: sleep
      structure: {language: python, pattern: time.sleep($$$), inside: "with lock: $$$"}
      file: "^import time"
"""
)
WAITING = "import time\n\n\ndef wait():\n    with lock:\n        work()\n"
ASLEEP = WAITING + "        time.sleep(1)\n"


async def test_a_structure_is_found_with_one_more_call(stage):
    await stage.policy(RULES)
    stage.world.push(stage.repo, "main", {"app/wait.py": WAITING}, "margaret")
    await stage.quiet()
    stage.world.push(stage.repo, "work", {"app/wait.py": ASLEEP}, "ada")
    await stage.quiet()
    found = await traced(stage, lambda: stage.world.open_pull_request(stage.repo, "work", "ada", title="Work"))
    assert found[1] == ["GET /repos/{owner}/{repo}/collaborators", "query ReadBlobs"]
    assert len(found) == 3
    pull = stage.repo.pulls[1]
    assert stage.verdict(pull) == ("action_required", "Needs a sign-off: Security boundaries")
    said = await stage.say(pull, "ada", "/explain app/wait.py")
    assert "the added line 7 stands in `time.sleep(1)`" in said
    assert "line 1 of the whole file at the head has `import time`" in said


async def test_what_a_cheap_predicate_leaves_out_costs_no_call(stage):
    await stage.policy(RULES)
    stage.world.push(stage.repo, "main", {"app/wait.py": WAITING}, "margaret")
    await stage.quiet()
    stage.world.push(stage.repo, "work", {"app/wait.py": WAITING + "        rest(1)\n"}, "ada")
    await stage.quiet()
    found = await traced(stage, lambda: stage.world.open_pull_request(stage.repo, "work", "ada", title="Work"))
    assert [call for wave in found for call in wave if "ReadBlobs" in call] == []
    assert stage.verdict(stage.repo.pulls[1]) == ("success", "Shallow: nothing here needs a senior")


async def test_code_that_can_not_be_taken_apart_is_not_taken_as_clean(stage):
    await stage.policy(RULES)
    pull = stage.open({"app/wait.py": "import time\nwith lock(]:\n    time.sleep(1)\n"})
    await stage.quiet()
    assert stage.verdict(pull)[0] == "failure"
    assert "`app/wait.py`: its text can't be looked at: it has a syntax error on line 2" in stage.summary(pull)
