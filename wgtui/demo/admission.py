"""What every object goes through on its way in: unknown fields, defaults, owners of fields, validation."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from wgtui.demo.answers import Json, Refusal, bad_request, invalid_patch
from wgtui.demo.applying import managers as managing
from wgtui.demo.applying.managers import UPDATE, Manager
from wgtui.demo.call import Call
from wgtui.demo.schema.checking import causes
from wgtui.demo.schema.shaping import drop_nulls, prune
from wgtui.demo.stored import encode, timestamp

Warnings = tuple[str, ...]

_TYPES: tuple[tuple[str, type, type | None, str], ...] = (
    ("name", str, None, "string"),
    ("namespace", str, None, "string"),
    ("generateName", str, None, "string"),
    ("uid", str, None, "types.UID"),
    ("resourceVersion", str, None, "string"),
    ("labels", dict, str, "string"),
    ("annotations", dict, str, "string"),
    ("finalizers", list, str, "string"),
    ("ownerReferences", list, dict, "v1.OwnerReference"),
    ("managedFields", list, dict, "v1.ManagedFieldsEntry"),
)
"""Members of metadata: what they are, what is in them, and what the real server calls that."""

_LEFT_OUT_EMPTY = ("labels", "annotations", "finalizers", "ownerReferences", "generateName", "selfLink")


def shape(call: Call, body: Json, *, patched: bool = False, applied: bool = False) -> Warnings:
    """Prunes and fills in, in place; what was unknown comes back as warnings, or refused where the client is strict.

    Of a `patched` object a refusal quotes the outcome. An `applied` one keeps the nulls that applying left in it.
    """
    if not call.kind.custom:
        # Older clients write null for what they leave out: "creationTimestamp": null.
        drop_nulls(call.kind.schema(call.path.version), body)
    why = next(_misread(call, body), None)
    if why is not None:
        raise _unreadable(call, body, why, patched)
    metadata = body.setdefault("metadata", {})
    for name in _LEFT_OUT_EMPTY:
        if name in metadata and not metadata[name]:
            del metadata[name]
    if not call.kind.custom:
        return ()
    asked = call.query.get("fieldValidation", "")
    whole = deepcopy(body) if patched and asked == "Strict" else body
    schema = call.kind.schema(call.path.version)
    unknown = sorted(prune(schema, body))
    if asked == "Strict" and unknown:
        why = "strict decoding error: " + ", ".join(f'unknown field "{path}"' for path in unknown)
        raise _unreadable(call, whole, why, patched)
    if not applied:
        drop_nulls(schema, body)
    call.kind.defaults(call.path.version).fill(body)
    return () if asked == "Ignore" else tuple(f'unknown field "{path}"' for path in unknown)


def _unreadable(call: Call, body: Json, why: str, patched: bool) -> Refusal:
    if patched:
        return invalid_patch(encode(body).decode(), why)
    kind, version = call.kind.kind, call.path.version
    return bad_request(f'{kind} in version "{version}" cannot be handled as a {kind}: {why}')


def _misread(call: Call, body: Any) -> Iterator[str]:
    """What has a wrong type: of metadata for every kind, of everything that is known for those built in."""
    if not isinstance(body, dict):
        yield f"json: cannot unmarshal {go_type(body)} into Go value of type map[string]interface {{}}"
        return
    yield from _misread_metadata(body.get("metadata", {}))
    if not call.kind.custom:
        for cause in causes(call.kind.schema(call.path.version), body):
            if cause.reason == "FieldValueTypeInvalid":
                yield f"json: cannot unmarshal into Go struct field {call.kind.kind}.{cause.field}"


def _misread_metadata(metadata: Any) -> Iterator[str]:
    if not isinstance(metadata, dict):
        yield f"json: cannot unmarshal {go_type(metadata)} into Go struct field .metadata of type v1.ObjectMeta"
        return
    for name, kind, inner, go in _TYPES:
        value = metadata.get(name)
        if value is None:
            continue
        wrong = [value] if not isinstance(value, kind) else _others(value, inner) if inner else []
        for each in wrong:
            yield f"json: cannot unmarshal {go_type(each)} into Go struct field ObjectMeta.{name} of type {go}"


def _others(value: Any, inner: type) -> list[Any]:
    """What in a container is of another type."""
    return [each for each in (value.values() if isinstance(value, dict) else value) if not isinstance(each, inner)]


def go_type(value: Any) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else "array" if isinstance(value, list) else "object"


def track(call: Call, old: Json | None, new: Json) -> None:
    """Writes down, in place, that the caller owns what it changed; objects nobody tracked stay untracked."""
    metadata = new["metadata"]
    given = metadata.get("managedFields")
    was = (old or {}).get("metadata", {}).get("managedFields")
    owners = managing.read(metadata if given else {"managedFields": was})
    if old is not None and not was and not given:
        return
    metadata.pop("managedFields", None)
    if given and not owners:
        return  # A list with one empty entry is how a client makes an object forget its owners.
    empty: dict[str, Any] = {"apiVersion": new["apiVersion"], "kind": new["kind"], "metadata": {}}
    manager = Manager(call.manager, UPDATE, call.kind.api_version(call.path.version), call.path.subresource)
    subresource, schema = call.path.subresource, call.kind.schema(call.path.version)
    after = managing.updated(schema, owners, manager, old or empty, new, now(call), subresource)
    managing.write(metadata, after)


def now(call: Call) -> str:
    return timestamp(call.storage.now())
