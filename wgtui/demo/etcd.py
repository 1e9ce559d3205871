"""What an etcd is to an API server: objects by resource, one count of versions, history, and who waits for changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from wgtui.demo.answers import Json
from wgtui.demo.collection import ObjectCollection
from wgtui.demo.history import Change
from wgtui.demo.owners import OwnerIndex
from wgtui.demo.served import ServedKind, ServedKinds
from wgtui.demo.stored import Stored, object_key, stored


@dataclass(frozen=True)
class Backup:
    """All objects, as they were at a version."""

    version: int
    objects: dict[str, tuple[Stored, ...]]


class Etcd:
    """Of one cluster. `resource` is `clusters.cluster.x-k8s.io`, for core kinds `events`."""

    def __init__(self, kinds: Iterable[ServedKind], window: int, version: int) -> None:
        self.kinds = ServedKinds(kinds)
        self.version = version
        self.epoch = 0
        self.owners = OwnerIndex()
        self._floor = version
        self._window = window
        self._collections: dict[str, ObjectCollection] = {}
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def collection(self, resource: str) -> ObjectCollection:
        found = self._collections.get(resource)
        if found is None:
            found = ObjectCollection(self.kinds[resource], self._floor, self._window)
            self._collections[resource] = found
        return found

    def collections(self) -> Sequence[ObjectCollection]:
        return tuple(self._collections.values())

    def find(self, resource: str, namespace: str, name: str) -> Stored | None:
        collection = self._collections.get(resource)
        return collection.get(object_key(namespace, name)) if collection else None

    @contextmanager
    def waiting(self, resource: str) -> Iterator[asyncio.Event]:
        """An event that is set at each change of this resource."""
        woken = asyncio.Event()
        self._waiting.setdefault(resource, set()).add(woken)
        try:
            yield woken
        finally:
            self._waiting[resource].discard(woken)

    def write(self, kind: ServedKind, before: Stored | None, body: Json) -> Stored:
        self.version += 1
        after = stored(kind, body, self.version)
        collection = self.collection(kind.resource)
        collection.set(after)
        self.owners.moved(kind.resource, before, after)
        collection.history.append(Change(self.version, before, after))
        self.wake(kind.resource)
        return after

    def erase(self, kind: ServedKind, before: Stored) -> None:
        """Take the object out; its deletion has a version of its own."""
        self.version += 1
        collection = self.collection(kind.resource)
        collection.delete(before.key)
        self.owners.moved(kind.resource, before, None)
        collection.history.append(Change(self.version, before, None))
        self.wake(kind.resource)

    def drop(self, resource: str) -> None:
        """Forget a resource with all its objects; watches of it end."""
        self._collections.pop(resource, None)
        self.owners.forget()
        self.wake(resource)

    def wake(self, resource: str) -> None:
        for woken in self._waiting.get(resource, ()):
            woken.set()

    # Misfortune

    def compact(self) -> None:
        """Forget all history: watches and pages that began earlier get 410."""
        self._floor = self.version
        for collection in self._collections.values():
            collection.history.forget(self.version)

    def end_watches(self) -> None:
        """Every watch ends quietly, as on a server that goes away."""
        self.epoch += 1
        for resource in self._collections:
            self.wake(resource)

    def backup(self) -> Backup:
        """As it is now; costs next to nothing, since nothing that is stored ever changes."""
        return Backup(self.version, {each.kind.resource: tuple(each.all()) for each in self.collections()})

    def restore(self, backup: Backup) -> None:
        """Back to what was then, its versions too; every watch ends, and nobody remembers what came since."""
        self.version = self._floor = backup.version
        self._collections.clear()
        self.owners.forget()
        for resource, objects in backup.objects.items():
            collection = self.collection(resource)
            for found in objects:
                collection.set(found)
        self.end_watches()

    def rebuild(self, version: int = 100) -> None:
        """As restored from nothing: every object is numbered anew from a low version, and every watch ends."""
        objects = {}
        for collection in self.collections():
            first = version + 1
            version += len(collection)
            numbered = zip(collection.ordered(), range(first, version + 1), strict=True)
            objects[collection.kind.resource] = tuple(renumbered(found, number) for found, number in numbered)
        self.restore(Backup(version, objects))


def renumbered(found: Stored, version: int) -> Stored:
    """The same object under another resourceVersion."""
    # The first such member is metadata's own: annotations hold theirs with escaped quotes.
    old, new = b'"resourceVersion":"%d"' % found.version, b'"resourceVersion":"%d"' % version
    return Stored(found.namespace, found.name, found.labels, version, found.body.replace(old, new, 1))
