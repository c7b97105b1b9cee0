"""A small company to try the bot on: acme, its people, its shop with a history, and pull requests that wait."""

from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml

from bot.errors import DontDelegateError
from bot.sandbox.model.pushing import Content
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.model.world import World

REPOSITORY = "acme/shop"
_PEOPLE = {
    "ada": "Ada Ahlgren",
    "grace": "Grace Holloway",
    "linus": "Linus Tamm",
    "margaret": "Margaret Hale",
    "barbara": "Barbara Lindqvist",
    "mallory": "Mallory Crane",
}
_AGENT = "copilot-swe-agent[bot]"
_MARGIN = "{}"  # stands where a block of YAML begins indented, since YAML would take that indent away


class SeedError(DontDelegateError):
    """The bundled data contradict themselves."""


def plant(world: World) -> Repository:
    """Lay it all out: the history over the past weeks, what was merged of late, the pull requests of this morning."""
    now = world.clock.now()
    world.clock.pin(now - timedelta(days=40))
    repo = _found(world)
    for step, commit in enumerate(_load("history.yml")):
        world.clock.pin(now - timedelta(days=38 - 3 * step))
        tree = _read(world, repo, "main")
        world.push(repo, "main", _changes(tree, commit), commit["by"], commit["message"].strip())
    for step, pull in enumerate(_load("merged.yml")):
        world.clock.pin(now - timedelta(hours=30 - 6 * step))
        world.merge(_open(world, repo, pull), pull["merged_by"])
    world.require_queue(repo, "main")
    world.install("acme", "margaret")
    for step, pull in enumerate(_load("pulls.yml")):
        world.clock.pin(now - timedelta(minutes=50 - 10 * step))
        _open(world, repo, pull)
    world.clock.follow()
    return repo


def _found(world: World) -> Repository:
    """Bring the people, the teams and the empty repository into being."""
    for login, name in _PEOPLE.items():
        world.add_account(login, name=name, email=f"{login}@acme.example")
    world.add_account(_AGENT, kind="Bot", name="copilot-swe-agent[bot]")
    world.add_organization("acme", "margaret")
    world.add_team("acme", "developers", "ada", "linus")
    world.add_team("acme", "payments", "grace", "barbara")
    world.add_team("acme", "platform", "grace")
    world.add_team("acme", "database", "barbara", parent="platform")
    world.add_team("acme", "identity", "margaret", parent="platform")
    repo = world.add_repository(REPOSITORY)
    repo.description = "Sells anvils, rockets and birdseed"
    repo.teams.update({"developers": "write", "payments": "write", "platform": "maintain"})
    repo.collaborators.update({"mallory": "read", _AGENT: "write"})
    return repo


def _open(world: World, repo: Repository, pull: Mapping[str, Any]) -> PullRequest:
    branch, by = pull["branch"], pull["by"]
    for commit in pull["commits"]:
        tree = _read(world, repo, branch if branch in repo.branches else "main")
        world.push(repo, branch, _changes(tree, commit), by, commit["message"].strip())
    said = {key: pull[key] for key in ("title", "body", "labels")}
    return world.open_pull_request(repo, branch, by, draft=pull.get("draft", False), **said)


def _load(name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return found


def _read(world: World, repo: Repository, branch: str) -> dict[str, str]:
    if branch not in repo.branches:
        return {}
    tree = world.repository(repo.full_name).objects
    return {path: tree.blobs[entry.sha].decode() for path, entry in tree.commits[repo.branches[branch]].files.items()}


def _changes(tree: Mapping[str, str], commit: Mapping[str, Any]) -> dict[str, Content]:
    changed: dict[str, Content] = dict(commit.get("files", {}))
    for path, edits in commit.get("edits", {}).items():
        text = tree[path]
        for edit in edits:
            text = _replace(text, edit, path)
        changed[path] = text
    return changed


def _replace(text: str, edit: Mapping[str, Any], path: str) -> str:
    """Replace what occurs once; with `line: true` the line's end goes too."""
    old, new = (edit[side].removeprefix(_MARGIN) for side in ("old", "new"))
    if edit.get("line"):
        old += "\n"
    if text.count(old) != 1:
        raise SeedError(f"{path} holds {text.count(old)} times: {old}")
    return text.replace(old, new)
