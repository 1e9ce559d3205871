"""A fork of our own, for a pull request to a repository that we may read only: made, waited for, brought up to date."""

from __future__ import annotations

from collections.abc import Callable

from wgtui.github.answers import Answer
from wgtui.github.api import Api
from wgtui.github.errors import GitHubError, Refused, RepositoryMissing
from wgtui.github.lane import Ticket
from wgtui.github.reading import Preflight, quoted, repository_path
from wgtui.github.repository import Repository

Harmless = Callable[[Callable[[], Answer]], Answer]

PATIENCE = 300.0
"""Seconds: GitHub makes a fork when it has time for it, within five minutes."""

LONGEST_PAUSE = 10.0


def forked(api: Api, preflight: Preflight, ticket: Ticket, harmless: Harmless, pause: float) -> Repository:
    """The one there is, or a new one, with the base branch as it is upstream. Raises GitHubError.

    `harmless` sends again what may be repeated: asked twice, GitHub answers with the same fork.
    """
    fork = _make(api, preflight, harmless)
    _wait_for(api, fork, preflight.base, preflight.is_default_branch, ticket, pause)
    _bring_up_to_date(api, fork, preflight.base, harmless)
    return fork


def _make(api: Api, preflight: Preflight, harmless: Harmless) -> Repository:
    body = {"default_branch_only": preflight.is_default_branch}
    answer = harmless(lambda: api.send("POST", repository_path(preflight.repository, "forks"), body))
    owner, slash, name = str(answer.object.get("full_name") or "").partition("/")
    if not slash:
        raise Refused("GitHub's answer lacks the fork it made", str(preflight.repository))
    return Repository(preflight.repository.host, owner, name)


def _wait_for(api: Api, fork: Repository, base: str, is_default: bool, ticket: Ticket, pause: float) -> None:
    waited = 0.0
    while not _has(api, fork, base):
        # All branches come at once: looked for again, for it may have been done in between.
        if not is_default and _is_there(api, fork) and not _has(api, fork, base):
            raise Refused(f"your fork {fork} has no branch {base}", "make it there, or delete the fork", url=fork.web)
        if waited > PATIENCE:
            raise GitHubError(
                f"the fork {fork} is not there yet", "GitHub takes its time: try again later", url=fork.web
            )
        ticket.wait(pause)
        waited += pause
        pause = min(pause * 2, LONGEST_PAUSE)


def _has(api: Api, fork: Repository, branch: str) -> bool:
    try:
        api.get(repository_path(fork, "branches", quoted(branch)))
    except RepositoryMissing:
        return False
    return True


def _is_there(api: Api, fork: Repository) -> bool:
    """Whether GitHub is done with it."""
    try:
        about = api.get(repository_path(fork)).object
    except RepositoryMissing:
        return False
    return _has(api, fork, str(about.get("default_branch") or "main"))


def _bring_up_to_date(api: Api, fork: Repository, base: str, harmless: Harmless) -> None:
    path = repository_path(fork, "merge-upstream")
    try:
        harmless(lambda: api.send("POST", path, {"branch": base}))
    except Refused as refused:
        raise Refused(
            f"{base} of your fork {fork} has commits of its own",
            f"bring it up to date on GitHub, or delete the fork: {refused.title}",
            url=fork.web,
        ) from None
