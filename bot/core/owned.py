"""Owners by CODEOWNERS as signers: each touched file has its own, and each needs enough of them."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.core.codeowners import UNREADABLE, login_in, team_in
from bot.core.markdown import code
from bot.core.model.change import FileStatus, PullRequest
from bot.core.model.verdict import Finding, People


def files_of(findings: Iterable[Finding], pull: PullRequest, people: People) -> tuple[str, ...]:
    """Give the paths whose owners are asked: the files of the findings, and where a moved one was if somebody owned it there."""
    paths: dict[str, None] = {}
    for path in (finding.path for finding in findings):
        paths[path] = None
        before = moved_from(pull, path)
        if before and people.owners.get(before) != ():
            paths[before] = None
    return tuple(paths)


def moved_from(pull: PullRequest, path: str) -> str:
    """Give where a moved file was, "" where it was not moved."""
    file = pull.files_by_path.get(path)
    return (file.old_path or "") if file is not None and file.status is FileStatus.RENAMED else ""


def only(people: People, files: Collection[str]) -> People:
    """Leave out the owners of all other files; one is missing where they are not known."""
    return replace(people, owners={path: people.owners[path] for path in files if path in people.owners})


def least_owned(files: Collection[str], able: Collection[str], people: People) -> int:
    """Of how many owners among those who signed the file with the fewest has; no files, no owners."""
    return min(
        (sum(owns(login, people.owners.get(path, ()), people)[0] for login in able) for path in files), default=0
    )


def ownership(login: str, people: People) -> tuple[str, str]:
    """Tell of which of the known files a lower-cased login is an owner, or why that can't be told."""
    if UNREADABLE in people.unreadable:
        return "", people.unreadable[UNREADABLE]
    answers = {path: owns(login, owners, people) for path, owners in people.owners.items()}
    own = [path for path, (yes, _) in answers.items() if yes]
    if own:
        more = f" and {len(own) - 1} more" if len(own) > 1 else ""
        return f"owner of {own[0]}{more} by CODEOWNERS", ""
    return "", "; ".join(dict.fromkeys(doubt for _, doubt in answers.values() if doubt))


def owns(login: str, owners: Collection[str], people: People) -> tuple[bool, str]:
    """Whether a lower-cased login is among the owners; else why that can't be told, "" where it is not."""
    doubts = []
    for owner in owners:
        team = team_in(owner)
        members = people.teams.get(team)
        if login == login_in(owner) or (members is not None and login in members):
            return True, ""
        if team and members is None:
            doubts.append(people.unreadable.get(team, f"the members of team {team} could not be read"))
        elif not team and not login_in(owner):
            doubts.append(f"CODEOWNERS names the address {code(owner)}, and GitHub does not tell whose it is")
    return False, "; ".join(dict.fromkeys(doubts))
