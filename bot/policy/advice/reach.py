"""Which files a glob can match at all: paths that stand for all of them, and whether two globs ever meet."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

ANY = "**"  # of segments: any number of folders, none too
_WORDS = ("q7z", "Zq")  # what stands for anything: no glob and no class of files names it


def segments(glob: str) -> tuple[str, ...]:
    """Split a glob as gitignore reads it: what it matches, and all below, where that may be a folder.

    A name with a dot in it is taken for a file's, though a folder may have it too.
    """
    text = glob.removeprefix("!")
    parts = [part for part in text.split("/") if part]
    if "/" not in text.rstrip("/"):
        parts = [ANY, *parts]
    if parts[-1] == ANY or text.endswith("/"):
        return (*(parts if parts[-1] != ANY else parts[:-1]), "*", ANY)
    return tuple(parts) if "." in parts[-1] or text.endswith("/*") else (*parts, ANY)


def samples(glob: str, names: Sequence[str] = ()) -> Iterator[str]:
    """Give paths that a glob matches, of every depth and with a file's `names` where it leaves the name open."""
    parts = segments(glob)
    below = parts[-1] == ANY
    *folders, last = parts[:-1] if below else parts
    for word, depth in product(_WORDS, range(3)):
        above = [folder for part in folders for folder in _filled(part, word, depth)]
        yield "/".join([*above, _named(last, word)])
        if last == "*":
            yield from ("/".join([*above, *[word] * (depth * below), name]) for name in names)
        elif last.endswith("*"):
            endings = [name.removeprefix("file") for name in names if name.startswith("file.")]
            yield from ("/".join([*above, _named(last[:-1], word) + ending]) for ending in endings)


def _named(part: str, word: str) -> str:
    return part.replace("*", word).replace("?", "q")


def _filled(part: str, word: str, depth: int) -> list[str]:
    return [word] * depth if part == ANY else [_named(part, word)]


@lru_cache(maxsize=16_384)
def meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether some path fits both rows of segments."""
    return _meet(one, other, ANY, _names_meet)


@lru_cache(maxsize=16_384)
def _names_meet(one: str, other: str) -> bool:
    """Whether some name fits both segments."""
    return _meet(one, other, "*", _signs_meet)


def _signs_meet(one: str, other: str) -> bool:
    return one == other or "?" in (one, other)


def _meet(one: Sequence[str], other: Sequence[str], many: str, same: Callable[[str, str], bool]) -> bool:
    """Compare two rows; `many` in a row stands for any number of what rows are made of."""
    rests = _rest(
        [], other, many, same, []
    )  # whether what is left of `one` meets what is left of `other`, from each place
    for place in reversed(range(len(one))):
        rests = _rest(one[place:], other, many, same, rests)
    return rests[0]


def _rest(
    one: Sequence[str], other: Sequence[str], many: str, same: Callable[[str, str], bool], after: list[bool]
) -> list[bool]:
    """Tell for each place of `other` whether its rest meets `one`; `after` tells it for `one` without its first."""
    here = [after[-1] and one[0] == many if one else True]
    for place in reversed(range(len(other))):
        if one and one[0] == many:
            meets = after[place] or here[-1]
        elif other[place] == many:
            meets = here[-1] or bool(one and after[place])
        else:
            meets = bool(one) and same(one[0], other[place]) and after[place + 1]
        here.append(meets)
    return here[::-1]
