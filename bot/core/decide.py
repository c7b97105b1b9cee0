"""The verdict: which zones are touched, and the answer for each."""

from bot.core.case import Case, touched
from bot.core.hands import prompters
from bot.core.model.verdict import Verdict
from bot.core.refusals import changes_at
from bot.core.zones import ZoneJudge


def decide(case: Case) -> Verdict:
    """Judge one pull request at one head."""
    wrote, asked_for_it = frozenset(case.hands), prompters(case.pull, case.policy.agents)
    zones = tuple(ZoneJudge(case, part, wrote).verdict() for part in touched(case.policy, case.matches))
    times = [changes_at(case, [zone.zone for zone in zones]), *(zone.overriding.again for zone in zones)]
    counted = {id(finding) for zone in zones for finding in zone.findings}
    return Verdict(
        head_sha=case.pull.head_sha,
        mode=case.policy.mode,
        zones=zones,
        advice=tuple(finding for finding in case.matches.findings if id(finding) not in counted),
        authors=tuple(
            sorted(wrote, key=lambda login: (login not in asked_for_it, login))
        ),  # where it is cut, they stay
        marks=case.matches.marks,
        policy_problems=case.policy_problems,
        again=min(filter(None, times), default=None),
        floor_trouble=case.floor_trouble,
    )
