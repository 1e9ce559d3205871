"""Words that thousands of objects share are kept once: half of the memory of a watched Machine was these."""

from __future__ import annotations

from functools import cache
from sys import intern
from typing import Any, get_args

import msgspec
from msgspec.structs import force_setattr

from wgtui.resources.meta import Resource


def share(found: Any) -> None:
    """Of a struct and all that is in it. Not while it is decoded: that would take half as long again.

    Structs that are not of this package have nothing to share.
    """
    if not isinstance(found, Resource):
        return
    kind: Any = type(found)
    for name in kind.SHARED:
        force_setattr(found, name, _shared(getattr(found, name)))
    for name, default in _parts(kind):
        part = getattr(found, name)
        if isinstance(part, Resource):
            share(part)
        elif isinstance(part, tuple):
            for one in part:
                share(one)
        elif part is not default and part == default:
            force_setattr(found, name, default)


def _shared(value: Any) -> Any:
    """Of a dict the values: its keys are labels, which decoding has looked up already."""
    if isinstance(value, str):
        return intern(value)
    if isinstance(value, dict):
        for key, word in value.items():
            value[key] = intern(word)
        return value
    return tuple(map(intern, value)) if value else value


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that hold structs, alone or in tuples, each with its default."""
    return tuple((one.name, one.default) for one in msgspec.structs.fields(kind) if _holds_struct(one.type))


def _holds_struct(annotation: Any) -> bool:
    if isinstance(annotation, type) and not get_args(annotation):
        return issubclass(annotation, msgspec.Struct)
    return any(_holds_struct(part) for part in get_args(annotation))
