"""What an application has put on its cluster, by its inventory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgtui.resources.meta import ObjectRef
from wgtui.views.cells import text_column
from wgtui.views.columns import Column
from wgtui.views.fields import Fields, TextField


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is empty for core kinds."""

    kind: str
    group: str
    version: str
    ref: ObjectRef


COLUMNS: tuple[Column[Entry], ...] = (
    text_column("kind", "KIND", lambda row: row.kind, 22, 0, grow=1, max_width=40),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 14, 2, grow=1, max_width=32),
    text_column("name", "NAME", lambda row: row.ref.name, 24, 0, grow=4, max_width=72),
    text_column("group", "GROUP", lambda row: row.group, 20, 3, grow=2, max_width=48),
    text_column("version", "VERSION", lambda row: row.version, 9, 4),
)

FIELDS: Fields[Entry] = Fields(
    (
        TextField("kind", lambda row: row.kind),
        TextField("name", lambda row: row.ref.name),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        TextField("group", lambda row: row.group),
        TextField("version", lambda row: row.version),
    ),
    lambda row: (row.kind, str(row.ref), row.group),
)


def entries(found: Mapping[str, Any]) -> list[Entry] | None:
    """Of a whole object as the server sent it; None where it has no inventory at all."""
    inventory = (found.get("status") or {}).get("inventory")
    if not isinstance(inventory, dict):
        return None
    listed = [entry for entry in inventory.get("entries") or () if isinstance(entry, dict)]
    return [entry for one in listed if (entry := _entry(str(one.get("id", "")), str(one.get("v", "")))) is not None]


def _entry(id: str, version: str) -> Entry | None:
    """`<namespace>_<name>_<group>_<kind>`; a colon in the name of a role is written as two underscores."""
    rest, _, kind = id.rpartition("_")
    rest, _, group = rest.rpartition("_")
    namespace, _, name = rest.partition("_")
    return Entry(kind, group, version, ObjectRef(namespace, name.replace("__", ":"))) if kind and name else None
