"""One input of a stranger's making: a policy, the files of a change, and the texts at its head; kept as short JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.core.model.change import Account, ChangedFile, Commit, FileStatus, Identity, PullRequest

Part = tuple[str, int]  # a text and how often it stands there


@dataclass(frozen=True, slots=True)
class Text:
    """A text in parts, so that a million brackets are kept, and made smaller, as two words."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part * times for part, times in self.parts)

    def __len__(self) -> int:
        return sum(len(part) * times for part, times in self.parts)


@dataclass(frozen=True, slots=True)
class FileCase:
    """A changed file; `head` is its whole text at the head, None where it can't be had."""

    path: Text
    status: str
    patch: Text | None
    old_path: Text | None = None
    head: Text | None = None
    binary: bool = False


@dataclass(frozen=True, slots=True)
class FuzzCase:
    """`policy` None: the shipped packs."""

    policy: Text | None
    files: tuple[FileCase, ...]
    attributes: Text = Text(())
    title: Text = Text((("A case", 1),))


def plain(text: str) -> Text:
    """Take a text as one part."""
    return Text(((text, 1),) if text else ())


def pull_of(case: FuzzCase) -> PullRequest:
    """Give the pull request, its words hostile wherever a stranger writes them; GitHub bounds all but commit messages."""
    title = str(case.title)
    somebody = Identity(title[:256], f"{title[:256]}@example.com", None)
    return PullRequest(
        repository="acme/shop",
        number=1,
        title=title[:256],
        body=title[:65_536],
        author=Account("mallory"),
        base_ref="main",
        base_sha="0" * 40,
        head_ref=title[:244],
        head_sha="1" * 40,
        head_repository=None,
        labels=(title[:50],),
        commits=(Commit("1" * 40, title, (somebody,), somebody),),
        files=tuple(map(_changed, case.files)),
        attributes=str(case.attributes),
    )


def written(case: FuzzCase) -> str:
    """Write a case as JSON."""
    return json.dumps(asdict(case), indent=1, ensure_ascii=True) + "\n"


def parsed(text: str) -> FuzzCase:
    """Read a case that `written` wrote."""
    case = json.loads(text)
    files = tuple(FileCase(**{key: _text(value) for key, value in file.items()}) for file in case.pop("files"))
    return replace(FuzzCase(None, files), **{key: _text(value) for key, value in case.items()})


def _text(value: Any) -> Any:
    return Text(_parts(value["parts"])) if isinstance(value, dict) else value


def _parts(said: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    return tuple((part, times) for part, times in said)


def _changed(file: FileCase) -> ChangedFile:
    old = None if file.old_path is None else str(file.old_path)
    patch = None if file.patch is None else str(file.patch)
    return ChangedFile(str(file.path), FileStatus(file.status), patch, old, binary=file.binary)
