"""One host's API: the only user of PyGithub, which gives login, pooling, proxies and paths; answers are judged here.

Blocking, and not to be shared between threads: two of them would read each other's answers. A Lane owns it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import github
import requests
import urllib3
from github.Auth import Token

from wgtui import __version__
from wgtui.github.answers import Answer, raise_for, raise_for_errors
from wgtui.github.errors import Ambiguous, GitHubError, Refused, Unreachable
from wgtui.github.repository import api_of
from wgtui.github.tokens import Credential

# The library hangs a handler on standard error that would paint over the screen.
logging.getLogger("github").handlers.clear()
logging.getLogger("github").setLevel(logging.WARNING)

TIMEOUT = 15
"""Seconds without a byte before a request is given up."""

API_VERSION = "2022-11-28"
_SAFE = ("GET", "HEAD")
_MOST_REDIRECTS = 3


@dataclass(slots=True)
class Rate:
    """What is left of the hour's requests; None before the first answer."""

    remaining: int | None = None
    limit: int | None = None
    reset: int | None = None
    """Unix seconds."""


@dataclass(slots=True, eq=False)
class Api:
    """`requests` counts what was sent, tries again included as the library makes them only for reading."""

    host: str
    credential: Credential
    timeout: int = TIMEOUT
    requests: int = 0
    rate: Rate = field(default_factory=Rate)
    _requester: Any = None
    _knows_versions: bool = True

    def get(self, path: str, parameters: Mapping[str, str] | None = None, etag: str = "") -> Answer:
        """With `etag` the answer may be 304 and empty. Raises GitHubError."""
        headers = {"If-None-Match": etag} if etag else {}
        return self._call("GET", path, parameters=parameters, headers=headers)

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """A write. Raises GitHubError, Ambiguous where it may have been done nevertheless."""
        return self._call(method, path, body=body)

    def graphql(self, query: str, variables: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Data and errors: GitHub answers a part of what was asked for and names what it refuses.

        Raises GitHubError, for what concerns all of it also where GitHub answers 200.
        """
        answer = self._call("POST", self._graphql_path, body={"query": query, "variables": dict(variables)})
        found = answer.object
        data = found.get("data")
        errors = [error for error in found.get("errors") or () if isinstance(error, dict)]
        raise_for_errors(answer, errors)
        return (data if isinstance(data, dict) else {}), errors

    @property
    def _graphql_path(self) -> str:
        base = api_of(self.host)
        return f"{base.removesuffix('/v3')}/graphql"

    def _call(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS):
            answer = self._request(method, path, parameters, body, headers)
            if answer.status == 400 and self._knows_versions and answer.says("api-version"):
                # An older GitHub Enterprise Server; nothing was done.
                self._knows_versions, self._requester = False, None
                continue
            if answer.status not in (301, 302, 307, 308):
                raise_for(answer, method, path, self.credential)
                return answer
            path = self._same_host(answer, path)
        raise Refused("GitHub sends us in a circle", path)

    def _request(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        self.requests += 1
        try:
            status, found, text = self._session().requestJson(
                method,
                path,
                parameters=dict(parameters or {}) or None,
                headers=dict(headers or {}),
                input=None if body is None else dict(body),
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            failure = self._broken(method, error)
        except (RuntimeError, AssertionError, ValueError, github.GithubException) as error:
            failure = Refused("GitHub's answer cannot be followed", self._scrubbed(error))
        else:
            answer = Answer(status, {key.lower(): str(value) for key, value in found.items()}, text)
            self._note_rate(answer)
            return answer
        # From None: the library's errors carry requests, and those carry the token.
        raise failure from None

    def _broken(self, method: str, error: Exception) -> GitHubError:
        reason = self._scrubbed(error)
        if isinstance(error, requests.exceptions.SSLError):
            return Unreachable(f"{self.host}: its certificate is not trusted", f"set REQUESTS_CA_BUNDLE: {reason}")
        if isinstance(error, requests.exceptions.ProxyError):
            return Unreachable(f"{self.host}: the proxy does not answer", f"see HTTPS_PROXY and NO_PROXY: {reason}")
        never_sent = isinstance(error, requests.exceptions.ConnectTimeout) or "NewConnectionError" in repr(error)
        if never_sent or method in _SAFE:
            return Unreachable(f"{self.host} cannot be reached", reason)
        return Ambiguous(f"{self.host} did not answer", f"it may have been done: {reason}")

    def _scrubbed(self, error: Exception) -> str:
        return self.credential.secret.scrub(" ".join(str(error).split()))[:300]

    def _same_host(self, answer: Answer, path: str) -> str:
        """A renamed repository: 301 to what reads, 307 to what writes. Never to another host: the token goes along."""
        location = urlsplit(answer.headers.get("location", ""))
        base = urlsplit(api_of(self.host))
        if location.netloc and location.netloc != base.netloc:
            raise Refused("GitHub points to another host", f"{location.netloc} does not get this token")
        found = location.path.removeprefix(base.path) or path
        return f"{found}?{location.query}" if location.query else found

    def _note_rate(self, answer: Answer) -> None:
        numbers = [answer.headers.get(f"x-ratelimit-{name}", "") for name in ("remaining", "limit", "reset")]
        if all(number.isdecimal() for number in numbers):
            self.rate.remaining, self.rate.limit, self.rate.reset = map(int, numbers)

    def _session(self) -> Any:
        if self._requester is None:
            self._requester = github.Github(
                auth=_Login(self.credential),
                base_url=api_of(self.host),
                verify=_authorities(),
                timeout=self.timeout,
                user_agent=f"wgtui/{__version__}",
                per_page=100,
                lazy=True,
                api_version=API_VERSION if self._knows_versions else None,
                # Pacing is the lane's: the library would sleep where nobody can cancel.
                seconds_between_requests=None,
                seconds_between_writes=None,
                retry=_retry(),
            ).requester
        return self._requester


class _Login(Token):
    """Keeps the token in its wrapper: the library's own class shows it in a repr."""

    def __init__(self, credential: Credential) -> None:
        self._credential = credential

    @property
    def token(self) -> str:
        return self._credential.secret.reveal()

    @property
    def _masked_token(self) -> str:
        return "(masked)"

    def __repr__(self) -> str:
        return f"Login({self._credential.source})"


def _retry() -> urllib3.Retry:
    """Reading is tried again; a write never, for it may have been done."""
    return urllib3.Retry(
        total=2,
        connect=2,
        read=2,
        status=2,
        other=0,
        backoff_factor=0.3,
        allowed_methods=frozenset(_SAFE),
        status_forcelist=[500, 502, 503, 504],
        raise_on_status=False,
        respect_retry_after_header=False,
    )


def _authorities() -> str | bool:
    """requests knows REQUESTS_CA_BUNDLE by itself, and not SSL_CERT_FILE."""
    if os.environ.get("REQUESTS_CA_BUNDLE"):
        return True
    return os.environ.get("SSL_CERT_FILE") or True
