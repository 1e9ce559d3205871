"""Rows that stand for one object each, worked out anew only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store

R = TypeVar("R")

SLICE = 250
"""Rows between two turns of the loop."""

RowOf = Callable[[Store, Kind[Any], Any], R | None]
"""What is shown of an object of a store; None leaves it out."""


class ObjectRows(Generic[R]):
    """The objects of these kinds in every store, or in one."""

    def __init__(
        self,
        fleet: Fleet,
        kinds: tuple[Kind[Any], ...],
        row_of: RowOf[R],
        key: Callable[[R], Hashable],
        only: str | None = None,
    ) -> None:
        self._fleet = fleet
        self._kinds = kinds
        self._row_of = row_of
        self._key = key
        self._only = only
        self._keys: dict[tuple[str, Kind[Any]], dict[ObjectRef, Hashable]] = {}

    def update(self, turn: Mapping[str, Touched]) -> Iterator[tuple[list[R], list[Hashable]]]:
        """Slices of changed rows and of the keys of removed ones."""
        for name, touched in turn.items():
            if self._only is None or name == self._only:
                for kind in self._kinds:
                    yield from self._kind(name, kind, touched)

    def _kind(self, name: str, kind: Kind[Any], touched: Touched) -> Iterator[tuple[list[R], list[Hashable]]]:
        store, keys = self._fleet.store(name), self._keys.setdefault((name, kind), {})
        objects: Mapping[ObjectRef, Any] = store.objects(kind) if store else {}
        # Whether a row is stale belongs to it, so a change of freshness touches all of a kind.
        everything = kind in touched.reset or kind in touched.freshness
        refs = list({**objects, **keys} if everything else touched.refs.get(kind, ()))
        for start in range(0, len(refs), SLICE):
            yield self._slice(refs[start : start + SLICE], store, kind, keys)

    def _slice(
        self,
        refs: list[ObjectRef],
        store: Store | None,
        kind: Kind[Any],
        keys: dict[ObjectRef, Hashable],
    ) -> tuple[list[R], list[Hashable]]:
        objects: Mapping[ObjectRef, Any] = store.objects(kind) if store else {}
        changed: list[R] = []
        removed: list[Hashable] = []
        for ref in refs:
            found, before = objects.get(ref), keys.get(ref)
            row = self._row_of(store, kind, found) if store is not None and found is not None else None
            after = None if row is None else self._key(row)
            if row is not None and after is not None:
                changed.append(row)
                keys[ref] = after
            if before is not None and before != after:
                removed.append(before)
                if after is None:
                    del keys[ref]
        return changed, removed
