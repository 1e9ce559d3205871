"""What is read before anything is written: the repository, its base branch at one commit, what rules it has."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wgtui.github.changes import Change, ChangeSet, Entry, RemovedFolder, Snapshot, clean
from wgtui.github.errors import Archived, NoPermission, Refused, RepositoryMissing
from wgtui.github.repository import Repository

if TYPE_CHECKING:  # PyGithub takes a third of a second to import: that is spent on a lane's thread.
    from wgtui.github.api import Api

MOST_FOLDERS = 200
"""How many folders of a huge repository are looked into one by one."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """`repository` is named as GitHub names it today; `base` is its default branch where none was asked for."""

    repository: Repository
    base: str
    snapshot: Snapshot
    needs_signature: bool = False
    """Commits must be signed: GitHub signs what it makes itself, by GraphQL."""
    needs_fork: bool = False
    """We may not push to the repository, and a fork is wished for."""
    is_default_branch: bool = True
    warnings: tuple[str, ...] = ()


def repository_path(repository: Repository, *parts: str) -> str:
    """With every part encoded: a branch may hold a slash."""
    return "/".join(("/repos", quote(repository.owner, safe=""), quote(repository.name, safe=""), *parts))


def quoted(text: str) -> str:
    return quote(text, safe="")


def preflight(api: Api, change_set: ChangeSet) -> Preflight:
    """Three requests, one more where the base branch is protected. Raises GitHubError for what cannot work."""
    about = api.get(repository_path(change_set.repository)).object
    repository = _canonical(change_set.repository, about)
    needs_fork = _check_rights(repository, about, api, change_set.fork)
    base = change_set.base or _default_branch(about)
    branch = _branch(api, repository, base)
    # A branch that was renamed answers by its new name.
    base = str(branch.get("name") or base)
    snapshot = _snapshot(api, repository, branch, change_set.changes)
    rules = _rules(api, repository, base) if branch.get("protected") else frozenset()
    is_default = base == _default_branch(about)
    return Preflight(repository, base, snapshot, "required_signatures" in rules, needs_fork, is_default)


def read_branch(api: Api, repository: Repository, base: str, folders: Iterable[str]) -> tuple[Repository, Snapshot]:
    """The repository as it is named today, and what a branch holds in these folders at least; `base` empty: default.

    A folder may be one file.
    """
    about = api.get(repository_path(repository)).object
    found = _canonical(repository, about)
    branch = _branch(api, found, base or _default_branch(about))
    wanted = [change(folder) for folder in folders for change in (RemovedFolder, _a_file)]
    return found, _snapshot(api, found, branch, wanted)


def _a_file(path: str) -> Change:
    return Change(path, None)


def read_file(api: Api, repository: Repository, sha: str) -> bytes:
    """The content of a blob."""
    blob = api.get(repository_path(repository, "git/blobs", sha)).object
    return base64.b64decode(str(blob.get("content", "")))


def read_tree(
    api: Api, repository: Repository, tree: str, changes: Iterable[Change | RemovedFolder]
) -> Iterator[tuple[str, Entry]]:
    """Every file of the tree; of a tree too large for one answer, those in the folders that the changes touch."""
    whole = api.get(repository_path(repository, "git/trees", tree), {"recursive": "1"}).object
    if not whole.get("truncated"):
        yield from _files(whole, "")
        return
    yield from _Walk(api, repository, tree).files(changes)


class _Walk:
    """Reads single folders of a huge tree, each once."""

    def __init__(self, api: Api, repository: Repository, tree: str) -> None:
        self._api = api
        self._repository = repository
        self._trees: dict[str, dict[str, Any] | None] = {"": self._read(tree)}

    def files(self, changes: Iterable[Change | RemovedFolder]) -> Iterator[tuple[str, Entry]]:
        for change in changes:
            path = clean(change.path)
            if isinstance(change, RemovedFolder):
                yield from self._below(path)
            else:
                yield from self._in(path.rpartition("/")[0])

    def _below(self, folder: str) -> Iterator[tuple[str, Entry]]:
        yield from self._in(folder)
        for item in _items(self._tree(folder), "tree"):
            yield from self._below(f"{folder}/{item['path']}")

    def _in(self, folder: str) -> Iterator[tuple[str, Entry]]:
        tree = self._tree(folder)
        if tree is not None:
            yield from _files(tree, f"{folder}/" if folder else "")

    def _tree(self, folder: str) -> dict[str, Any] | None:
        if folder not in self._trees:
            parent, _, name = folder.rpartition("/")
            found = [item for item in _items(self._tree(parent), "tree") if item.get("path") == name]
            self._trees[folder] = self._read(str(found[0]["sha"])) if found else None
        return self._trees[folder]

    def _read(self, sha: str) -> dict[str, Any]:
        if len(getattr(self, "_trees", ())) > MOST_FOLDERS:
            raise Refused("the repository is too large to look through", f"more than {MOST_FOLDERS} folders")
        return self._api.get(repository_path(self._repository, "git/trees", sha)).object


def _items(tree: dict[str, Any] | None, wanted: str) -> Iterator[dict[str, Any]]:
    for item in (tree or {}).get("tree") or ():
        if isinstance(item, dict) and item.get("type") == wanted and item.get("path"):
            yield item


def _files(tree: dict[str, Any], prefix: str) -> Iterator[tuple[str, Entry]]:
    for item in _items(tree, "blob"):
        yield f"{prefix}{item['path']}", Entry(str(item["sha"]), str(item["mode"]), int(item.get("size") or 0))


def _default_branch(about: dict[str, Any]) -> str:
    return str(about.get("default_branch") or "main")


def _snapshot(
    api: Api, repository: Repository, branch: dict[str, Any], changes: Iterable[Change | RemovedFolder]
) -> Snapshot:
    commit, tree = _shas(branch)
    return Snapshot(commit, tree, dict(read_tree(api, repository, tree, changes)))


def _canonical(asked: Repository, about: dict[str, Any]) -> Repository:
    owner, slash, name = str(about.get("full_name", "")).partition("/")
    return Repository(asked.host, owner, name) if slash else asked


def _check_rights(repository: Repository, about: dict[str, Any], api: Api, may_fork: bool) -> bool:
    """Whether it takes a fork. Raises Archived, NoPermission."""
    if about.get("archived"):
        raise Archived(f"{repository} is archived", "nothing can be changed there", url=repository.web)
    permissions = about.get("permissions")
    if not isinstance(permissions, dict) or permissions.get("push") is not False:
        return False
    if may_fork and about.get("allow_forking") is not False:
        return True
    forks = "and it cannot be forked" if may_fork else "or a fork of yours, if you wish for one (--fork)"
    raise NoPermission(
        f"the token from {api.credential.source} may not push to {repository}",
        f"it needs contents=write and pull_requests=write, {forks}",
        url=repository.web,
    )


def _branch(api: Api, repository: Repository, base: str) -> dict[str, Any]:
    try:
        return api.get(repository_path(repository, "branches", quoted(base))).object
    except RepositoryMissing:
        raise Refused(f"{repository} has no branch {base}", "name another base branch", url=repository.web) from None


def _shas(branch: dict[str, Any]) -> tuple[str, str]:
    try:
        commit = branch["commit"]
        return str(commit["sha"]), str(commit["commit"]["tree"]["sha"])
    except (KeyError, TypeError):
        raise Refused("this answer is not GitHub's", "a branch without a commit") from None


def _rules(api: Api, repository: Repository, base: str) -> frozenset[str]:
    """Types of the rules on a branch; none where they cannot be read, as on old servers."""
    try:
        found = api.get(repository_path(repository, "rules/branches", quoted(base))).list
    except (RepositoryMissing, NoPermission):
        return frozenset()
    return frozenset(str(rule.get("type", "")) for rule in found)
