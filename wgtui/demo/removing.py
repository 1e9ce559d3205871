"""DELETE of one object and of a collection."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from wgtui.demo import deletion
from wgtui.demo.answers import GroupResource, Json, conflict, details, forbidden
from wgtui.demo.bodies import read_body
from wgtui.demo.call import Call
from wgtui.demo.changing import find
from wgtui.demo.checks import check_deletion
from wgtui.demo.forms import form_of, respond
from wgtui.demo.listing import Page, list_body
from wgtui.demo.options import read_options
from wgtui.demo.sending import answer
from wgtui.demo.stored import Stored

KEPT_NAMESPACES = ("default", "kube-system", "kube-public")
_ANSWERED_WHOLE = ("pods", "services", "serviceaccounts")


async def delete_object(call: Call) -> web.Response:
    """Answers with the object where it still stands, else with what is gone."""
    options = await _options(call)
    found = find(call)
    body = found.parsed()
    uid = body["metadata"]["uid"]
    _check_preconditions(call, found, uid, _members(options.get("preconditions")))
    if call.kind.resource == "namespaces" and found.name in KEPT_NAMESPACES:
        raise forbidden(call.kind.target, found.name, "this namespace may not be deleted")
    left = None
    if not call.dry_run and options.get("dryRun") != ["All"]:
        left = deletion.delete(call.storage, call.kind, found, _propagation(options))
    if left is not None:
        return respond(call, left)
    if call.kind.resource in _ANSWERED_WHOLE:
        return respond(call, found)
    described = details(call.kind.target, found.name, uid=uid)
    success = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": described}
    return answer(call.request, success)


async def delete_collection(call: Call) -> web.Response:
    options = await _options(call)
    selector = read_options(call).selector
    collection = call.storage.collection(call.kind.resource)
    chosen = [found for found in collection.ordered(call.namespace) if selector.matches(found)]
    for found in chosen:
        present = collection.get(found.key)
        if present is not None and not call.dry_run:
            deletion.delete(call.storage, call.kind, present, _propagation(options))
    return answer(call.request, list_body(call, form_of(call), Page(chosen, call.storage.version)))


async def _options(call: Call) -> Json:
    """Of the body, where there is one, or of the query; raises Refusal (400, 422)."""
    given = await call.request.read()
    options = await read_body(call.request, "DeleteOptions", named=False) if given.strip() else {}
    query = call.query
    if "propagationPolicy" in query:
        options["propagationPolicy"] = query["propagationPolicy"]
    if "dryRun" in query:
        options["dryRun"] = [query["dryRun"]] if query["dryRun"] else []
    options = {name: value for name, value in options.items() if value is not None}
    check_deletion(options.get("dryRun", []), options.get("propagationPolicy", ""))
    return options


def _propagation(options: Json) -> str:
    policy = options.get("propagationPolicy") or ("Orphan" if options.get("orphanDependents") else "Background")
    return str(policy)


def _check_preconditions(call: Call, found: Stored, uid: str, wanted: Json) -> None:
    target = GroupResource(call.kind.group, call.kind.kind)
    if wanted.get("uid") not in (None, uid):
        why = f"the UID in the precondition ({wanted['uid']}) does not match the UID in record ({uid})."
        raise conflict(target, found.name, f"{why} The object might have been deleted and then recreated")
    version = wanted.get("resourceVersion")
    if version not in (None, str(found.version)):
        why = f"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record"
        raise conflict(target, found.name, f"{why} ({found.version}). The object might have been modified")


def _members(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
