"""The part of GitHub's GraphQL schema that the embedded GitHub answers: names and types as GitHub declares them."""

from __future__ import annotations

SDL = """
scalar DateTime
scalar GitObjectID
scalar GitRefname
scalar Base64String
scalar URI

interface Node { id: ID! }
interface GitObject { oid: GitObjectID! }

enum PullRequestState { CLOSED MERGED OPEN }
enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
enum MergeStateStatus { BEHIND BLOCKED CLEAN DIRTY DRAFT HAS_HOOKS UNKNOWN UNSTABLE }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
enum CheckConclusionState { ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT }
enum MergeQueueEntryState { AWAITING_CHECKS LOCKED MERGEABLE QUEUED UNMERGEABLE }
enum PullRequestMergeMethod { MERGE REBASE SQUASH }

type Commit implements Node & GitObject { id: ID! oid: GitObjectID! statusCheckRollup: StatusCheckRollup }
type StatusCheckRollup {
  id: ID!
  state: StatusState!
  contexts(first: Int, after: String): StatusCheckRollupContextConnection!
}
type StatusCheckRollupContextConnection { nodes: [StatusCheckRollupContext] }
union StatusCheckRollupContext = CheckRun | StatusContext
type CheckRun { id: ID! name: String! status: CheckStatusState! conclusion: CheckConclusionState detailsUrl: URI }
type StatusContext { id: ID! context: String! state: StatusState! targetUrl: URI }
type PullRequestCommit { commit: Commit! }
type PullRequestCommitConnection { nodes: [PullRequestCommit] }
type AutoMergeRequest { enabledAt: DateTime mergeMethod: PullRequestMergeMethod! }
type MergeQueueEntry { id: ID! position: Int! state: MergeQueueEntryState! }

type PullRequest implements Node {
  id: ID!
  number: Int!
  title: String!
  url: URI!
  state: PullRequestState!
  isDraft: Boolean!
  merged: Boolean!
  mergedAt: DateTime
  closedAt: DateTime
  updatedAt: DateTime!
  mergeable: MergeableState!
  mergeStateStatus: MergeStateStatus!
  reviewDecision: PullRequestReviewDecision
  headRefOid: GitObjectID!
  headRefName: String!
  baseRefName: String!
  mergeCommit: Commit
  autoMergeRequest: AutoMergeRequest
  mergeQueueEntry: MergeQueueEntry
  commits(first: Int, last: Int): PullRequestCommitConnection!
}

type Ref implements Node { id: ID! name: String! target: GitObject }
type Repository implements Node { id: ID! nameWithOwner: String! ref(qualifiedName: String!): Ref }
type User implements Node { id: ID! login: String! }

type Query {
  viewer: User!
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  nodes(ids: [ID!]!): [Node]!
}

input CreateRefInput { repositoryId: ID! name: String! oid: GitObjectID! clientMutationId: String }
type CreateRefPayload { ref: Ref }
input CommittableBranch { id: ID repositoryNameWithOwner: String branchName: String }
input CommitMessage { headline: String! body: String }
input FileAddition { path: String! contents: Base64String! }
input FileDeletion { path: String! }
input FileChanges { additions: [FileAddition!] = [] deletions: [FileDeletion!] = [] }
input CreateCommitOnBranchInput {
  branch: CommittableBranch!
  expectedHeadOid: GitObjectID!
  message: CommitMessage!
  fileChanges: FileChanges
  clientMutationId: String
}
type CreateCommitOnBranchPayload { commit: Commit ref: Ref }
input RefUpdate { name: GitRefname! beforeOid: GitObjectID afterOid: GitObjectID! force: Boolean = false }
input UpdateRefsInput { repositoryId: ID! refUpdates: [RefUpdate!]! clientMutationId: String }
type UpdateRefsPayload { clientMutationId: String }
input EnablePullRequestAutoMergeInput {
  pullRequestId: ID!
  expectedHeadOid: GitObjectID
  mergeMethod: PullRequestMergeMethod = MERGE
  clientMutationId: String
}
type EnablePullRequestAutoMergePayload { pullRequest: PullRequest }

type Mutation {
  createRef(input: CreateRefInput!): CreateRefPayload
  createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
  updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  enablePullRequestAutoMerge(input: EnablePullRequestAutoMergeInput!): EnablePullRequestAutoMergePayload
}
"""
