"""The REST API: one function for each operation, (call) -> (status, body)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from wgtui.demo.hub import forking, pulling
from wgtui.demo.hub.forms import Forms, Json
from wgtui.demo.hub.git import Edit, GitRefused
from wgtui.demo.hub.refusals import HubRefusal, not_found, unprocessable
from wgtui.demo.hub.state import Hub, Login, Pull, Repo

Reply = tuple[int, Any]

WORKFLOWS = ".github/workflows/"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, understood: `rest` is what comes behind the part of the path that names the operation."""

    hub: Hub
    forms: Forms
    login: Login
    repo: Repo
    rest: str
    query: dict[str, str]
    body: Json

    def text(self, key: str, default: str | None = None) -> str:
        value = self.body.get(key, default)
        if not isinstance(value, str):
            raise unprocessable(f'Invalid request.\n\n"{key}" wasn\'t supplied.')
        return value

    def must_push(self) -> None:
        if self.repo.archived:
            raise HubRefusal(403, "Repository was archived so is read-only.")
        if not self.login.may_push(self.repo):
            accepted = {"X-Accepted-GitHub-Permissions": "contents=write"}
            raise HubRefusal(403, "Resource not accessible by personal access token", headers=accepted)


Operation = Callable[[Call], Awaitable[Reply]]


async def get_repo(call: Call) -> Reply:
    return 200, call.forms.repo(call.repo, call.login, call.hub.now())


async def create_fork(call: Call) -> Reply:
    """202: it can be asked for some time later."""
    if not call.login.push:
        raise HubRefusal(403, "Resource not accessible by personal access token")
    owner = call.login.user.login
    fork = call.hub.fork_of(call.repo, owner)
    if fork is None:
        fork = await forking.fork(call.hub, call.repo, owner, only_default=bool(call.body.get("default_branch_only")))
    return 202, call.forms.repo(fork, call.login, call.hub.now())


async def merge_upstream(call: Call) -> Reply:
    call.must_push()
    branch = call.text("branch")
    kind = await forking.bring_up_to_date(call.repo, branch)
    assert call.repo.parent is not None
    base = f"{call.repo.parent.owner}:{branch}"
    return 200, {"message": f"Successfully fetched and {kind}ed from upstream", "merge_type": kind, "base_branch": base}


async def get_branch(call: Call) -> Reply:
    if call.repo.appears_after:
        call.repo.appears_after -= 1
        raise not_found()
    sha = await call.repo.git.branch(call.rest)
    if not sha:
        raise HubRefusal(404, "Branch not found")
    return 200, call.forms.branch(call.repo, call.rest, await call.repo.git.read_commit(sha))


async def get_rules(call: Call) -> Reply:
    kinds = []
    rules = call.repo.rules
    if rules.required_signatures:
        kinds.append("required_signatures")
    if rules.allowed_branch_prefix and not call.rest.startswith(rules.allowed_branch_prefix):
        kinds.append("creation")
    ruleset = {"ruleset_source_type": "Repository", "ruleset_source": call.repo.full_name, "ruleset_id": 1}
    return 200, [{"type": kind, **ruleset} for kind in kinds]


async def get_tree(call: Call) -> Reply:
    recursive = call.query.get("recursive", "") not in ("", "0", "false")
    try:
        items = await call.repo.git.read_tree(call.rest, recursive)
    except GitRefused:
        raise not_found() from None
    url = call.forms.repo_url(call.repo)
    over = call.repo.truncate_trees_over
    truncated = recursive and len(items) > over
    tree = [
        {"path": item.path, "mode": item.mode, "type": item.kind, "sha": item.sha, "url": f"{url}/git/{item.kind}s"}
        | ({"size": item.size} if item.size is not None else {})
        for item in (items[:over] if truncated else items)
    ]
    return 200, {"sha": call.rest, "url": f"{url}/git/trees/{call.rest}", "tree": tree, "truncated": truncated}


