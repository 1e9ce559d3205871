"""PATCH: merge, JSON and strategic patches, and server-side apply."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from aiohttp import web

from wgtui.demo.admission import go_type, now, shape
from wgtui.demo.answers import Json, Refusal, bad_request, not_found, unprocessable, unsupported_media
from wgtui.demo.applying.apply import apply
from wgtui.demo.applying.fields import misfits
from wgtui.demo.applying.managers import APPLY, Manager
from wgtui.demo.applying.patches import PatchError, apply_operations, merge
from wgtui.demo.applying.strategic import strategic
from wgtui.demo.bodies import json_error, load_yaml, yaml_error
from wgtui.demo.call import Call
from wgtui.demo.changing import change, current, find
from wgtui.demo.checks import check_options
from wgtui.demo.creating import create
from wgtui.demo.forms import respond
from wgtui.demo.schema.shaping import prune
from wgtui.demo.schema.structure import Schema
from wgtui.demo.stored import decode
from wgtui.demo.validation import check_identity

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"


async def patch_object(call: Call) -> web.Response:
    media = call.request.content_type
    accepted = accepted_patches(call)
    if media not in accepted:
        raise unsupported_media(accepted)
    check_options(call, applying=media == APPLY_PATCH)
    text = await call.request.read()
    if media == APPLY_PATCH:
        return _apply(call, _read_configuration(text))
    patch = read_patch(text, media)
    before = find(call)
    body = patched(call.kind.schema(call.path.version), media, current(call, before), patch)
    warnings = shape(call, body, patched=True)
    check_identity(call, body)
    return respond(call, change(call, before, body), 200, warnings)


def accepted_patches(call: Call) -> tuple[str, ...]:
    strategic_too = () if call.kind.custom else (STRATEGIC_PATCH,)
    return (JSON_PATCH, MERGE_PATCH, *strategic_too, APPLY_PATCH)


def read_patch(text: bytes, media: str) -> Any:
    """Raises Refusal (400)."""
    try:
        patch = decode(text)
    except msgspec.DecodeError as error:
        raise bad_request(f"error decoding patch: {json_error(text, error)}") from error
    wanted = "[]handlers.jsonPatchOp" if media == JSON_PATCH else "map[string]interface {}"
    entries = patch if media == JSON_PATCH and isinstance(patch, list) else [patch]
    if (media == JSON_PATCH and patch is not entries) or not all(isinstance(entry, dict) for entry in entries):
        raise bad_request(
            f"error decoding patch: json: cannot unmarshal {go_type(patch)} into Go value of type {wanted}"
        )
    return patch


def patched(schema: Schema, media: str, old: Json, patch: Any) -> Json:
    """Raises Refusal (422) for a JSON patch that does not fit."""
    if media == JSON_PATCH:
        try:
            body: Json = apply_operations(old, patch)
        except PatchError as error:
            raise unprocessable() from error
    else:
        body = strategic(schema, old, patch) if media == STRATEGIC_PATCH else merge(old, patch)
    return body


def _read_configuration(text: bytes) -> Json:
    try:
        body = load_yaml(text)
    except yaml.YAMLError as error:
        raise yaml_error(error) from error
    if not isinstance(body, dict):
        raise bad_request("error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}")
    return body


def _apply(call: Call, configuration: Json) -> web.Response:
    """Server-side apply: creates the object where there is none."""
    _check_configuration(call, configuration)
    before = call.storage.find(call.kind.resource, call.namespace, call.path.name)
    if before is None:
        _require_new(call, configuration["metadata"])
    configuration["metadata"]["name"] = call.path.name
    manager = Manager(call.manager, APPLY, call.kind.api_version(call.path.version), call.path.subresource)
    live = current(call, before) if before is not None else None
    schema = call.kind.schema(call.path.version)
    force = bool(call.flag("force"))
    body = apply(schema, live, _concerning(call, configuration), manager, force=force, time=now(call))
    shape(call, body, applied=True)
    if before is None:
        return respond(call, create(call, body, applied=True), 201)
    return respond(call, change(call, before, body, applied=True))


def _require_new(call: Call, metadata: Json) -> None:
    """What an applied configuration must say to make an object; raises Refusal."""
    name = call.path.name
    if call.path.subresource:
        raise not_found(call.kind.target, name)
    if not metadata.get("name"):
        why = f"the name of the object ({name} based on URL) was undeterminable: name must be provided"
        raise bad_request(why)


def _concerning(call: Call, configuration: Json) -> Json:
    """Without what a request to this path does not change."""
    if call.path.subresource == "status":
        return {key: value for key, value in configuration.items() if key != "spec"}
    if call.kind.status:
        return {key: value for key, value in configuration.items() if key != "status"}
    return configuration


def _check_configuration(call: Call, configuration: Json) -> None:
    if not configuration.get("kind") or not configuration.get("apiVersion"):
        version, kind = configuration.get("apiVersion", "/"), configuration.get("kind", "")
        raise bad_request(f"invalid object type: {version}, Kind={kind}")
    check_identity(call, configuration)
    if configuration["metadata"].get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    schema = call.kind.schema(call.path.version)
    unknown = next(prune(schema, configuration), None) if call.kind.custom else None
    why = f".{unknown}: field not declared in schema" if unknown else next(misfits(schema, configuration), None)
    if why is not None:
        group_version = call.kind.api_version(call.path.version)
        namespace = configuration["metadata"].get("namespace", "")
        where = f"{namespace}/{call.path.name}; {group_version}, Kind={call.kind.kind}"
        raise Refusal(500, "", f"failed to create typed patch object ({where}): {why}")
