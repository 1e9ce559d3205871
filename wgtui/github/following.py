"""Pull requests followed cheaply: one query for up to fifty, lists by ETag, a pace that fits what is awaited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wgtui.github.pulls import Checks, Mergeable, PullRequest, read_pull, with_node
from wgtui.github.reading import repository_path
from wgtui.github.repository import Repository

if TYPE_CHECKING:  # PyGithub takes a third of a second to import: that is spent on a lane's thread.
    from wgtui.github.api import Api

AT_ONCE = 50
"""Pull requests a query: one point of five thousand an hour."""

PULLS = """\
query($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on PullRequest {
      id number title state isDraft merged mergedAt closedAt updatedAt mergeable mergeStateStatus reviewDecision
      headRefOid headRefName baseRefName url
      mergeCommit { oid }
      autoMergeRequest { enabledAt }
      mergeQueueEntry { position state }
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
    }
  }
}"""

CHECKS = """\
query($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on PullRequest {
      id
      commits(last: 1) { nodes { commit { statusCheckRollup { contexts(first: 50) { nodes {
        ... on CheckRun { name status conclusion detailsUrl }
        ... on StatusContext { context state targetUrl }
      } } } } } }
    }
  }
}"""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a pull request: a check run or a commit status."""

    name: str
    state: Checks
    url: str = ""


@dataclass(slots=True, eq=False)
class PullList:
    """The open pull requests of one repository; `read` costs nothing while none has changed."""

    repository: Repository
    pulls: tuple[PullRequest, ...] = ()
    _etag: str = ""

    def read(self, api: Api) -> tuple[PullRequest, ...]:
        path = repository_path(self.repository, "pulls")
        answer = api.get(path, {"state": "open", "per_page": "100"}, self._etag)
        if answer.status != 304:
            self._etag = answer.etag
            self.pulls = tuple(read_pull(self.repository, found) for found in answer.list)
        return self.pulls


def refreshed(api: Api, pulls: Sequence[PullRequest]) -> dict[str, PullRequest | None]:
    """By key, as they are now; None for one that is gone or not for us."""
    found: dict[str, PullRequest | None] = {}
    for start in range(0, len(pulls), AT_ONCE):
        some = pulls[start : start + AT_ONCE]
        data, errors = api.graphql(PULLS, {"ids": [pull.node for pull in some]})
        blind = any("statusCheckRollup" in (error.get("path") or ()) for error in errors)
        for pull, node in zip(some, data.get("nodes") or [None] * len(some), strict=False):
            found[pull.key] = _seen(pull, node, blind) if isinstance(node, dict) and node else None
    return found


def _seen(pull: PullRequest, node: dict[str, object], blind: bool) -> PullRequest:
    seen = with_node(pull, node)
    # A fine-grained token may not read checks: that is not the same as having none.
    return replace(seen, checks=Checks.UNREADABLE) if blind and seen.checks is Checks.NONE else seen


def checks_of(api: Api, pull: PullRequest) -> tuple[Check, ...] | None:
    """Each check of a pull request; None where this token may not read them."""
    data, errors = api.graphql(CHECKS, {"ids": [pull.node]})
    if any(error.get("type") == "FORBIDDEN" for error in errors):
        return None
    return tuple(_checks(data))


def _checks(data: dict[str, object]) -> Iterator[Check]:
    for context in _contexts(data):
        if "name" in context:
            done = context.get("status") == "COMPLETED"
            state = _CONCLUSIONS.get(str(context.get("conclusion")), Checks.FAILED) if done else Checks.PENDING
            yield Check(str(context["name"]), state, str(context.get("detailsUrl") or ""))
        elif "context" in context:
            state = _STATES.get(str(context.get("state")), Checks.PENDING)
            yield Check(str(context["context"]), state, str(context.get("targetUrl") or ""))


_CONCLUSIONS = {"SUCCESS": Checks.PASSED, "NEUTRAL": Checks.PASSED, "SKIPPED": Checks.PASSED, "STALE": Checks.NONE}
_STATES = {"SUCCESS": Checks.PASSED, "FAILURE": Checks.FAILED, "ERROR": Checks.FAILED}


def _contexts(found: object) -> Iterator[dict[str, object]]:
    """The innermost objects: what the query names between them is of no interest."""
    if isinstance(found, list):
        for item in found:
            yield from _contexts(item)
    elif isinstance(found, dict):
        if "name" in found or "context" in found:
            yield found
        else:
            for value in found.values():
                yield from _contexts(value)


@dataclass(frozen=True, slots=True)
class Cadence:
    """When to ask again."""

    fresh: timedelta = timedelta(seconds=5)
    pending: timedelta = timedelta(seconds=30)
    quiet: timedelta = timedelta(seconds=120)
    young: timedelta = timedelta(minutes=1)
    settling: timedelta = timedelta(seconds=3)

    def next(self, pulls: Sequence[PullRequest], now: datetime, remaining: float = 1.0) -> timedelta:
        """`remaining` is the share of the hour's requests that is left."""
        open_pulls = [pull for pull in pulls if pull.is_open]
        young = any(pull.created is not None and now - pull.created < self.young for pull in open_pulls)
        if young and any(pull.mergeable is Mergeable.UNKNOWN for pull in open_pulls):
            wait = self.settling
        elif young:
            wait = self.fresh
        else:
            wait = self.pending if open_pulls else self.quiet
        return wait * 4 if remaining < 0.1 else wait
