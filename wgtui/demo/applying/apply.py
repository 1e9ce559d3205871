"""Server-side apply: a configuration merged into an object, what it no longer names taken out."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from wgtui.demo.applying import managers as managing
from wgtui.demo.applying.fields import Fields, Path, applied, compare, element_of_item, everything
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
    merged: Json = merge(schema, before, configuration)
    changed, _ = compare(schema, before, merged)
    found = managing.conflicts(owners, manager, changed)
    if found and not force:
        raise managing.conflict(found)
    taken = frozenset(path for _, path in found)
    last = owners.pop(manager, Owned(frozenset()))
    others = {other: Owned(owned.fields - taken, owned.time) for other, owned in owners.items()}
    fields = tracked(applied(schema, configuration), manager.subresource)
    _prune(schema, merged, last.fields - fields, _union(others) | fields)
    settled = _still_there(schema, merged, others)
    settled[manager] = Owned(fields, last.time if fields == last.fields and last.time else time)
    managing.write(merged.setdefault("metadata", {}), settled, manager)
    return merged


def _owned_before(schema: Schema, live: Json, api_version: str) -> Managers:
    """An object whose owners nobody wrote down belongs to whoever made it before anything was applied."""
    everybodys = tracked((path for path in everything(schema, live, ()) if path), WHOLE)
    return {Manager(BEFORE_FIRST_APPLY, UPDATE, api_version): Owned(everybodys)}


def _union(owners: Managers) -> Fields:
    return frozenset().union(*(owned.fields for owned in owners.values()))


def _still_there(schema: Schema, merged: Json, owners: Managers) -> Managers:
    present = frozenset(everything(schema, merged, ()))
    return {
        manager: Owned(owned.fields & present, owned.time)
        for manager, owned in owners.items()
        if owned.fields & present
    }


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
    """Applied items in the order applied; those of others keep their place among themselves."""
    mine = {element_of_item(schema, item): item for item in configuration}
    merged = []
    waiting = list(mine)
    for item in live:
        element = element_of_item(schema, item)
        if element not in mine:
            merged.append(item)
            continue
        while waiting and element in waiting:
            following = waiting.pop(0)
            merged.append(merge(items(schema), _item_at(schema, live, following), mine[following]))
    return merged + [merge(items(schema), _item_at(schema, live, element), mine[element]) for element in waiting]


def _item_at(schema: Schema, values: list[Any], element: str) -> Any:
    return next((item for item in values if element_of_item(schema, item) == element), None)


def _prune(schema: Schema, merged: Json, dropped: Iterable[Path], owned: Fields) -> None:
    """Take out, in place, what was applied before and is no more, unless somebody else owns it."""
    prefixes = {path[:length] for path in owned for length in range(1, len(path) + 1)}
    for path in sorted(set(dropped) - prefixes, key=len):
        _take_out(schema, merged, path)
        for length in range(len(path) - 1, 0, -1):
            # Whatever else is left in a container belongs to somebody, or to nobody who ever told.
            if path[:length] in prefixes or _at(schema, merged, path[:length]):
                break
            _take_out(schema, merged, path[:length])


def _at(schema: Schema, value: Any, path: Path) -> Any:
    for element in path:
        if element.startswith("f:"):
            if not isinstance(value, dict):
                return None
            schema, value = field(schema, element[2:]), value.get(element[2:])
        elif isinstance(value, list):
            schema, value = items(schema), _item_at(schema, value, element)
    return value


def _schema_at(schema: Schema, path: Path) -> Schema:
    for element in path:
        schema = field(schema, element[2:]) if element.startswith("f:") else items(schema)
    return schema


def _take_out(schema: Schema, merged: Json, path: Path) -> None:
    parent, element = _at(schema, merged, path[:-1]), path[-1]
    if isinstance(parent, dict):
        parent.pop(element[2:], None)
    elif isinstance(parent, list):
        within = _schema_at(schema, path[:-1])
        parent[:] = [item for item in parent if element_of_item(within, item) != element]
