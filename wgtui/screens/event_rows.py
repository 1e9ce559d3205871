"""Events of an object and of what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wgtui.resources.core import EVENT, Event
from wgtui.resources.kinds import Kind
from wgtui.screens.object_rows import ObjectRows
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store

Related = Callable[[Store], frozenset[tuple[str, str, str]]]
"""Kind, namespace and name of everything whose events are wanted, as far as it is known by now."""


class EventRows:
    """All events are looked at again when it becomes known that more belongs to the object."""

    def __init__(self, fleet: Fleet, cluster: str, related: Related) -> None:
        self._fleet = fleet
        self._cluster = cluster
        self._related = related
        self._wanted: frozenset[tuple[str, str, str]] = frozenset()
        self._rows: ObjectRows[Event] = ObjectRows(fleet, (EVENT,), self._row_of, event_key, only=cluster)

    def update(self, turn: Mapping[str, Touched]) -> Iterator[tuple[list[Event], list[Hashable]]]:
        store = self._fleet.store(self._cluster)
        wanted = self._related(store) if store is not None else frozenset()
        touched = turn.get(self._cluster, Touched({}, frozenset(), frozenset()))
        # How fresh the watch is changes nothing about what was said.
        touched = replace(touched, freshness=frozenset())
        if wanted != self._wanted:
            self._wanted = wanted
            touched = replace(touched, reset=touched.reset | {EVENT})
        return self._rows.update({self._cluster: touched})

    def _row_of(self, _: Store, __: Kind[Any], event: Event) -> Event | None:
        return event if event.involved_object.named in self._wanted else None


def event_key(event: Event) -> Hashable:
    return event.metadata.ref
