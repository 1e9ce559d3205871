"""sprig's maps. Where the original's order is that of chance (`keys`, `values`), here it is alphabetical."""

from __future__ import annotations

from typing import Any

from wgtui.templates.budget import MAX_DEPTH
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, StringList, Value, is_true
from wgtui.templates.sprig.strings import text_of

TABLE = FunctionTable()

Map = dict[str, Any]


@TABLE.add("dict", "any...", context=True)
def dict_(context: Context, *pairs: Value) -> Map:
    """A key without a value gets an empty text."""
    made: Map = {}
    for at in range(0, len(pairs), 2):
        made[text_of(context, pairs[at])] = pairs[at + 1] if at + 1 < len(pairs) else ""
    return made


@TABLE.add("get", "map string")
def get(values: Map, key: str) -> Value:
    return values.get(key, "")


@TABLE.add("set", "map string any", context=True)
def set_(context: Context, values: Map, key: str, value: Value) -> Map:
    context.budget.reserve(len(key))
    values[key] = value
    return values


@TABLE.add("unset", "map string")
def unset(values: Map, key: str) -> Map:
    values.pop(key, None)
    return values


@TABLE.add("hasKey", "map string")
def has_key(values: Map, key: str) -> bool:
    return key in values


@TABLE.add("pluck", "string map...")
def pluck(key: str, *maps: Map) -> list[Value]:
    return [values[key] for values in maps if key in values]


@TABLE.add("keys", "map...")
def keys(*maps: Map) -> StringList:
    return StringList(key for values in maps for key in sorted(values))


@TABLE.add("values", "map")
def values_(values: Map) -> list[Value]:
    return [values[key] for key in sorted(values)]


@TABLE.add("pick", "map string...")
def pick(values: Map, *wanted: str) -> Map:
    return {key: values[key] for key in wanted if key in values}


@TABLE.add("omit", "map string...")
def omit(values: Map, *unwanted: str) -> Map:
    return {key: value for key, value in values.items() if key not in unwanted}


@TABLE.add("merge mustMerge", "map map...", context=True)
def merge(context: Context, target: Map, *sources: Map) -> Map:
    """What is empty in `target` is filled from the sources, maps within maps too."""
    for source in sources:
        _merge(context, target, source, overwrites=False, depth=0)
    return target


@TABLE.add("mergeOverwrite mustMergeOverwrite", "map map...", context=True)
def merge_overwrite(context: Context, target: Map, *sources: Map) -> Map:
    for source in sources:
        _merge(context, target, source, overwrites=True, depth=0)
    return target


def _merge(context: Context, target: Map, source: Map, *, overwrites: bool, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise CallError("maps are nested too deeply to merge")
    for key, value in list(source.items()):
        context.budget.reserve(len(key))
        known = target.get(key)
        if type(known) is dict and type(value) is dict:
            _merge(context, known, value, overwrites=overwrites, depth=depth + 1)
        elif _is_taken(known, value, overwrites=overwrites):
            target[key] = value


def _is_taken(known: Value, value: Value, *, overwrites: bool) -> bool:
    """Whether `value` replaces `known`, as in the original: a map never what is not empty, nil only on overwriting."""
    if not is_true(known):
        return value is not None or overwrites
    return overwrites and not isinstance(value, dict)


@TABLE.add("dig", "any any any...")
def dig(*arguments: Value) -> Value:
    """`dig "a" "b" default map`: a value some levels down, or the default."""
    if len(arguments) < 3:
        raise CallError("dig needs at least three arguments")
    *path, default, values = arguments
    for key in path:
        if type(values) is not dict:
            raise CallError("dig needs a map at every level")
        if not isinstance(key, str):
            raise CallError("dig needs text for every key")
        if key not in values:
            return default
        values = values[key]
    return values


@TABLE.add("deepCopy mustDeepCopy", "any", context=True)
def deep_copy(context: Context, value: Value) -> Value:
    return _copied(context, value, 0)


def _copied(context: Context, value: Value, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise CallError("a value is nested too deeply to copy")
    context.budget.reserve(0)
    if isinstance(value, dict):
        return type(value)({key: _copied(context, element, depth + 1) for key, element in value.items()})
    if isinstance(value, list):
        return type(value)(_copied(context, element, depth + 1) for element in value)
    return value
