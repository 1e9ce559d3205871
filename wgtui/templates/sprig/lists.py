"""sprig's lists. Functions that fail in the original only by crashing fail here as their `must…` variants do."""

from __future__ import annotations

from wgtui.templates.gotemplate.comparison import deep_equal
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import (
    CallError,
    ListOfLists,
    Value,
    is_true,
    kind_name,
)
from wgtui.templates.sprig.casting import to_int

TABLE = FunctionTable()


def _elements(value: Value, verb: str) -> list[Value]:
    if not isinstance(value, list):
        raise CallError(f"Cannot {verb} on type {kind_name(value)}")
    return value


@TABLE.add("list tuple", "any...")
def list_(*values: Value) -> list[Value]:
    return [*values]


@TABLE.add("append push mustAppend mustPush", "any any")
def append(value: Value, element: Value) -> list[Value]:
    return [*_elements(value, "push"), element]


@TABLE.add("prepend mustPrepend", "any any")
def prepend(value: Value, element: Value) -> list[Value]:
    return [element, *_elements(value, "prepend")]


@TABLE.add("first mustFirst", "any")
def first(value: Value) -> Value:
    elements = _elements(value, "find first")
    return elements[0] if elements else None


@TABLE.add("last mustLast", "any")
def last(value: Value) -> Value:
    elements = _elements(value, "find last")
    return elements[-1] if elements else None


@TABLE.add("rest mustRest", "any")
def rest(value: Value) -> list[Value]:
    return [*_elements(value, "find rest")[1:]]


@TABLE.add("initial mustInitial", "any")
def initial(value: Value) -> list[Value]:
    return [*_elements(value, "find initial")[:-1]]


@TABLE.add("reverse mustReverse", "any")
def reverse(value: Value) -> list[Value]:
    return [*_elements(value, "find reverse")[::-1]]


@TABLE.add("compact mustCompact", "any")
def compact(value: Value) -> list[Value]:
    return [element for element in _elements(value, "compact") if is_true(element)]


@TABLE.add("uniq mustUniq", "any", context=True)
def uniq(context: Context, value: Value) -> list[Value]:
    kept: list[Value] = []
    for element in _elements(value, "find uniq"):
        if not _contains(context, kept, element):
            kept.append(element)
    return kept


def _contains(context: Context, elements: list[Value], wanted: Value) -> bool:
    return any(deep_equal(wanted, element, context.budget) for element in elements)


@TABLE.add("without mustWithout", "any any...", context=True)
def without(context: Context, value: Value, *omitted: Value) -> list[Value]:
    unwanted = [*omitted]
    return [element for element in _elements(value, "find without") if not _contains(context, unwanted, element)]


@TABLE.add("has mustHas", "any any", context=True)
def has(context: Context, wanted: Value, value: Value) -> bool:
    return value is not None and _contains(context, _elements(value, "find has"), wanted)


@TABLE.add("slice mustSlice", "any any...")
def slice_(value: Value, *bounds: Value) -> Value:
    elements = _elements(value, "slice")
    if not elements:
        return None
    begin = to_int(bounds[0]) if bounds else 0
    end = to_int(bounds[1]) if len(bounds) > 1 else len(elements)
    if not 0 <= begin <= end <= len(elements):
        raise CallError(f"slice index out of bounds: {begin} to {end} of {len(elements)}")
    return type(elements)(elements[begin:end])


@TABLE.add("concat", "any...")
def concat(*lists: Value) -> list[Value]:
    joined: list[Value] = []
    for value in lists:
        joined += _elements(value, "concat")
    return joined


@TABLE.add("chunk mustChunk", "int any")
def chunk(size: int, value: Value) -> ListOfLists:
    elements = _elements(value, "chunk")
    if size < 1:
        raise CallError("the size of a chunk must be at least 1")
    return ListOfLists([*elements[at : at + size]] for at in range(0, len(elements), size))
