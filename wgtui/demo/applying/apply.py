"""Server-side apply: a configuration merged into an object, what it no longer names taken out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from wgtui.demo.applying import managers as managing
from wgtui.demo.applying.fields import (
    Fields,
    applied,
    compare,
    element_of_item,
    everything,
    with_ancestors,
    without,
)
from wgtui.demo.applying.managers import UPDATE, WHOLE, Manager, Managers, Owned, tracked
from wgtui.demo.schema.structure import Schema, field, is_atomic_map, items, list_type

Json = dict[str, Any]

BEFORE_FIRST_APPLY = "before-first-apply"


def apply(schema: Schema, live: Json | None, configuration: Json, manager: Manager, *, force: bool, time: str) -> Json:
    """The new object, its managed fields settled; raises Refusal (409) for fields of others unless forced."""
    before = live or {}
    owners = managing.read(before.get("metadata", {}))
    if live is not None and not owners:
        owners = _owned_before(schema, live, manager.api_version)
    last = owners.get(manager, Owned(frozenset()))
    others = {other: owned for other, owned in owners.items() if other != manager}
    fields = tracked(applied(schema, configuration), manager.subresource)
    merged: Json = merge(schema, before, configuration)
    after: Json = _pruned(schema, merged, last.fields, _union(others) | fields)
    changed, removed = compare(schema, before, after)
    found = managing.conflicts(owners, manager, tracked(changed, manager.subresource))
    if found and not force:
        raise managing.conflict(found)
    lost = frozenset(path for _, path in found) | tracked(removed, manager.subresource)
    left = {other: Owned(owned.fields - lost, owned.time) for other, owned in others.items()}
    left[manager] = managing.settled(last, fields, time)
    managing.write(after.setdefault("metadata", {}), left)
    return after


def _owned_before(schema: Schema, live: Json, api_version: str) -> Managers:
    """An object whose owners nobody wrote down belongs to whoever made it before anything was applied."""
    everybodys = tracked((path for path in everything(schema, live, ()) if path), WHOLE)
    return {Manager(BEFORE_FIRST_APPLY, UPDATE, api_version): Owned(everybodys)}


def _union(owners: Managers) -> Fields:
    return frozenset().union(*(owned.fields for owned in owners.values()))


def merge(schema: Schema, live: Any, configuration: Any) -> Any:
    """Maps and keyed lists merge; what is atomic or a scalar is replaced."""
    if isinstance(configuration, dict) and isinstance(live, dict) and not is_atomic_map(schema):
        merged = dict(live)
        for name, value in configuration.items():
            merged[name] = merge(field(schema, name), live.get(name), value)
        return merged
    if isinstance(configuration, list) and isinstance(live, list) and list_type(schema) != "atomic":
        return _merge_list(schema, live, configuration)
    return deepcopy(configuration)


def _merge_list(schema: Schema, live: list[Any], configuration: list[Any]) -> list[Any]:
    mine = {element_of_item(schema, item): item for item in configuration}
    theirs = {element_of_item(schema, item): item for item in live}
    return [
        merge(items(schema), theirs.get(element), mine[element]) if element in mine else theirs[element]
        for element in _interleaved(list(theirs), list(mine))
    ]


def _interleaved(live: list[str], mine: list[str]) -> Iterator[str]:
    """Applied items in the order applied; those of others as near to where they stood as this allows."""
    shared = deque(element for element in mine if element in set(live))
    left, right = deque(live), deque(mine)
    taken: set[str] = set()
    while left or right:
        if left and left[0] not in mine:
            yield left.popleft()
        elif left and (left[0] in taken or (right and shared and shared[0] != left[0] and left[0] != right[0])):
            left.popleft()
        else:
            element = right.popleft()
            taken.add(element)
            if shared and shared[0] == element:
                shared.popleft()
            yield element


def _pruned(schema: Schema, merged: Json, last: Fields, owned: Fields) -> Json:
    """Without what was applied before and is no more, unless somebody owns it or nobody ever applied it."""
    if not last:
        return merged
    dropped = with_ancestors(schema, last)
    everything_there = with_ancestors(schema, applied(schema, merged))
    left = without(schema, merged, dropped)
    kept = with_ancestors(schema, applied(schema, left)) | with_ancestors(schema, owned)
    left = without(schema, merged, everything_there - kept)
    kept = with_ancestors(schema, applied(schema, left)) | (everything_there - dropped)
    found: Json = without(schema, merged, everything_there - kept)
    return found
