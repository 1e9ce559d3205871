"""CREATE: what a new object must be, and what the server makes of it."""

from __future__ import annotations

import random

from aiohttp import web

from wgtui.demo.admission import shape, track
from wgtui.demo.answers import Json, Refusal, already_exists, forbidden, not_found
from wgtui.demo.bodies import read_body
from wgtui.demo.call import Call
from wgtui.demo.checks import check_options
from wgtui.demo.conversion import to_stored
from wgtui.demo.forms import respond
from wgtui.demo.stored import Stored
from wgtui.demo.validation import check_identity, validate

_SUFFIX = "bcdfghjklmnpqrstvwxz2456789"
_SERVERS_OWN = (
    "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink",
)  # fmt: skip


async def create_object(call: Call) -> web.Response:
    check_options(call)
    body = await read_body(call.request, call.kind.kind, named=call.kind.custom)
    check_identity(call, body)
    warnings = shape(call, body)
    if body["metadata"].get("resourceVersion"):
        raise Refusal(500, "", "resourceVersion should not be set on objects to be created")
    return respond(call, create(call, body), 201, warnings)


def create(call: Call, body: Json, *, applied: bool = False) -> Stored:
    """Store a new object; raises Refusal where the namespace is missing, the name taken, a rule broken.

    An applied one brings its managed fields along.
    """
    metadata = body["metadata"]
    for owned in _SERVERS_OWN:
        metadata.pop(owned, None)
    if not metadata.get("name") and metadata.get("generateName"):
        metadata["name"] = metadata["generateName"] + "".join(random.choices(_SUFFIX, k=5))
    if call.kind.namespaced:
        metadata["namespace"] = call.namespace
    validate(call.kind, call.path.version, body)
    if call.storage.find(call.kind.resource, call.namespace, metadata["name"]):
        raise already_exists(call.kind.target, metadata["name"])
    _require_namespace(call, metadata["name"])
    if call.kind.status and call.kind.resource != "namespaces":
        body.pop("status", None)
    if not applied:
        track(call, None, body)
    body = to_stored(call.kind, body, call.path.version)
    return call.storage.create(call.kind, body, dry_run=call.dry_run)


def _require_namespace(call: Call, name: str) -> None:
    if not call.kind.namespaced:
        return
    found = call.storage.find("namespaces", "", call.namespace)
    if found is None:
        raise not_found(call.storage.kinds["namespaces"].target, call.namespace)
    if b'"deletionTimestamp"' in found.body:
        why = f"unable to create new content in namespace {call.namespace} because it is being terminated"
        refused = forbidden(call.kind.target, name, why)
        cause = {
            "reason": "NamespaceTerminating",
            "message": f"namespace {call.namespace} is being terminated",
            "field": "metadata.namespace",
        }
        refused.details = {**(refused.details or {}), "causes": [cause]}
        raise refused
