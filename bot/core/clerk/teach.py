"""`/answer`: who wrote a change answers a zone's question in their own words."""

import re

from bot.core import lesson_words
from bot.core.beside import wording
from bot.core.clerk.desk import Desk
from bot.core.clerk.shown import shown
from bot.core.clerk.values import Done
from bot.core.commands import Command
from bot.core.lessons import ANSWER_AT_MOST, explainers, questions
from bot.core.model.ledger import Entry, EntryKind
from bot.core.model.report import Comment

_FIRST = re.compile(r"\s*(\S+)\s*")


def teach(desk: Desk, command: Command, comment: Comment) -> Done:
    """Record an answer to a question that was shown before the comment was written."""
    asked = {(zone, item.id): item for zone, part in desk.touched.items() for item in questions(desk.case, part.zone)}
    if not asked:
        return Done(command, refused=lesson_words.NOTHING_ASKED)
    name, text = _split(command.text)
    if name in {zone for zone, _ in asked}:
        zone = name
        name, text = _split(text)
        found = [key for key in asked if key == (zone, name)]
    else:
        found = [key for key in asked if name in (key[1], "/".join(key))]
    if len(found) != 1:
        return Done(command, refused=lesson_words.which_question(name, found or list(asked), several=bool(found)))
    zone, question = found[0]
    why = _refusal(desk, comment, question, text)
    was = shown(desk, zone, comment.created_at)
    if why or was is None:
        return Done(command, zone, refused=why or lesson_words.ANSWERED_BEFORE_ASKED, about=question)
    data = {"question": question, "text": text, "fingerprint": was.cover.fingerprint, "comment": comment.id}
    source = f"comment:{comment.id}:{zone}:{question}:{wording(text)}"
    return Done(command, zone, Entry(EntryKind.TAUGHT, comment.created_at, source, zone, _login(comment), data))


def _split(text: str) -> tuple[str, str]:
    """Take the first word off a text, and leave the lines of the rest as they are."""
    first = _FIRST.match(text)
    return (first[1].strip("`,:").lower(), text[first.end() :].strip()) if first else ("", "")


def _login(comment: Comment) -> str:
    return comment.author.login.lower()


def _refusal(desk: Desk, comment: Comment, question: str, text: str) -> str:
    known = explainers(desk.case)
    if known and _login(comment) not in known:
        return lesson_words.not_theirs_to_answer(comment.author.login, known)
    if not text:
        return lesson_words.empty_answer(question)
    return lesson_words.too_long(len(text), ANSWER_AT_MOST) if len(text) > ANSWER_AT_MOST else ""
