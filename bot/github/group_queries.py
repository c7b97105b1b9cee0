"""The GraphQL document that reads a merge group: what judges it, our check on it, and the queue that it is from."""

from bot.github.queries import FLOOR_FILE, POLICY_FILE

READ_GROUP = (
    """
query ReadGroup(
  $owner: String!, $name: String!, $branch: String!, $base: String!, $ref: String!, $appId: Int!
  $policyPath: String!, $attributesPath: String!, $floorRepository: String!, $floorPath: String!
) {
  floor: repository(owner: $owner, name: $floorRepository) { defaultBranchRef { target { ...floorFile } } }
  repository(owner: $owner, name: $name) {
    nameWithOwner
    owner { id login }
    defaultBranchRef { name target { ...policyFile } }
    base: ref(qualifiedName: $base) {
      target {
        ... on Commit {
          ...policyFile
          attributes: file(path: $attributesPath) { ...textFile }
        }
      }
    }
    group: ref(qualifiedName: $ref) {
      target {
        ... on Commit {
          oid
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
    mergeQueue(branch: $branch) {
      configuration { mergingStrategy }
      entries(first: 100) { nodes { headCommit { oid } pullRequest { number } } }
    }
  }
}
"""
    + POLICY_FILE
    + FLOOR_FILE
)
