"""OpenAPI v2: everything in one document, as JSON, or as protobuf for older kubectls."""

from __future__ import annotations

from typing import Any

from wgtui.demo.openapi.schemas import (
    GROUP_VERSION_KIND,
    Operation,
    definition,
    definition_name,
    group_version_kind,
    operations,
)
from wgtui.demo.schema.structure import PRESERVE, Schema
from wgtui.demo.served import ServedKind, ServedKinds

Json = dict[str, Any]


def document(kinds: ServedKinds, server_version: str) -> Json:
    every: dict[str, Json] = {}
    definitions: dict[str, Json] = {}
    for kind in kinds:
        for version in kind.versions:
            definitions[definition_name(kind, version)] = closed_or_bare(definition(kind, version))
            for operation in operations(kind, version):
                every.setdefault(operation.path, {})[operation.method] = _operation(kind, version, operation)
    return {
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": server_version},
        "paths": every,
        "definitions": definitions,
    }


def closed_or_bare(schema: Schema) -> Schema:
    """Without the members of objects that take unknown ones: old kubectls would refuse whatever is not listed."""
    if schema.get(PRESERVE):
        return {key: value for key, value in schema.items() if key not in ("properties", "required", "items")}
    bare = dict(schema)
    if "properties" in schema:
        bare["properties"] = {name: closed_or_bare(child) for name, child in schema["properties"].items()}
    for one in ("items", "additionalProperties"):
        if isinstance(schema.get(one), dict):
            bare[one] = closed_or_bare(schema[one])
    return bare


def _operation(kind: ServedKind, version: str, operation: Operation) -> Json:
    return {
        "operationId": f"{operation.action}{kind.kind}{version}{len(operation.path)}",
        "parameters": [
            {"name": name, "in": "query", "type": "string", "uniqueItems": True} for name in operation.query
        ],
        "responses": {"200": {"description": "OK"}},
        "x-kubernetes-action": operation.action,
        GROUP_VERSION_KIND: group_version_kind(kind, version),
    }
