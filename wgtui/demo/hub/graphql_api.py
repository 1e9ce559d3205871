"""The GraphQL API: documents are executed by graphql-core against GitHub's types, over the same state as REST."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, build_schema, graphql

from wgtui.demo.hub import pulling
from wgtui.demo.hub.forms import Forms, Json, timestamp
from wgtui.demo.hub.git import NOBODY, Edit, GitRefused
from wgtui.demo.hub.schema import SDL
from wgtui.demo.hub.state import Hub, Login, Pull, Repo, pull_node


@cache
def _schema() -> GraphQLSchema:
    return build_schema(SDL)


async def execute(hub: Hub, forms: Forms, login: Login, document: str, variables: Json) -> Json:
    """The body of the answer, with `data` and `errors` side by side as GitHub gives them."""
    root = _Root(hub, forms, login)
    result: ExecutionResult = await graphql(_schema(), document, root, variable_values=variables)
    body: Json = {"data": result.data}
    if result.errors:
        body["errors"] = [_error(error) for error in result.errors]
    return body


def _error(error: GraphQLError) -> Json:
    kind = (error.extensions or {}).get("type")
    found: Json = {"message": error.message, "path": list(error.path or [])}
    return found | ({"type": kind} if kind else {})


def _refusal(kind: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"type": kind})


class _Root:
    """The fields of Query and Mutation; graphql-core calls them by name."""

    def __init__(self, hub: Hub, forms: Forms, login: Login) -> None:
        self._hub = hub
        self._forms = forms
        self._login = login

    def viewer(self, _: Any) -> Json:
        return {"id": f"U_{self._login.user.number}", "login": self._login.user.login}

    async def repository(self, _: Any, owner: str, name: str, **__: Any) -> Json | None:
        full_name = f"{owner}/{name}"
        repo = self._hub.repo(full_name) or self._hub.moved_to(full_name)
        if repo is None:
            raise _refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{full_name}'.")
        return {
            "id": f"R_{repo.number}",
            "nameWithOwner": repo.full_name,
            "ref": lambda _, qualifiedName: _ref(repo, qualifiedName),
        }

    async def nodes(self, _: Any, ids: list[str]) -> list[Json | GraphQLError]:
        """An error for each that is not there, beside the others: graphql-core makes null of it."""
        return [await self._node(node) for node in ids]

    async def createRef(self, _: Any, input: Json) -> Json:
        repo = self._repo_by_id(input["repositoryId"])
        branch = str(input["name"]).removeprefix("refs/heads/")
        prefix = repo.rules.allowed_branch_prefix
        if await repo.git.branch(branch):
            raise _refusal("UNPROCESSABLE", f'A ref named "refs/heads/{branch}" already exists in the repository.')
        if prefix and not branch.startswith(prefix):
            raise _refusal("UNPROCESSABLE", "Ref cannot be created.")
        try:
            await repo.git.set_branch(branch, input["oid"], NOBODY)
        except GitRefused:
            raise _refusal("UNPROCESSABLE", "Ref cannot be created.") from None
        return {"ref": {"id": f"REF_{branch}", "name": branch}}

    async def createCommitOnBranch(self, _: Any, input: Json) -> Json:
        repo = self._hub.repo(input["branch"].get("repositoryNameWithOwner") or "")
        branch = str(input["branch"].get("branchName") or "").removeprefix("refs/heads/")
        if repo is None or not branch:
            raise _refusal("NOT_FOUND", "Could not resolve to a branch.")
        self._must_push(repo)
        head = await repo.git.branch(branch)
        if head != input["expectedHeadOid"]:
            words = f'Expected branch to point to "{input["expectedHeadOid"]}" but it did not. Pull and try again.'
            raise _refusal("STALE_DATA", words)
        changes = input.get("fileChanges") or {}
        tree = await self._tree(repo, head, changes)
        message = f"{input['message']['headline']}\n\n{input['message'].get('body') or ''}".strip()
        who = self._login.user.login
        commit = await repo.git.write_commit(tree, (head,), message, who, f"{who}@users.noreply.github.com")
        await repo.git.set_branch(branch, commit, head)
        self._hub.told(repo, branch)
        return {"commit": {"__typename": "Commit", "id": f"C_{commit}", "oid": commit}}

    async def updateRefs(self, _: Any, input: Json) -> Json:
        repo = self._repo_by_id(input["repositoryId"])
        for update in input["refUpdates"]:
            branch = str(update["name"]).removeprefix("refs/heads/")
            before = update.get("beforeOid") or await repo.git.branch(branch)
            try:
                await repo.git.set_branch(branch, update["afterOid"], before)
            except GitRefused as refused:
                raise _refusal("UNPROCESSABLE", str(refused)) from None
        return {"clientMutationId": input.get("clientMutationId")}

    async def enablePullRequestAutoMerge(self, _: Any, input: Json) -> Json:
        found = self._hub.pull_by_node(input["pullRequestId"])
        if found is None:
            raise _refusal("NOT_FOUND", "Could not resolve to a node with the global id.")
        repo, pull = found
        if not repo.rules.auto_merge:
            raise _refusal("UNPROCESSABLE", "Pull request Auto merge is not allowed for this repository")
        if pulling.is_ready(repo, pull):
            raise _refusal("UNPROCESSABLE", "Pull request Pull request is in clean status")
        pull.auto_merge = self._hub.now()
        return {"pullRequest": await self._pull(repo, pull)}

    async def _tree(self, repo: Repo, head: str, changes: Json) -> str:
        edits = [Edit(line["path"], "100644", None) for line in changes.get("deletions", ())]
        for line in changes.get("additions", ()):
            blob = await repo.git.write_blob(base64.b64decode(line["contents"]))
            edits.append(Edit(line["path"], "100644", blob))
        try:
            return await repo.git.write_tree((await repo.git.read_commit(head)).tree, edits)
        except GitRefused as refused:
            raise _refusal("UNPROCESSABLE", str(refused)) from None

    async def _node(self, node: str) -> Json | GraphQLError:
        found = self._hub.pull_by_node(node)
        if found is None:
            return _refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{node}'.")
        await pulling.follow_branches(self._hub, found[0])
        return await self._pull(*found)

    async def _pull(self, repo: Repo, pull: Pull) -> Json:
        mergeable = await pulling.is_mergeable(repo, pull) if pull.is_open else False
        ready = pulling.is_ready(repo, pull)
        return {
            "__typename": "PullRequest",
            "id": pull_node(repo, pull),
            "number": pull.number,
            "title": pull.title,
            "url": f"{self._forms.web_url(repo)}/pull/{pull.number}",
            "state": "MERGED" if pull.merged else "OPEN" if pull.is_open else "CLOSED",
            "isDraft": pull.draft,
            "merged": pull.merged is not None,
            "mergedAt": timestamp(pull.merged) if pull.merged else None,
            "closedAt": timestamp(pull.closed) if pull.closed else None,
            "updatedAt": timestamp(pull.updated),
            "mergeable": "MERGEABLE" if mergeable else "CONFLICTING" if pull.is_open else "UNKNOWN",
            "mergeStateStatus": "CLEAN" if mergeable and ready else "BLOCKED" if mergeable else "DIRTY",
            "reviewDecision": _decision(repo, pull),
            "headRefOid": pull.head_sha,
            "headRefName": pull.head,
            "baseRefName": pull.base,
            "mergeCommit": {"id": pull.merge_commit, "oid": pull.merge_commit} if pull.merge_commit else None,
            "autoMergeRequest": (
                {"enabledAt": timestamp(pull.auto_merge), "mergeMethod": "MERGE"} if pull.auto_merge else None
            ),
            "mergeQueueEntry": None,
            "commits": lambda _, **__: {"nodes": [{"commit": self._head(pull)}]},
        }

    def _head(self, pull: Pull) -> Json:
        def rollup(_: Any) -> Json | None:
            if not self._login.checks:
                raise _refusal("FORBIDDEN", "Resource not accessible by personal access token")
            return _rollup(pull)

        return {"id": f"C_{pull.head_sha}", "oid": pull.head_sha, "statusCheckRollup": rollup}

    def _repo_by_id(self, node: str) -> Repo:
        repo = next((one for one in self._hub.repos.values() if f"R_{one.number}" == node), None)
        if repo is None:
            raise _refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{node}'.")
        self._must_push(repo)
        return repo

    def _must_push(self, repo: Repo) -> None:
        if repo.archived or not self._login.may_push(repo):
            raise _refusal("FORBIDDEN", "Resource not accessible by personal access token")


async def _ref(repo: Repo, name: str) -> Json | None:
    branch = name.removeprefix("refs/heads/")
    sha = await repo.git.branch(branch)
    target = {"__typename": "Commit", "id": f"C_{sha}", "oid": sha}
    return {"id": f"REF_{branch}", "name": branch, "target": target} if sha else None


def _decision(repo: Repo, pull: Pull) -> str | None:
    if pull.changes_requested:
        return "CHANGES_REQUESTED"
    if not repo.rules.approvals:
        return "APPROVED" if pull.approvals else None
    return "APPROVED" if len(pull.approvals) >= repo.rules.approvals else "REVIEW_REQUIRED"


def _rollup(pull: Pull) -> Json | None:
    if not pull.checks:
        return None
    states = set(pull.checks.values())
    state = "FAILURE" if "FAILURE" in states else "PENDING" if "" in states else "SUCCESS"
    runs = [
        {
            "__typename": "CheckRun",
            "id": f"CR_{name}",
            "name": name,
            "status": "COMPLETED" if conclusion else "IN_PROGRESS",
            "conclusion": conclusion or None,
            "detailsUrl": None,
        }
        for name, conclusion in pull.checks.items()
    ]
    return {"id": "SCR", "state": state, "contexts": lambda _, **__: {"nodes": runs}}