async def get_blob(call: Call) -> Reply:
    try:
        content = await call.repo.git.read_blob(call.rest)
    except GitRefused:
        raise not_found() from None
    return 200, {
        "sha": call.rest,
        "node_id": f"B_{call.rest}",
        "size": len(content),
        "url": f"{call.forms.repo_url(call.repo)}/git/blobs/{call.rest}",
        "content": base64.encodebytes(content).decode(),
        "encoding": "base64",
    }


async def create_blob(call: Call) -> Reply:
    call.must_push()
    content = call.text("content")
    try:
        is_encoded = call.body.get("encoding") == "base64"
        data = base64.b64decode(content, validate=False) if is_encoded else content.encode()
    except binascii.Error:
        raise unprocessable("content is not valid Base64") from None
    sha = await call.repo.git.write_blob(data)
    return 201, {"sha": sha, "url": f"{call.forms.repo_url(call.repo)}/git/blobs/{sha}"}


async def create_tree(call: Call) -> Reply:
    call.must_push()
    lines = call.body.get("tree")
    if not isinstance(lines, list):
        raise unprocessable("Invalid tree info")
    if not call.login.workflow and any(str(line.get("path", "")).startswith(WORKFLOWS) for line in lines):
        raise not_found()
    edits = [await _edit(call, line) for line in lines]
    try:
        sha = await call.repo.git.write_tree(call.text("base_tree", ""), edits)
    except GitRefused as refused:
        raise unprocessable(str(refused)) from None
    return 201, (await get_tree(_at(call, sha)))[1]


async def _edit(call: Call, line: Json) -> Edit:
    path, mode = line.get("path"), line.get("mode")
    if not isinstance(path, str) or not path or mode not in ("100644", "100755", "120000", "040000", "160000"):
        raise unprocessable("Invalid tree info")
    if "content" in line and "sha" in line:
        raise unprocessable("Must supply either tree.sha or tree.content, not both.")
    if isinstance(content := line.get("content"), str):
        return Edit(path, mode, await call.repo.git.write_blob(content.encode()))
    if "sha" not in line:
        raise unprocessable("Must supply a valid tree.sha or tree.content")
    return Edit(path, mode, line["sha"])


async def create_commit(call: Call) -> Reply:
    call.must_push()
    parents = [str(sha) for sha in call.body.get("parents", ())]
    who = call.login.user.login
    try:
        sha = await call.repo.git.write_commit(
            call.text("tree"), parents, call.text("message"), who, f"{who}@users.noreply.github.com"
        )
    except GitRefused:
        raise unprocessable("Tree SHA does not exist") from None
    return 201, call.forms.git_commit(call.repo, await call.repo.git.read_commit(sha))


async def get_commit(call: Call) -> Reply:
    try:
        return 200, call.forms.git_commit(call.repo, await call.repo.git.read_commit(call.rest))
    except GitRefused:
        raise not_found() from None


async def list_commits(call: Call) -> Reply:
    start = await call.repo.git.resolve(call.query.get("sha") or call.repo.default_branch)
    if not start:
        raise HubRefusal(409, "Git Repository is empty.")
    found = await call.repo.git.log(start, call.query.get("path", ""), int(call.query.get("per_page", "30")))
    return 200, [call.forms.commit(call.repo, await call.repo.git.read_commit(sha)) for sha in found]


async def get_ref(call: Call) -> Reply:
    branch = call.rest.removeprefix("heads/")
    sha = await call.repo.git.branch(branch) if branch != call.rest else ""
    if not sha:
        raise not_found()
    return 200, call.forms.ref(call.repo, branch, sha)


async def matching_refs(call: Call) -> Reply:
    found = await call.repo.git.branches(call.rest.removeprefix("heads/"))
    return 200, [call.forms.ref(call.repo, name, sha) for name, sha in found.items()]


