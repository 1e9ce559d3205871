"""Who owns whom: an index from an owner's uid to its dependents, made when the first deletion asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from wgtui.demo.collection import ObjectCollection
from wgtui.demo.stored import Stored

Dependent = tuple[str, str]


class OwnerIndex:
    """`Dependent` is (resource, key)."""

    def __init__(self) -> None:
        self._dependents: dict[str, set[Dependent]] | None = None

    def forget(self) -> None:
        self._dependents = None

    def moved(self, resource: str, before: Stored | None, after: Stored | None) -> None:
        """An object was created, changed or deleted."""
        if self._dependents is None:
            return
        if before is not None:
            for uid in before.owners():
                self._dependents.get(uid, set()).discard((resource, before.key))
        if after is not None:
            self._add(resource, after)

    def dependents(self, uid: str, collections: Iterable[ObjectCollection]) -> list[Dependent]:
        if self._dependents is None:
            self._dependents = {}
            for collection in collections:
                for stored in collection.all():
                    self._add(collection.kind.resource, stored)
        return sorted(self._dependents.get(uid, ()))

    def _add(self, resource: str, stored: Stored) -> None:
        assert self._dependents is not None
        for uid in stored.owners():
            self._dependents.setdefault(uid, set()).add((resource, stored.key))
