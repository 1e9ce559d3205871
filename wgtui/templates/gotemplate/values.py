"""What a template computes with: Python values standing for Go's, and Go's names and rules for them.

`str`, `bool`, `int`, `float`, `complex`, `None`, `list` (`[]interface {}`) and `dict` (`map[string]interface {}`) stand
for themselves; the classes here carry the Go types that would otherwise be lost, because `kindOf`, `printf "%T"`,
comparison and the arguments of functions depend on them.
"""

from __future__ import annotations

from typing import Any

Value = Any
"""A value of a template; its Go type is known only when the template runs."""


class Int64(int):
    """int64: what sprig's arithmetic returns."""

    __slots__ = ()


class Uint8(int):
    """A byte: what indexing a string returns."""

    __slots__ = ()


class Uint64(int):
    __slots__ = ()


class StringList(list[str]):
    __slots__ = ()


class IntList(list[int]):
    __slots__ = ()


class ListOfLists(list[list[Value]]):
    __slots__ = ()


class StringMap(dict[str, str]):
    """map[string]string: a key that is not there is an empty string."""

    __slots__ = ()


class Struct:
    """A Go value with fields or methods."""

    go_type = "struct {}"
    go_kind = "struct"

    def member(self, name: str) -> Value:
        """A method as a `functions.Function`, a field as its value. Raises KeyError."""
        raise KeyError(name)

    def json_text(self) -> str:
        """What `toJson` quotes."""
        return str(self)


class CallError(Exception):
    """A function refused its arguments; the evaluator adds which call and where."""


_TYPES: dict[type, tuple[str, str]] = {
    str: ("string", "string"),
    bool: ("bool", "bool"),
    int: ("int", "int"),
    Int64: ("int64", "int64"),
    Uint8: ("uint8", "uint8"),
    Uint64: ("uint64", "uint64"),
    float: ("float64", "float64"),
    complex: ("complex128", "complex128"),
    list: ("[]interface {}", "slice"),
    StringList: ("[]string", "slice"),
    IntList: ("[]int", "slice"),
    ListOfLists: ("[][]interface {}", "slice"),
    dict: ("map[string]interface {}", "map"),
    StringMap: ("map[string]string", "map"),
    type(None): ("<nil>", "invalid"),
}
_BASIC: dict[type, str] = {
    str: "string", bool: "bool", int: "int", Int64: "int", Uint8: "uint", Uint64: "uint", float: "float",
    complex: "complex",
}  # fmt: skip


def type_name(value: Value) -> str:
    """As `%T` prints it."""
    known = _TYPES.get(type(value))
    return known[0] if known else str(value.go_type)


def kind_name(value: Value) -> str:
    """As Go's reflect names it."""
    known = _TYPES.get(type(value))
    return known[1] if known else str(value.go_kind)


def basic_kind(value: Value) -> str:
    """string, bool, int, uint, float or complex; empty for what has no order and no simple equality."""
    return _BASIC.get(type(value), "")


def is_true(value: Value) -> bool:
    """Not the zero value of its type; a struct is always true."""
    return isinstance(value, Struct) or bool(value)


def int64(number: int) -> Int64:
    """Wrapped around as Go does on overflow."""
    return Int64((number + 2**63) % 2**64 - 2**63)


def element_default(container: Value) -> Value:
    """What indexing a map by a key that is not there gives."""
    return "" if isinstance(container, StringMap) else None


def text_from(data: bytes) -> str:
    """Bytes cut in the middle of a character keep a replacement mark where Go would write broken UTF-8."""
    return data.decode(errors="replace")