async def create_ref(call: Call) -> Reply:
    call.must_push()
    ref, sha = call.text("ref"), call.text("sha")
    branch = ref.removeprefix("refs/heads/")
    if branch == ref or not await call.repo.git.check_name(ref):
        raise unprocessable("Reference name must be a valid branch name")
    prefix = call.repo.rules.allowed_branch_prefix
    if prefix and not branch.startswith(prefix):
        raise unprocessable("Repository rule violations found\n\nCannot create ref due to creations being restricted.")
    if await call.repo.git.branch(branch):
        raise unprocessable("Reference already exists")
    if not await call.repo.git.resolve(sha):
        raise unprocessable("Object does not exist")
    try:
        await call.repo.git.set_branch(branch, sha, "0" * 40)
    except GitRefused:
        raise unprocessable("Reference update failed") from None
    call.hub.told(call.repo, branch)
    return 201, call.forms.ref(call.repo, branch, sha)


async def update_ref(call: Call) -> Reply:
    call.must_push()
    branch = call.rest.removeprefix("heads/")
    before, sha = await call.repo.git.branch(branch), call.text("sha")
    if not before:
        raise unprocessable("Reference does not exist")
    if not call.body.get("force") and not await call.repo.git.contains(sha, before):
        raise unprocessable("Update is not a fast forward")
    await call.repo.git.set_branch(branch, sha, before)
    call.hub.told(call.repo, branch)
    return 200, call.forms.ref(call.repo, branch, sha)


async def delete_ref(call: Call) -> Reply:
    call.must_push()
    await pulling.delete_branch(call.repo, call.rest.removeprefix("heads/"))
    return 204, None


async def list_pulls(call: Call) -> Reply:
    await pulling.follow_branches(call.hub, call.repo)
    state = call.query.get("state", "open")
    owner, colon, head = call.query.get("head", "").rpartition(":")
    owner = owner if colon else call.repo.owner
    base = call.query.get("base", "")
    found = [
        pull
        for pull in call.repo.pulls.values()
        if (state == "all" or pull.is_open == (state == "open"))
        and (not head or (pull.head == head and pulling.home(call.repo, pull).owner.casefold() == owner.casefold()))
        and (not base or pull.base == base)
    ]
    return 200, [call.forms.simple_pull(call.repo, pull, call.hub.now()) for pull in reversed(found)]


async def create_pull(call: Call) -> Reply:
    pull = await pulling.open_pull(
        call.hub,
        call.repo,
        call.login,
        title=call.text("title"),
        body=call.text("body", ""),
        head=call.text("head"),
        base=call.text("base"),
        draft=bool(call.body.get("draft")),
    )
    return 201, await _full(call, pull)


async def get_pull(call: Call) -> Reply:
    await pulling.follow_branches(call.hub, call.repo)
    return 200, await _full(call, _pull(call))


async def list_files(call: Call) -> Reply:
    pull = _pull(call)
    changed = await call.repo.git.patches(pull.base_sha, pull.head_sha)
    return 200, [call.forms.changed_file(call.repo, pull, file) for file in changed]


async def compare(call: Call) -> Reply:
    base, dots, head = call.rest.partition("...")
    found = [await call.repo.git.resolve(name) for name in (base, head)]
    if not dots or not all(found):
        raise not_found()
    ahead, behind = await call.repo.git.apart(*found)
    commits = [await call.repo.git.read_commit(sha) for sha in found]
    return 200, call.forms.comparison(call.repo, commits[0], commits[1], ahead, behind)


async def update_pull(call: Call) -> Reply:
    call.must_push()
    pull = _pull(call)
    pull.title, pull.body = call.text("title", pull.title), call.text("body", pull.body)
    if "state" in call.body:
        await pulling.close_pull(call.hub, pull, open_again=call.body["state"] == "open")
    return 200, await _full(call, pull)


async def merge(call: Call) -> Reply:
    """For whoever plays the reviewer; wgtui itself merges here only."""
    call.must_push()
    sha = await pulling.merge_pull(call.hub, call.repo, _pull(call), call.login.user)
    return 200, {"sha": sha, "merged": True, "message": "Pull Request successfully merged"}


