"""Objects brought into the shape of their schema: unknown fields and nulls taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wgtui.demo.schema.structure import EMBEDDED, PRESERVE, Schema, field, items, of_object


def prune(schema: Schema, value: Any, path: str = "") -> Iterator[str]:
    """Takes out, in place, every field the schema does not know; yields their paths as `spec.items[0].name`."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from prune(items(schema), item, f"{path}[{index}]")
        return
    if not isinstance(value, dict) or "additionalProperties" in schema or not _closed(schema):
        if isinstance(value, dict):
            yield from _prune_members(schema, value, path)
        return
    if schema.get(EMBEDDED):
        schema = of_object(schema)
    known = schema.get("properties", {})
    for name in [name for name in value if name not in known]:
        del value[name]
        yield _join(path, name)
    yield from _prune_members(schema, value, path)


def _prune_members(schema: Schema, value: dict[str, Any], path: str) -> Iterator[str]:
    for name, child in value.items():
        yield from prune(field(schema, name), child, _join(path, name))


def _closed(schema: Schema) -> bool:
    return not schema.get(PRESERVE) and not schema.get("x-kubernetes-int-or-string")


def drop_nulls(schema: Schema, value: Any) -> None:
    """Takes out, in place, every null whose field may not be one: it counts as not being there."""
    if isinstance(value, list):
        for item in value:
            drop_nulls(items(schema), item)
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for name in [name for name, child in value.items() if child is None and name in known]:
            if not known[name].get("nullable"):
                del value[name]
        for name, child in value.items():
            drop_nulls(field(schema, name), child)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
