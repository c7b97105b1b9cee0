"""Makes a failing case small: parts, files and texts are left out for as long as it still fails."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.fuzz.case import FileCase, FuzzCase, Text, plain

Fails = Callable[[FuzzCase], bool]


def smallest(case: FuzzCase, fails: Fails, seconds: float = 10.0) -> FuzzCase:
    """Give the smallest case found in this time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        better = next((one for one in _smaller(case) if time.monotonic() < until and fails(one)), None)
        if better is None:
            return case
        case = better
    return case


def _smaller(case: FuzzCase) -> Iterator[FuzzCase]:
    for number in range(len(case.files)):
        yield replace(case, files=case.files[:number] + case.files[number + 1 :])
    for text in _shorter(case.attributes):
        yield replace(case, attributes=text)
    for text in _shorter(case.title):
        yield replace(case, title=text)
    for text in _shorter(case.policy) if case.policy else ():
        yield replace(case, policy=text)
    for number, file in enumerate(case.files):
        for less in _smaller_file(file):
            yield replace(case, files=(*case.files[:number], less, *case.files[number + 1 :]))


def _smaller_file(file: FileCase) -> Iterator[FileCase]:
    if file.head is not None:
        yield replace(file, head=None)
    if file.old_path is not None:
        yield replace(file, old_path=None)
    yield from (replace(file, path=less) for less in _shorter(file.path) if str(less))
    yield from (replace(file, patch=less) for less in _shorter(file.patch or Text(())))
    yield from (replace(file, head=less) for less in _shorter(file.head or Text(())))


def _shorter(text: Text) -> Iterator[Text]:
    """Leave out parts, let them stand less often, and cut them in half or by a line."""
    for number, (part, times) in enumerate(text.parts):
        before, after = text.parts[:number], text.parts[number + 1 :]
        yield Text(before + after)
        if times > 1:
            yield Text((*before, (part, times // 2), *after))
            yield Text((*before, (part, times - 1), *after))
        for less in _halves(part):
            yield Text((*before, (less, times), *after))


def _halves(part: str) -> Iterator[str]:
    size = len(part) // 2
    while size:
        for start in range(0, len(part), size):
            yield part[:start] + part[start + size :]
        size //= 2 if len(part) < 2_000 else 8


def joined(text: Text | None) -> Text | None:
    """Write the short parts of a text as one."""
    return plain(str(text)) if text is not None and len(text) < 500 else text
