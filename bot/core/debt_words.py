"""The words about reviews that are owed after a merge: the issue that asks for one, and what is said there."""

from collections.abc import Collection, Iterable, Sequence

from bot.core.markdown import code, cut, linked_spot, listed, moment, person, short
from bot.core.model.change import PullRequest
from bot.core.model.debts import Debt, Merge, NewIssue, Owed
from bot.core.model.verdict import Finding, Verdict, ZoneVerdict
from bot.core.override_words import was_overridden
from bot.core.render import CHARACTERS_AT_MOST

LABEL = "dont-delegate-debt"
ASSIGNEES_AT_MOST = 2
PLACES_AT_MOST = 10

_STOOD = {
    "open": "It was merged without its sign-off.",
    "vetoed": "It was merged though changes were asked for.",
    "unknown": "It was merged though a part of the change could not be seen.",
    "refused": "It was merged though the policy refused it.",
}
GONE = "It was merged without its sign-off, and the policy that came with the merge knows no such zone any more."
REOPENED_MARK = "<!-- dont-delegate:still-owed -->"
HELP = "Here only `/sign-off ZONE` is heard: a senior of the zone says by it that they have reviewed what was merged."


def debt_mark(number: int, sha: str) -> str:
    """Write the hidden mark by which the issue of one merge is known again."""
    return f"<!-- dont-delegate:debt {number} {sha} -->"


def new_issue(zones: Sequence[Owed], merge: Merge, verdict: Verdict, pull: PullRequest, web_url: str) -> NewIssue:
    """Write the issue that asks for the reviews."""
    titles = listed([one.title for one in zones])
    by = f" by {person(merge.by)}" if merge.by else ""
    commit = f"[{short(merge.sha)}]({web_url}/{pull.repository}/commit/{merge.sha})"
    judged = {zone.zone.id: zone for zone in verdict.zones}
    parts = [
        f"#{pull.number} was merged{by} on {moment(merge.at)} as {commit}, and no senior had signed {titles}. "
        "The review that was left out then is owed now.",
        *(_zone(one, judged.get(one.zone), pull, web_url) for one in zones),
        "<sub>The boxes are there to help; what counts is the comment. This issue closes by itself once nothing is owed.</sub>",
    ]
    body = cut("\n\n".join(parts), CHARACTERS_AT_MOST, "… and more than fits here.")
    assignees = tuple(dict.fromkeys(login for one in zones for login in _reviewers(one, judged.get(one.zone))[:1]))
    mark = debt_mark(pull.number, merge.sha)
    title = f"Review after the fact: #{pull.number} {titles}"[:250]
    return NewIssue(title, mark, f"{mark}\n{body}", (LABEL,), assignees[:ASSIGNEES_AT_MOST])


def _zone(one: Owed, zone: ZoneVerdict | None, pull: PullRequest, web_url: str) -> str:
    if zone is None:
        return f"#### {one.title}\n\n{GONE} {how_to_pay(one, 'a senior of the policy itself')}"
    stood = was_overridden(zone) if one.overriders else _STOOD[one.state]
    boxes = "\n".join(f"- [ ] {' '.join(item.ask.split())}" for item in zone.checklist)
    blocks = [f"#### {one.title}", stood, _found(zone.findings, pull, web_url), boxes, how_to_pay(one, zone.needs)]
    return "\n\n".join(block for block in blocks if block)


def _found(findings: Iterable[Finding], pull: PullRequest, web_url: str) -> str:
    """Name the places, by the pull request's diff: there the numbers of lines stay what they were."""
    rows = [
        f"- {linked_spot(finding.path, finding.places[0], pull, web_url)}: **{finding.rule.title}.**"
        for finding in findings
    ]
    more = [f"- … and {len(rows) - PLACES_AT_MOST} more"] if len(rows) > PLACES_AT_MOST else []
    return "\n".join([*rows[:PLACES_AT_MOST], *more])


def how_to_pay(one: Owed, needs: str) -> str:
    """Say who reviews, and how they say that they have."""
    but = [*([_names(one.overriders)] if one.overriders else []), "an author of the change"]
    who = needs or "nobody, by the policy as it stands"
    return f"To review: {who}, and not {listed(but, 'or')}. Then comment {code(f'/sign-off {one.zone}')} here."


def _reviewers(one: Owed, zone: ZoneVerdict | None) -> list[str]:
    return [login for login in zone.candidates if login not in one.overriders] if zone else []


# --- what is said in the issue -----------------------------------------------------------------------------------


def reviewed(login: str, zones: Sequence[str]) -> str:
    """Say that somebody has reviewed zones after the fact."""
    return f"{person(login)} reviewed {listed([code(zone) for zone in zones])} after the fact."


def left(debt: Debt) -> str:
    """Say what is still owed."""
    if not debt.unpaid:
        return "Nothing is owed any more: thank you."
    return f"Still owed: {listed([one.title for one in debt.unpaid])}."


def refused(zone: str, why: str) -> str:
    """Say that a sign-off in the issue did not count, and why."""
    return f"{code(f'/sign-off {zone}'.strip())} was not carried out: {why}."


def not_owed(zone: str, debt: Debt) -> str:
    """Say that no review of this zone is owed here."""
    if zone in debt.paid:
        return "it was reviewed already"
    return f"nothing is owed for that here; what is: {_ways(debt)}" if debt.unpaid else "nothing is owed here any more"


def how_to_speak(debt: Debt) -> str:
    """Say which commands an issue hears, and what is still owed there."""
    return f"{HELP} Owed here: {_ways(debt)}." if debt.unpaid else f"{HELP} {left(debt)}"


def _ways(debt: Debt) -> str:
    return listed([code(f"/sign-off {one.zone}") for one in debt.unpaid], "or")


def but(who: str, logins: Collection[str]) -> str:
    """Leave people out of those who can."""
    return f"{who}, but not {_names(logins)}" if who else who


def not_them(login: str, why: str, who: str) -> str:
    """Say why somebody can't be the one who reviews, and who could."""
    return f"{person(login)} {why}. Who can: {who or 'nobody, by the policy as it stands'}"


WROTE_IT = "had a hand in the change, and nobody signs their own work"
IS_AGENT = "is the account of a bot or an assistant, and only people review"
OVERRODE_IT = "overrode the zone, and the review is somebody else's"
NO_POLICY = "no policy stands on the base branch now, so nobody can be told to be a senior"


def still_owed(debt: Debt, closed_by: str, needs: Sequence[tuple[Owed, str]]) -> str:
    """Say kindly why the issue is open again."""
    who = f"{person(closed_by)} closed this" if closed_by else "This was closed"
    rows = "\n".join(f"- **{one.title}**: {how_to_pay(one, said)}" for one, said in needs)
    return (
        f"{REOPENED_MARK}\n{who}, and the review of {listed([one.title for one in debt.unpaid])} is still owed, "
        f"so it is open again. It closes by itself once that is done.\n\n{rows}"
    )


def _names(logins: Collection[str]) -> str:
    return listed([person(login) for login in logins], "or")
