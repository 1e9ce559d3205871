"""Functions every Go template has, apart from comparison and the short-circuiting `and` and `or`."""

from __future__ import annotations

import urllib.parse

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.formatting import sprint, sprintln
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.printf import sprintf
from wgtui.templates.gotemplate.values import (
    CallError,
    Uint8,
    Value,
    basic_kind,
    element_default,
    type_name,
)

TABLE = FunctionTable()

_HTML = str.maketrans({"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SCRIPT = {
    "\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D",
}  # fmt: skip


@TABLE.add("print", "any...", context=True)
def print_(context: Context, *values: Value) -> str:
    return sprint(values, context.budget)


@TABLE.add("println", "any...", context=True)
def println(context: Context, *values: Value) -> str:
    return sprintln(values, context.budget)


@TABLE.add("printf", "string any...", context=True, slow=True)
def printf(context: Context, template: str, *values: Value) -> str:
    return sprintf(template, values, context.budget)


def _joined(context: Context, values: tuple[Value, ...]) -> str:
    return sprint(("<no value>" if value is None else value for value in values), context.budget)


@TABLE.add("html", "any...", context=True)
def html(context: Context, *values: Value) -> str:
    text = _joined(context, values)
    context.budget.reserve(5 * len(text))
    return text.translate(_HTML)


@TABLE.add("js", "any...", context=True, slow=True)
def js(context: Context, *values: Value) -> str:
    text = _joined(context, values)
    context.budget.reserve(6 * len(text))
    return "".join(_in_script(character) for character in text)


def _in_script(character: str) -> str:
    if character in _SCRIPT:
        return _SCRIPT[character]
    if character < " " or (character > "\x7f" and not character.isprintable()):
        return f"\\u{ord(character):04X}"
    return character


@TABLE.add("urlquery", "any...", context=True, slow=True)
def urlquery(context: Context, *values: Value) -> str:
    text = _joined(context, values)
    context.budget.reserve(9 * len(text))
    return urllib.parse.quote_plus(text, safe="~")


@TABLE.add("len", "any")
def length(value: Value) -> int:
    if isinstance(value, str):
        return len(value.encode(errors="replace"))
    if isinstance(value, list | dict):
        return len(value)
    raise CallError("len of nil pointer" if value is None else f"len of type {type_name(value)}")


@TABLE.add("index", "any any...", context=True)
def index(context: Context, item: Value, *indexes: Value) -> Value:
    if item is None:
        raise CallError("index of untyped nil")
    for position in indexes:
        item = _element(context, item, position)
    return item


def _element(context: Context, item: Value, position: Value) -> Value:
    if item is None:
        raise CallError("index of nil pointer")
    if isinstance(item, dict):
        if not isinstance(position, str):
            given = "is nil; should be of type" if position is None else f"has type {type_name(position)}; should be"
            raise CallError(f"value {given} string")
        return item.get(position, element_default(item))
    if isinstance(item, str):
        context.budget.reserve(len(item))
        data = item.encode(errors="replace")
        return Uint8(data[_offset(position, len(data))])
    if isinstance(item, list):
        return item[_offset(position, len(item))]
    raise CallError(f"can't index item of type {type_name(item)}")


def _offset(position: Value, length: int) -> int:
    if position is None:
        raise CallError("cannot index slice/array with nil")
    if basic_kind(position) not in ("int", "uint"):
        raise CallError(f"cannot index slice/array with type {type_name(position)}")
    if not 0 <= position < length:
        raise CallError(f"index out of range: {plain_number(position)}")
    return int(position)


def plain_number(number: int) -> str:
    return int.__repr__(number)


@TABLE.add("call", "any any...")
def call(function: Value, *_: Value) -> Value:
    """No value of a template is a function, so this can only say so, as Go does."""
    if function is None:
        raise CallError("call of nil")
    raise CallError(f"non-function of type {type_name(function)}")
