"""What is said of an organisation's floor."""

from collections.abc import Iterable

from bot.core.markdown import code
from bot.core.model.policy import FLOOR_PATH, FLOOR_REPOSITORY

FLOOR_UNUSABLE = "The organisation's floor can't be used"


def source(login: str, blob: str) -> str:
    """Name a floor for people."""
    return f"the floor of {login} at {blob[:7]}"


def unusable(problems: Iterable[str], *, kept: bool) -> str:
    """Say why a floor can't be used, and what judges in its place; `kept`: one from before does."""
    listed = "\n".join(f"- {problem}" for problem in problems)
    return f"{FLOOR_UNUSABLE}, so this check can't be green:\n\n{listed}\n\n{_instead(kept=kept)}"


def _instead(*, kept: bool) -> str:
    if kept:
        return "The last one that could be used judges until it is mended."
    return "There is none from before that could judge in its place."


def hidden(login: str, *, kept: bool) -> str:
    """Say that a floor which is known can't be seen any more; `kept`: it can still be used."""
    where = code(f"{login}/{FLOOR_REPOSITORY}")
    says = f"The organisation's floor can't be seen any more, so this check can't be green: GitHub shows this App no {where}."
    return (
        f"{says}\n\n{_instead(kept=kept)} Install the App on that repository; if there is to be no floor, "
        f"install it there without the file {code(FLOOR_PATH)}."
    )
