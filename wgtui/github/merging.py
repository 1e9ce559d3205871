"""Merging, on the embedded GitHub only: everywhere else that is for people who review."""

from __future__ import annotations

from wgtui.github.api import Api
from wgtui.github.errors import Refused
from wgtui.github.pulls import PullRequest
from wgtui.github.reading import repository_path
from wgtui.github.repository import is_loopback


def merge(api: Api, pull: PullRequest) -> None:
    """Of what was looked at: a branch that moved since is refused. Raises GitHubError."""
    if not is_loopback(pull.repository.host):
        raise Refused("wgtui merges nothing", "merge it on GitHub, once it is reviewed")
    api.send("PUT", repository_path(pull.repository, "pulls", str(pull.number), "merge"), {"sha": pull.head_sha})
