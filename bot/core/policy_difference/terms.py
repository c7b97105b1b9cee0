"""What a zone lets pass, refuses or asks its authors: what changes of it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.core.markdown import code, listed
from bot.core.model.policy import ChecklistItem, Override, Refusal, Requirement, TeachBack, Zone
from bot.core.model.proposal import Change, Weight
from bot.core.policy_difference.conditions import in_a_row
from bot.core.policy_difference.implied import weight
from bot.core.policy_difference.parts import bold, many, moved
from bot.core.policy_difference.who_signs import nameless, who

TOLD = ("override", "never_overridden", "refuse", "teach_back")


def terms(subject: str, old: Zone, new: Zone) -> Iterator[Change]:
    """Say what changes of refusals and teach-back, and whether an override is ruled out."""
    if old.never_overridden != new.never_overridden:
        if new.never_overridden:
            yield Change(Weight.STRONGER, f"{subject} says that it is never overridden")
        else:
            yield Change(Weight.WEAKER, f"{subject} no longer says that it is never overridden")
    yield from _refusals(subject, old.refuse, new.refuse)
    yield from _teach_back(subject, old.teach_back, new.teach_back)


def overrides(pairs: Sequence[tuple[Zone, Zone]]) -> Iterator[Change]:
    """Say who may override; a policy says so of all its zones at once, so those that change alike stand together."""
    alike: dict[tuple[Override | None, Override | None], list[str]] = {}
    for old, new in pairs:
        if old.override != new.override:
            alike.setdefault((old.override, new.override), []).append(bold(new.id))
    for (before, after), names in alike.items():
        yield from _override(listed(names), before, after)


def _override(subject: str, old: Override | None, new: Override | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(Weight.WEAKER, f"{subject} may be overridden by {_who(new)}, for {_hours(new.lasts)}")
    elif new is None and old is not None:
        yield Change(Weight.STRONGER, f"{subject} can no longer be overridden")
    elif old is not None and new is not None:
        before, after = nameless(_requirement(old)), nameless(_requirement(new))
        if before != after:
            yield Change(weight(before, after), f"{subject} may be overridden by {_who(new)} instead of {_who(old)}")
        if old.lasts != new.lasts:
            longer = Weight.WEAKER if new.lasts > old.lasts else Weight.STRONGER
            says = f"an override of {subject} holds for {_hours(new.lasts)} instead of {_hours(old.lasts)}"
            yield Change(longer, says)


def _requirement(override: Override) -> Requirement:
    return Requirement(override.signers, override.count)


def _who(override: Override) -> str:
    return who(_requirement(override))


def _hours(lasts: timedelta) -> str:
    minutes = int(lasts.total_seconds() // 60)
    return many(minutes // 60, "hour") if minutes % 60 == 0 else many(minutes, "minute")


def _refusals(subject: str, old: Sequence[Refusal], new: Sequence[Refusal]) -> Iterator[Change]:
    before, after = {one.when: one.why for one in old}, {one.when: one.why for one in new}
    for when, why in before.items():
        if when not in after:
            yield Change(Weight.WEAKER, f"{subject} no longer refuses a pull request where {in_a_row(when)}")
        elif after[when] != why:
            yield Change(
                Weight.OTHER, f"{subject} gives another reason to refuse a pull request where {in_a_row(when)}"
            )
    for when in after:
        if when not in before:
            yield Change(Weight.STRONGER, f"{subject} refuses a pull request where {in_a_row(when)}")
    if old != new and before == after:
        yield Change(Weight.OTHER, f"{subject} gives its reasons to refuse in another order")


def _teach_back(subject: str, old: TeachBack | None, new: TeachBack | None) -> Iterator[Change]:
    """Say what authors are asked: less of it is a lower bar."""
    if old is None and new is not None:
        yield Change(Weight.STRONGER, f"{subject} asks the author {many(len(new.ask), 'question')}")
    elif new is None and old is not None:
        yield Change(Weight.WEAKER, f"{subject} no longer asks the author anything")
    elif old is not None and new is not None:
        yield from _questions(subject, old.ask, new.ask)
        if old.required != new.required:
            held = "waits for the author's answers" if new.required else "no longer waits for the author's answers"
            yield Change(Weight.STRONGER if new.required else Weight.WEAKER, f"a sign-off of {subject} {held}")
        if old.when != new.when:
            yield Change(Weight.OTHER, f"{subject} asks the author {_where(new)} instead of {_where(old)}")


def _where(teach_back: TeachBack) -> str:
    return "always" if teach_back.when is None else f"where {in_a_row(teach_back.when)}"


def _questions(subject: str, old: Sequence[ChecklistItem], new: Sequence[ChecklistItem]) -> Iterator[Change]:
    changed = moved([item.ask for item in old], [item.ask for item in new])
    for ask in changed.gone:
        yield Change(Weight.WEAKER, f"{subject} no longer asks the author {code(ask)}")
    for ask in changed.come:
        yield Change(Weight.STRONGER, f"{subject} asks the author {code(ask)}")
    if not changed.gone and not changed.come and tuple(old) != tuple(new):
        yield Change(Weight.OTHER, f"{subject} asks the author the same in another order")
