"""The /scale subresource: how many replicas are wanted, whatever the kind."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from wgtui.demo.answers import Cause, Json, bad_request, invalid, modified, unsupported_media
from wgtui.demo.bodies import read_body
from wgtui.demo.call import Call
from wgtui.demo.changing import change, current, find
from wgtui.demo.checks import check_options
from wgtui.demo.patching import JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, patched, read_patch
from wgtui.demo.schema.checking import causes
from wgtui.demo.schema.structure import UNKNOWN, of_object
from wgtui.demo.sending import answer
from wgtui.demo.stored import Stored, encode

_SCALE = of_object({"properties": {"spec": {"type": "object", "properties": {"replicas": {"type": "integer"}}}}})
_PATCHES = (JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH)


async def get_scale(call: Call) -> web.Response:
    return answer(call.request, _scale_of(call, find(call)))


async def update_scale(call: Call) -> web.Response:
    check_options(call)
    return answer(
        call.request, _scale_of(call, _rescale(call, find(call), await read_body(call.request, "Scale", named=False)))
    )


async def patch_scale(call: Call) -> web.Response:
    check_options(call)
    media = call.request.content_type
    if media not in _PATCHES:
        raise unsupported_media(_PATCHES)
    found = find(call)
    body = patched(UNKNOWN, media, _scale_of(call, found), read_patch(await call.request.read(), media))
    return answer(call.request, _scale_of(call, _rescale(call, found, body)))


def _rescale(call: Call, found: Stored, scale: Json) -> Stored:
    for cause in causes(_SCALE, scale):
        raise bad_request(f'Scale in version "v1" cannot be handled as a Scale: {cause.field}: {cause.message}')
    replicas = (scale.get("spec") or {}).get("replicas", 0)
    assert call.kind.scale is not None
    if replicas < 0:
        message = f"Invalid value: {encode(replicas).decode()}: should be a non-negative integer"
        cause = Cause("FieldValueInvalid", message, call.kind.scale.wanted)
        raise invalid(call.kind.group, call.kind.kind, found.name, [cause])
    asked = scale.get("metadata", {}).get("resourceVersion")
    if asked and asked != str(found.version):
        raise modified(call.kind.target, found.name)
    body = current(call, found)
    *above, last = call.kind.scale.wanted.split(".")[1:]
    node = body
    for name in above:
        node = node.setdefault(name, {})
    node[last] = replicas
    return change(call, found, body)


def _scale_of(call: Call, found: Stored) -> Json:
    paths, body = call.kind.scale, current(call, found)
    assert paths is not None
    metadata = body["metadata"]
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    wanted = _at(body, paths.wanted)
    status: Json = {"replicas": _at(body, paths.actual) or 0}
    selector = _at(body, paths.selector) if paths.selector else None
    if selector:
        status["selector"] = _selector(selector)
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: metadata[name] for name in kept if name in metadata},
        "spec": {"replicas": wanted} if wanted else {},
        "status": status,
    }


def _selector(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key}={text}" for key, text in sorted(value.get("matchLabels", {}).items()))
    return str(value)


def _at(body: Any, path: str) -> Any:
    for name in path.split(".")[1:]:
        body = body.get(name) if isinstance(body, dict) else None
    return body
