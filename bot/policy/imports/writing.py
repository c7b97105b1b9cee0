"""An imported policy as YAML: what it came from, what could not be carried, then the policy itself."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from bot.policy.imports.imported import Note

_WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Writes everything out, since our own files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
        return True


def written(policy: Mapping[str, Any], origin: str, notes: Iterable[Note]) -> str:
    """Give the text of a policy with what is to be known of it in comments."""
    body = yaml.dump(
        dict(policy), Dumper=_Dumper, sort_keys=False, default_flow_style=None, allow_unicode=True, width=_WIDTH
    )
    return "\n".join((*_head(origin, tuple(notes)), body))


def _head(origin: str, notes: tuple[Note, ...]) -> Iterator[str]:
    yield from comment(
        f"Imported from {origin}. Read it before you use it; `dont-delegate lint` says what could be better."
    )
    if notes:
        yield "#"
        yield from comment("What is not carried over, or means something else here:")
        for sentence in sentences(notes):
            yield from comment(f"- {sentence}")


def sentences(notes: Iterable[Note]) -> Iterator[str]:
    """Put notes into words, those that say the same with all of their lines."""
    lines: dict[str, list[int]] = {}
    for note in notes:
        lines.setdefault(note.says, []).append(note.line)
    for says, where in lines.items():
        yield f"line{'s' if len(where) > 1 else ''} {', '.join(map(str, where))}: {says}"


def comment(text: str) -> Iterator[str]:
    """Write a comment over as many lines as it takes; what a stranger named can't leave it."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    for line in textwrap.wrap(
        plain, _WIDTH - 2, break_on_hyphens=False, subsequent_indent="  " * text.startswith("- ")
    ):
        yield f"# {line}"


def identifier(name: str, taken: Iterable[str]) -> str:
    """Make an id of a name, unlike those that are taken."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower())[:50].strip("-") or "imported"
    known, found, number = set(taken), base, 2
    while found in known:
        found, number = f"{base}-{number}", number + 1
    return found


def title(name: str) -> str:
    """Make one line of a name."""
    return " ".join(name.split())[:150] or "Imported"
