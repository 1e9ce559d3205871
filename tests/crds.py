"""Real custom resource definitions as validators: defaults filled in, unknown fields refused, as a server with
`fieldValidation=Strict` does. They lie in `../shared/crds` beside the checkout, or where $WGTUI_CRDS says.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

Json = dict[str, Any]

FOLDER = Path(os.environ.get("WGTUI_CRDS") or Path(__file__).parents[2] / "shared" / "crds")

needs_crds = pytest.mark.skipif(
    not any(FOLDER.glob("*.yaml")), reason=f"no custom resource definitions in {FOLDER} ($WGTUI_CRDS names another)"
)

METADATA: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "uid", "resourceVersion", "creationTimestamp"],
    "properties": {
        **{key: {"type": "string"} for key in ("name", "namespace", "uid", "resourceVersion", "generateName")},
        **{key: {"type": "string", "format": "date-time"} for key in ("creationTimestamp", "deletionTimestamp")},
        **{key: {"type": "integer", "minimum": 0} for key in ("generation", "deletionGracePeriodSeconds")},
        **{key: {"type": "object", "additionalProperties": {"type": "string"}} for key in ("labels", "annotations")},
        "finalizers": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "managedFields": {"type": "array", "items": {"type": "object"}},
        "ownerReferences": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["apiVersion", "kind", "name", "uid"],
                "properties": {
                    **{key: {"type": "string", "minLength": 1} for key in ("apiVersion", "kind", "name", "uid")},
                    **{key: {"type": "boolean"} for key in ("controller", "blockOwnerDeletion")},
                },
            },
        },
    },
}


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


_formats = FormatChecker(())
_formats.checkers = {"date-time": (_is_moment, ValueError), "int32": (_is_int32, ())}


def wrong_with(body: Json) -> list[str]:
    """What a server would refuse or drop, a line each; empty for a kind that has no definition here."""
    group, _, version = body["apiVersion"].rpartition("/")
    schema = _schemas().get((group, body["kind"], version))
    if schema is None:
        return []
    whole = _defaulted(schema, copy.deepcopy(body))
    errors = _validator(group, body["kind"], version).iter_errors(whole)
    found = [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]
    return [f"{body['kind']} {body['metadata'].get('name')} {line}"[:600] for line in (*found, *_twice(schema, whole))]


def defined(body: Json) -> bool:
    group, _, version = body["apiVersion"].rpartition("/")
    return (group, body["kind"], version) in _schemas()


@cache
def _schemas() -> dict[tuple[str, str, str], Json]:
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for definition in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            spec = definition["spec"]
            for version in spec["versions"]:
                if version["served"]:
                    key = spec["group"], spec["names"]["kind"], version["name"]
                    found[key] = version["schema"]["openAPIV3Schema"]
    return found


@cache
def _validator(group: str, kind: str, version: str) -> Draft202012Validator:
    schema = _strict(_schemas()[group, kind, version])
    schema["properties"] |= {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": METADATA}
    return Draft202012Validator(schema, format_checker=_formats)


def _strict(schema: Json) -> Json:
    """The schema as JSON Schema has it, closed wherever the server would prune."""
    strict = {key: value for key, value in schema.items() if not key.startswith("x-") and key != "nullable"}
    for key in ("items", "additionalProperties", "not"):
        if isinstance(schema.get(key), dict):
            strict[key] = _strict(schema[key])
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            strict[key] = [_part(part) for part in schema[key]]
    if "properties" in schema:
        strict["properties"] = {name: _strict(part) for name, part in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            strict.setdefault("additionalProperties", False)
        if schema.get("x-kubernetes-embedded-resource"):
            strict["additionalProperties"] = True
    if schema.get("nullable"):
        strict = {"anyOf": [strict, {"type": "null"}]}
    return strict


def _part(schema: Json) -> Json:
    """A branch of allOf, anyOf or oneOf: it adds rules and never closes anything."""
    return {key: value for key, value in schema.items() if not key.startswith("x-")}


def _defaulted(schema: Json, value: Any) -> Any:
    if isinstance(value, dict):
        for name, part in schema.get("properties", {}).items():
            if name not in value and "default" in part:
                value[name] = copy.deepcopy(part["default"])
            if name in value:
                value[name] = _defaulted(part, value[name])
        other = schema.get("additionalProperties")
        if isinstance(other, dict):
            return {name: _defaulted(other, part) for name, part in value.items()}
    elif isinstance(value, list) and "items" in schema:
        return [_defaulted(schema["items"], part) for part in value]
    return value


def _twice(schema: Json, value: Any, path: str = "") -> Iterator[str]:
    """Entries of lists that are maps or sets which are there twice."""
    if isinstance(value, dict):
        for name, part in schema.get("properties", {}).items():
            if name in value:
                yield from _twice(part, value[name], f"{path}.{name}")
    elif isinstance(value, list):
        keys = schema.get("x-kubernetes-list-map-keys")
        if keys or schema.get("x-kubernetes-list-type") == "set":
            names = [tuple(str(one.get(key)) for key in keys) if keys else str(one) for one in value]
            yield from (f"{path}: {name} is there twice" for name in sorted(set(names)) if names.count(name) > 1)
        for one in value:
            yield from _twice(schema.get("items", {}), one, f"{path}[]")
