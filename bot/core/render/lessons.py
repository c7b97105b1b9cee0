"""What the author of a change was asked, and the answers in their own words: quoted, and never read as markup."""

from collections.abc import Mapping

from bot.core import lesson_words
from bot.core.lessons import ANSWER_AT_MOST
from bot.core.markdown import code
from bot.core.model.lessons import Taught
from bot.core.model.verdict import Verdict, ZoneVerdict

SHORT_ANSWER = 200  # characters shown where there is no room for all


def names(verdict: Verdict) -> Mapping[tuple[str, str], str]:
    """Name each question as `/answer` takes it: alone where it is the only one of its name, else with its zone."""
    asked = [(zone.zone.id, one.question) for zone in verdict.zones for one in zone.taught]
    count = [question for _, question in asked]
    return {key: key[1] if count.count(key[1]) == 1 else "/".join(key) for key in asked}


def lesson_blocks(zone: ZoneVerdict, called: Mapping[tuple[str, str], str], at_most: int = ANSWER_AT_MOST) -> list[str]:
    """Write the questions of a zone with their answers, and whose sign-off waits for them."""
    if not zone.taught:
        return []
    required = zone.zone.teach_back is not None and zone.zone.teach_back.required
    rows = [_row(one, called[zone.zone.id, one.question], at_most) for one in zone.taught]
    held = [lesson_words.waits(login, zone.zone.id, answered=not zone.awaits) for login in zone.waits]
    first = next((called[zone.zone.id, one.question] for one in zone.taught if not one.answered), "")
    return [lesson_words.heading(zone.explainers, first, required=required), "\n".join(rows), *held]


def _row(one: Taught, name: str, at_most: int) -> str:
    ask = f"- {code(name)}: {' '.join(one.ask.split())}"
    if not one.answered:
        return f"{ask} {lesson_words.NOT_ANSWERED}"
    shown = one.text[:at_most].rstrip()
    lines = [ask, "", *(f"  > {code(line, at_most)}" if line.strip() else "  >" for line in shown.split("\n")), "  >"]
    if len(one.text) > at_most:
        lines += [f"  > {lesson_words.shortened(one)}", "  >"]
    return "\n".join([*lines, f"  > <sub>{lesson_words.origin(one)}</sub>"])
