"""The shortest edit between two texts, as git finds it for texts of ordinary size (Myers 1986)."""

import difflib
from collections.abc import Sequence

Change = tuple[int, int, int, int]  # lines [i1, i2) of the old text give way to lines [j1, j2) of the new one

_MOST_EDITS = 3000


def split(data: bytes) -> list[bytes]:
    """Split at line feeds alone, keeping them."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[Change]:
    """Give the runs of lines that differ, in order."""
    matched = pairs(old, new)
    found: list[Change] = []
    i = j = 0
    for at_old, at_new in [*matched, (len(old), len(new))]:
        if (i, j) != (at_old, at_new):
            found.append((i, at_old, j, at_new))
        i, j = at_old + 1, at_new + 1
    return found


def pairs(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Give the indexes of the lines that both texts keep, in order."""
    start = 0
    end = min(len(old), len(new))
    while start < end and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < end - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _middle(old, new, start, tail)
    after = [(len(old) - k, len(new) - k) for k in range(tail, 0, -1)]
    return [(i, i) for i in range(start)] + middle + after


def _middle(old: Sequence[bytes], new: Sequence[bytes], start: int, tail: int) -> list[tuple[int, int]]:
    """Match what lies between the common start and end; lines that one side alone has are left out first."""
    theirs = set(new[start : len(new) - tail])
    ours = set(old[start : len(old) - tail])
    left = [i for i in range(start, len(old) - tail) if old[i] in theirs]
    right = [j for j in range(start, len(new) - tail) if new[j] in ours]
    kept = _myers([old[i] for i in left], [new[j] for j in right])
    return [(left[i], right[j]) for i, j in kept]


def _myers(old: list[bytes], new: list[bytes]) -> list[tuple[int, int]]:
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        trace.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            i = reach[k + 1] if down else reach[k - 1] + 1
            while i < len(old) and i - k < len(new) and old[i] == new[i - k]:
                i += 1
            reach[k] = i
            if i >= len(old) and i - k >= len(new):
                return _back(trace, len(old), len(new))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(b.a + n, b.b + n) for b in blocks for n in range(b.size)]


def _back(trace: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    """Walk the furthest reaches back to the start, gathering the lines that stayed."""
    kept: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        reach = trace[edits]
        k = i - j
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        to_i = reach[before] if edits else 0
        to_j = to_i - before if edits else 0
        while i > to_i and j > to_j:
            i, j = i - 1, j - 1
            kept.append((i, j))
        i, j = to_i, to_j
    return kept[::-1]