async def add_labels(call: Call) -> Reply:
    if not call.login.may_push(call.repo):
        raise not_found()
    pull = _pull(call)
    names = call.body.get("labels")
    if not isinstance(names, list):
        raise unprocessable("Invalid request.")
    pull.labels = list(dict.fromkeys([*pull.labels, *map(str, names)]))
    return 200, [call.forms.label(call.repo, name) for name in pull.labels]


async def request_review(call: Call) -> Reply:
    call.must_push()
    pull = _pull(call)
    for name in call.body.get("reviewers", ()):
        user = call.hub.users.get(str(name).casefold())
        if user is None:
            raise unprocessable(
                "Reviews may only be requested from collaborators. One or more of the users or teams you specified "
                f"is not a collaborator of the {call.repo.full_name} repository."
            )
        if user == pull.author:
            raise unprocessable("Review cannot be requested from pull request author.")
        pull.reviewers.append(user)
    return 201, call.forms.simple_pull(call.repo, pull, call.hub.now())


def _pull(call: Call) -> Pull:
    number = call.rest.partition("/")[0]
    pull = call.repo.pulls.get(int(number)) if number.isdecimal() else None
    if pull is None:
        raise not_found()
    return pull


async def _full(call: Call, pull: Pull) -> Json:
    changed = await call.repo.git.changed(pull.base_sha, pull.head_sha)
    size = len(changed), sum(added for added, _, _ in changed), sum(gone for _, gone, _ in changed)
    mergeable = await pulling.is_mergeable(call.repo, pull) if pull.is_open else None
    return call.forms.pull(call.repo, pull, mergeable, size, call.hub.now())


def _at(call: Call, sha: str) -> Call:
    return Call(call.hub, call.forms, call.login, call.repo, sha, {}, {})


OPERATIONS: tuple[tuple[str, str, Operation], ...] = (
    ("POST", "forks", create_fork),
    ("POST", "merge-upstream", merge_upstream),
    ("GET", "branches/", get_branch),
    ("GET", "rules/branches/", get_rules),
    ("GET", "git/trees/", get_tree),
    ("POST", "git/trees", create_tree),
    ("GET", "git/blobs/", get_blob),
    ("POST", "git/blobs", create_blob),
    ("GET", "git/commits/", get_commit),
    ("POST", "git/commits", create_commit),
    ("GET", "commits", list_commits),
    ("GET", "compare/", compare),
    ("GET", "git/ref/", get_ref),
    ("GET", "git/matching-refs/", matching_refs),
    ("POST", "git/refs", create_ref),
    ("PATCH", "git/refs/", update_ref),
    ("DELETE", "git/refs/", delete_ref),
    ("GET", "pulls", list_pulls),
    ("POST", "pulls", create_pull),
    ("GET", "pulls/*/files", list_files),
    ("GET", "pulls/", get_pull),
    ("PATCH", "pulls/", update_pull),
    ("PUT", "pulls/*/merge", merge),
    ("POST", "issues/*/labels", add_labels),
    ("POST", "pulls/*/requested_reviewers", request_review),
)
"""Method, path below the repository (a trailing slash: the rest is an argument), function."""


def operation(method: str, path: str) -> tuple[Operation, str] | None:
    """The function for a path below `/repos/owner/name/`, and its argument."""
    for wanted, pattern, function in OPERATIONS:
        if wanted == method and (rest := _match(pattern, path)) is not None:
            return function, rest
    return None


def _match(pattern: str, path: str) -> str | None:
    start, star, end = pattern.partition("*")
    if star:
        middle = path.removeprefix(start).removesuffix(end)
        return middle if path == f"{start}{middle}{end}" and middle and "/" not in middle else None
    if pattern.endswith("/"):
        return path.removeprefix(pattern) if path.startswith(pattern) and path != pattern else None
    return "" if path == pattern else None
