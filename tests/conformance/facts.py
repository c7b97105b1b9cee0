"""The facts of a case as our values: the pull request, people, what was said when."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core.model.change import Account, ChangedFile, Check, Checks, Commit, FileStatus, Identity, PullRequest
from bot.core.model.report import Comment
from bot.core.model.verdict import People, Review

Facts = Mapping[str, Any]

_STATUSES = {"added": FileStatus.ADDED, "modified": FileStatus.MODIFIED, "deleted": FileStatus.REMOVED}
_NOT_FACTS = re.compile(r"\.github/workflows/")
APPROVES, DISAPPROVES = (":+1:", "👍"), (":-1:", "👎")


def pull_request(facts: Facts, *, files: Iterable[ChangedFile] | None = None) -> PullRequest:
    """Give the pull request; what a case does not tell is as it mostly is."""
    repository = f"{facts.get('OwnerValue', 'testorg')}/{facts.get('RepoValue', 'testrepo')}"
    return PullRequest(
        repository=repository,
        number=1,
        title=facts.get("TitleValue", ""),
        body=facts.get("BodyValue", {}).get("Body", ""),
        author=Account(facts.get("AuthorValue", "opener")),
        base_ref=facts.get("BranchBaseName", "develop"),
        base_sha="b" * 40,
        head_ref=facts.get("BranchHeadName", "topic"),
        head_sha=facts.get("HeadSHAValue", "a" * 40),
        head_repository=repository,
        labels=tuple(facts.get("LabelsValue", ())),
        commits=tuple(map(_commit, facts.get("CommitsValue", ()))),
        files=tuple(_files(facts) if files is None else files),
        checks=Checks(_statuses(facts), _workflows(facts)),
    )


def people(facts: Facts, config: str) -> People:
    """Give who belongs where; of a group that the settings name and nobody is in, that it is empty."""
    teams = _members(facts.get("TeamMemberships", {}))
    organizations = _members(facts.get("OrgMemberships", {}))
    asked = re.findall(r'"([\w.-]+(?:/[\w.-]+)?)"', config)
    teams |= {name: frozenset() for name in asked if "/" in name and name not in teams}
    organizations |= {name: frozenset() for name in asked if "/" not in name and name not in organizations}
    return People(teams=teams, organizations=organizations)


def comments(facts: Facts) -> list[Comment]:
    """Give the comments as they were written."""
    return [
        Comment(
            100 + number,
            Account(one["Author"]),
            one["Body"],
            moment(one["CreatedAt"]),
            moment(one["CreatedAt"]),
            edited=not one["LastEditedAt"].startswith("0001"),
        )
        for number, one in enumerate(facts.get("CommentsValue", ()))
    ]


def reviews(facts: Facts, shown: Iterable[tuple[datetime, str]]) -> list[Review]:
    """Give the reviews, each of the commit that was the head then."""
    heads = list(shown)
    return [
        Review(
            500 + number,
            Account(one["Author"]),
            one["State"].upper(),
            next((head for at, head in reversed(heads) if at < moment(one["CreatedAt"])), None),
            moment(one["CreatedAt"]),
            one.get("Body", ""),
        )
        for number, one in enumerate(facts.get("ReviewsValue", ()))
    ]


def moment(text: str) -> datetime:
    """Read a time; Go writes nanoseconds."""
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text))


def pushes(facts: Facts) -> list[tuple[datetime, str]]:
    """Give when which head was pushed, oldest first; what is said begins a minute after the first that is known."""
    said = [moment(one["CreatedAt"]) for key in ("CommentsValue", "ReviewsValue") for one in facts.get(key, ())]
    first = min(said) - timedelta(minutes=1)
    told = sorted((moment(at), sha) for sha, at in facts.get("PushedAtValue", {}).items())
    head = facts.get("HeadSHAValue", "a" * 40)
    return ([] if told and told[0][0] < min(said) else [(first, head if not told else "e" * 40)]) + told


def _commit(one: Facts) -> Commit:
    signature = one.get("Signature", {})
    valid = bool(signature.get("IsValid"))
    committer = one.get("Committer")
    return Commit(
        one["SHA"],
        "Work",
        (_identity(one["Author"]),),
        _identity(committer) if committer else None,
        valid,
        signature.get("Signer") if valid else None,
        signature.get("KeyID", signature.get("KeyFingerprint", "")) if valid else "",
    )


def _identity(login: str) -> Identity:
    return Identity(login, f"{login}@example.org", login)


def _files(facts: Facts) -> Iterable[ChangedFile]:
    for number, one in enumerate(facts.get("ChangedFilesValue", ())):
        added, removed = one.get("Additions", 0), one.get("Deletions", 0)
        patch = f"@@ -1,{removed} +1,{added} @@" + "\n-gone" * removed + "\n+come" * added
        yield ChangedFile(one.get("Filename", f"file-{number}"), _STATUSES[one["Status"]], patch)


def _statuses(facts: Facts) -> tuple[Check, ...]:
    return tuple(Check((name,), state) for name, state in facts.get("LatestStatusesValue", {}).items())


def _workflows(facts: Facts) -> tuple[Check, ...]:
    """Give the workflows: in their cases the facts are a table of nothing else."""
    return tuple(Check((path,), state) for path, states in facts.items() if _NOT_FACTS.match(path) for state in states)


def _members(told: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    groups = {group for mine in told.values() for group in mine}
    return {group: frozenset(login.lower() for login, mine in told.items() if group in mine) for group in groups}
