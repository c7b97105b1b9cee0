"""The cases in which we answer otherwise on purpose, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why we differ; `words`: only in how something is said, so that the case passes once it is said our way."""

    says: str
    words: bool = False


COMMENT = Reason(
    "There a comment approves or disapproves that holds `:+1:` or `:-1:` anywhere, in a quote or a refusal too; here it takes a "
    "review or `/sign-off`, and said so the answer is the same.",
    words=True,
)
PUSHED = Reason(
    "There an approval outlives every later push unless `invalidate_on_push` is set; here it is for what was shown when it was "
    "given, and the push changed that."
)
PUSHED_BY_SOME = Reason(
    "There a push by somebody under `ignore_commits_by` leaves approvals standing, whatever it changed; here a push that changes what "
    "was signed voids the sign-off, whoever made it."
)
CLEAN_MERGE = Reason(
    "There bringing the branch up to date voids the approval, since only the time of the push counts; here a merge that changes nothing "
    "of what was signed keeps it."
)
WROTE_A_PART = Reason(
    "There the options let somebody approve who committed to the pull request; here nobody signs who wrote or committed a part of it, "
    "the merge that brought it up to date included."
)
EDITED_REVIEW = Reason(
    "There an approving review stops counting when its text is edited; here the review's state counts and its text says nothing, so "
    "there is nothing to gain by editing it."
)
EDITED_COMMENT = Reason(
    "There an edited comment approves unless `ignore_edited_comments` is set; here a comment that was edited before it was read never "
    "does, since others may have edited it."
)
DESCRIPTION = Reason("There words in the pull request's description approve it; here a description signs nothing.")
OTHERS_REVOKE = Reason(
    "There anybody who may disapprove takes back what another disapproved of; here a veto ends when whoever gave it takes it back."
)

DIFFERENT: dict[str, Reason] = {
    "Rule: specificUserApproves": COMMENT,
    "Rule: specificOrgApproves": COMMENT,
    "Rule: specificOrgsOrUserApproves": COMMENT,
    "Rule: ignoreUpdateMergeAfterReview (2)": COMMENT,
    "Policy: singleUserDisapproves": COMMENT,
    "Policy: multipleUsersDisapprove": COMMENT,
    "Rule: invalidateCommentOnPush": PUSHED,
    "Rule: invalidateReviewOnPush": PUSHED,
    "Rule: ignoreCommitsInvalidateOnPush": PUSHED,
    "Rule: ignoreCommitsInvalidateOnPushBatches": PUSHED,
    "Rule: ignoreCommitsInvalidateOnPush (2)": PUSHED_BY_SOME,
    "Rule: ignoreCommitsInvalidateOnPushBatches (3)": PUSHED_BY_SOME,
    "Rule: ignoreUpdateMergeAfterReview": CLEAN_MERGE,
    "Rule: ignoreUpdateMergeContributor (2)": WROTE_A_PART,
    "Rule: ignoreCommits (2)": WROTE_A_PART,
    "Rule: ignoreEditedReviewComments (2)": EDITED_REVIEW,
    "Rule: ignoreEditedComments": EDITED_COMMENT,
    "Rule: ignoreEditedCommentsWithBodyPattern": DESCRIPTION,
    "Policy: otherUserRevokes": OTHERS_REVOKE,
    "Policy: otherUserRevokesWithReview": OTHERS_REVOKE,
}
