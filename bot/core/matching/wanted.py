"""How much of a file's content matters to the rules, told from its name."""

from enum import IntEnum


class Wanted(IntEnum):
    """As a number it is true where anything matters."""

    NOTHING = 0
    CHANGES = 1
    # It is renamed to where some rule that looked at it no longer looks: to such a rule all of it is taken away.
    ALL_IT_WAS = 2
