"""What others say of the head: statuses, check runs, workflows. Asked for only where a policy waits for them."""

from collections.abc import Iterable
from http import HTTPStatus

import structlog

from bot.core.branches import NAMES
from bot.core.model.change import Check, Checks
from bot.github import queries
from bot.github.check_shapes import Context, Head, ReadChecks, Suite
from bot.github.client import Client
from bot.github.failures import RefusedError
from bot.github.place import Place

MOST_PAGES = 10

log = structlog.get_logger()


async def checks(client: Client, place: Place, head_sha: str | None) -> tuple[str, Checks] | None:
    """Give the head's id and what is said of it; None where we may not see it, or it is not `head_sha`."""
    found: list[Context] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        head = await _page(client, place, cursor)
        if head is None or head_sha not in (None, head.oid):
            return None
        head_sha = head.oid
        if head.status_check_rollup is None:
            return head_sha, Checks()
        page = head.status_check_rollup.contexts
        found += page.nodes
        cursor = page.page_info.end_cursor if page.page_info.has_next_page else None
        if cursor is None:
            return head_sha, _checks(found, whole=len(found) >= page.total_count)
    return head_sha or "", _checks(found, whole=False)


async def _page(client: Client, place: Place, cursor: str | None) -> Head | None:
    variables = {**place.variables, "cursor": cursor}
    try:
        answer = await client.query("ReadChecks", queries.READ_CHECKS, variables, ReadChecks)
    except RefusedError as refusal:
        if refusal.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise
        # The App was installed before it asked for these permissions, or the server is older: then it is not known.
        log.warning("statuses can't be read", place=str(place), why=str(refusal))
        return None
    nodes = answer.repository.pull_request.head.nodes
    return nodes[0].commit if nodes else None


def _checks(found: Iterable[Context], *, whole: bool) -> Checks:
    """Sort what was found; our own check says nothing here."""
    others = [one for one in found if one.name not in NAMES]
    suites = dict.fromkeys(one.check_suite for one in others if one.check_suite and one.check_suite.workflow_run)
    return Checks(tuple(map(_status, others)), tuple(_workflow(suite) for suite in suites if suite), whole)


def _status(one: Context) -> Check:
    if one.typename == "StatusContext":
        return Check((one.context,), "pending" if one.status_state == "EXPECTED" else one.status_state.lower())
    return Check((one.name,), _state(one.status, one.conclusion))


def _workflow(suite: Suite) -> Check:
    run = suite.workflow_run
    names = (run.workflow.name, *([run.file.path] if run.file else [])) if run else ()
    return Check(names, _state(suite.status, suite.conclusion))


def _state(status: str, conclusion: str | None) -> str:
    return conclusion.lower() if status == "COMPLETED" and conclusion else "pending"
