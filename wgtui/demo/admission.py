"""What every object goes through on its way in: unknown fields, defaults, owners of fields, validation."""

from __future__ import annotations

from typing import Any

from wgtui.demo.answers import Json, bad_request, invalid_patch
from wgtui.demo.applying import managers as managing
from wgtui.demo.applying.managers import UPDATE, Manager
from wgtui.demo.call import Call
from wgtui.demo.schema.shaping import drop_nulls, prune
from wgtui.demo.stored import timestamp

Warnings = tuple[str, ...]

_LEFT_OUT_EMPTY = ("labels", "annotations", "finalizers", "ownerReferences", "generateName", "selfLink")


def shape(call: Call, body: Json, patched: str = "") -> Warnings:
    """Prunes and fills in, in place; what was unknown comes back as warnings, or refused where the client is strict.

    `patched` is the patched object as text, which a refused patch quotes.
    """
    metadata = body.get("metadata", {})
    _check_types(call, metadata)
    for name in _LEFT_OUT_EMPTY:
        if name in metadata and not metadata[name]:
            del metadata[name]
    if not call.kind.custom:
        return ()
    schema = call.kind.schema(call.path.version)
    unknown = sorted(prune(schema, body))
    drop_nulls(schema, body)
    call.kind.defaults(call.path.version).fill(body)
    asked = call.query.get("fieldValidation", "")
    if asked == "Strict" and unknown:
        why = "strict decoding error: " + ", ".join(f'unknown field "{path}"' for path in unknown)
        if patched:
            raise invalid_patch(patched, why)
        kind, version = call.kind.kind, call.path.version
        raise bad_request(f'{kind} in version "{version}" cannot be handled as a {kind}: {why}')
    return () if asked == "Ignore" else tuple(f'unknown field "{path}"' for path in unknown)


def _check_types(call: Call, metadata: Json) -> None:
    """Raises Refusal (400) for metadata that cannot be read."""
    texts: list[tuple[str, Any]] = [
        (name, metadata[name]) for name in ("name", "namespace", "generateName") if name in metadata
    ]
    texts += [(name, text) for name in ("labels", "annotations") for text in (metadata.get(name) or {}).values()]
    for name, text in texts:
        if not isinstance(text, str):
            kind, version = call.kind.kind, call.path.version
            why = f"json: cannot unmarshal {_go_type(text)} into Go struct field ObjectMeta.{name} of type string"
            raise bad_request(f'{kind} in version "{version}" cannot be handled as a {kind}: {why}')


def _go_type(value: Any) -> str:
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
    managing.write(metadata, after, manager)


def now(call: Call) -> str:
    return timestamp(call.storage.now())
