"""What stands on a pull request, word for word."""

import hashlib
import re

from tests.front.stage import DEEP, DEEPER, HOOKS

EVENT = "event = stripe.Webhook.construct_event(b)\n"
WHY = (
    "The provider's message decides that somebody has paid. Believed without a check it is a way to order for nothing; "
    "handled twice or too late it ships twice or never."
)
ASKS = (
    "Is the signature verified on the raw body, with the right secret, before anything is parsed?",
    "Does the same event, delivered twice or at the same time, have its effect once?",
    "Does an event that arrives late or out of order leave the right state?",
    "Is the event durably stored (or fully handled) before it is answered with 2xx, and answered with an error otherwise?",
    "Are amount, currency and owner compared with our own order rather than taken from the event?",
)


def shown(text: str) -> str:
    """Leave out what GitHub does not show."""
    return re.sub(r"^<!--.*?-->\n|(?:\n\n| )<!--.*?-->", "", text, flags=re.MULTILINE)


async def test_the_summary(stage):
    pull = await stage.deep()
    place = hashlib.sha256(b"app/hooks.py").hexdigest()
    boxes = "\n".join(f"- [ ] {n}. {ask}" for n, ask in enumerate(ASKS, 1))
    assert (
        shown(stage.summary(pull))
        == f"""\
### One part of this change needs a senior's sign-off

| Zone | Sign-off | Who can sign |
|:--|:--|:--|
| **Money** | open | a member of **acme/payments** |

#### Money

- [`app/hooks.py` line 5 (removed)](https://github.test/acme/shop/pull/1/files#diff-{place}L5): \
**A payment provider's webhook is handled.** {WHY}

To sign: a member of **acme/payments**, and not an author of the change. Look at each point, then tick every box below \
or comment `/sign-off money`.

{boxes}

<sub>Where a point does not apply: `/not-applicable money 1` and why, with its number.</sub>

<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>"""
    )


async def test_the_summary_when_all_is_signed(stage):
    pull = await stage.deep()
    await stage.say(pull, "grace", "/sign-off money")
    place = hashlib.sha256(b"app/hooks.py").hexdigest()
    boxes = "\n".join(f"- [x] {n}. {ask}" for n, ask in enumerate(ASKS, 1))
    assert (
        shown(stage.summary(pull))
        == f"""\
### Every part of this change that needed a senior has been signed

| Zone | Sign-off | Who can sign |
|:--|:--|:--|
| **Money** | signed by **grace** | a member of **acme/payments** |

<details><summary><b>Money</b>: signed by grace</summary>

- [`app/hooks.py` line 5 (removed)](https://github.test/acme/shop/pull/1/files#diff-{place}L5): \
**A payment provider's webhook is handled.** {WHY}

{boxes}

</details>

<sub>`/explain` tells why · `/explain path:line` about one place · `/help` lists what can be said here</sub>"""
    )


async def test_the_check(stage):
    pull = await stage.deep()
    (run,) = stage.checks(pull)
    assert (run.name, run.status, run.conclusion) == ("Don't Delegate", "completed", "action_required")
    assert run.output == {
        "title": "Needs a sign-off: Money",
        "summary": (
            "- **Money**: open. To sign: a member of **acme/payments**, and not an author of the change. Look at each point, "
            "then tick every box in the summary comment or comment `/sign-off money`.\n\n"
            "The checklists stand in the summary comment of the pull request."
        ),
        "text": (
            "### Money\n\n- `app/hooks.py` line 5 (removed): A payment provider's webhook is handled "
            "(high: the removed line 5 has `stripe.Webhook`) · `payment-webhook-handler`\n\n"
            "Had a hand in it, and so can't sign it: **ada** (opened it).\n\n"
            "Judged by `.github/dont-delegate.yml`."
        ),
    }


async def test_the_check_of_a_shallow_pull_request(stage):
    pull = stage.open({"README.md": "# Our shop\n"})
    await stage.quiet()
    says = stage.checks(pull)[-1].output["summary"]
    assert re.fullmatch(
        r"1 changed file and \d+ rules were put side by side: nothing here needs a senior's sign-off. "
        "Merge as you would any change.",
        says,
    )


async def test_an_annotation_stands_at_an_added_line(stage):
    pull = stage.open({"app/new.py": "x = 1\n" + EVENT})
    await stage.quiet()
    assert stage.checks(pull)[-1].annotations == [
        {
            "path": "app/new.py",
            "start_line": 2,
            "end_line": 2,
            "annotation_level": "warning",
            "title": "A payment provider's webhook is handled",
            "message": WHY,
        }
    ]


async def test_the_comment_on_a_line(stage):
    pull = await stage.deep()
    asks = "\n".join(f"- {ask}" for ask in ASKS[:3])
    assert [shown(comment.body) for comment in stage.line_comments(pull)] == [
        f"**A payment provider's webhook is handled** (money)\n\n{WHY}\n\nA senior looks at:\n{asks}\n\n"
        "<sub>`/explain payment-webhook-handler` tells how this goes wrong and how to do it well.</sub>"
    ]
    (review,) = pull.reviews
    assert (review.state, review.body) == (
        "COMMENTED",
        "These lines need a senior's eye. What to check, and who can sign, stands in the summary comment of this pull request.",
    )


async def test_at_most_ten_lines_are_commented_in_one_review(stage):
    pull = stage.open({f"app/h{n:02}.py": EVENT for n in range(30)})
    await stage.quiet()
    assert (len(pull.reviews), len(stage.line_comments(pull))) == (1, 10)
    assert " and 20 more: **A payment provider's webhook is handled.**" in stage.summary(pull)


async def test_more_annotations_than_github_takes_are_left_out(stage):
    pull = stage.open({f"app/h{n:02}.py": EVENT for n in range(60)})
    await stage.quiet()
    assert len(stage.checks(pull)[-1].annotations) == 50


async def test_no_finding_is_shown_twice_and_those_that_are_gone_are_resolved(stage):
    pull = await stage.deep()
    await stage.push(pull, {"app/hooks.py": DEEPER})
    assert len(stage.line_comments(pull)) == 1
    await stage.push(pull, {"app/hooks.py": HOOKS, "app/new.py": EVENT})
    first, second = pull.threads
    assert (first.path, first.resolved_by) == ("app/hooks.py", stage.world.bot)
    assert (second.path, second.resolved_by) == ("app/new.py", None)
    assert len(pull.reviews) == 2


async def test_a_finding_that_comes_back_is_not_shown_again(stage):
    pull = await stage.deep()
    await stage.push(pull, {"app/hooks.py": HOOKS, "README.md": "# Ours\n"})
    await stage.push(pull, {"app/hooks.py": DEEP})
    assert len(stage.line_comments(pull)) == 1


async def test_a_change_by_an_agent_says_so(stage):
    said = "Do it\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    stage.world.push(stage.repo, "work", {"app/hooks.py": DEEP}, "ada", said)
    pull = stage.world.open_pull_request(stage.repo, "work", "ada", title="Work")
    await stage.quiet()
    says = f"Written with Claude Code: `noreply@anthropic.com` co-authored commit `{pull.head_sha[:7]}`."
    assert says in stage.summary(pull).splitlines()
