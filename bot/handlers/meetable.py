"""Asks GitHub whether those whom a proposed policy names are there, and enough."""

import asyncio
from dataclasses import replace

from bot.core.codeowners import PLACES, UNREADABLE
from bot.core.model.change import FileStatus, PullRequest
from bot.core.model.policy import POLICY_PATH
from bot.core.model.report import Annotation
from bot.github import Installation
from bot.handlers.owners import NONE
from bot.policy.meetable import names_in, unmeetable

TITLE = "Nobody could sign by this"


async def named_in_vain(installation: Installation, pull: PullRequest, text: str) -> tuple[Annotation, ...]:
    """List what is wrong with whom a sound policy names, at its lines."""
    asked = await asyncio.to_thread(names_in, text)
    people = await installation.people(pull.repository, asked)
    owners = _no_owners(pull)
    if owners:
        people = replace(people, unreadable={**people.unreadable, UNREADABLE: owners})
    found = await asyncio.to_thread(unmeetable, text, people)
    return tuple(
        Annotation(POLICY_PATH, one.line, one.line, "failure", TITLE, f"{one.says}\n\n{one.instead}"[:60_000])
        for one in found
    )


def _no_owners(pull: PullRequest) -> str:
    """Say why owners by CODEOWNERS can't sign; one that comes with the policy is there once both are merged."""
    comes = any(file.path in PLACES and file.status is not FileStatus.REMOVED for file in pull.files)
    return "" if pull.codeowners.path or comes else NONE
