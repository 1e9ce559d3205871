"""CREATE, UPDATE, PATCH and DELETE of one object."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

import msgspec
from aiohttp import web

from wgtui.demo import deletion
from wgtui.demo.answers import (
    Cause,
    Json,
    already_exists,
    bad_request,
    conflict,
    details,
    forbidden,
    invalid,
    modified,
    not_found,
    unsupported_media,
)
from wgtui.demo.call import Call
from wgtui.demo.conversion import to_stored
from wgtui.demo.forms import form_of
from wgtui.demo.options import read_options
from wgtui.demo.patching import PatchError, apply_operations, merge
from wgtui.demo.sending import answer
from wgtui.demo.stored import Stored, decode, stored
from wgtui.demo.validation import check_identity, validate

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"
_SUFFIX = "bcdfghjklmnpqrstvwxz2456789"


def read_json(text: bytes, kind: str) -> Json:
    """Raises Refusal (400) in the words of the real decoder."""
    try:
        body = decode(text)
    except msgspec.DecodeError as error:
        shown = text.decode("utf-8", "replace")[:200]
        why = "unexpected end of JSON input" if "truncated" in str(error) else f"invalid character {shown[:1]!r}"
        raise bad_request(
            f"the object provided is unrecognized (must be of type {kind}): "
            f"couldn't get version/kind; json parse error: {why} ({shown})"
        ) from error
    if not isinstance(body, dict):
        raise bad_request(f"the object provided is unrecognized (must be of type {kind})")
    return body


async def create_object(call: Call) -> web.Response:
    body = read_json(await call.request.read(), call.kind.kind)
    check_identity(call, body)
    metadata = body["metadata"]
    if metadata.get("resourceVersion"):
        raise bad_request("resourceVersion should not be set on objects to be created")
    if not metadata.get("name") and metadata.get("generateName"):
        metadata["name"] = metadata["generateName"] + "".join(random.choices(_SUFFIX, k=5))
    return respond(call, create(call, body), 201)


def create(call: Call, body: Json) -> Stored:
    """Store a new object; raises Refusal where the namespace is missing, the name taken, a rule broken."""
    metadata = body["metadata"]
    for owned in ("uid", "creationTimestamp", "deletionTimestamp", "generation", "selfLink"):
        metadata.pop(owned, None)
    if call.kind.namespaced:
        metadata["namespace"] = call.namespace
    validate(call.kind, body)
    if call.storage.find(call.kind.resource, call.namespace, metadata["name"]):
        raise already_exists(call.kind.target, metadata["name"])
    _require_namespace(call, metadata["name"])
    if call.kind.status and call.kind.custom:
        body.pop("status", None)
    body = to_stored(call.kind, body)
    if call.dry_run:
        return stored(call.kind, body, 0)
    return call.storage.create(call.kind, body)


def _require_namespace(call: Call, name: str) -> None:
    if not call.kind.namespaced:
        return
    namespaces = call.storage.kinds["namespaces"].target
    found = call.storage.find("namespaces", "", call.namespace)
    if found is None:
        raise not_found(namespaces, call.namespace)
    if b'"deletionTimestamp"' in found.body:
        why = f"unable to create new content in namespace {call.namespace} because it is being terminated"
        raise forbidden(call.kind.target, name, why)


def find(call: Call) -> Stored:
    found = call.storage.find(call.kind.resource, call.namespace, call.path.name)
    if found is None:
        raise not_found(call.kind.target, call.path.name)
    return found


async def update_object(call: Call) -> web.Response:
    body = read_json(await call.request.read(), call.kind.kind)
    check_identity(call, body)
    before = find(call)
    body["metadata"].setdefault("name", before.name)
    if call.kind.custom and not body["metadata"].get("resourceVersion"):
        cause = Cause(
            "FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion"
        )
        raise invalid(call.kind.group, call.kind.kind, before.name, [cause])
    return respond(call, change(call, before, to_stored(call.kind, body)))


async def patch_object(call: Call) -> web.Response:
    media = call.request.content_type
    accepted = _accepted(call)
    if media not in accepted:
        raise unsupported_media(accepted)
    before = find(call)
    old = before.parsed()
    patch = _read_patch(await call.request.read())
    if media == JSON_PATCH:
        try:
            body = apply_operations(old, patch)
        except PatchError as error:
            cause = Cause("", str(error), "")
            raise invalid("", "", "", [cause]) from error
    else:
        body = merge(old, patch)
    return respond(call, change(call, before, body))


def _accepted(call: Call) -> tuple[str, ...]:
    if call.kind.custom:
        return (JSON_PATCH, MERGE_PATCH, APPLY_PATCH)
    return (JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH)


def _read_patch(text: bytes) -> Any:
    try:
        return decode(text)
    except msgspec.DecodeError as error:
        raise bad_request(f"error decoding patch: {error}") from error


def change(call: Call, before: Stored, body: Json) -> Stored:
    """Store the new state, /status or all but the status; raises Refusal (409) for a stale resourceVersion."""
    asked = body["metadata"].get("resourceVersion")
    if asked and asked != str(before.version):
        raise modified(call.kind.target, before.name)
    old = before.parsed()
    if call.path.subresource == "status":
        body = {**deepcopy(old), "status": body.get("status", {})}
    elif call.kind.status and call.kind.custom:
        body.pop("status", None)
        if "status" in old:
            body["status"] = old["status"]
    if call.kind.namespaced:
        body["metadata"]["namespace"] = call.namespace
    body["metadata"]["name"] = before.name
    validate(call.kind, body)
    if call.dry_run:
        return stored(call.kind, body, before.version)
    return call.storage.replace(call.kind, before, body)


async def delete_object(call: Call) -> web.Response:
    options = await _delete_options(call)
    found = find(call)
    metadata = found.parsed()["metadata"]
    _check_preconditions(call, found, metadata["uid"], options.get("preconditions") or {})
    left = found if call.dry_run else deletion.delete(call.storage, call.kind, found, _propagation(options))
    if left is not None and not call.dry_run:
        return respond(call, left)
    described = details(call.kind.target, found.name, uid=metadata["uid"])
    success = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": described}
    return answer(call.request, success)


async def delete_collection(call: Call) -> web.Response:
    options = await _delete_options(call)
    selector = read_options(call).selector
    collection = call.storage.collection(call.kind.resource)
    chosen = [found for found in collection.ordered(call.namespace) if selector.matches(found)]
    for found in chosen:
        present = collection.get(found.key)
        if present is not None and not call.dry_run:
            deletion.delete(call.storage, call.kind, present, _propagation(options))
    form = form_of(call)
    body = {
        "apiVersion": form.list_api_version,
        "kind": form.list_kind,
        "metadata": {"resourceVersion": str(call.storage.version)},
        "items": [msgspec.Raw(form.item(found)) for found in chosen],
    }
    return answer(call.request, body)


async def _delete_options(call: Call) -> Json:
    text = await call.request.read()
    options = read_json(text, "DeleteOptions") if text else {}
    query = call.request.query.get("propagationPolicy")
    return options | {"propagationPolicy": query} if query else options


def _propagation(options: Json) -> str:
    policy = options.get("propagationPolicy") or ("Orphan" if options.get("orphanDependents") else "Background")
    return str(policy)


def _check_preconditions(call: Call, found: Stored, uid: str, wanted: Json) -> None:
    for field, actual, name in (("uid", uid, "UID"), ("resourceVersion", str(found.version), "ResourceVersion")):
        asked = wanted.get(field)
        if asked is not None and asked != actual:
            why = f"Precondition failed: {name} in precondition: {asked}, {name} in object meta: {actual}"
            raise conflict(call.kind.target, found.name, why)


def respond(call: Call, found: Stored, status: int = 200) -> web.Response:
    form = form_of(call)
    return answer(call.request, form.single(found), status)
