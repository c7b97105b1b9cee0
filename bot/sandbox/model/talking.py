"""What people say: comments, edits, ticks of boxes, reactions."""

import re

from bot.sandbox.model.base import Json, SandboxError, Who
from bot.sandbox.model.people import Account
from bot.sandbox.model.pulling import Pulling
from bot.sandbox.model.state import Comment, Edit, Issue, PullRequest, Reaction
from bot.sandbox.shapes import issues, pulls, talk
from bot.sandbox.shapes.urls import node_id

_BOX = re.compile(r"^(?P<lead>\s*(?:[-*+]|\d+[.)]) \[)(?P<mark>[ xX])(?P<rest>\] .*)$", re.MULTILINE)


class Talking(Pulling):
    """Holds the conversation."""

    def comment(self, on: PullRequest | Issue, by: Who, body: str) -> Comment:
        """Comment on a pull request or an issue."""
        at = self.clock.tick()
        one = Comment(self.new_id("big"), self.account(by), body, at, on)
        on.comments.append(one)
        on.updated_at = at
        self.nodes[node_id("IC", one.id)] = one
        self._say(one, "created", one.author)
        return one

    def edit_comment(self, comment: Comment, by: Who, body: str) -> None:
        """Change a comment's text; anyone with write access may, so who did is worth knowing."""
        who, before = self.account(by), comment.body
        comment.edits.append(Edit(self.clock.tick(), who, before))
        comment.body = body
        self._say(comment, "edited", who, {"changes": {"body": {"from": before}}})

    def delete_comment(self, comment: Comment, by: Who) -> None:
        """Delete a comment."""
        self.clock.tick()
        (comment.thread.comments if comment.thread else comment.pull.comments).remove(comment)
        prefix = "PRRC" if comment.thread else "IC"
        self.nodes.pop(node_id(prefix, comment.id), None)
        self._say(comment, "deleted", self.account(by))

    def tick(self, comment: Comment, item: int, by: Who, *, checked: bool = True) -> None:
        """Tick the box number `item` (from 0) of a comment, as the web page does: it edits the whole text."""
        boxes = list(_BOX.finditer(comment.body))
        if not 0 <= item < len(boxes):
            raise SandboxError(f"The comment has {len(boxes)} boxes; there is no box {item}.")
        at = boxes[item].start("mark")
        self.edit_comment(comment, by, comment.body[:at] + (" ", "x")[checked] + comment.body[at + 1 :])

    def react(self, comment: Comment, by: Who, content: str) -> tuple[Reaction, bool]:
        """Give a reaction, and whether it is new: the same by the same person counts once."""
        who = self.account(by)
        for one in comment.reactions:
            if one.by is who and one.content == content:
                return one, False
        made = Reaction(self.new_id("big"), who, content, self.clock.tick())
        comment.reactions.append(made)
        return made, True

    def comment_json(self, one: Comment) -> Json:
        """Give a comment in JSON, by where it stands."""
        association = self.association(one.pull.repo, one.author)
        if one.thread is not None:
            return talk.line_comment(self.urls, one, one.thread, association)
        return talk.issue_comment(self.urls, one, association, self.app_json() if one.author is self.bot else None)

    def _say(self, one: Comment, action: str, by: Account, more: Json | None = None) -> None:
        payload = {"action": action, "comment": self.comment_json(one)} | (more or {})
        if one.thread is not None:
            pull = one.thread.pull
            comment = talk.hook_line_comment(self.urls, one, one.thread, self.association(pull.repo, one.author))
            about = {"comment": comment, "pull_request": self.pull_json(pull)}
            self.emit("pull_request_review_comment", by, pull.repo, payload | about)
        else:
            self.emit("issue_comment", by, one.pull.repo, payload | {"issue": self.issue_json(one.pull)})

    def issue_json(self, one: PullRequest | Issue) -> Json:
        """Give an issue in JSON, or a pull request as the issue that it is too."""
        association = self.association(one.repo, one.author)
        if isinstance(one, PullRequest):
            return pulls.issue(self.urls, one, association)
        return issues.issue(self.urls, one, association, self.app_json() if one.author is self.bot else None)
