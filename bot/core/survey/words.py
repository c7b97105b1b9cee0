"""Names taken apart into words: `PaymentsController`, `payment_intent` and `payment-intent` all speak of a payment."""

import re
from collections import Counter
from functools import lru_cache

_NO_PLURAL = 3  # letters: tls, aws, css
_ENDS_IN_S = frozenset({"cors", "redis", "always"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]?|[0-9]+")


def listed(text: str) -> frozenset[str]:
    """Give the words that stand in one text, separated by spaces."""
    return frozenset(text.split())


@lru_cache(maxsize=65_536)
def words(name: str) -> tuple[str, ...]:
    """Give the words of a name or path, in order, in lower case and in the singular."""
    return tuple(singular(word.lower()) for word in _WORD.findall(name))


def counted(text: str) -> Counter[str]:
    """Count the words of a text, in lower case and in the singular."""
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(text)).items():
        counts[singular(word.lower())] += times
    return counts


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """Take the plural off a word; what is no plural may lose its end as well, but always the same one."""
    if len(word) <= _NO_PLURAL or word in _ENDS_IN_S:
        return word
    if word.endswith("ies") and len(word) > _NO_PLURAL + 1:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) and word[1:] != "s" else word
