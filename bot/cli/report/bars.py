"""Bars of block characters, for forms that are text."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"


def bar(value: float, most: float, width: int) -> str:
    """Draw a value as a bar of at most `width` characters, which `most` fills; what is not nothing can be seen."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(round(8 * width * min(value / most, 1)), 1)
    return (_FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
