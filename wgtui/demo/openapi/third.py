"""OpenAPI v3: one document for each group and version, and the list of them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from wgtui.demo.openapi.schemas import (
    GROUP_VERSION_KIND,
    PATCHES,
    Operation,
    definition,
    definition_name,
    group_version_kind,
    operations,
)
from wgtui.demo.served import ServedKind, ServedKinds
from wgtui.demo.stored import encode

Json = dict[str, Any]


def paths(kinds: ServedKinds, prefix: str) -> Json:
    """Of `/openapi/v3`; `prefix` is the path under which this server is."""
    found: dict[str, list[str]] = {}
    for key, kind, version in _group_versions(kinds):
        name = f"{kind.resource}{version}"
        found.setdefault(key, []).append(name)
    return {
        "paths": {
            key: {"serverRelativeURL": f"{prefix}/openapi/v3/{key}?hash={_hash(names)}"} for key, names in found.items()
        }
    }


def document(kinds: ServedKinds, key: str, server_version: str) -> Json | None:
    """Of `apis/GROUP/VERSION` or `api/v1`; None where it is not served."""
    served = [(kind, version) for found, kind, version in _group_versions(kinds) if found == key]
    if not served:
        return None
    every: dict[str, Json] = {}
    for kind, version in served:
        for operation in operations(kind, version):
            every.setdefault(operation.path, {})[operation.method] = _operation(kind, version, operation)
    schemas = {definition_name(kind, version): definition(kind, version) for kind, version in served}
    return {
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": server_version},
        "paths": every,
        "components": {"schemas": schemas},
    }


def _group_versions(kinds: ServedKinds) -> list[tuple[str, ServedKind, str]]:
    return [
        (f"apis/{kind.group}/{version}" if kind.group else f"api/{version}", kind, version)
        for kind in kinds
        for version in kind.versions
    ]


def _hash(names: list[str]) -> str:
    return sha256(encode(names)).hexdigest().upper()


def _operation(kind: ServedKind, version: str, operation: Operation) -> Json:
    reference = {"$ref": f"#/components/schemas/{definition_name(kind, version)}"}
    body: Json = {
        "operationId": f"{operation.action}{kind.kind}{version}{len(operation.path)}",
        "parameters": [_parameter(name) for name in operation.query],
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": reference}}}},
        "x-kubernetes-action": operation.action,
        GROUP_VERSION_KIND: group_version_kind(kind, version),
    }
    if operation.method in ("post", "put"):
        body["requestBody"] = {"content": {"application/json": {"schema": reference}}}
    elif operation.method == "patch":
        body["requestBody"] = {"content": {media: {"schema": {"type": "object"}} for media in PATCHES}}
    return body


def _parameter(name: str) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string", "uniqueItems": True}}
