"""Predicates on the pull request as a whole."""

from datetime import datetime

from bot.core.hour_words import in_words
from bot.core.hours import within
from bot.core.markdown import code, listed
from bot.core.matching import people_nodes, signed_nodes, told_nodes, where_nodes
from bot.core.matching.globs import branch_fits
from bot.core.matching.outcome import NO, UNKNOWN, Outcome, yes
from bot.core.matching.view import PullView
from bot.core.model.change import Side
from bot.core.model.conditions import SignedBy, SignedWith, Time, WherePredicate
from bot.core.model.predicates import (
    Ai,
    Branch,
    Labels,
    MadeBy,
    Provenance,
    PullPredicate,
    Size,
    Title,
    ToldByGitHub,
)
from bot.core.patterns import compiled

LADDER = (Provenance.NONE, Provenance.ASSISTED, Provenance.AGENT)


def judge(predicate: PullPredicate, view: PullView) -> Outcome:
    """Judge a predicate on the pull request; unknown where it hangs on what could not be read."""
    if isinstance(predicate, ToldByGitHub):
        return told_nodes.judge(predicate, view.pull)
    if isinstance(predicate, WherePredicate):
        return where_nodes.judge(predicate, view.pull)
    if isinstance(predicate, MadeBy):
        return _made_by(predicate, view)
    match predicate:
        case Time():
            return _now(view.now, predicate)
        case Labels(names=names):
            return _labelled(view, names)
        case Branch(which=which, globs=globs):
            name = view.pull.base_ref if which == "base" else view.pull.head_ref
            says = f"the {which} branch is {code(name)}"
            return yes(says, f"{which}_branch", name, ", ".join(globs)) if branch_fits(globs, name) else NO
        case Title(match=pattern):
            title = view.pull.title
            held = compiled(pattern).search(title.encode("utf-8", "replace"))
            return yes(f"the title matches {code(pattern)}", "title", title, pattern) if held else NO
        case Size():
            return _large(view, predicate)
        case Ai(at_least=level):
            enough = LADDER.index(view.level) >= LADDER.index(level)
            says = f"an AI assistant's part is known: {view.level.value}"
            return yes(says, "ai", view.level, level) if enough else NO


def why_not(predicate: PullPredicate) -> str:
    """Say why a predicate on the pull request did not hold."""
    if isinstance(predicate, ToldByGitHub):
        return told_nodes.why_not(predicate)
    if isinstance(predicate, WherePredicate):
        return where_nodes.why_not(predicate)
    if isinstance(predicate, MadeBy):
        return _not_made_by(predicate)
    match predicate:
        case Time():
            return f"it is not {in_words(predicate)}"
        case Labels(names=names):
            return f"it has no label {listed([code(name) for name in names], 'or')}"
        case Branch(which=which, globs=globs):
            return f"the {which} branch is not {listed([code(glob) for glob in globs], 'or')}"
        case Title(match=pattern):
            return f"the title does not match {code(pattern)}"
        case Size():
            return "the change is not large enough"
        case Ai(at_least=level):
            return f"the change is not known to be made by an AI assistant ({level.value})"


def _made_by(predicate: MadeBy, view: PullView) -> Outcome:
    if isinstance(predicate, SignedBy | SignedWith):
        return signed_nodes.judge(predicate, view)
    return people_nodes.judge(predicate, view)


def _not_made_by(predicate: MadeBy) -> str:
    if isinstance(predicate, SignedBy | SignedWith):
        return signed_nodes.why_not(predicate)
    return people_nodes.why_not(predicate)


def _now(now: datetime | None, window: Time) -> Outcome:
    if now is None:
        return Outcome(None, doubt="What time it is was not told.")
    held = within(window, now)
    return yes(f"it is {in_words(window)}", "time", f"{now:%Y-%m-%d %H:%M} UTC", in_words(window)) if held else NO


def _labelled(view: PullView, names: tuple[str, ...]) -> Outcome:
    present = {label.casefold() for label in view.pull.labels}
    found = next((name for name in names if name.casefold() in present), None)
    return NO if found is None else yes(f"it has the label {code(found)}", "labels", found, ", ".join(names))


def _large(view: PullView, size: Size) -> Outcome:
    bounds = (
        ("changes", "files", "files_over", size.files_over, len(view.pull.files)),
        ("changes", "lines", "lines_over", size.lines_over, view.lines),
        ("adds", "lines", "added_over", size.added_over, view.lines_of(Side.ADDED)),
        ("removes", "lines", "removed_over", size.removed_over, view.lines_of(Side.REMOVED)),
    )
    for does, what, key, bound, count in bounds:
        if bound is not None and count > bound:
            return yes(f"it {does} {count:,} {what}", "size", str(count), f"{key} {bound}")
    return NO if view.all_seen else UNKNOWN
