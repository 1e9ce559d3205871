"""A commit that GitHub signs, where the base branch asks for signatures: by GraphQL, on a branch that exists first."""

from __future__ import annotations

import base64
from typing import Any

from wgtui.github.api import Api
from wgtui.github.changes import REGULAR, ChangeSet, Plan
from wgtui.github.errors import Ambiguous, BranchExists, BranchRefused, GitHubError, Refused
from wgtui.github.lane import Ticket
from wgtui.github.reading import Preflight

CREATE_REF = """\
mutation($repository: ID!, $name: String!, $oid: GitObjectID!) {
  createRef(input: {repositoryId: $repository, name: $name, oid: $oid}) { ref { id } }
}"""

CREATE_COMMIT = """\
mutation($branch: CommittableBranch!, $head: GitObjectID!, $message: CommitMessage!, $changes: FileChanges!) {
  createCommitOnBranch(input: {branch: $branch, expectedHeadOid: $head, message: $message, fileChanges: $changes}) {
    commit { oid }
  }
}"""

DELETE_REF = """\
mutation($repository: ID!, $updates: [RefUpdate!]!) {
  updateRefs(input: {repositoryId: $repository, refUpdates: $updates}) { clientMutationId }
}"""

REPOSITORY = "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }"

HEAD = """\
query($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) { ref(qualifiedName: $ref) { target { oid } } }
}"""

NOBODY = "0" * 40
TRIES = 3


def signed_commit(
    api: Api, change_set: ChangeSet, preflight: Preflight, plan: Plan, ticket: Ticket, pause: float
) -> str:
    """The sha of the commit that now is the head of the branch. Leaves no branch where it fails."""
    unusual = [entry.path for entry in plan.entries if entry.content is not None and entry.mode != REGULAR]
    if unusual:
        raise Refused(f"{unusual[0]} is no plain file", "commits that GitHub signs hold plain files only")
    repository = _repository_id(api, preflight)
    start = preflight.snapshot.commit
    _make_branch(api, repository, change_set.branch, start)
    try:
        return _commit(api, change_set, preflight, plan, ticket, pause)
    except Ambiguous:
        found = _head(api, preflight, change_set.branch)
        if found and found != start:
            return found
        _delete_branch(api, repository, change_set.branch, start)
        raise
    except GitHubError:
        _delete_branch(api, repository, change_set.branch, start)
        raise


def _repository_id(api: Api, preflight: Preflight) -> str:
    names = {"owner": preflight.repository.owner, "name": preflight.repository.name}
    data, errors = api.graphql(REPOSITORY, names)
    found = (data.get("repository") or {}).get("id")
    if not isinstance(found, str):
        raise Refused("GitHub does not show the repository to GraphQL", _words(errors))
    return found


def _make_branch(api: Api, repository: str, branch: str, start: str) -> None:
    _, errors = api.graphql(CREATE_REF, {"repository": repository, "name": f"refs/heads/{branch}", "oid": start})
    if not errors:
        return
    words = _words(errors)
    if "already exists" in words:
        raise BranchExists(f"the branch {branch} exists", "use another name")
    raise BranchRefused(f"the branch {branch} may not be made", words)


def _commit(api: Api, change_set: ChangeSet, preflight: Preflight, plan: Plan, ticket: Ticket, pause: float) -> str:
    headline, _, body = change_set.commit_message.partition("\n\n")
    variables = {
        "branch": {
            "repositoryNameWithOwner": preflight.repository.full_name,
            "branchName": change_set.branch,
        },
        "head": preflight.snapshot.commit,
        "message": {"headline": headline, "body": body},
        "changes": _changes(plan),
    }
    errors: list[dict[str, Any]] = []
    for _ in range(TRIES):
        data, errors = api.graphql(CREATE_COMMIT, variables)
        oid = ((data.get("createCommitOnBranch") or {}).get("commit") or {}).get("oid")
        if isinstance(oid, str):
            return oid
        if not any(error.get("type") == "STALE_DATA" for error in errors):
            break
        # The branch is not everywhere at once.
        ticket.wait(pause)
    raise Refused("GitHub did not make the commit", _words(errors))


def _changes(plan: Plan) -> dict[str, Any]:
    return {
        "additions": [
            {"path": entry.path, "contents": base64.b64encode(entry.content).decode()}
            for entry in plan.entries
            if entry.content is not None
        ],
        "deletions": [{"path": entry.path} for entry in plan.entries if entry.content is None],
    }


def _head(api: Api, preflight: Preflight, branch: str) -> str:
    repository = preflight.repository
    names = {"owner": repository.owner, "name": repository.name, "ref": f"refs/heads/{branch}"}
    data, _ = api.graphql(HEAD, names)
    ref = (data.get("repository") or {}).get("ref") or {}
    return str((ref.get("target") or {}).get("oid") or "")


def _delete_branch(api: Api, repository: str, branch: str, ours: str) -> None:
    """Compares and deletes in one: what others pushed meanwhile stays."""
    update = {"name": f"refs/heads/{branch}", "beforeOid": ours, "afterOid": NOBODY}
    api.graphql(DELETE_REF, {"repository": repository, "updates": [update]})


def _words(errors: list[dict[str, Any]]) -> str:
    return "; ".join(str(error.get("message", "")) for error in errors) or "it named no reason"
