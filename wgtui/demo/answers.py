"""Refusals as a kube-apiserver words them: every one is a `Status` object."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

EXPIRED_CONTINUE = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
    "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
    "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
    "deleted between the time the first chunk was returned and now may show up in the list."
)


@dataclass(frozen=True)
class GroupResource:
    """`clusters` of `cluster.x-k8s.io`; the group is empty for core."""

    group: str
    resource: str

    def __str__(self) -> str:
        return f"{self.resource}.{self.group}" if self.group else self.resource


@dataclass
class Refusal(Exception):
    """An answer that is not a success; `headers` travel with it."""

    code: int
    reason: str
    message: str
    details: Json | None = None
    metadata: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def status(self) -> Json:
        body: Json = {"kind": "Status", "apiVersion": "v1", "metadata": self.metadata, "status": "Failure"}
        body["message"] = self.message
        if self.reason:
            body["reason"] = self.reason
        if self.details is not None:
            body["details"] = self.details
        body["code"] = self.code
        return body


class PageNotFound(Exception):
    """A path nobody serves: `404 page not found` in plain text, as Go's mux answers."""


@dataclass(frozen=True)
class Cause:
    """One field of an invalid object: `reason` is FieldValueInvalid and the like; `ruled` is by a validation rule."""

    reason: str
    message: str
    field: str
    ruled: bool = False

    def as_json(self) -> Json:
        return {"reason": self.reason, "message": self.message, "field": self.field}


def details(target: GroupResource, name: str = "", **more: Any) -> Json:
    body: Json = {"name": name} if name else {}
    if target.group:
        body["group"] = target.group
    return {**body, "kind": target.resource, **more}


def not_found(target: GroupResource, name: str) -> Refusal:
    return Refusal(404, "NotFound", f'{target} "{name}" not found', details(target, name))


def already_exists(target: GroupResource, name: str) -> Refusal:
    return Refusal(409, "AlreadyExists", f'{target} "{name}" already exists', details(target, name))


def conflict(target: GroupResource, name: str, why: str) -> Refusal:
    message = f'Operation cannot be fulfilled on {target} "{name}": {why}'
    return Refusal(409, "Conflict", message, details(target, name))


def modified(target: GroupResource, name: str) -> Refusal:
    why = "the object has been modified; please apply your changes to the latest version and try again"
    return conflict(target, name, why)


def bad_request(message: str) -> Refusal:
    return Refusal(400, "BadRequest", message)


def invalid(group: str, kind: str, name: str, causes: Iterable[Cause]) -> Refusal:
    """422 for an object or for options; the message joins its causes as the real one does."""
    listed = list(causes)
    words = list(dict.fromkeys(f"{cause.field}: {cause.message}" for cause in listed))
    joined = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    body: Json = {"name": name} if name else {}
    if group:
        body["group"] = group
    if kind:
        body["kind"] = kind
    body["causes"] = [cause.as_json() for cause in listed]
    label = f"{kind}.{group}" if group else kind
    return Refusal(422, "Invalid", f'{label} "{name}" is invalid: {joined}', body)


def invalid_patch(patched: str, why: str) -> Refusal:
    """422 for a patch whose outcome cannot be read; the real server names neither kind nor object in it."""
    quoted = json.dumps(patched, ensure_ascii=False)
    return invalid("", "", "", [Cause("FieldValueInvalid", f"Invalid value: {quoted}: {why}", "patch")])


def unprocessable() -> Refusal:
    """422 for a JSON patch that does not fit the object."""
    return Refusal(422, "Invalid", "the server rejected our request due to an error in our request", {})


def forbidden(target: GroupResource, name: str, why: str) -> Refusal:
    label = f'{target} "{name}"' if name else str(target)
    return Refusal(403, "Forbidden", f"{label} is forbidden: {why}", details(target, name))


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized", "Unauthorized")


def expired(message: str) -> Refusal:
    return Refusal(410, "Expired", message)


def too_old(asked: int, oldest: int) -> Refusal:
    return expired(f"too old resource version: {asked} ({oldest})")


def too_large(asked: int, current: int) -> Refusal:
    cause = {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}
    message = f"Timeout: Too large resource version: {asked}, current: {current}"
    return Refusal(504, "Timeout", message, {"causes": [cause], "retryAfterSeconds": 1})


def too_long(limit: int) -> Refusal:
    """413 for a body of more bytes than that."""
    return Refusal(413, "RequestEntityTooLarge", f"Request entity too large: limit is {limit}", {})


def unsupported_media(accepted: Iterable[str]) -> Refusal:
    message = "the body of the request was in an unknown format - accepted media types include: " + ", ".join(accepted)
    return Refusal(415, "UnsupportedMediaType", message)


def method_not_allowed(target: GroupResource) -> Refusal:
    message = "the server does not allow this method on the requested resource"
    return Refusal(405, "MethodNotAllowed", message, details(target) if target.resource else {})
