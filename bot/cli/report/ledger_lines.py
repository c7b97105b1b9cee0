"""Entries of the ledger as lines that an auditor reads: what happened, who did it, by which right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.words import amount
from bot.core.markdown import listed
from bot.core.model.ledger import EntryKind

if TYPE_CHECKING:  # the store takes longer to import than other commands take to run
    from bot.store import Head, Record

_VIA = {"review": "by an approving review", "command": "by command", "checklist": "box by box"}
_CONCLUSIONS = {
    "success": "Check green",
    "neutral": "Check neutral",
    "failure": "Check red",
    "action_required": "Sign-off asked",
    "none": "No policy judges it",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pull request's story; `tone` is "signed", "alarm" or "soft", "" for the rest."""

    at: str
    what: str
    zone: str
    who: str
    says: str
    tone: str = ""


@dataclass(slots=True)
class Story:
    """What an auditor sees of one pull request, in the order in which it was recorded."""

    repository: str
    number: int
    lines: list[Line] = field(default_factory=list)
    conclusion: str = ""  # of the last verdict, in words
    tone: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)  # as they stood in the last verdict
    owed: set[str] = field(default_factory=set)  # zones whose review is still owed after the merge

    @property
    def title(self) -> str:
        """Name the pull request."""
        return f"{self.repository} #{self.number}"

    @property
    def alarms(self) -> list[Line]:
        """Give what an auditor must not overlook."""
        return [line for line in self.lines if line.tone == "alarm"]

    def add(self, record: "Record") -> None:
        """Tell one entry; what the bot notes for itself is left out."""
        data = record.data if isinstance(record.data, dict) else {}
        told = _TOLD.get(record.kind)
        if told is None:
            return
        what, says, tone = told(data)
        line = Line(moment(record.at), what, record.zone, record.login, says, tone)
        if record.kind == EntryKind.VERDICT:
            self.conclusion, self.tone, self.zones = what, tone, data.get("zones") or {}
        if record.kind == EntryKind.DEBT:
            self.owed |= {str(zone["zone"]) for zone in data.get("zones") or ()}
        if record.kind == EntryKind.PAID:
            self.owed.discard(record.zone)
        self.lines.append(line)


@dataclass(slots=True)
class Stories:
    """All pull requests, and where the chains end that they were read from."""

    pulls: dict[tuple[int, int], Story] = field(default_factory=dict)
    heads: dict[int, "Head"] = field(default_factory=dict)

    def add(self, head: "Head", record: "Record") -> None:
        """Tell one entry."""
        self.heads[head.repo_id] = head
        self.pulls.setdefault((head.repo_id, record.number), Story(head.title, record.number)).add(record)

    @property
    def told(self) -> list[Story]:
        """Give those of which there is something to tell."""
        return [story for story in self.pulls.values() if story.lines]

    @property
    def unpaid(self) -> int:
        """Count the zones whose review is owed, and of which nobody has said that they have done it."""
        return sum(len(story.owed) for story in self.pulls.values())

    def count(self, what: str) -> int:
        """Count the lines that say so."""
        return sum(line.what == what for story in self.pulls.values() for line in story.lines)


def moment(seconds: float) -> str:
    """Write a time as people read it, in UTC to the second."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"


Told = tuple[str, str, str]
SIGNED, OVERRIDDEN = "Signed", "Overridden"


def _signed(data: Mapping[str, Any]) -> Told:
    right = f"{data['right']}, " if data.get("right") else ""
    items = f", {amount(len(data['items']), 'point')} answered" if data.get("items") else ""
    anew = "; known again from our own summary after a loss" if data.get("rebuilt") else ""
    how = _VIA.get(str(data.get("via")), str(data.get("via")))
    return SIGNED, f"{right}{how}{items}, for {_print(data)}{anew}", "signed"


def _overridden(data: Mapping[str, Any]) -> Told:
    until = f"; until {moment(datetime.fromisoformat(data['until']).timestamp())}" if data.get("until") else ""
    right = f" ({data['right']})" if data.get("right") else ""
    return OVERRIDDEN, f"“{data.get('reason', '')}”{right}, for {_print(data)}{until}", "alarm"


def _verdict(data: Mapping[str, Any]) -> Told:
    conclusion = str(data.get("conclusion"))
    zones = data.get("zones") or {}
    states = listed([f"{zone} {state}" for zone, state in zones.items()]) if zones else "shallow"
    policy = data.get("policy") or {}
    by = f", policy {str(policy['blob'])[:7]}" if policy.get("blob") else ""
    unusable = " (unusable; the last good one judged)" if policy.get("unusable") else ""
    marks = data.get("marks") or []
    agents = list(dict.fromkeys(str(mark.get("agent")) for mark in marks))
    ai = f"; written with {listed(agents)}" if agents else ""
    at = f" at {str(data['head'])[:7]}" if data.get("head") else ""
    tone = {"success": "signed" if zones else "soft", "failure": "bad"}.get(conclusion, "soft")
    return _CONCLUSIONS.get(conclusion, conclusion), f"{states}{at}{by}{unusable}{ai}", tone


def _item(what: str, tone: str = "") -> Callable[[Mapping[str, Any]], Told]:
    def told(data: Mapping[str, Any]) -> Told:
        more = data.get("reason") or data.get("why") or data.get("text")
        item = str(data.get("item") or data.get("question") or "")
        words = str(more or "").replace("**", "").replace("`", "")  # said in Markdown once
        return what, f"{item}: {words}" if item and words else item or words, tone

    return told


def _debt(data: Mapping[str, Any]) -> Told:
    zones = [str(zone["zone"]) for zone in data.get("zones") or ()]
    return "Debt opened", ": ".join(filter(None, [_issue(data), listed(zones)])), "alarm"


def _paid(data: Mapping[str, Any]) -> Told:
    return "Debt paid", ", ".join(filter(None, [_issue(data), str(data.get("right") or "")])), ""


def _issue(data: Mapping[str, Any]) -> str:
    return f"issue {data['issue']}" if data.get("issue") else ""


def _merged(data: Mapping[str, Any]) -> Told:
    by = f" by {data['by']}" if data.get("by") else ""
    return "Merged", f"{str(data.get('head', ''))[:7]}{by}".strip(), ""


def _print(data: Mapping[str, Any]) -> str:
    return f"fingerprint {str(data.get('fingerprint', ''))[:16]}"


_TOLD: dict[str, Callable[[Mapping[str, Any]], Told]] = {
    EntryKind.VERDICT: _verdict,
    EntryKind.SIGNED: _signed,
    EntryKind.REVOKED: lambda _: ("Taken back", "their own sign-off", "bad"),
    EntryKind.LOST: lambda _: ("Record lost", "a sign-off that was answered before a loss; asked for again", "bad"),
    EntryKind.TICKED: _item("Ticked"),
    EntryKind.UNTICKED: _item("Cleared"),
    EntryKind.TICK_REFUSED: _item("Box set back", "soft"),
    EntryKind.OVERRIDDEN: _overridden,
    EntryKind.NOT_APPLICABLE: _item("Not applicable"),
    EntryKind.TAUGHT: _item("Author's answer"),
    EntryKind.DEBT: _debt,
    EntryKind.PAID: _paid,
    EntryKind.MERGED: _merged,
}
