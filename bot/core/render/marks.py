"""The hidden marks by which our own comments are known again, and how long a text may be."""

import re
from urllib.parse import quote

SUMMARY_MARK = "<!-- dont-delegate:summary -->"
# GitHub refuses more than 65,535 characters in a comment or a check's text; marks of cutting need some room.
CHARACTERS_AT_MOST = 65_000
FINGERPRINT_DIGITS = 16
ANSWER = re.compile(r"<!-- dont-delegate:answer (\d{1,20}) -->")  # what `answer_mark` writes


def finding_mark(key: str) -> str:
    """Write the hidden mark by which a line comment is known again; nothing in a path may end it or its line."""
    return f"<!-- dont-delegate:finding {quote(key, safe='/:', errors='surrogatepass').replace('--', '%2D%2D')} -->"


def answer_mark(comment: int) -> str:
    """Write the hidden mark by which a reply is known again."""
    return f"<!-- dont-delegate:answer {comment} -->"
