"""What GitHub answered, and which of our errors it means."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import urlsplit

from wgtui.github.errors import (
    Ambiguous,
    Archived,
    BadToken,
    EmptyRepository,
    GitHubError,
    NeedsSso,
    NoPermission,
    RateLimited,
    Refused,
    RepositoryMissing,
)
from wgtui.github.tokens import Credential

UNHURRIED = 60.0
"""Seconds to wait for a limit that names no time."""


@dataclass(frozen=True)
class Answer:
    """`headers` by lower-case name. Any field of the body may be missing: real answers differ from the description."""

    status: int
    headers: Mapping[str, str]
    text: str

    @cached_property
    def body(self) -> Any:
        """None where it is empty or no JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def object(self) -> dict[str, Any]:
        """The body as an object; raises Refused for anything else, as a login page of a proxy."""
        if not isinstance(self.body, dict):
            raise Refused("this answer is not GitHub's", _no_json(self), request_id=self.request_id)
        return self.body

    @property
    def list(self) -> list[dict[str, Any]]:
        if not isinstance(self.body, list):
            raise Refused("this answer is not GitHub's", _no_json(self), request_id=self.request_id)
        return [item for item in self.body if isinstance(item, dict)]

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def request_id(self) -> str:
        return self.headers.get("x-github-request-id", "")

    @property
    def message(self) -> str:
        return str(self.body.get("message", "")) if isinstance(self.body, dict) else ""

    @property
    def errors(self) -> tuple[str, ...]:
        """`errors` of a 422: objects, strings, or one of them alone."""
        found = self.body.get("errors", ()) if isinstance(self.body, dict) else ()
        return tuple(_errors(found if isinstance(found, list) else [found]))

    def says(self, *words: str) -> bool:
        """Whether message or errors hold one of these; texts of GitHub differ by the age of the endpoint."""
        text = " ".join((self.message, *self.errors)).casefold()
        return any(word.casefold() in text for word in words)


def _errors(found: list[Any]) -> Iterator[str]:
    for error in found:
        if isinstance(error, str):
            yield error
        elif isinstance(error, dict):
            yield str(
                error.get("message") or " ".join(str(error.get(key, "")) for key in ("resource", "field", "code"))
            )


def _no_json(answer: Answer) -> str:
    what = "a web page" if "html" in answer.headers.get("content-type", "") else "no JSON"
    return f"status {answer.status} with {what}: is a proxy asking for a login?"


def raise_for(answer: Answer, method: str, path: str, credential: Credential) -> None:
    """Raises what an answer above 399 means; 304 is none."""
    status = answer.status
    if status < 400:
        return
    if status >= 500:
        _raise_server_fault(answer, method)
    if _is_limit(answer):
        raise _limit(answer, answer.message)
    raise _meaning(answer, method, path, credential)


def _meaning(answer: Answer, method: str, path: str, credential: Credential) -> GitHubError:
    known = {"request_id": answer.request_id}
    message = answer.message or f"status {answer.status}"
    match answer.status:
        case 401:
            return BadToken(
                f"the token from {credential.source} was refused", f"expired or revoked: {message}", **known
            )
        case 403 if sso := answer.headers.get("x-github-sso", ""):
            url = _sso_url(sso)
            return NeedsSso("the token must be authorised for this organisation", f"open {url}", url=url, **known)
        case 403 if answer.says("SAML"):
            return NeedsSso("the token must be authorised for this organisation", message, **known)
        case 403 if answer.says("archived"):
            return Archived("the repository is archived", "nothing can be changed there", **known)
        case 403:
            needed = answer.headers.get("x-accepted-github-permissions", "")
            what = f"it needs {needed}" if needed else message
            return NoPermission(f"the token from {credential.source} may not do this", what, **known)
        case 404 if method == "POST" and path.endswith("/git/trees"):
            hint = "a file below .github/workflows needs the workflow scope"
            return NoPermission("GitHub hides why it refuses these files", hint, **known)
        case 404:
            scopes = answer.headers.get("x-oauth-scopes", "")
            seen = f"{credential.kind} from {credential.source}" + (f", scopes {scopes}" if scopes else "")
            return RepositoryMissing("not there, or not for this token", f"{path}: {seen}", **known)
        case 409 if answer.says("empty"):
            return EmptyRepository("the repository is empty", "push a first commit", **known)
        case _:
            return Refused(message, "; ".join(answer.errors), **known)


def _raise_server_fault(answer: Answer, method: str) -> NoReturn:
    if method in ("GET", "HEAD"):
        raise GitHubError(f"GitHub is in trouble ({answer.status})", "try again", request_id=answer.request_id)
    raise Ambiguous(f"GitHub is in trouble ({answer.status})", "it may have been done", request_id=answer.request_id)


def raise_for_errors(answer: Answer, errors: Iterable[Mapping[str, Any]]) -> None:
    """What GraphQL says with status 200 and REST with 403. Raises RateLimited, NeedsSso."""
    for error in errors:
        message = str(error.get("message", ""))
        if error.get("type") == "RATE_LIMITED":
            raise _limit(answer, message)
        if error.get("type") == "FORBIDDEN" and (error.get("extensions") or {}).get("saml_failure"):
            raise NeedsSso("the token must be authorised for this organisation", message, request_id=answer.request_id)


def _limit(answer: Answer, message: str) -> RateLimited:
    wait = _wait(answer)
    return RateLimited(f"GitHub asks us to wait {wait:.0f} s", message, wait=wait, request_id=answer.request_id)


def _is_limit(answer: Answer) -> bool:
    if answer.status not in (403, 429):
        return False
    spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status == 429 or spent or "retry-after" in answer.headers or answer.says("rate limit")


def _wait(answer: Answer) -> float:
    after, reset = answer.headers.get("retry-after", ""), answer.headers.get("x-ratelimit-reset", "")
    if after.isdecimal():
        return float(after)
    if reset.isdecimal() and answer.headers.get("x-ratelimit-remaining") == "0":
        return max(1.0, int(reset) - time.time())
    return UNHURRIED


def _sso_url(header: str) -> str:
    """Shown only where it leads to GitHub itself."""
    url = header.partition("url=")[2].partition(";")[0].strip()
    parts = urlsplit(url)
    host = f".{parts.hostname or ''}"
    return url if parts.scheme == "https" and host.endswith((".github.com", ".ghe.com")) else ""
