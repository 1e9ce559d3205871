"""What is wrong with an object by its schema, in the words of the real server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wgtui.demo.answers import Cause
from wgtui.demo.schema.rules import Rule, parse
from wgtui.demo.schema.structure import Schema, field, items, key_values, list_type

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_NAMES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
TOO_LONG = 10_000


def causes(schema: Schema, value: Any, path: str = "") -> Iterator[Cause]:
    """Every violation, outermost first; `path` is that of the value, as `spec.items[0]`."""
    if value is None:
        if not schema.get("nullable") and "type" in schema:
            yield _invalid_type(schema, "null", path)
        return
    if not _has_type(schema, value):
        yield _invalid_type(schema, _name_of(value), path)
        return
    yield from _scalar(schema, value, path)
    if isinstance(value, dict):
        yield from _object(schema, value, path)
    elif isinstance(value, list):
        yield from _list(schema, value, path)
    for rule in schema.get("x-kubernetes-validations", ()):
        yield from _rule(rule, value, path)


def _object(schema: Schema, value: dict[str, Any], path: str) -> Iterator[Cause]:
    for name in schema.get("required", ()):
        if name not in value:
            yield Cause("FieldValueRequired", "Required value", _join(path, name))
    for name, child in value.items():
        yield from causes(field(schema, name), child, _join(path, name))


def _list(schema: Schema, value: list[Any], path: str) -> Iterator[Cause]:
    low, high = schema.get("minItems"), schema.get("maxItems")
    if low is not None and len(value) < low:
        message = f"{path} in body should have at least {low} items"
        yield Cause("FieldValueInvalid", f"Invalid value: {len(value)}: {message}", path)
    if high is not None and len(value) > high:
        yield Cause("FieldValueTooMany", f"Too many: {len(value)}: must have at most {high} items", path)
    for index, item in enumerate(value):
        yield from causes(items(schema), item, f"{path}[{index}]")
        if list_type(schema) == "map" and not isinstance(item, dict):
            shown = json.dumps(item, ensure_ascii=False)
            message = f"Invalid value: {shown}: must be an object for an array of list-type map"
            yield Cause("FieldValueInvalid", message, f"{path}[{index}]")
    yield from _duplicates(schema, value, path)


def _duplicates(schema: Schema, value: list[Any], path: str) -> Iterator[Cause]:
    if list_type(schema) == "atomic":
        return
    seen = set()
    for index, item in enumerate(value):
        shown = json.dumps(key_values(schema, item) if list_type(schema) == "map" else item, separators=(",", ":"))
        if shown in seen:
            yield Cause("FieldValueDuplicate", f"Duplicate value: {shown}", f"{path}[{index}]")
        seen.add(shown)


def _scalar(schema: Schema, value: Any, path: str) -> Iterator[Cause]:
    allowed = schema.get("enum")
    if allowed is not None and value not in allowed:
        choices = ", ".join(json.dumps(choice) for choice in allowed)
        message = f"Unsupported value: {json.dumps(value)}: supported values: {choices}"
        yield Cause("FieldValueNotSupported", message, path)
    if isinstance(value, str):
        yield from _text(schema, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(schema, value, path)


def _text(schema: Schema, value: str, path: str) -> Iterator[Cause]:
    low, high, pattern = schema.get("minLength"), schema.get("maxLength"), schema.get("pattern")
    if high is not None and len(value) > high:
        yield Cause("FieldValueTooLong", f"Too long: may not be more than {high} bytes", path)
    if low is not None and len(value) < low:
        yield _invalid(value, f"{path} in body should be at least {low} chars long", path)
    if pattern is not None and len(value) < TOO_LONG and not _matches(pattern, value):
        yield _invalid(value, f"{path} in body should match '{pattern}'", path)


def _number(schema: Schema, value: float, path: str) -> Iterator[Cause]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and value < low:
        yield _invalid(value, f"{path} in body should be greater than or equal to {low}", path)
    if high is not None and value > high:
        yield _invalid(value, f"{path} in body should be less than or equal to {high}", path)


def _rule(rule: Schema, value: Any, path: str) -> Iterator[Cause]:
    parsed = _parsed(rule["rule"])
    if parsed is not None and not parsed(value):
        message = rule.get("message") or f"failed rule: {rule['rule']}"
        yield Cause("FieldValueInvalid", f"Invalid value: {message}", path, ruled=True)


@lru_cache(maxsize=512)
def _parsed(rule: str) -> Rule | None:
    return parse(rule)


def _has_type(schema: Schema, value: Any) -> bool:
    if schema.get("x-kubernetes-int-or-string"):
        return isinstance(value, int | str) and not isinstance(value, bool)
    wanted = schema.get("type")
    if wanted is None:
        return True
    return isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))


def _name_of(value: Any) -> str:
    return _NAMES[type(value)]


def _invalid_type(schema: Schema, actual: str, path: str) -> Cause:
    wanted = "integer,string" if schema.get("x-kubernetes-int-or-string") else schema["type"]
    message = f'Invalid value: "{actual}": {path} in body must be of type {wanted}: "{actual}"'
    return Cause("FieldValueTypeInvalid", message, path)


def _invalid(value: Any, why: str, path: str) -> Cause:
    return Cause("FieldValueInvalid", f"Invalid value: {json.dumps(value, ensure_ascii=False)}: {why}", path)


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True  # Go knows a few classes that Python does not.


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
