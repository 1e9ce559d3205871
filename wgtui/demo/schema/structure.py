"""Walking a structural schema beside a value; where there is no schema, shapes are deduced as the real server does."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
"""A node of an `openAPIV3Schema`; empty where nothing is known."""

UNKNOWN: Schema = {"x-kubernetes-preserve-unknown-fields": True}

PRESERVE = "x-kubernetes-preserve-unknown-fields"
EMBEDDED = "x-kubernetes-embedded-resource"
LIST_TYPE = "x-kubernetes-list-type"
LIST_KEYS = "x-kubernetes-list-map-keys"
MAP_TYPE = "x-kubernetes-map-type"

_REFERENCE: Schema = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("apiVersion", "kind", "name", "uid")},
        **{name: {"type": "boolean"} for name in ("controller", "blockOwnerDeletion")},
    },
    MAP_TYPE: "atomic",
}
_STRINGS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}

METADATA: Schema = {
    "type": "object",
    "properties": {
        **{
            name: {"type": "string"}
            for name in ("name", "namespace", "generateName", "uid", "resourceVersion", "selfLink")
        },
        **{name: {"type": "string", "format": "date-time"} for name in ("creationTimestamp", "deletionTimestamp")},
        **{name: {"type": "integer", "format": "int64"} for name in ("generation", "deletionGracePeriodSeconds")},
        "labels": _STRINGS,
        "annotations": _STRINGS,
        "finalizers": {"type": "array", "items": {"type": "string"}, LIST_TYPE: "set"},
        "ownerReferences": {"type": "array", "items": _REFERENCE, LIST_TYPE: "map", LIST_KEYS: ["uid"]},
        "managedFields": {"type": "array", "items": UNKNOWN, LIST_TYPE: "atomic"},
    },
}


def field(schema: Schema, name: str) -> Schema:
    """The schema of one member of an object."""
    declared = schema.get("properties", {}).get(name)
    if declared is not None:
        return declared if isinstance(declared, dict) else UNKNOWN
    others = schema.get("additionalProperties")
    return others if isinstance(others, dict) else UNKNOWN


def declares(schema: Schema, name: str) -> bool:
    return name in schema.get("properties", {})


def items(schema: Schema) -> Schema:
    found = schema.get("items", UNKNOWN)
    return found if isinstance(found, dict) else UNKNOWN


def is_atomic_map(schema: Schema) -> bool:
    return schema.get(MAP_TYPE) == "atomic"


def list_type(schema: Schema) -> str:
    """atomic, set or map; lists that say nothing are atomic."""
    return str(schema.get(LIST_TYPE, "atomic"))


def list_keys(schema: Schema) -> tuple[str, ...]:
    return tuple(schema.get(LIST_KEYS, ()))


def key_values(schema: Schema, item: Any) -> dict[str, Any]:
    """What identifies one item of a list of type map; a missing key counts with its default."""
    member = item if isinstance(item, dict) else {}
    found = {}
    for name in list_keys(schema):
        value = member.get(name, field(items(schema), name).get("default"))
        if value is not None:
            found[name] = value
    return found


def of_object(schema: Schema) -> Schema:
    """The schema of a whole object: its type and metadata are the server's to say."""
    own = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": METADATA}
    properties = {name: value for name, value in schema.get("properties", {}).items() if name not in own}
    return {**schema, "type": "object", "properties": {**own, **properties}}
