"""Defaults, choices, types."""

from __future__ import annotations

from typing import NoReturn

from wgtui.templates.gotemplate.comparison import deep_equal
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, Value, is_true, kind_name, type_name

TABLE = FunctionTable()


@TABLE.add("default", "any any...")
def default(fallback: Value, *given: Value) -> Value:
    return given[0] if given and is_true(given[0]) else fallback


@TABLE.add("empty", "any")
def empty(value: Value) -> bool:
    return not is_true(value)


@TABLE.add("coalesce", "any...")
def coalesce(*values: Value) -> Value:
    return next((value for value in values if is_true(value)), None)


@TABLE.add("all", "any...")
def all_(*values: Value) -> bool:
    return all(map(is_true, values))


@TABLE.add("any", "any...")
def any_(*values: Value) -> bool:
    return any(map(is_true, values))


@TABLE.add("ternary", "any any bool")
def ternary(if_true: Value, if_false: Value, condition: bool) -> Value:
    return if_true if condition else if_false


@TABLE.add("fail", "string")
def fail(message: str) -> NoReturn:
    raise CallError(message)


@TABLE.add("typeOf", "any")
def type_of(value: Value) -> str:
    return type_name(value)


@TABLE.add("typeIs", "string any")
def type_is(name: str, value: Value) -> bool:
    return name == type_name(value)


@TABLE.add("typeIsLike", "string any")
def type_is_like(name: str, value: Value) -> bool:
    return type_name(value) in (name, "*" + name)


@TABLE.add("kindOf", "any")
def kind_of(value: Value) -> str:
    return kind_name(value)


@TABLE.add("kindIs", "string any")
def kind_is(name: str, value: Value) -> bool:
    return name == kind_name(value)


@TABLE.add("deepEqual", "any any", context=True)
def deep_equal_(context: Context, left: Value, right: Value) -> bool:
    return deep_equal(left, right, context.budget)
