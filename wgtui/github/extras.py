"""What is wished beside a pull request: labels, reviewers, auto-merge. What cannot be is a warning, never a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wgtui.github.api import Api
from wgtui.github.changes import ChangeSet
from wgtui.github.errors import GitHubError
from wgtui.github.lane import Ticket
from wgtui.github.pulls import PullRequest
from wgtui.github.reading import repository_path
from wgtui.github.repository import Repository

TRIES = 3
PAUSE = 1.0
"""Seconds: a pull request is not everywhere at once."""

ENABLE_AUTO_MERGE = """\
mutation($pull: ID!, $head: GitObjectID) {
  enablePullRequestAutoMerge(input: {pullRequestId: $pull, expectedHeadOid: $head}) { pullRequest { id } }
}"""


def add_extras(
    api: Api, repository: Repository, change_set: ChangeSet, pull: PullRequest, ticket: Ticket
) -> Iterator[str]:
    """Warnings."""
    if change_set.labels:
        path = repository_path(repository, "issues", str(pull.number), "labels")
        yield from _attempt(api, ticket, "no labels", path, {"labels": list(change_set.labels)})
    reviewers = _reviewers(change_set, pull)
    if reviewers:
        path = repository_path(repository, "pulls", str(pull.number), "requested_reviewers")
        yield from _attempt(api, ticket, "no review requested", path, reviewers)
    if change_set.auto_merge:
        yield from _auto_merge(api, pull)


def _reviewers(change_set: ChangeSet, pull: PullRequest) -> dict[str, list[str]]:
    """Teams are written `org/team`. The author cannot review."""
    people = [name for name in change_set.reviewers if "/" not in name and name.casefold() != pull.author.casefold()]
    teams = [name.partition("/")[2] for name in change_set.reviewers if "/" in name]
    return {key: names for key, names in (("reviewers", people), ("team_reviewers", teams)) if names}


def _attempt(api: Api, ticket: Ticket, what: str, path: str, body: dict[str, Any]) -> Iterator[str]:
    yield from _tried(lambda: api.send("POST", path, body), ticket, what)


def _tried(send: Callable[[], object], ticket: Ticket, what: str) -> Iterator[str]:
    for tries_left in reversed(range(TRIES)):
        try:
            send()
            return
        except GitHubError as error:
            if tries_left and "could not resolve" in str(error).casefold():
                ticket.wait(PAUSE)
                continue
            yield f"{what}: {error}"
            return


def _auto_merge(api: Api, pull: PullRequest) -> Iterator[str]:
    try:
        _, errors = api.graphql(ENABLE_AUTO_MERGE, {"pull": pull.node, "head": pull.head_sha or None})
    except GitHubError as failure:
        yield f"no auto-merge: {failure}"
        return
    for error in errors:
        message = str(error.get("message", ""))
        clean = "clean status" in message
        yield "no auto-merge: it can be merged already" if clean else f"no auto-merge: {message}"
