"""Opens one pull request: tree, commit, branch, pull request, in this order: nothing is seen before it is whole.

Whatever GitHub leaves unanswered is asked for before it is sent again: it ends in exactly one pull request, or in
none and no branch.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from wgtui.github.api import Api
from wgtui.github.changes import ChangeSet, Plan, TreeEntry
from wgtui.github.errors import (
    Ambiguous,
    BranchExists,
    BranchRefused,
    GitHubError,
    NothingToChange,
    RateLimited,
    Refused,
    RepositoryMissing,
)
from wgtui.github.extras import add_extras
from wgtui.github.journal import Journal, Pending
from wgtui.github.lane import Ticket
from wgtui.github.pulls import PullRequest, read_pull
from wgtui.github.reading import Preflight, quoted, repository_path
from wgtui.github.repository import Repository

T = TypeVar("T")

TRIES = 4
PAUSE = 1.0
"""Seconds before a write that was not answered is looked into; doubled each time."""


class Step(Enum):
    FORK = "making a fork"
    FILES = "uploading files"
    COMMIT = "making the commit"
    BRANCH = "making the branch"
    PULL = "opening the pull request"
    EXTRAS = "labels, reviewers, auto-merge"


Progress = Callable[[Step, str], None]


def _untold(_: Step, __: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """`warnings`: what was wished and could not be, as a label or a draft."""

    pull: PullRequest
    warnings: tuple[str, ...] = ()


class Opening:
    """One way through the steps; `progress` is told each, from the thread of the lane."""

    def __init__(
        self,
        api: Api,
        change_set: ChangeSet,
        preflight: Preflight,
        journal: Journal,
        ticket: Ticket,
        progress: Progress | None = None,
        pause: float = PAUSE,
        home: Repository | None = None,
    ) -> None:
        """`home` is where the branch is to be, if known to be elsewhere."""
        self._api = api
        self._change_set = change_set
        self._preflight = preflight
        self._repository = preflight.repository
        self._home = home or preflight.repository
        self._journal = journal
        self._ticket = ticket
        self._progress = progress or _untold
        self._pause = pause
        self._warnings: list[str] = []

    def open(self, plan: Plan) -> Opened:
        """Raises GitHubError; nothing is left behind then, but for Ambiguous, which the journal knows of."""
        self._warnings += plan.warnings
        if self._preflight.needs_fork:
            from wgtui.github.forking import forked

            self._progress(Step.FORK, "of your own")
            self._home = forked(self._api, self._preflight, self._ticket, self._harmless, self._pause)
        if self._preflight.needs_signature:
            return self.finish(self._signed(plan), has_branch=True)
        tree = self._tree(plan)
        self._progress(Step.COMMIT, "")
        pending = self._pending(self._harmless(lambda: self._commit(tree)))
        self._ticket.check()
        self._note(pending)
        return self.finish(pending)

    def _signed(self, plan: Plan) -> Pending:
        """The branch has to be there before its commit: until then it stands at the base."""
        from wgtui.github.signing import signed_commit

        pending = self._pending(self._preflight.snapshot.commit)
        self._note(pending)
        self._progress(Step.COMMIT, "signed by GitHub")
        at_home = replace(self._preflight, repository=self._home)
        try:
            commit = signed_commit(self._api, self._change_set, at_home, plan, self._ticket, self._pause)
        except Ambiguous:
            raise
        except GitHubError:
            self._cross_out(pending)
            raise
        return self._pending(commit)

    def finish(self, pending: Pending, has_branch: bool = False) -> Opened:
        """From the commit on; also where an earlier process was killed."""
        if not has_branch:
            self._progress(Step.BRANCH, pending.branch)
            try:
                self._make_branch(pending.branch, pending.commit)
            except Ambiguous:
                raise
            except GitHubError:
                self._cross_out(pending)
                raise
        self._progress(Step.PULL, pending.title)
        try:
            pull = self._make_pull(pending)
        except Ambiguous:
            raise
        except GitHubError:
            self._take_back(pending)
            raise
        self._cross_out(pending)
        self._progress(Step.EXTRAS, "")
        self._warnings += add_extras(self._api, self._repository, self._change_set, pull, self._ticket)
        return Opened(pull, tuple(self._warnings))

    def _note(self, pending: Pending) -> None:
        try:
            self._journal.add(pending)
        except OSError as error:
            why = error.strerror or str(error)
            self._warnings.append(f"{self._journal.path} cannot be written: {why}; nobody could finish this for us")

    def _cross_out(self, pending: Pending) -> None:
        with suppress(OSError):
            self._journal.remove(pending.operation)

    # The commit: named by its content, so that sending it again does no harm.

    def _tree(self, plan: Plan) -> str:
        try:
            return self._chained_trees(plan)
        except (Refused, Ambiguous) as error:
            if isinstance(error, Refused) and "timed out" not in str(error):
                raise
            return self._chained_trees(plan, small=True)

    def _chained_trees(self, plan: Plan, small: bool = False) -> str:
        tree = self._preflight.snapshot.tree
        for piece in plan.trees(small):
            self._progress(Step.FILES, f"{len(plan.entries)} files")
            entries = [self._entry(entry) for entry in piece]
            body = {"base_tree": tree, "tree": entries}
            tree = self._harmless(lambda body=body: self._sha("git/trees", body))  # type: ignore[misc]
        if tree == self._preflight.snapshot.tree:
            raise NothingToChange("nothing to change", f"{self._preflight.base} says so already")
        return tree

    def _entry(self, entry: TreeEntry) -> dict[str, Any]:
        line: dict[str, Any] = {"path": entry.path, "mode": entry.mode, "type": "blob"}
        if entry.content is None:
            return line | {"sha": None}
        if entry.is_text:
            return line | {"content": entry.content.decode()}
        body = {"content": base64.b64encode(entry.content).decode(), "encoding": "base64"}
        return line | {"sha": self._harmless(lambda: self._sha("git/blobs", body))}

    def _commit(self, tree: str) -> str:
        parents = [self._preflight.snapshot.commit]
        return self._sha("git/commits", {"message": self._change_set.commit_message, "tree": tree, "parents": parents})

    def _sha(self, path: str, body: dict[str, Any]) -> str:
        answer = self._api.send("POST", repository_path(self._home, path), body)
        sha = answer.object.get("sha")
        if not isinstance(sha, str):
            raise Ambiguous("GitHub's answer lacks what it made", path, request_id=answer.request_id)
        return sha

    def _harmless(self, send: Callable[[], T]) -> T:
        """What nobody sees yet: sent again without looking, and stopped as soon as it is cancelled."""

        def unless_cancelled() -> T:
            self._ticket.check()
            return send()

        return self._settled(unless_cancelled, lambda: None)

    def _settled(self, send: Callable[[], T], made: Callable[[], T | None]) -> T:
        """Waited for while limited; while unanswered sent again, unless `made` finds that it was done."""
        pause = self._pause
        for tries_left in reversed(range(TRIES)):
            try:
                return send()
            except RateLimited as limited:
                self._wait_for(limited)
            except Ambiguous:
                if not tries_left:
                    raise
                # Not to be cancelled: whether it was done has to be known first.
                time.sleep(pause)
                pause *= 2
                found = self._asked(made)
                if found is not None:
                    return found
        raise Ambiguous("GitHub keeps us waiting", "try again later")

    def _asked(self, made: Callable[[], T | None]) -> T | None:
        """Raises what is definite; where GitHub cannot be asked it stays as open as it was."""
        try:
            return made()
        except (BranchExists, Ambiguous):
            raise
        except GitHubError as error:
            raise Ambiguous("GitHub cannot be asked what became of it", str(error)) from None

    def _wait_for(self, limited: RateLimited) -> None:
        self._progress(Step.COMMIT, f"GitHub asks us to wait {limited.wait:.0f} s")
        self._ticket.wait(limited.wait)

    # The branch: the first thing that others see.

    def _make_branch(self, branch: str, commit: str) -> None:
        body = {"ref": f"refs/heads/{branch}", "sha": commit}

        def send() -> bool:
            try:
                self._api.send("POST", repository_path(self._home, "git/refs"), body)
            except Refused as refused:
                self._branch_refused(branch, commit, refused)
            return True

        self._settled(send, lambda: self._is_ours(branch, commit) or None)

    def _branch_refused(self, branch: str, commit: str, refused: Refused) -> None:
        """Returns where the branch is ours from an earlier try."""
        text = str(refused).casefold()
        if "already exists" in text:
            if self._is_ours(branch, commit):
                return
            raise BranchExists(f"the branch {branch} exists with other content", "use another name")
        if "update failed" in text or "rule" in text or "cannot be created" in text:
            raise BranchRefused(
                f"the branch {branch} may not be made",
                f"a ruleset forbids it, or there is a branch {branch.partition('/')[0]}: {refused.title}",
            )
        raise refused

    def _is_ours(self, branch: str, commit: str) -> bool:
        """Whether it stands at our commit, or at one of the same content and parents. Raises BranchExists otherwise."""
        found = branch_commit(self._api, self._home, branch)
        if found in ("", commit):
            return found != ""
        if _content(self._api, self._home, found) == _content(self._api, self._home, commit):
            return True
        raise BranchExists(f"the branch {branch} exists with other content", "use another name")

    # The pull request

    def _make_pull(self, pending: Pending) -> PullRequest:
        return self._settled(
            lambda: self._send_pull(pending),
            lambda: find_pull(self._api, self._repository, pending.branch, pending.base, self._home),
        )

    def _send_pull(self, pending: Pending, draft: bool | None = None) -> PullRequest:
        draft = pending.draft if draft is None else draft
        body = {"title": pending.title, "base": pending.base, "body": pending.body, **self._head(pending)}
        if draft:
            body["draft"] = True
        try:
            answer = self._api.send("POST", repository_path(self._repository, "pulls"), body)
        except Refused as refused:
            return self._pull_refused(pending, refused, draft)
        return read_pull(self._repository, answer.object)

    def _head(self, pending: Pending) -> dict[str, Any]:
        home = self._home
        if home.is_same(self._repository):
            return {"head": pending.branch}
        # Nobody needs to push to the fork; and not every token can allow it.
        head = {"head": f"{home.owner}:{pending.branch}", "maintainer_can_modify": False}
        # Of two repositories of one owner the name alone says which is meant.
        same_owner = home.owner.casefold() == self._repository.owner.casefold()
        return head | ({"head_repo": home.name} if same_owner else {})

    def _pull_refused(self, pending: Pending, refused: Refused, draft: bool) -> PullRequest:
        text = str(refused).casefold()
        if draft and "draft" in text:
            self._warnings.append("no draft: this repository does not have them")
            return self._send_pull(pending, draft=False)
        if "already exists" in text:
            found = find_pull(self._api, self._repository, pending.branch, pending.base, self._home)
            if found is not None:
                return found
        if "no commits between" in text:
            raise NothingToChange("nothing to change", f"{pending.base} says so already")
        raise refused

    def _take_back(self, pending: Pending) -> None:
        """Deletes the branch of a pull request that will never be, if nobody else has touched it."""
        with suppress(GitHubError):
            if branch_commit(self._api, self._home, pending.branch) == pending.commit:
                delete_branch(self._api, self._home, pending.branch)
            self._cross_out(pending)

    def _pending(self, commit: str) -> Pending:
        change_set = self._change_set
        return Pending(
            change_set.operation,
            self._repository.host,
            self._repository.owner,
            self._repository.name,
            change_set.branch,
            self._preflight.base,
            commit,
            change_set.title,
            change_set.body,
            change_set.draft,
            "" if self._home.is_same(self._repository) else self._home.full_name,
            self._preflight.needs_signature,
        )


def branch_commit(api: Api, repository: Repository, branch: str) -> str:
    """Where a branch stands; empty where there is none."""
    try:
        found = api.get(repository_path(repository, "git/ref/heads", quoted(branch))).object
    except RepositoryMissing:
        return ""
    return str((found.get("object") or {}).get("sha", ""))


def delete_branch(api: Api, repository: Repository, branch: str) -> None:
    api.send("DELETE", repository_path(repository, "git/refs/heads", quoted(branch)))


def find_pull(api: Api, repository: Repository, branch: str, base: str, home: Repository) -> PullRequest | None:
    """The open pull request of a branch, which `home` has: the list is looked through again, as GitHub drops the
    query when it sends us to a renamed repository."""
    owner = home.owner
    query = {"head": f"{owner}:{branch}", "base": base, "state": "open"}
    for pull in api.get(repository_path(repository, "pulls"), query).list:
        head, its_base = (pull.get(side) or {} for side in ("head", "base"))
        label = str(head.get("label") or f"{owner}:{branch}")
        is_its_head = head.get("ref") == branch and label.casefold() == f"{owner}:{branch}".casefold()
        if is_its_head and its_base.get("ref") == base:
            return read_pull(repository, pull)
    return None


def _content(api: Api, repository: Repository, sha: str) -> tuple[str, tuple[str, ...]]:
    """Tree and parents of a commit."""
    commit = api.get(repository_path(repository, "git/commits", sha)).object
    parents = tuple(str(parent.get("sha")) for parent in commit.get("parents") or ())
    return str((commit.get("tree") or {}).get("sha")), parents
