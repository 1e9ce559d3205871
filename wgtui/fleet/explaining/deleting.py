"""Why a deletion does not end: from what is being deleted to the one object that holds it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wgtui.fleet.deletion import Remaining, blocker, remaining
from wgtui.fleet.explaining.explanation import Link, field
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store

FIELD = "metadata.deletionTimestamp"


def being_deleted(kind: Kind[Any], found: Any) -> Link:
    """Of something with a deletionTimestamp."""
    metadata = found.metadata
    waits = Remaining(kind, metadata.ref, metadata.deletion_timestamp, metadata.finalizers, "").waits
    return field(kind.kind, found, FIELD, "Deleting", f"waits for {waits}", metadata.deletion_timestamp)


def held_up(store: Store, kind: Kind[Any], ref: ObjectRef, told: Link) -> Iterator[Link]:
    """What is told of last is being deleted: the innermost of what is left, unless that is the same."""
    holding = blocker(remaining(store, kind, ref)) if told.reason == "Deleting" else None
    if holding is not None and (holding.kind.kind, holding.ref) != (told.kind, told.ref):
        message = "; ".join(filter(None, (holding.says, f"waits for {holding.waits}")))
        yield Link(holding.kind.kind, holding.ref, FIELD, "Deleting", message, holding.since)
