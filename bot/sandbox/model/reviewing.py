"""Reviews and threads on lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.model.base import Json, SandboxError, Who
from bot.sandbox.model.people import Account
from bot.sandbox.model.state import Comment, Dismissal, Edit, PullRequest, Review, Thread
from bot.sandbox.model.talking import Talking
from bot.sandbox.shapes import talk
from bot.sandbox.shapes.urls import node_id

STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a line to post with a review; `side` is `LEFT` or `RIGHT`."""

    path: str
    line: int
    body: str
    side: str = "RIGHT"


class Reviewing(Talking):
    """Reviews pull requests."""

    def review(
        self, pull: PullRequest, by: Who, event: str, body: str = "", remarks: Sequence[Remark] = (), commit: str = ""
    ) -> Review:
        """Submit a review: `event` is `APPROVE`, `REQUEST_CHANGES` or `COMMENT`; `commit` is the head if not given."""
        who = self.account(by)
        self._may_review(pull, who, event, remarks)
        at = self.clock.tick()
        made = Review(self.new_id("big"), pull, who, STATES[event], body, commit or pull.head_sha, at)
        pull.reviews.append(made)
        pull.updated_at = at
        if who in pull.requested:
            pull.requested.remove(who)
        comments = [self._begin(made, remark) for remark in remarks]
        self._reviewed(made, "submitted", who)
        for comment in comments:
            self._say(comment, "created", who)
        return made

    def approve(self, pull: PullRequest, by: Who, body: str = "") -> Review:
        """Approve at the present head."""
        return self.review(pull, by, "APPROVE", body)

    def edit_review(self, review: Review, by: Who, body: str) -> None:
        """Change what a review says; what it decides stays."""
        who, before = self.account(by), review.body
        review.edits.append(Edit(self.clock.tick(), who, before))
        review.body = body
        self._reviewed(review, "edited", who, {"changes": {"body": {"from": before}}})

    def dismiss_review(self, review: Review, by: Who, message: str = "") -> None:
        """Dismiss a review; the message is shown with it."""
        if review.state not in {"APPROVED", "CHANGES_REQUESTED"}:
            raise SandboxError("Only an approval or a request for changes can be dismissed.")
        review.dismissal = Dismissal(self.account(by), review.state)
        review.state = "DISMISSED"
        review.pull.updated_at = self.clock.tick()
        self._reviewed(review, "dismissed", self.account(by))
        if message:
            self.comment(review.pull, by, message)

    def reply(self, thread: Thread, by: Who, body: str) -> Comment:
        """Reply in a thread; GitHub wraps the reply into a review of its own."""
        who, pull = self.account(by), thread.pull
        made = Review(self.new_id("big"), pull, who, "COMMENTED", "", pull.head_sha, self.clock.tick())
        pull.reviews.append(made)
        reply = self._add(made, thread, body)
        self._reviewed(made, "submitted", who)
        self._say(reply, "created", who)
        return reply

    def resolve(self, thread: Thread, by: Who, *, resolved: bool = True) -> None:
        """Resolve a thread, or open it again."""
        who = self.account(by)
        if (thread.resolved_by is not None) is resolved:
            return
        thread.resolved_by = who if resolved else None
        self.clock.tick()
        repo = thread.pull.repo
        said = [talk.hook_line_comment(self.urls, c, thread, self.association(repo, c.author)) for c in thread.comments]
        shape = {"node_id": node_id("PRRT", thread.id), "comments": said}
        payload = {"action": "resolved" if resolved else "unresolved", "thread": shape}
        about = {"pull_request": self.pull_json(thread.pull)}
        self.emit("pull_request_review_thread", who, repo, payload | about)

    def _may_review(self, pull: PullRequest, who: Account, event: str, remarks: Sequence[Remark]) -> None:
        if event not in STATES:
            raise SandboxError(f"{event} is no kind of review.")
        if who is pull.author and event != "COMMENT":
            raise SandboxError("Can not approve or refuse your own pull request")
        for remark in remarks:
            if (remark.side, remark.line) not in self.commentable(pull, remark.path):
                raise SandboxError("Pull request review thread line must be part of the diff")

    def _begin(self, review: Review, remark: Remark) -> Comment:
        pull = review.pull
        patch = next(c.patch.text for c in self.changes(pull) if c.path == remark.path)
        number = self.new_id("big")
        thread = Thread(
            number, pull, remark.path, remark.side, remark.line, remark.line, review.commit, patch.partition("\n@@")[0]
        )
        pull.threads.append(thread)
        self.nodes[node_id("PRRT", number)] = thread
        return self._add(review, thread, remark.body)

    def _add(self, review: Review, thread: Thread, body: str) -> Comment:
        at = self.clock.now()
        made = Comment(self.new_id("big"), review.author, body, at, review.pull, thread=thread, review=review)
        thread.comments.append(made)
        review.comments.append(made)
        self.nodes[node_id("PRRC", made.id)] = made
        return made

    def _reviewed(self, review: Review, action: str, by: Account, more: Json | None = None) -> None:
        association = self.association(review.pull.repo, review.author)
        payload = {
            "action": action,
            "review": talk.hook_review(self.urls, review, association),
            "pull_request": self.pull_json(review.pull),
        }
        self.emit("pull_request_review", by, review.pull.repo, payload | (more or {}))
