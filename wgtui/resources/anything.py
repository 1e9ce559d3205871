"""An object of any kind, as far as a tree needs it: spec and status are read when their kind is known."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from wgtui.resources.meta import ObjectMeta, Resource

T = TypeVar("T")

_NOTHING = msgspec.Raw(b"{}")


class Anything(Resource, frozen=True):
    """In a list of the API server the objects do not repeat their kind: who lists them knows it."""

    metadata: ObjectMeta = ObjectMeta()
    spec: msgspec.Raw = _NOTHING
    status: msgspec.Raw = _NOTHING


def part(raw: msgspec.Raw, wanted: type[T]) -> T | None:
    """A spec or status as this struct; None where it is something else: of a kind nobody knows it may be anything."""
    try:
        return msgspec.json.decode(raw, type=wanted)
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError):
        return None
