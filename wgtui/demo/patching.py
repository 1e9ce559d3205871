"""PATCH: merge, JSON and strategic patches, and server-side apply."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from aiohttp import web

from wgtui.demo.admission import now, shape
from wgtui.demo.answers import Json, Refusal, bad_request, not_found, unprocessable, unsupported_media
from wgtui.demo.applying.apply import apply
from wgtui.demo.applying.managers import APPLY, Manager
from wgtui.demo.applying.patches import PatchError, apply_operations, merge
from wgtui.demo.applying.strategic import strategic
from wgtui.demo.bodies import json_error, load_yaml
from wgtui.demo.call import Call
from wgtui.demo.changing import change, current, find
from wgtui.demo.checks import check_options
from wgtui.demo.creating import create
from wgtui.demo.forms import respond
from wgtui.demo.schema.structure import Schema
from wgtui.demo.stored import decode, encode
from wgtui.demo.validation import check_identity, undeclared

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
    quoted = encode(body).decode() if call.query.get("fieldValidation") == "Strict" else ""
    warnings = shape(call, body, quoted)
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
    wanted, actual = (
        ("[]handlers.jsonPatchOp", "object") if media == JSON_PATCH else ("map[string]interface {}", "array")
    )
    if isinstance(patch, list) != (media == JSON_PATCH):
        raise bad_request(f"error decoding patch: json: cannot unmarshal {actual} into Go value of type {wanted}")
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
        why = str(error).partition("\n")[0]
        raise bad_request(f"error decoding YAML: error converting YAML to JSON: yaml: {why}") from error
    if not isinstance(body, dict):
        raise bad_request("error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}")
    return body


def _apply(call: Call, configuration: Json) -> web.Response:
    """Server-side apply: creates the object where there is none."""
    if not configuration.get("kind") or not configuration.get("apiVersion"):
        raise bad_request(
            f"invalid object type: {configuration.get('apiVersion', '/')}, Kind={configuration.get('kind', '')}"
        )
    check_identity(call, configuration)
    metadata = configuration["metadata"]
    if metadata.get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    schema = call.kind.schema(call.path.version)
    unknown = next(undeclared(schema, configuration), None) if call.kind.custom else None
    if unknown is not None:
        group_version = call.kind.api_version(call.path.version)
        where = f"{call.namespace}/{call.path.name}; {group_version}, Kind={call.kind.kind}"
        raise Refusal(
            500, "", f"failed to create typed patch object ({where}): .{unknown}: field not declared in schema"
        )
    metadata["name"] = call.path.name
    before = call.storage.find(call.kind.resource, call.namespace, call.path.name)
    if before is None and (metadata.get("resourceVersion") or call.path.subresource):
        raise not_found(call.kind.target, call.path.name)
    manager = Manager(call.manager, APPLY, call.kind.api_version(call.path.version), call.path.subresource)
    live = current(call, before) if before is not None else None
    schema = call.kind.schema(call.path.version)
    body = apply(schema, live, configuration, manager, force=bool(call.flag("force")), time=now(call))
    shape(call, body)
    if before is None:
        return respond(call, create(call, body, applied=True), 201)
    return respond(call, change(call, before, body, applied=True))


def _check_configuration(call: Call, configuration: Json) -> None:
    if not configuration.get("kind") or not configuration.get("apiVersion"):
        version, kind = configuration.get("apiVersion", "/"), configuration.get("kind", "")
        raise bad_request(f"invalid object type: {version}, Kind={kind}")
    check_identity(call, configuration)
    if configuration["metadata"].get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    schema = call.kind.schema(call.path.version)
    unknown = next(undeclared(schema, configuration), None) if call.kind.custom else None
    if unknown is not None:
        group_version = call.kind.api_version(call.path.version)
        where = f"{call.namespace}/{call.path.name}; {group_version}, Kind={call.kind.kind}"
        why = f"failed to create typed patch object ({where}): .{unknown}: field not declared in schema"
        raise Refusal(500, "", why)
