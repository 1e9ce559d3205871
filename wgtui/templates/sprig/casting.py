"""How sprig turns any value into a number: what cannot be one is 0, never an error."""

from __future__ import annotations

import re

from wgtui.templates.gotemplate.values import Int64, Value, basic_kind, int64

_WHOLE = re.compile(
    r"^[+-]?(?:0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*"
    r"|0[bB]_?[01]+(?:_[01]+)*|0|[1-9][0-9]*(?:_[0-9]+)*)$"
)
_FLOAT = re.compile(
    r"^[+-]?(?:(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)$", re.IGNORECASE
)


def to_int(value: Value) -> int:
    return int(to_int64(value))


def to_int64(value: Value) -> Int64:
    """Texts as Go's ParseInt reads them (`0x1f`, `0755`); floats cut; everything else 0."""
    match basic_kind(value):
        case "int" | "uint" | "bool":
            return int64(int(value))
        case "float":
            return int64(int(value)) if abs(value) < 2**63 else Int64(-(2**63))
        case "string":
            return _parsed(value)
    return Int64(0)


def _parsed(text: str) -> Int64:
    if len(text) > 70 or not _WHOLE.match(text):
        return Int64(0)
    digits = text.replace("_", "")
    bare = digits.lstrip("+-")
    is_old_octal = len(bare) > 1 and bare[0] == "0" and bare[1].isdigit()
    number = int(digits, 8) if is_old_octal else int(digits, 0)
    return Int64(number) if -(2**63) <= number < 2**63 else Int64(0)


def to_float(value: Value) -> float:
    match basic_kind(value):
        case "int" | "uint" | "bool" | "float":
            return float(value)
        case "string":
            return float(value) if len(value) < 400 and _FLOAT.match(value) else 0.0
    return 0.0
