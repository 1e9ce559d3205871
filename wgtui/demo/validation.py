"""What an object must be before it is stored: its name, its type, what its schema demands, what may not change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wgtui.demo.answers import Cause, Json, bad_request, invalid
from wgtui.demo.call import Call
from wgtui.demo.definitions import DEFINITIONS, check_definition
from wgtui.demo.names import (
    LABEL,
    LABEL_KEY,
    LABEL_KEY_MESSAGE,
    LABEL_MESSAGE,
    LABEL_VALUE_MESSAGE,
    SUBDOMAIN,
    SUBDOMAIN_MESSAGE,
)
from wgtui.demo.schema.checking import causes
from wgtui.demo.served import ServedKind

_ROOT = "<nil>"
_NOT_CHECKED = Cause(
    "FieldValueInvalid",
    "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing "
    "errors to complete validation",
    _ROOT,
)
_BLOCKING = ("FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid")
_OWNER_FIELDS = (
    ("apiVersion", "version must not be empty"),
    ("kind", "must not be empty"),
    ("name", "must not be empty"),
    ("uid", "must not be empty"),
)
_LABEL_NAMED = ("namespaces", "services")


def check_identity(call: Call, body: Json) -> None:
    """Type, namespace and name against the path; raises Refusal (400, 422)."""
    expected = call.kind.api_version(call.path.version)
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        if metadata is not None:
            raise bad_request("json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta")
        metadata = body["metadata"] = {}
    if not call.kind.custom:
        # Of kinds it was compiled with the server knows what comes; a client need not say.
        body["kind"], body["apiVersion"] = body.get("kind") or call.kind.kind, body.get("apiVersion") or expected
    if body.get("apiVersion") != expected:
        given = body.get("apiVersion")
        raise bad_request(f"the API version in the data ({given}) does not match the expected API version ({expected})")
    if metadata.get("namespace", call.namespace) != call.namespace:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    if call.path.name and metadata.get("name", call.path.name) != call.path.name:
        raise bad_request(
            f"the name of the object ({metadata['name']}) does not match the name on the URL ({call.path.name})"
        )
    if body.get("kind") != call.kind.kind:
        cause = Cause("FieldValueInvalid", f'Invalid value: "{body.get("kind")}": must be {call.kind.kind}', "kind")
        raise invalid(call.kind.group, str(body.get("kind")), metadata.get("name", ""), [cause])


def validate(kind: ServedKind, version: str, body: Json, old: Json | None = None) -> None:
    """Raises Refusal (422) with every cause, but for those that `old`, the object before, gave already."""
    metadata = body["metadata"]
    if kind.resource == DEFINITIONS:
        check_definition(body)
    found = [*_name_causes(kind, metadata), *_label_causes(metadata), *_other_causes(metadata)]
    if kind.custom:
        known = set(causes(kind.schema(version), old)) if old is not None else set()
        found = _with_rules(found + [cause for cause in causes(kind.schema(version), body) if cause not in known])
    if found:
        raise invalid(kind.group, kind.kind, metadata.get("name", ""), found)


def check_change(kind: ServedKind, old: Json, new: Json) -> None:
    """What may not change; raises Refusal (422)."""
    before, after = old["metadata"], new["metadata"]
    found = []
    if after.get("uid", before["uid"]) != before["uid"]:
        found.append(Cause("FieldValueInvalid", f'Invalid value: "{after["uid"]}": field is immutable', "metadata.uid"))
    added = [name for name in after.get("finalizers") or () if name not in before.get("finalizers", ())]
    if added and "deletionTimestamp" in before:
        shown = ", ".join(f'"{name}"' for name in added)
        why = f"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}"
        found.append(Cause("FieldValueForbidden", f"Forbidden: {why}", "metadata.finalizers"))
    if found:
        raise invalid(kind.group, kind.kind, before["name"], found)


def _with_rules(found: list[Cause]) -> list[Cause]:
    """Rules are looked at only where the object has the right form."""
    if any(cause.reason in _BLOCKING for cause in found):
        found = [*(cause for cause in found if not cause.ruled), _NOT_CHECKED]
    return [replace(cause, field=cause.field or _ROOT) for cause in found]


def _name_causes(kind: ServedKind, metadata: Json) -> list[Cause]:
    name: Any = metadata.get("name", "")
    if not name:
        return [Cause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")]
    if kind.group == "rbac.authorization.k8s.io":
        return []  # Role names hold colons: system:masters and the like.
    short = kind.resource in _LABEL_NAMED
    pattern, message, longest = (LABEL, LABEL_MESSAGE, 63) if short else (SUBDOMAIN, SUBDOMAIN_MESSAGE, 253)
    found = []
    if len(name) > longest:
        found.append(_invalid(name, f"must be no more than {longest} characters", "metadata.name"))
    if not pattern.fullmatch(name):
        found.append(_invalid(name, message, "metadata.name"))
    return found


def _invalid(value: str, why: str, field: str) -> Cause:
    return Cause("FieldValueInvalid", f'Invalid value: "{value}": {why}', field)


def _label_causes(metadata: Json) -> Iterator[Cause]:
    for key, value in (metadata.get("labels") or {}).items():
        if not LABEL_KEY.fullmatch(key.rpartition("/")[2]):
            yield _invalid(key, LABEL_KEY_MESSAGE, "metadata.labels")
        if not isinstance(value, str):
            continue
        if len(value) > 63:
            yield _invalid(value, "must be no more than 63 bytes", "metadata.labels")
        if value and not LABEL_KEY.fullmatch(value):
            yield _invalid(value, LABEL_VALUE_MESSAGE, "metadata.labels")


def _other_causes(metadata: Json) -> Iterator[Cause]:
    for reference in metadata.get("ownerReferences") or ():
        for name, why in _OWNER_FIELDS:
            if not reference.get(name):
                yield _invalid("", why, f"metadata.ownerReferences.{name}")
    for name in ("finalizers", "annotations"):
        for key in metadata.get(name) or ():
            if not LABEL_KEY.fullmatch(key.rpartition("/")[2]):
                yield _invalid(key, LABEL_KEY_MESSAGE, f"metadata.{name}")
