"""What the logs tell of a whole conversation, and what they never tell."""

import json

from bot import log
from tests.front.stage import DEEP, DEEPER


async def test_no_secret_token_or_text_of_a_payload_is_logged(stage, capsys):
    log.configure("debug", [stage.sandbox.secret, stage.sandbox.private_key])
    stage.sandbox.faults.broken_every, stage.sandbox.faults.seed = 12, 1
    pull = stage.open({"app/hooks.py": DEEP}, title="A title like no other", body="A body like no other")
    await stage.quiet()
    await stage.say(pull, "grace", "Words like no others\n\n/sign-off money")
    await stage.tick(pull, "mallory", 0)
    await stage.push(pull, {"app/hooks.py": DEEPER})
    stage.sandbox.faults.broken_every = 0
    odd = {"action": "created", "installation": {"id": 1}, "comment": "Nonsense like no other"}
    stage.sandbox.deliveries._send(stage.sandbox.deliveries._make("issue_comment", odd, "odd-one"))
    await stage.quiet()
    said = capsys.readouterr().err
    tokens = list(stage.sandbox.keys._tokens)
    assert tokens
    hidden = [*tokens, stage.sandbox.secret, "PRIVATE KEY", "like no other", "json.loads", "signature on the raw body"]
    assert [word for word in hidden if word in said] == []


async def test_each_line_about_a_pull_request_names_it(stage, capsys):
    log.configure("info", [stage.sandbox.secret])
    await stage.deep()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (one,) = [line for line in lines if line["event"] == "evaluated" and line.get("zones")][:1]
    assert {"delivery", "installation", "repository", "pull_request"} <= one.keys()
    assert (one["repository"], one["pull_request"], one["zones"]) == ("acme/shop", 1, {"money": "open"})
