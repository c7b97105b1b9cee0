"""Builders for the core's tests: a whole value with defaults, of which a test changes what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.case import Case
from bot.core.memory import Memory, Publication, published, remember
from bot.core.model.change import Account, ChangedFile, Commit, FileStatus, Identity, PullRequest, Side
from bot.core.model.ledger import Entry
from bot.core.model.policy import (
    ChecklistItem,
    Mode,
    Policy,
    Requirement,
    Rule,
    Signers,
    SignOffRule,
    Zone,
)
from bot.core.model.predicates import Paths, Predicate
from bot.core.model.report import Comment
from bot.core.model.verdict import Cover, Evidence, Finding, Matches, People, Place, Review

PATCH = "@@ -1,2 +1,2 @@\n import stripe\n-event = verify(body)\n+event = parse(body)"
HEAD = "a" * 40
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def rule(name: str = "payment-webhook", zone: str = "money", **changes: object) -> Rule:
    base = Rule(
        id=name,
        zone=zone,
        title="A payment provider's webhook is handled",
        when=Paths(("**/hooks.py",)),
        why="Providers send an event again until they are answered.",
        checklist=(
            ChecklistItem(f"{name}/raw-body", "Is the signature verified on the raw body?"),
            ChecklistItem(f"{name}/twice", "May the same event arrive twice?"),
        ),
        digest="d1",
        source=f"rules/{zone}/{name}.yml",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names real fields


def finding(of: Rule | None = None, path: str = "app/hooks.py", line: int | None = 2, **changes: object) -> Finding:
    of = of or rule()
    base = Finding(
        rule=of,
        path=path,
        places=(Place(line, Side.ADDED if line else None, "event = parse(body)"),),
        confidence=of.confidence,
        evidence=(Evidence("the path matches `**/hooks.py`", "paths", path, "**/hooks.py"),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names real fields


def zone(name: str = "money", sign_off: SignOffRule | None = None, *, required: bool = True) -> Zone:
    title = {"money": "Money", "auth": "Security boundaries"}.get(name, name.capitalize())
    return Zone(
        id=name,
        title=title,
        why=f"What goes wrong in {name} is found late.",
        sign_off=sign_off or Requirement(Signers("", users=("grace", "heidi"))),
        checklist_required=required,
        explain=f"About {name}.",
    )


def policy(*zones: Zone, rules: Sequence[Rule] | None = None, mode: Mode = Mode.ENFORCE) -> Policy:
    found = {one.id: one for one in zones or (zone(),)}
    return Policy(
        zones=found, rules=tuple(rules if rules is not None else (rule(),)), mode=mode, source="the test's policy"
    )


def file(path: str = "app/hooks.py", patch: str | None = PATCH, **changes: object) -> ChangedFile:
    return replace(ChangedFile(path, FileStatus.MODIFIED, patch), **changes)  # type: ignore[arg-type]  # real fields


def pull(*files: ChangedFile, **changes: object) -> PullRequest:
    base = PullRequest(
        repository="acme/shop",
        number=7,
        title="Handle refunds",
        body="",
        author=Account("ada"),
        base_ref="main",
        base_sha="b" * 40,
        head_ref="refunds",
        head_sha=HEAD,
        head_repository="acme/shop",
        commits=(commit("ada"),),
        files=files or (file(),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names real fields


def commit(*logins: str | None, committer: str | None = None, sha: str = "c" * 40) -> Commit:
    def identity(login: str | None) -> Identity:
        return Identity(login or "Somebody", f"{login or 'somebody'}@example.org", login)

    return Commit(sha, "Work", tuple(identity(login) for login in logins), identity(committer) if committer else None)


def review(
    login: str, state: str = "APPROVED", minute: float = 10, commit_sha: str | None = HEAD, **changes: object
) -> Review:
    base = Review(int(minute * 100), Account(login), state, commit_sha, at(minute))
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names real fields


def comment(body: str, login: str = "grace", number: int = 50, minute: float = 10, **changes: object) -> Comment:
    base = Comment(number, Account(login), body, at(minute), at(minute))
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names real fields


def shown(minute: float = 1, head: str = HEAD, **zones: Cover) -> Entry:
    """The pull request showed these zones from `minute` on."""
    return published(Publication(at(minute), head, zones), f"published:{head}:{minute}")


def case(  # noqa: PLR0913 - one parameter for each thing that a verdict rests on
    *,
    of: Policy | None = None,
    change: PullRequest | None = None,
    findings: Sequence[Finding] | None = None,
    memory: Memory | Sequence[Entry] = (),
    reviews: Sequence[Review] = (),
    people: People | None = None,
    unseen: dict[str, tuple[str, ...]] | None = None,
    applies: Sequence[Predicate] = (),
    now: datetime = START,
) -> Case:
    found = tuple(findings) if findings is not None else (finding(),)
    return Case(
        policy=of or policy(),
        pull=change or pull(),
        matches=Matches(found, unseen or {}),
        memory=memory if isinstance(memory, Memory) else remember(tuple(memory)),
        reviews=tuple(reviews),
        people=people or People(),
        holds=lambda predicate: predicate in applies,
        now=now,
    )
