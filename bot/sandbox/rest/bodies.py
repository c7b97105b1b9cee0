"""What requests may hold, with the limits that GitHub enforces and its description leaves out."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_BODY = 65_536  # characters: "body is too long (maximum is 65536 characters)"
_OUTPUT = 65_535
_MESSAGE = 64 * 1024  # bytes, of an annotation
_ANNOTATIONS = 50  # https://docs.github.com/en/rest/checks/runs#create-a-check-run
_ACTIONS = 3

Body = Annotated[str, Field(min_length=1, max_length=_BODY)]
Face = Literal["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]


class Strict(BaseModel):
    """A JSON object with no keys but these."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CommentBody(Strict):
    """Of a comment or reply."""

    body: Body


class IssueBody(Strict):
    """Of a new issue."""

    title: Annotated[str, Field(min_length=1, max_length=256)]
    body: Annotated[str, Field(max_length=_BODY)] = ""
    labels: list[str] = []
    assignees: Annotated[list[str], Field(max_length=10)] = []


class IssueChange(Strict):
    """Of a change to an issue."""

    state: Literal["open", "closed"]
    state_reason: Literal["completed", "not_planned", "reopened"] | None = None


class ReactionBody(Strict):
    """Of a reaction."""

    content: Face


class ReviewComment(Strict):
    """A line comment of a review."""

    path: str
    body: Body
    line: int
    side: Literal["LEFT", "RIGHT"] = "RIGHT"


class ReviewBody(Strict):
    """Of a review; one without an event would be pending, which is not for Apps like ours."""

    event: Literal["APPROVE", "REQUEST_CHANGES", "COMMENT"]
    commit_id: str | None = None
    body: Annotated[str, Field(max_length=_BODY)] = ""
    comments: list[ReviewComment] = []


class ReviewersBody(Strict):
    """Of a request for reviews."""

    reviewers: list[str] = []
    team_reviewers: list[str] = []


class TokenBody(Strict):
    """Of a request for a token, which may be for less than all."""

    repositories: list[str] | None = None
    repository_ids: list[int] | None = None
    permissions: dict[str, str] | None = None


class Annotation(Strict):
    """A note on lines."""

    path: str
    start_line: int
    end_line: int
    start_column: int | None = None
    end_column: int | None = None
    annotation_level: Literal["notice", "warning", "failure"]
    message: str
    title: Annotated[str, Field(max_length=255)] | None = None
    raw_details: str | None = None

    @model_validator(mode="after")
    def _sane(self) -> Self:
        if not self.message or len(self.message.encode()) > _MESSAGE:
            raise ValueError("message must have between 1 byte and 64 KB")
        if not 1 <= self.start_line <= self.end_line:
            raise ValueError("start_line must not be below 1, nor above end_line")
        return self


class Output(Strict):
    """What a check shows."""

    title: Annotated[str, Field(min_length=1)]
    summary: Annotated[str, Field(max_length=_OUTPUT)]
    text: Annotated[str, Field(max_length=_OUTPUT)] | None = None
    annotations: Annotated[list[Annotation], Field(max_length=_ANNOTATIONS)] = []


class Action(Strict):
    """A button at a check."""

    label: Annotated[str, Field(max_length=20)]
    description: Annotated[str, Field(max_length=40)]
    identifier: Annotated[str, Field(max_length=20)]


class CheckChange(Strict):
    """Of a change to a check run."""

    name: str | None = None
    details_url: str | None = None
    external_id: str | None = None
    status: Literal["queued", "in_progress", "completed"] | None = None
    started_at: str | None = None
    conclusion: (
        Literal["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"] | None
    ) = None
    completed_at: str | None = None
    output: Output | None = None
    actions: Annotated[list[Action], Field(max_length=_ACTIONS)] | None = None

    @model_validator(mode="after")
    def _concluded(self) -> Self:
        if self.status == "completed" and self.conclusion is None:
            raise ValueError("a completed check run needs a conclusion")
        return self

    def said(self) -> dict[str, Any]:
        """Give what was really said."""
        return self.model_dump(exclude_unset=True, exclude_none=True)


class CheckBody(CheckChange):
    """Of a new check run."""

    name: Annotated[str, Field(min_length=1)]
    head_sha: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
