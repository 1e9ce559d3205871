"""Strategic merge patch: merge patch whose lists merge by key, with `$patch` and its like as directives."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from wgtui.demo.schema.structure import Schema, field, items, list_keys, list_type

DIRECTIVE = "$patch"
RETAIN = "$retainKeys"
ORDER = "$setElementOrder/"
DELETE_FROM = "$deleteFromPrimitiveList/"


def strategic(schema: Schema, target: Any, patch: Any) -> Any:
    """A new value; lists merge by the first of their keys, as their schema says."""
    if not isinstance(patch, dict):
        return deepcopy(patch)
    if patch.get(DIRECTIVE) == "replace":
        return {name: deepcopy(value) for name, value in patch.items() if name != DIRECTIVE}
    if patch.get(DIRECTIVE) == "delete":
        return {}
    merged = dict(target) if isinstance(target, dict) else {}
    if isinstance(patch.get(RETAIN), list):
        merged = {name: value for name, value in merged.items() if name in patch[RETAIN]}
    for name, value in patch.items():
        if name.startswith(DELETE_FROM):
            listed = name.removeprefix(DELETE_FROM)
            if isinstance(merged.get(listed), list) and isinstance(value, list):
                merged[listed] = [item for item in merged[listed] if item not in value]
        elif value is None:
            merged.pop(name, None)
        elif not name.startswith("$"):
            merged[name] = _member(field(schema, name), merged.get(name), value)
    for name, order in patch.items():
        if name.startswith(ORDER) and isinstance(order, list):
            _sort(field(schema, name.removeprefix(ORDER)), merged.get(name.removeprefix(ORDER)), order)
    return merged


def _member(schema: Schema, target: Any, patch: Any) -> Any:
    if not isinstance(patch, list):
        return strategic(schema, target, patch)
    if list_type(schema) == "map" and all(isinstance(item, dict) for item in (*patch, *(target or ()))):
        return _keyed(schema, target if isinstance(target, list) else [], patch)
    if list_type(schema) == "set" and isinstance(target, list):
        return target + [item for item in patch if item not in target]
    return deepcopy(patch)


def _keyed(schema: Schema, target: list[Any], patch: list[Any]) -> list[Any]:
    if any(item == {DIRECTIVE: "replace"} for item in patch):
        return [deepcopy(item) for item in patch if DIRECTIVE not in item]
    key = list_keys(schema)[0]
    merged = list(target)
    for item in patch:
        place = next((index for index, known in enumerate(merged) if known.get(key) == item.get(key)), None)
        if item.get(DIRECTIVE) == "delete":
            if place is not None:
                del merged[place]
        elif place is None:
            merged.append(strategic(items(schema), {}, item))
        else:
            merged[place] = strategic(items(schema), merged[place], item)
    return merged


def _sort(schema: Schema, values: Any, order: list[Any]) -> None:
    """In place: those that are named in the order named; the others stay behind what they stood behind."""
    if not isinstance(values, list):
        return
    wanted = [_identity(schema, item) for item in order]
    places = [index for index, item in enumerate(values) if _identity(schema, item) in wanted]
    named = sorted((values[index] for index in places), key=lambda item: wanted.index(_identity(schema, item)))
    for index, item in zip(places, named, strict=True):
        values[index] = item


def _identity(schema: Schema, item: Any) -> Any:
    keys = list_keys(schema)
    return item.get(keys[0]) if keys and isinstance(item, dict) else item
