"""Sets of fields of an object, as `managedFields` writes them (FieldsV1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from wgtui.demo.schema.structure import (
    Schema,
    declares,
    field,
    is_atomic_map,
    items,
    key_values,
    list_keys,
    list_type,
)

Path = tuple[str, ...]
"""Elements as FieldsV1 has them: `f:name`, `k:{"type":"Ready"}`, `v:"value"`."""

Fields = frozenset[Path]

Json = dict[str, Any]

ABSENT: Any = object()
"""In place of a value that is not there."""


def element_of_field(name: str) -> str:
    return f"f:{name}"


def element_of_item(schema: Schema, item: Any) -> str:
    """How an item of a list of type map or set is addressed."""
    if list_type(schema) == "set":
        return f"v:{json.dumps(item, ensure_ascii=False, separators=(',', ':'))}"
    keys = json.dumps(key_values(schema, item), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"k:{keys}"


def children(schema: Schema, value: Any) -> Iterator[tuple[str, Any, Schema]]:
    """The parts of a value that can be owned apart from each other; none where it is owned as a whole."""
    if isinstance(value, dict) and not is_atomic_map(schema):
        for name, child in value.items():
            yield element_of_field(name), child, field(schema, name)
    elif isinstance(value, list) and list_type(schema) != "atomic":
        for item in value:
            yield element_of_item(schema, item), item, items(schema)


def applied(schema: Schema, value: Any, path: Path = ()) -> Iterator[Path]:
    """The fields that an applied configuration names."""
    for element, child, below in children(schema, value):
        here = (*path, element)
        if _is_owned_whole(below, child) or not element.startswith("f:") or not declares(schema, element[2:]):
            yield here
        yield from applied(below, child, here)


def _is_owned_whole(schema: Schema, value: Any) -> bool:
    """An empty list that merges names nothing."""
    if isinstance(value, list):
        return list_type(schema) == "atomic"
    return not isinstance(value, dict) or not value or is_atomic_map(schema)


def misfits(schema: Schema, value: Any, path: Path = ()) -> Iterator[str]:
    """Why a configuration cannot be applied: items of a list that cannot be told apart."""
    seen = set()
    for index, (element, child, below) in enumerate(children(schema, value)):
        if element == "k:{}":
            keys = json.dumps(list_keys(schema))
            yield (
                f"{shown(path)}: element {index}: associative list with keys has an element that omits all key fields "
                f"{keys} (and doesn't have default values for any key fields)"
            )
        elif element in seen:
            yield f"{shown(path)}: duplicate entries for key {_shown_element(element)}"
        seen.add(element)
        yield from misfits(below, child, (*path, element))


def everything(schema: Schema, value: Any, path: Path) -> Iterator[Path]:
    """The path itself, and every field below it."""
    yield path
    for element, child, below in children(schema, value):
        yield from everything(below, child, (*path, element))


def compare(schema: Schema, old: Any, new: Any, path: Path = ()) -> tuple[set[Path], set[Path]]:
    """(added or changed, removed) fields; ABSENT stands for what is not there."""
    changed: set[Path] = set()
    removed: set[Path] = set()
    if _is_one(schema, old, new):
        if old != new:
            (removed if new is ABSENT else changed).add(path)
        return changed, removed
    before = {element: (child, below) for element, child, below in children(schema, old)}
    after = {element: (child, below) for element, child, below in children(schema, new)}
    for element in before.keys() | after.keys():
        was, is_now = before.get(element), after.get(element)
        below = (was or is_now or (None, {}))[1]
        more, less = compare(below, was[0] if was else ABSENT, is_now[0] if is_now else ABSENT, (*path, element))
        changed |= more
        removed |= less
    if old is ABSENT or new is ABSENT:
        (removed if new is ABSENT else changed).add(path)
    return changed, removed


def _is_one(schema: Schema, old: Any, new: Any) -> bool:
    """Whether there is nothing below to be compared: two scalars, two that are atomic, two that are empty."""
    return next(children(schema, old), None) is None and next(children(schema, new), None) is None


def with_ancestors(schema: Schema, paths: Iterable[Path]) -> set[Path]:
    """With every member of an object above them that its schema declares."""
    found = set(paths)
    for path in tuple(found):
        here = schema
        for length, element in enumerate(path, 1):
            is_field = element.startswith("f:")
            if is_field and declares(here, element[2:]):
                found.add(path[:length])
            here = field(here, element[2:]) if is_field else items(here)
    return found


def without(schema: Schema, value: Any, paths: set[Path], path: Path = ()) -> Any:
    """A copy from which these have been taken; a container that was emptied so is null."""
    if isinstance(value, dict) and not is_atomic_map(schema):
        kept = {}
        for name, child in value.items():
            here = (*path, element_of_field(name))
            if here not in paths:
                kept[name] = without(field(schema, name), child, paths, here)
        return kept or ({} if not value else None)
    if isinstance(value, list) and list_type(schema) != "atomic":
        left = []
        for item in value:
            here = (*path, element_of_item(schema, item))
            if here not in paths:
                left.append(without(items(schema), item, paths, here))
        return left or ([] if not value else None)
    return value


def to_json(fields: Iterable[Path]) -> Json:
    """FieldsV1; `.` marks a field that is owned itself beside parts of it."""
    root: Json = {}
    for path in sorted(fields):
        node = root
        for element in path:
            node = node.setdefault(element, {})
        node["."] = {}
    return _without_lonely_dots(root)


def _without_lonely_dots(node: Json) -> Json:
    if node.keys() == {"."}:
        return {}
    return {key: _without_lonely_dots(child) for key, child in sorted(node.items())}


def from_json(node: Json) -> Fields:
    return frozenset(_paths(node, ()))


def _paths(node: Json, path: Path) -> Iterator[Path]:
    if path and (not node or "." in node):
        yield path
    for element, child in node.items():
        if element != ".":
            yield from _paths(child, (*path, element))


def shown(path: Path) -> str:
    """As conflicts name it: `.spec.containers[name="web"].image`."""
    return "".join(map(_shown_element, path))


def _shown_element(element: str) -> str:
    kind, text = element[0], element[2:]
    if kind == "f":
        return f".{text}"
    if kind == "v":
        return f"[={text}]"
    pairs = ",".join(f"{key}={json.dumps(value)}" for key, value in json.loads(text).items())
    return f"[{pairs}]"
