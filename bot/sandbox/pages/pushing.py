"""Pushing from the browser: a file written by hand, or one of the ready-made pushes that the tour is about."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.model.git import EXECUTABLE, FILE, Entry, File
from bot.sandbox.model.patch import is_binary
from bot.sandbox.model.state import PullRequest, Repository
from bot.sandbox.pages import checks
from bot.sandbox.pages.desk import Desk
from bot.sandbox.pages.guard import PageError
from bot.sandbox.pages.reading import pull_page
from bot.sandbox.pages.views import OfBranch

_REMARKS = {"sql": "--", "js": "//", "ts": "//", "tsx": "//", "go": "//", "java": "//", "rs": "//", "kt": "//"}
_LONGEST_PATH = 255


def form(desk: Desk) -> dict[str, Any]:
    """Show the form: a file of the head to edit, the first changed one if none is named, or a new one."""
    tree = _tree(desk.pull)
    changed = {change.path for change in desk.world.changes(desk.pull)}
    texts = sorted(path for path, entry in tree.items() if path.isprintable() and _is_text(desk.pull, entry))
    first = next((path for path in texts if path in changed), "")
    path = "" if "new" in desk.query else desk.query.get("path", first)
    editing = path in texts
    spot = _signed(desk.pull)
    return {
        **pull_page(desk, "push"),
        "editing": editing,
        "path": path,
        "text": _text(desk.pull, path) if editing else "",
        "message": f"Change {path}" if editing else "Add a file",
        "signed": f"{spot[0]}:{spot[1]}" if spot else "",
        "files": [OfBranch(one, one in changed) for one in texts],
    }


def push(desk: Desk) -> str:
    """Push the file of the form, or its removal."""
    repo, path = _may_push(desk), _path(desk.text("path"))
    content: File | None = None
    if not desk.optional("remove"):
        entry = _tree(desk.pull).get(path)
        mode = EXECUTABLE if entry is not None and entry.mode == EXECUTABLE else FILE
        content = File(_as_before(desk, path, desk.optional("text")).encode(), mode)
    elif path not in _tree(desk.pull):
        raise PageError(400, f"There is no {path} to remove.")
    desk.world.push(repo, desk.pull.head_ref, {path: content}, desk.me, desk.text("message"))
    return _page(desk)


def ready(desk: Desk) -> str:
    """Make one of the ready-made pushes."""
    _may_push(desk)
    kinds: dict[str, Callable[[Desk], object]] = {
        "unrelated": _unrelated,
        "signed": _change_signed,
        "update": lambda desk: desk.world.merge_base_into_head(desk.pull, desk.me),
        "rebase": lambda desk: desk.world.rebase(desk.pull, desk.me),
    }
    kind = kinds.get(desk.text("kind"))
    if kind is None:
        raise PageError(400, "There is no such push.")
    kind(desk)
    return _page(desk)


def _unrelated(desk: Desk) -> None:
    path = f"docs/note-{desk.pull.head_sha[:7]}.md"
    who = desk.pull.author  # whoever pushes is an author from then on, and no longer signs
    text = f"# A note\n\nWritten by {who.login}; it has nothing to do with the rest of this change.\n"
    desk.world.push(_may_push(desk), desk.pull.head_ref, {path: text}, who, "Add a note")


def _change_signed(desk: Desk) -> None:
    spot = _signed(desk.pull)
    if spot is None:
        raise PageError(409, "The bot has marked no line of this pull request yet.")
    path, line = spot
    lines = _text(desk.pull, path).split("\n")
    code = lines[line - 1].removesuffix("\r")
    remark = f"  {_REMARKS.get(path.rpartition('.')[2], '#')} changed after the sign-off"
    lines[line - 1] = code + remark + lines[line - 1][len(code) :]
    made = File("\n".join(lines).encode(), _tree(desk.pull)[path].mode)
    desk.world.push(
        _may_push(desk), desk.pull.head_ref, {path: made}, desk.pull.author, f"Change line {line} of {path}"
    )


def _signed(pull: PullRequest) -> tuple[str, int] | None:
    """Find a line of the head that the bot has something to say about: by its threads, else by its annotations."""
    begun = [one for one in pull.threads if one.side == "RIGHT" and one.comments and one.comments[0].author.bot]
    spots = [(one.path, one.line) for one in begun]
    spots += [(note.path, note.line) for one in checks.of_head(pull) for _, notes in one.annotations for note in notes]
    tree = _tree(pull)
    for path, line in spots:
        entry = tree.get(path)
        if line and entry and _is_text(pull, entry) and line <= len(_text(pull, path).split("\n")):
            return path, line
    return None


def _may_push(desk: Desk) -> Repository:
    pull = desk.pull
    if pull.head is None:
        raise PageError(409, "The fork that this came from is gone, so nobody can push to it.")
    if pull.state != "open":
        raise PageError(409, "This pull request is closed; reopen it to push to it.")
    desk.needs("write", pull.head)
    return pull.head


def _path(text: str) -> str:
    path = text.strip()
    parts = path.split("/")
    if len(path) > _LONGEST_PATH or any(part in {"", ".", "..", ".git"} for part in parts) or not path.isprintable():
        raise PageError(400, "A path has names between single slashes, like docs/notes.md.")
    return path


def _as_before(desk: Desk, path: str, text: str) -> str:
    """Give the text with the line ends that the file has: a browser sends others."""
    before = _text(desk.pull, path) if path in _tree(desk.pull) else ""
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def _tree(pull: PullRequest) -> dict[str, Entry]:
    return dict(pull.repo.objects.commits[pull.head_sha].files)


def _is_text(pull: PullRequest, entry: Entry) -> bool:
    """Tell whether a browser can edit it and give it back unchanged."""
    if entry.mode not in {FILE, EXECUTABLE} or is_binary(pull.repo.objects.blobs[entry.sha]):
        return False
    try:
        pull.repo.objects.blobs[entry.sha].decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(pull: PullRequest, path: str) -> str:
    return pull.repo.objects.blobs[_tree(pull)[path].sha].decode()


def _page(desk: Desk) -> str:
    return f"/pull/{desk.pull.number}"
