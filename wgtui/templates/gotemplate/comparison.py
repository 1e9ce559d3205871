"""`eq ne lt le gt ge`, `and or not` and Go's deep equality."""

from __future__ import annotations

from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, Struct, Value, basic_kind, is_true, kind_name, type_name

TABLE = FunctionTable()


def _incompatible(left: Value, right: Value) -> CallError:
    return CallError(f"incompatible types for comparison: {type_name(left)} and {type_name(right)}")


def _equal(left: Value, right: Value) -> bool:
    left_kind, right_kind = basic_kind(left), basic_kind(right)
    if left_kind != right_kind:
        if {left_kind, right_kind} == {"int", "uint"}:
            return bool(left == right)
        if left is not None and right is not None:
            raise _incompatible(left, right)
        return False
    if left_kind:
        return bool(left == right)
    return _equal_others(left, right)


def _equal_others(left: Value, right: Value) -> bool:
    if left is None or right is None:
        return left is right
    if kind_name(left) != kind_name(right):
        raise _incompatible(left, right)
    if not isinstance(left, Struct):
        raise CallError(f"non-comparable type {type_name(left)}")
    return bool(left == right)


def _less(left: Value, right: Value) -> bool:
    left_kind, right_kind = basic_kind(left), basic_kind(right)
    if not left_kind or not right_kind:
        raise CallError("invalid type for comparison")
    if left_kind != right_kind and {left_kind, right_kind} != {"int", "uint"}:
        raise _incompatible(left, right)
    if left_kind in ("bool", "complex"):
        raise CallError("invalid type for comparison")
    return bool(left < right)


@TABLE.add("eq", "any any...")
def eq(first: Value, *others: Value) -> bool:
    """Whether `first` equals any of the others."""
    if not others:
        raise CallError("missing argument for comparison")
    return any(_equal(first, other) for other in others)


@TABLE.add("ne", "any any")
def ne(left: Value, right: Value) -> bool:
    return not _equal(left, right)


@TABLE.add("lt", "any any")
def lt(left: Value, right: Value) -> bool:
    return _less(left, right)


@TABLE.add("le", "any any")
def le(left: Value, right: Value) -> bool:
    return _less(left, right) or _equal(left, right)


@TABLE.add("gt", "any any")
def gt(left: Value, right: Value) -> bool:
    return not le(left, right)


@TABLE.add("ge", "any any")
def ge(left: Value, right: Value) -> bool:
    return not _less(left, right)


@TABLE.add("not", "any")
def negate(value: Value) -> bool:
    return not is_true(value)


def deep_equal(left: Value, right: Value, budget: Budget, depth: int = 0) -> bool:
    """Go's reflect.DeepEqual: the same types all the way down; counted, because shared values can be very many."""
    budget.step()
    if depth > MAX_DEPTH:
        raise CallError("a value is nested too deeply to compare")
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(
            deep_equal(mine, other, budget, depth + 1) for mine, other in zip(left, right, strict=True)
        )
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(deep_equal(left[key], right[key], budget, depth + 1) for key in left)
    return bool(left == right)
