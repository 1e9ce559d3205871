"""What Flux writes down of the objects that an application has put on its cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from wgtui.resources.meta import ObjectRef, Resource


class InventoryEntry(Resource, frozen=True):
    """`id` is `<namespace>_<name>_<group>_<kind>`, `v` the version."""

    id: str = ""
    v: str = ""


class Inventory(Resource, frozen=True):
    entries: tuple[InventoryEntry, ...] | None = None


class Entry(NamedTuple):
    """`group` is empty for core kinds, the namespace for objects of the cluster."""

    group: str
    kind: str
    version: str
    ref: ObjectRef


def entries(inventory: Inventory) -> list[Entry]:
    """What cannot be read as an entry is left out."""
    found = (entry(one.id, one.v) for one in inventory.entries or ())
    return [one for one in found if one is not None]


def entry(id: str, version: str) -> Entry | None:
    """A colon in the name of a role is written as two underscores."""
    rest, _, kind = id.rpartition("_")
    rest, _, group = rest.rpartition("_")
    namespace, _, name = rest.partition("_")
    return Entry(group, kind, version, ObjectRef(namespace, name.replace("__", ":"))) if kind and name else None


def entries_of(whole: Mapping[str, Any]) -> list[Entry] | None:
    """Of an object as the server sent it; None where it has no inventory that could be understood."""
    status = whole.get("status")
    inventory = status.get("inventory") if isinstance(status, Mapping) else None
    if inventory is None:
        return None
    try:
        return entries(msgspec.convert(inventory, Inventory))
    except msgspec.ValidationError:
        return None


def without_twins(found: Iterable[Entry]) -> list[Entry]:
    """In their order; an object that is named in two versions is one object."""
    return list({(one.group, one.kind, one.ref): one for one in found}.values())
