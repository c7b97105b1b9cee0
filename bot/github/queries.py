"""The GraphQL documents that the client sends: one reading of a pull request, and what goes on from there."""

# `databaseId` holds 32 bits, and the ids of comments, reviews and check runs have outgrown them: GitHub's schema says so.
# A check run has no `fullDatabaseId`; its address ends in its id.

_COMMENT = """
fragment comment on IssueComment {
  databaseId: fullDatabaseId body createdAt updatedAt lastEditedAt viewerDidAuthor
  author { __typename login }
  editor { __typename login }
}
"""

POLICY_FILE = """
fragment policyFile on Commit {
  oid
  file(path: $policyPath) { ...textFile }
}
fragment textFile on TreeEntry {
  oid mode
  object { __typename oid ... on Blob { byteSize isBinary isTruncated text } }
}
"""

FLOOR_FILE = """
fragment floorFile on Commit {
  oid
  floor: file(path: $floorPath) {
    oid mode
    object { __typename oid ... on Blob { byteSize isBinary isTruncated text } }
  }
}
"""

_COMMITS = """
fragment commits on PullRequestCommitConnection {
  totalCount
  pageInfo { hasNextPage endCursor }
  nodes {
    commit {
      oid message
      signature { isValid signer { login } ... on GpgSignature { keyId } ... on SshSignature { keyFingerprint } }
      authors(first: 20) { totalCount nodes { name email user { login } } }
      committer { name email user { login } }
    }
  }
}
"""

_REVIEWS = """
fragment reviews on PullRequestReviewConnection {
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes { databaseId: fullDatabaseId state body submittedAt author { __typename login } commit { oid } }
}
"""

_THREADS = """
fragment threads on PullRequestReviewThreadConnection {
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes {
    id isResolved
    first: comments(first: 1) { nodes { databaseId: fullDatabaseId body viewerDidAuthor } }
    last: comments(last: 100) {
      nodes {
        databaseId: fullDatabaseId body createdAt updatedAt lastEditedAt viewerDidAuthor
        author { __typename login }
      }
    }
  }
}
"""

READ_PULL_REQUEST = (
    """
query ReadPullRequest(
  $owner: String!, $name: String!, $number: Int!, $appId: Int!
  $policyPath: String!, $attributesPath: String!
  $ownersInGithub: String!, $ownersAtRoot: String!, $ownersInDocs: String!
  $floorRepository: String!, $floorPath: String!
) {
  floor: repository(owner: $owner, name: $floorRepository) { defaultBranchRef { target { ...floorFile } } }
  repository(owner: $owner, name: $name) {
    databaseId
    nameWithOwner
    visibility
    defaultBranchRef { name target { ...policyFile } }
    owner { id login }
    pullRequest(number: $number) {
      id number title body isDraft state changedFiles
      author { __typename login }
      baseRefName headRefName baseRefOid headRefOid
      headRepository { nameWithOwner }
      baseRef {
        target {
          ... on Commit {
            ...policyFile
            attributes: file(path: $attributesPath) { ...textFile }
            ownersInGithub: file(path: $ownersInGithub) { ...textFile }
            ownersAtRoot: file(path: $ownersAtRoot) { ...textFile }
            ownersInDocs: file(path: $ownersInDocs) { ...textFile }
          }
        }
      }
      labels(first: 100) { totalCount nodes { name } }
      assignees(first: 100) { totalCount nodes { login } }
      assigned: timelineItems(first: 100, itemTypes: [ASSIGNED_EVENT]) {
        pageInfo { hasNextPage }
        nodes { ... on AssignedEvent { assignee { ... on User { login } } } }
      }
      dismissed: timelineItems(last: 100, itemTypes: [REVIEW_DISMISSED_EVENT]) {
        nodes {
          ... on ReviewDismissedEvent {
            previousReviewState
            actor { __typename login }
            review { databaseId: fullDatabaseId }
          }
        }
      }
      head: commits(last: 1) {
        nodes {
          commit {
            ...policyFile
            ...floorFile
            associatedPullRequests(first: 50) { totalCount nodes { number state headRefOid baseRefName } }
            checkSuites(first: 20, filterBy: {appId: $appId}) {
              nodes {
                checkRuns(first: 20, filterBy: {checkType: LATEST}) {
                  nodes { name url externalId conclusion status }
                }
              }
            }
          }
        }
      }
      commits(first: 100) { ...commits }
      comments(last: 100) { totalCount pageInfo { hasPreviousPage startCursor } nodes { ...comment } }
      reviews(last: 100) { ...reviews }
      reviewThreads(last: 50) { ...threads }
      reviewRequests(first: 100) { nodes { requestedReviewer { __typename ... on User { login } } } }
    }
  }
}
"""
    + _COMMENT
    + POLICY_FILE
    + FLOOR_FILE
    + _COMMITS
    + _REVIEWS
    + _THREADS
)

READ_CHECKS = """
query ReadChecks($owner: String!, $name: String!, $number: Int!, $cursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      head: commits(last: 1) {
        nodes {
          commit {
            oid
            statusCheckRollup {
              contexts(first: 100, after: $cursor) {
                totalCount
                pageInfo { hasNextPage endCursor }
                nodes {
                  __typename
                  ... on StatusContext { context statusState: state }
                  ... on CheckRun {
                    name status conclusion
                    checkSuite { status conclusion workflowRun { file { path } workflow { name } } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
"""

MORE_COMMITS = (
    """
query MoreCommits($owner: String!, $name: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { commits(first: 100, after: $cursor) { ...commits } }
  }
}
"""
    + _COMMITS
)

MORE_COMMENTS = (
    """
query MoreComments($owner: String!, $name: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(last: 100, before: $cursor) {
        totalCount pageInfo { hasPreviousPage startCursor } nodes { ...comment }
      }
    }
  }
}
"""
    + _COMMENT
)

MORE_REVIEWS = (
    """
query MoreReviews($owner: String!, $name: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { reviews(last: 100, before: $cursor) { ...reviews } }
  }
}
"""
    + _REVIEWS
)

MORE_THREADS = (
    """
query MoreThreads($owner: String!, $name: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { reviewThreads(last: 50, before: $cursor) { ...threads } }
  }
}
"""
    + _THREADS
)

READ_MERGED = (
    """
query ReadMerged($owner: String!, $name: String!, $branch: String!, $first: Int!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    visibility
    pullRequests(
      states: [MERGED], baseRefName: $branch, first: $first, orderBy: {field: UPDATED_AT, direction: DESC}
    ) {
      nodes {
        number title body mergedAt changedFiles
        author { __typename login }
        baseRefName headRefName baseRefOid headRefOid
        headRepository { nameWithOwner }
        labels(first: 50) { nodes { name } }
        commits(first: 20) { ...commits }
      }
    }
  }
}
"""
    + _COMMITS
)

RESOLVE_THREAD = """
mutation ResolveThread($thread: ID!) {
  resolveReviewThread(input: {threadId: $thread}) { thread { id isResolved } }
}
"""
