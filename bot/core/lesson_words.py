"""The words of teach-back: they invite, since an answer is worth something only where somebody thought about it."""

from collections.abc import Sequence

from bot.core.markdown import code, listed, moment, person
from bot.core.model.lessons import Taught
from bot.core.model.verdict import ZoneVerdict

NOTHING_ASKED = "nothing is asked of the author here"
ANSWERED_BEFORE_ASKED = (
    "that was not asked here yet when the comment was written; please look at what is asked now, and answer that"
)


def which_question(name: str, keys: Sequence[tuple[str, str]], *, several: bool) -> str:
    """Say which questions there are, where a word names none or more than one of them."""
    ways = listed([code(f"/answer {zone}/{question} ...") for zone, question in keys], "or")
    if several:
        return f"more than one question is called {code(name, 60)}; say which: {ways}"
    named = listed([code(f"/answer {question}") for _, question in keys], "or")
    start = f"no question is called {code(name, 60)}" if name else "say which question you answer"
    return f"{start}: write {named}, and go on in your own words"


def not_theirs_to_answer(login: str, known: Sequence[str]) -> str:
    """Say kindly whose answer it is."""
    names = _anyone_of(known)
    return (
        f"{person(login)} did not write this change, and the answer is worth most in the words of who did: {names}. "
        "What you know will help them as a comment"
    )


def empty_answer(question: str) -> str:
    """Say what is missing."""
    return f"the answer is missing; go on after {code(f'/answer {question}')}, over as many lines as you like"


def too_long(length: int, most: int) -> str:
    """Say how much shorter it has to be."""
    return f"the answer has {length:,} characters, and {most:,} are shown at most; what matters most is enough"


# --- in the summary -------------------------------------------------------------------------------------------


def heading(known: Sequence[str], first: str, *, required: bool) -> str:
    """Open the questions of a zone; `first` is the name of one that is still open, "" for none."""
    who = f", {_anyone_of(known)}" if known else ""
    why = "whoever signs reads the answers first." if required else "nobody has to, and it helps whoever signs."
    spoken = "" if known else " No person is known to have written this, so whoever takes it on answers."
    how = f" Comment {code(f'/answer {first}')} and go on, over as many lines as you like." if first else ""
    return f"**In your own words**{who}: {why}{spoken}{how}"


def _anyone_of(logins: Sequence[str]) -> str:
    return listed([person(login) for login in logins], "or")


NOT_ANSWERED = "*Not answered yet.*"


def origin(taught: Taught) -> str:
    """Say whose words an answer is, when they were written, and what has changed since."""
    when = f", {moment(taught.at)}" if taught.at else ""
    parts = [f"{person(taught.login)}{when}"]
    if taught.moved:
        parts.append("lines of this part have changed since, so see whether it still holds")
    if taught.signed_before:
        names = listed([person(login) for login in taught.signed_before])
        parts.append(f"written after {names} signed")
    return " · ".join(parts)


def shortened(taught: Taught) -> str:
    """Say where the rest of a long answer stands."""
    when = f" of {moment(taught.at)}" if taught.at else ""
    return f"*Cut here for room; the whole answer stands in the comment{when}.*"


def first_answers(known: Sequence[str], number: str) -> str:
    """Say that the author comes first; `number` in words."""
    who = _anyone_of(known) if known else "whoever takes this change on"
    what = "the question below" if number == "one" else f"the {number} questions below"
    return f"First {who} answers {what}; then a senior signs."


def answer_due(known: Sequence[str]) -> str:
    """Say in a few words that the author's answer comes first."""
    return f"first {_anyone_of(known) if known else 'the author'} answers"


def waits(login: str, zone: str, *, answered: bool) -> str:
    """Say that a sign-off waits for answers, and what makes it count."""
    if answered:
        return (
            f"{person(login)} signed before all the answers below stood here, so that sign-off does not count yet: "
            f"please read them, then comment `/sign-off {zone}` once more."
        )
    return (
        f"{person(login)}'s sign-off waits for the answers below, since it was given before they stood here. "
        f"Once they do, please read them and comment `/sign-off {zone}` again."
    )


# --- in the reply ---------------------------------------------------------------------------------------------


def too_early(zone: ZoneVerdict) -> str:
    """Say that a sign-off waits for the author's answers, and what makes it count."""
    name = code(zone.zone.id)
    if zone.awaits:
        who = _anyone_of(zone.explainers) if zone.explainers else "the author"
        when = f"{who} still has something to answer there. Once the answers stand in the summary"
    else:
        when = "the answers came to stand there only after it was written. When you have read them"
    return (
        f"The sign-off of {name} does not count yet: {when}, please comment {code(f'/sign-off {zone.zone.id}')} again."
    )


def thanks(login: str, zone: str, questions: Sequence[str], left: Sequence[str]) -> str:
    """Thank for answers to one zone's questions, and say what is still asked there."""
    names = listed([code(name) for name in questions])
    stands = f"answers to {names} stand" if len(questions) > 1 else f"answer to {names} stands"
    more = f"Still asked there: {listed([code(name) for name in left])}." if left else "Nothing more is asked there."
    return f"Thank you, {person(login)}. The {stands} beside the checklist of {code(zone)} now. {more}"
