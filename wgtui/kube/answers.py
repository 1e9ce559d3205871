"""What an API server answered, as one of our errors: HTTP status and `Status` object to the tree of errors.py."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wgtui.errors import (
    Absent,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    KubeError,
    NotFound,
    ServerFault,
    Throttled,
    Unauthorized,
)
from wgtui.kube.decoding import UNREADABLE
from wgtui.kube.printable import one_line


class StatusDetails(msgspec.Struct, rename="camel"):
    name: str = ""
    retry_after_seconds: float | None = None


class Status(msgspec.Struct):
    """A `Status` object: the body of every refusal, and the object of an ERROR event of a watch."""

    message: str = ""
    reason: str = ""
    code: int = 0
    kind: str = ""
    details: StatusDetails | None = None


_WHAT_TO_DO: dict[type[KubeError], str] = {
    Unauthorized: "log in again, or choose another context",
    Forbidden: "ask for this right, or use another context",
    Absent: "this server does not serve it",
    Conflict: "it was changed meanwhile: look again and repeat",
    Throttled: "the server asks for fewer requests; trying again later",
}

_EVERYWHERE = "at the cluster scope"
"""What a refusal ends with where one namespace might be allowed."""

_NAME_A_NAMESPACE = "ask for this right, name a namespace where you have it (-n), or use another context"

_BY_CODE: dict[int, type[KubeError]] = {
    401: Unauthorized,
    403: Forbidden,
    409: Conflict,
    410: Gone,
    400: Invalid,
    405: Invalid,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    429: Throttled,
}


def error_of_answer(code: int, body: bytes, headers: Mapping[str, str]) -> KubeError:
    """The error an answer with this HTTP status means; never quotes more of the body than one clipped line."""
    status = _status(body)
    status.code = code
    if not status.message:
        status.message = "" if _is_markup(headers) else one_line(body[:2000].decode(errors="replace"))
    return error_of_status(status, _seconds(headers.get("Retry-After", "")))


def error_of_status(status: Status, retry_after: float | None = None) -> KubeError:
    title = one_line(status.message) or f"the server answered {status.code}"
    if retry_after is None and status.details is not None:
        retry_after = status.details.retry_after_seconds
    kind = _error_type(status)
    if issubclass(kind, ServerFault):
        return kind(title, _WHAT_TO_DO.get(kind, ""), status.code, retry_after)
    if kind is Forbidden and status.message.endswith(_EVERYWHERE):
        return kind(title, _NAME_A_NAMESPACE, status.code)
    return kind(title, _WHAT_TO_DO.get(kind, ""), status.code)


def _error_type(status: Status) -> type[KubeError]:
    if status.code == 404:
        # Only an absent object is told as a Status that names it; an absent kind is "404 page not found".
        named = status.kind == "Status" and status.details is not None and status.details.name
        return NotFound if named else Absent
    return _BY_CODE.get(status.code, ServerFault)


def _status(body: bytes) -> Status:
    try:
        return msgspec.json.decode(body, type=Status)
    except UNREADABLE:
        return Status()


def _is_markup(headers: Mapping[str, str]) -> bool:
    return "html" in headers.get("Content-Type", "")


def _seconds(retry_after: str) -> float | None:
    # A date is allowed too, but no API server sends one.
    try:
        return min(max(float(retry_after), 0.0), 600.0)
    except ValueError:
        return None
