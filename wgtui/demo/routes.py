"""Which function answers which verb, for objects and for what lies below them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from wgtui.demo.answers import PageNotFound, bad_request, method_not_allowed, not_found
from wgtui.demo.call import Call
from wgtui.demo.changing import get_object, update_object
from wgtui.demo.creating import create_object
from wgtui.demo.listing import list_objects
from wgtui.demo.logs import read_log
from wgtui.demo.patching import patch_object
from wgtui.demo.removing import delete_collection, delete_object
from wgtui.demo.scaling import get_scale, patch_scale, update_scale
from wgtui.demo.streaming import watch_objects

Handler = Callable[[Call], Awaitable[web.StreamResponse]]

_OBJECTS: dict[str, Handler] = {
    "get": get_object,
    "list": list_objects,
    "watch": watch_objects,
    "create": create_object,
    "update": update_object,
    "patch": patch_object,
    "delete": delete_object,
    "deletecollection": delete_collection,
}
_BELOW: dict[str, dict[str, Handler]] = {
    "status": {"get": get_object, "update": update_object, "patch": patch_object},
    "scale": {"get": get_scale, "update": update_scale, "patch": patch_scale},
    "log": {"get": read_log},
    "finalize": {"update": update_object},
}


def handler_of(call: Call) -> Handler:
    """Raises PageNotFound, or Refusal (405, 400) for a verb that does not fit."""
    path = call.path
    if path.subresource and path.subresource not in call.kind.subresources:
        if call.kind.custom and path.subresource in _BELOW:
            raise not_found(call.kind.target, path.name)
        raise PageNotFound
    handlers = _BELOW[path.subresource] if path.subresource else _OBJECTS
    if call.verb not in handlers:
        raise method_not_allowed(call.kind.target)
    if call.verb in ("update", "patch") and not path.name:
        raise bad_request("name must be provided")
    return handlers[call.verb]
