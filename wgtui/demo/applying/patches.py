"""Merge patch (RFC 7386) and JSON patch (RFC 6902)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


class PatchError(Exception):
    """A JSON patch that does not fit the object."""


def merge(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def apply_operations(document: Any, operations: list[dict[str, Any]]) -> Any:
    """Raises PatchError where a path is missing, a test fails or an operation is unknown."""
    document = deepcopy(document)
    for operation in operations:
        document = _apply(document, operation)
    return document


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    name, path = operation.get("op"), _pointer(operation.get("path"))
    if name == "test":
        if _get(document, path) != operation.get("value"):
            raise PatchError(f"testing value {operation['path']} failed: test failed")
        return document
    if name in ("add", "replace"):
        if name == "replace":
            # The member itself may be missing: so it is with the library that the real server uses.
            parent = _get(document, path[:-1])
            if isinstance(parent, list):
                _child(parent, path[-1])
        return _set(document, path, deepcopy(operation.get("value")), insert=name == "add")
    if name == "remove":
        return _remove(document, path)
    if name in ("move", "copy"):
        source = _pointer(operation.get("from"))
        value = deepcopy(_get(document, source))
        if name == "move":
            document = _remove(document, source)
        return _set(document, path, value, insert=True)
    raise PatchError(f"Unexpected kind: {name}")


def _pointer(text: Any) -> list[str]:
    if not isinstance(text, str) or (text and not text.startswith("/")):
        raise PatchError(f"invalid JSON pointer: {text!r}")
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def _get(document: Any, path: list[str]) -> Any:
    for part in path:
        document = _child(document, part)
    return document


def _child(parent: Any, part: str) -> Any:
    if isinstance(parent, dict) and part in parent:
        return parent[part]
    if isinstance(parent, list):
        return parent[_index(parent, part)]
    raise PatchError(f"error in remove for path: '{part}': missing value")


def _index(parent: list[Any], part: str, last: int = -1) -> int:
    if not part.isdecimal() or int(part) > len(parent) + last:
        raise PatchError(f"invalid index referenced: {part}")
    return int(part)


def _set(document: Any, path: list[str], value: Any, *, insert: bool) -> Any:
    if not path:
        return value
    parent, part = _get(document, path[:-1]), path[-1]
    if isinstance(parent, list):
        position = len(parent) if part == "-" else _index(parent, part, 0 if insert else -1)
        parent[position : position + (not insert)] = [value]
    elif isinstance(parent, dict):
        parent[part] = value
    else:
        raise PatchError(f"doc is missing path: /{'/'.join(path)}")
    return document


def _remove(document: Any, path: list[str]) -> Any:
    if not path:
        raise PatchError("cannot remove the whole document")
    parent, part = _get(document, path[:-1]), path[-1]
    _child(parent, part)
    del parent[_index(parent, part) if isinstance(parent, list) else part]
    return document
