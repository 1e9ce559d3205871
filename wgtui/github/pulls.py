"""A pull request as wgtui reads it: few fields, each optional to GitHub, from REST and from GraphQL alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from wgtui.github.repository import Repository


class PullState(Enum):
    OPEN = "open"
    DRAFT = "draft"
    MERGED = "merged"
    CLOSED = "closed"


class Checks(Enum):
    """`UNREADABLE`: not with this token, which is not the same as none."""

    NONE = "none"
    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"
    UNREADABLE = "unreadable"


class Review(Enum):
    NONE = "none"
    REQUIRED = "required"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes requested"


class Mergeable(Enum):
    UNKNOWN = "unknown"
    YES = "yes"
    CONFLICTS = "conflicts"
    BLOCKED = "blocked"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class PullRequest:
    """`node` is GitHub's global id, `head_sha` where its branch stands, `merge_commit` set once it is merged."""

    repository: Repository
    number: int
    node: str
    title: str
    state: PullState
    branch: str
    base: str
    author: str
    url: str
    head_sha: str = ""
    checks: Checks = Checks.NONE
    review: Review = Review.NONE
    mergeable: Mergeable = Mergeable.UNKNOWN
    auto_merge: bool = False
    queue_position: int | None = None
    created: datetime | None = None
    updated: datetime | None = None
    merged: datetime | None = None
    closed: datetime | None = None
    merge_commit: str = ""
    body: str = ""

    @property
    def key(self) -> str:
        return f"{self.repository.host}/{self.repository.full_name}#{self.number}".casefold()

    @property
    def is_open(self) -> bool:
        return self.state in (PullState.OPEN, PullState.DRAFT)


def read_pull(repository: Repository, found: dict[str, Any]) -> PullRequest:
    """From REST, where checks and reviews are not told. `merge_commit_sha` is not read: it means three things."""
    head, base, user = (_object(found.get(key)) for key in ("head", "base", "user"))
    return PullRequest(
        repository,
        int(found.get("number") or 0),
        _text(found.get("node_id")),
        _text(found.get("title")),
        _rest_state(found),
        _text(head.get("ref")),
        _text(base.get("ref")),
        _text(user.get("login")),
        _text(found.get("html_url")),
        head_sha=_text(head.get("sha")),
        auto_merge=found.get("auto_merge") is not None,
        created=_time(found.get("created_at")),
        updated=_time(found.get("updated_at")),
        merged=_time(found.get("merged_at")),
        closed=_time(found.get("closed_at")),
        body=_text(found.get("body")),
    )


def with_node(pull: PullRequest, node: dict[str, Any]) -> PullRequest:
    """The same pull request as the query of following.py tells it now."""
    return replace(
        pull,
        title=_text(node.get("title")) or pull.title,
        state=_node_state(node),
        head_sha=_text(node.get("headRefOid")),
        checks=_checks(node),
        review=_REVIEWS.get(_text(node.get("reviewDecision")), Review.NONE),
        mergeable=_mergeable(node),
        auto_merge=node.get("autoMergeRequest") is not None,
        queue_position=_object(node.get("mergeQueueEntry")).get("position"),
        updated=_time(node.get("updatedAt")),
        merged=_time(node.get("mergedAt")),
        closed=_time(node.get("closedAt")),
        merge_commit=_text(_object(node.get("mergeCommit")).get("oid")),
    )


def _rest_state(found: dict[str, Any]) -> PullState:
    if found.get("merged_at") or found.get("merged"):
        return PullState.MERGED
    if found.get("state") == "closed":
        return PullState.CLOSED
    return PullState.DRAFT if found.get("draft") else PullState.OPEN


def _node_state(node: dict[str, Any]) -> PullState:
    if node.get("merged") or node.get("state") == "MERGED":
        return PullState.MERGED
    if node.get("state") == "CLOSED":
        return PullState.CLOSED
    return PullState.DRAFT if node.get("isDraft") else PullState.OPEN


_REVIEWS = {
    "REVIEW_REQUIRED": Review.REQUIRED,
    "APPROVED": Review.APPROVED,
    "CHANGES_REQUESTED": Review.CHANGES_REQUESTED,
}

_ROLLUPS = {
    "SUCCESS": Checks.PASSED,
    "FAILURE": Checks.FAILED,
    "ERROR": Checks.FAILED,
    "PENDING": Checks.PENDING,
    "EXPECTED": Checks.PENDING,
}


def _checks(node: dict[str, Any]) -> Checks:
    commits = _object(node.get("commits")).get("nodes") or ()
    commit = _object(_object(commits[-1]).get("commit")) if commits else {}
    rollup = commit.get("statusCheckRollup")
    return _ROLLUPS.get(_text(_object(rollup).get("state")), Checks.NONE)


def _mergeable(node: dict[str, Any]) -> Mergeable:
    match node.get("mergeable"), node.get("mergeStateStatus"):
        case "CONFLICTING", _:
            return Mergeable.CONFLICTS
        case "MERGEABLE", "BLOCKED":
            return Mergeable.BLOCKED
        case "MERGEABLE", "BEHIND":
            return Mergeable.BEHIND
        case "MERGEABLE", _:
            return Mergeable.YES
    return Mergeable.UNKNOWN


def _object(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""


def _time(found: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
