"""Texts gone bad by chance: what stands in a sound one is torn, doubled, swapped and blown up."""

from collections.abc import Sequence
from random import Random

from tests.fuzz.case import Part, Text
from tests.fuzz.nasty import LINES, SIGNS

MOST_CHARACTERS = 400_000  # of one text; a whole change stays below a few of them


def count(chance: Random, most: int = 200_000) -> int:
    """Give a number that is mostly small and now and then huge."""
    return int(most ** chance.random()) if chance.random() < 0.05 else chance.choice((1, 1, 1, 2, 3, 30))


def damaged(chance: Random, text: Text, fragments: Sequence[str], rounds: int = 4) -> Text:
    """Do bad things to a text, up to so many times."""
    for _ in range(chance.randrange(rounds + 1)):
        text = _once(chance, text, fragments)
    return text


def capped(parts: Sequence[Part]) -> Text:
    """Take parts as long as there is room for them."""
    kept: list[Part] = []
    room = MOST_CHARACTERS
    for part, times in parts:
        fitting = min(times, room // len(part)) if part else 0
        if fitting > 0:
            kept.append((part, fitting))
            room -= fitting * len(part)
    return Text(tuple(kept))


def _once(chance: Random, text: Text, fragments: Sequence[str]) -> Text:
    """Tear one part in two and put something between, or leave something out."""
    parts = list(text.parts) or [("", 1)]
    which = chance.randrange(len(parts))
    part, times = parts[which]
    start = chance.randrange(len(part) + 1)
    end = min(len(part), start + chance.choice((0, 0, 0, 1, 5, 40)))
    first, between, last = part[:start], part[start:end], part[end:]
    piece = chance.choice((chance.choice(fragments), chance.choice(SIGNS), chance.choice(LINES), between, "\n"))
    parts[which : which + 1] = [(first, times), (piece, count(chance)), (last, 1)]
    return capped(parts)
