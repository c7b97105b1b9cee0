"""Judges by the truth of a wide history whether a zone is signed: by who they are, what was shown, and what they said last."""

from tests.core.history import Said
from tests.core.wide import AUTH_SENIORS, ITEMS, STRANGER, Wide


def is_signed(history: Wide, zone: str) -> bool:
    """Whether a zone has enough sign-offs of what is there now, by people with the right, and nobody's veto."""
    signers = {
        login for login in _seniors(history, zone) if login not in authors(history) and signs(history, login, zone)
    }
    if any(vetoes(history, login, zone) for login in _seniors(history, zone)):
        return False
    if zone == "auth" or history.base == "lax":
        return bool(signers)
    enough = len(signers & _members(history)) >= history.setup.count
    return enough and (not history.big or "heidi" in signers)


def authors(history: Wide) -> set[str]:
    return {"ada", *history.commits}


def could_be_signed(history: Wide, zone: str) -> bool:
    """Whether there are people enough who did not write the change."""
    free = _seniors(history, zone) - authors(history)
    if zone == "auth" or history.base == "lax":
        return bool(free)
    enough = len(free & _members(history)) >= history.setup.count
    return enough and (not history.big or "heidi" in free)


def _members(history: Wide) -> set[str]:
    return set(history.members) if history.readable else set()


def _seniors(history: Wide, zone: str) -> set[str]:
    if zone == "auth":
        return set(AUTH_SENIORS)
    if history.base == "lax":
        return {STRANGER}
    return _members(history) | ({"heidi"} if history.big else set())


def signs(history: Wide, login: str, zone: str) -> bool:
    """Whether somebody's words amount to a sign-off of the zone as it is now."""
    mine = [word for word in history.said if (word.login, word.zone) == (login, zone)]
    now = str(history.keys()[zone])
    good = [word for word in mine if word.signs and word.of.startswith(now) and not _taken_back(word, mine)]
    commands = [word for word in good if word.of.endswith(":command")]
    answered = {word.item for word in good if word.item}
    all_items = set(ITEMS[zone]) <= answered or bool(commands)
    reviews = [word for word in good if word.of.endswith(":review")]
    ways = commands + (reviews if all_items or not history.setup.checklist else [])
    if set(ITEMS[zone]) <= answered:
        ways += [word for word in mine if word.item]
    return any(_heard(history, word, zone) for word in ways)


def _taken_back(word: Said, mine: list[Said]) -> bool:
    """Whether something that this person said after a word takes it back; `mine` is in the order of saying."""
    at = next(at for at, one in enumerate(mine) if one is word)
    return any(not one.signs and one.item in ("", word.item) for one in mine[at + 1 :] if word.item or not one.item)


def _heard(history: Wide, word: Said, zone: str) -> bool:
    """Whether the author's answer stood there before this was said, where the zone asks for one."""
    return zone != "money" or not history.setup.lesson or bool(history.seen(word.at)[1])


def vetoes(history: Wide, login: str, zone: str) -> bool:
    """Whether the last review of someone that says anything asks for changes, and they have not spoken since."""
    reviews = [r for r in history.standing.reviews if r.author.login == login and r.state != "COMMENTED"]
    if not reviews or reviews[-1].state != "CHANGES_REQUESTED":
        return False
    last = reviews[-1]
    return not any(
        word.login == login and word.zone == zone and not word.item and word.at >= last.submitted_at
        for word in history.said
        if word.order != last.id
    )


def touched(history: Wide) -> set[str]:
    """Tell the zones that the change touches at its present head."""
    return set(history.keys())
