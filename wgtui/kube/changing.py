"""Requests that change an object: create, patch, apply, delete, each under our name and on the version we have seen."""

from __future__ import annotations

from typing import Any, Literal

from wgtui.kube.requests import APPLY_PATCH, JSON, JSON_PATCH, MERGE_PATCH, Request

FIELD_MANAGER = "wgtui"

Propagation = Literal["Background", "Foreground", "Orphan"]


def creation(path: str, body: dict[str, Any], *, dry_run: bool) -> Request:
    return Request(path, "POST", _options(dry_run), body, JSON)


def patch(path: str, body: Any, content_type: str, *, resource_version: str, dry_run: bool) -> Request:
    """Merge or JSON patch; with `resource_version` a Conflict if the object is at another."""
    return Request(path, "PATCH", _options(dry_run), _at_version(body, resource_version, content_type), content_type)


def application(path: str, body: dict[str, Any], *, force: bool, dry_run: bool) -> Request:
    """Server-side apply; `force` takes over fields of other managers."""
    return Request(path, "PATCH", (*_options(dry_run), ("force", str(force).lower())), body, APPLY_PATCH)


def deletion(path: str, *, uid: str, resource_version: str, propagation: Propagation, dry_run: bool) -> Request:
    """A Conflict if the object is not the one with this `uid` and `resource_version` any more."""
    given = {"uid": uid, "resourceVersion": resource_version}
    body: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "DeleteOptions",
        "propagationPolicy": propagation,
        "preconditions": {name: value for name, value in given.items() if value},
    }
    if dry_run:
        body["dryRun"] = ["All"]
    return Request(path, "DELETE", body=body)


def _options(dry_run: bool) -> tuple[tuple[str, str], ...]:
    manager = ("fieldManager", FIELD_MANAGER)
    return (manager, ("dryRun", "All")) if dry_run else (manager,)


def _at_version(body: Any, resource_version: str, content_type: str) -> Any:
    if not resource_version:
        return body
    if content_type == JSON_PATCH:
        # Not `test`: a failed test is answered 422, a replaced version that is stale 409.
        return [{"op": "replace", "path": "/metadata/resourceVersion", "value": resource_version}, *body]
    assert content_type == MERGE_PATCH
    return {**body, "metadata": {**body.get("metadata", {}), "resourceVersion": resource_version}}
