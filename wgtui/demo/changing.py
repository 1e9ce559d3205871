"""GET and UPDATE of one object, and how every change of one is stored."""

from __future__ import annotations

from copy import deepcopy

from aiohttp import web

from wgtui.demo.admission import shape, track
from wgtui.demo.answers import Cause, Json, invalid, modified, not_found
from wgtui.demo.bodies import read_body
from wgtui.demo.call import Call
from wgtui.demo.checks import check_options
from wgtui.demo.conversion import convert, to_stored
from wgtui.demo.forms import respond
from wgtui.demo.stored import Stored
from wgtui.demo.validation import check_change, check_identity, validate


def find(call: Call) -> Stored:
    found = call.storage.find(call.kind.resource, call.namespace, call.path.name)
    if found is None:
        raise not_found(call.kind.target, call.path.name)
    return found


async def get_object(call: Call) -> web.Response:
    return respond(call, find(call))


async def update_object(call: Call) -> web.Response:
    check_options(call)
    body = await read_body(call.request, call.kind.kind, named=call.kind.custom)
    check_identity(call, body)
    warnings = shape(call, body)
    before = find(call)
    body["metadata"].setdefault("name", before.name)
    if call.kind.custom and not body["metadata"].get("resourceVersion"):
        message = "Invalid value: 0: must be specified for an update"
        cause = Cause("FieldValueInvalid", message, "metadata.resourceVersion")
        raise invalid(call.kind.group, call.kind.plural, before.name, [cause])
    return respond(call, change(call, before, body), 200, warnings)


def current(call: Call, stored: Stored) -> Json:
    """The object in the version of the request."""
    return convert(call.kind, stored.parsed(), call.path.version)


def change(call: Call, before: Stored, body: Json, *, applied: bool = False) -> Stored:
    """Store the new state, /status or all but the status; raises Refusal (409) for a stale resourceVersion."""
    metadata = body["metadata"]
    asked = metadata.get("resourceVersion")
    if asked and asked != str(before.version):
        raise modified(call.kind.target, before.name)
    old = current(call, before)
    if not applied:
        track(call, old, body)
    if call.path.subresource == "status":
        status = {"status": body["status"]} if "status" in body else {}
        owners = metadata.get("managedFields")
        body = {**{name: value for name, value in deepcopy(old).items() if name != "status"}, **status}
        body["metadata"].pop("managedFields", None)
        body["metadata"] |= {"managedFields": owners} if owners else {}
    elif call.kind.status:
        body.pop("status", None)
        if "status" in old:
            body["status"] = old["status"]
    if call.kind.namespaced:
        body["metadata"]["namespace"] = call.namespace
    body["metadata"]["name"] = before.name
    check_change(call.kind, old, body)
    validate(call.kind, call.path.version, body, old)
    return call.storage.replace(call.kind, before, to_stored(call.kind, body, call.path.version), dry_run=call.dry_run)
