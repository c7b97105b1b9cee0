"""The boxes of the checklist in our summary comment, read back from its text."""

import re
from dataclasses import dataclass, replace

_BOX = re.compile(
    r"^ {0,3}[-*+] \[(?P<mark>[ xX])\] (?:[0-9]{1,3}\. )?(?P<ask>.*?)<!-- dont-delegate:box "
    r"(?P<zone>[^\s<>]{1,100}) (?P<item>[^\s<>]{1,200}) (?P<fingerprint>[0-9a-f]{16}) -->"
)


@dataclass(frozen=True, slots=True)
class Box:
    """One box: which question of which zone, for which change, and whether it is ticked."""

    zone: str
    item: str
    fingerprint16: str  # the first 16 hex digits of the zone's fingerprint
    checked: bool
    ask: str = ""  # the question that stood there before and after the switch; "" where it was not the same


def boxes(body: str) -> dict[tuple[str, str, str], Box]:
    """Find the boxes in a comment's text by zone, item and fingerprint, in their order; of doubled ones the last."""
    found = {}
    for match in filter(None, map(_BOX.match, body.split("\n"))):
        key = (match["zone"], match["item"], match["fingerprint"])
        found[key] = Box(*key, checked=match["mark"] != " ", ask=match["ask"].strip())
    return found


def switched(before: str, after: str) -> tuple[Box, ...]:
    """List the boxes that stand in both texts and differ, as they are after; a box that somebody wrote in is none."""
    old = boxes(before)
    changed = [(old[key], box) for key, box in boxes(after).items() if key in old and old[key].checked != box.checked]
    return tuple(box if was.ask == box.ask else replace(box, ask="") for was, box in changed)
